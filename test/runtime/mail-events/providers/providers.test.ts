import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { createVirtualClock } from '../../../../runtime/clock.js';
import { createIngest } from '../../../../runtime/ingest/ingest-server.js';
import { createUnsubscribeTokens } from '../../../../runtime/ingest/mail/unsubscribe-token.js';
import type { MailEvent } from '../../../../runtime/mail-events/mail-event.js';
import { providersWith } from '../../../../runtime/mail-events/providers/all-providers.js';
import { isSnsAddress } from '../../../../runtime/mail-events/providers/sns.js';
import { key, ourId } from '../mails.js';
import { certificate, privateKey } from './sns-certificate.js';

const noon = Date.UTC(2026, 2, 2, 12);
const seconds = String(noon / 1000);
const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sendgridKey = signingKey.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const resendSecret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`;

async function open() {
  const taken: MailEvent[] = [];
  const fetched: string[] = [];
  const secrets: Readonly<Record<string, string>> = {
    PERENNIAL_POSTMARK_SECRET: 'a secret',
    PERENNIAL_RESEND_SECRET: resendSecret,
    PERENNIAL_SENDGRID_KEY: sendgridKey,
    PERENNIAL_MAILGUN_KEY: 'a key',
    PERENNIAL_SES_TOPIC: 'arn:aws:sns:eu-west-1:1:mail',
  };
  const clock = createVirtualClock(noon);
  const app = await createIngest({
    clock,
    writeKeys: [],
    schema: () => ({ lead: {}, events: {} }),
    append: async () => [],
    unsubscribe: createUnsubscribeTokens('a secret'),
    mail: {
      apiKeys: [],
      async take(events) {
        taken.push(...events);
        return events.length;
      },
      providers: providersWith((name) => secrets[name], async (address) => {
        fetched.push(address);
        if (address.includes('gone')) throw new Error('nothing is there');
        return certificate;
      }),
    },
  });
  const post = async (provider: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    (await app.inject({ method: 'POST', url: `/v1/mail-events/${provider}`, payload: body, headers })).statusCode;
  return { taken, fetched, clock, post };
}

describe('Postmark', () => {
  const body = (more: object) => JSON.stringify({ RecordType: 'Bounce', ID: 42, Type: 'HardBounce', MessageID: key, BouncedAt: '2026-03-02T11:59:00Z', Metadata: { perennial: ourId }, ...more });
  const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`any:${password}`).toString('base64')}` });

  test('is known by the secret in the address', async () => {
    const { taken, post } = await open();
    expect(await post('postmark', body({}), basic('another'))).toBe(401);
    expect(await post('postmark', body({}))).toBe(401);
    expect(taken).toEqual([]);
    expect(await post('postmark', body({}), basic('a secret'))).toBe(200);
    expect(taken).toMatchObject([{ sendKey: key, act: 'bounced', bounce: 'hard', at: noon - 60_000, source: 'postmark' }]);
  });

  test('counts clicks as those of programs', async () => {
    const { taken, post } = await open();
    await post('postmark', body({ RecordType: 'Click', OriginalLink: 'https://northwind.example/' }), basic('a secret'));
    expect(taken).toMatchObject([{ act: 'clicked', machine: true, link: 'https://northwind.example/' }]);
  });
});

describe('Resend', () => {
  const body = JSON.stringify({ type: 'email.complained', created_at: '2026-03-02T12:00:00Z', data: { message_id: ourId } });
  const signed = (time: number, text = body) => ({
    'svix-id': 'msg_1',
    'svix-timestamp': String(time / 1000),
    'svix-signature': `v1,bm8= ${new Webhook(resendSecret).sign('msg_1', new Date(time), text)}`,
  });

  test('is known by its signature, as the reference library of the scheme makes it', async () => {
    const { taken, post } = await open();
    expect(await post('resend', body, signed(noon))).toBe(200);
    expect(taken).toMatchObject([{ sendKey: key, act: 'complained', dedupKey: 'msg_1' }]);
  });

  test('with another body, an old time or none is refused', async () => {
    const { taken, post } = await open();
    expect(await post('resend', `${body} `, signed(noon))).toBe(401);
    expect(await post('resend', body, signed(noon - 301_000))).toBe(401);
    expect(await post('resend', body, signed(noon + 301_000))).toBe(401);
    expect(await post('resend', body)).toBe(401);
    expect(taken).toEqual([]);
  });
});

describe('SendGrid', () => {
  const body = JSON.stringify([
    { event: 'bounce', status: '5.1.1', 'smtp-id': ourId, sg_event_id: 'one', timestamp: noon / 1000 },
    { event: 'deferred', 'smtp-id': ourId, sg_event_id: 'two', timestamp: noon / 1000 },
    { event: 'delivered', 'smtp-id': '<another@mail.example>', sg_event_id: 'three', timestamp: noon / 1000 },
  ]);
  const signed = (time: string, text = body) => ({
    'x-twilio-email-event-webhook-timestamp': time,
    'x-twilio-email-event-webhook-signature': createSign('sha256').update(time + text).sign(signingKey.privateKey, 'base64'),
  });

  test('is known by its signature, made by the documented scheme', async () => {
    const { taken, post } = await open();
    expect(await post('sendgrid', body, signed(seconds))).toBe(200);
    expect(taken).toMatchObject([{ sendKey: key, act: 'bounced', bounce: 'hard', dedupKey: 'one', at: noon }]);
    expect(taken).toHaveLength(1);
  });

  test('with another body, an old time or none is refused', async () => {
    const { post } = await open();
    expect(await post('sendgrid', `${body} `, signed(seconds))).toBe(401);
    expect(await post('sendgrid', body, signed(String(noon / 1000 - 301)))).toBe(401);
    expect(await post('sendgrid', body)).toBe(401);
  });

  test('needs a public key', () => {
    expect(() => providersWith((name) => (name === 'PERENNIAL_SENDGRID_KEY' ? 'nonsense' : undefined), async () => '')).toThrow(
      'PERENNIAL_SENDGRID_KEY is not what sendgrid gives out',
    );
  });
});

describe('Mailgun', () => {
  const bodyOf = (event: string, time = seconds, token = 'a-token') =>
    JSON.stringify({
      signature: { timestamp: time, token, signature: createHmac('sha256', 'a key').update(time + token).digest('hex') },
      'event-data': { id: `id-${event}`, event, severity: 'permanent', timestamp: noon / 1000, 'delivery-status': { 'enhanced-code': '5.1.1' }, message: { headers: { 'message-id': ourId.slice(1, -1) } } },
    });

  test('is known by its signature, made by the documented scheme', async () => {
    const { taken, post } = await open();
    expect(await post('mailgun', bodyOf('failed'))).toBe(200);
    expect(taken).toMatchObject([{ sendKey: key, act: 'bounced', bounce: 'hard', dedupKey: 'id-failed' }]);
    expect(await post('mailgun', bodyOf('failed').replace('a-token', 'b-token'))).toBe(401);
    expect(await post('mailgun', bodyOf('failed', String(noon / 1000 - 301)))).toBe(401);
    expect(await post('mailgun', 'nonsense')).toBe(401);
  });

  test('a token that was seen signs no other body', async () => {
    const { taken, post } = await open();
    await post('mailgun', bodyOf('failed'));
    expect(await post('mailgun', bodyOf('complained'))).toBe(401);
    // The same again is a retry.
    expect(await post('mailgun', bodyOf('failed'))).toBe(200);
    expect(new Set(taken.map(({ act }) => act))).toEqual(new Set(['bounced']));
  });
});

describe('SES', () => {
  const message = (more: object) => JSON.stringify({ Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:eu-west-1:1:mail', Timestamp: new Date(noon).toISOString(), Message: '{}', SignatureVersion: '2', Signature: 'bm8=', SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/a.pem', ...more });

  test.each([
    ['another host', { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem' }],
    ['a bucket, which anybody may have', { SigningCertURL: 'https://sns-eu-west-1.s3.amazonaws.com/a.pem' }],
    ['no TLS', { SigningCertURL: 'http://sns.eu-west-1.amazonaws.com/a.pem' }],
    ['another topic', { TopicArn: 'arn:aws:sns:eu-west-1:2:mail' }],
    ['an old time', { Timestamp: new Date(noon - 3_601_000).toISOString() }],
    ['no time', { Timestamp: 'nonsense' }],
    ['another type', { Type: 'Else' }],
  ])('with %s is refused before anything is fetched', async (_what, more) => {
    const { fetched, post } = await open();
    expect(await post('ses', message(more))).toBe(401);
    expect(fetched).toEqual([]);
  });

  const said = JSON.stringify({
    eventType: 'Bounce',
    mail: { messageId: 'of-ses', headers: [{ name: 'Message-ID', value: ourId }] },
    bounce: { bounceType: 'Permanent', bounceSubType: 'General', timestamp: '2026-03-02T11:59:00Z' },
  });
  const signed = (body: string) => {
    const fields: Readonly<Record<string, string>> = JSON.parse(body);
    const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'].filter((name) => Object.hasOwn(fields, name));
    const text = names.map((name) => `${name}\n${fields[name] ?? ''}\n`).join('');
    return JSON.stringify({ ...fields, Signature: createSign('RSA-SHA256').update(text).sign(privateKey, 'base64') });
  };

  test('is known by its signature, made by the documented scheme; the certificate is fetched once', async () => {
    const { taken, fetched, post } = await open();
    const call = signed(message({ Message: said }));
    expect([await post('ses', call), await post('ses', call)]).toEqual([200, 200]);
    expect(taken[0]).toMatchObject({ sendKey: key, act: 'bounced', bounce: 'hard', at: noon - 60_000, dedupKey: 'm' });
    expect(await post('ses', call.replace('Permanent', 'Transient'))).toBe(401);
    expect(fetched).toEqual(['https://sns.eu-west-1.amazonaws.com/a.pem']);
  });

  test('confirms its subscription, and no address elsewhere', async () => {
    const { fetched, post } = await open();
    const confirmation = (address: string) =>
      signed(message({ Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: address, Message: 'You have chosen to subscribe' }));
    expect(await post('ses', confirmation('https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'))).toBe(200);
    expect(await post('ses', confirmation('https://evil.example/'))).toBe(401);
    expect(fetched).toEqual(['https://sns.eu-west-1.amazonaws.com/a.pem', 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription']);
  });

  test('comes again when the certificate is not to be had', async () => {
    const { post } = await open();
    expect(await post('ses', message({ SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/gone.pem' }))).toBe(503);
  });

  test('addresses of SNS', () => {
    expect(isSnsAddress('https://sns.cn-north-1.amazonaws.com.cn/a')).toBe(true);
    expect(isSnsAddress('https://sns.eu-west-1.amazonaws.com:8443/a')).toBe(false);
    expect(isSnsAddress('https://sns.eu-west-1.amazonaws.com@evil.example/a')).toBe(false);
  });
});

test('a provider whose secret is not set is not there', async () => {
  const { post } = await open();
  expect(await post('another', '{}')).toBe(404);
});
