import { once } from 'node:events';
import { createServer } from 'node:net';
import { msToTs } from '@temporalio/common/lib/time.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serve } from '../../../cli/commands/serve.command.js';
import type { Host } from '../../../cli/host.js';
import { openService } from './stage/open-service.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 300_000 });

const servers = useServers();

/** Nobody listens there: these tests send no mail. */
const noMail = 9;

test('a port that is taken is named with what to do, and nothing that was started goes on', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const address = taken.address();
  if (address === null || typeof address === 'string') throw new Error('the port is not known');
  const before = await connections();
  const serving = serve(hostWith({ PERENNIAL_LISTEN: `127.0.0.1:${address.port}` }));
  await expect(serving).rejects.toMatchObject({
    name: 'UsageError',
    message: `127.0.0.1:${address.port} is taken by another program.`,
    next: 'End that one, or name another: PERENNIAL_LISTEN=127.0.0.1:4478',
  });
  await until('its connections are gone', 10_000, async () => ((await connections()) <= before ? true : undefined));
  expect(process.listenerCount('SIGHUP')).toBeLessThanOrEqual(1);
});

test('serving ends with the reason when the worker has failed for good', async () => {
  const { client, temporal } = servers();
  const namespace = 'doomed';
  await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await until('the namespace is there', 30_000, async () => {
    const answer = await client.workflowService.describeNamespace({ namespace }).catch(() => undefined);
    return answer === undefined ? undefined : true;
  });
  const said: string[] = [];
  const serving = serve(hostWith({ TEMPORAL_NAMESPACE: namespace, PERENNIAL_LISTEN: '127.0.0.1:0' }, said)).catch(
    (error: unknown) => error,
  );
  await until('it serves', 60_000, () => (said.some((line) => line.includes('Ingest API')) ? true : undefined));
  await client.connection.operatorService.deleteNamespace({ namespace });
  // Else the polls that are open would be answered first, a minute later.
  await temporal.restart();
  expect(await serving).toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(/^The Temporal worker has ended for good: [^\n]*$/),
    next: 'Start it again; what answers shows: perennial doctor',
  });
});

test('stopping takes seconds also where Temporal is away and wakes are queued', async () => {
  const { temporal } = servers();
  const open = await openService(servers(), noMail);
  let stopped = false;
  onTestFinished(async () => {
    if (!stopped) await open.service.stop();
  });
  process.kill(temporal.pid, 'SIGKILL');
  await open.signUp('two-mails', ['unheard']);
  await until('the dispatcher has taken the row', 30_000, async () => {
    const { rows } = await servers().db.pool.query('select from outbox where attempts > 0');
    return rows.length > 0 ? true : undefined;
  });
  const began = performance.now();
  await open.service.stop();
  stopped = true;
  expect(performance.now() - began).toBeLessThan(16_000);
});

function hostWith(env: Readonly<Record<string, string>>, said: string[] = []): Host {
  const { databaseUrl, temporal } = servers();
  return {
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    cwd: '/',
    env: {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      PERENNIAL_SMTP: `127.0.0.1:${noMail}`,
      PERENNIAL_WRITE_KEYS: 'key',
      PERENNIAL_SECRET: 'a secret of the tests',
      ...env,
    },
    color: { out: false, err: false },
    interactive: false,
  };
}

/** How many connections the database has, ours among them. */
async function connections(): Promise<number> {
  const [row] = (
    await servers().db.pool.query<{ n: number }>('select count(*)::int as n from pg_stat_activity where datname = current_database()')
  ).rows;
  return row?.n ?? 0;
}
