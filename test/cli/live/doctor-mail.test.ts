import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { doctor } from '../../../cli/commands/doctor.command.js';
import type { Dns } from '../../../cli/doctor/dns.js';
import { rewrite, smallRepository } from '../perennial.js';
import { recordingHost } from '../recording-host.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'der' } });
const published = publicKey.toString('base64');

/** A DNS of these texts; what it does not have, does not exist. */
function dnsOf(zone: Readonly<Record<string, readonly string[]>>): Dns {
  return { texts: async (name) => ({ kind: 'texts', texts: zone[name] ?? [] }) };
}

const healthy = {
  'northwind.com': ['some-verification=1', 'v=spf1 include:_spf.mail.example -all'],
  'perennial._domainkey.northwind.com': [`v=DKIM1; k=rsa; p=${published}`],
  '_dmarc.northwind.com': ['v=DMARC1; p=quarantine; rua=mailto:dmarc@northwind.com'],
};

/** A repository whose mail is from northwind.com and signed by it. */
function repository(): string {
  const folder = smallRepository();
  rewrite(folder, 'perennial.yaml', 'anna@northwind.example', 'anna@northwind.com');
  appendFileSync(join(folder), '\ndkim:\n  - { domain: northwind.com, selector: perennial, secret: DKIM_NORTHWIND }\nretention: { events: 2y }\n');
  return folder;
}

function join(folder: string): string {
  return `${folder}/perennial.yaml`;
}

const env = { DKIM_NORTHWIND: privateKey, PERENNIAL_PUBLIC_URL: 'https://go.northwind.com', PERENNIAL_BOUNCES: 'bounces@mail.northwind.com' };

/** The lines about mail, without those about this machine. */
async function lines(folder: string, dns: Dns, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const host = { ...recordingHost(folder), env: { ...env, ...more } };
  await doctor(host, '.', dns);
  return host.said.out.split('\n').filter((line) => /^. (?:SPF|DKIM|DMARC|Return|One|Retention|Mail|\S+\.example)/.test(line)).map((line) => line.replace(/ {2,}/, ' '));
}

test('a sender whose records stand is told so, each by itself', async () => {
  const zone = { ...healthy, 'mail.northwind.com': ['v=spf1 ip4:192.0.2.7 -all'] };
  expect(await lines(repository(), dnsOf(zone))).toEqual([
    '✓ SPF of mail.northwind.com v=spf1 ip4:192.0.2.7 -all',
    '✓ DKIM of northwind.com the key under perennial._domainkey.northwind.com is that of DKIM_NORTHWIND',
    '✓ DMARC of northwind.com v=DMARC1; p=quarantine; rua=mailto:dmarc@northwind.com',
    '✓ Return path mail.northwind.com stands with northwind.com',
    '✓ One click marketing mail has List-Unsubscribe and List-Unsubscribe-Post, and leads to https://go.northwind.com',
    '✓ Retention perennial.yaml says how long events are kept',
  ]);
});

test('a missing record comes with the very one to publish', async () => {
  const said = await lines(repository(), dnsOf({}), { PERENNIAL_BOUNCES: 'bounces@northwind.com' });
  expect(said.slice(0, 3)).toEqual([
    '✗ SPF of northwind.com none, so anybody may send as you. Publish: northwind.com. TXT "v=spf1 include:<what your mail server\'s operator names> -all"',
    `✗ DKIM of northwind.com no key under perennial._domainkey.northwind.com. Publish: perennial._domainkey.northwind.com. TXT "v=DKIM1; k=rsa; p=${published}"`,
    '✗ DMARC of northwind.com none, so Gmail, Yahoo and Outlook refuse bulk mail. Publish: _dmarc.northwind.com. TXT "v=DMARC1; p=none; rua=mailto:dmarc@northwind.com"',
  ]);
});

test.each([
  ['two SPF records', { 'northwind.com': ['v=spf1 -all', 'v=spf1 a -all'] }, '2 records, which counts as none'],
  ['an SPF record for everybody', { 'northwind.com': ['v=spf1 +all'] }, 'lets everybody send as you'],
  ['an SPF record that asks too much', { 'northwind.com': [`v=spf1 ${'include:a.example '.repeat(11)}-all`] }, 'more than 10 count as an error'],
  ['the key of somebody else', { 'perennial._domainkey.northwind.com': ['v=DKIM1; p=AAAA'] }, 'is not that of DKIM_NORTHWIND'],
  ['a key that was revoked', { 'perennial._domainkey.northwind.com': ['v=DKIM1; p='] }, 'is revoked'],
  ['two DMARC records', { '_dmarc.northwind.com': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }, '2 records under _dmarc.northwind.com, which counts as none'],
  ['a policy that only watches', { '_dmarc.northwind.com': ['v=DMARC1; p=none'] }, 'which is enough for Gmail and Yahoo'],
] as const)('%s is seen', async (_, zone, words) => {
  expect((await lines(repository(), dnsOf({ ...healthy, ...zone }), { PERENNIAL_BOUNCES: 'bounces@northwind.com' })).join('\n')).toContain(words);
});

test('a secret that is no key is seen, before anybody wonders why nothing leaves', async () => {
  expect((await lines(repository(), dnsOf(healthy), { DKIM_NORTHWIND: 'correct horse battery staple' })).join('\n')).toContain('✗ DKIM of northwind.com the secret DKIM_NORTHWIND is no RSA key in PEM form');
});

test('a sender below a domain stands by the policy of that domain', async () => {
  const folder = repository();
  rewrite(folder, 'perennial.yaml', 'anna@northwind.com', 'anna@news.northwind.com');
  expect(await lines(folder, dnsOf(healthy))).toContain('✓ DMARC of news.northwind.com v=DMARC1; p=quarantine; rua=mailto:dmarc@northwind.com');
});

test('bounces of a strange domain are seen, and matter where nothing is signed', async () => {
  const dns = dnsOf({ ...healthy, 'bounces.elsewhere.com': ['v=spf1 -all'] });
  const more = { PERENNIAL_BOUNCES: 'b@bounces.elsewhere.com' };
  expect((await lines(repository(), dns, more)).join('\n')).toContain('! Return path bounces go to bounces.elsewhere.com, which does not stand with northwind.com: for DMARC only DKIM vouches');
  const unsigned = smallRepository();
  rewrite(unsigned, 'perennial.yaml', 'anna@northwind.example', 'anna@northwind.com');
  const said = (await lines(unsigned, dns, { ...more, PERENNIAL_PUBLIC_URL: 'http://go.northwind.com' })).join('\n');
  expect(said).toContain('! DKIM of northwind.com nothing is signed here');
  expect(said).toContain('✗ Return path bounces go to bounces.elsewhere.com');
  expect(said).toContain('✗ One click PERENNIAL_PUBLIC_URL is http://go.northwind.com');
  expect(said).toContain('! Retention events are kept for ever. In perennial.yaml: retention: { events: 2y }');
});

test('without a network it says that nothing was checked, and harms nobody', async () => {
  const offline: Dns = { texts: async () => ({ kind: 'unknown' }) };
  const said = await lines(repository(), offline);
  expect(said.slice(0, 3)).toEqual(['SPF of mail.northwind.com', 'DKIM of northwind.com', 'DMARC of northwind.com'].map((what) => `! ${what} not checked: the DNS does not answer within 3 seconds`));
  expect(await lines(smallRepository(), offline)).toContain('! northwind.example not checked: no such domain can exist, it is for examples');
});

test('a folder without a repository is not asked about mail', async () => {
  const host = recordingHost('/');
  await doctor(host, '.', dnsOf({}));
  expect(host.said.out).not.toContain('SPF');
});
