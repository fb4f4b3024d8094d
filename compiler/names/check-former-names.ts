import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { Located } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from './declared.js';

/** `was`: a name that nothing has any more, and that one thing had. */
export function checkFormerNames(
  campaign: CampaignAst,
  steps: readonly StepAst[],
  declared: Declared,
  report: CompilerReport,
): void {
  // Who asks for all campaigns is asked again whenever one of them changes.
  if (campaign.was !== undefined) checkFormer(campaign, 'campaign', campaign.name, [...declared.campaigns.values()], report);
  const named = steps.map((step) => ({ name: step.id, was: step.was }));
  for (const step of steps) checkFormer(step, 'step', step.id, named, report);
}

interface Named {
  readonly name: Located<string>;
  readonly was?: Located<string> | undefined;
}

function checkFormer(
  { was }: { readonly was?: Located<string> },
  what: 'campaign' | 'step',
  own: Located<string>,
  all: readonly Named[],
  report: CompilerReport,
): void {
  if (was === undefined) return;
  const holder = all.find(({ name }) => name.value === was.value);
  const rival = all.find((other) => other.was !== was && other.was?.value === was.value);
  if (was.value === own.value) report('C2117', was.span, { name: was.value, why: `the ${what} has that name now` });
  else if (holder !== undefined) {
    const labels = [{ span: holder.name.span, text: 'this has the name' }];
    report('C2117', was.span, { name: was.value, why: `another ${what} has that name` }, { labels });
  } else if (rival?.was !== undefined && rival.was.span.start < was.span.start) {
    const labels = [{ span: rival.was.span, text: 'first claimed here' }];
    report('C2117', was.span, { name: was.value, why: `"${rival.name.value}" says that it was its name` }, { labels });
  }
}
