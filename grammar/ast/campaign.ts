import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { ExprAst } from './expression.js';

export type AgainAst =
  | { readonly kind: 'never'; readonly span: Span }
  | { readonly kind: 'always'; readonly span: Span }
  | { readonly kind: 'after'; readonly duration: Duration; readonly span: Span }
  | { readonly kind: 'each'; readonly key: ExprAst; readonly span: Span };

export interface EntryAst {
  readonly on: Located<string>;
  readonly where?: ExprAst;
  readonly again?: AgainAst;
  readonly span: Span;
}

export type LeaveAst =
  | { readonly kind: 'on'; readonly event: Located<string>; readonly where?: ExprAst; readonly span: Span }
  | { readonly kind: 'when'; readonly when: ExprAst; readonly span: Span };

export interface GoalAst {
  readonly event: Located<string>;
  readonly within: Located<Duration>;
  readonly span: Span;
}

/** `email: topic product-tips from onboarding hours business`, or the transactional form. */
export interface EmailAst {
  readonly topic?: Located<string>;
  readonly transactional?: { readonly reason: Located<string>; readonly reviewed?: Located<string> };
  readonly from?: Located<string>;
  readonly hours?: Located<string>;
  readonly span: Span;
}

/** ISO weekday: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** `day 2 09:30 mon-fri spread 30min`, `lead.trial_ends_at - 3d 09:00`, `09:00 mon-fri`. */
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
  readonly weekdays?: Located<readonly Weekday[]>;
  readonly spread?: Located<Duration>;
  readonly span: Span;
}

export type LateAst = 'send' | 'skip' | 'end';
export type UnsureAst = 'skip' | 'repeat';

interface StepBase {
  readonly id: Located<string>;
  readonly after?: Located<Duration>;
  readonly at?: AtAst;
  readonly late?: Located<LateAst>;
  readonly note?: Located<string>;
  /** The step's first line, for labels. */
  readonly span: Span;
}

export interface SendStepAst extends StepBase {
  readonly kind: 'send';
  /** Defaults to the step's id. */
  readonly template?: Located<string>;
  readonly when?: ExprAst;
  readonly email?: EmailAst;
  readonly unsure?: Located<UnsureAst>;
}

export interface WaitStepAst extends StepBase {
  readonly kind: 'wait';
  /** An event's name (a `word`) or a condition. */
  readonly for?: ExprAst;
  readonly atMost?: Located<Duration>;
  readonly then?: readonly StepAst[];
  readonly else?: readonly StepAst[];
}

export interface IfStepAst extends StepBase {
  readonly kind: 'if';
  readonly when?: ExprAst;
  readonly then?: readonly StepAst[];
  readonly else?: readonly StepAst[];
}

export interface SetStepAst extends StepBase {
  readonly kind: 'set';
  /** `lead.offered_upgrade`: always an attribute of the lead. */
  readonly attribute?: ExprAst;
  readonly to?: ExprAst;
  readonly when?: ExprAst;
}

export interface TaskStepAst extends StepBase {
  readonly kind: 'task';
  readonly team?: Located<string>;
  readonly due?: Located<Duration>;
  readonly title?: Located<string>;
  readonly when?: ExprAst;
}

export interface EndStepAst extends StepBase {
  readonly kind: 'end';
}

export type StepAst =
  | SendStepAst
  | WaitStepAst
  | IfStepAst
  | SetStepAst
  | TaskStepAst
  | EndStepAst;

export type StepKind = StepAst['kind'];

export interface CampaignAst {
  readonly kind: 'campaign';
  readonly name: Located<string>;
  readonly title?: Located<string>;
  readonly campaignKind?: Located<string>;
  readonly stage?: Located<string>;
  readonly owner?: Located<string>;
  readonly cost?: Located<string>;
  readonly note?: Located<string>;
  readonly enter: readonly EntryAst[];
  readonly leave: readonly LeaveAst[];
  readonly goal?: GoalAst;
  readonly email?: EmailAst;
  readonly steps: readonly StepAst[];
  readonly span: Span;
}
