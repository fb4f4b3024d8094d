/** A domain that said "not now". */
export interface Rest {
  readonly domain: string;
  /** Until it may be asked again; 0 once it may. */
  readonly restMs: number;
  /** How often in a row it has said so. */
  readonly failures: number;
}

/** What workers share about domains that want to rest. */
export interface SharedRests {
  rest(domain: string): Promise<Rest>;
  resume(domain: string): Promise<void>;
  resting(): Promise<readonly Rest[]>;
  forget(): Promise<void>;
}

export interface RestingDomains {
  /** How the domain stands; undefined: nothing is wrong with it. */
  of(domain: string): Promise<Rest | undefined>;
  /** It said "not now". */
  deferred(domain: string): Promise<void>;
  /** It took a message. */
  took(domain: string): Promise<void>;
}

/** How old what is known of other workers may be; ms. */
const freshMs = 5_000;
const forgetMs = 600_000;

/**
 * Which domains rest, as this worker knows it: its own words at once, those of others within five
 * seconds. Where nothing is wrong it asks the store once in that time, however much is sent.
 */
export function createRestingDomains(shared: SharedRests, now: () => number): RestingDomains {
  const known = new Map<string, { readonly until: number; readonly failures: number }>();
  let readAt = Number.NEGATIVE_INFINITY;
  let forgotAt = now();
  let reading: Promise<void> | undefined;

  const note = ({ domain, restMs, failures }: Rest): void => void known.set(domain, { until: now() + restMs, failures });

  async function read(): Promise<void> {
    readAt = now();
    const all = await shared.resting();
    known.clear();
    for (const one of all) note(one);
    if (now() - forgotAt < forgetMs) return;
    forgotAt = now();
    await shared.forget();
  }

  return {
    async of(domain) {
      if (now() - readAt >= freshMs) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
      }
      await reading;
      const one = known.get(domain);
      return one === undefined ? undefined : { domain, restMs: Math.max(0, one.until - now()), failures: one.failures };
    },
    async deferred(domain) {
      note(await shared.rest(domain));
    },
    async took(domain) {
      if (known.delete(domain)) await shared.resume(domain);
    },
  };
}
