import { projectRule } from '../rule.js';

/** The stage of which sub-stages tell most: what happens between "qualified" and "won" (domain.md N-03). */
const dividedStage = 'opportunity';

const fewest = 3;
const most = 7;

export const subStagesOutOfRange = projectRule('C4116', ({ declared, report }) => {
  for (const { name, subStages } of declared.workspace?.stages ?? []) {
    if (name.value !== dividedStage || (subStages.length >= fewest && subStages.length <= most)) continue;
    report(name.span, { stage: name.value, subStages: subStages.length });
  }
});
