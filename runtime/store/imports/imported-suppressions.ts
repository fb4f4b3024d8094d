import { statement } from '../database.js';
import type { Queries } from '../database.js';
import type { Transaction } from '../transaction.js';

/** An address that nobody writes to, by its hash. */
export interface Suppression {
  /** SHA-256 of the lower-cased address, in hex. */
  readonly hash: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Those of the hashes that are suppressed by now. */
export async function knownSuppressions(queries: Queries, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await queries.query(known, [[...new Set(hashes)]])).map(({ hash }) => hash));
}

/** Who is suppressed already stays so for the first reason. */
export function suppressAll(tx: Transaction, all: readonly Suppression[]): void {
  if (all.length > 0) tx.send(insert, [JSON.stringify(all)]);
}

const known = statement<{ hash: string }>(
  'known-suppressions',
  'select address_hash as hash from suppressions where address_hash = any($1::text[])',
);

// Sorted, so that two of them wait for each other instead of deadlocking.
const insert = statement<Record<string, never>>(
  'import-suppressions',
  `insert into suppressions (address_hash, reason, at)
   select n.hash, n.reason, n.at from jsonb_to_recordset($1) as n (hash text, reason text, at bigint) order by n.hash
   on conflict (address_hash) do nothing`,
);
