import type { Located, Span } from '../span.js';
import type { ExprAst } from './expression.js';

/** A named condition over a lead; `entry` and `event` mean nothing in it. */
export interface SegmentAst {
  readonly name: Located<string>;
  readonly when: ExprAst;
  readonly meaning?: Located<string>;
  readonly span: Span;
}

export interface SegmentsAst {
  readonly kind: 'segments';
  readonly segments: readonly SegmentAst[];
  readonly span: Span;
}

/** `lists/target-accounts.csv`: whom the first column names, by id, address or domain. */
export interface ListAst {
  readonly kind: 'list';
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly span: Span;
}
