import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { recover } from '../../../runtime/service/recover.js';
import type { Plan } from '../../../compiler/plan/ir.js';
import { openDatabase } from '../../../runtime/store/database.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { readControls } from '../../../runtime/store/edits/controls.js';
import { listUnknown } from '../../../runtime/store/reports/unknown.js';
import type { ScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { startScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { contentOf, planOf, sendOf, workspaceWith } from '../leads/release-for-tests.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import { openService } from './stage/open-service.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 180_000 });

const servers = useServers();
let mail: ScriptedSmtpPeer;
beforeAll(async () => {
  mail = await startScriptedSmtpPeer();
});
afterAll(() => mail?.stop());

const second = { kind: 'after', duration: { amount: 1, unit: 's' } } as const;
const ids = ['one', 'two', 'three', 'four', 'five'];
/** Five mails, a second apart. */
const five = planOf('five', ids.map((id, index) => sendOf(id, { next: ids[index + 1] ?? null, ...(index > 0 && { due: second }) })));
/** A mail, and another one for whoever buys. */
const patient = planOf(
  'patient',
  [
    sendOf('today', { next: 'purchase' }),
    { kind: 'wait', id: 'purchase', due: { kind: 'now' }, forEvent: 'purchased', then: 'thanks', else: null, next: 'thanks' },
    sendOf('thanks'),
  ],
  { enter: [{ event: 'trial_started', again: { kind: 'never' } }], events: ['purchased'] },
);

/** Each mail has words of its own: the same ones would not go twice in a day. */
function withWords(plan: Plan) {
  const { campaign, messages } = contentOf(plan);
  const own = Object.entries(messages).map(([id, message]) => [id, { ...message, subject: id, hash: id }] as const);
  return { plan, content: { campaign, messages: Object.fromEntries(own) } };
}

beforeAll(async () => {
  await applyRelease(servers().db, { workspace: workspaceWith(), campaigns: [withWords(five), withWords(patient)] }, Date.now());
});

/** Runs it in the database that is always there: one's own can be neither copied nor dropped. */
async function administer(...statements: readonly string[]): Promise<void> {
  const url = new URL(servers().databaseUrl);
  const own = url.pathname.slice(1);
  url.pathname = '/postgres';
  const admin = openDatabase(url.href, { max: 1 });
  try {
    await admin.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [own]);
    for (const statement of statements) await admin.pool.query(statement.replaceAll('OWN', own));
  } finally {
    await admin.close();
  }
}

function mailsTo(userId: string): number {
  return mail.taken.filter(({ to }) => to.includes(`${userId}@loopback.example`)).length;
}

const identified = { kind: 'identify', name: 'identify', messageId: 'e1', properties: { email: 'early@loopback.example' } } as const;
const started = { kind: 'track', name: 'trial_started', messageId: 'e2', properties: {} } as const;

test('a restored backup is noticed, holds everything, and after "recover" nobody gets a mail twice', async () => {
  const users = ['early', 'ada', 'bob'];
  const { db } = servers();
  const before = await openService(servers(), mail.port);
  await before.signUp('five', ['ada', 'bob']);
  await appendEvents(db, [identified, started].map((event) => ({ ...event, source: 'test', userId: 'early', at: Date.now() })), Date.now());
  await until('all are under way', 30_000, () => (users.every((user) => mailsTo(user) > 0) ? true : undefined));
  await before.service.stop();
  const { rows } = await db.pool.query<{ sent: string }>("select count(*) as sent from claims where state = 'sent'");
  const sentBefore = Number(rows[0]?.sent);
  const backedUpAt = Date.now();
  await administer('create database OWN_backup template OWN');

  const after = await openService(servers(), mail.port);
  await until('the five mails are out', 60_000, () => (mailsTo('ada') + mailsTo('bob') === 10 ? true : undefined));
  await after.track('early', 'purchased');
  await until('the lead that bought has both', 30_000, () => (mailsTo('early') === 2 ? true : undefined));
  await after.service.stop();
  expect(mail.taken).toHaveLength(12);
  await administer('drop database OWN with (force)', 'alter database OWN_backup rename to OWN');

  const restored = await openService(servers(), mail.port);
  try {
    expect(restored.errors.filter((text) => text.startsWith('Everything is held'))).toHaveLength(1);
    expect(await readControls(db)).toMatchObject([{ campaign: '*', state: 'held', saidBy: 'recovery' }]);
    // What is said meanwhile is taken in; a lead that comes in stands.
    await restored.signUp('five', ['late']);
    await until('the newcomer stands', 30_000, async () => {
      const row = await enrolmentOf(db, 'late');
      return row !== undefined && !row.awake ? true : undefined;
    });
    expect(mail.taken).toHaveLength(12);

    // The time that was lost ended before the newcomer came.
    const { unknown } = await recover(db, realClock, { since: backedUpAt, until: Date.now() - 1 });
    await until('all but the one that waits for a purchase are through', 60_000, async () => {
      const rest = await Promise.all(['ada', 'bob'].map((user) => enrolmentOf(db, user)));
      return rest.every((row) => row?.ending === 'finished') ? true : undefined;
    });
    const mailsOfFive = mail.taken.filter(({ to }) => to.some((address) => /^(ada|bob)@/.test(address)));
    expect(mailsOfFive).toHaveLength(10);
    expect(unknown).toBeGreaterThanOrEqual(12 - 1 - sentBefore);
    expect((await listUnknown(db, 100)).length).toBe(unknown);
    expect(await readControls(db)).toEqual([]);
    // The lead that waits goes on under a new epoch, with an execution of its own.
    await restored.track('early', 'purchased');
    await until('its run has ended', 30_000, async () => ((await enrolmentOf(db, 'early'))?.ending === 'finished' ? true : undefined));
  } finally {
    await restored.service.stop();
  }
});
