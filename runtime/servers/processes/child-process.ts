import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { endLeftovers, writePidFile } from './pid-file.js';
import { endProcess, sendSignal, waitForEnd } from './process-table.js';

export interface ChildOptions {
  /** Says in file names and messages what this is: `postgres`, `temporal`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Takes both output streams; the pid file stands beside it. */
  readonly logFile: string;
  /** Instead of ours when given. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** What asks this program to end; SIGTERM when left out. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly exit: Promise<Exit>;
  hasExited(): boolean;
  /** Asks it to end, kills it after `graceMs`, and waits until it is gone. */
  stop(graceMs: number): Promise<Exit>;
}

/**
 * Starts a program that ends with us, whatever ends us: a return, an uncaught error, a signal.
 *
 * Against SIGKILL nothing can be done at the time; then the next start with the same name and log
 * folder ends what was left, if its pid still carries the same command line.
 *
 * @throws when the program cannot be started
 */
export function startChild(options: ChildOptions): Child {
  const { name, command, args, logFile, env, cwd, uid, gid, stopSignal = 'SIGTERM' } = options;
  const folder = dirname(logFile);
  endLeftovers(folder, name, stopSignal);
  mkdirSync(folder, { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const spawned = spawn(command, args, {
    stdio: ['ignore', log, log],
    // In a group of its own: Ctrl-C in a terminal reaches us alone, and we end them in order.
    detached: true,
    env: env ?? process.env,
    ...(cwd !== undefined && { cwd }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  });
  closeSync(log);
  // Without a listener the failure below would end the whole program.
  spawned.on('error', () => {});
  const { pid } = spawned;
  if (pid === undefined) throw new Error(`${name} cannot be started: ${command} is missing or may not be run`);

  endChildrenWithUs();
  const pidFile = writePidFile(folder, name, pid);
  running.set(pid, { stopSignal, pidFile });
  let exited = false;
  const exit = new Promise<Exit>((resolve) => {
    spawned.on('exit', (code, signal) => {
      exited = true;
      running.delete(pid);
      rmSync(pidFile, { force: true });
      resolve({ code, signal });
    });
  });
  return {
    pid,
    exit,
    hasExited: () => exited,
    async stop(graceMs) {
      if (exited) return exit;
      sendSignal(pid, stopSignal);
      const kill = setTimeout(() => sendSignal(pid, 'SIGKILL'), graceMs);
      const how = await exit;
      clearTimeout(kill);
      return how;
    },
  };
}

const running = new Map<number, { readonly stopSignal: NodeJS.Signals; readonly pidFile: string }>();
const graceAtExitMs = 3_000;
let registered = false;

function endChildrenWithUs(): void {
  if (registered) return;
  registered = true;
  process.on('exit', () => {
    for (const [pid, { stopSignal }] of running) sendSignal(pid, stopSignal);
    const deadline = Date.now() + graceAtExitMs;
    for (const [pid, { pidFile }] of running) {
      if (!waitForEnd(pid, Math.max(0, deadline - Date.now()))) endProcess(pid, 'SIGKILL', 1_000);
      rmSync(pidFile, { force: true });
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A program with a handler of its own ends in its own time. Any other one would have died of
      // the signal without the event `exit`.
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
}
