import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSmtpChannel } from '../../../runtime/channels/email/smtp.channel.js';
import type { Outcome } from '../../../runtime/channels/channel.js';
import { startSmtpWitness } from '../service/stage/smtp-witness.js';
import type { SmtpWitness } from '../service/stage/smtp-witness.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { attributeIs, planOf, releaseOf, sendOf } from './release-for-tests.js';

// What happens between `confirm` and the final dot. The mail server and the database are real.

const openDatabase = useCluster();
let database: TestDatabase;
let mail: SmtpWitness;
/** Called while the mail server makes the client wait for the answer to its recipient. */
let meanwhile: () => Promise<void> = async () => {};
beforeEach(async () => {
  database = await openDatabase();
  mail = await startSmtpWitness({ atRecipient: () => meanwhile() });
});
afterEach(async () => {
  meanwhile = async () => {};
  await mail.stop();
});

interface HandedOver {
  readonly outcome: Outcome | 'stopped' | 'not confirmed';
  /** Epoch ms. */
  readonly confirmedAt: number;
  readonly markedAt: number | undefined;
  readonly dotAt: number | undefined;
}

async function worldWithClaim(): Promise<{ world: LeadWorld; id: string; sendKey: string }> {
  const plan = planOf('welcome', [sendOf('hello', { when: attributeIs('plan', 'trial') })], {
    leave: [{ kind: 'on', event: 'bought' }],
    events: ['bought'],
    attributes: ['plan'],
  });
  const world = await createWorld(database, releaseOf([plan]));
  await world.identify('ada', { email: 'ada@example.com', plan: 'trial' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  return { world, id, sendKey: next.sendKey };
}

async function handOver({ claims }: LeadWorld, sendKey: string): Promise<HandedOver> {
  const channel = createSmtpChannel({ host: '127.0.0.1', port: mail.port, deadlineMs: 20_000 });
  const none = { confirmedAt: Date.now(), markedAt: undefined, dotAt: undefined };
  let markedAt: number | undefined;
  try {
    const confirmed = await claims.confirm(sendKey, 1, () => 'words');
    if (confirmed.kind !== 'ready') return { ...none, outcome: 'not confirmed' };
    const confirmedAt = Date.now();
    const message = { messageId: confirmed.mail.messageId, from: { name: 'Anna', address: 'anna@northwind.example' }, to: 'ada@example.com', subject: 'Hello', html: '<p>x</p>', text: 'x' };
    const before = mail.handings.length;
    const outcome = await channel
      .deliver(message, async () => {
        await claims.underWay(confirmed.attempt, 'words');
        markedAt = Date.now();
      })
      .catch(async () => {
        await claims.release(confirmed.attempt);
        return 'stopped' as const;
      });
    if (outcome !== 'stopped') await claims.settle(confirmed.attempt, outcome);
    return { outcome, confirmedAt, markedAt, dotAt: mail.handings[before]?.dotAt };
  } finally {
    await channel.close();
  }
}

test('what is worked in before the gate is asked again always stops the message', async () => {
  const { world, sendKey } = await worldWithClaim();
  await world.say('ada', 'unsubscribed', { topic: 'tips' });
  await world.absorb();
  expect(await handOver(world, sendKey)).toMatchObject({ outcome: 'not confirmed' });
  expect(mail.handings).toEqual([]);
});

test.each([
  ['an objection', (world: LeadWorld) => world.say('ada', 'unsubscribed', { topic: 'tips' }), 'unsubscribed'],
  ['a way out', (world: LeadWorld) => world.say('ada', 'bought'), 'bought'],
  ['a condition that holds no more', (world: LeadWorld) => world.identify('ada', { plan: 'pro' }), 'condition'],
])('%s that comes in while the mail server is talked to withholds the final dot', async (_what, say, detail) => {
  for (const absorbed of [false, true]) {
    database = await openDatabase();
    const { world, sendKey } = await worldWithClaim();
    meanwhile = async () => {
      await say(world);
      // Whether the router was there already, or nobody has read it yet.
      if (absorbed) await world.absorb();
    };
    expect(await handOver(world, sendKey)).toMatchObject({ outcome: 'stopped', dotAt: undefined });
    expect(await world.rows('select state from claims')).toEqual([{ state: 'withdrawn' }]);
    const said = await world.rows<{ detail: string }>("select detail from decisions where code in ('withdrawn', 'left')");
    expect(said.map((row) => row.detail)).toContain(detail);
  }
});

test('what does not concern the message holds nothing up', async () => {
  const { world, id, sendKey } = await worldWithClaim();
  meanwhile = async () => {
    await world.say('ada', 'visited');
    await world.absorb();
    await world.say('ada', 'visited');
  };
  expect(await handOver(world, sendKey)).toMatchObject({ outcome: { kind: 'sent' }, dotAt: expect.any(Number) });
  expect(await world.rows('select state, attempts from claims')).toEqual([{ state: 'sent', attempts: 1 }]);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'finished' });
});

test('the window in which nothing stops a message any more is the way of the final dot', async () => {
  const talks: number[] = [];
  const races: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    database = await openDatabase();
    const { world, sendKey } = await worldWithClaim();
    const { confirmedAt, markedAt = Number.NaN, dotAt = Number.NaN } = await handOver(world, sendKey);
    talks.push(markedAt - confirmedAt);
    races.push(dotAt - markedAt);
  }
  const middle = (values: readonly number[]): number => values.toSorted((first, second) => first - second)[1] ?? Number.NaN;
  console.info(`confirm to the last question: ${middle(talks)} ms, and to the final dot: ${middle(races)} ms more`);
  // A point of no return that is marked before connecting would count the whole talk.
  expect(middle(races)).toBeLessThan(1_000);
  expect(middle(races)).toBeGreaterThanOrEqual(-5);
});
