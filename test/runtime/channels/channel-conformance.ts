import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, OutgoingMail } from '../../../runtime/channels/channel.js';

/** How the other side behaves, in words that hold for any channel. */
export type Behaviour =
  | 'accept'
  | 'refuse-recipient'
  | 'refuse-message'
  | 'defer'
  | 'hang-before'
  | 'cut-before'
  | 'accept-and-cut'
  | 'accept-and-hang';

export interface ChannelUnderTest {
  readonly channel: Channel;
  behave(behaviour: Behaviour): void;
  /** How many messages the other side has taken responsibility for. */
  accepted(): number;
  stop(): Promise<void>;
  /** False where the other side is an application, which knows no recipients: it takes a message or not. */
  readonly knowsRecipients?: false;
}

export const exampleMail: OutgoingMail = {
  messageId: '<4f1c@northwind.example>',
  from: { name: 'Anna of Northwind', address: 'anna@northwind.example' },
  to: 'ada@example.com',
  subject: 'Welcome',
  html: '<p>Hello Ada</p>',
  text: 'Hello Ada',
  unsubscribeUrl: 'https://northwind.example/u/token',
};

/** The promises of `Channel`, asked of any implementation. */
export function testChannel(name: string, open: () => Promise<ChannelUnderTest>): void {
  describe(`${name} as a channel`, () => {
    let bench: ChannelUnderTest;
    let asked: number;
    const underWay = async (): Promise<void> => {
      asked += 1;
    };
    beforeEach(async () => {
      bench = await open();
      asked = 0;
    });
    afterEach(async () => {
      await bench.channel.close();
      await bench.stop();
    });

    test('an accepted message is sent, and underWay was awaited once', async () => {
      bench.behave('accept');
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'sent' });
      expect(bench.accepted()).toBe(1);
      expect(asked).toBe(1);
    });

    test('a recipient that does not exist is refused for good, without getting under way', async () => {
      if (bench.knowsRecipients === false) return;
      bench.behave('refuse-recipient');
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'refused', suppress: 'no_mailbox' });
      expect(bench.accepted()).toBe(0);
      expect(asked).toBe(0);
    });

    test('a refused message does not blame the address', async () => {
      bench.behave('refuse-message');
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'refused', suppress: false });
      expect(bench.accepted()).toBe(0);
    });

    test('a deferral is thrown: trying again is safe, and succeeds once the other side is well', async () => {
      bench.behave('defer');
      await expect(bench.channel.deliver(exampleMail, underWay)).rejects.toThrow();
      expect(bench.accepted()).toBe(0);
      bench.behave('accept');
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'sent' });
      expect(bench.accepted()).toBe(1);
    });

    test('silence before the point of no return is thrown within the deadline', async () => {
      bench.behave('hang-before');
      const begun = performance.now();
      await expect(bench.channel.deliver(exampleMail, underWay)).rejects.toThrow();
      expect(performance.now() - begun).toBeLessThan(bench.channel.deadlineMs);
      expect(bench.accepted()).toBe(0);
    });

    test('a connection lost before the point of no return is thrown', async () => {
      bench.behave('cut-before');
      await expect(bench.channel.deliver(exampleMail, underWay)).rejects.toThrow();
      expect(bench.accepted()).toBe(0);
    });

    test('a connection lost after it is unknown, never sent twice by the channel itself', async () => {
      bench.behave('accept-and-cut');
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'unknown' });
      expect(bench.accepted()).toBe(1);
    });

    test('silence after it is unknown within the deadline', async () => {
      bench.behave('accept-and-hang');
      const begun = performance.now();
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'unknown' });
      expect(performance.now() - begun).toBeLessThan(bench.channel.deadlineMs);
    });

    test('when underWay rejects nothing is accepted and its reason is thrown', async () => {
      bench.behave('accept');
      const lost = new Error('another attempt holds the claim');
      await expect(bench.channel.deliver(exampleMail, () => Promise.reject(lost))).rejects.toBe(lost);
      expect(bench.accepted()).toBe(0);
      expect(await bench.channel.deliver(exampleMail, underWay)).toMatchObject({ kind: 'sent' });
      expect(bench.accepted()).toBe(1);
    });

    test('an underWay that never ends is given up within the deadline, and nothing is accepted', async () => {
      bench.behave('accept');
      await expect(bench.channel.deliver(exampleMail, () => new Promise(() => {}))).rejects.toThrow();
      expect(bench.accepted()).toBe(0);
    });

    test('no failure names the recipient', async () => {
      for (const behaviour of ['refuse-recipient', 'refuse-message', 'defer', 'accept-and-cut'] as const) {
        bench.behave(behaviour);
        const said = await bench.channel.deliver(exampleMail, underWay).then(
          (outcome) => outcome.response,
          (error: unknown) => String(error),
        );
        expect(said).not.toContain(exampleMail.to);
      }
    });
  });
}
