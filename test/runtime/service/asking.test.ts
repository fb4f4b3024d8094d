import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readRepository } from '../../../cli/read-repository.js';
import { check } from '../../../compiler/check.js';
import { realClock } from '../../../runtime/clock.js';
import type { Service } from '../../../runtime/service/start-service.js';
import { startService } from '../../../runtime/service/start-service.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { listTasks } from '../../../runtime/store/tasks.js';
import { writeMisbehavingPlugin } from '../actions/misbehaving-plugin.js';
import type { WebPeer } from '../channels/web-peer.js';
import { startWebPeer } from '../channels/web-peer.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import { signUp } from './stage/sign-up.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 120_000 });

const mail = '---\nsubject: Hello\npreheader: A message like the others\n---\n<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ lead.first_name }}, {{ lead.size }}</mj-text><mj-text><a href="https://loopback.example">Go</a></mj-text><mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ company.postal_address }}</mj-text></mj-column></mj-section></mj-body></mjml>\n';

const campaign = (name: string, steps: string): string => `campaign: ${name}
title: ${name}
kind: relationship
stage: lead
owner: tests
enter:
  - on: signed_up
    where: event.campaign == "${name}"
    again: never
goal: activated within 14d
email: topic news from us
steps:
${steps}`;

const files = (crm: WebPeer): Readonly<Record<string, string>> => ({
  'perennial.yaml': `dsl: 1
company: Loopback
postal_address: 1 Loopback Lane, 127.0.0.1
zone: UTC
activation: activated
topics:
  news: { title: News, opt: out }
senders:
  us: { address: us@loopback.example, label: Us }
channels:
  hook: { kind: webhook, url: "http://127.0.0.1:${crm.port}/message", secret: HOOK_SECRET, allow_private: true }
  sdr: { kind: task, url: "http://127.0.0.1:${crm.port}/task", secret: HOOK_SECRET, allow_private: true, members: "anna, ben" }
plugins: [./plugins/misbehaving]
`,
  'schema/schema.yaml': `lead:
  email: { type: text, personal: true, example: ada@example.com }
  time_zone: { type: text, example: Europe/Berlin }
  first_name: { type: text, personal: true, example: Ada, default: there }
  size: { type: number, example: 7, default: 0 }
events:
  signed_up:
    meaning: One of the campaigns begins.
    properties:
      campaign: { type: text, example: asking }
  activated:
    meaning: The goal nobody reaches here.
`,
  'campaigns/asking.yaml': campaign(
    'asking',
    `  - do: fine
    with:
      word: = lead.email
  - do: throws
  - send: mail
    channel: hook
  - task: qualify
    team: sdr
    assign:
      - sdr by rotation
    outcomes:
      good:
        - send: welcome
          channel: hook
      bad: []
`,
  ),
  'campaigns/hanging.yaml': campaign('hanging', '  - do: hang\n    failed: end\n'),
  'templates/asking/mail.mjml': mail,
  // The same words twice a day would be held back.
  'templates/asking/welcome.mjml': mail.replace('Hello {{', 'Welcome {{'),
});

const servers = useServers();
let crm: WebPeer;
let service: Service;
let folder: string;
const errors: string[] = [];
const logged: string[] = [];
const secret = 'a secret of the hook, a secret of the hook';

beforeAll(async () => {
  crm = await startWebPeer();
  folder = mkdtempSync(join(tmpdir(), 'perennial-asking-'));
  for (const [path, text] of Object.entries(files(crm))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const plugin = writeMisbehavingPlugin({ source: 'Companies Inc.', attempt: '2s' });
  cpSync(plugin.folder, join(folder, 'plugins/misbehaving'), { recursive: true });
  plugin.remove();
  const { release, diagnostics } = await check(await readRepository(folder));
  if (release === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  const { databaseUrl, temporal, db } = servers();
  await applyRelease(db, release, Date.now());
  service = await startService({
    databaseUrl,
    temporal: { address: temporal.address, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: 1 },
    clock: realClock,
    secret: 'a secret of the tests',
    writeKeys: ['write'],
    apiKeys: ['api'],
    repository: folder,
    secretOf: (name) => ({ HOOK_SECRET: secret, API_KEY: 'a key of the plug-in' })[name],
    logPlugin: (_level, message) => void logged.push(message),
    ingest: { host: '127.0.0.1', port: 0 },
    onError: (error) => errors.push(String(error)),
  });
});
afterAll(async () => {
  await service?.stop();
  await crm?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(id: string, outcome: string, key = 'api'): Promise<number> {
  const response = await fetch(`${service.ingestUrl}/v1/tasks/${id}/outcome`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ outcome, by: 'anna' }),
  });
  return response.status;
}

test('a lead is enriched, an application gets its messages, a person answers; whoever hangs holds up nobody else', async () => {
  const { db } = servers();
  await signUp(service.ingestUrl, 'write', 'hanging', ['hung']);
  await signUp(service.ingestUrl, 'write', 'asking', ['ada']);
  const told = await until('the CRM knows of the task', 60_000, async () => crm.taken.find(({ path }) => path === '/task'));
  expect(crm.taken.map(({ path }) => path).sort()).toEqual(['/message', '/task']);
  const message = JSON.parse(crm.taken.find(({ path }) => path === '/message')?.body ?? '{}');
  expect(message).toMatchObject({ type: 'message.created', data: { user_id: 'ada', campaign: 'asking', step: 'mail' } });
  expect(message.data.text).toContain('Hello Ada, 7');
  const task = JSON.parse(told.body);
  expect(task.data).toMatchObject({ team: 'sdr', assignee: 'anna', outcomes: ['bad', 'good'] });
  expect(task.data.answer_to).toBe(`${service.ingestUrl}/v1/tasks/${task.data.id}/outcome`);

  expect(await answer(task.data.id, 'good', 'write')).toBe(401);
  expect(await answer(task.data.id, 'splendid')).toBe(422);
  expect(await answer(task.data.id, 'good')).toBe(200);
  expect(await answer(task.data.id, 'good')).toBe(200);
  expect(await answer(task.data.id, 'bad')).toBe(409);
  await until('the lead comes to the end', 60_000, async () => ((await enrolmentOf(db, 'ada'))?.ending === 'finished' ? true : undefined));
  expect(crm.taken.filter(({ path }) => path === '/message')).toHaveLength(2);
  expect(await listTasks(db, { team: 'sdr' })).toMatchObject([{ outcome: 'good', answeredBy: 'anna' }]);

  await until('whoever hangs is ended', 60_000, async () => ((await enrolmentOf(db, 'hung'))?.ending === 'left' ? true : undefined));
  const { rows } = await db.pool.query('select action, state, detail, attempts, source from actions order by action');
  expect(rows).toEqual([
    { action: 'fine', state: 'done', detail: null, attempts: 1, source: 'Companies Inc.' },
    { action: 'hang', state: 'failed', detail: 'tried_out', attempts: 2, source: null },
    { action: 'throws', state: 'failed', detail: 'tried_out', attempts: 2, source: null },
  ]);
  expect(logged).toEqual(['working for [secret]']);
});

test('neither histories nor errors name the person or a secret', async () => {
  const { client, db } = servers();
  const { id } = (await enrolmentOf(db, 'ada')) ?? { id: '' };
  const written = JSON.stringify(await client.workflow.getHandle(id).fetchHistory());
  const payloads = [...written.matchAll(/"data":"([^"]+)"/g)].map((match) => Buffer.from(match[1] ?? '', 'base64').toString('utf8'));
  const history = [written, ...payloads].join('\n');
  expect(history).toContain('asking/fine');
  for (const word of ['ada@', 'Ada', secret, 'a key of the plug-in', 'no luck']) {
    expect(`${history} ${errors.join(' ')}`).not.toContain(word);
  }
});
