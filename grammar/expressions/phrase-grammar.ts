import type { IToken, ParserMethod } from 'chevrotain';
import type { AgainAst, AtAst, EmailAst, GoalAst, Weekday } from '../ast/campaign.js';
import type { ExprAst } from '../ast/expression.js';
import type { FitRuleAst, PainRuleAst, PointsBasis } from '../ast/scoring.js';
import type { CapAst, HoursAst, OverCapAst } from '../ast/workspace.js';
import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import { ExpressionGrammar } from './expression-grammar.js';
import { readText } from './literals.js';
import * as t from './tokens.js';

type Offset = { readonly sign: 1 | -1; readonly duration: Duration; readonly span: Span };
type EmailParts = { -readonly [Part in keyof Omit<EmailAst, 'span'>]: EmailAst[Part] };

/** The phrases around expressions, on the same tokens: one grammar wherever words are written. */
export class PhraseGrammar extends ExpressionGrammar {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly durationPhrase: ParserMethod<[], Located<Duration>> = this.RULE('durationPhrase', () =>
    this.SUBRULE(this.duration),
  );

  readonly again: ParserMethod<[], AgainAst> = this.RULE('again', () => {
    const start = this.LA(1);
    return this.OR<AgainAst>({
      ERR_MSG: 'never, always, after or each',
      DEF: [
        { ALT: () => ({ kind: 'never', span: this.spanOf(this.CONSUME(t.Never)) }) },
        { ALT: () => ({ kind: 'always', span: this.spanOf(this.CONSUME(t.Always)) }) },
        {
          ALT: () => {
            this.CONSUME(t.After);
            const duration = this.SUBRULE(this.duration);
            return { kind: 'after', duration: duration.value, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Each);
            const key = this.SUBRULE(this.condition);
            return { kind: 'each', key, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  readonly goal: ParserMethod<[], GoalAst> = this.RULE('goal', () => {
    const start = this.LA(1);
    const event = this.SUBRULE(this.name);
    this.CONSUME(t.Within);
    const within = this.SUBRULE(this.duration);
    return { event, within, span: this.spanFrom(start) };
  });

  readonly email: ParserMethod<[], EmailAst> = this.RULE('email', () => {
    const start = this.LA(1);
    const parts: EmailParts = {};
    const said = new Set<string>();
    this.AT_LEAST_ONE({
      ERR_MSG: 'topic, from, hours or transactional',
      DEF: () => {
        const part = this.LA(1);
        if (said.has(part.image)) this.complain('C0321', this.spanOf(part), { part: part.image });
        said.add(part.image);
        this.OR([
          {
            ALT: () => {
              this.CONSUME(t.Topic);
              parts.topic = this.SUBRULE(this.name);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.From);
              parts.from = this.SUBRULE2(this.name);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Hours);
              parts.hours = this.SUBRULE3(this.name);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Transactional);
              const text = this.CONSUME(t.Text);
              const reason = this.located(text, readText(text.image));
              const reviewed = this.OPTION(() => {
                this.CONSUME(t.Reviewed);
                return this.SUBRULE4(this.name);
              });
              parts.transactional = { reason, ...(reviewed === undefined ? {} : { reviewed }) };
            },
          },
        ]);
      },
    });
    return { ...parts, span: this.spanFrom(start) };
  });

  readonly at: ParserMethod<[], AtAst> = this.RULE('at', () => {
    const start = this.LA(1);
    const head = this.OR<Pick<AtAst, 'anchor' | 'time'>>({
      ERR_MSG: 'a day such as "day 2", a date of the lead or a time of day',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Day);
            const day = this.SUBRULE(this.wholeNumber);
            return { anchor: { kind: 'day', day }, ...this.SUBRULE(this.optionalTime) };
          },
        },
        {
          ALT: () => {
            const date = this.SUBRULE(this.anchorDate);
            const offset = this.OPTION(() => this.SUBRULE(this.offset));
            const anchor = { kind: 'date' as const, date, ...(offset === undefined ? {} : { offset }) };
            return { anchor, ...this.SUBRULE2(this.optionalTime) };
          },
        },
        {
          ALT: () => ({ anchor: { kind: 'next' }, time: this.readTime(this.CONSUME(t.TimeOfDay)) }),
        },
        {
          ALT: () => {
            const duration = this.SUBRULE(this.duration);
            const help = 'Write "after:" instead of "at:" for a time since the previous step.';
            const found = this.LA(0).image;
            this.complain('C0306', duration.span, { expected: 'a day, a date or a time of day', found }, { help });
            return { anchor: { kind: 'next' } };
          },
        },
      ],
    });
    const weekdays = this.OPTION2(() => this.SUBRULE(this.weekdays));
    const spread = this.OPTION3(() => {
      this.CONSUME(t.Spread);
      return this.SUBRULE2(this.duration);
    });
    return {
      ...head,
      ...(weekdays === undefined ? {} : { weekdays }),
      ...(spread === undefined ? {} : { spread }),
      span: this.spanFrom(start),
    };
  });

  private readonly anchorDate: ParserMethod<[], ExprAst> = this.RULE('anchorDate', () =>
    this.OR([{ ALT: () => this.SUBRULE(this.path) }, { ALT: () => this.SUBRULE(this.date) }]),
  );

  private readonly offset: ParserMethod<[], Offset> = this.RULE('offset', (): Offset => {
    const sign = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
    this.demandSpaces(sign);
    const duration = this.SUBRULE(this.duration);
    return this.ACTION(() => ({
      sign: sign.image === '-' ? -1 : 1,
      duration: duration.value,
      span: this.spanFrom(sign),
    }));
  });

  private readonly optionalTime: ParserMethod<[], Pick<AtAst, 'time'>> = this.RULE('optionalTime', () => {
    const time = this.OPTION(() => this.readTime(this.CONSUME(t.TimeOfDay)));
    return time === undefined ? {} : { time };
  });

  private readonly weekdays: ParserMethod<[], Located<readonly Weekday[]>> = this.RULE('weekdays', () => {
    const start = this.LA(1);
    const ranges: IToken[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => ranges.push(this.CONSUME(t.Weekdays)) });
    const days = new Set(ranges.flatMap(({ image }) => daysOf(image)));
    return { value: [...days].sort((a, b) => a - b), span: this.spanFrom(start) };
  });

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

  readonly hours: ParserMethod<[], Omit<HoursAst, 'name'>> = this.RULE('hours', () => {
    const start = this.LA(1);
    const weekdays = this.SUBRULE(this.weekdays);
    const first = this.CONSUME(t.TimeOfDay);
    this.CONSUME(t.Minus);
    const last = this.CONSUME2(t.TimeOfDay);
    return this.ACTION(() => {
      const from = this.readTime(first).value;
      const until = this.readTime(last, true).value;
      const span = this.spanFrom(first);
      if (until <= from) this.complain('C0322', span, { text: `${first.image}-${last.image}` });
      return { weekdays: weekdays.value, from, until, span: this.spanFrom(start) };
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
    const basis = this.OPTION4(() => this.SUBRULE(this.basis));
    return {
      points,
      event,
      ...(where === undefined ? {} : { where }),
      once,
      ...(perDay === undefined ? {} : { perDay }),
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

  private readonly wholeNumber: ParserMethod<[], Located<number>> = this.RULE('wholeNumber', () => {
    const token = this.CONSUME(t.NumberLiteral);
    const value = Number(token.image);
    if (!Number.isSafeInteger(value)) {
      this.complain('C0320', this.spanOf(token), { text: token.image, wanted: 'a whole number' });
    }
    return this.located(token, value);
  });
}

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const allWeekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** `fri-mon` goes over the week's end. */
function daysOf(image: string): Weekday[] {
  const [first = '', last = first] = image.split('-');
  const from = weekdayNames.indexOf(first);
  const until = weekdayNames.indexOf(last);
  return allWeekdays.filter((day) => {
    const index = day - 1;
    return from <= until ? index >= from && index <= until : index >= from || index <= until;
  });
}
