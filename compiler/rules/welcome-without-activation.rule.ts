import { campaignRule } from './rule.js';

/**
 * A welcome stops once the user is active, and there is one definition of that: the first unit of
 * value received (domain.md K-01, K-17).
 */
export const welcomeWithoutActivation = campaignRule('C4102', ({ campaign, declared, clean, report }) => {
  const { campaignKind: kind, goal, leave } = campaign;
  if (kind?.value !== 'welcome' || declared.workspace === undefined) return;
  const activation = declared.workspace.activation?.value;
  if (activation === undefined) {
    if (declared.workspaceClean) report(kind.span, {});
    return;
  }
  const leaves = leave.some((way) => way.kind === 'on' && way.event.value === activation);
  const stops = leaves || goal?.event.value === activation;
  // A missing goal is one mistake, and has a report of its own.
  if (!stops && clean && goal !== undefined) report(goal.event.span, { activation });
});
