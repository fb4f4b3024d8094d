import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../../runtime/operations/metrics.js';
import { projectFile } from '../../docs/fenced-blocks.js';
import { validator } from './schemas.js';

const alerts = projectFile('examples/operations/alerts.yaml');
const dashboard = projectFile('examples/operations/dashboard.json');
const page = projectFile('docs/guide/operating.md');

/** As they are asked for: a histogram has three. */
async function reported(): Promise<ReadonlySet<string>> {
  const text = await createMetrics({ ofProcess: true }).text();
  return new Set(
    [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`, name] : [name],
    ),
  );
}

const named = (text: string): readonly string[] => [...new Set(text.match(/\b(?:perennial|process|nodejs)_[a-z_]+\b/g) ?? [])];

test.each([
  ['alerts.yaml', alerts],
  ['dashboard.json', dashboard],
])('every metric that %s names is reported', async (_, text) => {
  const known = await reported();
  expect(named(text).length).toBeGreaterThan(7);
  expect(named(text).filter((name) => !known.has(name))).toEqual([]);
});

test('the guide lists every metric of ours, and no other', async () => {
  const known = [...(await reported())].filter((name) => name.startsWith('perennial_') && !/_(?:bucket|sum|count)$/.test(name));
  expect([...page.matchAll(/^\| `(perennial_[a-z_]+)/gm)].map(([, name = '']) => name).toSorted()).toEqual(known.toSorted());
});

test('the rules have the form that Prometheus takes', () => {
  const validate = validator('alerts');
  const read: unknown = parse(alerts);
  expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
  for (const expression of alerts.match(/(?<=expr: ).*/g) ?? []) expect(isBalanced(expression), expression).toBe(true);
});

test('the dashboard has the form that Grafana takes, and no panel covers another', () => {
  const validate = validator('dashboard');
  const read: unknown = JSON.parse(dashboard);
  expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
  const ids = [...dashboard.matchAll(/^ {6}"id": (\d+),$/gm)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const places = [...dashboard.matchAll(/"x": (\d+),\s+"y": (\d+)/g)].map(([, x, y]) => `${x} ${y}`);
  expect(places).toHaveLength(ids.length);
  expect(new Set(places).size).toBe(places.length);
  for (const [, expression = ''] of dashboard.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)) expect(isBalanced(expression), expression).toBe(true);
});

/** What can be said of PromQL without Prometheus: every bracket is closed by its own. */
function isBalanced(expression: string): boolean {
  const closing = new Map([['(', ')'], ['[', ']'], ['{', '}']]);
  const open: string[] = [];
  for (const sign of expression.replaceAll(/\\?"[^"\\]*\\?"/g, '')) {
    const closes = closing.get(sign);
    if (closes !== undefined) open.push(closes);
    else if (')]}'.includes(sign) && open.pop() !== sign) return false;
  }
  return open.length === 0;
}
