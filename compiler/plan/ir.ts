import type { Duration } from '../../grammar/duration.js';

/**
 * The plan: what the compiler hands to the runtime. Plain JSON, immutable, addressed by its
 * content; spans and comments are gone, names are resolved, types are right.
 */

export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

// ---------------------------------------------------------------------------- expressions

export type Scalar = number | string | boolean;

/** How a stored value is read: a `timestamp` becomes epoch ms, a `date` stays `YYYY-MM-DD`. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'timestamp';

export type Window =
  | { readonly kind: 'ever' }
  | { readonly kind: 'since-entry' }
  | { readonly kind: 'before-entry' }
  | { readonly kind: 'in-last'; readonly ms: number }
  | { readonly kind: 'between'; readonly from: Expression; readonly to: Expression };

/**
 * Evaluates to a scalar or to unknown (missing data). Timestamps are epoch ms, durations ms,
 * dates `YYYY-MM-DD`. Logic is Kleene's; an unknown condition does not match.
 */
export type Expression =
  | { readonly kind: 'constant'; readonly value: Scalar }
  | { readonly kind: 'now' }
  | { readonly kind: 'attribute'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  | { readonly kind: 'entry'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  | { readonly kind: 'event'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  | { readonly kind: 'score'; readonly part: 'fit' | 'pain' | 'total' }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and'; readonly operands: readonly Expression[] }
  | { readonly kind: 'or'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'text-test';
      readonly operator: 'contains' | 'starts with' | 'ends with';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'is-set'; readonly operand: Expression }
  | { readonly kind: 'in'; readonly left: Expression; readonly values: readonly Scalar[] }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'did'; readonly event: string; readonly window: Window; readonly where?: Expression }
  | { readonly kind: 'count'; readonly event: string; readonly window: Window; readonly where?: Expression }
  | {
      readonly kind: 'sum' | 'latest';
      readonly event: string;
      readonly property: string;
      readonly type: ValueType;
      readonly window: Window;
      readonly where?: Expression;
    }
  | { readonly kind: 'time-since'; readonly event: string }
  /** Whether this step's message was sent; `campaign` is always resolved. */
  | { readonly kind: 'sent'; readonly campaign: string; readonly step: string; readonly window: Window };

// ---------------------------------------------------------------------------- the campaign

export type Again =
  | { readonly kind: 'never' }
  | { readonly kind: 'always' }
  /** Counted from the start of the last enrolment, rolling. */
  | { readonly kind: 'after'; readonly ms: number }
  /** One enrolment for each value of the key. */
  | { readonly kind: 'each'; readonly key: Expression };

export interface Entry {
  readonly event: string;
  readonly where?: Expression;
  readonly again: Again;
}

export type Leave =
  | { readonly kind: 'on'; readonly event: string; readonly where?: Expression }
  | { readonly kind: 'when'; readonly when: Expression };

export interface Goal {
  readonly event: string;
  readonly withinMs: number;
}

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a step is due; wall-clock times are the lead's. */
export type Due =
  /** As soon as the lead stands on the step. */
  | { readonly kind: 'now' }
  | { readonly kind: 'after'; readonly duration: Duration }
  | {
      readonly kind: 'at';
      readonly anchor:
        | { readonly kind: 'day'; readonly day: number }
        | { readonly kind: 'date'; readonly date: Expression; readonly offset?: { readonly sign: 1 | -1; readonly duration: Duration } }
        | { readonly kind: 'next' };
      /** Minutes after midnight. */
      readonly time?: number;
      readonly weekdays?: readonly Weekday[];
      readonly spreadMs?: number;
    };

export interface EmailSettings {
  readonly class: 'marketing' | 'transactional';
  /** Always there for marketing. */
  readonly topic?: string;
  readonly from: string;
  /** Name of the sending hours; transactional mail has none. */
  readonly hours?: string;
}

interface StepBase {
  readonly id: string;
  readonly due: Due;
  /** What to do with a moment that is already past when the lead arrives; absent: it cannot be. */
  readonly late?: 'send' | 'skip' | 'end';
  /** The next step's id; null ends the campaign for the lead. */
  readonly next: string | null;
}

export interface SendStep extends StepBase {
  readonly kind: 'send';
  readonly channel: 'email';
  readonly template: string;
  readonly when?: Expression;
  readonly email: EmailSettings;
  readonly unsure: 'skip' | 'repeat';
}

export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  /** An event since entry; already so: no wait. Both absent: the step only takes its time. */
  readonly forEvent?: string;
  readonly forCondition?: Expression;
  readonly atMost?: Duration;
  readonly then: string | null;
  readonly else: string | null;
}

export interface IfStep extends StepBase {
  readonly kind: 'if';
  readonly when: Expression;
  readonly then: string | null;
  readonly else: string | null;
}

export interface SetStep extends StepBase {
  readonly kind: 'set';
  readonly attribute: string;
  readonly to: Expression;
  readonly when?: Expression;
}

export interface TaskStep extends StepBase {
  readonly kind: 'task';
  readonly team: string;
  readonly title: string;
  readonly dueIn: Duration;
  readonly when?: Expression;
}

export interface EndStep extends StepBase {
  readonly kind: 'end';
}

export type Step = SendStep | WaitStep | IfStep | SetStep | TaskStep | EndStep;

export interface Plan {
  readonly dsl: 1;
  readonly campaign: string;
  readonly title: string;
  readonly kind: string;
  readonly stage: string;
  readonly owner: string;
  readonly enter: readonly Entry[];
  readonly leave: readonly Leave[];
  readonly goal?: Goal;
  /** In the order of the file, branches after the step they hang on. */
  readonly steps: readonly Step[];
  readonly first: string | null;
  /** What can move a lead that rests in this campaign; sorted, for the router. */
  readonly interests: {
    readonly events: readonly string[];
    readonly attributes: readonly string[];
    readonly score: boolean;
  };
  /** Events whose past the engine reads (conditions, waits, leaves, goal); sorted, and just these are loaded. */
  readonly history: readonly string[];
}

// ---------------------------------------------------------------------------- content

/** One message, compiled: Liquid stays, MJML is gone. Reaches everyone not yet sent. */
export interface MessageContent {
  readonly template: string;
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly purpose?: string;
  /** Content hash of the fields above. */
  readonly hash: string;
}

/** By step id of the campaign. */
export interface PlanContent {
  readonly campaign: string;
  readonly messages: Readonly<Record<string, MessageContent>>;
}

// ---------------------------------------------------------------------------- the workspace

export interface FieldPlan {
  readonly type: ValueType;
  readonly values?: readonly string[];
  readonly default?: Scalar;
  readonly personal: boolean;
}

export interface EventPlan {
  readonly product: boolean;
  readonly properties: Readonly<Record<string, FieldPlan>>;
}

export interface SchemaPlan {
  readonly lead: Readonly<Record<string, FieldPlan>>;
  readonly events: Readonly<Record<string, EventPlan>>;
}

export interface FitFactor {
  readonly name: string;
  readonly rules: readonly { readonly points: number; readonly when: Expression }[];
}

export interface PainRule {
  readonly name: string;
  readonly points: number;
  readonly event: string;
  readonly where?: Expression;
  readonly once: boolean;
  readonly perDay?: number;
  /** The most this factor may give in all. */
  readonly limit?: number;
}

export interface ScoringPlan {
  readonly ready: number;
  readonly fit: readonly FitFactor[];
  readonly pain: readonly PainRule[];
}

export interface HoursPlan {
  readonly weekdays: readonly Weekday[];
  /** Minutes after midnight in the lead's zone; `until` exclusive. */
  readonly from: number;
  readonly until: number;
}

export interface SenderPlan {
  readonly address: string;
  readonly label: string;
  readonly replyTo?: string;
}

export interface WorkspacePlan {
  readonly dsl: 1;
  readonly company: string;
  readonly postalAddress: string;
  /** IANA name; used where the lead has none, or one that does not exist. */
  readonly zone: string;
  readonly caps: readonly { readonly count: number; readonly windowMs: number }[];
  /** How long a message over the cap waits for room; 0 drops it at once. */
  readonly overCapDeferMs: number;
  readonly hours: Readonly<Record<string, HoursPlan>>;
  readonly topics: Readonly<Record<string, { readonly title: string; readonly opt: 'in' | 'out' }>>;
  readonly senders: Readonly<Record<string, SenderPlan>>;
  readonly schema: SchemaPlan;
  readonly scoring?: ScoringPlan;
}

/** Everything `apply` installs, in one transaction. */
export interface Release {
  readonly workspace: WorkspacePlan;
  readonly campaigns: readonly { readonly plan: Plan; readonly content: PlanContent }[];
}
