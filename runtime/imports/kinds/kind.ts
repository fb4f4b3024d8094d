import type { Plan, WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Column, Head } from '../head.js';
import type { Row } from '../read-csv.js';

/** What rows are held against. */
export interface RowContext {
  readonly workspace: WorkspacePlan;
  /** By name, those in force. */
  readonly campaigns: ReadonlyMap<string, Plan>;
  /** Epoch ms: nothing that was brought along happened later. */
  readonly now: number;
}

export interface CellProblem {
  /** As the file has it; absent: it is about the whole row. */
  readonly column?: string;
  /** Goes behind the column's name: `must be a number`. */
  readonly message: string;
}

export type ReadRow<T> =
  | { readonly kind: 'row'; readonly line: number; readonly row: T }
  | { readonly kind: 'refused'; readonly line: number; readonly problems: readonly CellProblem[] };

/** How one kind of file is read. Pure: the same cells say the same. */
export interface ImportReader<T> {
  columns(context: Pick<RowContext, 'workspace'>): readonly Column[];
  /** Of these lists of columns the head needs one of each. */
  readonly needs: readonly (readonly string[])[];
  /** `cells` are those that are not empty, by column. */
  read(cells: Cells, context: RowContext): T | undefined;
}

/** The cells of one row, and what is wrong with them as they are read. */
export interface Cells {
  /** Trimmed, undefined where it is empty or the file has no such column. */
  text(column: string): string | undefined;
  /** As it stands. */
  raw(column: string): string | undefined;
  readonly columns: readonly string[];
  problem(column: string, message: string): void;
}

/** Reads one row: the one way for all kinds of files. */
export function readRow<T>({ read }: ImportReader<T>, { columns, names }: Head, { line, cells }: Row, context: RowContext): ReadRow<T> {
  if (cells.length !== names.length) {
    const message = `has ${cells.length} cells, and the head ${names.length}; a cell with the dividing sign in it stands in quotes`;
    return { kind: 'refused', line, problems: [{ message }] };
  }
  const problems: CellProblem[] = [];
  const raw = (column: string): string | undefined => {
    const cell = cells[columns.indexOf(column)];
    return cell === undefined || cell.trim() === '' ? undefined : cell;
  };
  const row = read(
    {
      raw,
      text: (column) => raw(column)?.trim(),
      columns: columns.filter((column) => column !== undefined),
      problem: (column, message) => void problems.push({ column: names[columns.indexOf(column)] ?? column, message }),
    },
    context,
  );
  if (problems.length > 0 || row === undefined) return { kind: 'refused', line, problems };
  return { kind: 'row', line, row };
}
