import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { expect, onTestFinished, test } from 'vitest';
import { findTemporal } from '../../../../runtime/servers/temporal/find-temporal.js';
import { isAlive } from '../../../../runtime/servers/processes/process-table.js';
import { startTemporal } from '../../../../runtime/servers/temporal/temporal-server.js';
import { tempFolder } from '../temp-folder.js';

test('the Temporal server keeps its workflows over a restart, at the same address', async () => {
  const folder = tempFolder();
  const binary = await temporalBinary();
  const server = await startTemporal({
    binary,
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
  });
  onTestFinished(() => server.stop());
  const { pid, address } = server;
  await withClient(address, (client) =>
    client.workflow.start('campaign.welcome', { workflowId: 'enrolment-1', taskQueue: 'nobody-listens' }),
  );
  expect((await fetch(server.uiAddress ?? '')).status).toBe(200);

  await server.restart();
  expect(server.address).toBe(address);
  expect(server.pid).not.toBe(pid);
  expect(isAlive(pid)).toBe(false);
  const kept = await withClient(address, (client) => client.workflow.getHandle('enrolment-1').describe());
  expect(kept.status.name).toBe('RUNNING');

  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
});

test('a server that cannot start shows the end of its log', async () => {
  const folder = tempFolder();
  const logFile = join(folder, 'temporal.log');
  const started = startTemporal({
    binary: await temporalBinary(),
    dbFile: folder,
    logFile,
    headless: true,
  });
  await expect(started).rejects.toThrow(`The end of ${logFile}:`);
});

test('a server that lost a port to another program is started again, at the same address', async () => {
  const folder = tempFolder();
  const binary = join(folder, 'temporal');
  // What it writes when a port is gone, once; then it is the server.
  const said = String.raw`panic: address already in use\n\ngoroutine 1 [running]:\nmain.main()\n\t/main.go:18 +0x96`;
  const script = `if [ ! -e ${folder}/lost ]; then : > ${folder}/lost; printf '${said}\\n'; exit 2; fi\nexec '${await temporalBinary()}' "$@"`;
  writeFileSync(binary, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const server = await startTemporal({ binary, logFile: join(folder, 'temporal.log'), headless: true });
  onTestFinished(() => server.stop());
  expect(readFileSync(join(folder, 'temporal.log'), 'utf8')).toContain('panic: address already in use');

  writeFileSync(binary, `#!/bin/sh\nprintf '${said}\\n'; exit 2\n`);
  await expect(server.restart()).rejects.toThrow(/ended while starting\.\nThe end of [^\n]*\n(?: {2}.*\n)* {2}panic: address already in use\n {2}$/);
});

async function temporalBinary(): Promise<string> {
  // A server elsewhere is no use here: these tests start and stop their own.
  const env = { ...process.env, TEMPORAL_ADDRESS: '' };
  const found = await findTemporal({ progress: console.error, env });
  if (found.kind === 'address') throw new Error('no address was asked for');
  return found.path;
}

async function withClient<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
