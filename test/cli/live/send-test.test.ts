import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendTestCommand } from '../../../cli/commands/send-test.command.js';
import { exitCode, UsageError } from '../../../cli/exit-code.js';
import type { Inbox } from '../../../runtime/inbox/inbox-server.js';
import { startInbox } from '../../../runtime/inbox/inbox-server.js';
import { mayBeTested } from '../../../runtime/service/send-test.js';
import { workspaceWith } from '../../runtime/leads/release-for-tests.js';
import { rewrite, smallRepository } from '../perennial.js';
import { recordingHost } from '../recording-host.js';

let inboxFolder: string;
let inbox: Inbox;
beforeAll(async () => {
  inboxFolder = await mkdtemp(join(tmpdir(), 'perennial-send-test-'));
  inbox = await startInbox({ dir: inboxFolder });
});
afterAll(async () => {
  await inbox.stop();
  await rm(inboxFolder, { recursive: true, force: true });
});

const mjml = 'templates/hello/first-mail.mjml';

async function run(folder: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const host = { ...recordingHost(folder), env: { PERENNIAL_SMTP: `127.0.0.1:${inbox.port}`, ...env } };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  let code = -1;
  sendTestCommand.add(program, host, async (action) => {
    code = await action;
  });
  try {
    await program.parseAsync(['send-test', ...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: exitCode.usage, out: host.said.out, err: `${error.message}\n${error.next ?? ''}` };
  }
  return { code, ...host.said };
}

const arrived = async () => (await readdir(inboxFolder)).sort().map((file) => readFileSync(join(inboxFolder, file), 'utf8'));

test('says what would go where and sends nothing, without --yes', async () => {
  const { code, out, err } = await run(smallRepository(), ['hello/first-mail', '--to', 'anna@northwind.example']);
  expect(code).toBe(0);
  expect(out).toBe(
    'From: Anna of Northwind <anna@northwind.example>\nTo: anna@northwind.example\nSubject: [test] Hello\n' +
      `By: 127.0.0.1:${inbox.port}\nSigned: by the mail server, or not at all\n`,
  );
  expect(err).toContain('This was a dry run; nothing was sent. To send it: perennial send-test hello/first-mail --to anna@northwind.example --yes');
  expect(await arrived()).toEqual([]);
});

test('hands over the wording that is asked for, marked, with dead personal links, and nothing that a list would have', async () => {
  const folder = smallRepository();
  const german = readFileSync(join(folder, mjml), 'utf8').replace('subject: Hello', 'subject: Hallo {{ lead.plan }}');
  writeFileSync(join(folder, mjml.replace('.mjml', '.de.mjml')), german);
  appendFileSync(join(folder, 'perennial.yaml'), '\nlinks:\n  domain: go.northwind.example\n  opens: true\n');
  writeFileSync(join(folder, 'lead.json'), '{ "plan": "pro" }');
  const before = (await arrived()).length;
  const sent = await run(folder, ['first-mail', '--to', 'tomas@northwind.example', '--locale', 'de', '--lead', 'lead.json', '--yes']);
  expect(sent).toMatchObject({ code: 0, err: expect.stringContaining('Accepted: 250') });
  const raw = (await arrived())[before] ?? '';
  const mail = await PostalMime.parse(raw);
  expect(mail.subject).toBe('[test] Hallo pro');
  expect(mail.to?.[0]?.address).toBe('tomas@northwind.example');
  expect(mail.html).toContain('https://this-is-a-test.invalid/');
  expect(mail.html).not.toContain('go.northwind.example');
  expect(raw).not.toMatch(/^list-unsubscribe/im);
  // None of ours by its form: a bounce or an answer of it is nobody's.
  expect(mail.messageId).toMatch(/^<test-[\da-f-]{36}@northwind\.example>$/);
});

test('is signed as a real mail of its sender would be, by the nearest domain that has a key', async () => {
  const folder = smallRepository();
  rewrite(folder, 'perennial.yaml', 'anna@northwind.example', 'anna@mail.northwind.example');
  const keys = ['{ domain: northwind.example, selector: above, secret: DKIM_ABOVE }', '{ domain: mail.northwind.example, selector: nearest, secret: DKIM_NEAREST }'];
  appendFileSync(join(folder, 'perennial.yaml'), `\ndkim:\n${keys.map((key) => `  - ${key}\n`).join('')}`);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const before = (await arrived()).length;
  const env = { DKIM_NEAREST: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  const sent = await run(folder, ['hello/first-mail', '--to', 'anna@northwind.example', '--yes'], env);
  expect(sent).toMatchObject({ code: 0, out: expect.stringContaining('Signed: nearest._domainkey.mail.northwind.example\n') });
  expect((await arrived())[before]).toMatch(/^DKIM-Signature: [^]*d=mail\.northwind\.example/m);
});

test('an environment that the workspace does not have reaches nobody', () => {
  const workspace = workspaceWith({ environments: { staging: { allow: ['@northwind.example'] } } });
  expect(mayBeTested(workspace, 'staging', 'anna@northwind.example')).toBe(true);
  expect(mayBeTested(workspace, 'gone', 'anna@northwind.example')).toBe(false);
});

test('obeys the allow-list of an environment, also one that cannot be read', async () => {
  const folder = smallRepository();
  appendFileSync(join(folder, 'perennial.yaml'), "\nenvironments:\n  staging: { allow: ['@northwind.example'] }\n");
  const before = (await arrived()).length;
  const words = ['hello/first-mail', '--environment', 'staging', '--yes', '--to'];
  expect(await run(folder, [...words, 'somebody@elsewhere.example'])).toMatchObject({ code: 1, err: expect.stringContaining('allow-list') });
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
  expect(await run(folder, ['hello/first-mail', '--yes', '--to', 'somebody@elsewhere.example'], nowhere)).toMatchObject({ code: 2 });
  expect(await arrived()).toHaveLength(before);
  expect(await run(folder, [...words, 'anna@northwind.example'])).toMatchObject({ code: 0 });
  expect(await arrived()).toHaveLength(before + 1);
});

test('a server that is away, half a login, a wrong name and a repository with errors send nothing, and say what to do', async () => {
  const folder = smallRepository();
  const words = ['hello/first-mail', '--to', 'anna@northwind.example', '--yes'];
  expect(await run(folder, words, { PERENNIAL_SMTP: '127.0.0.1:1' })).toMatchObject({ code: 1, err: expect.stringContaining('Not sent: nothing was handed over') });
  expect(await run(folder, words, { PERENNIAL_SMTP: '' })).toMatchObject({ code: 2, err: expect.stringContaining('PERENNIAL_SMTP=smtp.example.net:587') });
  expect(await run(folder, words, { PERENNIAL_SMTP_USER: 'me' })).toMatchObject({ code: 2, err: expect.stringContaining('PERENNIAL_SMTP_PASSWORD is not set') });
  expect(await run(folder, ['hello/frist-mail', '--to', 'anna@northwind.example'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean') });
  rewrite(folder, 'campaigns/hello.yaml', 'send: first-mail', 'send: frist-mail');
  expect((await run(folder, words)).code).not.toBe(0);
});
