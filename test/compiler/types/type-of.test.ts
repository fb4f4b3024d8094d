import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { placeAt } from '../../../grammar/place.js';
import { lower } from '../../../compiler/plan/lower.js';
import { typeOf } from '../../../compiler/types/type-of.js';
import { scopeForTests } from './scope-for-tests.js';

test.each([
  ['lead.name', 'text'],
  ['lead.plan', 'enum'],
  ['lead.maybe', 'text, or missing'],
  ['lead.size + 1', 'number'],
  ['lead.maybe_size * 2', 'number, or missing'],
  ['lead.moment + 3d', 'timestamp'],
  ['now - lead.moment', 'duration'],
  ['3d * 2', 'duration'],
  ['24h / 2h', 'number'],
  ['time since order_placed', 'duration, or missing'],
  ['time since order_placed > 30d', 'boolean'],
  ['count(order_placed ever) >= 3', 'boolean'],
  ['sum(order_placed.total in last 90d)', 'number'],
  ['lead.name < "m"', 'boolean'],
  ['lead.name in "a".."b"', 'boolean'],
  ['lead.staff > false', 'boolean'],
  ['lead.maybe + lead.name', 'text, or missing'],
  ['3d + lead.moment', 'timestamp'],
  ['latest(order_placed.code ever)', 'text, or missing'],
  ['entry.plan == "pro"', 'boolean'],
  ['lead.plan == "pro"', 'boolean'],
  ['lead.plan in ["free", "pro"]', 'boolean'],
  ['lead.day < 2026-03-01', 'boolean'],
  ['lead.moment < 2026-03-01', 'boolean'],
  ['now > lead.moment', 'boolean'],
  ['score.total >= 50', 'boolean'],
  ['sent(hello since entry)', 'boolean'],
  ['did(order_placed between 2026-01-01 and now)', 'boolean'],
  ['lead.name starts with "A"', 'boolean'],
  ['lead.time_zone is set', 'boolean'],
  ['account.size', 'number, or missing'],
  ['account.tier', 'enum, or missing'],
  ['rfm.rank', 'number, or missing'],
  ['rfm.latency', 'duration, or missing'],
  ['time since order_placed > 1.5 * rfm.latency', 'boolean'],
  ['score.velocity', 'number'],
  ['lead in big', 'boolean'],
  ['not lead in big', 'boolean'],
  ['lead not in vips', 'boolean'],
  ['account in targets', 'boolean'],
  ['lead not in campaign demo', 'boolean'],
  ['lead.size in 50..1000', 'boolean'],
  ['lead.moment in 2026-03-01..2026-04-01', 'boolean'],
  ['sequence(signed_up then order_placed in last 30d)', 'boolean'],
  ['clicked(demo/hello ever)', 'boolean'],
  ['domain_of(lead.name)', 'text'],
  ['domain_of(lead.maybe)', 'text, or missing'],
])('%s is a %s', (text, wanted) => {
  const { type, codes } = judge(text);
  expect(codes).toEqual([]);
  expect(type).toBe(wanted);
});

test.each([
  ['lead.day < now', ['C3104']],
  ['lead.day + 3d == lead.day', ['C3102']],
  ['lead.size == lead.name', ['C3104']],
  ['lead.plan > "free"', ['C3103']],
  ['"free" < lead.plan', ['C3103']],
  ['lead.plan in "free".."pro"', ['C3103']],
  ['lead.name + 3 == "a3"', ['C3102']],
  ['lead.name == "a" and lead.size', ['C3101']],
  ['lead.unknown + lead.nothing > 3', ['C2101', 'C2101']],
  ['not lead.unknown', ['C2101']],
  ['did(order_placd ever where event.nothing)', ['C2102']],
  ['3d + 1 > 2d', ['C3102']],
  ['score.totl > 3', ['C2112']],
  ['lead.maybe != "a" and lead.maybe != "b"', ['C3106', 'C3106']],
  ['account.nothing > 3', ['C2101']],
  ['rfm.nothing > 3', ['C2112']],
  ['not account.size > 3', ['C3106']],
  ['rfm.latency > 3', ['C3104']],
  ['lead in bog', ['C2114']],
  ['account in big', ['C3116']],
  ['lead in targets', ['C3116']],
  ['account in vips', ['C3116']],
  ['lead in campaign dmo', ['C2111']],
  ['lead.size in 5..1', ['C3118']],
  ['lead.size in "a".."b"', ['C3104', 'C3104']],
  ['sequence(signed_up then order_plcd ever)', ['C2102']],
  ['replied(nobody ever)', ['C2108']],
  ['domain_of(lead.size) == "a"', ['C3102']],
  ['domain_of() == "a"', ['C3117']],
  ['domain_off(lead.name) == "a"', ['C2116']],
])('%s gives %j', (text, wanted) => {
  expect(judge(text).codes).toEqual(wanted);
});

const value = fc.constantFrom(
  'lead.name', 'lead.size', 'lead.staff', 'lead.plan', 'lead.day', 'lead.moment', 'lead.maybe', 'lead.maybe_size',
  'entry.plan', 'score.fit', 'now', '3', '"pro"', 'true', '3d', '2026-03-01', 'count(order_placed ever)',
  'latest(order_placed.total ever)', 'time since order_placed', 'lead.nothing', 'word', 'entry.nothing',
  'account.size', 'account.nothing', 'rfm.latency', 'score.velocity', 'domain_of(lead.name)', 'domain_of(3)', 'clicked(hello ever)',
);
const comparison = fc
  .tuple(value, fc.constantFrom('==', '!=', '<', '>=', 'contains', '+', '-', '*'), value)
  .map((parts) => parts.join(' '));
const expression = fc.oneof(
  value,
  comparison,
  fc.tuple(value, fc.constantFrom('is set', 'is not set', 'in ["free", "pro"]', 'not in [1, 2]', 'in 1..5', 'not in 2026-01-01..2026-02-01')).map((parts) => parts.join(' ')),
  fc.tuple(comparison, fc.constantFrom('and', 'or'), comparison).map(([one, word, other]) => `not (${one} ${word} ${other})`),
  comparison.map((where) => `did(order_placed in last 7d where ${where})`),
  fc.constantFrom('lead in big', 'not lead in targets', 'account not in vips', 'lead in campaign demo', 'sequence(signed_up then nothing ever)'),
);

test('whatever is written is typed without a throw, and what is right can be planned', () => {
  fc.assert(
    fc.property(expression, (text) => {
      const { value: parsed } = parseExpression(text, placeAt('test.yaml'));
      if (parsed === undefined) return;
      const { scope, report } = scopeForTests();
      typeOf(parsed, scope);
      if (report.diagnostics.length === 0 && parsed.kind !== 'list') lower(parsed, scope);
    }),
    { numRuns: 500 },
  );
});

function judge(text: string): { readonly type: string; readonly codes: readonly string[] } {
  const { value: parsed, diagnostics } = parseExpression(text, placeAt('test.yaml'));
  expect(diagnostics).toEqual([]);
  if (parsed === undefined) throw new Error(`cannot be parsed: ${text}`);
  const { scope, report } = scopeForTests();
  const { type, optional } = typeOf(parsed, scope);
  return { type: optional ? `${type.kind}, or missing` : type.kind, codes: report.diagnostics.map(({ code }) => code) };
}
