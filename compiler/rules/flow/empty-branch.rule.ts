import { branchesOf } from '../../names/steps-of.js';
import { withoutEmptyKey } from '../remove-key.js';
import { campaignRule } from '../rule.js';

/** A branch that was begun and not written looks as if something happened there. */
export const emptyBranch = campaignRule('C4108', ({ flow, source, clean, report }) => {
  // A branch whose steps could not be read is not empty.
  if (!clean) return;
  for (const step of flow.steps) {
    for (const branch of branchesOf(step)) {
      // A value, an arm or an outcome has to be named even where nothing follows from it.
      if (branch.of === 'case' || branch.of === 'arm' || branch.of === 'outcome') continue;
      if (branch.steps.length > 0) continue;
      // A question keeps at least one answer, and a repetition its round.
      const isOneOfTwo = step.kind === 'wait' || (step.kind === 'if' && branchesOf(step).some(({ steps }) => steps.length > 0));
      const edits = isOneOfTwo ? withoutEmptyKey(source, step, branch.name) : [];
      const fixes = edits.length === 0 ? [] : [{ title: `Remove "${branch.name}"`, safety: 'safe' as const, edits }];
      report(step.id.span, { step: step.id.value, branch: branch.name }, { fixes });
    }
  }
});
