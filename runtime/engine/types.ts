import type { Expression, Plan, PlanContent, Scalar, WorkspacePlan } from '../../compiler/plan/ir.js';
import type { AskEffect, Pending } from './pending/types.js';
import type { FurtherFacts } from './further-facts.js';
import type { Rival } from './gate/priority.js';
import type { Wishes } from './gate/wishes.js';
import type { Controlled } from './held.js';

/** Where one lead stands in one campaign. Plain JSON: it is stored as it is. */
export interface Progress {
  /** The step the lead stands on; null once the enrolment has ended. */
  readonly step: string | null;
  /** Epoch ms at which the lead came to stand there; what `after` counts from. */
  readonly since: number;
  /** The step's message while it is claimed and not settled; `at` is the instant it was decided for. */
  readonly claim?: { readonly key: string; readonly at: number };
  /**
   * The campaign is over for the lead as of `at`, but the claimed message may be leaving at this
   * very moment: the enrolment ends once that is known, whatever changes until then.
   */
  readonly over?: { readonly ending: Ending; readonly at: number };
  /** The lead waits on its step for somebody to answer, or for an action to end. */
  readonly pending?: Pending;
  /** The gate said "not now": ask again at `until`. */
  readonly hold?: { readonly until: number; readonly detail: string };
  /** Its campaign was held when it wanted to go on; only being let go ends that. */
  readonly held?: true;
  /** Standing still was logged, so that a look that changes nothing logs nothing. */
  readonly noted?: boolean;
  /** The repeats the lead is in, from the outside in; as many as repeats within each other, however many rounds. */
  readonly rounds?: readonly Round[];
  /** Drawn at the entry: walks the same path, and nothing leaves but transactional mail. */
  readonly heldOut?: HeldOut;
  readonly ending?: Ending;
}

/** The round that a lead is in, or came back from; `began` in epoch ms. */
export interface Round {
  readonly step: string;
  /** From 1. */
  readonly round: number;
  readonly began: number;
}

/** By which holdout a lead is kept out. */
export type HeldOut = 'campaign' | 'workspace';

/** How an enrolment ended. */
export type Ending = 'goal' | 'left' | 'finished' | 'late' | 'stopped' | 'edited' | 'erased';

export interface PastEvent {
  /** Order of arrival; breaks ties of `at`. */
  readonly seq: number;
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A message of any campaign to this lead: what caps and `sent(…)` count. Unsettled ones count as now. */
export interface PastSend {
  readonly key: string;
  readonly campaign: string;
  readonly step: string;
  readonly class: 'marketing' | 'transactional';
  readonly state: ClaimState;
  readonly at: number;
  /** Hash of what a person read, or would have read; marketing alone. */
  readonly rendered?: string | null;
  /** The same words went to this address under another name of its owner: held until then, epoch ms. */
  readonly sameUntil?: number | null;
  /** Of a playlist: `library/tip-one`. */
  readonly item?: string | null;
  /** Another system sent it, before this one took over. */
  readonly imported?: boolean;
  /** `campaign/step`: the names it goes by where one of them was renamed. */
  readonly also?: readonly string[];
}

/** `held_out`: it would have left, but for the holdout. */
export type ClaimState = 'claimed' | 'under_way' | 'sent' | 'unknown' | 'withdrawn' | 'refused' | 'held_out';

/** Points; `since` is the lead's first touch, epoch ms, from which velocity counts (domain.md S-17). */
export interface Score {
  readonly fit: number;
  readonly pain: number;
  readonly since?: number;
}

/** What the engine may know about a lead; read after the lead's lock was taken. */
export interface Facts extends FurtherFacts {
  readonly lead: {
    /** Opaque and stable: the seed of spreads. */
    readonly id: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly score: Score;
    /** Topic -> consent given or refused; a topic not named was never asked. */
    readonly consent: Readonly<Record<string, boolean>>;
    /** How often it wants marketing; absent: as it comes. */
    readonly wishes?: Wishes;
    /** True once the address must not be written to: hard bounce, complaint, erased. */
    readonly suppressed: boolean;
  };
  readonly enrolment: {
    readonly id: string;
    /** Epoch ms of the entry. */
    readonly enteredAt: number;
    readonly entry: PastEvent;
    /** The campaign the lead enters at this moment, which this one excludes. */
    readonly displacedBy?: string;
  };
  /** Of the names in `plan.history`, oldest first; never later than `now`. */
  readonly events: readonly PastEvent[];
  readonly sends: readonly PastSend[];
  /** Of the lead's other enrolments; read only where the workspace has an order. */
  readonly rivals?: readonly Rival[];
  readonly workspace: WorkspacePlan;
  /** Absent: the campaign runs. */
  readonly control?: Controlled;
  /** By step, for those that were renamed: the name that keys are made with, so that no rename sends twice. */
  readonly keyed?: Readonly<Record<string, string>>;
  /** By step, the splits of this campaign that have a winner; absent: nobody looked. */
  readonly splits?: Readonly<Record<string, SplitStanding>>;
}

/** How far a split is on the way to its winner. */
export interface SplitStanding {
  /** Epoch ms: when the first lead came to it. */
  readonly beganAt: number;
  /** Decided once, for everybody who comes after. */
  readonly winner?: { readonly arm: string; readonly text: string };
}

export type ReasonCode =
  | 'entered'
  | 'branch'
  | 'waiting'
  | 'waited'
  | 'claimed'
  | 'sent'
  | 'unknown'
  | 'refused'
  | 'withdrawn'
  | 'skipped'
  | 'held'
  | 'set'
  | 'task'
  | 'started'
  | 'round'
  | 'held_out'
  | 'moved'
  | 'released'
  | 'answered'
  | 'unanswered'
  | 'acting'
  | 'acted'
  | 'failed'
  | 'left'
  | 'goal'
  | 'finished';

/** One decision, with what it saw. `detail` is the stable word for reports: `no_consent`, `over_cap`. */
export interface Reason {
  readonly code: ReasonCode;
  readonly step?: string;
  readonly detail?: string;
  /** One sentence for the timeline. Never personal data. */
  readonly text: string;
  /** Epoch ms the decision was taken for. */
  readonly at: number;
}

export type Effect =
  | {
      readonly kind: 'claim';
      readonly key: string;
      readonly step: string;
      readonly channel: string;
      readonly class: 'marketing' | 'transactional';
      readonly unsure: 'skip' | 'repeat';
      /** Of a playlist: `library/tip-one`. */
      readonly item?: string;
      /** Only noted: it would have left. */
      readonly heldOut?: true;
    }
  | { readonly kind: 'withdraw'; readonly key: string; readonly reason: string }
  /** Lets the lead into another campaign, in the transaction that stores the progress. */
  | {
      readonly kind: 'start';
      readonly key: string;
      readonly step: string;
      readonly campaign: string;
      readonly properties: Readonly<Record<string, unknown>>;
    }
  /** A lead came to a split that has a winner, and nobody was known to be there before; `at` in epoch ms. */
  | { readonly kind: 'split-began'; readonly step: string; readonly at: number }
  | {
      readonly kind: 'set';
      /** Absent: the lead. */
      readonly of?: 'account';
      readonly key: string;
      readonly step: string;
      readonly attribute: string;
      readonly value: Scalar | null;
    }
  | AskEffect;

export type Rest =
  | { readonly kind: 'deliver'; readonly key: string; readonly channel: string; readonly step: string }
  | { readonly kind: 'act'; readonly key: string; readonly action: string; readonly step: string }
  /** `until` in epoch ms; absent: only an event or a change can move this lead. */
  | { readonly kind: 'wait'; readonly until?: number }
  | { readonly kind: 'end'; readonly ending: Ending };

export interface Advance {
  readonly progress: Progress;
  readonly effects: readonly Effect[];
  readonly why: readonly Reason[];
  readonly rest: Rest;
}

/** What the gate says of one message at one moment. */
export type Verdict =
  /** `text` says what was seen, where there was anything. */
  | { readonly kind: 'send'; readonly text?: string }
  | { readonly kind: 'skip'; readonly detail: string; readonly text: string }
  /** Not now: ask again at `until`. */
  | { readonly kind: 'hold'; readonly until: number; readonly detail: string; readonly text: string }
  | { readonly kind: 'stop'; readonly ending: Ending; readonly text: string };

export type { Expression, Plan, PlanContent, Scalar, WorkspacePlan };
