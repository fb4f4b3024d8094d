import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { ExprAst } from './expression.js';

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
  /** `fades 30d`: the points halve in that time. */
  readonly fades?: Located<Duration>;
  readonly basis?: Located<PointsBasis>;
  readonly span: Span;
}

/** `fit max, pain sum, 60 per person`: how the scores of an account's people make the account's. */
export interface AccountScoreAst {
  readonly fit: Located<'max' | 'sum'>;
  readonly pain: Located<'max' | 'sum'>;
  /** The most that one person can give to the sum. */
  readonly perPerson?: Located<number>;
  readonly span: Span;
}

export interface ScoringAst {
  readonly kind: 'scoring';
  readonly ready?: Located<number>;
  readonly fit: readonly FitFactorAst[];
  readonly pain: readonly PainRuleAst[];
  readonly limits: readonly { readonly name: Located<string>; readonly points: Located<number> }[];
  readonly account?: AccountScoreAst;
  readonly approved: readonly Located<string>[];
  readonly span: Span;
}
