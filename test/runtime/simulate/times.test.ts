import { expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { completed, readRepository } from '../../compiler/fixture.js';

const workspace = readRepository('base').find(({ path }) => path === 'perennial.yaml')?.text.replace('3 marketing emails', '9 marketing emails') ?? '';

const schema = `# path: schema/times.yaml
account:
  time_zone: { type: text, example: Asia/Tokyo }
`;

const campaign = `# path: campaigns/renewal.yaml
campaign: renewal
title: Renewal
kind: renewal
stage: customer
owner: team
enter:
  - on: signed_up
    again: never
goal: activated within 400d
email: topic product-tips from onboarding
steps:
  - send: hello
  - send: desk-hours
    at: day 2 09:00 workspace time
  - send: their-hours
    at: day 3 09:00 account time
  - send: a-day-on
    after: 1d
    email: hours business
`;

async function happened(told: string): Promise<readonly string[]> {
  const times = 'quiet_hours: 22:00-07:00\nholidays:\n  germany: [2026-03-06]\n';
  const files = completed(`# path: perennial.yaml\n${workspace}${times}${schema}${campaign}# path: tests/times.test.yaml\n${told}`);
  const { release, tests, diagnostics } = await check(files);
  if (release === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return tests.flatMap((one) => runCampaignTest(one, release).happened).map((line) => line.split('  ').slice(0, 2).join(' '));
}

test('tests of campaigns keep quiet hours, holidays and the clocks that moments name', async () => {
  const told = `test: a lead in New York
campaign: renewal
lead: { email: ada@example.com, time_zone: America/New_York, country: Germany }
account: { time_zone: Asia/Tokyo }
events:
  - { at: 2026-03-02 23:30, event: signed_up }
expect:
  - { left: finished }
`;
  const lines = await happened(told);
  // Held over night; spread over the first half hour.
  expect(lines[0]).toMatch(/^2026-03-03 07:[012]\d sent: hello/);
  // In Berlin the lead came in on the third; there it is 09:00 when New York has 03:00, which is quiet, too.
  expect(lines[1]).toMatch(/^2026-03-05 07:[012]\d sent: desk-hours/);
  // 09:00 of the sixth in Tokyo, where it was the third when the lead came in.
  expect(lines[2]).toMatch(/^2026-03-05 19:00 sent: their-hours/);
  // The holiday is of the country; then a weekend, and the clocks change on Sunday.
  expect(lines[3]).toMatch(/^2026-03-09 09:[012]\d sent: a-day-on/);
});
