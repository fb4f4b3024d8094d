import type { CheckResult } from '../../compiler/check.js';
import { check } from '../../compiler/check.js';
import type { Source } from '../../grammar/span.js';
import { completed } from './fixture.js';

/** Parts of a campaign; what is left out is as plain as can be. */
export interface CampaignParts {
  /** Lines of the campaign's own keys, `holdout: 10%`. */
  readonly keys?: string;
  /** The list under `enter:`. */
  readonly enter?: string;
  /** The list under `steps:`. */
  readonly steps?: string;
}

export function campaignText({ keys = '', enter = '- on: signed_up', steps = '- send: hello' }: CampaignParts): string {
  return `campaign: demo
title: Show the product
kind: relationship
stage: lead
owner: growth
${keys}
enter:
${indented(enter)}
goal: activated within 14d
email: topic product-tips from onboarding
steps:
${indented(steps)}
`;
}

/** What the repository of the rules' fixtures has besides: segments, lists, accounts, a plug-in, a second campaign. */
const around: readonly Source[] = [
  {
    path: 'segments/leads.yaml',
    text: 'segments:\n  power-users: lead.company_size > 100\n',
  },
  { path: 'lists/target-accounts.csv', text: 'domain\nnorthwind.example\n' },
  {
    path: 'schema/account.yaml',
    text: `account:
  size: { type: number, example: 120 }
  renewal_date: { type: date, example: 2026-03-01 }
`,
  },
  {
    path: 'campaigns/other.yaml',
    text: campaignText({}).replace('campaign: demo', 'campaign: other'),
  },
];

/** Checks one campaign, or several files each behind `# path: …`, in a repository that has one of everything. */
export function checkWhole(text: string): Promise<CheckResult> {
  const own = completed(text);
  const others = completed(around.map((source) => `# path: ${source.path}\n${source.text}`).join(''));
  const sources = new Map([...others, ...own].map((source) => [source.path, source]));
  return check([...sources.values()]);
}

export function indented(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
