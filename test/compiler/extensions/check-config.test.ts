import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../compiler/extensions/check-config.js';
import type { JsonSchema } from '../../../compiler/extensions/manifest.js';
import type { ValueType } from '../../../compiler/plan/ir.js';
import { stepWith } from './step-with.js';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1 },
    level: { type: 'string', enum: ['low', 'high'] },
    count: { type: 'integer', minimum: 1 },
    notify: { type: 'boolean' },
    blocks: {
      type: 'array',
      items: { type: 'object', properties: { title: { type: 'string' }, width: { type: 'number' } }, required: ['title'] },
    },
    target: { anyOf: [{ const: 'team' }, { const: 'owner' }] },
    open: { type: 'object' },
    room: { type: 'string', pattern: '^#', examples: ['#sales'] },
    site: { type: 'string', format: 'uri' },
  },
  required: ['text'],
};

/** `source: message [help]`, in the order in which they are found. */
function problems(config: string, typeOf?: () => ValueType) {
  const text = `do: post\n${config}`;
  const { action, config: tree } = stepWith(text);
  const context = { where: 'the action "post"', span: action.span, ...(typeOf === undefined ? {} : { typeOf }) };
  return checkConfig(schema, tree, context).map(({ code, message, help, span }) => {
    return `${code} <${text.slice(span.start, span.end)}> ${message}${help === undefined ? '' : ` [${help}]`}`;
  });
}

test('what fits is silent', () => {
  const config = 'with:\n  text: hello\n  level: low\n  count: 2\n  notify: true\n  target: team\n  blocks:\n    - title: one\n      width: 1.5\n  open: { any: thing }';
  expect(problems(config)).toEqual([]);
});

test('a key that it does not take, with the one that was meant', () => {
  expect(problems('with:\n  text: hello\n  levl: low')).toEqual([
    'C9112 <levl> The action "post" takes no "levl". [Did you mean "level"?]',
  ]);
  expect(problems('with:\n  text: hello\n  blocks:\n    - title: one\n      widht: 2')).toEqual([
    'C9112 <widht> "blocks[1]" of the action "post" takes no "widht". [Did you mean "width"?]',
  ]);
});

test('a key that is missing, even where nothing was written', () => {
  expect(problems('with:\n  level: low')).toEqual(['C9113 <level: low> The action "post" needs "text". [Add "text:", a text.]']);
  expect(problems('')).toEqual(['C9113 <post> The action "post" needs "text". [Add "text:", a text.]']);
});

test.each([
  ['text: 12', 'C9114 <12> "text" must be a text. [Put it in quotes: "12"]'],
  ['text: ""', 'C9114 <""> "text" must be a text that is not empty.'],
  ['text: hello\n  level: middle', 'C9114 <middle> "level" must be "low" or "high".'],
  ['text: hello\n  count: 1.5', 'C9114 <1.5> "count" must be a whole number.'],
  ['text: hello\n  count: 0', 'C9114 <0> "count" must be at least 1.'],
  ['text: hello\n  notify: maybe', 'C9114 <maybe> "notify" must be true or false.'],
  ['text: hello\n  room: sales', 'C9114 <sales> "room" must be written like "#sales".'],
  ['text: hello\n  site: sales', 'C9114 <sales> "site" must be written as uri.'],
  ['text: hello\n  target: everyone', 'C9114 <everyone> "target" must be "team" or "owner".'],
])('a value that it cannot use: %s', (config, report) => {
  expect(problems(`with:\n  ${config}`)).toEqual([report]);
});

test('a slip in a key that is needed is one mistake', () => {
  expect(problems('with:\n  txt: hello')).toEqual(['C9112 <txt> The action "post" takes no "txt". [Did you mean "text"?]']);
});

test('each mistake is one report', () => {
  const config = 'with:\n  level: middle\n  count: many\n  notify: maybe\n  txt: hello\n  blocks:\n    - width: wide';
  expect(problems(config).map((line) => line.slice(0, 5)).toSorted()).toEqual(['C9112', 'C9113', 'C9114', 'C9114', 'C9114', 'C9114']);
});

describe('an expression', () => {
  test('is judged by its type', () => {
    expect(problems('with:\n  text: = now', () => 'text')).toEqual([]);
    expect(problems('with:\n  text: = now', () => 'number')).toEqual([
      'C9114 <= now> "text" must be a text, and this is of type number.',
    ]);
    expect(problems('with:\n  text: hello\n  count: = now', () => 'number')).toEqual([]);
  });

  test('is not taken for the value it stands for', () => {
    expect(problems('with:\n  text: = now\n  level: = now\n  target: = now\n  blocks: = now')).toEqual([]);
  });
});
