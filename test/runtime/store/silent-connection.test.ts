import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createVirtualClock } from '../../../runtime/clock.js';
import { createLeadDesk } from '../../../runtime/leads/lead-lock.js';
import type { Database } from '../../../runtime/store/database.js';
import { openDatabase, statement } from '../../../runtime/store/database.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { createReleases } from '../../../runtime/store/releases.js';
import type { SessionLimits } from '../../../runtime/store/session-limits.js';
import { commandLimits, servingLimits } from '../../../runtime/store/session-limits.js';
import type { Wire } from '../../chaos/wire.js';
import { layWire } from '../../chaos/wire.js';
import { start } from '../leads/release-for-tests.js';
import type { TestDatabase } from './test-database.js';
import { useCluster } from './test-database.js';

const open = useCluster();
let store: TestDatabase;
beforeAll(async () => {
  store = await open();
  await appendEvents(store.db, [{ source: 'test', messageId: 'm', userId: 'ada', kind: 'identify', name: 'identify', at: start, properties: {} }], start);
});

const never: SessionLimits = { idleMs: 60_000, leadStatementMs: 60_000, graceMs: 0 };

/** The store, its one lead, and a process that reaches it over a wire that can fall silent. */
async function overAWire(limits: SessionLimits): Promise<{ near: Database; far: Database; lead: number; wire: Wire }> {
  const { db: near, url } = store;
  const [row] = await near.query(leadId);
  const { hostname, port } = new URL(url);
  const wire = await layWire({ host: hostname, port: Number(port) });
  const through = new URL(url);
  through.host = `127.0.0.1:${wire.port}`;
  const far = openDatabase(through.href, { max: 1, limits });
  onTestFinished(async () => {
    wire.reset();
    await far.close();
    await wire.stop();
  });
  return { near, far, lead: row?.id ?? 0, wire };
}

test('a lead whose process vanished without a word, with its lock, is free for another one', async () => {
  const { near, far, lead, wire } = await overAWire({ ...never, idleMs: 200 });
  let locked = (): void => {};
  const holds = new Promise<void>((resolve) => (locked = resolve));
  const vanished = deskOn(far).withLead(lead, async (tx) => {
    await tx.query(one);
    wire.stall();
    locked();
    return tx.query(one);
  });
  vanished.catch(() => undefined);
  await holds;
  // Waits 2 s at most for a lock.
  expect(await deskOn(near).withLead(lead, (tx) => tx.query(one))).toEqual([{ one: 1 }]);
});

test('work on a lead gives a silent connection up, and the next work has another one', async () => {
  const { far, lead, wire } = await overAWire({ ...never, leadStatementMs: 200, graceMs: 100 });
  const silent = deskOn(far).withLead(lead, async (tx) => {
    await tx.query(one);
    wire.stall();
    return tx.query(one);
  });
  await expect(silent).rejects.toThrow('Query read timeout');
  wire.reset();
  wire.flow();
  expect(await deskOn(far).withLead(lead, (tx) => tx.query(one))).toEqual([{ one: 1 }]);
});

test('a serving process gives a silent connection up whatever it asks', async () => {
  const { far, wire } = await overAWire({ ...never, statementMs: 200, graceMs: 100 });
  await far.query(one);
  wire.stall();
  await expect(far.query(one)).rejects.toThrow('Query read timeout');
  wire.reset();
  wire.flow();
  expect(await far.query(one)).toEqual([{ one: 1 }]);
});

test('the server ends a statement that takes too long with a lead’s lock held, and no other of a command', async () => {
  const { far, lead } = await overAWire({ ...never, leadStatementMs: 100, graceMs: 5_000 });
  await expect(deskOn(far).withLead(lead, (tx) => tx.query(slow))).rejects.toThrow('statement timeout');
  expect(await far.query(slow)).toEqual([{ slow: '' }]);
});

test('the server is told what it is to do about a host that vanished', async () => {
  const { far } = await overAWire(servingLimits);
  expect(await far.query(settings)).toEqual([
    { name: 'idle_in_transaction_session_timeout', setting: '20s' },
    { name: 'plan_cache_mode', setting: 'force_generic_plan' },
    { name: 'statement_timeout', setting: '5min' },
    { name: 'tcp_keepalives_count', setting: '3' },
    { name: 'tcp_keepalives_idle', setting: '10' },
    { name: 'tcp_keepalives_interval', setting: '3' },
    { name: 'tcp_user_timeout', setting: '20000' },
  ]);
  expect(commandLimits.statementMs).toBeUndefined();
});

function deskOn(db: Database) {
  return createLeadDesk({ db, clock: createVirtualClock(start), releases: createReleases() });
}

const one = statement<{ one: number }>('test-one', 'select 1 as one');
const slow = statement<{ slow: string }>('test-slow', `select pg_sleep(0.3)::text as slow`);
const leadId = statement<{ id: number }>('test-lead', `select id from leads where user_id = 'ada'`);
const settings = statement<{ name: string; setting: string }>(
  'test-settings',
  `select name, current_setting(name) as setting from pg_settings
   where name in ('idle_in_transaction_session_timeout', 'statement_timeout', 'plan_cache_mode') or name like 'tcp\\_%'
   order by name`,
);
