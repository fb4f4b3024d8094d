import { afterEach, beforeAll, expect, test } from 'vitest';
import { createIngest } from '../../../runtime/ingest/ingest-server.js';
import type { StoredKeys } from '../../../runtime/ingest/protection/stored-keys.js';
import { watchStoredKeys } from '../../../runtime/ingest/protection/stored-keys.js';
import { createUnsubscribeTokens } from '../../../runtime/ingest/mail/unsubscribe-token.js';
import { noteKeysUsed, readKeys } from '../../../runtime/store/keys.js';
import { basic, createMemoryAppend, exampleSchema, standingClock } from '../../runtime/ingest/open-ingest.js';
import { useCluster } from '../../runtime/store/test-database.js';
import type { TestDatabase } from '../../runtime/store/test-database.js';
import { until } from '../../runtime/service/stage/until.js';
import type { Finished } from '../perennial.js';
import { runCommand } from '../run-command.js';

const open = useCluster();
let database: TestDatabase;
beforeAll(async () => {
  database = await open();
});

function run(...words: readonly string[]): Promise<Finished> {
  return runCommand(['keys', ...words], { cwd: '/tmp', env: { DATABASE_URL: database.url } });
}

interface Process {
  readonly keys: StoredKeys;
  track(key: string): Promise<number>;
  start(key: string): Promise<number>;
  readonly sources: () => readonly string[];
  /** How often it has read the keys. */
  readonly reads: () => number;
}

const processes: Process[] = [];
afterEach(async () => {
  for (const one of processes.splice(0)) await one.keys.stop();
});

let now = Date.UTC(2026, 2, 1);

/** One of several that serve on the same database. */
async function serve(): Promise<Process> {
  const { db } = database;
  const fail = (error: unknown): never => {
    throw error;
  };
  let reads = 0;
  const store = {
    async read() {
      const read = await readKeys(db, now);
      reads += 1;
      return read;
    },
    noteUsed: (ids: readonly string[]) => noteKeysUsed(db, ids, now),
  };
  const keys = await watchStoredKeys(store, { now: () => now, onError: fail, everyMs: 20 });
  const memory = createMemoryAppend();
  const app = await createIngest({
    clock: standingClock,
    writeKeys: ['of-the-environment'],
    storedKeys: keys,
    schema: () => exampleSchema,
    append: memory.append,
    unsubscribe: createUnsubscribeTokens('a secret'),
    starts: { apiKeys: [], has: async () => true, eventFor: (_, properties) => ({ name: 'started', properties }) },
  });
  const post = async (url: string, key: string, body: object) =>
    (await app.inject({ method: 'POST', url, headers: basic(key), payload: JSON.stringify(body) })).statusCode;
  const one = {
    keys,
    track: (key: string) => post('/v1/track', key, { userId: 'ada', event: 'signed_up' }),
    start: (key: string) => post('/v1/start', key, { userId: 'ada', campaign: 'hello' }),
    reads: () => reads,
    sources: () => memory.stored.map(({ source }) => source),
  };
  processes.push(one);
  return one;
}

/** Whatever was said before is read by then. */
async function readAnew(): Promise<void> {
  const before = processes.map(({ reads }) => reads());
  // One of them may have begun before.
  await until('keys are read anew', 20_000, () => processes.every(({ reads }, index) => reads() >= (before[index] ?? 0) + 2) || undefined);
}

test('a key is shown once, counts in all processes within seconds, and is refused within seconds once it is revoked', async () => {
  const one = await serve();
  const other = await serve();
  const made = await run('create', 'shop');
  const key = made.out.trim();
  expect(key).toMatch(/^pk_[\w-]{43}$/);
  const { rows } = await database.db.pool.query<{ row: string }>('select write_keys::text as row from write_keys');
  expect(rows.map(({ row }) => row).join()).not.toContain(key);
  await readAnew();
  expect([await one.track(key), await other.track(key), await one.track('of-the-environment'), await one.track(`${key}x`)]).toEqual([200, 200, 200, 401]);
  expect(one.sources()[0]).toBe('key:shop');
  // A key of an application starts no campaign.
  expect(await one.start(key)).toBe(401);

  const id = /Key (k-\w+)/.exec(made.err)?.[1] ?? '';
  await readAnew();
  expect((await run('list')).out).toMatch(new RegExp(`^id .*\\n${id} +shop +shop +events +\\d{4}-\\d\\d-\\d\\d +2026-03-01 +good\\n$`));
  expect(await run('revoke', id.slice(0, 5))).toMatchObject({ code: 0, err: `Key ${id} of "shop" is refused within 3 seconds.\n` });
  await readAnew();
  expect([await one.track(key), await other.track(key)]).toEqual([401, 401]);
  expect(await run('revoke', id)).toMatchObject({ code: 1, err: `No key that is good has the id "${id}". See: perennial keys list\n` });
});

test('a key of a system may both; one that takes over shares its source; an end is an end', async () => {
  const crm = (await run('create', 'crm', '--may', 'systems')).out.trim();
  const next = (await run('create', 'crm, from May', '--source', 'crm', '--may', 'systems', '--expires', '1d')).out.trim();
  now = Date.now();
  const one = await serve();
  expect([await one.start(crm), await one.track(crm), await one.start(next)]).toEqual([200, 200, 200]);
  expect(new Set(one.sources())).toEqual(new Set(['key:crm']));
  // No process has to read anew for it.
  now += 86_400_001;
  expect([await one.start(crm), await one.start(next)]).toEqual([200, 401]);
});

test.each([
  [['create', 'x', '--may', 'all'], '"all" is nothing that a key may.\nIt can be events or systems.'],
  [['create', 'x', '--expires', 'soon'], '"soon" is no duration.\nWrite it like this: --expires 90d'],
  [['create', ' '], 'A name is a text of at most 100 characters.\nType: perennial keys create <name>'],
])('%j', async (words, err) => {
  expect(await run(...words)).toEqual({ code: 2, out: '', err });
});
