import { campaignRule } from '../rule.js';

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
  // So is an event that does not exist: it may be the one.
  const known = [goal, ...leave].every((way) => way === undefined || !('event' in way) || declared.events.has(way.event.value));
  if (!stops && clean && known && goal !== undefined) report(goal.event.span, { activation });
});
