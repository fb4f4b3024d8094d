import { expect, test } from 'vitest';
import { isAllowed, withAllowList } from '../../../runtime/channels/allow-list.js';
import type { Channel, OutgoingMail } from '../../../runtime/channels/channel.js';

const mail: OutgoingMail = {
  messageId: '<k@northwind.example>',
  from: { name: 'Anna', address: 'anna@northwind.example' },
  to: 'ada@example.com',
  subject: 'Hello',
  html: '<p>x</p>',
  text: 'x',
};

function taking(taken: string[]): Channel {
  return {
    deadlineMs: 1_000,
    async deliver({ to }, underWay) {
      await underWay();
      taken.push(to);
      return { kind: 'sent', response: '250 ok' };
    },
    lookUp: async () => ({ kind: 'unknown', response: '' }),
    async close() {},
  };
}

test('addresses and domains of the list are meant whole, in any case of letters', () => {
  const allow = ['@Northwind.example', 'anna@example.com'];
  expect(isAllowed(allow, 'BOB@northwind.example')).toBe(true);
  expect(isAllowed(allow, ' Anna@Example.com ')).toBe(true);
  expect(isAllowed(allow, 'ada@example.com')).toBe(false);
  expect(isAllowed(allow, 'bob@mail.northwind.example')).toBe(false);
  expect(isAllowed(allow, 'bob@evil-northwind.example')).toBe(false);
  expect(isAllowed(allow, 'bob@northwind.example@evil.example')).toBe(false);
  expect(isAllowed([], 'bob@northwind.example')).toBe(false);
  expect(isAllowed(['+491701234'], '+491701234')).toBe(true);
});

test('what goes to anybody else is kept, and says so; a list that changes counts at once', async () => {
  const [real, kept]: [string[], string[]] = [[], []];
  let allow: readonly string[] = [];
  const channel = withAllowList(taking(real), taking(kept), { environment: 'staging', allowed: () => allow });
  const underWay = async (): Promise<void> => {};
  expect(await channel.deliver(mail, underWay)).toEqual({
    kind: 'sent',
    response: '250 ok',
    note: 'Kept in the local inbox: the environment "staging" writes to its allow-list only.',
  });
  await channel.deliver({ ...mail, to: '+49 170 1234' }, underWay);
  allow = ['@example.com'];
  expect(await channel.deliver(mail, underWay)).toEqual({ kind: 'sent', response: '250 ok' });
  expect({ real, kept }).toEqual({ real: ['ada@example.com'], kept: ['ada@example.com', '+49_170_1234@kept.invalid'] });
});
