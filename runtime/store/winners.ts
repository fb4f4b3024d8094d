import { statement } from './database.js';
import type { Queries } from './database.js';
import type { Transaction } from './transaction.js';

/** One split that has a winner, or will have one. */
export interface SplitRow {
  readonly step: string;
  /** Epoch ms: when the first lead came to it. */
  readonly beganAt: number;
  readonly winner: string | null;
  readonly counts: readonly { readonly arm: string; readonly leads: number; readonly sum: number }[] | null;
}

export async function readSplits(queries: Queries, campaign: string): Promise<readonly SplitRow[]> {
  return queries.query(read, [campaign]);
}

/** Notes when the first lead came to each of these splits; where that is known, it stays. */
export function beginSplits(
  tx: Transaction,
  splits: readonly { readonly campaign: string; readonly step: string; readonly at: number }[],
): void {
  for (const { campaign, step, at } of splits) tx.send(begin, [campaign, step, at]);
}

/**
 * Writes down the winner; the first who decides it has decided it for everybody.
 *
 * @returns the split as it stands then, by whomever
 */
export async function decideWinner(
  queries: Queries,
  campaign: string,
  { step, winner, counts }: Pick<SplitRow, 'step' | 'winner' | 'counts'>,
  at: number,
): Promise<SplitRow | undefined> {
  await queries.query(decide, [campaign, step, winner, JSON.stringify(counts), at]);
  return (await readSplits(queries, campaign)).find((row) => row.step === step);
}

type None = Record<string, never>;

const read = statement<SplitRow>(
  'read-splits',
  'select step, began_at as "beganAt", winner, counts from split_winners where campaign = $1',
);

const begin = statement<None>(
  'begin-split',
  'insert into split_winners (campaign, step, began_at) values ($1, $2, $3) on conflict do nothing',
);

const decide = statement<None>(
  'decide-winner',
  `update split_winners set winner = $3, counts = $4, decided_at = $5
   where campaign = $1 and step = $2 and winner is null`,
);
