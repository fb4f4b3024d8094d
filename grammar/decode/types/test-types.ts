import type { ExpectationAst, TestAst, TestEventAst } from '../../ast/test-file.js';
import type { TreeMapping } from '../../tree/tree-node.js';
import type { Context } from '../context.js';
import { decodeKeys } from '../decode-keys.js';
import { given } from '../given.js';
import { expectationKeys, expectations, testEventKeys, testKeys } from '../keys/test-keys.js';
import { listType, type KeyTypeDefinition, type SomeKeyTypes } from '../key-type.js';
import type { KeyTable } from '../key-table.js';
import { reportKind } from '../read-scalar.js';

type TestTypes = 'test' | 'tests' | 'test-event' | 'test-events' | 'expectation' | 'expectations';

/** Tests of campaigns. */
export const testTypes: SomeKeyTypes<TestTypes> = {
  test: itemType(testKeys, '- test: …', decodeTest),
  tests: listType('test', 'a list', '- test: …'),
  'test-event': itemType(testEventKeys, '- { after: 20h, event: activated }', decodeEvent),
  'test-events': listType('test-event', 'a list', '- { after: 20h, event: activated }'),
  expectation: itemType(expectationKeys, '- { sent: hello }', decodeExpectation),
  expectations: listType('expectation', 'a list', '- { sent: hello }'),
};

function itemType<T>(
  keys: KeyTable,
  example: string,
  decode: (mapping: TreeMapping, context: Context) => T | undefined,
): KeyTypeDefinition<T> {
  const wanted = 'keys with values';
  return {
    wanted,
    example,
    shape: { kind: 'keys', keys },
    decode: (input, context) => {
      if (input.node.kind === 'mapping') return decode(input.node, context);
      reportKind(input, wanted, context);
      return undefined;
    },
  };
}

function decodeTest(mapping: TreeMapping, context: Context): TestAst {
  const keys = decodeKeys(mapping, testKeys, { where: 'a test' }, context);
  return {
    kind: 'test',
    name: keys.test ?? { value: '', span: mapping.span },
    ...given({ campaign: keys.campaign }),
    lead: keys.lead ?? new Map(),
    account: keys.account ?? new Map(),
    given: keys.given ?? new Map(),
    events: keys.events ?? [],
    expect: keys.expect ?? [],
    span: mapping.span,
  };
}

function decodeEvent(mapping: TreeMapping, context: Context): TestEventAst | undefined {
  const { event, with: properties, ...keys } = decodeKeys(mapping, testEventKeys, { where: 'an event' }, context);
  const has = (name: string) => mapping.entries.find(({ key }) => key.value === name);
  const task = has('task');
  if (task !== undefined) {
    const other = has('event');
    if (other !== undefined) {
      const help = 'Write the event, or the task and its outcome.';
      context.report('C1001', other.key.span, { key: 'event', where: 'a task', near: [], known: [] }, { help });
    }
    if (has('outcome') === undefined) {
      context.report('C1002', task.key.span, { key: 'outcome', where: 'a finished task', example: 'outcome: done' });
    }
    if (keys.task === undefined) return undefined;
    const named = { value: 'task_completed', span: keys.task.span };
    return { event: named, ...keys, with: properties ?? new Map(), span: mapping.span };
  }
  if (event !== undefined) return { event, ...keys, with: properties ?? new Map(), span: mapping.span };
  // What was misspelt or wrong was reported.
  const isKnown = mapping.entries.every(({ key }) => Object.hasOwn(testEventKeys, key.value) && key.value !== 'event');
  const first = mapping.entries[0]?.key.span ?? mapping.span;
  if (isKnown) context.report('C1002', first, { key: 'event', where: 'an event', example: 'event: signed_up' });
  return undefined;
}

function decodeExpectation(mapping: TreeMapping, context: Context): ExpectationAst | undefined {
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
  const value = what === undefined ? undefined : what === 'held_out' ? decoded.heldOut : decoded[what];
  if (value === undefined) return undefined;
  return { what: first.key, value, ...given({ at: decoded.at }), span: mapping.span };
}
