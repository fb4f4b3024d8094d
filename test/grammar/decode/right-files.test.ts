import { expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { decodeList } from '../../../grammar/decode/decode-list.js';
import { decodeSchema } from '../../../grammar/decode/decode-schema.js';
import { decodeScoring } from '../../../grammar/decode/decode-scoring.js';
import { decodeSegments } from '../../../grammar/decode/decode-segments.js';
import { decodeTests } from '../../../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../../../grammar/decode/decode-workspace.js';
import type { Source } from '../../../grammar/span.js';
import { campaignSource, schemaSource, scoringSource, testsSource, workspaceSource } from '../sources.js';
import {
  listSource,
  segmentsSource,
  wideCampaignSource,
  wideSchemaSource,
  wideScoringSource,
  wideTestsSource,
  wideWorkspaceSource,
} from '../wide-sources.js';

test.each([
  ['campaigns', decodeCampaign, campaignSource],
  ['scoring rules', decodeScoring, scoringSource],
  ['schemas', decodeSchema, schemaSource],
  ['workspaces', decodeWorkspace, workspaceSource],
  ['tests', decodeTests, testsSource],
  ['wide campaigns', decodeCampaign, wideCampaignSource],
  ['wide workspaces', decodeWorkspace, wideWorkspaceSource],
  ['wide schemas', decodeSchema, wideSchemaSource],
  ['segments', decodeSegments, segmentsSource],
  ['wide scoring rules', decodeScoring, wideScoringSource],
  ['wide tests', decodeTests, wideTestsSource],
  ['lists', decodeList, listSource],
] as const)('%s as the reference shows them are right, with LF, CRLF and a byte order mark', (_, decode, source) => {
  const decoded = decode(source);
  expect(decoded.diagnostics).toEqual([]);
  const other = { ...source, text: `\uFEFF${source.text.replaceAll('\n', '\r\n')}` };
  const again = decode(other);
  expect(again.diagnostics).toEqual([]);
  expect(slices(again.value, other)).toEqual(slices(decoded.value, source));
});

test('a campaign is decoded whole', () => {
  const { value } = decodeCampaign(campaignSource);
  expect(value).toMatchObject({
    kind: 'campaign',
    name: { value: 'trial-welcome' },
    campaignKind: { value: 'welcome' },
    cost: { amount: { value: 1200 }, currency: { value: 'EUR' } },
    enter: [{ kind: 'on', event: { value: 'signed_up' }, where: { kind: 'compare' }, again: { kind: 'never' } }],
    leave: [{ kind: 'on', event: { value: 'subscription_started' } }, { kind: 'when', when: { kind: 'path' } }],
    goal: { event: { value: 'activated' } },
    email: { topic: { value: 'product-tips' } },
    steps: [
      { kind: 'send', id: { value: 'hello' } },
      { kind: 'send', id: { value: 'first-project' }, at: { anchor: { kind: 'day' } }, when: { kind: 'not' } },
      {
        kind: 'wait',
        for: { kind: 'word', value: 'project_created' },
        atMost: { value: { amount: 3, unit: 'd' } },
        then: [{ kind: 'send', id: { value: 'invite-team' } }],
        else: [{ kind: 'task', team: { value: 'success' }, due: { value: { amount: 48, unit: 'h' } } }],
      },
      { kind: 'set', attribute: { name: { value: 'offered_upgrade' } }, to: { value: true } },
      { kind: 'if', when: { kind: 'compare' }, then: [{ kind: 'end' }] },
      { kind: 'send', at: { anchor: { kind: 'date' } }, late: { value: 'skip' } },
    ],
  });
  expect(value?.steps.map(({ span }) => campaignSource.text.slice(span.start, span.end))).toEqual([
    'send: hello',
    'send: first-project',
    'wait: project',
    'set: offer',
    'if: big',
    'send: trial-ending',
  ]);
});

test('a workspace, a schema and scoring rules are decoded whole', () => {
  expect(decodeWorkspace(workspaceSource).value).toMatchObject({
    postalAddress: { value: '12 Harbour Street, 20457 Hamburg, Germany' },
    freeTrial: { value: true },
    caps: [{ count: { value: 3 } }, { count: { value: 2 } }],
    overCap: { defer: { value: { amount: 5 } } },
    hours: [{ name: { value: 'business' }, from: 540, until: 1020 }],
    topics: [{ name: { value: 'product-tips' }, opt: { value: 'out' } }],
    senders: [{ replyTo: { value: 'anna@northwind.example' } }],
  });
  expect(decodeSchema(schemaSource).value).toMatchObject({
    lead: [
      { name: { value: 'email' }, personal: { value: true } },
      { name: { value: 'plan' }, values: [{ value: 'free' }, {}, {}], default: { value: 'free' } },
      { example: { value: 120 } },
      { example: { value: '2026-03-01T00:00:00Z' } },
    ],
    events: [{ name: { value: 'signed_up' }, effort: { value: 2 }, properties: [{ type: { value: 'enum' } }] }],
  });
  expect(decodeScoring(scoringSource).value).toMatchObject({
    ready: { value: 100 },
    fit: [{ rules: [{ points: { value: 25 } }, {}] }, { rules: [{ points: { value: 30 } }] }],
    pain: [{ once: true }, { perDay: { value: 1 } }],
    limits: [{ points: { value: 30 } }],
    approved: [{ value: 'marketing' }, { value: 'sales' }],
  });
});

test('what the wide language adds is decoded whole', () => {
  const { value } = decodeCampaign(wideCampaignSource);
  expect(value).toMatchObject({
    was: { value: 'narrow' },
    holdout: { value: 0.1 },
    excludes: [{ value: 'a' }, { value: 'b' }],
    variants: { by: { kind: 'path' }, generic: { value: 0.2 } },
    playlists: [{ name: { value: 'library' }, items: [{ template: { value: 'tip-one' } }, { when: { kind: 'compare' } }] }],
    inFlight: { all: { kind: 'finish_old' }, steps: [{ step: { value: 'hello' }, choice: { kind: 'move_to' } }] },
    rollout: { share: { value: 0.1 }, holdWhen: [{ above: { value: 0.02 } }, { metric: { value: 'complaints' } }] },
  });
  expect(value?.enter.map(({ kind }) => kind)).toEqual(['on', 'changed', 'becomes', 'at', 'every', 'every', 'at']);
  expect(value?.steps.map(({ kind }) => kind)).toEqual(['split', 'wait', 'branch', 'task', 'do', 'start', 'set', 'repeat']);
  expect(value?.steps).toMatchObject([
    { arms: [{ name: { value: 'short' }, share: { value: 0.5 }, steps: [{ kind: 'send' }] }, { steps: [{ kind: 'end' }] }] },
    { for: { kind: 'logic' } },
    { cases: [{ name: { value: 'trial' } }, { name: { value: 'yes' } }], else: [{ kind: 'end' }] },
    { assign: [{ when: { kind: 'compare' } }, { by: { value: 'rotation' } }], outcomes: [{ name: { value: 'qualified' } }, {}] },
    { with: { kind: 'mapping', entries: [{ value: { kind: 'expression' } }, { value: { kind: 'list' } }] } },
    { campaign: { value: 'sales' } },
    { attribute: { root: { value: 'account' } }, when: { operands: [{ kind: 'in', right: { kind: 'range' } }, { kind: 'sequence' }] } },
    { times: { value: 12 }, noneLeft: { value: 'end' }, play: { value: 'library' } },
  ]);
  expect(decodeWorkspace(wideWorkspaceSource).value).toMatchObject({
    quietHours: { from: 1320, until: 420 },
    holidays: [{ dates: [{ value: '2026-12-25' }, { value: '01-01' }] }],
    channels: [
      {
        kind: { value: 'http' },
        settings: [
          { key: { value: 'url' }, value: { value: 'https://sms.example' } },
          { key: { value: 'token' } },
          { key: { value: 'retries' }, value: { value: 3 } },
        ],
      },
    ],
    stages: [{ subStages: [{ value: 'new' }, { value: 'grown' }] }],
    links: { opens: { value: false } },
    environments: [{ name: { value: 'production' } }, { allow: [{ value: '@northwind.example' }, {}] }],
  });
  expect(decodeSegments(segmentsSource).value?.segments).toMatchObject([{ when: { kind: 'compare' } }, { when: { kind: 'logic' }, meaning: {} }]);
  expect(decodeList(listSource).value).toMatchObject({ name: 'target-accounts', columns: ['domain', 'name'], rows: 1 });
  expect(decodeScoring(wideScoringSource).value).toMatchObject({
    pain: [{ fades: { value: { amount: 30 } }, basis: { value: 'guess' } }],
    account: { fit: { value: 'max' }, perPerson: { value: 60 } },
  });
  expect(decodeTests(wideTestsSource).value).toMatchObject([
    { events: [{}, { event: { value: 'task_completed' }, task: { value: 'qualify' }, outcome: { value: 'maybe' } }] },
  ]);
});

test('several tests stand under "tests"', () => {
  const indented = testsSource.text.replace(/^/gm, '    ').trimStart();
  const source = { path: 'tests/a.test.yaml', text: `tests:\n  - ${indented}\n  - ${indented}` };
  const { value, diagnostics } = decodeTests(source);
  expect(diagnostics).toEqual([]);
  expect(value).toHaveLength(2);
});

test('values in tests and defaults keep their YAML type, and dates and long digits stay text', () => {
  const text = `test: x
campaign: y
lead: { a: 1, b: 1.5, c: true, d: 2026-03-01, e: "1", f: 00491, g: 12345678901234567890, h: no, i: "" }
expect: []
`;
  const { value, diagnostics } = decodeTests({ path: 'a.test.yaml', text });
  expect(diagnostics).toEqual([]);
  expect([...(value[0]?.lead.values() ?? [])].map((located) => located.value)).toEqual([
    1, 1.5, true, '2026-03-01', '1', '00491', '12345678901234567890', 'no', '',
  ]);
});

test('places are exact inside quoted, folded and literal values', () => {
  const source = {
    path: 'campaigns/a.yaml',
    text: campaignSource.text.replace(
      '    when: not did(project_created since entry)\n',
      `    when: >-
      lead.plan == "a" and
      lead.plan != "b"
  - send: b
    when: |
      lead.a  ==
        'x'
  - send: c
    when: 'lead.name == "it''s" and leda.x'
  - send: d
    when: "lead.name == \\"x\\" and
      lead.y = 1"
`,
    ),
  };
  const { value, diagnostics } = decodeCampaign(source);
  const at = diagnostics.map(({ code, span }) => [code, source.text.slice(span.start, span.end)]);
  expect(at).toEqual([['C0304', "'x'"], ['C0316', 'leda'], ['C0303', '=']]);
  const folded = value?.steps[1]?.kind === 'send' ? value.steps[1].when : undefined;
  expect(slices(folded, source)).toContain('lead.plan != "b"');
});

/** Every span of a tree, as the text it covers, in order. */
function slices(value: unknown, { text }: Source): string[] {
  const found: string[] = [];
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const isSpan = 'start' in part && 'end' in part && typeof part.start === 'number' && typeof part.end === 'number';
    if (isSpan) found.push(text.slice(Number(part.start), Number(part.end)));
    else if (part instanceof Map) part.forEach(walk);
    else Object.values(part).forEach(walk);
  };
  walk(value);
  return found;
}
