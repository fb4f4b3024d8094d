import { expect, test } from 'vitest';
import type { CampaignParts } from '../whole-repository.js';
import { campaignText, checkWhole } from '../whole-repository.js';

// `lead.country` and `entry.referrer` are optional; denying them needs a guard.
const denied = 'when: lead.country != "DE"';

test.each<readonly [string, CampaignParts]>([
  ['in the branch of an "if" that asked for it', { steps: `- if: known\n  when: lead.country is set\n  then:\n    - send: hello\n      ${denied}` }],
  ['in the else of an "if" that asked for its absence', { steps: `- if: known\n  when: lead.country is not set\n  then:\n    - send: hello\n  else:\n    - send: ahoy\n      ${denied}` }],
  ['in every step of a campaign that leads without it leave', { steps: `- send: hello\n  after: 9d\n  ${denied}\n`, keys: 'leave:\n  - when: lead.country is not set' }],
  ['of an event that has come: for good', { enter: '- on: signed_up\n  where: event.referrer is set', steps: '- send: hello\n  after: 9d\n  when: entry.referrer != "friend"' }],
  ['after the event was waited for', { steps: '- wait: project\n  for: project_created\n  at_most: 3d\n  then:\n    - send: hello\n      after: 2d\n      when: not (time since project_created > 9d)' }],
])('a guard holds %s', async (_, parts) => {
  expect(await unguarded(parts)).toEqual([]);
});

test.each<readonly [string, CampaignParts, readonly string[]]>([
  ['when time has passed', { steps: `- if: known\n  when: lead.country is set\n  then:\n    - send: hello\n    - send: ahoy\n      after: 3d\n      ${denied}` }, ['lead.country']],
  ['in the else, where the answer may be unknown', { steps: `- if: german\n  when: lead.country == "DE"\n  then:\n    - send: hello\n  else:\n    - send: ahoy\n      ${denied}` }, ['lead.country']],
  ['behind the branch', { steps: `- if: known\n  when: lead.country is set\n  then:\n    - send: hello\n- send: ahoy\n  ${denied}` }, ['lead.country']],
  ['where another way in did not ask', { enter: '- on: signed_up\n  where: event.referrer is set\n- on: signed_up', steps: '- send: hello\n  when: entry.referrer != "friend"' }, ['entry.referrer']],
])('a guard does not hold %s', async (_, parts, names) => {
  expect(await unguarded(parts)).toEqual(names.map((name) => expect.stringContaining(name)));
});

async function unguarded(parts: CampaignParts): Promise<readonly string[]> {
  const { diagnostics } = await checkWhole(campaignText(parts));
  return diagnostics.flatMap(({ code, message }) => (code === 'C3106' ? [message] : []));
}
