import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Release } from '../../../compiler/plan/ir.js';
import type { Inbox } from '../../../runtime/inbox/inbox-server.js';
import { startInbox } from '../../../runtime/inbox/inbox-server.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { planOf, sendOf, workspaceWith } from '../leads/release-for-tests.js';
import { bounce } from '../mail-events/mails.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import type { OpenService } from './stage/open-service.js';
import { openService } from './stage/open-service.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

const servers = useServers();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
let inbox: Inbox;
let folder: string;
let inboundPort: number;
let open: OpenService;

/** A mail with two links of our own. */
function release(): Release {
  const plan = planOf('welcome', [sendOf('hello')], { rollout: { share: 1, holdWhen: [{ metric: 'bounces', above: 0.01 }] } });
  const html =
    '<html><body><a href="https://northwind.example/docs?plan=trial&amp;x=1">Docs</a> <a href="https://northwind.example/prices">Prices</a>' +
    ' <a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>';
  const content = { campaign: 'welcome', messages: { hello: { template: 'hello', subject: 'Hello', preheader: '', html, text: 'Hello {{ unsubscribe_url }}', hash: 'one' } } };
  const workspace = workspaceWith({
    links: { domain: 'go.northwind.example', opens: false, utm: { source: 'perennial' } },
    dkim: [{ domain: 'northwind.example', selector: 'perennial', secret: 'DKIM_NORTHWIND' }],
    pace: [{ to: 'slow.example', perMinute: 20 }],
  });
  return { workspace, campaigns: [{ plan, content }] };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perennial-mail-'));
  inbox = await startInbox({ dir: folder });
  inboundPort = await freePort();
  await applyRelease(servers().db, release(), Date.now());
  open = await openService(servers(), inbox.port, {
    inboundMail: { host: '127.0.0.1', port: inboundPort },
    bounceMailbox: 'bounces@mail.northwind.example',
    secretOf: (name) => (name === 'DKIM_NORTHWIND' ? privateKey : undefined),
  });
});
afterAll(async () => {
  await open?.service.stop();
  await inbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Received {
  readonly raw: string;
  /** The envelope sender. */
  readonly from: string;
  /** Addresses that the HTML leads to. */
  readonly links: readonly string[];
}

/** The mail that came to an address. */
function mailTo(address: string): Promise<Received> {
  return until(`mail to ${address}`, 30_000, async () => {
    for (const file of await readdir(folder)) {
      if (!file.endsWith('.eml')) continue;
      const raw = await readFile(join(folder, file), 'latin1');
      if (!raw.includes(`X-Inbox-To: <${address}>`)) continue;
      const text = raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
      const links = [...text.matchAll(/<a href="([^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));
      return { raw, from: /X-Inbox-From: <([^>]*)>/.exec(raw)?.[1] ?? '', links };
    }
    return undefined;
  });
}

async function rows<Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return (await servers().db.pool.query<Row>(sql, [...values])).rows;
}

/** As they were judged; who waits to be judged is not among them. */
const actsOf = (userId: string) =>
  rows<{ act: string; machine: boolean; link: string | null }>(
    "select m.act, m.machine, m.link from message_events m join leads l on l.id = m.lead_id where l.user_id = $1 and m.source <> 'visit' order by m.at, m.link",
    [userId],
  );
const eventsOf = async (userId: string) =>
  (await rows<{ name: string }>("select e.name from events e join leads l on l.id = e.lead_id where l.user_id = $1 and e.name like 'email%'", [userId])).map(({ name }) => name);

const person = { 'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15' };
const visit = (link: string, headers: Readonly<Record<string, string>> = person) => fetch(link, { redirect: 'manual', headers });

describe('clicks on the running system', () => {
  test('a link leads over us to where it led, is signed for, and a person’s visit becomes the lead’s act', async () => {
    await open.signUp('welcome', ['ada']);
    const { raw, links } = await mailTo('ada@loopback.example');
    const [docs = '', prices = '', unsubscribe = ''] = links;
    expect(docs).toMatch(new RegExp(`^${open.service.ingestUrl}/c/[\\w-]+$`));
    expect(prices).toMatch(/\/c\//);
    expect(unsubscribe).toMatch(/\/u\//);
    expect(raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=northwind\.example;/m);
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    // Sooner nobody has read it.
    await pause(1_100);
    const reply = await visit(docs);
    expect([reply.status, reply.headers.get('location')]).toEqual([302, 'https://northwind.example/docs?plan=trial&x=1&utm_source=perennial']);
    await until('the visit is judged', 20_000, async () => ((await eventsOf('ada')).length > 0 ? true : undefined));
    expect(await actsOf('ada')).toEqual([{ act: 'clicked', machine: false, link: 'https://northwind.example/docs' }]);
    expect(await eventsOf('ada')).toEqual(['email_clicked']);
  });

  test('visits of programs are kept, and are nobody’s act: who says so, who follows all, who is too quick', async () => {
    await open.signUp('welcome', ['bob', 'cy', 'dan']);
    const [bob, cy, dan] = await Promise.all(['bob', 'cy', 'dan'].map((name) => mailTo(`${name}@loopback.example`)));
    await visit(dan?.links[0] ?? '');
    await visit(bob?.links[0] ?? '', { 'user-agent': 'BarracudaCentral/1.0' });
    await pause(1_100);
    await visit(cy?.links[0] ?? '');
    await visit(cy?.links[1] ?? '');
    await until('all are judged', 20_000, async () => ((await actsOf('cy')).length === 2 && (await actsOf('dan')).length === 1 ? true : undefined));
    for (const name of ['bob', 'cy', 'dan']) {
      expect((await actsOf(name)).map(({ machine }) => machine)).not.toContain(false);
      expect(await eventsOf(name)).toEqual([]);
    }
  });
});

test('a domain has its own pace: the second message waits and says so, the history is none the longer, and others go', async () => {
  for (const name of ['slow-one', 'slow-two', 'slow-three']) await open.signUp('welcome', [name], { email: `${name}@slow.example` });
  await open.signUp('welcome', ['quick']);
  await mailTo('quick@loopback.example');
  const said = await until('one waits', 20_000, async () => {
    const waits = await rows<{ id: string; text: string }>("select e.id, d.text from decisions d join enrolments e on e.id = d.enrolment_id where d.detail = 'pace' order by d.id");
    return waits.length === 2 ? waits : undefined;
  });
  expect(new Set(said.map(({ text }) => text))).toEqual(new Set(['Waiting for slow.example: at most 20 mails a minute go there.']));
  for (const name of ['slow-one', 'slow-two', 'slow-three']) await mailTo(`${name}@slow.example`);
  const ended = await Promise.all(
    ['slow-one', 'slow-two', 'slow-three', 'quick'].map((name) =>
      until(`${name} has come to the end`, 20_000, async () => {
        const row = await enrolmentOf(servers().db, name);
        return row?.ending === 'finished' ? row.id : undefined;
      }),
    ),
  );
  const lengths = await Promise.all(ended.map((id) => until('its run is over', 20_000, async () => {
    const { status, historyLength } = await servers().client.workflow.getHandle(id).describe();
    return status.name === 'COMPLETED' ? historyLength : undefined;
  })));
  expect(new Set(lengths).size).toBe(1);
  // One word a message, however often it is tried; and nobody's domain in a history.
  expect(await rows("select 1 from decisions where detail = 'pace'")).toHaveLength(2);
});

test('a bounce to the address of its message suppresses the person; two of them hold the rollout', async () => {
  await open.signUp('welcome', ['eve', 'fay']);
  for (const name of ['eve', 'fay']) {
    const { from } = await mailTo(`${name}@loopback.example`);
    expect(from).toMatch(/^bounces\+[\da-f]{40}@mail\.northwind\.example$/);
    // What comes back has lost our Message-ID: only the address says which message it was.
    await deliverInbound(from, bounce({ id: `<gone-${name}@mx.example>` }));
    await until(`${name} is suppressed`, 20_000, async () => {
      const hash = createHash('sha256').update(`${name}@loopback.example`).digest('hex');
      return (await rows('select 1 from suppressions where address_hash = $1', [hash])).length > 0 ? true : undefined;
    });
    expect(await until('the event', 20_000, async () => ((await eventsOf(name)).length > 0 ? await eventsOf(name) : undefined))).toEqual(['email_bounced']);
  }
  const [held] = await until('the rollout is held', 30_000, async () => {
    const controls = await rows<{ state: string; said_by: string; reason: string }>('select state, said_by, reason from controls');
    return controls.length > 0 ? controls : undefined;
  });
  expect(held).toMatchObject({ state: 'held', said_by: 'rollout', reason: expect.stringMatching(/^2 bounces of \d+ messages, over 1%$/) });
  expect(open.errors).toEqual([]);
});

/** As the mail server in front does. */
async function deliverInbound(to: string, raw: string): Promise<void> {
  const connection = new SMTPConnection({ host: '127.0.0.1', port: inboundPort });
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect(() => connection.send({ from: '', to: [to] }, raw, (error) => (error === null ? resolve() : reject(error))));
  });
  connection.quit();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
