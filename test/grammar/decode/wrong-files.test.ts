import { expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { decodeSchema } from '../../../grammar/decode/decode-schema.js';
import { decodeScoring } from '../../../grammar/decode/decode-scoring.js';
import { decodeTests } from '../../../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../../../grammar/decode/decode-workspace.js';
import { decodeList } from '../../../grammar/decode/decode-list.js';
import { decodeSegments } from '../../../grammar/decode/decode-segments.js';
import { campaignSource, schemaSource, scoringSource, testsSource, workspaceSource } from '../sources.js';
import { codesAndPlaces, fixed } from '../reports.js';
import {
  listSource,
  segmentsSource,
  wideCampaignSource,
  wideScoringSource,
  wideTestsSource,
  wideWorkspaceSource,
} from '../wide-sources.js';

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
  ['priority', 'cost: 1200 EUR', 'priority: [a]', 'priority'],
  ['channels', 'cost: 1200 EUR', 'channels: [sms]', 'channels'],
])('%s of a campaign belongs to a later version', (_, from, to, place) => {
  const source = campaign(from, to);
  expect(codesAndPlaces(source, decodeCampaign(source).diagnostics)).toEqual([`C1007 at "${place}"`]);
});

test('bands of a score belong to a later version, too', () => {
  const source = { ...scoringSource, text: `${scoringSource.text}bands: [a]\n` };
  expect(codesAndPlaces(source, decodeScoring(source).diagnostics)).toEqual(['C1007 at "bands"']);
});

test.each([
  ['a share without a sign', 'holdout: 10%', 'holdout: 10', ['C0306 at "10"']],
  ['a share above all', 'holdout: 10%', 'holdout: 110%', ['C0320 at "110%"']],
  ['a cost without a currency', 'cost: 1200 EUR', 'cost: 1200 euros', ['C0306 at "euros"']],
  ['a measure that nobody takes', 'bounces > 2%', 'bonces > 2%', ['C1006 at "bonces"']],
  ['a limit from below', 'bounces > 2%', 'bounces < 2%', ['C0306 at "<"']],
  ['a misspelt choice', 'all: finish_old', 'all: finish', ['C1006 at "finish"']],
  ['a move to nowhere', 'move_to first', 'move_to', ['C0306 at "move_to"']],
  ['a misspelt way in', 'becomes: not', 'becoms: not', ['C1001 at "becoms"']],
  ['two ways in at once', 'already: since', 'on: x\n    already: since', ['C1001 at "on"']],
  ['a change with a segment', 'where: event.old == "free"', 'to: customers', ['C1001 at "to"']],
  ['a change of nothing', 'changed(lead.plan)', 'changed()', ['C0306 at ")"']],
  ['a way in at a day since entry', 'at: account.renewal_date - 60d 09:00', 'at: day 2', ['C1004 at "day 2"']],
  ['a year without a date', 'year on lead.birthday', 'year', ['C0306 at "year"']],
  ['a week on a day of the month', 'week on mon,thu', 'week on day 3', ['C0306 at "week"']],
  ['a late that sends', 'late: skip\n    note', 'late: send\n    note', ['C1006 at "send"']],
  ['since no day', 'since 2026-09-01', 'since monday', ['C0306 at "since"']],
  ['somebody\'s time without a time', '2026-10-01 09:00 lead time', '2026-10-01 lead time', ['C0306 at "lead time"']],
  ['a way that nobody is chosen by', 'by rotation', 'by rotatoin', ['C1006 at "rotatoin"']],
  ['an outcome named no', 'late: [ {', 'no: [ {', ['C1005 at "no"']],
  ['an outcome named yes', 'qualified:', 'yes:', ['C1005 at "yes"']],
  ['an arm named by a number', 'winner:', '2:', ['C1005 at "2"']],
  ['an arm named by a truth value', 'winner:', 'true:', ['C1005 at "true"']],
  ['an arm with a reserved name', 'winner:', 'not:', ['C1014 at "not"']],
  ['a case that is a number', 'trial: [{ send: t', '12: [{ send: t', ['C1005 at "12"']],
  ['an arm without steps', 'winner:\n        steps: [{ end: x }]', 'others:\n        share: 50%', ['C1002 at "share"']],
  ['an arm that is a list', 'winner:\n        steps: [{ end: x }]', 'winner: [{ end: x }]', ['C1004 at "[{ end: x }]"']],
  ['a branch without cases', '    cases:\n      trial: [{ send: t }]\n      "yes": [{ send: u }]\n', '', ['C1002 at "branch"']],
  ['a misspelt key of a step', 'play: library', 'paly: library', ['C1001 at "paly"']],
  ['half a round', 'times: 12', 'times: 1.5', ['C0320 at "1.5"']],
  ['a wrong expression for an action', '= lead.plan', '= leda.plan', ['C0316 at "leda"']],
  ['an expression in braces', '{ a: = now + 3d }', '{ a: = f(1, 2) }', ['C0016 at "= f(1, 2)"']],
  ['a set of the entering event', 'attribute: account.tier', 'attribute: entry.tier', ['C1004 at "entry.tier"']],
  ['values that a name stands for', 'account not in target-accounts', 'account.size in target-accounts', ['C0306 at "target-accounts"']],
  ['a sequence of one', 'webinar_attended then trial_started in', 'webinar_attended in', ['C0306 at "webinar_attended"']],
] as const)('%s is reported once, at its place, in the wide campaign', (_, from, to, expected) => {
  expect(wideCampaignSource.text).toContain(from);
  const source = { ...wideCampaignSource, text: wideCampaignSource.text.replace(from, () => to) };
  expect(codesAndPlaces(source, decodeCampaign(source).diagnostics)).toEqual(expected);
});

test('a case in quotes may be any value of an enum, and the fix puts it there', () => {
  const source = { ...wideCampaignSource, text: wideCampaignSource.text.replace('trial: [{ send: t', '12: [{ send: t') };
  const { diagnostics } = decodeCampaign(source);
  const mended = { ...source, text: fixed(source, diagnostics) };
  expect(mended.text).toContain('"12": [{');
  expect(decodeCampaign(mended).diagnostics).toEqual([]);
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
  [decodeWorkspace, wideWorkspaceSource, 'domain: go.', 'domain: https://go.', ['C1004 at "https://go.northwind.example"']],
  [decodeWorkspace, wideWorkspaceSource, 'assets: https:', 'assets: http:', ['C1004 at "http://assets.northwind.example"']],
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
  [decodeWorkspace, wideWorkspaceSource, '22:00-07:00', '22:00-22:00', ['C0320 at "22:00-22:00"']],
  [decodeWorkspace, wideWorkspaceSource, '01-01', '02-30', ['C0319 at "02-30"']],
  [decodeWorkspace, wideWorkspaceSource, 'capacity: 40', 'capactiy: 40', ['C1001 at "capactiy"']],
  [decodeWorkspace, wideWorkspaceSource, 'kind: http, ', '', ['C1002 at "url"']],
  [decodeWorkspace, wideWorkspaceSource, 'holdout: 5%', 'holdout: 5 %', ['C0301 at "%"']],
  [decodeWorkspace, wideWorkspaceSource, 'production: {}', 'production: all', ['C1004 at "all"']],
  [decodeSegments, segmentsSource, 'lead.plan == "pro"', 'lead.plan = "pro"', ['C0303 at "="']],
  [decodeSegments, segmentsSource, 'when:', 'wen:', ['C1001 at "wen"']],
  [decodeSegments, segmentsSource, 'segments:', 'segmets:', ['C1001 at "segmets"']],
  [decodeList, listSource, 'domain,', 'domian,', ['C1006 at "domian"']],
  [decodeList, listSource, '"Acme, Inc."', 'Acme, Inc.', ['C1004 at "acme.example,Acme, Inc."']],
  [decodeList, listSource, 'Inc."', 'Inc.', ['C0021 at """']],
  [decodeScoring, wideScoringSource, 'pain sum', 'pain mean', ['C0307 at "mean"']],
  [decodeScoring, wideScoringSource, 'fades 30d', 'fades 30m', ['C0311 at "30m"']],
  [decodeTests, wideTestsSource, 'task: qualify, outcome: maybe', 'task: qualify', ['C1002 at "task"']],
  [decodeTests, wideTestsSource, 'task: qualify,', 'task: qualify, event: x,', ['C1001 at "event"']],
  [decodeTests, wideTestsSource, 'event: signed_up', 'with: { a: 1 }', ['C1002 at "at"']],
] as const)('%o reports what is wrong in its file', (decode, right, from, to, expected) => {
  expect(right.text).toContain(from);
  const source = { ...right, text: right.text.replace(from, () => to) };
  expect(codesAndPlaces(source, decode(source).diagnostics)).toEqual(expected);
});
