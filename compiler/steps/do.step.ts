import type { ValueTree } from '../../grammar/ast/value-tree.js';
import type { Given } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';
import { lower } from '../plan/lower.js';
import type { Scope } from '../types/scope.js';
import type { StepPlanner } from './step-context.js';
import { conditionOf, frameOf } from './step-context.js';

export const planDo: StepPlanner<'do'> = (step, context) => ({
  ...frameOf(step, context),
  kind: 'do',
  action: (step.action ?? step.id).value,
  ...(step.with === undefined ? {} : { with: givenOf(step.with, context.scope) }),
  ...(step.timeout === undefined ? {} : { timeout: step.timeout.value }),
  // What a firm's own action brings is an extra; a campaign that hangs on it says so.
  failed: step.failed?.value ?? 'continue',
  ...conditionOf(step.when, context.scope),
});

function givenOf(tree: ValueTree, scope: Scope): Given {
  switch (tree.kind) {
    case 'value':
      return { kind: 'value', value: tree.value };
    case 'expression':
      return { kind: 'expression', expression: lower(tree.expression, scope) };
    case 'list':
      return { kind: 'list', items: tree.items.map((item) => givenOf(item, scope)) };
    case 'mapping': {
      const entries = tree.entries.map(({ key, value }) => [key.value, givenOf(value, scope)] as const);
      return { kind: 'mapping', entries: Object.fromEntries(entries) };
    }
    default:
      return unreachable(tree);
  }
}
