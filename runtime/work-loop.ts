/** Work that a process does again and again, one turn at a time. */
export interface WorkLoop {
  /** Says that there is work: the next turn comes at once. */
  notify(): void;
  /** Resolves when the turn that was begun is done. */
  stop(): Promise<void>;
}

export interface WorkLoopOptions {
  /** From the end of a turn to the next one, where nobody notifies; ms. */
  readonly pauseMs: number;
  /** Told of a turn that failed; the next comes after the pause. */
  readonly onError: (error: unknown) => void;
  /** The first turn comes after a pause too. */
  readonly restsFirst?: boolean;
}

/**
 * Takes turns from now on until stopped. A turn that resolves to true has left work: another one
 * follows at once. No process lives on for it alone.
 */
export function startWorkLoop(turn: (isStopped: () => boolean) => Promise<boolean>, options: WorkLoopOptions): WorkLoop {
  const { pauseMs, onError, restsFirst = false } = options;
  let stopped = false;
  let notified = false;
  let wake: () => void = () => {};
  const isStopped = (): boolean => stopped;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const takeTurn = async (): Promise<boolean> => {
    try {
      return await turn(isStopped);
    } catch (error) {
      onError(error);
      return false;
    }
  };

  const loop = async (): Promise<void> => {
    if (restsFirst) await pause();
    while (!stopped) {
      notified = false;
      const left = await takeTurn();
      if (!left && !notified && !stopped) await pause();
    }
  };

  const running = loop();
  return {
    notify() {
      notified = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
