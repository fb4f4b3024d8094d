import type { ParserMethod } from 'chevrotain';
import type { AccountScoreAst, FitRuleAst, PainRuleAst, PointsBasis } from '../../ast/scoring.js';
import type { CapAst, OverCapAst } from '../../ast/workspace.js';
import type { Duration } from '../../duration.js';
import type { Located } from '../../span.js';
import { CampaignGrammar } from './campaign-grammar.js';
import * as t from '../tokens.js';

/** The phrases around expressions, on the same tokens: one grammar wherever words are written. */
export class PhraseGrammar extends CampaignGrammar {
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  readonly durationPhrase: ParserMethod<[], Located<Duration>> = this.RULE('durationPhrase', () =>
    this.SUBRULE(this.duration),
  );

  readonly percentPhrase: ParserMethod<[], Located<number>> = this.RULE('percentPhrase', () => this.SUBRULE(this.share));

  readonly cap: ParserMethod<[], CapAst> = this.RULE('cap', () => {
    const start = this.LA(1);
    const count = this.SUBRULE(this.wholeNumber);
    this.CONSUME(t.Marketing);
    this.OR([{ ALT: () => this.CONSUME(t.Emails) }, { ALT: () => this.CONSUME(t.Email) }]);
    this.CONSUME(t.In);
    const window = this.SUBRULE(this.duration);
    return { count, window, span: this.spanFrom(start) };
  });

  readonly overCap: ParserMethod<[], OverCapAst> = this.RULE('overCap', () => {
    const start = this.LA(1);
    return this.OR<OverCapAst>({
      ERR_MSG: 'drop, or defer with a duration',
      DEF: [
        { ALT: () => ({ span: this.spanOf(this.CONSUME(t.Drop)) }) },
        {
          ALT: () => {
            this.CONSUME(t.Defer);
            const defer = this.SUBRULE(this.duration);
            this.CONSUME(t.Then);
            this.CONSUME2(t.Drop);
            return { defer, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  readonly fitRule: ParserMethod<[], FitRuleAst> = this.RULE('fitRule', () => {
    const start = this.LA(1);
    const points = this.SUBRULE(this.locatedNumber);
    this.CONSUME(t.When);
    const when = this.SUBRULE(this.condition);
    return { points, when, span: this.spanFrom(start) };
  });

  readonly painRule: ParserMethod<[], Omit<PainRuleAst, 'name'>> = this.RULE('painRule', () => {
    const start = this.LA(1);
    const points = this.SUBRULE(this.locatedNumber);
    this.CONSUME(t.On);
    const event = this.SUBRULE(this.name);
    const where = this.OPTION(() => {
      this.CONSUME(t.Where);
      return this.SUBRULE(this.condition);
    });
    const once = this.OPTION2(() => this.CONSUME(t.Once)) !== undefined;
    const perDay = this.OPTION3(() => {
      this.CONSUME(t.At);
      this.CONSUME(t.Most);
      const most = this.SUBRULE(this.wholeNumber);
      this.CONSUME(t.Per);
      this.CONSUME(t.Day);
      return most;
    });
    const fades = this.OPTION4(() => {
      this.CONSUME(t.Fades);
      return this.SUBRULE(this.duration);
    });
    const basis = this.OPTION5(() => this.SUBRULE(this.basis));
    return {
      points,
      event,
      ...(where === undefined ? {} : { where }),
      once,
      ...(perDay === undefined ? {} : { perDay }),
      ...(fades === undefined ? {} : { fades }),
      ...(basis === undefined ? {} : { basis }),
      span: this.spanFrom(start),
    };
  });

  private readonly basis: ParserMethod<[], Located<PointsBasis>> = this.RULE('basis', () =>
    this.OR<Located<PointsBasis>>([
      { ALT: () => this.located(this.CONSUME(t.Guess), 'guess') },
      { ALT: () => this.located(this.CONSUME(t.Calibrated), 'calibrated') },
    ]),
  );

  readonly accountScore: ParserMethod<[], AccountScoreAst> = this.RULE('accountScore', () => {
    const start = this.CONSUME(t.Fit);
    const fit = this.SUBRULE(this.maxOrSum);
    this.CONSUME(t.Comma);
    this.CONSUME(t.Pain);
    const pain = this.SUBRULE2(this.maxOrSum);
    const perPerson = this.OPTION(() => {
      this.CONSUME2(t.Comma);
      const points = this.SUBRULE(this.locatedNumber);
      this.CONSUME(t.Per);
      this.CONSUME(t.Person);
      return points;
    });
    return { fit, pain, ...(perPerson === undefined ? {} : { perPerson }), span: this.spanFrom(start) };
  });

  private readonly maxOrSum: ParserMethod<[], AccountScoreAst['fit']> = this.RULE('maxOrSum', () =>
    this.OR<AccountScoreAst['fit']>({
      ERR_MSG: 'max or sum',
      DEF: [
        { ALT: () => this.located(this.CONSUME(t.Max), 'max') },
        { ALT: () => this.located(this.CONSUME(t.Sum), 'sum') },
      ],
    }),
  );
}
