import { rollingMs } from '../../../grammar/duration.js';
import { campaignRule } from '../rule.js';

/**
 * Every message can still help its goal.
 *
 * A later one counts for nothing in the report, so its worth stays a guess. Only the earliest
 * path is asked: on any other the lead is later still.
 */
export const sendAfterGoal = campaignRule('C4106', ({ campaign, flow, report }) => {
  if (campaign.goal === undefined) return;
  const { within, span } = campaign.goal;
  const withinMs = rollingMs(within.value);
  for (const { step } of flow.sends) {
    if (flow.leavesWithin(step, withinMs)) continue;
    const earliestMs = flow.earliestMs(step);
    if (earliestMs === undefined) continue;
    const labels = [{ span, text: 'the goal closes here' }];
    report(step.id.span, { step: step.id.value, earliestMs, withinMs }, { labels });
  }
});
