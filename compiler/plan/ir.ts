import type { Duration } from '../../grammar/duration.js';
import type { Expression, Scalar, ValueType } from './ir/expression.js';
import type { Weekday, WorkspacePlan } from './ir/workspace.js';

// One contract, one place to take it from.
export type { Expression, RfmPart, Scalar, ScorePart, ValueType, Window } from './ir/expression.js';
export type {
  ChannelPlan,
  DkimPlan,
  EventPlan,
  FieldPlan,
  FitFactor,
  HoursPlan,
  PacePlan,
  PainRule,
  QuietHoursPlan,
  SchemaPlan,
  ScoringPlan,
  SenderPlan,
  TopicOpt,
  Weekday,
  WorkspacePlan,
} from './ir/workspace.js';
export { domainOf, isWithinDomain, signersOf } from './ir/mail-domain.js';
export { channelKinds } from './ir/workspace.js';

/**
 * The plan: what the compiler hands to the runtime. Plain JSON, immutable, addressed by its
 * content; spans and comments are gone, names are resolved, types are right.
 */

export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

export type Again =
  | { readonly kind: 'never' }
  | { readonly kind: 'always' }
  /** Counted from the start of the last enrolment, rolling. */
  | { readonly kind: 'after'; readonly ms: number }
  /** One enrolment for each value of the key. */
  | { readonly kind: 'each'; readonly key: Expression };

/** The trigger counts only if none of the events comes within `withinMs` of it. */
export interface Unless {
  readonly events: readonly string[];
  readonly withinMs: number;
}

/** Whoever is in the segment at that moment. */
export interface Audience {
  readonly segment: string;
  readonly when: Expression;
  /** One person of each account: the one for whom this is greatest. */
  readonly onePerAccountBy?: Expression;
}

/** A way in by an event. */
export interface Entry {
  readonly event: string;
  readonly where?: Expression;
  readonly again: Again;
  readonly unless?: Unless;
  /** For an event about nobody: whom it lets in. */
  readonly to?: Audience;
}

/** `round`: anew each time the date or the schedule comes round. */
export type WatchedAgain = Again | { readonly kind: 'round' };

export type Already =
  | { readonly kind: 'enter' }
  | { readonly kind: 'skip' }
  /** Epoch ms: those for whom it came true from then on. */
  | { readonly kind: 'since'; readonly at: number };

interface WatchedBase {
  readonly where?: Expression;
  readonly again: WatchedAgain;
}

/** A way in that no event brings: the runtime has to look out for it. */
export type WatchedEntry = WatchedBase &
  (
    | {
        readonly kind: 'changed';
        readonly of: 'lead' | 'account';
        readonly attribute: string;
        readonly type: ValueType;
        readonly unless?: Unless;
      }
    /** From false, or unknown, to true. */
    | { readonly kind: 'becomes'; readonly condition: Expression; readonly already: Already; readonly interests: Interests }
    | {
        readonly kind: 'at';
        readonly moment: MomentDue;
        readonly late?: 'enter' | 'skip';
        readonly to?: Audience;
        /** What its date hangs on. */
        readonly interests: Interests;
      }
    | {
        readonly kind: 'every';
        readonly unit: 'day' | 'week' | 'month' | 'year';
        readonly on?:
          | { readonly kind: 'date'; readonly date: Expression }
          | { readonly kind: 'month-day'; readonly day: number }
          | { readonly kind: 'weekdays'; readonly weekdays: readonly Weekday[] };
        /** Minutes after midnight. */
        readonly time?: number;
        readonly spreadMs?: number;
        readonly late?: 'enter' | 'skip';
        readonly to?: Audience;
        /** What its date hangs on. */
        readonly interests: Interests;
      }
  );

export type Leave =
  | { readonly kind: 'on'; readonly event: string; readonly where?: Expression }
  | { readonly kind: 'when'; readonly when: Expression };

export interface Goal {
  readonly event: string;
  readonly where?: Expression;
  readonly withinMs: number;
}

/** When a step is due; wall-clock times are the lead's, where no other clock is named. */
export type Due =
  /** As soon as the lead stands on the step. */
  | { readonly kind: 'now' }
  | { readonly kind: 'after'; readonly duration: Duration }
  | MomentDue;

export interface MomentDue {
  readonly kind: 'at';
  readonly anchor:
    | { readonly kind: 'day'; readonly day: number }
    | { readonly kind: 'date'; readonly date: Expression; readonly offset?: { readonly sign: 1 | -1; readonly duration: Duration } }
    | { readonly kind: 'next' };
  /** Minutes after midnight. */
  readonly time?: number;
  /** Absent: the lead's. */
  readonly clock?: 'account' | 'workspace';
  readonly weekdays?: readonly Weekday[];
  readonly spreadMs?: number;
}

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

/** The attribute picks the file of a template; whoever is drawn for `generic` (0..1) gets the default. */
export interface Variants {
  readonly by: Expression;
  readonly generic: number;
}

export interface SendStep extends StepBase {
  readonly kind: 'send';
  /** `email`, or a channel of the workspace. */
  readonly channel: string;
  readonly template: string;
  readonly variants?: Variants;
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

/** The first step of each value's branch; a value without one, and a missing value, go to `else`. */
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly on: Expression;
  readonly cases: Readonly<Record<string, string | null>>;
  readonly else: string | null;
}

export interface Arm {
  readonly name: string;
  /** 0..1. */
  readonly share: number;
  readonly first: string | null;
}

/** Sticky by a hash of lead and split. */
export interface SplitStep extends StepBase {
  readonly kind: 'split';
  readonly arms: readonly Arm[];
  /** Whoever falls into no share waits for the winner and walks it. */
  readonly best?: { readonly measure: Expression; readonly after: Duration; readonly else: string };
}

export interface SetStep extends StepBase {
  readonly kind: 'set';
  /** Absent: the lead. */
  readonly of?: 'account';
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
  /** The first that fits takes it. */
  readonly assign?: readonly Assignment[];
  /** The lead waits for one of them; `late` when none comes by the due time, or else it goes on. */
  readonly outcomes?: Readonly<Record<string, string | null>>;
}

export interface Assignment {
  readonly to: string;
  readonly when?: Expression;
  readonly by?: 'rotation' | 'random' | 'owner';
}

/** What an action is given; expressions are worked out when the step is reached. */
export type Given =
  | { readonly kind: 'value'; readonly value: Scalar }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly Given[] }
  | { readonly kind: 'mapping'; readonly entries: Readonly<Record<string, Given>> };

export interface DoStep extends StepBase {
  readonly kind: 'do';
  readonly action: string;
  readonly with?: Given;
  readonly timeout?: Duration;
  readonly failed: 'continue' | 'end';
  /** By what an action that markets goes through the gate; absent: it does not market. */
  readonly marketing?: EmailSettings;
  readonly when?: Expression;
}

/** Hands the entering event over to the other campaign as `started`. */
export interface StartStep extends StepBase {
  readonly kind: 'start';
  readonly campaign: string;
  readonly when?: Expression;
}

/** A round goes from `first` back to this step. */
export interface RepeatStep extends StepBase {
  readonly kind: 'repeat';
  readonly every?: Duration;
  readonly until?: Expression;
  readonly times?: number;
  readonly round: { readonly kind: 'steps'; readonly first: string } | PlayRound;
}

/** One message a round: the first of the list that fits and that this lead has not had. */
export interface PlayRound {
  readonly kind: 'play';
  readonly playlist: string;
  readonly items: readonly { readonly template: string; readonly when?: Expression }[];
  readonly email: EmailSettings;
  readonly noneLeft: 'continue' | 'end';
}

export interface EndStep extends StepBase {
  readonly kind: 'end';
}

export type Step =
  | SendStep
  | WaitStep
  | IfStep
  | BranchStep
  | SplitStep
  | SetStep
  | TaskStep
  | DoStep
  | StartStep
  | RepeatStep
  | EndStep;

export type InFlightChoice =
  | { readonly kind: 'finish_old' | 'adopt' | 'end' }
  | { readonly kind: 'move_to'; readonly step: string };

/** What happens to leads on a step that was changed or removed; absent: they finish the old plan. */
export interface InFlight {
  readonly all?: InFlightChoice;
  readonly steps: Readonly<Record<string, InFlightChoice>>;
}

/** Shares are 0..1. */
export interface Rollout {
  readonly share: number;
  readonly holdWhen: readonly { readonly metric: 'bounces' | 'complaints' | 'unsubscribes'; readonly above: number }[];
}

/** What an answer hangs on: names of events, of attributes of the lead, of attributes of the account. */
export interface Interests {
  readonly events: readonly string[];
  readonly attributes: readonly string[];
  readonly score: boolean;
  /** Absent: none. */
  readonly account?: readonly string[];
}

export interface Plan {
  readonly dsl: 1;
  readonly campaign: string;
  readonly title: string;
  readonly kind: string;
  readonly stage: string;
  readonly owner: string;
  /** Its name before it was renamed. */
  readonly was?: string;
  readonly enter: readonly Entry[];
  readonly watch?: readonly WatchedEntry[];
  readonly leave: readonly Leave[];
  readonly goal?: Goal;
  /** Sorted. */
  readonly excludes?: readonly string[];
  /** 0..1. */
  readonly holdout?: number;
  readonly inFlight?: InFlight;
  readonly rollout?: Rollout;
  /** Step ids before they were renamed, by the ids they have now. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** In the order of the file, branches after the step they hang on. */
  readonly steps: readonly Step[];
  readonly first: string | null;
  /** What can move a lead that rests in this campaign; sorted, for the router. */
  readonly interests: Interests;
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
  /** What the message is for, what it offers and at what price: reports count by these. */
  readonly purpose?: string;
  readonly asset?: { readonly type: string; readonly name: string };
  readonly discount?: string;
  /** Content hash of the fields above. */
  readonly hash: string;
  /** What replaces the fields above for some leads; the default is for everybody else. Absent: nothing does. */
  readonly alternatives?: readonly MessageAlternative[];
}

/** The same message in another wording. At least one of the first three is there. */
export interface MessageAlternative {
  /** A value of what the step's `variants` picks by. */
  readonly variant?: string;
  /** BCP 47. */
  readonly locale?: string;
  /** A channel that has only text: subject, preheader and HTML are empty. */
  readonly channel?: 'sms';
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  /** Where they differ from the default's. */
  readonly purpose?: string;
  readonly asset?: { readonly type: string; readonly name: string };
  readonly discount?: string;
  /** Content hash of subject, preheader, HTML and text: what a rendered message is kept by. */
  readonly hash: string;
}

/** By step id of the campaign; items of a playlist by `step/template`. */
export interface PlanContent {
  readonly campaign: string;
  readonly messages: Readonly<Record<string, MessageContent>>;
}

/** Everything `apply` installs, in one transaction. */
export interface Release {
  readonly workspace: WorkspacePlan;
  readonly campaigns: readonly PlannedCampaign[];
  /** Absent: there are none. */
  readonly lists?: readonly ListPlan[];
}

/** Whom a list names; not part of any plan, so that a row more changes no campaign. */
export interface ListPlan {
  readonly name: string;
  readonly holds: 'leads' | 'accounts';
  /** What the keys are: ids of leads, addresses of leads, or domains of accounts. */
  readonly by: 'id' | 'email' | 'domain';
  /** Sorted, each once; addresses and domains in small letters. */
  readonly keys: readonly string[];
}

export interface PlannedCampaign {
  readonly plan: Plan;
  readonly content: PlanContent;
  /** For reports alone: part of neither hash, so that a bill that comes in changes no campaign. */
  readonly cost?: { readonly amount: number; readonly currency: string };
}
