import type { Duration } from './duration.js';
import type { Located, Span } from './span.js';

/**
 * What the files say, as both surfaces yield it: nothing is resolved or typed here, and every
 * part knows its place.
 */

// ---------------------------------------------------------------------------- expressions

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = 'contains' | 'starts with' | 'ends with';
export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type HistoryFunction = 'did' | 'count' | 'sum' | 'latest';
export type PathRoot = 'lead' | 'account' | 'entry' | 'event' | 'score' | 'rfm';

export type WindowAst =
  | { readonly kind: 'ever'; readonly span: Span }
  | { readonly kind: 'since-entry'; readonly span: Span }
  | { readonly kind: 'before-entry'; readonly span: Span }
  | { readonly kind: 'in-last'; readonly duration: Duration; readonly span: Span }
  | { readonly kind: 'between'; readonly from: ExprAst; readonly to: ExprAst; readonly span: Span };

export type ExprAst =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'duration'; readonly value: Duration; readonly span: Span }
  /** `2026-03-01`, or with a time of day; `value` as written. */
  | { readonly kind: 'date'; readonly value: string; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly ExprAst[]; readonly span: Span }
  | { readonly kind: 'now'; readonly span: Span }
  /** `lead.plan`: root `lead`, name `plan`. */
  | {
      readonly kind: 'path';
      readonly root: Located<PathRoot>;
      readonly name: Located<string>;
      readonly span: Span;
    }
  /** A word that stands alone; names and types are the compiler's to judge. */
  | { readonly kind: 'word'; readonly value: string; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: ExprAst; readonly span: Span }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly operands: readonly ExprAst[];
      readonly span: Span;
    }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly operatorSpan: Span;
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly span: Span;
    }
  | {
      readonly kind: 'text-test';
      readonly operator: TextOperator;
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly span: Span;
    }
  /** `is set` (`negated: false`) or `is not set`. */
  | { readonly kind: 'is-set'; readonly operand: ExprAst; readonly negated: boolean; readonly span: Span }
  | {
      readonly kind: 'in';
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly negated: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly span: Span;
    }
  /** `count(page_viewed in last 7d where event.path == "/pricing")`; `property` for sum and latest. */
  | {
      readonly kind: 'history';
      readonly function: HistoryFunction;
      readonly event: Located<string>;
      readonly property?: Located<string>;
      readonly window: WindowAst;
      readonly where?: ExprAst;
      readonly span: Span;
    }
  /** `sent(hello since entry)`, `sent(welcome/hello ever)`. */
  | {
      readonly kind: 'sent';
      readonly campaign?: Located<string>;
      readonly step: Located<string>;
      readonly window: WindowAst;
      readonly span: Span;
    }
  | { readonly kind: 'time-since'; readonly event: Located<string>; readonly span: Span };

// ---------------------------------------------------------------------------- campaigns

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

// ---------------------------------------------------------------------------- scoring

export type PointsBasis = 'guess' | 'calibrated';

/** `25 when lead.seniority in ["c_level", "vp"]`; the first match of a factor counts. */
export interface FitRuleAst {
  readonly points: Located<number>;
  readonly when: ExprAst;
  readonly span: Span;
}

export interface FitFactorAst {
  readonly name: Located<string>;
  readonly rules: readonly FitRuleAst[];
  readonly span: Span;
}

/** `10 on page_viewed where … at most 1 per day guess`. */
export interface PainRuleAst {
  readonly name: Located<string>;
  readonly points: Located<number>;
  readonly event: Located<string>;
  readonly where?: ExprAst;
  readonly once: boolean;
  /** `at most 2 per day`: a UTC day, so that one number holds for everybody. */
  readonly perDay?: Located<number>;
  readonly basis?: Located<PointsBasis>;
  readonly span: Span;
}

export interface ScoringAst {
  readonly kind: 'scoring';
  readonly ready?: Located<number>;
  readonly fit: readonly FitFactorAst[];
  readonly pain: readonly PainRuleAst[];
  readonly limits: readonly { readonly name: Located<string>; readonly points: Located<number> }[];
  readonly approved: readonly Located<string>[];
  readonly span: Span;
}

// ---------------------------------------------------------------------------- schema

export type SchemaTypeName = 'text' | 'number' | 'boolean' | 'date' | 'timestamp' | 'enum';

export interface FieldAst {
  readonly name: Located<string>;
  readonly type?: Located<SchemaTypeName>;
  /** The values of an enum. */
  readonly values?: readonly Located<string>[];
  readonly default?: Located<string | number | boolean>;
  readonly example?: Located<string | number | boolean>;
  readonly meaning?: Located<string>;
  /** Personal data: never in logs, plans or workflow histories. */
  readonly personal?: Located<boolean>;
  readonly span: Span;
}

export interface EventAst {
  readonly name: Located<string>;
  readonly meaning?: Located<string>;
  readonly product?: Located<boolean>;
  /** 1 (a glance) to 5 (a day's work): the time the act costs the lead (domain.md S-13). */
  readonly effort?: Located<number>;
  readonly properties: readonly FieldAst[];
  readonly span: Span;
}

export interface SchemaAst {
  readonly kind: 'schema';
  readonly lead: readonly FieldAst[];
  readonly events: readonly EventAst[];
  readonly span: Span;
}

// ---------------------------------------------------------------------------- workspace

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

// ---------------------------------------------------------------------------- tests

export interface TestEventAst {
  readonly at?: Located<string>;
  readonly after?: Located<Duration>;
  readonly event: Located<string>;
  readonly with: ReadonlyMap<string, Located<string | number | boolean>>;
  readonly span: Span;
}

/** `{ sent: hello, at: 2026-03-27 10:00 }`, `{ left: goal }`, `{ skipped: hello }`. */
export interface ExpectationAst {
  readonly what: Located<string>;
  readonly value: Located<string>;
  readonly at?: Located<string>;
  readonly span: Span;
}

export interface TestAst {
  readonly kind: 'test';
  readonly name: Located<string>;
  readonly campaign?: Located<string>;
  readonly lead: ReadonlyMap<string, Located<string | number | boolean>>;
  readonly events: readonly TestEventAst[];
  readonly expect: readonly ExpectationAst[];
  readonly span: Span;
}
