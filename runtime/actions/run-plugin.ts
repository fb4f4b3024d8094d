import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Limits } from './limits.js';
import { ordinaryLimits } from './limits.js';
import type { Job, Said, Told } from './protocol.js';
import { spokenOn } from './protocol.js';
import { redactor } from './redactor.js';
import { watchMemory } from './watch-memory.js';

/** What one run came to. */
export type RunEnd =
  | { readonly kind: 'ended'; readonly value: unknown }
  /** What its `check` found in what it was given. */
  | { readonly kind: 'problems'; readonly problems: readonly unknown[] }
  | { readonly kind: 'threw'; readonly message: string }
  /** It was ended from outside, or ended itself without a word. */
  | { readonly kind: 'broken'; readonly why: 'time' | 'called off' | 'memory' | 'flood' | 'crash' };

export interface Overseer {
  /** Aborted when nobody wants the result any more. */
  readonly signal?: AbortSignal;
  readonly limits?: Limits;
  log?(level: 'info' | 'warn', message: string, fields: unknown): void;
  heartbeat?(): void;
  /** Answers whether the point of no return may be passed. */
  underWay?(): Promise<void>;
}

/**
 * Runs one job of a plug-in in a process of its own, for `attemptMs` at most, and answers what came
 * of it; never throws. Whatever the code does, it takes no more than its limits, sees no
 * environment and no secret but those of the job, and nothing of it is left running.
 */
export function runPlugin(job: Omit<Job, 'mostMs'>, attemptMs: number, overseer: Overseer = {}): Promise<RunEnd> {
  const limits = overseer.limits ?? ordinaryLimits;
  const { graceMs } = limits;
  return new Promise((resolve) => {
    const child = start(limits);
    const clean = redactor(Object.values(job.secrets));
    let end: RunEnd | undefined;
    let abortedFor: 'time' | 'called off' | undefined;

    const finish = (how: RunEnd): void => {
      if (end !== undefined) return;
      end = how;
      stopWatching();
      clearTimeout(time);
      overseer.signal?.removeEventListener('abort', callOff);
      kill(child);
      resolve(how);
    };
    const tell = (told: Told): void => {
      child.stdin?.write(`${JSON.stringify(told)}\n`);
    };
    const abort = (why: 'time' | 'called off', reason: string): void => {
      if (abortedFor !== undefined) return;
      abortedFor = why;
      tell({ kind: 'abort', reason });
      setTimeout(() => finish({ kind: 'broken', why }), graceMs).unref();
    };
    const callOff = (): void => abort('called off', 'The lead has left.');
    const time = setTimeout(() => abort('time', 'The time is over.'), attemptMs);
    const stopWatching = watchMemory(child.pid, limits.memoryMb, () => finish({ kind: 'broken', why: 'memory' }));

    const hear = (said: Said): void => {
      switch (said.kind) {
        case 'log':
          overseer.log?.(said.level, clean(String(said.message)), clean(said.fields));
          return;
        case 'heartbeat':
          overseer.heartbeat?.();
          return;
        case 'under-way':
          void (overseer.underWay?.() ?? Promise.resolve()).then(
            () => tell({ kind: 'under-way', granted: true }),
            () => tell({ kind: 'under-way', granted: false }),
          );
          return;
        case 'problems':
          finish({ kind: 'problems', problems: said.problems });
          return;
        case 'ended':
          finish({ kind: 'ended', value: clean(said.value) });
          return;
        case 'threw':
          finish(abortedFor === undefined ? { kind: 'threw', message: clean(said.message) } : { kind: 'broken', why: abortedFor });
      }
    };
    listen(child, limits, hear, () => finish({ kind: 'broken', why: 'flood' }));
    child.on('error', () => finish({ kind: 'broken', why: 'crash' }));
    // Later than what it said last: that is read to its end first.
    child.on('close', () => finish({ kind: 'broken', why: abortedFor ?? 'crash' }));
    child.stdin?.on('error', () => undefined);
    overseer.signal?.addEventListener('abort', callOff);
    if (overseer.signal?.aborted === true) callOff();
    child.stdin?.write(`${JSON.stringify({ ...job, mostMs: attemptMs + 2 * graceMs })}\n`);
  });
}

const isSource = import.meta.url.endsWith('.ts');
const program = fileURLToPath(new URL(isSource ? './plugin-process.ts' : './plugin-process.js', import.meta.url));

function start({ memoryMb }: Limits): ChildProcess {
  const args = [...(isSource ? ['--import', 'tsx'] : []), `--max-old-space-size=${memoryMb}`, program];
  return spawn(process.execPath, args, {
    // What it prints is lost, however much it is.
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    env: { TZ: 'UTC' },
    // A group of its own: what it starts itself ends with it.
    detached: true,
  });
}

/** Reads what the process says, line by line, as long as it does not say too much. */
function listen(child: ChildProcess, { saidBytes, logLines }: Limits, hear: (said: Said) => void, flooded: () => void): void {
  const stream = child.stdio[spokenOn];
  if (!(stream instanceof Readable)) throw new Error('the process has nothing to speak on');
  let bytes = 0;
  let logged = 0;
  let rest = '';
  stream.on('error', () => undefined);
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    bytes += Buffer.byteLength(chunk);
    if (bytes > saidBytes) {
      stream.destroy();
      flooded();
      return;
    }
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = readSaid(line);
      if (said === undefined) continue;
      if (said.kind === 'log' && (logged += 1) > logLines) continue;
      hear(said);
    }
  });
}

/** Our own program writes these lines; one that is none came from somebody who found the descriptor. */
function readSaid(line: string): Said | undefined {
  try {
    const said: Said = JSON.parse(line);
    return typeof said === 'object' && said !== null && typeof said.kind === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
