import type { ExpectationAst, TestAst, TestEventAst } from '../ast/test-file.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Located, Source } from '../span.js';
import type { YamlMapping } from '../yaml/yaml-node.js';
import { decodeFile, type Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { decodeAs } from './decode-value.js';
import { mappingItems, namedEntries } from './entries.js';
import { given } from './given.js';
import { keyTable } from './key-table.js';

export const testKeys = keyTable({
  test: { type: 'text', required: true, doc: 'What must happen, as a sentence.', example: 'an activated trial hears nothing' },
  campaign: { type: 'name', required: true, doc: 'The campaign under test.' },
  lead: { type: 'mapping', doc: 'The lead’s attributes.' },
  events: { type: 'list', doc: 'What happens, in order.', example: '- { after: 20h, event: activated }' },
  expect: { type: 'list', required: true, doc: 'What must come of it, complete and in order.', example: '[{ sent: hello }]' },
});

export const testEventKeys = keyTable({
  at: { type: 'moment', doc: 'When, in the lead’s zone.' },
  after: { type: 'duration', doc: 'How long after the event before.', example: '20h' },
  event: { type: 'name', required: true, doc: 'The event.', example: 'signed_up' },
  with: { type: 'mapping', doc: 'Its properties.' },
});

export const expectationKeys = keyTable({
  sent: { type: 'name', doc: 'The step whose message was sent.', example: 'hello' },
  skipped: { type: 'name', doc: 'The step that was skipped.', example: 'hello' },
  task: { type: 'name', doc: 'The step whose task was created.', example: 'book-call' },
  left: { type: 'name', doc: 'How the campaign ended: goal, left, finished or late.', example: 'goal' },
  at: { type: 'moment', doc: 'When, in the lead’s zone.' },
});

const expectations = ['sent', 'skipped', 'task', 'left'] as const;

type Values = ReadonlyMap<string, Located<string | number | boolean>>;

/** The tests of one file: one, or a list under `tests:`. With errors, those that could be read. */
export function decodeTests(source: Source): Checked<readonly TestAst[]> {
  const decoded = decodeFile(source, (root, context) => {
    const isList = root.entries.some(({ key }) => key.value === 'tests');
    if (!isList) return [decodeTest(root, context)];
    const table = { tests: { type: 'list', doc: 'Several tests.', example: '- test: …' } } as const;
    const { tests } = decodeKeys(root, table, { where: 'a list of tests' }, context);
    const items = mappingItems(tests, { key: 'tests', example: '- test: …' }, context);
    return items.map((mapping) => decodeTest(mapping, context));
  });
  return { value: decoded.value ?? [], diagnostics: decoded.diagnostics };
}

function decodeTest(mapping: YamlMapping, context: Context): TestAst {
  const where = { where: 'a test', later: ['given', 'account'] };
  const { test, lead, events, expect, campaign } = decodeKeys(mapping, testKeys, where, context);
  return {
    kind: 'test',
    name: test ?? { value: '', span: mapping.span },
    ...given({ campaign }),
    lead: decodeValues(lead, context),
    events: mappingItems(events, { key: 'events', example: '- { after: 20h, event: activated }' }, context).flatMap(
      (item) => decodeEvent(item, context) ?? [],
    ),
    expect: mappingItems(expect, { key: 'expect', example: '- { sent: hello }' }, context).flatMap(
      (item) => decodeExpectation(item, context) ?? [],
    ),
    span: mapping.span,
  };
}

function decodeEvent(mapping: YamlMapping, context: Context): TestEventAst | undefined {
  const { event, with: properties, ...keys } = decodeKeys(mapping, testEventKeys, { where: 'an event' }, context);
  const values = decodeValues(properties, context);
  return event === undefined ? undefined : { event, ...keys, with: values, span: mapping.span };
}

function decodeExpectation(mapping: YamlMapping, context: Context): ExpectationAst | undefined {
  const decoded = decodeKeys(mapping, expectationKeys, { where: 'an expectation' }, context);
  const said = mapping.entries.filter(({ key }) => expectations.some((what) => what === key.value));
  const [first, second] = said;
  if (first === undefined || second !== undefined) {
    // A misspelt key was reported; that nothing else is said follows from it.
    const misspelt = mapping.entries.some(({ key }) => !Object.hasOwn(expectationKeys, key.value));
    if (!misspelt) context.report('C1015', second?.key.span ?? mapping.span, { known: expectations });
    return undefined;
  }
  const what = expectations.find((name) => name === first.key.value);
  const value = what === undefined ? undefined : decoded[what];
  if (value === undefined) return undefined;
  return { what: first.key, value, ...given({ at: decoded.at }), span: mapping.span };
}

function decodeValues(mapping: YamlMapping | undefined, context: Context): Values {
  const values = namedEntries(mapping, 'fields', context).flatMap(({ name, entry }) => {
    const value = decodeAs('value', { node: entry.value, key: name.value, example: 'trial' }, context);
    return value === undefined ? [] : [[name.value, value] as const];
  });
  return new Map(values);
}
