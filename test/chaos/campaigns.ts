import type { Release } from '../../compiler/plan/ir.js';
import { check } from '../../compiler/check.js';
import type { Source } from '../../grammar/span.js';

/** The most marketing mails a lead may get in a rolling window. */
export const cap = { count: 2, windowMs: 4_000 } as const;

export type Unsure = 'skip' | 'repeat';

/** A mail as its receiver knows it: it stands in the subject, and no edit of a campaign changes it. */
export interface Mail {
  readonly campaign: string;
  readonly name: string;
}

export const fiveMails = ['one', 'two', 'three', 'four', 'five'] as const;
export const thankYous = ['thanks', 'tip'] as const;

/** What a lead of this kind is sent, unless something speaks against it. */
export function mailsFor(unsure: Unsure, bought: boolean): readonly Mail[] {
  return [
    ...fiveMails.map((name) => ({ campaign: `five-${unsure}`, name })),
    ...(bought ? thankYous.map((name) => ({ campaign: `thanks-${unsure}`, name })) : []),
  ];
}

/** The mail that a step sends; the last of the five is called `last` from the third edition on. */
export function mailOfStep(step: string): string {
  return step === 'last' ? 'five' : step;
}

/** 1: the beginning. 2: other words. 3: another pause, and a step by another name. */
export type Edition = 1 | 2 | 3;

/**
 * The campaigns as they stand in an edition: five mails and two thank-yous, each in two kinds. At two
 * seconds a mail the five keep the cap; who buys meanwhile has more mails due than there is room for.
 *
 * @throws when they do not compile
 */
export async function releaseOf(edition: Edition): Promise<Release> {
  const kinds = ['skip', 'repeat'] as const;
  const sources = [workspace, schema, ...kinds.flatMap((unsure) => [...five(unsure, edition), ...thanks(unsure)])];
  const { release, diagnostics } = await check(sources);
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return release;
}

const workspace: Source = {
  path: 'perennial.yaml',
  text: `dsl: 1
company: Loopback
postal_address: 1 Loopback Lane, 127.0.0.1
zone: UTC
activation: activated
caps:
  - ${cap.count} marketing emails in ${cap.windowMs / 1_000}s
over_cap: defer 1h then drop
topics:
  news: { title: News, opt: out }
senders:
  us: { address: us@loopback.example, label: Us }
`,
};

const schema: Source = {
  path: 'schema/schema.yaml',
  text: `lead:
  email: { type: text, personal: true, example: ada@example.com }
  first_name: { type: text, personal: true, example: Ada }
events:
  signed_up:
    meaning: Five mails begin.
    properties:
      campaign: { type: text, example: five-skip }
  activated:
    meaning: The goal nobody reaches here.
  purchased:
    meaning: What a lead is thanked for.
    properties:
      campaign: { type: text, example: thanks-skip }
  cancelled:
    meaning: Who cancels leaves.
  page_viewed:
    meaning: Moves nobody.
`,
};

function five(unsure: Unsure, edition: Edition): readonly Source[] {
  const campaign = `five-${unsure}`;
  const last = edition === 3 ? ['  - send: last', '    was: five'] : ['  - send: five'];
  const steps = [
    ['  - send: one'],
    ['  - send: two', '    after: 2s'],
    ['  - send: three', '    after: 2s'],
    ['  - send: four', `    after: ${edition === 3 ? 3 : 2}s`],
    [...last, '    after: 2s'],
  ];
  // Half of the leads go on with the new structure, the others finish what they began.
  const inFlight = edition === 3 && unsure === 'skip' ? ['in_flight: adopt'] : [];
  const more = ['leave:', '  - on: cancelled', ...inFlight];
  return [
    campaignOf(campaign, 'signed_up', more, steps.map((step) => withUnsure(step, unsure))),
    ...fiveMails.map((mail) => templateOf(campaign, mail, edition === 3 && mail === 'five' ? 'last' : mail, edition)),
  ];
}

function thanks(unsure: Unsure): readonly Source[] {
  const campaign = `thanks-${unsure}`;
  const steps = [['  - send: thanks'], ['  - send: tip', '    after: 2s']];
  return [
    campaignOf(campaign, 'purchased', [], steps.map((step) => withUnsure(step, unsure))),
    ...thankYous.map((mail) => templateOf(campaign, mail, mail, 1)),
  ];
}

function withUnsure(step: readonly string[], unsure: Unsure): string {
  return [...step, `    unsure: ${unsure}`].join('\n');
}

function campaignOf(campaign: string, event: string, more: readonly string[], steps: readonly string[]): Source {
  return {
    path: `campaigns/${campaign}.yaml`,
    text: `campaign: ${campaign}
title: ${campaign}
kind: relationship
stage: lead
owner: tests
enter:
  - on: ${event}
    where: event.campaign == "${campaign}"
    again: never
${[...more, ''].join('\n')}goal: activated within 14d
email: topic news from us
steps:
${steps.join('\n')}
`,
  };
}

function templateOf(campaign: string, mail: string, file: string, edition: Edition): Source {
  return {
    path: `templates/${campaign}/${file}.mjml`,
    text: `---
subject: "${campaign}/${mail}, edition ${edition}"
preheader: A mail like the others
---
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text>Hello {{ lead.first_name | default: 'there' }}, this is ${mail}, edition ${edition}.</mj-text>
        <mj-button href="https://app.northwind.example">Open it</mj-button>
        <mj-text>{{ company.name }}, {{ company.postal_address }}. <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`,
  };
}

/** The mail that a subject speaks of. */
export function mailOfSubject(subject: string): Mail | undefined {
  const [, campaign, name] = /^([a-z-]+)\/([a-z]+), edition \d$/.exec(subject.trim()) ?? [];
  return campaign === undefined || name === undefined ? undefined : { campaign, name };
}
