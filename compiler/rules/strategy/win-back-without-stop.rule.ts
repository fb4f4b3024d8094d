import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import { everyPart, expressionsOfCampaign } from '../../names/expressions-of.js';
import type { Flow } from '../../flow/flow.js';
import { campaignRule } from '../rule.js';

/** As many as a dormant subscriber gets, of whom no purchase says what they are worth (domain.md R-08). */
const mostMessages = 3;

/** A win-back stops at the lowest fifth by recency, frequency and value (domain.md R-06), or after a few messages. */
export const winBackWithoutStop = campaignRule('C4121', ({ campaign, flow, clean, report }) => {
  if (campaign.campaignKind?.value !== 'win-back' || !clean || asksForWorth(campaign)) return;
  const most = mostSends(flow);
  if (most <= mostMessages && !neverEnds(flow)) return;
  report(campaign.campaignKind.span, { campaign: campaign.name.value, most });
});

function asksForWorth(campaign: CampaignAst): boolean {
  return expressionsOfCampaign(campaign).some((whole) =>
    everyPart(whole).some((part) => part.kind === 'path' && part.root.value === 'rfm' && part.name.value !== 'latency'),
  );
}

function mostSends({ paths, sends }: Flow): number {
  const sending = new Set<unknown>(sends.map(({ step }) => step));
  return Math.max(0, ...paths.map((path) => path.filter(({ step }) => sending.has(step)).length));
}

function neverEnds({ steps }: Flow): boolean {
  return steps.some((step) => step.kind === 'repeat' && step.times === undefined && step.play === undefined);
}
