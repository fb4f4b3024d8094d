import { expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import type { TestResult } from '../../../runtime/simulate/campaign-test.js';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { completed } from '../../compiler/fixture.js';

const campaign = `# path: campaigns/welcome.yaml
campaign: welcome
title: Welcome
kind: welcome
stage: lead
owner: team
enter:
  - on: signed_up
    again: never
goal: activated within 14d
email: topic product-tips from onboarding
steps:
  - send: hello
  - task: qualify
    team: sdr
    due: 48h
    outcomes:
      good:
        - send: see-you
      bad:
        - end: no-fit
      late:
        - task: escalate
          team: sdr-leads
`;

async function resultOf(more: string, expected: string, before = ''): Promise<TestResult> {
  const text = `test: a lead
campaign: welcome
lead: { email: ada@example.com, time_zone: Europe/Berlin }
events:
${before}  - { at: 2026-03-02 10:00, event: signed_up }
${more}expect:
${expected}`;
  const { release, tests, diagnostics } = await check(completed(`${campaign}# path: tests/welcome.test.yaml\n${text}`));
  const [first] = tests;
  if (release === undefined || first === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return runCampaignTest(first, release);
}

test('a test says what a person answers, and the lead goes that way', async () => {
  const answer = '  - { after: 1d, task: qualify, outcome: good }\n';
  const expected = '  - { sent: hello }\n  - { task: qualify, at: 2026-03-02 10:00 }\n  - { sent: see-you, at: 2026-03-03 10:00 }\n  - { left: finished }\n';
  expect((await resultOf(answer, expected)).failures).toEqual([]);
});

test('where nobody answers the task is late when it is due', async () => {
  const expected = '  - { sent: hello }\n  - { task: qualify }\n  - { task: escalate, at: 2026-03-04 10:00 }\n  - { left: finished }\n';
  expect((await resultOf('', expected)).failures).toEqual([]);
});

test('an answer after that comes too late', async () => {
  const late = '  - { after: 3d, task: qualify, outcome: good }\n';
  const expected = '  - { sent: hello }\n  - { task: qualify }\n  - { task: escalate }\n  - { left: finished }\n';
  expect((await resultOf(late, expected)).failures).toEqual([]);
});

test('an answer to a task that nobody had been given by then fails the test, at its place', async () => {
  const before = '  - { at: 2026-03-01 10:00, task: qualify, outcome: good }\n';
  const expected = '  - { sent: hello }\n  - { task: qualify }\n  - { task: escalate }\n  - { left: finished }\n';
  const { failures } = await resultOf('', expected, before);
  expect(failures.map(({ text }) => text)).toEqual(['Nobody had been given the task "qualify" by then.']);
});
