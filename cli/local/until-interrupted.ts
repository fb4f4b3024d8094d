/** Ends when the person presses Ctrl-C or the system asks the program to end; more presses change nothing. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves at the interrupt. */
  readonly happened: Promise<void>;
  /** Gives the signals back. */
  release(): void;
}

export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const happened = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()));
  const abort = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, abort);
  return {
    signal: controller.signal,
    happened,
    release() {
      for (const signal of signals) process.off(signal, abort);
    },
  };
}
