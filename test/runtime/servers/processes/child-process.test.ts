import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Child } from '../../../../runtime/servers/processes/child-process.js';
import { startChild } from '../../../../runtime/servers/processes/child-process.js';
import { freePort } from '../../../../runtime/servers/processes/free-port.js';
import { isAlive, sendSignal } from '../../../../runtime/servers/processes/process-table.js';
import { tempFolder } from '../temp-folder.js';

const listen = join(import.meta.dirname, 'programs', 'listen.mjs');

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('children end with a parent that gets %s', async (signal) => {
  const folder = tempFolder();
  const { parent, children } = await startParent(folder, 'wait');
  parent.kill(signal);
  await once(parent, 'exit');
  await expectAllGone(children, folder);
});

test.each(['throw', 'exit'] as const)('children end with a parent that ends by %s', async (ending) => {
  const folder = tempFolder();
  const { parent, children } = await startParent(folder, ending);
  if (parent.exitCode === null) await once(parent, 'exit');
  expect(parent.exitCode).not.toBe(0);
  await expectAllGone(children, folder);
});

test('a child that ignores the request is killed when its parent ends', async () => {
  const folder = tempFolder();
  const { parent, children } = await startParent(folder, 'wait', 'stubborn');
  parent.kill('SIGINT');
  await once(parent, 'exit');
  await expectAllGone(children, folder);
});

test('what a killed parent left behind ends at the next start', async () => {
  const folder = tempFolder();
  const { parent, children } = await startParent(folder, 'wait');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  expect(children.every(({ pid }) => isAlive(pid))).toBe(true);

  const next = await startParent(folder, 'exit');
  expect(children.some(({ pid }) => isAlive(pid))).toBe(false);
  if (next.parent.exitCode === null) await once(next.parent, 'exit');
});

test('a process that merely has the pid of an old child is left alone', async () => {
  const folder = tempFolder();
  const other = spawn(process.execPath, [listen, String(await freePort())], { stdio: 'ignore' });
  onTestFinished(() => void other.kill('SIGKILL'));
  const gone = { pid: 2_147_483_647, command: 'the owner' };
  const noted = { pid: other.pid, command: 'postgres -D somewhere', owner: gone };
  writeFileSync(join(folder, `first-${other.pid}.pid`), JSON.stringify(noted));

  const { parent } = await startParent(folder, 'exit');
  if (parent.exitCode === null) await once(parent, 'exit');
  expect(other.exitCode).toBeNull();
  expect(other.signalCode).toBeNull();
});

test('stop asks first and kills when the grace is over', async () => {
  const logFile = join(tempFolder(), 'child.log');
  const start = async (manners: string): Promise<Child> => {
    const port = await freePort();
    const args = [listen, String(port), manners];
    const child = startChild({ name: 'child', command: process.execPath, args, logFile });
    await vi.waitFor(async () => expect(child.hasExited() || (await isTaken(port))).toBe(true), 30_000);
    // Somebody else on the machine took the port just before it could: then another one.
    return child.hasExited() ? start(manners) : child;
  };
  const polite = await start('polite');
  expect(await polite.stop(10_000)).toEqual({ code: null, signal: 'SIGTERM' });
  expect(polite.hasExited()).toBe(true);
  const stubborn = await start('stubborn');
  expect(await stubborn.stop(100)).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a program that is not there is an error that names it', () => {
  const logFile = join(tempFolder(), 'child.log');
  const start = () => startChild({ name: 'temporal', command: '/nowhere/temporal', args: [], logFile });
  expect(start).toThrow('temporal cannot be started: /nowhere/temporal');
});

interface Started {
  readonly pid: number;
  readonly port: number;
}

async function startParent(
  folder: string,
  ending: 'wait' | 'throw' | 'exit',
  manners = 'polite',
): Promise<{ parent: ChildProcess; children: readonly Started[] }> {
  const program = join(import.meta.dirname, 'programs', 'parent.ts');
  const args = ['--import', 'tsx', program, folder, ending, manners];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  let said = '';
  parent.stderr.on('data', (text) => {
    said += String(text);
  });
  const first = new Promise<string>((resolve, reject) => {
    createInterface(parent.stdout).once('line', resolve);
    // `close`, not `exit`: by then all it said has been read.
    parent.once('close', (code, signal) => reject(new Error(`the parent ended (${code ?? signal}) before its first line:\n${said}`)));
  });
  const children: readonly Started[] = JSON.parse(await first);
  onTestFinished(() => children.forEach(({ pid }) => sendSignal(pid, 'SIGKILL')));
  return { parent, children };
}

async function expectAllGone(children: readonly Started[], folder: string): Promise<void> {
  expect(children).toHaveLength(2);
  for (const { pid, port } of children) {
    expect(isAlive(pid)).toBe(false);
    // The system closes what it held when its last thread is gone, a moment later.
    await vi.waitFor(async () => expect(await isTaken(port)).toBe(false), 5_000);
  }
  expect(readdirSync(folder).filter((file) => file.endsWith('.pid'))).toEqual([]);
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
