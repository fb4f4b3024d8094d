import type { ExprAst } from '../../../grammar/ast/expression.js';
import { partsOf } from '../../../grammar/expressions/depth.js';
import { unreachable } from '../../plan/ir.js';
import type { Declared } from '../../names/declared.js';
import type { Occurrence } from './symbol.js';
import { reference } from './symbol.js';

/** What stands around an expression. */
export interface Around {
  readonly declared: Declared;
  readonly campaign?: string;
  /** The events that `event.x` speaks of. */
  readonly tested: readonly string[];
  /** The events that `entry.x` speaks of. */
  readonly entering: readonly string[];
}

/** Every symbol that an expression names. */
export function ofExpression(expression: ExprAst, around: Around): readonly Occurrence[] {
  return [...own(expression, around), ...below(expression, around)];
}

function below(expression: ExprAst, around: Around): readonly Occurrence[] {
  const inside = expression.kind === 'history' ? { ...around, tested: [expression.event.value] } : around;
  return partsOf(expression).flatMap((part) => ofExpression(part, inside));
}

function own(expression: ExprAst, around: Around): readonly Occurrence[] {
  const { declared, campaign } = around;
  switch (expression.kind) {
    case 'path':
      return ofPath(expression, around);
    case 'history': {
      const { event, property } = expression;
      return [reference('event', event), ...(property === undefined ? [] : [reference('property', property, event.value)])];
    }
    case 'sequence':
      return expression.events.map((event) => reference('event', event));
    case 'time-since':
      return [reference('event', expression.event)];
    case 'message': {
      const where = expression.campaign?.value ?? campaign;
      const named = expression.campaign === undefined ? [] : [reference('campaign', expression.campaign)];
      return [...named, ...(where === undefined ? [] : [reference('step', expression.step, where)])];
    }
    case 'member':
      if (expression.of === 'campaign') return [reference('campaign', expression.name)];
      return [reference(declared.lists.has(expression.name.value) ? 'list' : 'segment', expression.name)];
    case 'number':
    case 'text':
    case 'boolean':
    case 'duration':
    case 'date':
    case 'list':
    case 'now':
    case 'word':
    case 'not':
    case 'logic':
    case 'compare':
    case 'text-test':
    case 'is-set':
    case 'in':
    case 'range':
    case 'arithmetic':
    case 'call':
      return [];
    default:
      return unreachable(expression);
  }
}

function ofPath({ root, name }: Extract<ExprAst, { kind: 'path' }>, around: Around): readonly Occurrence[] {
  switch (root.value) {
    case 'lead':
    case 'account':
      return [reference('attribute', name, root.value)];
    case 'event':
      return propertiesOf(around.tested, name.value, around.declared).map((event) => reference('property', name, event));
    case 'entry':
      return propertiesOf(around.entering, name.value, around.declared).map((event) => reference('property', name, event));
    case 'score':
    case 'rfm':
      return [];
    default:
      return unreachable(root.value);
  }
}

/** Those of the events that bring such a property; all of them where none does. */
export function propertiesOf(events: readonly string[], name: string, { events: known }: Declared): readonly string[] {
  const having = events.filter((event) => known.get(event)?.properties.has(name) === true);
  return having.length === 0 ? events : having;
}
