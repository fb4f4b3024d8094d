import pg from 'pg';
import type { Pool, QueryResultRow } from 'pg';
import type { SessionLimits } from './session-limits.js';
import { answerMs, commandLimits, connectMs, keepAliveMs, settingsOf } from './session-limits.js';

/**
 * One SQL statement under a name of its own, so that each connection prepares it only once.
 *
 * `Row` is what its author says comes back; the statement is the edge where that is true.
 */
export interface Statement<Row extends QueryResultRow> {
  readonly name: string;
  readonly text: string;
  /** Never set: it carries the type of the rows. */
  readonly row?: Row;
}

export function statement<Row extends QueryResultRow>(name: string, text: string): Statement<Row> {
  return { name, text };
}

export interface Queries {
  /** Rows as `Row` says; bigint comes as number, jsonb as parsed. */
  query<Row extends QueryResultRow>(statement: Statement<Row>, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Database extends Queries {
  readonly pool: Pool;
  readonly limits: SessionLimits;
  close(): Promise<void>;
}

const int8 = 20;

/**
 * Opens a pool of connections to PostgreSQL 15 or newer; connects at the first query.
 *
 * Statements of one transaction are sent without waiting for each other's answers (pipelining);
 * the server still works them off in order, each with a snapshot of its own.
 */
export function openDatabase(url: string, options: { readonly max?: number; readonly limits?: SessionLimits } = {}): Database {
  const { max = 10, limits = commandLimits } = options;
  const giveUpMs = answerMs(limits, limits.statementMs);
  const pool = new pg.Pool({
    connectionString: url,
    max,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    connectionTimeoutMillis: connectMs,
    // Bytes that nobody acknowledges keep TCP from asking, for a quarter of an hour.
    ...(giveUpMs === undefined ? {} : { query_timeout: giveUpMs }),
    types: {
      // Epoch ms and sequence numbers stay far below 2^53.
      getTypeParser: (oid, format) =>
        oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  pool.on('connect', (client) => {
    client.query(settingsOf(limits)).catch(() => undefined);
  });
  // An idle connection that breaks is replaced at the next query; unheard it would end the process.
  pool.on('error', () => undefined);
  // So too while it is in use: its query fails, and that is what its caller hears of.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    limits,
    async query({ name, text }, values = []) {
      const { rows } = await pool.query({ name, text, values: [...values] });
      return rows;
    },
    close: () => pool.end(),
  };
}
