import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { packageRoot } from '../../cli/package-root.js';
import { completed } from '../compiler/fixture.js';

export interface Finished {
  /** As a shell tells it: 128 and the number of the signal where one ended it. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  out(): string;
  err(): string;
  readonly ended: Promise<Finished>;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Before the command, in place of the built program. */
  readonly program?: readonly string[];
}

// Tests of one file run side by side, so all of it is cleared away when the last is done.
const running = new Set<ChildProcess>();
const folders: string[] = [];
afterAll(async () => {
  // Asked first: a program that is killed leaves its servers behind.
  await Promise.all([...running].map(endOf));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const builtProgram = join(packageRoot(), 'dist', 'cli', 'main.js');

/** Starts the built program as a person would; ended with the last test where it still runs then. */
export function startPerennial(args: readonly string[], { cwd, env, program = [builtProgram] }: StartOptions = {}): Started {
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: cwd ?? tmpdir(),
    env: { ...ownEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (printed.out += String(chunk)));
  child.stderr?.on('data', (chunk) => (printed.err += String(chunk)));
  running.add(child);
  const ended = once(child, 'close').then(() => {
    running.delete(child);
    const { exitCode, signalCode } = child;
    return { ...printed, code: exitCode ?? 128 + (signalCode === null ? 0 : constants.signals[signalCode]) };
  });
  return { child, out: () => printed.out, err: () => printed.err, ended };
}

export function perennial(args: readonly string[], options?: StartOptions): Promise<Finished> {
  return startPerennial(args, options).ended;
}

async function endOf(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await once(child, 'close');
  clearTimeout(limit);
}

/** A folder that the database's user may enter, gone after the tests. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-cli-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** A copy of one of our own repositories, without what its servers stored. */
export function copyOf(repository: 'campaigns' | 'examples/saas' | 'examples/shop'): string {
  const folder = tempFolder();
  const filter = (path: string): boolean => !path.includes('.perennial');
  cpSync(join(packageRoot(), repository), folder, { recursive: true, filter });
  return folder;
}

/** One campaign, `hello`, of one mail and a task, with one test that passes: checked in a third of the library's time. */
export function smallRepository(): string {
  const folder = tempFolder();
  for (const { path, text } of completed(hello)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const hello = `# path: campaigns/hello.yaml
campaign: hello
title: Say hello
kind: welcome
stage: lead
owner: team
enter:
  - on: signed_up
    again: never
goal: activated within 14d
email: topic product-tips from onboarding
steps:
  - send: first-mail
  - task: call
    after: 2d
    team: success
# path: tests/hello.test.yaml
test: a trial hears from us and is called
campaign: hello
lead: { email: ada@example.com, plan: trial }
events:
  - { at: 2026-03-02 10:00, event: signed_up, with: { plan: trial } }
expect:
  - { sent: first-mail, at: 2026-03-02 10:00 }
  - { task: call }
  - { left: finished }
`;

/** @throws where the file does not hold `before` */
export function rewrite(folder: string, file: string, before: string, after: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold "${before}"`);
  writeFileSync(path, text.replace(before, after));
}

/** Ours, without what would lead the program to servers or colours of this machine. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(DATABASE_URL|TEMPORAL_.*|PERENNIAL_(?!CACHE).*|NO_COLOR|FORCE_COLOR|NODE_OPTIONS)$/.test(name),
  );
  return Object.fromEntries(own);
}
