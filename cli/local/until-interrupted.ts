import { exitCode } from '../exit-code.js';

/** Ends when the person presses Ctrl-C or the system asks the program to end; more presses change nothing. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves at the interrupt. */
  readonly happened: Promise<void>;
  /** Gives the signals back. */
  release(): void;
}

/**
 * Listens until it is released. Whoever has not ended `limitMs` after the interrupt is ended, and
 * the servers with it: a program that does not heed Ctrl-C gets killed, and then nothing is tidied up.
 */
export function listenForInterrupt(limitMs: number): Interrupt {
  const controller = new AbortController();
  const happened = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()));
  let limit: NodeJS.Timeout | undefined;
  const abort = (): void => {
    controller.abort();
    limit ??= setTimeout(() => process.exit(exitCode.interrupted), limitMs);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, abort);
  return {
    signal: controller.signal,
    happened,
    release() {
      clearTimeout(limit);
      for (const signal of signals) process.off(signal, abort);
    },
  };
}
