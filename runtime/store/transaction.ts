import pg from 'pg';
import type { PoolClient, QueryResultRow } from 'pg';
import type { Database, Queries, Statement } from './database.js';
import { answerMs } from './session-limits.js';

export interface Transaction extends Queries {
  /**
   * Sends a statement without waiting for its answer. When it fails, the transaction fails:
   * `inTransaction` rejects with its error.
   */
  send<Row extends QueryResultRow>(statement: Statement<Row>, values?: readonly unknown[]): void;
}

/**
 * Runs `work` in one transaction (read committed) and commits what it returns.
 *
 * No statement waits longer than 2 s for a lock: whoever calls is a retry away from another try. With
 * `statementMs` none takes longer than that either, and a connection on which no answer comes is given up.
 *
 * @throws what `work` or a statement threw, after rolling back
 */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>, statementMs?: number): Promise<T> {
  const client = await db.pool.connect();
  const hold = holdBack(client);
  const sent: Promise<unknown>[] = [];
  const keep = (answer: Promise<unknown>): void => {
    // Heard again below; without a listener of its own an early failure would end the process.
    answer.catch(() => undefined);
    sent.push(answer);
  };
  const giveUpMs = answerMs(db.limits, statementMs);
  const within = giveUpMs === undefined ? {} : { query_timeout: giveUpMs };
  const tx: Transaction = {
    async query({ name, text }, values = []) {
      hold();
      const answer = client.query({ name, text, values: [...values], ...within });
      keep(answer);
      return (await answer).rows;
    },
    send({ name, text }, values = []) {
      hold();
      keep(client.query({ name, text, values: [...values], ...within }));
    },
  };
  let broken: Error | undefined;
  try {
    hold();
    keep(client.query({ text: beginWith(statementMs), ...within }));
    const result = await work(tx);
    hold();
    // Behind a statement that failed, the server answers this one with a rollback.
    keep(client.query({ text: 'commit', ...within }));
    await Promise.all(sent);
    return result;
  } catch (error) {
    const cause = await firstFailure(sent);
    await client.query({ text: 'rollback', ...within }).catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('the connection broke');
    });
    throw cause ?? error;
  } finally {
    client.release(broken);
  }
}

function beginWith(statementMs: number | undefined): string {
  const begin = "begin; set local lock_timeout = '2s'";
  return statementMs === undefined ? begin : `${begin}; set local statement_timeout = ${statementMs}`;
}

/** The failure that the later ones follow from. */
async function firstFailure(sent: readonly Promise<unknown>[]): Promise<unknown> {
  for (const answer of await Promise.allSettled(sent)) {
    if (answer.status === 'rejected') return answer.reason;
  }
  return undefined;
}

/**
 * Lets statements that are sent in one go leave in one packet: a write for each of them was a
 * third of this process's time.
 */
function holdBack(client: PoolClient): () => void {
  if (!(client instanceof pg.Client)) return () => undefined;
  const { stream } = client.connection;
  let held = false;
  return () => {
    if (held) return;
    held = true;
    stream.cork();
    setImmediate(() => {
      held = false;
      stream.uncork();
    });
  };
}
