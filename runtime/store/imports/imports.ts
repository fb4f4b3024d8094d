import { statement } from '../database.js';
import type { Queries } from '../database.js';
import type { Transaction } from '../transaction.js';

export type ImportKind = 'leads' | 'consent' | 'suppressions' | 'sends';

/** Events of this source change what is known of leads, and let nobody in anywhere. */
export const quietSource = 'import';

/** Events of this source are like those of an application. */
export const enrollingSource = 'import-enrol';

/** What became of rows. */
export interface RowCounts {
  readonly fresh: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

export const noRows: RowCounts = { fresh: 0, changed: 0, unchanged: 0, refused: 0 };

export function sumRows(one: RowCounts, other: RowCounts): RowCounts {
  return {
    fresh: one.fresh + other.fresh,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    refused: one.refused + other.refused,
  };
}

/** How far the import of one file has come. */
export interface ImportStand {
  readonly id: string;
  readonly run: number;
  readonly rowsDone: number;
  readonly counts: RowCounts;
  /** Epoch ms of machine time; null while it is not done. */
  readonly endedAt: number | null;
}

/** How far the file has come; undefined where it was never begun. */
export async function readImport(queries: Queries, id: string): Promise<ImportStand | undefined> {
  const [row] = await queries.query(read, [id]);
  return row;
}

/** Begins, or finds what was begun; `again` begins a file anew that is done. `now` is machine time, epoch ms. */
export async function beginImport(
  queries: Queries,
  file: { readonly id: string; readonly kind: ImportKind; readonly fileHash: string },
  now: number,
  again: boolean,
): Promise<ImportStand> {
  await queries.query(begin, [file.id, file.kind, file.fileHash, JSON.stringify(noRows), now]);
  if (again) await queries.query(beginAgain, [file.id, JSON.stringify(noRows), now]);
  const [row] = await queries.query(read, [file.id]);
  if (row === undefined) throw new Error('an import that was begun is gone');
  return row;
}

/** Moves the cursor in the transaction that writes the rows before it; false when somebody else has moved it. */
export async function stepImport(
  tx: Transaction,
  { id, run, rowsDone }: ImportStand,
  to: { readonly rowsDone: number; readonly counts: RowCounts },
): Promise<boolean> {
  const rows = await tx.query(step, [id, run, rowsDone, to.rowsDone, JSON.stringify(to.counts)]);
  return rows.length > 0;
}

export async function endImport(queries: Queries, { id, run }: ImportStand, now: number): Promise<void> {
  await queries.query(end, [id, run, now]);
}

/** How many events wait to be worked in, counted no further than `most`. */
export async function countWaiting(queries: Queries, most: number): Promise<number> {
  const [row] = await queries.query(waiting, [most]);
  return row?.waiting ?? 0;
}

type None = Record<string, never>;

const read = statement<ImportStand>(
  'read-import',
  'select id, run, rows_done as "rowsDone", counts, ended_at as "endedAt" from imports where id = $1',
);

const begin = statement<None>(
  'begin-import',
  `insert into imports (id, kind, file_hash, counts, started_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
);

const beginAgain = statement<None>(
  'begin-import-again',
  `update imports set run = run + 1, rows_done = 0, counts = $2, started_at = $3, ended_at = null
   where id = $1 and ended_at is not null`,
);

const step = statement<{ id: string }>(
  'step-import',
  `update imports set rows_done = $4, counts = $5
   where id = $1 and run = $2 and rows_done = $3 and ended_at is null returning id`,
);

const end = statement<None>('end-import', 'update imports set ended_at = $3 where id = $1 and run = $2');

const waiting = statement<{ waiting: number }>(
  'count-waiting',
  'select count(*) as waiting from (select from lead_inbox limit $1) as turn',
);
