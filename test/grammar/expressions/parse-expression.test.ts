import { expect, test } from 'vitest';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { placeAt } from '../../../grammar/place.js';
import type { Source } from '../../../grammar/span.js';
import { codesAndPlaces, fixed } from '../reports.js';

function file(text: string): Source {
  return { path: 'x.yaml', text };
}

function parse(text: string) {
  return parseExpression(text, placeAt('x.yaml'));
}

function reports(text: string): string[] {
  return codesAndPlaces(file(text), parse(text).diagnostics);
}

test.each([
  'lead.plan == "trial"',
  'not did(project_created since entry)',
  'count(page_viewed in last 7d where event.path == "/pricing") >= 3',
  'sum(order_placed.total in last 90d) > 100',
  'latest(order_placed.total ever) < 10.5',
  'time since order_placed > 30d',
  'sent(hello since entry) or sent(trial-welcome/hello ever)',
  'did(order_placed between 2026-03-01 and now - 3d)',
  'lead.title is set and lead.title is not set',
  'lead.title not in ["a", "b"]',
  'lead.name starts with "A" and (lead.name ends with "z" or lead.name contains "m")',
  'lead.trial_ends_at < now + 3d',
  'lead.score * 2 - 1 >= -3',
  'count(ever ever) > 1 and sent(set before entry)',
  'project_created',
  'lead in power-users and account not in target-accounts',
  'lead not in campaign onboarding',
  'account.size in 50..1000 or rfm.r > 3 or score.velocity > 2',
  'lead.x in -5..-1 and lead.y in lead.a + 1..lead.b',
  'lead.since in 2026-01-01..2026-06-30',
  'clicked(trial-welcome/hello ever) or opened(hello since entry) or replied(hello in last 3d)',
  'sequence(webinar_attended then trial_started in last 30d)',
  'domain_of(lead.email) == "acme.example" and free()',
  'f(time since x, lead in last, (ever), not did(x ever))',
])('%s is right', (text) => {
  expect(reports(text)).toEqual([]);
  expect(parse(text).value).toBeDefined();
});

test.each([
  ['lead.a && lead.b', ['C0302 at "&&"']],
  ['lead.a || !lead.b', ['C0302 at "||"', 'C0302 at "!"']],
  ['lead.a = 1', ['C0303 at "="']],
  ['lead.a <> 1', ['C0303 at "<>"']],
  ['lead.a === 1', ['C0303 at "==="']],
  ['lead.a ≥ 1', ['C0303 at "≥"']],
  ['lead.a == “x y”', ['C0304 at "“x y”"']],
  ["lead.a == 'x'", ["C0304 at \"'x'\""]],
  ['lead.a == "x', ['C0305 at ""x"']],
  ['lead.a AND lead.b', ['C0302 at "AND"']],
  ['lead.a # 1', ['C0301 at "#"']],
  ['lead.a >=', ['C0306 at ">="']],
  ['lead.a >= )', ['C0306 at ")"']],
  ['(lead.a', ['C0306 at "lead.a"']],
  ['', ['C0306 at ""']],
  ['lead.a lead.b', ['C0307 at "lead.b"']],
  ['lead.a.b', ['C0307 at ".b"']],
  ['lead.a < lead.b < lead.c', ['C0308 at "<"']],
  ['lead.a and lead.b or lead.c', ['C0309 at "or"']],
  ['lead.a -3 > 1', ['C0310 at "-"']],
  ['lead.a-3d > now', ['C0310 at "-"']],
  ['lead.a -lead.b > 1', ['C0310 at "-"']],
  ['lead.a+ 1 > 1', ['C0310 at "+"']],
  ['time since x > 3m', ['C0311 at "3m"']],
  ['time since x > 3 days', ['C0312 at "3 days"']],
  ['did(x in last 7 days)', ['C0312 at "7 days"']],
  ['time since x > 3hours', ['C0312 at "3hours"']],
  ['time since x > 900y', ['C0320 at "900y"']],
  ['leda.plan == 1', ['C0316 at "leda"']],
  ['did(x)', ['C0317 at ")"']],
  ['sent(x)', ['C0317 at ")"']],
  ['cuont(x ever) > 1', ['C0318 at "cuont"']],
  ['lead.a > 2026-02-30', ['C0319 at "2026-02-30"']],
  ['sum(order_placed ever) > 1', ['C0323 at "order_placed"']],
  ['did(order_placed.total ever)', ['C0324 at "order_placed.total"']],
  ['lead.x in power-users', ['C0306 at "power-users"']],
  ['lead.x in campaign welcome', ['C0306 at "welcome"']],
  ['lead in campaign', ['C0306 at "campaign"']],
  ['lead.x in 50', ['C0306 at "50"']],
  ['lead.x > 50..60', ['C0307 at ".."']],
  ['sequence(a then b)', ['C0317 at ")"']],
  ['sequence(a ever)', ['C0306 at "a"']],
  ['clicked(hello)', ['C0317 at ")"']],
  ['clikced(hello ever)', ['C0318 at "clikced"']],
  ['changed(lead.plan)', ['C0306 at "changed"']],
  ['f(lead.a', ['C0306 at "lead.a"']],
  ['lead.a > 10%', ['C0306 at "10%"']],
])('%s is reported once, at its place', (text, expected) => {
  expect(reports(text)).toEqual(expected);
  expect(parse(text).value).toBeUndefined();
});

test.each([
  ['lead.a&&!lead.b', 'lead.a and not lead.b'],
  ['lead.a <> 1 and lead.b = 2', 'lead.a != 1 and lead.b == 2'],
  ['lead.a == “x y”', 'lead.a == "x y"'],
  ["lead.a == 'x'", 'lead.a == "x"'],
  ['lead.a == "x', 'lead.a == "x"'],
  ['lead.a -3 > 1', 'lead.a  - 3 > 1'],
  ['time since x > 3 days', 'time since x > 3d'],
  ['time since x > 1.5h', 'time since x > 90min'],
  ['leda.plan == 1', 'lead.plan == 1'],
])('the fix of %s parses', (text, expected) => {
  expect(fixed(file(text), parse(text).diagnostics)).toBe(expected);
  expect(reports(expected)).toEqual([]);
});

test('a bare m offers minutes and months', () => {
  const [report] = parse('time since x > 3m').diagnostics;
  expect(report?.fixes.map(({ edits }) => edits[0]?.text)).toEqual(['3min', '3mo']);
  expect(report?.help).toBe('Write 3min or 3mo.');
});

test('messages are sentences in the author’s words', () => {
  const said = (text: string) => parse(text).diagnostics.map(({ message }) => message);
  expect(said('lead.a >=')).toEqual(['Expected a value after ">=".']);
  expect(said('lead.a in [1, 2')).toEqual(['Expected "]" after "2".']);
  expect(said('lead.a == "x" "y"')).toEqual(['Did not expect "y" after "x".']);
});

test('too long, too deep and too wide are refused', () => {
  expect(reports(`lead.a == "${'x'.repeat(4000)}"`)[0]).toMatch(/^C0313/);
  expect(reports(`${'('.repeat(51)}lead.a${')'.repeat(51)}`)).toEqual(['C0314 at "("']);
  expect(reports(`${'not '.repeat(60)}lead.a`)).toEqual(['C0314 at "not"']);
  expect(reports(`1${' + 1'.repeat(60)} > 1`)[0]).toMatch(/^C0314/);
  expect(reports(`${'(not '.repeat(24)}lead.a${')'.repeat(24)}`)).toEqual([]);
  expect(reports(`lead.a in [${'1,'.repeat(1000)}1]`)[0]).toMatch(/^C0315/);
});
