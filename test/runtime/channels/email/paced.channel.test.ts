import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { PacePlan } from '../../../../compiler/plan/ir.js';
import type { Channel, Outcome, OutgoingMail } from '../../../../runtime/channels/channel.js';
import { TryLater } from '../../../../runtime/channels/channel.js';
import { withPace } from '../../../../runtime/channels/email/paced.channel.js';
import { createSmtpChannel } from '../../../../runtime/channels/email/smtp.channel.js';
import { paceTo } from '../../../../runtime/channels/email/usual-paces.js';
import type { Lanes } from '../../../../runtime/store/lanes.js';
import { createLanes } from '../../../../runtime/store/lanes.js';
import type { TestDatabase } from '../../store/test-database.js';
import { useCluster } from '../../store/test-database.js';
import { exampleMail } from '../channel-conformance.js';

const openDatabase = useCluster();
let store: TestDatabase;
beforeAll(async () => {
  store = await openDatabase();
});

/** What a mail server saw of each domain. */
interface Seen {
  readonly asked: Map<string, number>;
  readonly taken: { readonly domain: string; readonly at: number }[];
  most: number;
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A mail server, and workers that hand over to it at the pace of each domain. */
async function open({ answer = () => undefined, thinksMs = 0, takesMs = 0, pace = [], workers = 1, lanes = (own) => own }: {
  readonly answer?: (domain: string, asked: number) => string | undefined;
  /** What passes before a recipient is answered, and before the 250. */
  readonly thinksMs?: number;
  readonly takesMs?: number;
  readonly pace?: readonly PacePlan[];
  readonly workers?: number;
  readonly lanes?: (own: Lanes) => Lanes;
}): Promise<{ readonly channels: readonly Channel[]; readonly seen: Seen }> {
  const seen: Seen = { asked: new Map(), taken: [], most: 0 };
  let inside = 0;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      const domain = domainOf(address);
      const asked = (seen.asked.get(domain) ?? 0) + 1;
      seen.asked.set(domain, asked);
      const words = answer(domain, asked);
      const reply = (): void => done(words === undefined ? null : Object.assign(new Error(words.slice(4)), { responseCode: Number(words.slice(0, 3)) }));
      setTimeout(reply, thinksMs);
    },
    onData(stream, { envelope }, done) {
      inside += 1;
      seen.most = Math.max(seen.most, inside);
      stream.resume();
      stream.on('end', () => {
        setTimeout(() => {
          inside -= 1;
          seen.taken.push({ domain: domainOf(envelope.rcptTo[0]?.address ?? ''), at: performance.now() });
          done();
        }, takesMs);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address: AddressInfo | string | null = server.server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const channels = Array.from({ length: workers }, () => {
    const smtp = createSmtpChannel({ host: '127.0.0.1', port, deadlineMs: 5_000, connections: 20 });
    ends.push(() => smtp.close());
    return withPace(smtp, { lanes: lanes(createLanes(store.db)), paceTo: (domain) => paceTo(domain, pace) });
  });
  return { channels, seen };
}

function domainOf(address: string): string {
  return address.slice(address.indexOf('@') + 1);
}

let made = 0;
function mailTo(domain: string, more: Partial<OutgoingMail> = {}): OutgoingMail {
  made += 1;
  return { ...exampleMail, messageId: `<${made}@northwind.example>`, to: `lead-${made}@${domain}`, ...more };
}

/** As the queue does: comes again at the moment that it was told; words of why it waited are kept. */
async function handOver(channel: Channel, mail: OutgoingMail, notes: Set<string> = new Set()): Promise<Outcome> {
  for (;;) {
    try {
      return await channel.deliver(mail, async () => {});
    } catch (error) {
      if (error instanceof TryLater && error.note !== undefined) notes.add(error.note);
      const waitMs = error instanceof TryLater ? error.afterMs : 50;
      await new Promise((resolve) => {
        setTimeout(resolve, waitMs);
      });
    }
  }
}

test('two workers keep the rate of a domain together, and another domain goes as fast as it can', async () => {
  const { channels, seen } = await open({ pace: [{ to: 'slow.example', perMinute: 600 }], workers: 2 });
  const notes = new Set<string>();
  const began = performance.now();
  const mails = Array.from({ length: 16 }, (_, index) => handOver(channels[index % 2] ?? never(), mailTo('slow.example'), notes));
  const waits = new Set<string>();
  const others = Array.from({ length: 16 }, (_, index) => handOver(channels[index % 2] ?? never(), mailTo('quick.example'), waits));
  await Promise.all(others);
  await Promise.all(mails);
  const at = seen.taken.filter(({ domain }) => domain === 'slow.example').map((one) => one.at);
  expect(at).toHaveLength(16);
  // One each 100 ms: the sixteenth has its turn 1.5 s after the first.
  expect((at.at(-1) ?? 0) - began).toBeGreaterThan(1_490);
  expect((at.at(-1) ?? 0) - began).toBeLessThan(4_000);
  expect([...waits]).toEqual([]);
  expect([...notes]).toEqual(['Waiting for slow.example: at most 600 mails a minute go there.']);
  expect(await store.db.pool.query('select from mail_turns')).toMatchObject({ rowCount: 0 });
});

test('a mail that a person asked for does not wait behind marketing', async () => {
  const { channels: [channel = never()], seen } = await open({ pace: [{ to: 'long.example', perMinute: 60 }] });
  await handOver(channel, mailTo('long.example'));
  await expect(channel.deliver(mailTo('long.example'), async () => {})).rejects.toMatchObject({ name: 'TryLater' });
  const { unsubscribeUrl: _marketing, ...receipt } = mailTo('long.example');
  expect(await channel.deliver(receipt, async () => {})).toMatchObject({ kind: 'sent' });
  expect(seen.taken).toHaveLength(2);
});

test('no more than so many are handed over to a domain at once', async () => {
  const { channels: [channel = never()], seen } = await open({ pace: [{ to: 'narrow.example', atOnce: 3 }], takesMs: 30 });
  await Promise.all(Array.from({ length: 40 }, () => handOver(channel, mailTo('narrow.example'))));
  expect(seen.taken).toHaveLength(40);
  expect(seen.most).toBe(3);
});

test('a domain that says "not now" rests, is asked with one message, and harms no other domain', async () => {
  const { channels: [channel = never()], seen } = await open({
    answer: (domain, asked) => (domain === 'busy.example' && asked <= 2 ? '451 4.7.1 too much at once' : undefined),
    // Long enough that others come while the one is asked about.
    thinksMs: 120,
    takesMs: 5,
  });
  const notes = new Set<string>();
  const began = performance.now();
  // The first word comes before the crowd.
  await expect(channel.deliver(mailTo('busy.example'), async () => {})).rejects.toThrow('nothing was handed over');
  const mails = Array.from({ length: 30 }, () => handOver(channel, mailTo('busy.example'), notes));
  const others = Array.from({ length: 30 }, () => handOver(channel, mailTo('calm.example')));
  await Promise.all(others);
  expect(seen.taken.filter(({ domain }) => domain === 'busy.example')).toEqual([]);
  await Promise.all(mails);
  expect(seen.taken.filter(({ domain }) => domain === 'busy.example')).toHaveLength(30);
  // Two were told "not now", the second after 1 s; 2 s later everybody is asked about once.
  expect(seen.asked.get('busy.example')).toBe(32);
  expect(performance.now() - began).toBeGreaterThan(3_000);
  expect([...notes]).toEqual(['Waiting for busy.example: its mail server asked to come later.']);
  expect((await createLanes(store.db).resting()).filter(({ domain }) => domain === 'busy.example')).toEqual([]);
}, 30_000);

test('those who wait for a domain come again one after the other', async () => {
  const { channels: [channel = never()] } = await open({ answer: () => '451 4.7.1 too much at once' });
  await expect(channel.deliver(mailTo('Crowd.Example'), async () => {})).rejects.toThrow('nothing was handed over');
  const waits: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    const refused: unknown = await channel.deliver(mailTo('crowd.example'), async () => {}).catch((error: unknown) => error);
    waits.push(refused instanceof TryLater ? refused.afterMs + performance.now() : 0);
  }
  const [first = 0, second = 0, third = 0] = waits;
  expect([second - first, third - second].map((apart) => Math.round(apart / 25))).toEqual([2, 2]);
});

test('no more than twenty wait here for a slot; whoever comes then is sent back at once', async () => {
  const { channels: [channel = never()] } = await open({ pace: [{ to: 'small.example', atOnce: 1 }], takesMs: 100 });
  const back: unknown[] = [];
  const all = Array.from({ length: 26 }, () => channel.deliver(mailTo('small.example'), async () => {}).catch((error: unknown) => back.push(error)));
  // Before even the first of them is through.
  await Promise.race(all.slice(0, 1));
  expect(back).toHaveLength(5);
  expect(back.every((reason) => reason instanceof TryLater)).toBe(true);
});

test('another worker hears of it too', async () => {
  const { channels: [one = never(), two = never()], seen } = await open({ answer: (domain) => (domain === 'shut.example' ? '450 4.7.0 later' : undefined), workers: 2 });
  await expect(one.deliver(mailTo('shut.example'), async () => {})).rejects.toThrow('nothing was handed over');
  await expect(two.deliver(mailTo('shut.example'), async () => {})).rejects.toMatchObject({ name: 'TryLater' });
  expect(seen.asked.get('shut.example')).toBe(1);
});

test('a message that was accepted stays accepted, though the store is away when the domain is well again', async () => {
  const { channels: [channel = never()], seen } = await open({
    answer: (domain, asked) => (domain === 'weak.example' && asked === 1 ? '451 4.7.1 later' : undefined),
    lanes: (lanes) => ({ ...lanes, resume: () => Promise.reject(new Error('the store is out of reach')) }),
  });
  await expect(channel.deliver(mailTo('weak.example'), async () => {})).rejects.toThrow('nothing was handed over');
  expect(await handOver(channel, mailTo('weak.example'))).toMatchObject({ kind: 'sent' });
  expect(seen.taken).toHaveLength(1);
});

test('what a domain said stays what is told, though the store is away', async () => {
  const { channels: [channel = never()] } = await open({
    answer: () => '451 4.7.1 later',
    lanes: (lanes) => ({ ...lanes, rest: () => Promise.reject(new Error('the store is out of reach')) }),
  });
  await expect(channel.deliver(mailTo('lost.example'), async () => {})).rejects.toThrow('nothing was handed over');
});

test('one mailbox that is full says nothing about its neighbours', async () => {
  const { channels: [channel = never()] } = await open({ answer: (domain, asked) => (domain === 'homes.example' && asked === 1 ? '452 4.2.2 over quota' : undefined) });
  await expect(channel.deliver(mailTo('homes.example'), async () => {})).rejects.toThrow('nothing was handed over');
  expect(await channel.deliver(mailTo('homes.example'), async () => {})).toMatchObject({ kind: 'sent' });
});

function never(): never {
  throw new Error('there is no such worker');
}
