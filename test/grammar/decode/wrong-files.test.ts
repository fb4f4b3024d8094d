import { expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { decodeSchema } from '../../../grammar/decode/decode-schema.js';
import { decodeScoring } from '../../../grammar/decode/decode-scoring.js';
import { decodeTests } from '../../../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../../../grammar/decode/decode-workspace.js';
import { campaignSource, schemaSource, scoringSource, testsSource, workspaceSource } from '../sources.js';
import { codesAndPlaces, fixed } from '../reports.js';

/** A right file with one stretch replaced. */
function campaign(from: string, to: string) {
  expect(campaignSource.text).toContain(from);
  return { ...campaignSource, text: campaignSource.text.replace(from, () => to) };
}

test.each([
  ['a misspelt key', 'title:', 'titel:', ['C1001 at "titel"']],
  ['a misspelt key that is needed', 'stage:', 'stagee:', ['C1001 at "stagee"']],
  ['a missing key', 'stage: lead\n', '', ['C1002 at "campaign"']],
  ['an empty value', 'stage: lead', 'stage:', ['C1003 at "stage"']],
  ['an empty text', 'where: event.plan == "trial"', 'where: ""', ['C1003 at """"']],
  ['a list where a name is wanted', 'stage: lead', 'stage: [lead]', ['C1004 at "[lead]"']],
  ['a name where a list is wanted', 'leave:\n  - on: subscription_started\n  - when: lead.employee', 'leave: no', ['C1004 at "no"']],
  ['a number where a name is wanted', 'campaign: trial-welcome', 'campaign: 12', ['C1005 at "12"']],
  ['a word that is not in the list', 'late: skip', 'late: skp', ['C1006 at "skp"']],
  ['a name with spaces', 'stage: lead', 'stage: two words', ['C1010 at "two words"']],
  ['a reserved word as a name', 'send: hello', 'send: not', ['C1014 at "not"']],
  ['a misspelt verb', '- send: hello', '- sned: hello', ['C1001 at "sned"']],
  ['a step without a verb', '- send: hello', '- message: hello', ['C1008 at "message"']],
  ['a step with two verbs', '- send: hello', '- send: hello\n    end: x', ['C1009 at "end"']],
  ['a step without an id', '- send: hello', '- send:', ['C1003 at "send"']],
  ['a step that is only a word', '- send: hello', '- hello', ['C1004 at "hello"']],
  ['a set of something else', 'attribute: lead.offered_upgrade', 'attribute: event.x', ['C1004 at "event.x"']],
  ['a text cut by a comment', 'event.plan == "trial"', 'event.plan == "a #1"', ['C0017 at "#1""']],
  ['an entry split by braces', '- on: subscription_started', '- { on: x, where: event.a in ["b"] }', ['C0016 at "["']],
])('%s is reported once, at its place', (_, from, to, expected) => {
  const source = campaign(from, to);
  expect(codesAndPlaces(source, decodeCampaign(source).diagnostics)).toEqual(expected);
});

test.each([
  ['split', '- send: hello', '- split: x\n    arms: {}', 'split'],
  ['branch', '- send: hello', '- branch: x\n    on: lead.a', 'branch'],
  ['repeat', '- send: hello', '- repeat: x\n    every: 3d', 'repeat'],
  ['do', '- send: hello', '- do: x\n    with: {}', 'do'],
  ['start', '- send: hello', '- start: x', 'start'],
  ['holdout', 'cost: 1200 EUR', 'holdout: 10%', 'holdout'],
  ['excludes', 'cost: 1200 EUR', 'excludes: [a]', 'excludes'],
  ['becomes', '- on: signed_up\n    where: event.plan == "trial"', '- becomes: lead.a', 'becomes'],
  ['every', '- on: signed_up\n    where: event.plan == "trial"', '- every: year on lead.birthday', 'every'],
  ['unless', 'where: event.plan == "trial"', 'unless: order_placed within 30min', 'unless'],
  ['to', 'where: event.plan == "trial"', 'to: customers', 'to'],
  ['changed', 'on: signed_up', 'on: changed(lead.plan)', 'changed(lead.plan)'],
  ['outcomes', 'due: 48h', 'outcomes: {}', 'outcomes'],
  ['assign', 'due: 48h', 'assign: []', 'assign'],
  ['variants', 'late: skip', 'variants: lead.role', 'variants'],
  ['account', 'lead.employee', 'account.size > 3', 'account.size'],
  ['rfm', 'lead.employee', 'rfm.r > 3', 'rfm.r'],
  ['lists', 'lead.employee', 'lead.email in power-users', 'power-users'],
])('%s belongs to a later version', (_, from, to, place) => {
  const source = campaign(from, to);
  expect(codesAndPlaces(source, decodeCampaign(source).diagnostics)).toEqual([`C1007 at "${place}"`]);
});

test('what fades belongs to a later version, too', () => {
  const source = { ...scoringSource, text: scoringSource.text.replace('once guess', 'fades 30d') };
  expect(codesAndPlaces(source, decodeScoring(source).diagnostics)).toEqual(['C1007 at "fades"']);
});

test('the nearest key is offered as an unsafe fix', () => {
  const source = campaign('title:', 'titel:');
  const { diagnostics } = decodeCampaign(source);
  expect(diagnostics[0]?.fixes[0]).toMatchObject({ safety: 'unsafe' });
  expect(fixed(source, diagnostics)).toBe(campaignSource.text);
});

test('what is right beside a mistake is still decoded', () => {
  const source = campaign('  - send: hello\n', '  - sned: hello\n  - send: second\n    when: lead.x = 1\n');
  const { value } = decodeCampaign(source);
  expect(value?.steps.map(({ id }) => id.value)).toEqual(['second', 'first-project', 'project', 'offer', 'big', 'trial-ending']);
  expect(value?.steps[0]).not.toHaveProperty('when');
});

test('a campaign without a name goes by its file, so that nothing else is reported', () => {
  const source = campaign('campaign: trial-welcome\n', '');
  const { value, diagnostics } = decodeCampaign(source);
  expect(value?.name.value).toBe('trial-welcome');
  expect(codesAndPlaces(source, diagnostics)).toEqual(['C1002 at "title"']);
});

test('reports come in the order of the file', () => {
  const source = campaign('title: Welcome a new trial', 'titel: x').text.replace('"trial"', "'trial'").replace('late: skip', 'late: x');
  const starts = decodeCampaign({ ...campaignSource, text: source }).diagnostics.map(({ span }) => span.start);
  expect(starts).toHaveLength(3);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

test('a fix never breaks the quotes around the value', () => {
  const source = campaign('event.plan == "trial"', `"event.plan == 'trial'"`);
  expect(decodeCampaign(source).diagnostics[0]?.fixes).toEqual([]);
});

test.each([
  [decodeWorkspace, workspaceSource, 'dsl: 1', 'dsl: "1"', ['C1011 at ""1""']],
  [decodeWorkspace, workspaceSource, 'free_trial: true', 'free_trial: yes', ['C1012 at "yes"']],
  [decodeWorkspace, workspaceSource, 'opt: out', 'opt: maybe', ['C1006 at "maybe"']],
  [decodeWorkspace, workspaceSource, '2 marketing emails in 24h', '2 emails in 24h', ['C0306 at "emails"']],
  [decodeSchema, schemaSource, 'company_size:', 'company-size:', ['C1010 at "company-size"']],
  [decodeSchema, schemaSource, 'effort: 2', 'effort: 9', ['C0320 at "9"']],
  [decodeSchema, schemaSource, 'type: number', 'type: numbr', ['C1006 at "numbr"']],
  [decodeSchema, schemaSource, 'values: [free, trial, pro], default', 'default', ['C1002 at "enum"']],
  [decodeSchema, schemaSource, '[free, trial, pro], default', '[1, trial, free], default', ['C1005 at "1"']],
  [decodeScoring, scoringSource, '25 when', '25 if', ['C0306 at "if"']],
  [decodeScoring, scoringSource, 'intent-page: 30', 'intent-page: much', ['C1011 at "much"']],
  [decodeTests, testsSource, 'at: 2026-03-27 10:00, event', 'at: 2026-02-30 10:00, event', ['C1013 at "2026-02-30 10:00"']],
  [decodeTests, testsSource, 'task: book-call', 'tsak: book-call', ['C1001 at "tsak"']],
  [decodeTests, testsSource, '{ task: book-call }', '{ task: a, left: goal }', ['C1015 at "left"']],
  [decodeTests, testsSource, '{ left: goal }', '{ at: 2026-03-27 10:00 }', ['C1015 at "at: 2026-03-27 10:00"']],
] as const)('%o reports what is wrong in its file', (decode, right, from, to, expected) => {
  expect(right.text).toContain(from);
  const source = { ...right, text: right.text.replace(from, () => to) };
  expect(codesAndPlaces(source, decode(source).diagnostics)).toEqual(expected);
});
