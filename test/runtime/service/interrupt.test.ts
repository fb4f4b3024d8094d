import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { statement } from '../../../runtime/store/database.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import type { EnrolmentRow } from './stage/enrolment-of.js';
import type { OpenService } from './stage/open-service.js';
import { openService } from './stage/open-service.js';
import type { SmtpWitness } from './stage/smtp-witness.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

interface Claim {
  readonly state: string;
  readonly attempts: number;
}

const claimsOf = statement<Claim>(
  'test-claims',
  `select c.state, c.attempts from claims c join leads l on l.id = c.lead_id
   where l.user_id = $1 order by c.claimed_at, c.key`,
);
const decisionsOf = statement<{ said: string }>(
  'test-decisions',
  `select concat_ws(' ', d.step, d.code, d.detail) as said from decisions d join leads l on l.id = d.lead_id
   where l.user_id = $1 order by d.id`,
);

const servers = useServers();
let mail: SmtpWitness;
let open: OpenService;
/** While it is set the mail server leaves recipients without an answer. */
let stall: { readonly over: Promise<void>; end(): void } | undefined;
let waiting = 0;

beforeAll(async () => {
  mail = await startSmtpWitness({
    async atRecipient() {
      waiting += 1;
      await stall?.over;
    },
  });
  open = await openService(servers(), mail.port);
});
afterEach(() => stall?.end());
afterAll(async () => {
  await open?.service.stop();
  await mail?.stop();
});

test('a lead that waits for a day is out at once when it cancels', async () => {
  await open.signUp('day-long', ['waiting']);
  const { id } = await whenAt('waiting', (row) => row.step === 'purchase' && !row.awake);
  await open.track('waiting', 'cancelled');
  await whenClosed(id, 10_000);
  expect(await servers().client.workflow.getHandle(id).result()).toBe('left');
  expect(await enrolmentOf(servers().db, 'waiting')).toMatchObject({ ending: 'left', step: null });
});

test('a lead that waits for a day goes on at once when what it waits for comes', async () => {
  await open.signUp('day-long', ['buyer']);
  const { id } = await whenAt('buyer', (row) => row.step === 'purchase' && !row.awake);
  await open.track('buyer', 'purchased');
  await whenClosed(id, 10_000);
  expect((await claims('buyer')).map(({ state }) => state)).toEqual(['sent', 'sent']);
});

test('who cancels while the mail server stalls gets no mail: the final dot is withheld', async () => {
  const before = mail.accepted();
  stallMail();
  await open.signUp('two-mails', ['in-flight']);
  await until('the hand-over stalls', 20_000, () => (waiting > 0 ? true : undefined));
  const { id } = await whenAt('in-flight', (row) => row.step === 'first');
  await open.track('in-flight', 'cancelled');
  await whenAt('in-flight', (row) => row.ending === 'left');
  stall?.end();
  await whenClosed(id, 30_000);
  expect(await claims('in-flight')).toMatchObject([{ state: 'withdrawn' }]);
  // The content had left when the claim was asked for the last time; it was never ended.
  expect(mail.handings.at(-1)).toMatchObject({ dotAt: undefined, overAt: expect.any(Number) });
  expect(mail.accepted()).toBe(before);
});

test('who unsubscribes between two tries gets no mail: the gate is asked again', async () => {
  const before = mail.accepted();
  stallMail();
  await open.signUp('two-mails', ['objector']);
  await until('the hand-over stalls', 20_000, () => (waiting > 0 ? true : undefined));
  // The try that stalls is cut by the channel's own deadline, and only the next one asks.
  await open.track('objector', 'unsubscribed');
  await until('the word is worked in', 20_000, () => isRead());
  await until('the first try is over', 40_000, async () => {
    const said = await decisions('objector');
    return said.includes('first withdrawn unsubscribed') ? true : undefined;
  });
  stall?.end();
  const { id } = await whenAt('objector', (row) => row.ending === 'finished');
  await whenClosed(id, 30_000);
  expect(mail.accepted()).toBe(before);
  expect(await decisions('objector')).toEqual(
    expect.arrayContaining(['first skipped unsubscribed', 'second skipped unsubscribed']),
  );
});

function stallMail(): void {
  let end = (): void => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  waiting = 0;
  stall = { over, end };
}

async function isRead(): Promise<true | undefined> {
  const { rows } = await servers().db.pool.query('select from lead_inbox');
  return rows.length === 0 ? true : undefined;
}

function claims(userId: string): Promise<readonly Claim[]> {
  return servers().db.query(claimsOf, [userId]);
}

async function decisions(userId: string): Promise<readonly string[]> {
  return (await servers().db.query(decisionsOf, [userId])).map(({ said }) => said);
}

function whenAt(userId: string, is: (row: EnrolmentRow) => boolean): Promise<EnrolmentRow> {
  return until(`${userId} gets there`, 30_000, async () => {
    const row = await enrolmentOf(servers().db, userId);
    return row !== undefined && is(row) ? row : undefined;
  });
}

async function whenClosed(id: string, limitMs: number): Promise<void> {
  const handle = servers().client.workflow.getHandle(id);
  await until(`${id} is closed`, limitMs, async () =>
    (await handle.describe()).status.name === 'RUNNING' ? undefined : true,
  );
}
