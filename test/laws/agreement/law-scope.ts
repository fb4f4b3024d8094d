import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { FieldAst } from '../../../grammar/ast/schema.js';
import { campaignScope } from '../../../compiler/types/scope.js';
import { scopeForTests } from '../../compiler/types/scope-for-tests.js';

const span = { file: '', start: 0, end: 0 };

/** `order_placed` has more to ask for here, with defaults; and there is the segment `cohort`. */
export function lawScope(cohort: ExprAst) {
  const { scope, report } = scopeForTests();
  const order = scope.declared.events.get('order_placed');
  const { campaign } = scope;
  if (order === undefined || campaign === undefined) throw new Error('the schema of tests has another event');
  const properties = new Map([...order.properties, ['items', items], ['code', code]] as const);
  const declared = {
    ...scope.declared,
    events: new Map([...scope.declared.events, ['order_placed', { ...order, properties }]]),
    segments: new Map([...scope.declared.segments, ['cohort', { name: { value: 'cohort', span }, when: cohort, span }]]),
  };
  return { scope: campaignScope(declared, campaign, report), report };
}

const items = field('items', 'number', 2);
const code = field('code', 'text', 'ab');

function field(name: string, type: 'number' | 'text', fallback: number | string): FieldAst {
  return { name: { value: name, span }, type: { value: type, span }, default: { value: fallback, span }, span };
}
