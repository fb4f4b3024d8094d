import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serve } from '../../../cli/commands/serve.command.js';
import { exitCode } from '../../../cli/exit-code.js';
import { createUnsubscribeTokens } from '../../../runtime/ingest/mail/unsubscribe-token.js';
import { loadPayloadCodec } from '../../../runtime/service/payload-codec.js';
import { startScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { openService } from './stage/open-service.js';
import { startOtlpCollector } from './stage/otlp-collector.js';
import { signUp } from './stage/sign-up.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 120_000 });

const servers = useServers();
const writeKey = 'key-of-the-tests';
const secret = 'a secret of the tests';

test('after a run in which much went wrong nothing names a person: logs, spans, numbers, answers, plans, histories, ids', async () => {
  const mail = await startScriptedSmtpPeer({ rcpt: { kind: 'reply', text: '451 4.2.1 <grace-17@loopback.example> later, grace-17 is busy' } });
  onTestFinished(() => mail.stop());
  const collector = await startOtlpCollector();
  onTestFinished(() => collector.stop());
  const said: string[] = [];
  const serving = serve({
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    cwd: '/',
    env: {
      DATABASE_URL: servers().databaseUrl,
      TEMPORAL_ADDRESS: servers().temporal.address,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      PERENNIAL_SMTP: `127.0.0.1:${mail.port}`,
      PERENNIAL_LISTEN: '127.0.0.1:0',
      PERENNIAL_OPERATIONS: '127.0.0.1:0',
      PERENNIAL_LOG_LEVEL: 'debug',
      PERENNIAL_WRITE_KEYS: writeKey,
      PERENNIAL_SECRET: secret,
    },
    color: { out: false, err: false },
    interactive: false,
  });
  const address = (before: string) => (): string | undefined => new RegExp(`${before} (http://[\\d.:]+)`).exec(said.join('\n'))?.[1];
  const operations = await until('probes are answered', 30_000, address('Operations'));
  const ingest = await until('it serves', 60_000, address('Ingest API'));

  await signUp(ingest, writeKey, 'two-mails', ['grace-17'], () => ({ email: 'grace-17@loopback.example', first_name: 'Ada' }));
  await until('the mail server says "later"', 30_000, () => (mail.wire.some(({ text }) => text.includes('451')) ? true : undefined));
  mail.play({ rcpt: { kind: 'reply', text: '550 5.1.1 <grace-17@loopback.example> unknown: grace-17' } });
  const answers: string[] = [];
  const post = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
    const response = await fetch(`${ingest}${path}`, { method: 'POST', body, headers });
    answers.push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`);
  };
  const known = { authorization: `Basic ${btoa(`${writeKey}:`)}` };
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  await post('/v1/track', '{"userId":"grace-17"', known);
  await post('/v1/track', '{"userId":"grace-17","event":"grace_did","properties":{"who":"grace-17@loopback.example"}}', {
    ...known,
    traceparent: `00-${trace}-00f067aa0ba902b7-01`,
  });
  await post('/v1/track', '{"userId":"grace-17","event":"x"}', { authorization: `Basic ${btoa('grace-17@loopback.example:')}` });
  await post(`/u/${createUnsubscribeTokens(secret).make('grace-17', 'news')}x`, 'grace-17');
  await post('/grace-17/elsewhere?email=grace-17@loopback.example', '');
  const metrics = await until('the refusal is counted', 60_000, async () => {
    const text = await (await fetch(`${operations}/metrics`)).text();
    return text.includes('channel="email",outcome="refused"} 1') ? text : undefined;
  }, 100);
  await until('the lead has gone on', 60_000, async () => {
    const { rows } = await servers().db.pool.query("select from claims where state = 'refused' or state = 'sent'");
    return rows.length > 0 ? true : undefined;
  });
  process.emit('SIGHUP');
  expect(await serving).toBe(exitCode.clean);

  const plans = await servers().db.pool.query('select to_jsonb(p) as plan from plans p');
  const { histories, text: temporal } = await everythingInTemporal();
  const places = {
    logs: said.join('\n'),
    spans: collector.text(),
    metrics,
    answers: answers.join('\n'),
    plans: JSON.stringify(plans.rows),
    temporal,
    'log of Temporal': await readFile(join(servers().folder, 'temporal.log'), 'utf8'),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(100);
    expect(text, place).not.toMatch(/grace|\bada\b/i);
    expect(text, place).not.toContain(writeKey);
    expect(text, place).not.toContain(secret);
  }
  // What the mail server said is told, without whom it spoke of.
  expect(temporal).toContain('451 4.2.1');
  expect(histories).toBeGreaterThan(0);

  const spans = (name: string) => collector.spans.filter((span) => span.name === name);
  expect(spans('POST /v1/batch')[0]?.attributes).toMatchObject({ 'http.route': '/v1/batch', 'http.response.status_code': 200 });
  expect(spans('POST /v1/track').some(({ traceId }) => traceId === trace)).toBe(true);
  expect(spans('append')[0]?.attributes).toEqual({ 'perennial.events': 2 });
  expect(spans('absorb').length).toBeGreaterThan(0);
  expect(spans('StartWorkflow:campaign.two-mails')).toHaveLength(1);
  expect(spans('RunActivity:advance')[0]?.attributes).toMatchObject({ 'perennial.campaign': 'two-mails', 'perennial.next': 'deliver', 'perennial.step': 'first' });
  const about = { 'perennial.campaign': 'two-mails', 'perennial.step': 'first' };
  const refused = spans('hand over').find(({ attributes }) => attributes['perennial.outcome'] === 'refused');
  expect(refused?.attributes).toEqual({ ...about, 'perennial.channel': 'email', 'perennial.outcome': 'refused' });
  const delivery = spans('RunActivity:deliver').find(({ spanId }) => spanId === refused?.parentSpanId);
  expect(delivery?.attributes).toMatchObject({ 'perennial.campaign': 'two-mails' });
  const confirmed = spans('confirm').filter(({ parentSpanId }) => parentSpanId === delivery?.spanId);
  expect(confirmed.map(({ attributes }) => attributes)).toEqual([{ ...about, 'perennial.claim': 'ready' }]);
  expect(spans('settle').length).toBeGreaterThan(0);
});

test('with a codec histories are unreadable, also for a worker without it; a new key goes in front of the old one', async () => {
  const mail = await startSmtpWitness();
  onTestFinished(() => mail.stop());
  const key = (id: string) => `${id}:${Buffer.alloc(32, id).toString('base64')}`;
  const codecWith = (keys: string) =>
    loadPayloadCodec('examples/operations/payload-codec.mjs', {
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
      secretOf: (name) => (name === 'PERENNIAL_PAYLOAD_KEYS' ? keys : undefined),
    });
  const sealed = await openService(servers(), mail.port, { payloadCodec: await codecWith(key('old')) });
  await sealed.signUp('two-mails', ['sealed']);
  await until('the first mail', 30_000, () => (mail.accepted() === 1 ? true : undefined));
  await sealed.service.stop();

  await expect(openService(servers(), mail.port)).rejects.toThrow('What Temporal holds cannot be read here: Unknown encoding: binary/encrypted');
  const bare = await openService(servers(), mail.port, { roles: ['worker'], publicUrl: sealed.service.ingestUrl });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await bare.service.stop();
  expect(mail.accepted()).toBe(1);

  const turned = await openService(servers(), mail.port, { payloadCodec: await codecWith(`${key('new')},${key('old')}`) });
  onTestFinished(() => turned.service.stop());
  await until('the second mail', 60_000, () => (mail.accepted() === 2 ? true : undefined));
  const { rows } = await servers().db.pool.query<{ id: string }>("select e.id from enrolments e join leads l on l.id = e.lead_id where l.user_id = 'sealed'");
  const id = rows[0]?.id ?? '';
  await until('its end', 30_000, async () => ((await servers().client.workflow.getHandle(id).describe()).status.name === 'COMPLETED' ? true : undefined));
  const history = historyToJSON(await servers().client.workflow.getHandle(id).fetchHistory());
  const keyIds = new Set([...history.matchAll(/"encryption-key-id": "([^"]+)"/g)].map(([, text = '']) => Buffer.from(text, 'base64').toString()));
  expect(keyIds).toEqual(new Set(['old', 'new']));
  // What is left in plain is the SDK's own: which local activity a marker is of.
  expect(readable(history)).not.toMatch(/enrolmentId|epoch|sendKey|deliver|finished|two-mails/);
  expect(history).toContain('campaign.two-mails');
});

async function workflowIds(): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of servers().client.workflow.list()) ids.push(workflowId);
  return ids;
}

/** All that Temporal knows of every execution, payloads read. */
async function everythingInTemporal(): Promise<{ readonly histories: number; readonly text: string }> {
  const { workflow } = servers().client;
  const texts: string[] = [];
  for (const id of await workflowIds()) {
    const { raw } = await workflow.getHandle(id).describe();
    const history = historyToJSON(await workflow.getHandle(id).fetchHistory());
    texts.push(id, JSON.stringify(raw), history, readable(history));
  }
  return { histories: texts.length / 4, text: texts.join('\n') };
}

/** What the base64 of a history's payloads says. */
function readable(history: string): string {
  return [...history.matchAll(/"data": "([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString()).join('\n');
}
