import { expect, test } from 'vitest';
import { check } from '../../compiler/check.js';
import { canonicalJson } from '../../compiler/plan/canonical-json.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { convertSource } from '../../grammar/print/format-source.js';
import type { Source } from '../../grammar/span.js';
import { completed, readRepository } from './fixture.js';

/** Every construct that a repository without plug-ins can have, in YAML. */
const wide = completed(`# path: campaigns/wide.yaml
campaign: wide
title: 'Everything: once'
was: narrow
kind: relationship
stage: lead
owner: growth
cost: 1200 EUR
note: agreed with "sales"
enter:
  - on: signed_up
    where: event.plan == "trial"
    unless: order_placed or activated within 30min
    again: after 90d
  - on: changed(lead.plan)
    where: event.old == "free"
  - becomes: not did(activated in last 14d)
    already: since 2026-09-01
    again: after 90d
  - at: lead.trial_ends_at - 3d 09:00
    late: skip
  - every: week on mon,thu 09:00 spread 2h
    to: power-users
    late: enter
  - on: project_created
    to: power-users one per account by score.fit
leave:
  - on: subscription_started
  - when: lead.employee
goal: order_placed where event.total > 100 within 30d
excludes: [other]
holdout: 10%
email: topic product-tips from onboarding hours business
variants: lead.plan keep 20% generic
playlists:
  library:
    - hello
    - ahoy when lead.plan == "free" and lead.country in ["DE", "AT"]
in_flight:
  hello: finish_old
  gone: move_to project
  all: adopt
rollout: 10% hold when bounces > 2% or complaints > 0.1%
steps:
  - send: hello
    at: day 2 09:30 mon-fri spread 30min
    when: lead in power-users or account in target-accounts
    unsure: repeat
    was: hallo
  - wait: project
    for: project_created
    at_most: 3d
    then:
      - send: ahoy
        after: 8d
    else:
      - split: offer
        best: clicked(hello since entry) after 2d else call
        arms:
          call:
            share: 10%
            steps:
              - task: book-call
                team: success
                due: 48h
          guide:
            share: 10%
            steps: []
          winner:
            steps: []
  - if: big
    when: lead.company_size in 50..1000
    then:
      - set: offered
        attribute: lead.offered_upgrade
        to: true
        when: lead.plan == "pro"
  - branch: by-plan
    on: lead.plan
    cases:
      free:
        - start: other
    else:
      - end: stop
  - task: qualify
    team: sdr
    title: Call them
    assign:
      - enterprise when lead.company_size > 1000
      - inbound by rotation
    due: 48h
    outcomes:
      qualified:
        - start: again
          campaign: other
      late:
        - task: escalate
          team: sdr-leads
  - repeat: tips
    every: 7d
    times: 3
    play: library
    none_left: end
  - repeat: rounds
    every: 30d
    until: did(order_placed since entry)
    times: 2
    steps:
      - send: round
        at: lead.trial_ends_at - 3d
        late: skip
# path: campaigns/other.yaml
campaign: other
kind: relationship
stage: lead
owner: growth
enter:
  - on: activated
goal: order_placed within 30d
email: topic product-tips from onboarding
steps:
  - send: hello
# path: segments/leads.yaml
segments:
  power-users:
    when: count(page_viewed in last 7d) >= 3 and lead.country is set
    meaning: They come back.
  payers: lead.plan == "pro"
# path: lists/target-accounts.csv
domain
northwind.example
# path: scoring/score.yaml
ready: 40
fit:
  title:
    - 25 when lead.seniority in ["c_level", "vp"]
    - 10 when lead.seniority == "manager"
  company: 30 when account in target-accounts
pain:
  demo-requested: 20 on demo_requested once guess
  intent-page: 10 on page_viewed where event.path in ["/pricing", "/faq"] at most 1 per day fades 30d guess
limits:
  intent-page: 30
account: fit max, pain sum, 60 per person
approved: [marketing, sales]
# path: tests/wide.test.yaml
tests:
  - test: who leaves hears nothing more
    campaign: wide
    lead: { plan: trial, time_zone: Europe/Berlin, email: ada@example.com }
    given: { offer: call, holdout: false }
    events:
      - { at: 2026-03-27 10:00, event: signed_up, with: { plan: trial } }
      - { after: 20h, event: subscription_started }
    expect:
      - { left: goal }
`);

test.each([
  ['every construct', wide],
  ['the example of the language', readRepository('reference')],
])('%s has the same plan in both surfaces, byte for byte', async (_, yaml) => {
  const text = yaml.map(inText);
  expect(text.map(({ path }) => path)).not.toEqual(yaml.map(({ path }) => path));
  const [one, other] = [await planned(yaml), await planned(text)];
  expect(one.wrong).toEqual([]);
  expect(one.plans.length).toBeGreaterThan(1000);
  expect(other.plans === one.plans).toBe(true);
  expect({ ...other, plans: '' }).toEqual({ ...one, plans: '' });
});

async function planned(sources: readonly Source[]) {
  const { release, diagnostics, tests, suppressed } = await check(sources);
  const told = diagnostics.map(({ code, message, help }) => ({ code, message, help }));
  return {
    plans: release === undefined ? '' : canonicalJson(release),
    wrong: diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`),
    told: told.map(({ code }) => code).sort(),
    tests: tests.map(({ name }) => name.value),
    suppressed,
  };
}

/** Files that have a textual form, in it; all others as they are. */
function inText(source: Source): Source {
  if (!/^(?:campaigns|segments|scoring|tests)\//.test(source.path)) return source;
  const printed = convertSource(source, 'text');
  switch (printed.kind) {
    case 'printed':
      return printed;
    case 'unreadable':
    case 'unsayable':
    case 'yaml-only':
      throw new Error(`${source.path} cannot be written as text: ${JSON.stringify(printed)}`);
    default:
      return unreachable(printed);
  }
}
