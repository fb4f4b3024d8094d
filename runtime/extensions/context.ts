/** What a plug-in's code gets from the runtime, instead of reaching for it: a test hands in another one. */
export interface ExtensionContext {
  /** Aborted when the time is over or the lead has left; hand it to `fetch`. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** One of the names that were declared. @throws for any other */
  secret(name: string): string;
  /** Epoch ms; under a virtual clock not this machine's. */
  now(): number;
  readonly fetch: typeof globalThis.fetch;
}

/** Never put a secret or a person's data into a line. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The person, as the schema of the repository declares their attributes. */
export interface ExtensionLead {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}
