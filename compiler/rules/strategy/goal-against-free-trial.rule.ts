import type { GoalAst } from '../../../grammar/ast/campaign.js';
import { everyPart } from '../../names/expressions-of.js';
import { campaignRule } from '../rule.js';

/** With a free trial a nurture aims at the trial, without one at the hand-off (domain.md K-18). */
export const goalAgainstFreeTrial = campaignRule('C4117', ({ campaign, declared, report }) => {
  const { goal, campaignKind } = campaign;
  const freeTrial = declared.workspace?.freeTrial;
  if (goal === undefined || freeTrial === undefined) return;
  const early = freeTrial.value && campaignKind?.value === 'nurture' && goal.event.value === 'sdr_ready';
  const none = !freeTrial.value && aimsAtTrial(goal);
  if (!early && !none) return;
  const labels = [{ span: freeTrial.span, text: 'said here' }];
  report(goal.span, { trial: freeTrial.value, goal: goal.event.value }, { labels });
});

/** `trial_started`, or `signed_up where event.plan == "trial"`. */
function aimsAtTrial({ event, where }: GoalAst): boolean {
  // What ends a trial can end one that was given by hand.
  if (/(^|_)trial_(started|began|begun|requested|sign_?up)($|_)|^(started|began)_(free_)?trial$/.test(event.value)) return true;
  if (where === undefined) return false;
  return everyPart(where).some(
    (part) => part.kind === 'compare' && part.operator === '==' && part.right.kind === 'text' && part.right.value === 'trial',
  );
}
