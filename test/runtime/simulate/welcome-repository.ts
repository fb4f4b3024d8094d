import { check } from '../../../compiler/check.js';
import type { Plan, Release } from '../../../compiler/plan/ir.js';
import type { TestResult } from '../../../runtime/simulate/campaign-test.js';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { completed } from '../../compiler/fixture.js';

const welcome = `# path: campaigns/welcome.yaml
campaign: welcome
title: Welcome
kind: welcome
stage: lead
owner: team
enter:
  - on: signed_up
    again: never
leave:
  - on: subscription_started
goal: activated within 14d
email: topic product-tips from onboarding
steps:
  - send: hello
  - send: for-trials
    after: 1d
    when: lead.plan == "trial"
  - wait: project
    for: project_created
    at_most: 3d
    then:
      - send: invite-team
    else:
      - set: offer
        attribute: lead.offered_upgrade
        to: true
      - task: book-call
        team: success
  - send: trial-ending
    at: lead.trial_ends_at - 3d 09:00
    late: end
    when: not lead.offered_upgrade
`;

const compiled = new Map<string, ReturnType<typeof check>>();

/** The welcome above with these tests beside it, and more files where they are given. */
function checked(tests: string, more = ''): ReturnType<typeof check> {
  const text = `${welcome}${more}${tests === '' ? '' : `# path: tests/welcome.test.yaml\n${tests}`}`;
  const known = compiled.get(text) ?? check(completed(text));
  compiled.set(text, known);
  return known;
}

/** @throws where the files have errors */
export async function releaseOf(more = ''): Promise<Release> {
  const { release, diagnostics } = await checked('', more);
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return release;
}

export async function welcomePlan(): Promise<Plan> {
  const found = (await releaseOf()).campaigns.find(({ plan }) => plan.campaign === 'welcome');
  if (found === undefined) throw new Error('there is no welcome');
  return found.plan;
}

/** How the tests go, in the order of the file. */
export async function resultsOf(tests: string): Promise<readonly TestResult[]> {
  const { release, tests: asts, diagnostics } = await checked(tests);
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return asts.map((ast) => runCampaignTest(ast, release));
}

/** What one failing test says: the place as the words it points at, and the sentence. */
export async function failureOf(test: string): Promise<{ readonly at: string; readonly text: string }> {
  const [result] = await resultsOf(test);
  const [failure] = result?.failures ?? [];
  if (failure === undefined) throw new Error(`it passed: ${result?.happened.join('\n')}`);
  return { at: test.slice(failure.span.start, failure.span.end).trim(), text: failure.text };
}
