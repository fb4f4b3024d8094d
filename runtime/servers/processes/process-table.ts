import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as it was once seen: the command line tells it from a later one with the same pid. */
export interface ProcessRecord {
  readonly pid: number;
  /** Empty where the system does not say. */
  readonly command: string;
}

export function recordOf(pid: number): ProcessRecord {
  return { pid, command: commandLine(pid) };
}

/** Reads a record back from JSON; undefined when it is none. */
export function processRecord(value: unknown): ProcessRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('pid' in value) || !('command' in value)) return undefined;
  const { pid, command } = value;
  return typeof pid === 'number' && typeof command === 'string' ? { pid, command } : undefined;
}

/** True while that very process runs: alive, and not another one that was given its pid. */
export function stillRuns({ pid, command }: ProcessRecord): boolean {
  if (!isAlive(pid)) return false;
  const current = commandLine(pid);
  return command === '' || current === '' || command === current;
}

/** False also for a process that has ended and that its parent has not asked about yet. */
export function isAlive(pid: number): boolean {
  // Asked again behind the look at its state: it may have gone in between.
  return answers(pid) && !isZombie(pid) && answers(pid);
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The whole command line with spaces between its words, or '' when the system does not say. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') {
    return (readProc(pid, 'cmdline') ?? '').replace(/\0+$/, '').replaceAll('\0', ' ');
  }
  return process.platform === 'win32' ? '' : ps(pid, 'command=');
}

/**
 * Ends a process by pid and waits for it: `signal` first, SIGKILL after `graceMs`.
 *
 * It blocks, because the handler of our own exit has no other way to wait.
 */
export function endProcess(pid: number, signal: NodeJS.Signals, graceMs: number): void {
  sendSignal(pid, signal);
  if (waitForEnd(pid, graceMs)) return;
  sendSignal(pid, 'SIGKILL');
  waitForEnd(pid, 1_000);
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already, which is what was wanted.
  }
}

export function waitForEnd(pid: number, limitMs: number): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; isAlive(pid); waited += 10) {
    if (waited >= limitMs) return false;
    Atomics.wait(pause, 0, 0, 10);
  }
  return true;
}

function isZombie(pid: number): boolean {
  if (process.platform === 'win32') return false;
  // The name in the second field may hold spaces and brackets; the state follows the last one.
  const state =
    process.platform === 'linux' ? readProc(pid, 'stat')?.replace(/^.*\) /s, '') : ps(pid, 'stat=');
  return state !== undefined && /^[ZX]/.test(state);
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
