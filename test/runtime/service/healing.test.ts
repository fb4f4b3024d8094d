import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { createLeadDesk } from '../../../runtime/leads/lead-lock.js';
import { queueOverdue } from '../../../runtime/store/due.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { createReleases } from '../../../runtime/store/releases.js';
import { absorbEverything } from '../leads/absorb-everything.js';
import type { ScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { startScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import type { EnrolmentRow } from './stage/enrolment-of.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import type { OpenService } from './stage/open-service.js';
import { openService } from './stage/open-service.js';
import { addressOf } from './stage/sign-up.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

/** In the product a lead is overdue after 15 minutes. */
const graceMs = 300;

vi.setConfig({ testTimeout: 180_000 });

const servers = useServers();
let mail: ScriptedSmtpPeer;
let open: OpenService;

beforeAll(async () => {
  mail = await startScriptedSmtpPeer();
  open = await openService(servers(), mail.port);
});
afterAll(async () => {
  await open?.service.stop();
  await mail?.stop();
});

test('an execution that was terminated begins anew once its lead is overdue', async () => {
  const { lead, id } = await terminatedAtRest();
  expect(await queueOverdue(servers().db, Date.now(), graceMs)).toBe(1);
  await whenAt(lead, (row) => row.ending === 'finished');
  await whenClosed(id);
  expect(mailsTo(lead)).toBe(2);
});

/** A lead whose run was ended by hand while it rested. On a busy machine the rest may be over before that: then another one. */
async function terminatedAtRest(): Promise<{ readonly lead: string; readonly id: string }> {
  for (let turn = 1; ; turn += 1) {
    const lead = `terminated-${turn}`;
    await open.signUp('two-mails', [lead]);
    const { id, ending: ended } = await whenAt(lead, (row) => (row.step === 'second' && !row.awake) || row.ending !== null);
    if (ended !== null) continue;
    await servers().client.workflow.getHandle(id).terminate('by hand').catch(() => undefined);
    const { ending } = await whenAt(lead, (row) => row.ending !== null || isOverdue(row));
    if (ending === null) return { lead, id };
  }
}

test('a start and a wake that were lost from the outbox are queued again', async () => {
  const { db } = servers();
  await open.signUp('day-long', ['lost-wake']);
  const { id } = await whenAt('lost-wake', (row) => row.step === 'purchase' && !row.awake);
  await open.service.stop();
  // Worked in by a process that dies before it tells Temporal, and then the rows are lost.
  await say('lost-wake', 'track', 'purchased', {});
  await say('lost-start', 'identify', 'identify', addressOf('lost-start'));
  await say('lost-start', 'track', 'signed_up', { campaign: 'two-mails' });
  await absorbEverything(createLeadDesk({ db, clock: realClock, releases: createReleases() }));
  const { rowCount } = await db.pool.query('delete from outbox');
  expect(rowCount).toBe(2);

  open = await openService(servers(), mail.port);
  await whenAt('lost-start', (row) => isOverdue(row));
  await whenAt('lost-wake', (row) => isOverdue(row));
  expect([mailsTo('lost-start'), mailsTo('lost-wake')]).toEqual([0, 1]);
  expect(await queueOverdue(db, Date.now(), graceMs)).toBe(2);
  await whenAt('lost-start', (row) => row.ending === 'finished');
  await whenAt('lost-wake', (row) => row.ending === 'finished');
  await whenClosed(id);
  expect([mailsTo('lost-start'), mailsTo('lost-wake')]).toEqual([2, 2]);
});

test('the run of a lead whom an event took out ends although the wake was lost', async () => {
  const { db, client } = servers();
  await open.signUp('day-long', ['lost-end']);
  const { id } = await whenAt('lost-end', (row) => row.step === 'purchase' && !row.awake);
  await open.service.stop();
  await say('lost-end', 'track', 'cancelled', {});
  await absorbEverything(createLeadDesk({ db, clock: realClock, releases: createReleases() }));
  const { rowCount } = await db.pool.query('delete from outbox');
  expect(rowCount).toBe(1);

  open = await openService(servers(), mail.port);
  await whenAt('lost-end', (row) => row.ending === 'left' && isOverdue(row));
  expect(await queueOverdue(db, Date.now(), graceMs)).toBe(1);
  await whenClosed(id);
  expect(await client.workflow.getHandle(id).result()).toBe('left');
  await whenAt('lost-end', (row) => !row.awake);
  expect(await queueOverdue(db, Date.now(), -graceMs)).toBe(0);
});

test('a wake that fails because Temporal is down is tried again and arrives', async () => {
  const { temporal, client } = servers();
  await open.signUp('day-long', ['patient']);
  const { id } = await whenAt('patient', (row) => row.step === 'purchase' && !row.awake);
  process.kill(temporal.pid, 'SIGKILL');
  // Ingest needs no Temporal: the word is taken and worked in all the same.
  const before = open.errors.length;
  await open.track('patient', 'cancelled');
  await whenAt('patient', (row) => row.ending === 'left');
  await until('the wake fails', 60_000, () => (open.errors.length > before ? true : undefined));

  await temporal.restart();
  await whenClosed(id);
  expect(await client.workflow.getHandle(id).result()).toBe('left');
  await until('the outbox is empty', 10_000, async () => {
    const { rows } = await servers().db.pool.query('select from outbox');
    return rows.length === 0 ? true : undefined;
  });
});

function isOverdue({ resting_until: due }: EnrolmentRow): boolean {
  return due !== null && due < Date.now() - graceMs;
}

function whenAt(userId: string, is: (row: EnrolmentRow) => boolean): Promise<EnrolmentRow> {
  return until(`${userId} gets there`, 30_000, async () => {
    const row = await enrolmentOf(servers().db, userId);
    return row !== undefined && is(row) ? row : undefined;
  });
}

async function whenClosed(id: string): Promise<void> {
  const handle = servers().client.workflow.getHandle(id);
  await until(`${id} is closed`, 60_000, async () =>
    (await handle.describe()).status.name === 'RUNNING' ? undefined : true,
  );
}

function mailsTo(userId: string): number {
  return mail.taken.filter(({ to }) => to.includes(`${userId}@loopback.example`)).length;
}

async function say(
  userId: string,
  kind: 'identify' | 'track',
  name: string,
  properties: Readonly<Record<string, unknown>>,
): Promise<void> {
  const at = Date.now();
  const messageId = `${userId}/${name}`;
  await appendEvents(servers().db, [{ source: 'test', messageId, userId, kind, name, at, properties }], at);
}
