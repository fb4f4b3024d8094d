import { expect, onTestFinished, test } from 'vitest';
import type { Channel } from '../../../../runtime/channels/channel.js';
import { createSmtpChannel } from '../../../../runtime/channels/email/smtp.channel.js';
import { startSmtpWitness } from '../../service/stage/smtp-witness.js';
import { exampleMail } from '../channel-conformance.js';

/** A mail server that wants a login, and a channel that has this password. */
async function open(pass: string, right: () => string) {
  const logins: string[] = [];
  const mail = await startSmtpWitness({
    login: (user, password) => {
      logins.push(user);
      return user === 'perennial' && password === right();
    },
  });
  const channel: Channel = createSmtpChannel({ host: '127.0.0.1', port: mail.port, deadlineMs: 5_000, auth: { user: 'perennial', pass } });
  onTestFinished(async () => {
    await channel.close();
    await mail.stop();
  });
  return { mail, channel, logins };
}

test('logs in once a connection, and hands over', async () => {
  const { mail, channel, logins } = await open('open sesame', () => 'open sesame');
  for (let count = 0; count < 2; count += 1) expect(await channel.deliver(exampleMail, async () => {})).toMatchObject({ kind: 'sent' });
  expect(mail.accepted()).toBe(2);
  expect(logins).toEqual(['perennial']);
});

test('a login that is refused is tried again: nothing was handed over, nobody is refused, and no word of the password', async () => {
  let right = 'another one';
  const { mail, channel } = await open('open sesame', () => right);
  let underWay = 0;
  const refused: unknown = await channel.deliver(exampleMail, async () => void (underWay += 1)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ message: expect.stringMatching(/^nothing was handed over: .*535 5\.7\.8 no such login: perennial, <password>/) });
  expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain('open sesame');
  expect([underWay, mail.accepted()]).toEqual([0, 0]);
  right = 'open sesame';
  expect(await channel.deliver(exampleMail, async () => {})).toMatchObject({ kind: 'sent' });
});

test('a server that wants a login where none is set refuses nobody', async () => {
  const mail = await startSmtpWitness({ login: () => false });
  const channel = createSmtpChannel({ host: '127.0.0.1', port: mail.port, deadlineMs: 5_000 });
  onTestFinished(async () => {
    await channel.close();
    await mail.stop();
  });
  await expect(channel.deliver(exampleMail, async () => {})).rejects.toThrow('nothing was handed over');
  expect(mail.accepted()).toBe(0);
});
