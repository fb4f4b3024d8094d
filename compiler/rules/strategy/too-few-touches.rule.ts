import { campaignRule } from '../rule.js';

/** It takes about ten touches from a first look to a customer; fewer than these is no nurture (domain.md M-12). */
const fewest = 3;

/** On the path with the most: what a lead gets at best. */
export const tooFewTouches = campaignRule('C4122', ({ campaign, flow, clean, report }) => {
  const kind = campaign.campaignKind;
  // Without steps there is a mistake of its own, and another campaign may bring the touches.
  if (kind?.value !== 'nurture' || !clean || flow.steps.length === 0) return;
  if (flow.steps.some((step) => step.kind === 'start')) return;
  const touching = new Set<unknown>(flow.sends.map(({ step }) => step));
  const most = Math.max(
    0,
    ...flow.paths.map((path) => path.filter(({ step }) => touching.has(step) || step.kind === 'task').length),
  );
  if (most < fewest) report(kind.span, { campaign: campaign.name.value, most });
});
