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
import type { ExprAst } from '../ast/expression.js';
import type { AtAst } from '../ast/moment.js';
import type { AccountScoreAst, FitRuleAst, PainRuleAst } from '../ast/scoring.js';
import type { AssignAst, BestAst } from '../ast/step.js';
import type { CapAst, HoursAst, OverCapAst, QuietHoursAst } from '../ast/workspace.js';
import type { Duration } from '../duration.js';
import type { Located } from '../span.js';
import { parseExpression, type ParsePhrase } from './parse-expression.js';
import * as parse from './parse-phrases.js';
import { printExpression } from './print-expression.js';
import * as print from './print-phrases.js';

/** Every phrase of the language, by the type of the key that holds it, and its tree. */
export interface PhraseTypes {
  readonly expression: ExprAst;
  readonly duration: Located<Duration>;
  readonly percent: Located<number>;
  readonly at: AtAst;
  readonly every: EveryAst;
  readonly trigger: TriggerAst;
  readonly again: AgainAst;
  readonly unless: UnlessAst;
  readonly already: AlreadyAst;
  readonly audience: AudienceAst;
  readonly goal: GoalAst;
  readonly email: EmailAst;
  readonly cost: CostAst;
  readonly variants: VariantsAst;
  readonly 'in-flight-choice': InFlightChoiceAst;
  readonly rollout: RolloutAst;
  readonly 'playlist-item': PlaylistItemAst;
  readonly best: BestAst;
  readonly assignment: AssignAst;
  readonly cap: CapAst;
  readonly 'over-cap': OverCapAst;
  readonly 'hours-span': Omit<HoursAst, 'name'>;
  readonly 'quiet-hours': QuietHoursAst;
  readonly 'fit-rule': FitRuleAst;
  readonly 'pain-rule': Omit<PainRuleAst, 'name'>;
  readonly 'account-score': AccountScoreAst;
}

export type PhraseType = keyof PhraseTypes;

export interface Phrase<T> {
  readonly parse: ParsePhrase<T>;
  /** Parsing what it prints yields the same tree. */
  print(value: T): string;
}

/** Parser and printer of each phrase; one that lacks either does not compile. */
export const allPhrases: { readonly [Type in PhraseType]: Phrase<PhraseTypes[Type]> } = {
  expression: { parse: parseExpression, print: printExpression },
  duration: { parse: parse.parseDuration, print: print.printLocatedDuration },
  percent: { parse: parse.parsePercent, print: print.printPercent },
  at: { parse: parse.parseAt, print: print.printAt },
  every: { parse: parse.parseEvery, print: print.printEvery },
  trigger: { parse: parse.parseTrigger, print: print.printTrigger },
  again: { parse: parse.parseAgain, print: print.printAgain },
  unless: { parse: parse.parseUnless, print: print.printUnless },
  already: { parse: parse.parseAlready, print: print.printAlready },
  audience: { parse: parse.parseAudience, print: print.printAudience },
  goal: { parse: parse.parseGoal, print: print.printGoal },
  email: { parse: parse.parseEmail, print: print.printEmail },
  cost: { parse: parse.parseCost, print: print.printCost },
  variants: { parse: parse.parseVariants, print: print.printVariants },
  'in-flight-choice': { parse: parse.parseInFlight, print: print.printInFlight },
  rollout: { parse: parse.parseRollout, print: print.printRollout },
  'playlist-item': { parse: parse.parsePlaylistItem, print: print.printPlaylistItem },
  best: { parse: parse.parseBest, print: print.printBest },
  assignment: { parse: parse.parseAssign, print: print.printAssign },
  cap: { parse: parse.parseCap, print: print.printCap },
  'over-cap': { parse: parse.parseOverCap, print: print.printOverCap },
  'hours-span': { parse: parse.parseHours, print: print.printHours },
  'quiet-hours': { parse: parse.parseQuietHours, print: print.printQuietHours },
  'fit-rule': { parse: parse.parseFitRule, print: print.printFitRule },
  'pain-rule': { parse: parse.parsePainRule, print: print.printPainRule },
  'account-score': { parse: parse.parseAccountScore, print: print.printAccountScore },
};
