import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { EntryAst, LeaveAst } from './entry.js';
import type { ExprAst } from './expression.js';
import type { StepAst } from './step.js';

/** `activated within 14d`, `order_placed where event.total > 100 within 30d`. */
export interface GoalAst {
  readonly event: Located<string>;
  readonly where?: ExprAst;
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

/** `1200 EUR`: what the campaign cost to make and run. */
export interface CostAst {
  readonly amount: Located<number>;
  readonly currency: Located<string>;
  readonly span: Span;
}

/** `lead.buying_role keep 20% generic`: the attribute picks the template file, never the structure. */
export interface VariantsAst {
  readonly by: ExprAst;
  /** 0..1: the share that gets the default all the same, so that the gain can be measured. */
  readonly generic?: Located<number>;
  readonly span: Span;
}

/** What happens to leads on a step that was changed or removed. */
export type InFlightChoiceAst =
  | { readonly kind: 'finish_old'; readonly span: Span }
  | { readonly kind: 'adopt'; readonly span: Span }
  | { readonly kind: 'move_to'; readonly step: Located<string>; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span };

export interface InFlightAst {
  /** For every step that is not named. */
  readonly all?: InFlightChoiceAst;
  readonly steps: readonly { readonly step: Located<string>; readonly choice: InFlightChoiceAst }[];
  readonly span: Span;
}

export type RolloutMetric = 'bounces' | 'complaints' | 'unsubscribes';

/** `10% hold when bounces > 2% or complaints > 0.1%`; shares are 0..1. */
export interface RolloutAst {
  readonly share: Located<number>;
  readonly holdWhen: readonly { readonly metric: Located<RolloutMetric>; readonly above: Located<number> }[];
  readonly span: Span;
}

/** `tip-two when lead.plan == "free"`: a template and for whom it is. */
export interface PlaylistItemAst {
  readonly template: Located<string>;
  readonly when?: ExprAst;
  readonly span: Span;
}

export interface PlaylistAst {
  readonly name: Located<string>;
  readonly items: readonly PlaylistItemAst[];
  readonly span: Span;
}

export interface CampaignAst {
  readonly kind: 'campaign';
  readonly name: Located<string>;
  /** Its name before it was renamed. */
  readonly was?: Located<string>;
  readonly title?: Located<string>;
  readonly campaignKind?: Located<string>;
  readonly stage?: Located<string>;
  readonly owner?: Located<string>;
  readonly cost?: CostAst;
  readonly note?: Located<string>;
  readonly enter: readonly EntryAst[];
  readonly leave: readonly LeaveAst[];
  readonly goal?: GoalAst;
  /** Campaigns the lead is never in at the same time; entering one of them leaves this one. */
  readonly excludes: readonly Located<string>[];
  /** 0..1. */
  readonly holdout?: Located<number>;
  readonly email?: EmailAst;
  readonly variants?: VariantsAst;
  readonly playlists: readonly PlaylistAst[];
  readonly inFlight?: InFlightAst;
  readonly rollout?: RolloutAst;
  readonly steps: readonly StepAst[];
  readonly span: Span;
}
