import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { Weekday } from './moment.js';

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
  /** `in`: mailed only after consent. `double`: after a confirmed one. `out`: mailed until the lead objects. */
  readonly opt?: Located<'in' | 'double' | 'out'>;
  readonly span: Span;
}

/** `22:00-07:00`: minutes after midnight in the lead's zone; over midnight where `until` is not after `from`. */
export interface QuietHoursAst {
  readonly from: number;
  readonly until: number;
  readonly span: Span;
}

/** Days on which nothing that keeps hours is sent; `dates` as written, `2026-12-25` or yearly `12-25`. */
export interface HolidaysAst {
  readonly name: Located<string>;
  readonly dates: readonly Located<string>[];
}

/** A stage of the company's own, with its sub-stages in order. */
export interface StageAst {
  readonly name: Located<string>;
  readonly subStages: readonly Located<string>[];
}

export interface ChannelAst {
  readonly name: Located<string>;
  readonly kind?: Located<string>;
  /** Names of secrets, never secrets. */
  readonly settings: readonly ChannelSettingAst[];
  readonly span: Span;
}

export interface ChannelSettingAst {
  readonly key: Located<string>;
  readonly value: Located<string | number | boolean>;
}

export interface SdrAst {
  /** Leads that all of them together can take up in a day. */
  readonly capacity?: Located<number>;
  /** The time in which they promise to react. */
  readonly response?: Located<Duration>;
  readonly span: Span;
}

export interface LinksAst {
  /** The own domain over which clicks are counted; left out: none are. */
  readonly domain?: Located<string>;
  /** Where `assets/` are served from. */
  readonly assets?: Located<string>;
  readonly opens?: Located<boolean>;
  readonly utm: ReadonlyMap<string, Located<string | number | boolean>>;
  readonly span: Span;
}

export interface RetentionAst {
  readonly events?: Located<Duration>;
  readonly leads?: Located<Duration>;
  readonly messages?: Located<Duration>;
  readonly span: Span;
}

/** A key that signs mail of one domain (DKIM, RFC 6376). */
export interface DkimAst {
  readonly domain?: Located<string>;
  readonly selector?: Located<string>;
  /** The name of the secret that holds the private key. */
  readonly secret?: Located<string>;
  readonly span: Span;
}

/** How fast mail goes to the mailboxes of one domain. */
export interface PaceAst {
  readonly to?: Located<string>;
  readonly perMinute?: Located<number>;
  readonly atOnce?: Located<number>;
  readonly span: Span;
}

export interface EnvironmentAst {
  readonly name: Located<string>;
  /** Addresses and `@domains` that get real messages; all else goes to the inbox. Absent: everybody. */
  readonly allow?: readonly Located<string>[];
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
  readonly quietHours?: QuietHoursAst;
  readonly holidays: readonly HolidaysAst[];
  /** Kinds and campaigns; whoever stands first is sent first. */
  readonly priority: readonly Located<string>[];
  readonly channels: readonly ChannelAst[];
  readonly stages: readonly StageAst[];
  readonly companyStage?: Located<string>;
  readonly singleDecisionMaker?: Located<boolean>;
  readonly salesCycle?: Located<Duration>;
  readonly sdr?: SdrAst;
  /** 0..1: kept out of every campaign. */
  readonly holdout?: Located<number>;
  readonly links?: LinksAst;
  readonly retention?: RetentionAst;
  readonly dkim?: readonly DkimAst[];
  readonly pace?: readonly PaceAst[];
  readonly environments: readonly EnvironmentAst[];
  /** Packages with actions, triggers, channels and functions. */
  readonly plugins: readonly Located<string>[];
  readonly span: Span;
}
