import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { ExprAst } from './expression.js';

/** ISO weekday: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * `day 2 09:30 mon-fri spread 30min`, `lead.trial_ends_at - 3d 09:00`, `09:00 mon-fri`, `2026-10-01 09:00 lead time`.
 *
 * The hours and minutes of a written date are `time`, not part of the date's value.
 */
export interface AtAst {
  readonly anchor:
    | { readonly kind: 'day'; readonly day: Located<number> }
    | {
        readonly kind: 'date';
        readonly date: ExprAst;
        readonly offset?: { readonly sign: 1 | -1; readonly duration: Duration; readonly span: Span };
      }
    /** No anchor: the next such time of day, counted from the previous step. */
    | { readonly kind: 'next' };
  /** Minutes after midnight. */
  readonly time?: Located<number>;
  /** Whose clock shows the time; left out: the lead's. */
  readonly clock?: Located<'lead' | 'account' | 'workspace'>;
  readonly weekdays?: Located<readonly Weekday[]>;
  readonly spread?: Located<Duration>;
  readonly span: Span;
}
