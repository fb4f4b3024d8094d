import type { StepAst } from '../../../grammar/ast/step.js';
import { completes } from '../../flow/completes.js';
import { branchesOf } from '../../names/steps-of.js';
import { campaignRule } from '../rule.js';

/** A step behind an end on every way is a mistake of order; only the first one is reported. */
export const unreachableStep = campaignRule('C4107', ({ campaign, report }) => {
  const look = (steps: readonly StepAst[]): void => {
    const end = steps.findIndex((step) => !completes(step));
    const [stop, cut] = end === -1 ? [] : [steps[end], steps[end + 1]];
    if (stop !== undefined && cut !== undefined) {
      const labels = [{ span: stop.id.span, text: 'all leads end here' }];
      report(cut.id.span, { step: cut.id.value, after: stop.id.value }, { labels });
    }
    // What stands behind the end is unreachable anyhow.
    const reached = end === -1 ? steps : steps.slice(0, end + 1);
    for (const step of reached) for (const branch of branchesOf(step)) look(branch.steps);
  };
  look(campaign.steps);
});
