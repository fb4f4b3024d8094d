import { spawnSync } from 'node:child_process';
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckEventsOptions } from '../../../cli/commands/authoring/check-events.command.js';
import { checkEvents } from '../../../cli/commands/authoring/check-events.command.js';
import { checkRecords } from '../../../cli/events/check-records.js';
import { longestRecord, readRecords } from '../../../cli/events/read-records.js';
import { mostKinds } from '../../../cli/events/tally.js';
import { createSchemaCheck } from '../../../compiler/data-contract/schema-check.js';
import { exampleSchema } from '../../runtime/ingest/open-ingest.js';
import { builtProgram, perennial, tempFolder } from '../perennial.js';
import { recordingHost } from '../recording-host.js';

const schema = `lead:
  email: { type: text, personal: true }
  size: { type: number }
  paid_until: { type: date }
events:
  signed_up: { properties: { plan: { type: enum, values: [free, trial] } } }
`;

function repositoryWith(events: string): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'schema'));
  writeFileSync(join(folder, 'perennial.yaml'), 'dsl: 1\n');
  writeFileSync(join(folder, 'schema/all.yaml'), schema);
  writeFileSync(join(folder, 'events.jsonl'), events);
  return folder;
}

async function checked(events: string, options: Partial<CheckEventsOptions> = {}) {
  const host = recordingHost(repositoryWith(events));
  const code = await checkEvents(host, 'events.jsonl', { repository: '.', format: 'compact', ...options });
  return { code, ...host.said };
}

const good = { type: 'track', userId: 'u-1', event: 'signed_up', properties: { plan: 'trial' } };

test('events as the schema has them are clean, in either form', async () => {
  const plain = { event: 'signed_up', properties: { plan: 'free' }, at: '2026-03-01' };
  const ours = { at: '2026-03-01T10:00:00Z', event: 'signed_up', with: { plan: 'free' } };
  const traits = { traits: { email: 'ada@example.com', size: 3, paid_until: '2026-12-31' } };
  const all = [good, plain, ours, traits, { batch: [good, good] }];
  const lines = all.map((one) => JSON.stringify(one));
  expect(await checked(lines.join('\n'))).toEqual({ code: 0, out: '', err: '' });
  expect(await checked(`\uFEFF${lines.join('\r\n')}\r\n\r\n`)).toMatchObject({ code: 0 });
  expect(await checked(JSON.stringify(all, null, 2))).toMatchObject({ code: 0 });
  expect((await checked(lines.join('\n'), { format: 'pretty' })).out).toBe('events.jsonl: 6 events checked, all as the schema has them.\n');
});

test('each kind of difference is said once, with its count and first line', async () => {
  const wrong = [
    good,
    { ...good, properties: { plan: 'trail' } },
    { ...good, event: 'signedup' },
    { ...good, properties: { pln: 'trial' } },
    { type: 'identify', userId: 'u-1', traits: { size: 'big', paid_until: '2026-02-30' } },
    { ...good, userId: undefined, properties: { plan: 'trail' } },
    { ...good, timestamp: 'yesterday' },
  ];
  const { code, out } = await checked(wrong.map((one) => JSON.stringify(one)).join('\n'));
  expect(code).toBe(1);
  expect(out).toBe(`events.jsonl:2: signed_up: /properties/plan must be "free" or "trial" (2×)
events.jsonl:3: signedup: /event is not an event of the schema; did you mean "signed_up"? (1×)
events.jsonl:4: signed_up: /properties/pln is not a property of signed_up in the schema; did you mean "plan"? (1×)
events.jsonl:5: identify: /traits/size must be a number (1×)
events.jsonl:5: identify: /traits/paid_until must be a date like 2026-03-01 (1×)
events.jsonl:6: signed_up: /userId is missing (1×)
events.jsonl:7: signed_up: /timestamp must be a time with an offset, like 2026-03-01T09:30:00Z (1×)
`);
});

test('a broken record stops nothing', async () => {
  const lines = ['{"type":"track",', JSON.stringify(good), 'null', '42', '"text"', '[1]', JSON.stringify({ ...good, event: 'signedup' })];
  const { code, out } = await checked(lines.join('\n'), { format: 'json' });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    events: 6,
    broken: 1,
    findings: [
      { message: 'must be an object', count: 4, firstLine: 3 },
      { message: 'is not JSON', count: 1, firstLine: 1 },
      { event: 'signedup', firstLine: 7 },
    ],
  });
});

describe('the command line', () => {
  test('asks for what is missing', async () => {
    await expect(checked('')).rejects.toThrow('There are no events in events.jsonl.');
    const host = recordingHost(repositoryWith(JSON.stringify(good)));
    const options: CheckEventsOptions = { repository: '.', format: 'compact' };
    await expect(checkEvents(host, 'nope.jsonl', options)).rejects.toThrow('There is no file');
    await expect(checkEvents(host, 'events.jsonl', { ...options, repository: 'nowhere' })).rejects.toThrow('There is no folder');
  });

  test('says in its exit status how it went', async () => {
    const folder = repositoryWith(JSON.stringify({ ...good, event: 'signedup' }));
    const run = (...words: readonly string[]) => perennial(['check-events', ...words], { cwd: folder });
    expect(await run('events.jsonl', '--format', 'compact')).toMatchObject({
      code: 1,
      out: 'events.jsonl:1: signedup: /event is not an event of the schema; did you mean "signed_up"? (1×)\n',
    });
    expect(await run('events.jsonl', '--format', 'xml')).toMatchObject({ code: 2, err: expect.stringContaining('"xml" is no format') });
    expect(await run()).toMatchObject({ code: 2 });
    const input = JSON.stringify(good);
    const piped = spawnSync(process.execPath, [builtProgram, 'check-events', '-'], { cwd: folder, input, encoding: 'utf8' });
    expect(piped).toMatchObject({ status: 0, stdout: 'standard input: 1 event checked, all as the schema has them.\n' });
  });
});

describe('a large file', () => {
  test('is never held as a whole', async () => {
    let given = 0;
    let taken = 0;
    let furthest = 0;
    async function* chunks() {
      for (let index = 0; index < 2_000; index += 1) {
        given += 1;
        furthest = Math.max(furthest, given - taken);
        yield `{"n":${index},"text":"${'x'.repeat(500)}"}\n`;
      }
    }
    for await (const _ of readRecords(chunks())) taken += 1;
    expect(taken).toBe(2_000);
    expect(furthest).toBeLessThan(3);
  });

  test('with a line beyond all measure loses that line alone', async () => {
    const check = createSchemaCheck(exampleSchema);
    async function* chunks() {
      yield `${JSON.stringify(good)}\n`;
      for (let index = 0; index < 6; index += 1) yield 'x'.repeat(longestRecord / 4);
      yield `\n${JSON.stringify(good)}\n`;
    }
    expect(await checkRecords(chunks(), check)).toMatchObject({ events: 2, broken: 1, findings: [{ message: 'is longer than 4 MiB', firstLine: 2 }] });
  });

  test('with a new key in every event tells of so many, and counts the rest', async () => {
    async function* chunks() {
      for (let index = 0; index < mostKinds + 50; index += 1) yield `${JSON.stringify({ ...good, properties: { [`zzzzzzzz${index}`]: 1 } })}\n`;
    }
    const report = await checkRecords(chunks(), createSchemaCheck(exampleSchema));
    expect(report).toMatchObject({ others: 50 });
    expect(report.findings).toHaveLength(mostKinds);
  });
});

describe('records', () => {
  const recordsOf = async (text: string, size: number) => {
    async function* chunks() {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    }
    return allOf(readRecords(chunks()));
  };

  test.each([1, 2, 7, 1_000])('of an array are the same in pieces of %s', async (size) => {
    const text = ' [ {"a": "],[\\"{"},\n\n [1, [2]], 3 ,"x,y",\n{"b": {"c": []}}\n]\n';
    expect(await recordsOf(text, size)).toEqual([
      { kind: 'record', text: '{"a": "],[\\"{"}', line: 1 },
      { kind: 'record', text: '[1, [2]]', line: 3 },
      { kind: 'record', text: '3', line: 3 },
      { kind: 'record', text: '"x,y"', line: 3 },
      { kind: 'record', text: '{"b": {"c": []}}', line: 4 },
    ]);
  });

  test('of an array that ends in the middle are those before', async () => {
    expect(await recordsOf('[{"a":1},{"b":', 100)).toEqual([
      { kind: 'record', text: '{"a":1}', line: 1 },
      { kind: 'not-closed', line: 1 },
    ]);
  });

  test('of nothing are none', async () => {
    expect(await recordsOf(' \n\t ', 1)).toEqual([]);
    expect(await recordsOf('[]', 1)).toEqual([]);
  });

  test('of a file are read in its own pieces', async () => {
    const folder = repositoryWith(`${JSON.stringify({ text: 'ä'.repeat(100_000) })}\n{}`);
    const stream = createReadStream(join(folder, 'events.jsonl')).setEncoding('utf8');
    const records = await allOf(readRecords(stream));
    expect(records.map(({ line }) => line)).toEqual([1, 2]);
  });
});

async function allOf<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
