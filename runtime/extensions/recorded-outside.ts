/** One call of an action to the outside, as it left. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Outside {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: readonly RecordedRequest[];
}

/** A `fetch` that leads to `answer` instead of the network; aborted as the real one is. */
export function recordOutside(answer: (request: Request) => Promise<Response>): Outside {
  const requests: RecordedRequest[] = [];
  return {
    requests,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const { method, url, headers } = request;
      const answered = answer(request.clone());
      requests.push({ method, url, headers: Object.fromEntries(headers), body: await request.text() });
      return Promise.race([answered, aborted(request.signal)]);
    },
  };
}

/** Asks nobody and never answers: what a dead peer looks like. `asked` is told of each call. */
export function deadOutside(asked: () => void): Outside {
  return recordOutside(() => {
    asked();
    return new Promise(() => {});
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(reasonOf(signal));
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
  });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
