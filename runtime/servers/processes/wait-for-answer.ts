import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child-process.js';

export interface WaitOptions {
  /** As it begins a sentence: `The Temporal server`. */
  readonly what: string;
  readonly child: Child;
  readonly logFile: string;
  readonly limitMs: number;
  /** Rejects as long as there is no answer. */
  readonly ask: () => Promise<void>;
  /** True for an error that no waiting mends. */
  readonly isFinal?: (error: unknown) => boolean;
}

/** A server that ended by itself before it answered. */
export class EndedWhileStarting extends Error {}

/**
 * Waits until a server that was just started answers.
 *
 * @throws with the end of its log: `EndedWhileStarting`, or when it gave no answer in time; it is
 * stopped then
 */
export async function waitForAnswer(options: WaitOptions): Promise<void> {
  const { what, child, logFile, limitMs, ask, isFinal } = options;
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (child.hasExited()) throw new EndedWhileStarting(`${what} ended while starting.\n${logTail(logFile)}`);
      if (isFinal?.(error) === true || Date.now() > deadline) {
        await child.stop(2_000);
        throw new Error(`${what} gave no answer: ${reason}\n${logTail(logFile)}`, { cause: error });
      }
    }
    await pause(50);
  }
}

function logTail(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').filter((line) => !isCall(line)).slice(-15);
    return `The end of ${file}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  } catch {
    return `It left no log in ${file}.`;
  }
}

/** A line of the list of calls that a Go program ends with: its reason stands before that. */
function isCall(line: string): boolean {
  return /^(?:\t|goroutine |created by |\S+\(.*\)$)/.test(line);
}
