import type { DoStepAst } from '../../grammar/ast/step.js';
import type { ValueTree } from '../../grammar/ast/value-tree.js';
import type { DoStep, Given } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';
import { lower } from '../plan/lower.js';
import type { Scope } from '../types/scope.js';
import { emailOf } from './email-settings.js';
import type { StepContext, StepPlanner } from './step-context.js';
import { conditionOf, frameOf } from './step-context.js';

export const planDo: StepPlanner<'do'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'do',
  action: (step.action ?? step.id).value,
  ...(step.with === undefined ? {} : { with: givenOf(step.with, context.scope) }),
  ...(step.timeout === undefined ? {} : { timeout: step.timeout.value }),
  // What a firm's own action brings is an extra; a campaign that hangs on it says so.
  failed: step.failed?.value ?? 'continue',
  ...marketingOf(step, context),
  ...conditionOf(step.when, context.scope),
});

/** An action that markets is bound to the campaign's topic and hours, as a message is. */
function marketingOf(step: DoStepAst, { campaign, scope }: StepContext): Pick<DoStep, 'marketing'> {
  const action = scope.declared.extensions.actions.get((step.action ?? step.id).value);
  if (action?.consent !== 'marketing') return {};
  const email = emailOf({}, campaign.email);
  return { marketing: { ...email, from: email.from ?? '' } };
}

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
