import type { CellProblem, ImportReader } from '../../imports/kinds/kind.js';
import type { Queries } from '../../store/database.js';
import type { ImportKind } from '../../store/imports/imports.js';
import type { Transaction } from '../../store/transaction.js';

/** A row that can be read, and where it begins. */
export interface LinedRow<T> {
  readonly line: number;
  readonly row: T;
}

/** What storing a row would change; a problem: it cannot be stored. */
export type Verdict = 'fresh' | 'changed' | 'unchanged' | CellProblem;

/** Who says it, and when; all that is the same for the rows of one transaction. */
export interface Storing {
  /** The same for one row of one run, and no other: what was stored under it is not stored again. */
  messageId(line: number): string;
  readonly fileHash: string;
  readonly enrol: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** Where one kind of rows goes. */
export interface ImportTarget<T> {
  readonly kind: ImportKind;
  readonly reader: ImportReader<T>;
  /** Whether it depends on what is stored that a row is refused. */
  readonly refuses: boolean;
  /** Whether what it stores has to be worked in, lead by lead. */
  readonly worksIn: boolean;
  /** A verdict for each row, in order. */
  look(queries: Queries, rows: readonly LinedRow<T>[]): Promise<readonly Verdict[]>;
  /** Stores rows that change something. */
  store(tx: Transaction, rows: readonly LinedRow<T>[], storing: Storing): Promise<void>;
}
