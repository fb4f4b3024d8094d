/** How long a session with PostgreSQL may take over what, in ms. */
export interface SessionLimits {
  /** The server ends a session that has a transaction open and says nothing: what it locked is free. */
  readonly idleMs: number;
  /** The server ends a statement that takes longer; absent: it may take any time. */
  readonly statementMs?: number;
  /** The same of a statement that is sent with a lead's lock held. */
  readonly leadStatementMs: number;
  /** An answer that is still not there so long after the server should have ended its statement never comes. */
  readonly graceMs: number;
}

/** Of a command that somebody waits for: a move of a million leads, a restore or a report may take its time. */
export const commandLimits: SessionLimits = { idleMs: 20_000, leadStatementMs: 15_000, graceMs: 5_000 };

/** Of a process that serves: what it asks goes in batches, and nobody watches it wait. */
export const servingLimits: SessionLimits = { ...commandLimits, statementMs: 5 * 60_000 };

/** Of the few statements of a serving process that go over all there is, at night and alone; ms. */
export const overAllMs = 60 * 60_000;

/** How long a session may be silent before TCP asks whether the other end is there; ms. */
export const keepAliveMs = 10_000;

/** Connecting to a host that does not answer is given up after this; ms. */
export const connectMs = 30_000;

/**
 * What each session tells the server. By statement and not with the connection's start: a pooler in
 * between refuses settings there that it does not know.
 *
 * TCP alone would hold on to a process that is gone, with its host, for a quarter of an hour where the
 * server has something to send to it, and for two hours where it has not.
 */
export function settingsOf({ idleMs, statementMs = 0 }: SessionLimits): string {
  const settings = {
    // Planned once a connection: to plan a look anew each time took longer than to run it.
    plan_cache_mode: 'force_generic_plan',
    idle_in_transaction_session_timeout: `${idleMs}ms`,
    statement_timeout: `${statementMs}ms`,
    tcp_keepalives_idle: '10s',
    tcp_keepalives_interval: '3s',
    tcp_keepalives_count: '3',
    tcp_user_timeout: '20s',
  };
  return Object.entries(settings)
    .map(([name, value]) => `set ${name} = '${value}'`)
    .join('; ');
}

/** When the client gives a statement up whose time on the server is `statementMs`; undefined: never. */
export function answerMs({ graceMs }: SessionLimits, statementMs: number | undefined): number | undefined {
  return statementMs === undefined ? undefined : statementMs + graceMs;
}
