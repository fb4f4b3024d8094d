import { expect, onTestFinished, test, vi } from 'vitest';
import { serve } from '../../../cli/commands/serve.command.js';
import { exitCode } from '../../../cli/exit-code.js';
import { createMetrics } from '../../../runtime/operations/metrics.js';
import { startScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { openService } from './stage/open-service.js';
import { signUp } from './stage/sign-up.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 120_000 });

const servers = useServers();

test('a run logs JSON without a person in it, answers probes and counts, and ends clean', async () => {
  const mail = await startScriptedSmtpPeer();
  onTestFinished(() => mail.stop());
  mail.play({ rcpt: { kind: 'reply', text: '550 5.1.1 <grace@loopback.example> unknown, dear Ada' } });
  const said: string[] = [];
  const serving = serve({
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    cwd: '/',
    env: {
      DATABASE_URL: servers().databaseUrl,
      TEMPORAL_ADDRESS: servers().temporal.address,
      PERENNIAL_SMTP: `127.0.0.1:${mail.port}`,
      PERENNIAL_LISTEN: '127.0.0.1:0',
      PERENNIAL_OPERATIONS: '127.0.0.1:0',
      PERENNIAL_LOG_LEVEL: 'debug',
      PERENNIAL_WRITE_KEYS: 'key-of-the-tests',
      PERENNIAL_SECRET: 'a secret of the tests',
    },
    color: { out: false, err: false },
    interactive: false,
  });
  const find = (before: string) => async (): Promise<string | undefined> =>
    new RegExp(`${before} (http://[\\d.:]+)`).exec(said.join('\n'))?.[1];
  const operations = await until('probes are answered', 30_000, find('Operations'));
  expect((await fetch(`${operations}/livez`)).status).toBe(200);
  const ingest = await until('it serves', 60_000, find('Ingest API'));
  expect(await (await fetch(`${operations}/readyz`)).json()).toEqual({ status: 'ok', missing: [] });
  expect((await fetch(`${operations}/elsewhere`)).status).toBe(404);

  await signUp(ingest, 'key-of-the-tests', 'two-mails', ['grace-17']);
  await fetch(`${ingest}/v1/track`, { method: 'POST', body: '{"userId":"grace-17"' });
  const counted = (text: string) => async (): Promise<true | undefined> =>
    (await (await fetch(`${operations}/metrics`)).text()).includes(text) ? true : undefined;
  await until('the refusal is counted', 30_000, counted('perennial_hand_over_seconds_count{channel="email",outcome="refused"} 1'), 100);
  await until('events are counted', 1_000, counted('perennial_events_received_total{kind="track",result="stored"} 1'));
  await until('the database is read', 1_000, counted('perennial_database_up 1'));
  await until('workers are told of', 1_000, counted('perennial_worker_running{queue="perennial-email"} 1'));

  process.emit('SIGHUP');
  expect(await serving).toBe(exitCode.clean);
  await expect(fetch(`${operations}/livez`)).rejects.toThrow();
  expect(said.length).toBeGreaterThan(2);
  for (const line of said) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), time: expect.any(String), msg: expect.any(String) });
  expect(said.join('\n')).not.toMatch(/grace|loopback\.example|ada\b|key-of-the-tests|a secret of the tests/i);
});

test('a wrong password of the mail server loses no lead, and stands in no log', async () => {
  let right = 'another one';
  let refused = 0;
  const mail = await startSmtpWitness({
    login: (user, password) => {
      const isRight = user === 'perennial' && password === right;
      if (!isRight) refused += 1;
      return isRight;
    },
  });
  onTestFinished(() => mail.stop());
  const said: string[] = [];
  const serving = serve({
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    cwd: '/',
    env: {
      DATABASE_URL: servers().databaseUrl,
      TEMPORAL_ADDRESS: servers().temporal.address,
      PERENNIAL_SMTP: `127.0.0.1:${mail.port}`,
      PERENNIAL_SMTP_USER: 'perennial',
      PERENNIAL_SMTP_PASSWORD: 'open-sesame-of-the-tests',
      PERENNIAL_LISTEN: '127.0.0.1:0',
      PERENNIAL_OPERATIONS: '127.0.0.1:0',
      PERENNIAL_LOG_LEVEL: 'debug',
      PERENNIAL_WRITE_KEYS: 'key-of-the-tests',
      PERENNIAL_SECRET: 'a secret of the tests',
    },
    color: { out: false, err: false },
    interactive: false,
  });
  const ingest = await until('it serves', 60_000, () => /Ingest API (http:\/\/[\d.:]+)/.exec(said.join('\n'))?.[1]);
  await signUp(ingest, 'key-of-the-tests', 'two-mails', ['login-1']);
  await until('the login is refused', 30_000, () => (refused > 0 ? true : undefined));
  right = 'open-sesame-of-the-tests';
  await until('the mail arrives all the same', 30_000, () => (mail.accepted() > 0 ? true : undefined));
  process.emit('SIGHUP');
  expect(await serving).toBe(exitCode.clean);
  expect(mail.accepted()).toBe(1);
  expect(said.join('\n')).not.toContain('open-sesame');
});

test('parts run apart, and two workers share the work of one database', async () => {
  const mail = await startSmtpWitness();
  onTestFinished(() => mail.stop());
  const [front, one, other] = [createMetrics(), createMetrics(), createMetrics()];
  const open = await openService(servers(), mail.port, { roles: ['ingest', 'router'], metrics: front });
  onTestFinished(() => open.service.stop());
  const publicUrl = open.service.ingestUrl;
  const workers = await Promise.all(
    [one, other].map((metrics) => openService(servers(), mail.port, { roles: ['worker'], metrics, publicUrl })),
  );
  onTestFinished(async () => {
    for (const { service } of workers) await service.stop();
  });
  expect(workers.map(({ service }) => service.ingestUrl)).toEqual(['', '']);
  const leads = Array.from({ length: 40 }, (_, index) => `shared-${index}`);
  await open.signUp('two-mails', leads);
  await until('each has the first mail', 60_000, () => (mail.accepted() >= leads.length ? true : undefined));
  expect(new Set(mail.handings.map(({ messageId }) => messageId)).size).toBe(mail.handings.length);
  for (const metrics of [one, other]) expect(await metrics.text()).toMatch(/perennial_hand_over_seconds_count\{channel="email",outcome="sent"\} [1-9]/);
  expect(await front.text()).toMatch(/perennial_outbox_told_total 4\d/);
  expect(await front.text()).not.toContain('perennial_hand_over_seconds_count{');
  expect(await open.service.unready()).toEqual([]);
  const [first] = workers;
  if (first === undefined) throw new Error('two were started');
  expect(await first.service.unready()).toEqual([]);
  const stopping = first.service.stop();
  expect(await first.service.unready()).toEqual(['it is being stopped']);
  await stopping;
});

test('a hand-over that has begun is finished, also where the mail server takes its time', async () => {
  let delayMs = 0;
  const mail = await startSmtpWitness({ delayMs: () => delayMs });
  onTestFinished(() => mail.stop());
  const open = await openService(servers(), mail.port);
  // What the tests before left waiting would stand in line with it.
  await until('everybody else to have ended', 60_000, async () => {
    const { rows } = await servers().db.pool.query('select from enrolments where ending is null limit 1');
    return rows.length === 0 ? true : undefined;
  });
  delayMs = 9_500;
  await open.signUp('two-mails', ['slow']);
  const state = async (): Promise<string | undefined> => {
    const { rows } = await servers().db.pool.query<{ state: string }>(
      "select c.state from claims c join leads l on l.id = c.lead_id where l.user_id = 'slow'",
    );
    return rows[0]?.state;
  };
  await until('it is at the point of no return', 60_000, async () => ((await state()) === 'under_way' ? true : undefined));
  await open.service.stop();
  expect(await state()).toBe('sent');
});
