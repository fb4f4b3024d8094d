import type { Expression, Plan, PlanContent, Scalar, WorkspacePlan } from '../../compiler/plan/ir.js';

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
  /** The gate said "not now": ask again at `until`. */
  readonly hold?: { readonly until: number; readonly detail: string };
  /** Standing still was logged, so that a look that changes nothing logs nothing. */
  readonly noted?: boolean;
  readonly ending?: Ending;
}

/** How an enrolment ended. */
export type Ending = 'goal' | 'left' | 'finished' | 'late';

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
}

export type ClaimState = 'claimed' | 'under_way' | 'sent' | 'unknown' | 'withdrawn' | 'refused';

/** What the engine may know about a lead; read after the lead's lock was taken. */
export interface Facts {
  readonly lead: {
    /** Opaque and stable: the seed of spreads. */
    readonly id: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly score: { readonly fit: number; readonly pain: number };
    /** Topic -> consent given or refused; a topic not named was never asked. */
    readonly consent: Readonly<Record<string, boolean>>;
    /** True once the address must not be written to: hard bounce, complaint, erased. */
    readonly suppressed: boolean;
  };
  readonly enrolment: {
    readonly id: string;
    /** Epoch ms of the entry. */
    readonly enteredAt: number;
    readonly entry: PastEvent;
  };
  /** Of the names in `plan.history`, oldest first; never later than `now`. */
  readonly events: readonly PastEvent[];
  readonly sends: readonly PastSend[];
  readonly workspace: WorkspacePlan;
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
      readonly channel: 'email';
      readonly class: 'marketing' | 'transactional';
      readonly unsure: 'skip' | 'repeat';
    }
  | { readonly kind: 'withdraw'; readonly key: string; readonly reason: string }
  | { readonly kind: 'set'; readonly step: string; readonly attribute: string; readonly value: Scalar | null }
  | {
      readonly kind: 'task';
      readonly key: string;
      readonly step: string;
      readonly team: string;
      readonly title: string;
      /** Epoch ms. */
      readonly dueAt: number;
    };

export type Rest =
  | { readonly kind: 'deliver'; readonly key: string; readonly channel: 'email'; readonly step: string }
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
  | { readonly kind: 'send' }
  | { readonly kind: 'skip'; readonly detail: string; readonly text: string }
  /** Not now: ask again at `until`. */
  | { readonly kind: 'hold'; readonly until: number; readonly detail: string; readonly text: string }
  | { readonly kind: 'stop'; readonly ending: Ending; readonly text: string };

export type { Expression, Plan, PlanContent, Scalar, WorkspacePlan };
