import type { ExprAst, WindowAst } from '../ast/expression.js';
import { printDuration } from '../duration.js';
import { unreachable } from './depth.js';
import { printText } from './literals.js';

/** How tightly a node holds together; a looser one inside a tighter one needs parentheses. */
const strength = { logic: 0, not: 1, comparison: 2, sum: 3, product: 4, value: 5 } as const;

type Strength = (typeof strength)[keyof typeof strength];

/** Writes an expression as an author would; parsing it again yields the same tree. */
export function printExpression(expression: ExprAst): string {
  switch (expression.kind) {
    case 'number':
      return printNumber(expression.value);
    case 'text':
      return printText(expression.value);
    case 'boolean':
      return String(expression.value);
    case 'duration':
      return printDuration(expression.value);
    case 'date':
    case 'word':
      return expression.value;
    case 'now':
      return 'now';
    case 'list':
      return `[${expression.items.map((item) => within(item, strength.sum)).join(', ')}]`;
    case 'path':
      return `${expression.root.value}.${expression.name.value}`;
    case 'not':
      return `not ${within(expression.operand, strength.not)}`;
    case 'logic':
      return expression.operands.map((operand) => within(operand, strength.not)).join(` ${expression.operator} `);
    case 'compare':
    case 'text-test':
      return [expression.left, expression.right]
        .map((side) => within(side, strength.sum))
        .join(` ${expression.operator} `);
    case 'is-set':
      return `${within(expression.operand, strength.sum)} is ${expression.negated ? 'not ' : ''}set`;
    case 'in': {
      const operator = expression.negated ? 'not in' : 'in';
      return `${within(expression.left, strength.sum)} ${operator} ${printExpression(expression.right)}`;
    }
    case 'arithmetic': {
      const own = strengthOf(expression);
      // Equal strength groups to the left: `a - (b - c)` keeps its parentheses.
      const left = within(expression.left, own);
      const right = within(expression.right, own === strength.sum ? strength.product : strength.value);
      return `${left} ${expression.operator} ${right}`;
    }
    case 'history': {
      const property = expression.property === undefined ? '' : `.${expression.property.value}`;
      const where = expression.where === undefined ? '' : ` where ${printExpression(expression.where)}`;
      return `${expression.function}(${expression.event.value}${property} ${printWindow(expression.window)}${where})`;
    }
    case 'message': {
      const campaign = expression.campaign === undefined ? '' : `${expression.campaign.value}/`;
      return `${expression.act}(${campaign}${expression.step.value} ${printWindow(expression.window)})`;
    }
    case 'sequence':
      return `sequence(${expression.events.map(({ value }) => value).join(' then ')} ${printWindow(expression.window)})`;
    case 'range':
      return `${within(expression.from, strength.sum)}..${within(expression.to, strength.sum)}`;
    case 'member': {
      const group = expression.of === 'campaign' ? `campaign ${expression.name.value}` : expression.name.value;
      return `${expression.subject.value} ${expression.negated ? 'not in' : 'in'} ${group}`;
    }
    case 'call':
      return `${expression.name.value}(${expression.arguments.map(printExpression).join(', ')})`;
    case 'time-since':
      return `time since ${expression.event.value}`;
    default:
      return unreachable(expression);
  }
}

function printWindow(window: WindowAst): string {
  switch (window.kind) {
    case 'ever':
      return 'ever';
    case 'since-entry':
      return 'since entry';
    case 'before-entry':
      return 'before entry';
    case 'in-last':
      return `in last ${printDuration(window.duration)}`;
    case 'between':
      return `between ${within(window.from, strength.sum)} and ${within(window.to, strength.sum)}`;
    default:
      return unreachable(window);
  }
}

function within(expression: ExprAst, least: Strength): string {
  const printed = printExpression(expression);
  return strengthOf(expression) < least ? `(${printed})` : printed;
}

function strengthOf(expression: ExprAst): Strength {
  switch (expression.kind) {
    case 'logic':
      return strength.logic;
    case 'not':
      return strength.not;
    case 'compare':
    case 'text-test':
    case 'is-set':
    case 'in':
    case 'member':
      return strength.comparison;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? strength.sum : strength.product;
    case 'number':
    case 'text':
    case 'boolean':
    case 'duration':
    case 'date':
    case 'list':
    case 'now':
    case 'path':
    case 'word':
    case 'range':
    case 'history':
    case 'message':
    case 'time-since':
    case 'sequence':
    case 'call':
      return strength.value;
    default:
      return unreachable(expression);
  }
}

/** Without an exponent, which the language does not have. */
export function printNumber(value: number): string {
  const printed = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(printed);
  if (match === null) return printed;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
