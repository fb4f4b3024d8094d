import { campaignRule } from '../rule.js';

/** Every lead gets somebody (domain.md H-03): the first line that fits, so the last has no condition. */
export const assignWithoutCatchAll = campaignRule('C4120', ({ flow, clean, report }) => {
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'task' || step.assign.length === 0) continue;
    const last = step.assign.at(-1);
    if (last !== undefined && step.assign.every(({ when }) => when !== undefined)) report(last.span, { step: step.id.value });
  }
});
