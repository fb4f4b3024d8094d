import type { Expression, Scalar, ValueType } from './expression.js';

/** ISO weekday: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

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
  /** Absent: accounts have no attributes. */
  readonly account?: Readonly<Record<string, FieldPlan>>;
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
  /** The points halve in that time. */
  readonly fadesMs?: number;
}

export interface ScoringPlan {
  readonly ready: number;
  readonly fit: readonly FitFactor[];
  readonly pain: readonly PainRule[];
  /** How the scores of an account's people make the account's. */
  readonly account?: { readonly fit: 'max' | 'sum'; readonly pain: 'max' | 'sum'; readonly perPerson?: number };
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

/** Minutes after midnight in the lead's zone; over midnight where `until` is not after `from`. */
export interface QuietHoursPlan {
  readonly from: number;
  readonly until: number;
}

/** What a channel can be without a plug-in, e-mail aside. */
export const channelKinds = ['webhook', 'slack', 'sms', 'task'] as const;

export interface ChannelPlan {
  /** One of `channelKinds`, or a kind that a plug-in offers. */
  readonly kind: string;
  /** Names of secrets, never secrets. */
  readonly settings: Readonly<Record<string, Scalar>>;
}

/** A key that signs mail of one domain (DKIM): the name of the secret, never the secret. */
export interface DkimPlan {
  readonly domain: string;
  readonly selector: string;
  readonly secret: string;
}

/** How fast mail goes to the mailboxes of one domain; what is not said is not limited. */
export interface PacePlan {
  readonly to: string;
  readonly perMinute?: number;
  readonly atOnce?: number;
}

/** `in`: mailed only after consent. `double`: after a confirmed one. `out`: mailed until the lead objects. */
export type TopicOpt = 'in' | 'double' | 'out';

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
  readonly topics: Readonly<Record<string, { readonly title: string; readonly opt: TopicOpt }>>;
  readonly senders: Readonly<Record<string, SenderPlan>>;
  readonly quietHours?: QuietHoursPlan;
  /** Days as written: `2026-12-25`, or yearly `12-25`. */
  readonly holidays?: Readonly<Record<string, readonly string[]>>;
  /** Kinds and campaigns; whoever stands first is sent first. */
  readonly priority?: readonly string[];
  readonly channels?: Readonly<Record<string, ChannelPlan>>;
  readonly sdr?: { readonly capacity?: number; readonly responseMs?: number };
  /** 0..1: kept out of every campaign. */
  readonly holdout?: number;
  readonly links?: {
    readonly domain?: string;
    readonly assets?: string;
    readonly opens: boolean;
    readonly utm: Readonly<Record<string, Scalar>>;
  };
  readonly retention?: { readonly eventsMs?: number; readonly leadsMs?: number; readonly messagesMs?: number };
  readonly dkim?: readonly DkimPlan[];
  readonly pace?: readonly PacePlan[];
  /** Addresses and `@domains` that get real messages; without `allow` everybody does. */
  readonly environments?: Readonly<Record<string, { readonly allow?: readonly string[] }>>;
  readonly plugins?: readonly string[];
  readonly schema: SchemaPlan;
  readonly scoring?: ScoringPlan;
}
