import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { Weekday } from './campaign.js';

/** `3 marketing emails in 7d`. */
export interface CapAst {
  readonly count: Located<number>;
  readonly window: Located<Duration>;
  readonly span: Span;
}

/** `defer 5d then drop`, or `drop`. */
export interface OverCapAst {
  readonly defer?: Located<Duration>;
  readonly span: Span;
}

/** `mon-fri 09:00-17:00`: minutes after midnight in the lead's zone, `until` exclusive. */
export interface HoursAst {
  readonly name: Located<string>;
  readonly weekdays: readonly Weekday[];
  readonly from: number;
  readonly until: number;
  readonly span: Span;
}

export interface SenderAst {
  readonly name: Located<string>;
  readonly address?: Located<string>;
  readonly label?: Located<string>;
  readonly replyTo?: Located<string>;
  readonly span: Span;
}

export interface TopicAst {
  readonly name: Located<string>;
  readonly title?: Located<string>;
  /** `in`: mailed only after consent. `out`: mailed until the lead objects. */
  readonly opt?: Located<'in' | 'out'>;
  readonly span: Span;
}

export interface WorkspaceAst {
  readonly kind: 'workspace';
  readonly dsl?: Located<number>;
  readonly company?: Located<string>;
  readonly postalAddress?: Located<string>;
  readonly zone?: Located<string>;
  /** The event that says a user is active: first value received (domain.md K-17). */
  readonly activation?: Located<string>;
  readonly freeTrial?: Located<boolean>;
  readonly caps: readonly CapAst[];
  readonly overCap?: OverCapAst;
  readonly hours: readonly HoursAst[];
  readonly topics: readonly TopicAst[];
  readonly senders: readonly SenderAst[];
  readonly kinds: readonly Located<string>[];
  readonly span: Span;
}
