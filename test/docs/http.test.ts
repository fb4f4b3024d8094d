import { describe, expect, test } from 'vitest';
import { decodeSchema } from '../../grammar/decode/decode-schema.js';
import { createIngest } from '../../runtime/ingest/ingest-server.js';
import { mostBytes } from '../../runtime/ingest/request-body.js';
import { apiKey, basic, exampleSchema, openIngest, standingClock, writeKey } from '../runtime/ingest/open-ingest.js';
import type { FencedBlock } from './fenced-blocks.js';
import { fencedBlocks, projectFile } from './fenced-blocks.js';

const page = projectFile('docs/reference/http.md');
const blocks = fencedBlocks(page);

test('the requests of the page are answered as it says, one after the other', async () => {
  const { app, unsubscribe, memory } = await openIngest();
  const link = `http://127.0.0.1:4477/u/${unsubscribe.make('u-17', 'product-tips')}`;
  let asked = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.language !== 'sh') continue;
    const { payload, ...request } = readCurl(block, link);
    const reply = await app.inject({ ...request, ...(payload === undefined ? {} : { payload }) });
    const answer = blocks[index + 1];
    if (answer?.language === 'json') expect(reply.json(), `line ${block.line}`).toEqual(JSON.parse(answer.text));
    else expect(reply.statusCode, `line ${block.line}`).toBe(200);
    asked += 1;
  }
  expect(asked).toBe(9);
  expect(memory.stored.map(({ name }) => name)).toEqual(['identify', 'signed_up', 'group', 'order_placed', 'signedup', 'identify', 'started', 'unsubscribed']);
});

test('the schema of the page is the one they are asked with', () => {
  const [text = ''] = blocks.filter(({ language }) => language === 'yaml').map((block) => block.text);
  const { value, diagnostics } = decodeSchema({ path: 'schema/lead.yaml', text });
  expect(diagnostics).toEqual([]);
  expect(value?.lead.map(({ name }) => name.value)).toEqual(Object.keys(exampleSchema.lead));
  const { unsubscribed: _ours, ...shown } = exampleSchema.events;
  expect(value?.events.map(({ name }) => name.value)).toEqual(Object.keys(shown));
});

describe('the errors of the page', () => {
  const errors = new Map(rowsOf('Errors').map(([status = '', , after = '']) => [Number(status), after]));
  const event = { type: 'track', userId: 'u-17', event: 'signed_up' };

  test('are these', () => {
    expect([...errors.keys()]).toEqual([400, 401, 404, 429, 500, 503]);
  });

  test('400 for a body that is not what it should be', async () => {
    const { post } = await openIngest();
    for (const body of ['', 'no JSON', '{}', 'x'.repeat(mostBytes.batch + 1)]) {
      expect((await post('/v1/batch', body)).status).toBe(400);
    }
    expect((await post('/v1/track', { ...event, properties: { note: 'x'.repeat(mostBytes.event) } })).status).toBe(400);
  });

  test('401 and 404', async () => {
    const { post, app } = await openIngest();
    expect((await post('/v1/track', event, {})).status).toBe(401);
    expect((await post('/v2/track', event)).status).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/u/nonsense' })).statusCode).toBe(404);
  });

  test('503 where the store is out of reach', async () => {
    const { post, memory } = await openIngest();
    memory.failNext(1);
    const reply = await post('/v1/track', event);
    expect([reply.status, reply.headers['retry-after']]).toEqual([503, errors.get(503)]);
    expect(memory.stored).toEqual([]);
  });

  test('429 where too many wait', async () => {
    const { unsubscribe } = await openIngest();
    let free = (): void => {};
    const stuck = new Promise<void>((resolve) => {
      free = resolve;
    });
    const app = await createIngest({
      clock: standingClock,
      writeKeys: [writeKey],
      schema: () => exampleSchema,
      append: async (items) => {
        await stuck;
        return items.map(() => 'stored');
      },
      unsubscribe,
    });
    const most = Number(limit('items waiting for a commit').replace(',', ''));
    const batch = Array.from({ length: most / 2 }, () => ({ type: 'track', userId: 'u', event: 'e' }));
    // A request begins only when it is awaited.
    const post = async () =>
      await app.inject({ method: 'POST', url: '/v1/batch', headers: basic(writeKey), payload: JSON.stringify({ batch }) });
    // The first is being committed, two more fill the room.
    const waiting = [post(), post(), post()];
    const reply = await post();
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, errors.get(429)]);
    free();
    expect((await Promise.all(waiting)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  });
});

test('the limits of the page are those of the API', async () => {
  expect(limit('one item')).toBe(`${mostBytes.event / 1024} KB`);
  expect(limit('a body, unpacked')).toBe(`${mostBytes.batch / 1024} KB`);
  const { post } = await openIngest();
  const most = Number.parseInt(limit('ids and names of events'), 10);
  const of = (length: number) => post('/v1/track', { userId: 'u'.repeat(length), event: 'signed_up', messageId: `m-${length}` });
  expect((await of(most)).json()).toMatchObject({ items: [{ status: 'stored' }] });
  expect((await of(most + 1)).json()).toMatchObject({ items: [{ status: 'rejected' }] });
});

function limit(what: string): string {
  const row = rowsOf('Limits').find(([name]) => name === what);
  if (row === undefined) throw new Error(`no limit "${what}"`);
  return row[1] ?? '';
}

function rowsOf(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
}

/** What a documented curl would ask. */
function readCurl({ text, line }: FencedBlock, unsubscribeUrl: string) {
  const command = text.replace('"$UNSUBSCRIBE_URL"', unsubscribeUrl);
  const url = /http:\/\/127\.0\.0\.1:4477(\S*)/.exec(command)?.[1];
  if (!command.startsWith('curl ') || url === undefined) throw new Error(`line ${line} asks nothing of the API`);
  const payload = /-d '([^]*)'\n$/.exec(command)?.[1];
  const key = command.includes('-u "$KEY:"') ? writeKey : command.includes('-u "$API_KEY:"') ? apiKey : undefined;
  const headers = key === undefined ? {} : basic(key);
  const method = payload !== undefined || command.includes('-X POST') ? ('POST' as const) : ('GET' as const);
  return { method, url, headers, payload };
}
