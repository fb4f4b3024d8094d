import { describe, expect, expectTypeOf, test } from 'vitest';
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { ActionResult, DurationText } from '../../../runtime/extensions/plugin.js';
import {
  defineAction,
  defineChannel,
  defineFunction,
  definePlugin,
  defineTrigger,
  manifestOf,
} from '../../../runtime/extensions/plugin.js';

const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } as const;
const nothing = { type: 'object' } as const;
const base = { name: 'post-line', version: 1, summary: 'Post a line.', config: text, output: nothing, effect: 'idempotent', consent: 'none' } as const;
const done = async (): Promise<ActionResult<unknown>> => ({ kind: 'done', output: {} });

/** What a library with Standard JSON Schema hands over. */
function library<Value>(json: Record<string, unknown>): StandardJSONSchemaV1<Value> {
  return { '~standard': { version: 1, vendor: 'a-library', jsonSchema: { input: () => json, output: () => json } } };
}

const onlyAtRunTime: StandardSchemaV1<{ text: string }> = {
  '~standard': { version: 1, vendor: 'another-library', validate: () => ({ issues: [] }) },
};

describe('an action', () => {
  test('has times in campaign words, and says what they are without', () => {
    const { manifest } = defineAction({ ...base, timeouts: { attempt: '30s' }, retry: { attempts: 3, first: '2s' }, run: done });
    expect(manifest).toEqual({
      ...base,
      timeouts: { attemptMs: 30_000, totalMs: 86_400_000 },
      retry: { attempts: 3, firstMs: 2_000, mostMs: 300_000 },
      secrets: [],
    });
  });

  test('knows the types of its config from plain JSON Schema', () => {
    defineAction({
      ...base,
      config: {
        type: 'object',
        properties: {
          level: { type: 'string', enum: ['low', 'high'] },
          tags: { type: 'array', items: { type: 'string' } },
          count: { type: 'integer' },
        },
        required: ['level'],
      },
      output: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      run: async ({ config }) => {
        expectTypeOf(config.level).toEqualTypeOf<'low' | 'high'>();
        expectTypeOf(config.tags).toEqualTypeOf<readonly string[] | undefined>();
        expectTypeOf(config.count).toEqualTypeOf<number | undefined>();
        return { kind: 'done', output: { id: '1' } };
      },
    });
  });

  test('takes Standard JSON Schema, and its types', () => {
    const action = defineAction({
      ...base,
      config: library<{ text: string }>({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...text }),
      run: async ({ config }) => {
        expectTypeOf(config).toEqualTypeOf<{ text: string }>();
        return { kind: 'done', output: {} };
      },
    });
    expect(action.manifest.config).toEqual(text);
  });

  test('refuses a schema that only validates when it runs, and says what to take', () => {
    const odd: object = onlyAtRunTime;
    expect(() => defineAction({ ...base, config: { ...odd }, run: done })).toThrow(
      /The config of "post-line" is a Standard Schema of another-library that only validates when it runs.*plain JSON Schema/,
    );
  });

  test.each([
    ['a name with a dot', { name: 'post.line' }, /"post.line" is no name of an action; write it like slack-post/],
    ['version 0', { version: 0 }, /whole number from 1/],
    ['a text as config', { config: { type: 'string' } }, /config of "post-line" is not valid: it must have "type": "object"/],
    ['a keyword that is none', { config: { type: 'object', requird: [] } }, /unknown keyword: "requird"/],
    ['a reference elsewhere', { config: { type: 'object', properties: { a: { $ref: 'https://example.com/a' } } } }, /can't resolve reference/],
    ['another draft', { config: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' } }, /draft 2020-12 is wanted/],
    ['what JSON cannot say', { config: { type: 'object', maxProperties: Infinity } }, /something that JSON cannot say/],
    ['an attempt longer than all', { timeouts: { attempt: '2h' as DurationText, total: '1h' as DurationText } }, /would last longer/],
    ['a time in months', { timeouts: { attempt: '1month' as DurationText } }, /write it like 10s, 5min or 24h/],
    ['no attempts', { retry: { attempts: 0 } }, /retry.attempts/],
  ])('refuses %s', (_, part, message) => {
    expect(() => defineAction({ ...base, run: done, ...part })).toThrow(message);
  });
});

test('a function is asked by position and answers in the language’s own values', () => {
  const half = defineFunction({
    name: 'half',
    version: 1,
    summary: 'Half of it.',
    parameters: { of: 'number', when: 'boolean' },
    result: 'number',
    evaluate: ({ of, when }) => {
      expectTypeOf(of).toEqualTypeOf<number>();
      expectTypeOf(when).toEqualTypeOf<boolean>();
      return when ? of / 2 : null;
    },
  });
  expect(half.manifest.parameters).toEqual([{ name: 'of', type: 'number' }, { name: 'when', type: 'boolean' }]);
  expect(half.evaluate([3, true])).toBe(1.5);
  expect(half.evaluate([3, false])).toBeNull();
});

test('a channel that cannot look messages up says so', async () => {
  const channel = defineChannel({
    name: 'push-notice',
    version: 1,
    summary: 'A notice on the phone.',
    config: nothing,
    consent: 'marketing',
    deadline: '20s',
    deliver: async () => ({ kind: 'sent', response: 'ok' }),
  });
  const context = { signal: new AbortController().signal, log: { info() {}, warn() {} }, secret: () => '', now: () => 0, fetch };
  expect(channel.manifest.deadlineMs).toBe(20_000);
  expect(await channel.lookUp('m-1', context)).toMatchObject({ kind: 'unknown' });
});

describe('a plug-in', () => {
  const action = defineAction({ ...base, run: done });

  test('has a manifest that is the same each time, and changes with what it offers', () => {
    const plugin = definePlugin({ name: 'line', apiVersion: 1, actions: [action] });
    const pack = { name: 'line', version: '1.0.0' };
    expect(manifestOf(plugin, pack)).toEqual(manifestOf(plugin, pack));
    const raised = definePlugin({ name: 'line', apiVersion: 1, actions: [defineAction({ ...base, version: 2, run: done })] });
    expect(manifestOf(raised, pack).hash).not.toBe(manifestOf(plugin, pack).hash);
  });

  test('belongs to one package', () => {
    const plugin = definePlugin({ name: 'line', apiVersion: 1 });
    expect(() => manifestOf(plugin, { name: 'lines', version: '1.0.0' })).toThrow('definePlugin says "line", package.json "lines"');
  });

  test('offers nothing twice', () => {
    expect(() => definePlugin({ name: 'line', apiVersion: 1, actions: [action, action] })).toThrow('There are two actions "post-line".');
    const trigger = (name: string) =>
      defineTrigger({ name, version: 1, summary: 'Hear.', event: 'heard', config: nothing, properties: nothing, receive: async () => ({ kind: 'events', events: [] }) });
    expect(() => definePlugin({ name: 'line', apiVersion: 1, triggers: [trigger('one'), trigger('two')] })).toThrow('There are two events "heard".');
  });
});
