import type {
  CostAst,
  EmailAst,
  GoalAst,
  InFlightChoiceAst,
  PlaylistItemAst,
  RolloutAst,
  VariantsAst,
} from '../ast/campaign.js';
import type { AgainAst, AlreadyAst, AudienceAst, EveryAst, TriggerAst, UnlessAst } from '../ast/entry.js';
import type { AtAst } from '../ast/moment.js';
import type { AccountScoreAst, FitRuleAst, PainRuleAst } from '../ast/scoring.js';
import type { AssignAst, BestAst } from '../ast/step.js';
import type { CapAst, HoursAst, OverCapAst, QuietHoursAst } from '../ast/workspace.js';
import type { Duration } from '../duration.js';
import type { Located } from '../span.js';
import { phrase, type ParsePhrase } from './parse-expression.js';

/** `3d`. */
export const parseDuration: ParsePhrase<Located<Duration>> = phrase((grammar) => grammar.durationPhrase());

/** `10%`: yields 0.1. */
export const parsePercent: ParsePhrase<Located<number>> = phrase((grammar) => grammar.percentPhrase());

/** `day 2 09:30 mon-fri spread 30min`, `lead.trial_ends_at - 3d 09:00`, `2026-10-01 09:00 lead time`. */
export const parseAt: ParsePhrase<AtAst> = phrase((grammar) => grammar.at());

/** `year on lead.birthday 09:00`, `week on mon,thu 09:00 spread 2h`. */
export const parseEvery: ParsePhrase<EveryAst> = phrase((grammar) => grammar.every());

/** `signed_up`, `changed(lead.plan)`. */
export const parseTrigger: ParsePhrase<TriggerAst> = phrase((grammar) => grammar.trigger());

/** `never`, `always`, `after 180d`, `each event.order_id`. */
export const parseAgain: ParsePhrase<AgainAst> = phrase((grammar) => grammar.again());

/** `order_placed or cart_updated within 30min`. */
export const parseUnless: ParsePhrase<UnlessAst> = phrase((grammar) => grammar.unless());

/** `enter`, `skip`, `since 2026-09-01`. */
export const parseAlready: ParsePhrase<AlreadyAst> = phrase((grammar) => grammar.already());

/** `newsletter-readers`, `customers one per account by score.fit`. */
export const parseAudience: ParsePhrase<AudienceAst> = phrase((grammar) => grammar.audience());

/** `activated within 14d`, `order_placed where event.total > 100 within 30d`. */
export const parseGoal: ParsePhrase<GoalAst> = phrase((grammar) => grammar.goal());

/** `topic product-tips from onboarding hours business`, `transactional "…" from billing`. */
export const parseEmail: ParsePhrase<EmailAst> = phrase((grammar) => grammar.email());

/** `1200 EUR`. */
export const parseCost: ParsePhrase<CostAst> = phrase((grammar) => grammar.cost());

/** `lead.buying_role keep 20% generic`. */
export const parseVariants: ParsePhrase<VariantsAst> = phrase((grammar) => grammar.variants());

/** `finish_old`, `adopt`, `move_to hello`, `end`. */
export const parseInFlight: ParsePhrase<InFlightChoiceAst> = phrase((grammar) => grammar.inFlight());

/** `10% hold when bounces > 2% or complaints > 0.1%`. */
export const parseRollout: ParsePhrase<RolloutAst> = phrase((grammar) => grammar.rollout());

/** `tip-two when lead.plan == "free"`. */
export const parsePlaylistItem: ParsePhrase<PlaylistItemAst> = phrase((grammar) => grammar.playlistItem());

/** `clicked(issue since entry) after 2d else short`. */
export const parseBest: ParsePhrase<BestAst> = phrase((grammar) => grammar.best());

/** `enterprise when account.size > 1000`, `inbound by rotation`. */
export const parseAssign: ParsePhrase<AssignAst> = phrase((grammar) => grammar.assign());

/** `3 marketing emails in 7d`. */
export const parseCap: ParsePhrase<CapAst> = phrase((grammar) => grammar.cap());

/** `defer 5d then drop`, `drop`. */
export const parseOverCap: ParsePhrase<OverCapAst> = phrase((grammar) => grammar.overCap());

/** `mon-fri 09:00-17:00`. */
export const parseHours: ParsePhrase<Omit<HoursAst, 'name'>> = phrase((grammar) => grammar.hours());

/** `22:00-07:00`. */
export const parseQuietHours: ParsePhrase<QuietHoursAst> = phrase((grammar) => grammar.quietHours());

/** `25 when lead.seniority == "vp"`. */
export const parseFitRule: ParsePhrase<FitRuleAst> = phrase((grammar) => grammar.fitRule());

/** `10 on page_viewed where … at most 1 per day fades 30d guess`. */
export const parsePainRule: ParsePhrase<Omit<PainRuleAst, 'name'>> = phrase((grammar) => grammar.painRule());

/** `fit max, pain sum, 60 per person`. */
export const parseAccountScore: ParsePhrase<AccountScoreAst> = phrase((grammar) => grammar.accountScore());
