import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { ExprAst } from './expression.js';
import type { AtAst, Weekday } from './moment.js';

/** Who may enter again, and when. */
export type AgainAst =
  | { readonly kind: 'never'; readonly span: Span }
  | { readonly kind: 'always'; readonly span: Span }
  | { readonly kind: 'after'; readonly duration: Duration; readonly span: Span }
  | { readonly kind: 'each'; readonly key: ExprAst; readonly span: Span };

/** `signed_up`, `changed(lead.plan)`: what stands behind `on:`. */
export type TriggerAst =
  | { readonly kind: 'event'; readonly event: Located<string>; readonly span: Span }
  | { readonly kind: 'changed'; readonly attribute: ExprAst; readonly span: Span };

/** `order_placed or cart_updated within 30min`: the trigger, then silence for that long. */
export interface UnlessAst {
  readonly events: readonly Located<string>[];
  readonly within: Located<Duration>;
  readonly span: Span;
}

/** What happens at launch to leads for whom the condition holds already. */
export type AlreadyAst =
  | { readonly kind: 'enter'; readonly span: Span }
  | { readonly kind: 'skip'; readonly span: Span }
  /** `since 2026-09-01`: those for whom it came true from that day on. */
  | { readonly kind: 'since'; readonly date: Located<string>; readonly span: Span };

/** `newsletter-readers`, `customers one per account by score.fit`. */
export interface AudienceAst {
  readonly segment: Located<string>;
  /** One person of each account: the one for whom this is greatest. */
  readonly onePerAccountBy?: ExprAst;
  readonly span: Span;
}

/** `year on lead.birthday 09:00`, `month on day 1 09:00`, `week on mon 09:00`, `day 09:00`. */
export interface EveryAst {
  readonly unit: Located<'day' | 'week' | 'month' | 'year'>;
  readonly on?:
    | { readonly kind: 'date'; readonly date: ExprAst }
    | { readonly kind: 'month-day'; readonly day: Located<number> }
    | { readonly kind: 'weekdays'; readonly weekdays: Located<readonly Weekday[]> };
  /** Minutes after midnight. */
  readonly time?: Located<number>;
  readonly spread?: Located<Duration>;
  readonly span: Span;
}

export type LateEntryAst = 'enter' | 'skip';

interface EntryFrame {
  readonly where?: ExprAst;
  readonly again?: AgainAst;
  readonly note?: Located<string>;
  readonly span: Span;
}

/** One way into a campaign. */
export type EntryAst = EntryFrame &
  (
    | {
        readonly kind: 'on';
        readonly event: Located<string>;
        readonly unless?: UnlessAst;
        /** For an event about nobody: everyone in the segment. */
        readonly to?: AudienceAst;
      }
    /** `on: changed(lead.plan)`; `event.old` and `event.new` in `where`. */
    | { readonly kind: 'changed'; readonly attribute: ExprAst; readonly unless?: UnlessAst }
    /** From false, or unknown, to true. */
    | { readonly kind: 'becomes'; readonly condition: ExprAst; readonly already?: AlreadyAst }
    /** A date of the lead or account, or one moment for a whole segment. */
    | { readonly kind: 'at'; readonly at: AtAst; readonly late?: Located<LateEntryAst>; readonly to?: AudienceAst }
    | { readonly kind: 'every'; readonly every: EveryAst; readonly late?: Located<LateEntryAst>; readonly to?: AudienceAst }
  );

export type EntryKind = EntryAst['kind'];

/** What ends the campaign for a lead, the moment it becomes true. */
export type LeaveAst =
  | { readonly kind: 'on'; readonly event: Located<string>; readonly where?: ExprAst; readonly span: Span }
  | { readonly kind: 'when'; readonly when: ExprAst; readonly span: Span };
