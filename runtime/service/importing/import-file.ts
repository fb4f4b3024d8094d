import type { Clock } from '../../clock.js';
import type { HeadWishes } from '../../imports/head.js';
import { readHead } from '../../imports/head.js';
import type { CellProblem } from '../../imports/kinds/kind.js';
import { readRow } from '../../imports/kinds/kind.js';
import type { Row } from '../../imports/read-csv.js';
import { readCsv } from '../../imports/read-csv.js';
import type { Database } from '../../store/database.js';
import type { ImportStand, RowCounts } from '../../store/imports/imports.js';
import { beginImport, endImport, noRows, readImport, stepImport, sumRows } from '../../store/imports/imports.js';
import { inTransaction } from '../../store/transaction.js';
import { contextOf, importId } from './import-id.js';
import { patiently } from './patiently.js';
import { createRoom } from './room.js';
import type { ImportTarget, LinedRow, Storing } from './target.js';

/** A file on its way in, and who wants to hear of it. */
export interface ImportJob<T> {
  readonly target: ImportTarget<T>;
  readonly file: { readonly hash: string; readonly bytes: () => AsyncIterable<Uint8Array> };
  readonly wishes: HeadWishes;
  /** Whether leads enter campaigns by it; of leads alone. */
  readonly enrol: boolean;
  readonly dryRun: boolean;
  /** Begins a file anew that was imported before. */
  readonly again: boolean;
  /** With more rows refused than these nothing more is stored. */
  readonly mostProblems: number;
  /** Told of the head as the file has it, before any row. */
  readonly onHead: (names: readonly string[]) => Promise<void>;
  readonly onRefused: (row: Row, problems: readonly CellProblem[]) => void;
  /** After each batch, before it is stored: rows so far, and what became of them. */
  readonly onProgress: (rows: number, counts: RowCounts) => Promise<void>;
  /** Told in a dry run of the rows that would change something. */
  readonly onTried?: (rows: readonly LinedRow<T>[], storing: Storing) => Promise<void>;
  readonly isStopped: () => boolean;
}

export type Imported =
  /** Nothing was read: the head is not as it should be. */
  | { readonly kind: 'head'; readonly problems: readonly string[] }
  /** Epoch ms: when this file was imported. */
  | { readonly kind: 'before'; readonly at: number; readonly counts: RowCounts }
  | { readonly kind: 'done' | 'stopped' | 'too-many-problems' | 'taken'; readonly rows: number; readonly counts: RowCounts; readonly resumedAt: number };

/** So many rows share a transaction. */
const batchSize = 500;

/**
 * Imports a file batch by batch, each in one transaction with the cursor: whatever happens, the same
 * file goes on behind the last batch that was stored, and no row is stored twice.
 *
 * @throws UnreadableFile where it cannot be read on; what came before is stored
 */
export async function importFile<T>(db: Database, clock: Clock, job: ImportJob<T>): Promise<Imported> {
  const { target, file, dryRun } = job;
  const context = await contextOf(db, clock);
  if (context === undefined) return { kind: 'head', problems: ['Nothing was applied to this database yet; type: perennial apply'] };
  const id = importId(target.kind, job);
  const before = await readImport(db, id);
  if (before !== undefined && before.endedAt !== null && !job.again) return { kind: 'before', at: before.endedAt, counts: before.counts };
  const rows = readCsv(file.bytes());
  try {
    const first = await rows.next();
    if (first.done === true) return { kind: 'head', problems: ['The file is empty: it needs a head with the names of its columns.'] };
    const known = target.reader.columns(context);
    const { head, problems } = readHead(first.value.cells, known, job.wishes);
    const missing = target.reader.needs.filter((names) => !names.some((name) => head.columns.includes(name)));
    const all = [...problems, ...missing.map((names) => `No column holds "${names.join('" or "')}"; name one with --map "<column>=${names[0] ?? ''}".`)];
    if (all.length > 0) return { kind: 'head', problems: all };
    await job.onHead(head.names);
    const fresh: ImportStand = { id, run: 0, rowsDone: 0, counts: noRows, endedAt: null };
    const stand = dryRun ? fresh : await beginImport(db, { id, kind: target.kind, fileHash: file.hash }, clock.now(), job.again);
    return await importRows(db, clock, job, { rows, stand, read: (row) => readRow(target.reader, head, row, context) });
  } finally {
    await rows.return(undefined);
  }
}

interface Reading<T> {
  readonly rows: AsyncGenerator<Row>;
  readonly stand: ImportStand;
  read(row: Row): ReturnType<typeof readRow<T>>;
}

async function importRows<T>(db: Database, clock: Clock, job: ImportJob<T>, { rows, stand: begun, read }: Reading<T>): Promise<Imported> {
  const { target, dryRun, mostProblems } = job;
  const resumedAt = begun.rowsDone;
  const room = createRoom(db);
  let stand = begun;
  let place = 0;
  const result = (kind: 'done' | 'stopped' | 'too-many-problems' | 'taken'): Imported => ({ kind, rows: place, counts: stand.counts, resumedAt });
  for await (const batch of inBatches(rows)) {
    const isPast = place + batch.length <= begun.rowsDone;
    const looked = await look(db, job, batch, read, isPast);
    place += batch.length;
    if (isPast) continue;
    const counts = sumRows(stand.counts, looked.counts);
    const storing = storingOf(job, stand, clock.now());
    if (dryRun) {
      await job.onTried?.(looked.changing, storing);
      stand = { ...stand, counts };
    } else {
      if (target.worksIn && looked.changing.length > 0) await room.wait(job.isStopped);
      const to = { rowsDone: place, counts };
      const from = stand;
      const isOurs = await patiently(() =>
        inTransaction(db, async (tx) => {
          if (!(await stepImport(tx, from, to))) return false;
          await target.store(tx, looked.changing, storing);
          return true;
        }),
      );
      if (!isOurs) return result('taken');
      stand = { ...stand, ...to };
    }
    await job.onProgress(place, stand.counts);
    if (stand.counts.refused > mostProblems) return result('too-many-problems');
    if (job.isStopped()) return result('stopped');
  }
  if (!dryRun) await endImport(db, stand, clock.now());
  return result('done');
}

function storingOf<T>({ file, enrol }: ImportJob<T>, { id, run }: ImportStand, now: number): Storing {
  return { messageId: (line) => `${id.slice(0, 24)}:${run}:${line}`, fileHash: file.hash, enrol, now };
}

async function look<T>(
  db: Database,
  { target, onRefused }: ImportJob<T>,
  batch: readonly Row[],
  read: Reading<T>['read'],
  isPast: boolean,
): Promise<{ readonly changing: readonly LinedRow<T>[]; readonly counts: RowCounts }> {
  const all = batch.map((row) => ({ row, read: read(row) }));
  const readable = all.flatMap(({ read: one }) => (one.kind === 'row' ? [one] : []));
  // Of what is stored already only the problems are told once more: their file is written anew.
  const verdicts = isPast && !target.refuses ? [] : await target.look(db, readable);
  const counts = { fresh: 0, changed: 0, unchanged: 0, refused: 0 };
  const changing: LinedRow<T>[] = [];
  let next = 0;
  for (const { row, read: one } of all) {
    const verdict = one.kind === 'refused' ? one.problems : (verdicts[next++] ?? 'unchanged');
    if (typeof verdict !== 'string') {
      counts.refused += 1;
      onRefused(row, 'message' in verdict ? [verdict] : verdict);
      continue;
    }
    counts[verdict] += 1;
    if (verdict !== 'unchanged' && one.kind === 'row') changing.push(one);
  }
  return { changing, counts };
}

async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
