import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../cli/package-root.js';
import type { Child } from '../../runtime/servers/processes/child-process.js';
import { startChild } from '../../runtime/servers/processes/child-process.js';

/** `perennial serve` as people run it: a process of its own, from the built tree. */
export interface ServeProcess {
  /** Nothing where it runs. */
  start(): void;
  /** SIGKILL: no last word, no clean-up. Nothing where it does not run. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
  isRunning(): boolean;
  /** What it printed in all its lives. */
  log(): string;
}

export function createServeProcess(folder: string, env: Readonly<Record<string, string>>): ServeProcess {
  const logFile = join(folder, 'serve.log');
  let child: Child | undefined;
  return {
    start() {
      if (child !== undefined && !child.hasExited()) return;
      child = startChild({
        name: 'serve',
        command: process.execPath,
        args: [join(packageRoot(), 'dist', 'cli', 'main.js'), 'serve'],
        env: { ...process.env, ...env },
        cwd: folder,
        logFile,
      });
    },
    signal(signal) {
      if (child !== undefined && !child.hasExited()) process.kill(child.pid, signal);
    },
    get gone() {
      return child === undefined ? Promise.resolve() : child.exit.then(() => undefined);
    },
    isRunning: () => child !== undefined && !child.hasExited(),
    log: () => readFileSync(logFile, 'utf8'),
  };
}
