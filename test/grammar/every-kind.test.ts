import { describe, expect, test } from 'vitest';
import type { InFlightChoiceAst } from '../../grammar/ast/campaign.js';
import type { AgainAst, AlreadyAst, EntryKind, EveryAst, LeaveAst, TriggerAst } from '../../grammar/ast/entry.js';
import type { WindowAst } from '../../grammar/ast/expression.js';
import type { AtAst } from '../../grammar/ast/moment.js';
import type { StepAst, StepKind } from '../../grammar/ast/step.js';
import type { ValueTree } from '../../grammar/ast/value-tree.js';
import { allKeyTypes } from '../../grammar/decode/all-key-types.js';
import { decodeCampaign } from '../../grammar/decode/decode-campaign.js';
import type { KeyType } from '../../grammar/decode/key-table.js';
import { campaignKeys } from '../../grammar/decode/keys/campaign-keys.js';
import { schemaKeys } from '../../grammar/decode/keys/schema-keys.js';
import { scoringKeys } from '../../grammar/decode/keys/scoring-keys.js';
import { segmentsKeys } from '../../grammar/decode/keys/segment-keys.js';
import { testsKeys } from '../../grammar/decode/keys/test-keys.js';
import { workspaceKeys } from '../../grammar/decode/keys/workspace-keys.js';
import { createGrammarReport } from '../../grammar/diagnostics/grammar-codes.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import { allPhrases, type Phrase, type PhraseType, type PhraseTypes } from '../../grammar/expressions/all-phrases.js';
import { placeAt } from '../../grammar/place.js';
import { stepKeys } from '../../grammar/steps/all-steps.js';
import type { Shape } from '../../grammar/decode/key-shape.js';
import { parseYaml } from '../../grammar/yaml/parse-yaml.js';

// One example of each kind of tree, by the kind: a kind that has none does not compile.

const entries: Readonly<Record<EntryKind, string>> = {
  on: 'on: signed_up',
  changed: 'on: changed(lead.plan)',
  becomes: 'becomes: lead.plan == "pro"',
  at: 'at: lead.renewal_date - 3d',
  every: 'every: day 09:00',
};

const leaves: Readonly<Record<LeaveAst['kind'], string>> = { on: 'on: signed_up', when: 'when: lead.employee' };

const steps: Readonly<Record<StepKind, string>> = {
  send: '{ send: a }',
  wait: '{ wait: a, for: project_created, at_most: 3d, then: [{ send: b }], else: [{ end: c }] }',
  if: '{ if: a, when: lead.employee, then: [{ send: b }] }',
  branch: '{ branch: a, on: lead.plan, cases: { trial: [{ send: b }] }, else: [{ end: c }] }',
  split: '{ split: a, arms: { one: { share: 50%, steps: [{ send: b }] }, two: { share: 50%, steps: [{ end: c }] } } }',
  set: '{ set: a, attribute: lead.x, to: true }',
  task: '{ task: a, team: sdr, assign: [anna by rotation], outcomes: { good: [{ send: b }] } }',
  do: '{ do: a, with: { x: 1 } }',
  start: '{ start: a }',
  repeat: '{ repeat: a, every: 7d, times: 3, steps: [{ send: b }] }',
  end: '{ end: a }',
};

const windows: Readonly<Record<WindowAst['kind'], string>> = {
  ever: 'ever',
  'since-entry': 'since entry',
  'before-entry': 'before entry',
  'in-last': 'in last 7d',
  between: 'between 2026-01-01 and now',
};

const agains: Readonly<Record<AgainAst['kind'], string>> = {
  never: 'never',
  always: 'always',
  after: 'after 3d',
  each: 'each event.id',
};
const alreadies: Readonly<Record<AlreadyAst['kind'], string>> = { enter: 'enter', skip: 'skip', since: 'since 2026-01-01' };
const triggers: Readonly<Record<TriggerAst['kind'], string>> = { event: 'signed_up', changed: 'changed(lead.x)' };
const choices: Readonly<Record<InFlightChoiceAst['kind'], string>> = {
  finish_old: 'finish_old',
  adopt: 'adopt',
  move_to: 'move_to a',
  end: 'end',
};
const anchors: Readonly<Record<AtAst['anchor']['kind'], string>> = { day: 'day 2', date: 'lead.x + 3d', next: '09:00' };
const rhythms: Readonly<Record<NonNullable<EveryAst['on']>['kind'], string>> = {
  date: 'year on lead.x',
  'month-day': 'month on day 1',
  weekdays: 'week on mon',
};
const trees: Readonly<Record<ValueTree['kind'], string>> = {
  value: '1',
  expression: '= lead.x',
  list: '[1, "a"]',
  mapping: '{ a: { b: 1 } }',
};

test.each(Object.entries(entries))('a way in of kind %s is decoded', (kind, text) => {
  expect(campaignWith(`enter: [{ ${text} }]`)?.enter.map((entry) => entry.kind)).toEqual([kind]);
});

test.each(Object.entries(leaves))('a way out of kind %s is decoded', (kind, text) => {
  expect(campaignWith(`leave: [{ ${text} }]`)?.leave.map((leave) => leave.kind)).toEqual([kind]);
});

test.each(Object.entries(steps))('a step of kind %s is decoded', (kind, text) => {
  expect(campaignWith(`steps: [${text}]`)?.steps.map((step) => step.kind)).toEqual([kind]);
});

test.each(Object.entries(windows))('a window of kind %s is parsed and printed', (kind, text) => {
  const phrase = `did(x ${text})`;
  const { value } = allPhrases.expression.parse(phrase, placeAt('x'));
  expect(value).toMatchObject({ window: { kind } });
  expect(value === undefined ? undefined : allPhrases.expression.print(value)).toBe(phrase);
});

test('every choice within a phrase is parsed and printed', () => {
  for (const [kind, text] of Object.entries(agains)) expect(again('again', text)).toMatchObject([{ kind }, text]);
  for (const [kind, text] of Object.entries(alreadies)) expect(again('already', text)).toMatchObject([{ kind }, text]);
  for (const [kind, text] of Object.entries(triggers)) expect(again('trigger', text)).toMatchObject([{ kind }, text]);
  for (const [kind, text] of Object.entries(choices)) expect(again('in-flight-choice', text)).toMatchObject([{ kind }, text]);
  for (const [kind, text] of Object.entries(anchors)) expect(again('at', text)).toMatchObject([{ anchor: { kind } }, text]);
  for (const [kind, text] of Object.entries(rhythms)) expect(again('every', text)).toMatchObject([{ on: { kind } }, text]);
});

test.each(Object.entries(trees))('a free value of kind %s is decoded', (kind, text) => {
  const [step] = campaignWith(`steps: [{ do: x, with: ${text} }]`)?.steps ?? [];
  expect(withOf(step)?.kind).toBe(kind);
});

describe('the types of keys', () => {
  const types = Object.keys(allKeyTypes).filter((type): type is KeyType => Object.hasOwn(allKeyTypes, type));

  test.each(types.filter((type) => !allKeyTypes[type].example.includes('…')))('the example of "%s" is right', (type) => {
    const { example, decode } = allKeyTypes[type];
    // A list of one is shown with its dash.
    const source = { path: 'x.yaml', text: example.startsWith('- ') ? `key:\n  ${example}\n` : `key: ${example}\n` };
    const node = parseYaml(source).value?.entries[0]?.value;
    const report = createGrammarReport();
    const added: Diagnostic[] = [];
    const item = node?.kind === 'sequence' && allKeyTypes[type].shape.kind !== 'list' ? node.items[0] : node;
    if (item === undefined) throw new Error(`${type} has no example`);
    const context = { report, add: (more: readonly Diagnostic[]) => void added.push(...more), types: allKeyTypes };
    const value = decode({ node: item, key: 'key', example }, context);
    expect([...report.diagnostics, ...added].map(({ message }) => message)).toEqual([]);
    expect(value).toBeDefined();
  });

  test('each is reached from a key of some file', () => {
    const reached = new Set<KeyType>();
    const tables = [campaignKeys, workspaceKeys, schemaKeys, segmentsKeys, scoringKeys, testsKeys, ...Object.values(stepKeys)];
    for (const table of tables) for (const { type } of Object.values(table)) reach(type, reached);
    // A step's own id, and what stands in place of a table.
    reach('name', reached);
    expect(types.filter((type) => !reached.has(type))).toEqual([]);
  });
});

function reach(type: KeyType, reached: Set<KeyType>): void {
  if (reached.has(type)) return;
  reached.add(type);
  for (const below of typesBelow(allKeyTypes[type].shape)) reach(below, reached);
}

function typesBelow(shape: Shape): readonly KeyType[] {
  switch (shape.kind) {
    case 'scalar':
    case 'free':
      return [];
    case 'list':
    case 'named':
      return [shape.of];
    case 'keys':
      return [...Object.values(shape.keys).map(({ type }) => type), ...(shape.rest === undefined ? [] : [shape.rest])];
    case 'headed':
      return Object.values(shape.heads).flatMap((table) => Object.values(table).map(({ type }) => type));
    case 'either':
      return [shape.scalar, ...typesBelow(shape.nested)];
  }
}

/** The tree of a phrase, and its print. */
function again<Type extends PhraseType>(type: Type, text: string): readonly unknown[] {
  const { parse, print }: Phrase<PhraseTypes[Type]> = allPhrases[type];
  const { value } = parse(text, placeAt('x'));
  return [value, value === undefined ? undefined : print(value)];
}

function withOf(step: StepAst | undefined): ValueTree | undefined {
  return step?.kind === 'do' ? step.with : undefined;
}

/** A campaign that says one thing more, or something else than usual. */
function campaignWith(line: string) {
  const head = 'campaign: x\nkind: nurture\nstage: lead\nowner: y\n';
  const rest = ['enter: [{ on: signed_up }]', 'steps: [{ send: hello }]'].filter((other) => other.slice(0, 5) !== line.slice(0, 5));
  const { value, diagnostics } = decodeCampaign({ path: 'campaigns/x.yaml', text: `${head}${rest.join('\n')}\n${line}\n` });
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return value;
}
