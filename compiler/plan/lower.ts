import type { ExprAst, WindowAst } from '../../grammar/ast/expression.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import { rollingMs } from '../../grammar/duration.js';
import { entryProperty } from '../types/entry-property.js';
import type { Scope } from '../types/scope.js';
import { segmentScope, underTest } from '../types/scope.js';
import { typeOf } from '../types/type-of.js';
import { fieldType, valueTypeOf } from '../types/type.js';
import type { Expression, RfmPart, Scalar, ScorePart, ValueType, Window } from './ir.js';
import { unreachable } from './ir.js';

type Node<Kind extends ExprAst['kind']> = Extract<ExprAst, { kind: Kind }>;

/**
 * An expression that was checked without errors, as the plan's: names resolved, durations in ms,
 * dates beside moments in epoch ms (their midnight in UTC).
 */
export function lower(expression: ExprAst, scope: Scope): Expression {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'duration':
    case 'date':
      return { kind: 'constant', value: constantOf(expression, false) };
    case 'now':
      return { kind: 'now' };
    case 'path':
      return lowerPath(expression, scope);
    case 'not':
      return { kind: 'not', operand: lower(expression.operand, scope) };
    case 'logic':
      return { kind: expression.operator, operands: expression.operands.map((operand) => lower(operand, scope)) };
    case 'compare': {
      const { operator, left, right } = expression;
      const moments = isMoment(left, scope) || isMoment(right, scope);
      const side = (operand: ExprAst) => lowerAs(operand, moments, scope);
      return { kind: 'compare', operator, left: side(left), right: side(right) };
    }
    case 'text-test': {
      const { operator, left, right } = expression;
      return { kind: 'text-test', operator, left: lower(left, scope), right: lower(right, scope) };
    }
    case 'is-set':
      return denyIf(expression.negated, { kind: 'is-set', operand: lower(expression.operand, scope) });
    case 'in':
      return lowerIn(expression, scope);
    case 'arithmetic': {
      const { operator, left, right } = expression;
      return { kind: 'arithmetic', operator, left: lower(left, scope), right: lower(right, scope) };
    }
    case 'history':
      return lowerHistory(expression, scope);
    case 'message':
      return lowerMessage(expression, scope);
    case 'sequence': {
      const events = expression.events.map(({ value }) => value);
      return { kind: 'sequence', events, window: lowerWindow(expression.window, scope) };
    }
    case 'member':
      return denyIf(expression.negated, lowerMember(expression, scope));
    case 'call': {
      const { name } = expression;
      const called = scope.declared.extensions.functions.get(name.value);
      if (called === undefined) throw new Error(`unknown function ${name.value}`);
      const given = expression.arguments.map((argument, index) =>
        lowerAs(argument, called.parameters[index]?.type === 'timestamp', scope),
      );
      return { kind: 'call', function: name.value, arguments: given, type: called.result };
    }
    case 'time-since':
      return { kind: 'time-since', event: expression.event.value };
    case 'word':
    case 'list':
    case 'range':
      throw new Error(`a ${expression.kind} cannot stand here`);
    default:
      return unreachable(expression);
  }
}

/** Like `lower`; a date becomes its moment where one is wanted. */
export function lowerAs(expression: ExprAst, asMoment: boolean, scope: Scope): Expression {
  if (expression.kind !== 'date') return lower(expression, scope);
  return { kind: 'constant', value: constantOf(expression, asMoment) };
}

function constantOf(expression: ExprAst, asMoment: boolean): Scalar {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return expression.value;
    case 'duration':
      return rollingMs(expression.value);
    case 'date':
      return asMoment || expression.value.length > 10 ? momentOf(expression.value) : expression.value;
    default:
      throw new Error(`a ${expression.kind} is no constant`);
  }
}

/** Epoch ms; a time without a zone is UTC, so that one plan means one moment. */
export function momentOf(written: string): number {
  if (written.length <= 10) return Date.parse(`${written}T00:00:00Z`);
  const text = written.replace(' ', 'T');
  const ms = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(ms)) throw new Error(`not a moment: ${written}`);
  return ms;
}

function isMoment(expression: ExprAst, scope: Scope): boolean {
  return typeOf(expression, scope).type.kind === 'timestamp';
}

function lowerPath({ root, name }: Node<'path'>, scope: Scope): Expression {
  switch (root.value) {
    case 'lead': {
      const field = scope.declared.attributes.get(name.value);
      if (field === undefined) throw new Error(`unknown attribute ${name.value}`);
      return { kind: 'attribute', name: name.value, ...readAs(field) };
    }
    case 'account': {
      const field = scope.declared.accountAttributes.get(name.value);
      if (field === undefined) throw new Error(`unknown attribute ${name.value}`);
      return { kind: 'account', name: name.value, ...readAs(field) };
    }
    case 'event': {
      const field = scope.event?.properties?.get(name.value);
      if (field === undefined) throw new Error(`unknown property ${name.value}`);
      return { kind: 'event', name: name.value, ...readAs(field) };
    }
    case 'entry': {
      const { campaign } = scope;
      const found = campaign === undefined ? undefined : entryProperty(scope.declared, campaign, name.value);
      if (found?.kind !== 'typed') throw new Error(`unknown property ${name.value}`);
      const { type, ...fallback } = readAs(found.field);
      // Optional over all ways in: a default of one of them says nothing of the others.
      return { kind: 'entry', name: name.value, type, ...(found.typed.optional ? {} : fallback) };
    }
    case 'score': {
      const part = scoreParts.find((known) => known === name.value);
      if (part === undefined) throw new Error(`unknown score ${name.value}`);
      return { kind: 'score', part };
    }
    case 'rfm': {
      const part = rfmParts.find((known) => known === name.value);
      if (part === undefined) throw new Error(`unknown rfm ${name.value}`);
      return { kind: 'rfm', part };
    }
    default:
      return unreachable(root.value);
  }
}

/** How the evaluator reads a declared value, and what it takes where there is none. */
export function readAs(field: FieldAst): { readonly type: ValueType; readonly default?: Scalar } {
  const type = valueTypeOf(fieldType(field).type);
  const written = field.default?.value;
  return written === undefined ? { type } : { type, default: stored(written, type) };
}

/** A default as the evaluator reads it: moments in epoch ms. */
function stored(value: Scalar, type: ValueType): Scalar {
  return type === 'timestamp' && typeof value === 'string' ? momentOf(value) : value;
}

const scoreParts: readonly ScorePart[] = ['fit', 'pain', 'total', 'velocity'];
const rfmParts: readonly RfmPart[] = ['r', 'f', 'm', 'rank', 'latency'];

function lowerMessage({ act, campaign, step, window }: Node<'message'>, scope: Scope): Expression {
  const sender = campaign?.value ?? scope.campaign?.name.value;
  if (sender === undefined) throw new Error(`${act}() without a campaign`);
  const past = { campaign: sender, step: step.value, window: lowerWindow(window, scope) };
  return act === 'sent' ? { kind: 'sent', ...past } : { kind: 'message', act, ...past };
}

/** A segment comes with its condition: the plan that a lead is pinned to says all of it. */
function lowerMember({ of, subject, name }: Node<'member'>, { declared, report }: Scope): Expression {
  if (of === 'campaign') return { kind: 'in-campaign', campaign: name.value };
  const segment = declared.segments.get(name.value);
  if (segment === undefined) return { kind: 'in-list', subject: subject.value, list: name.value };
  return { kind: 'segment', name: name.value, when: lower(segment.when, segmentScope(declared, report)) };
}

function lowerIn({ left, right, negated }: Node<'in'>, scope: Scope): Expression {
  if (right.kind === 'range') {
    const side = lower(left, scope);
    const end = (expression: ExprAst) => lowerAs(expression, isMoment(left, scope), scope);
    return denyIf(negated, {
      kind: 'and',
      operands: [
        { kind: 'compare', operator: '>=', left: side, right: end(right.from) },
        { kind: 'compare', operator: '<=', left: side, right: end(right.to) },
      ],
    });
  }
  if (right.kind !== 'list') throw new Error('"in" without a list');
  const moments = isMoment(left, scope);
  const values = right.items.map((item) => constantOf(item, moments));
  return denyIf(negated, { kind: 'in', left: lower(left, scope), values });
}

function lowerHistory({ function: name, event, property, where, window }: Node<'history'>, scope: Scope): Expression {
  const past = {
    event: event.value,
    window: lowerWindow(window, scope),
    ...(where === undefined ? {} : { where: lower(where, underTest(scope, event.value)) }),
  };
  switch (name) {
    case 'did':
    case 'count':
      return { kind: name, ...past };
    case 'sum':
    case 'latest': {
      const field = scope.declared.events.get(event.value)?.properties.get(property?.value ?? '');
      if (field === undefined || property === undefined) throw new Error(`${name}() of an unknown property`);
      return { kind: name, ...past, property: property.value, ...readAs(field) };
    }
    default:
      return unreachable(name);
  }
}

function lowerWindow(window: WindowAst, scope: Scope): Window {
  switch (window.kind) {
    case 'ever':
    case 'since-entry':
    case 'before-entry':
      return { kind: window.kind };
    case 'in-last':
      return { kind: 'in-last', ms: rollingMs(window.duration) };
    case 'between':
      return { kind: 'between', from: lowerAs(window.from, true, scope), to: lowerAs(window.to, true, scope) };
    default:
      return unreachable(window);
  }
}

function denyIf(negated: boolean, operand: Expression): Expression {
  return negated ? { kind: 'not', operand } : operand;
}
