import type { AgainAst, AtAst, EmailAst, GoalAst } from '../ast/campaign.js';
import type { FitRuleAst, PainRuleAst } from '../ast/scoring.js';
import type { CapAst, HoursAst, OverCapAst } from '../ast/workspace.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Duration } from '../duration.js';
import type { Place } from '../place.js';
import type { Located } from '../span.js';
import { parseWith } from './parse-expression.js';

/** As `parseExpression`: a mistake yields nothing but diagnostics, and nothing throws. */
type ParsePhrase<T> = (text: string, place: Place) => Checked<T | undefined>;

/** `3d`. */
export const parseDuration: ParsePhrase<Located<Duration>> = (text, place) =>
  parseWith((grammar) => grammar.durationPhrase(), text, place);

/** `day 2 09:30 mon-fri spread 30min`, `lead.trial_ends_at - 3d 09:00`, `09:00 mon-fri`. */
export const parseAt: ParsePhrase<AtAst> = (text, place) => parseWith((grammar) => grammar.at(), text, place);

/** `never`, `always`, `after 180d`, `each event.order_id`. */
export const parseAgain: ParsePhrase<AgainAst> = (text, place) =>
  parseWith((grammar) => grammar.again(), text, place);

/** `activated within 14d`. */
export const parseGoal: ParsePhrase<GoalAst> = (text, place) => parseWith((grammar) => grammar.goal(), text, place);

/** `topic product-tips from onboarding hours business`, `transactional "…" from billing`. */
export const parseEmail: ParsePhrase<EmailAst> = (text, place) =>
  parseWith((grammar) => grammar.email(), text, place);

/** `3 marketing emails in 7d`. */
export const parseCap: ParsePhrase<CapAst> = (text, place) => parseWith((grammar) => grammar.cap(), text, place);

/** `defer 5d then drop`, `drop`. */
export const parseOverCap: ParsePhrase<OverCapAst> = (text, place) =>
  parseWith((grammar) => grammar.overCap(), text, place);

/** `mon-fri 09:00-17:00`. */
export const parseHours: ParsePhrase<Omit<HoursAst, 'name'>> = (text, place) =>
  parseWith((grammar) => grammar.hours(), text, place);

/** `25 when lead.seniority == "vp"`. */
export const parseFitRule: ParsePhrase<FitRuleAst> = (text, place) =>
  parseWith((grammar) => grammar.fitRule(), text, place);

/** `10 on page_viewed where … at most 1 per day guess`. */
export const parsePainRule: ParsePhrase<Omit<PainRuleAst, 'name'>> = (text, place) =>
  parseWith((grammar) => grammar.painRule(), text, place);
