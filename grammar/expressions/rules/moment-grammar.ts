import type { IToken, ParserMethod } from 'chevrotain';
import type { EveryAst } from '../../ast/entry.js';
import type { ExprAst } from '../../ast/expression.js';
import type { AtAst, Weekday } from '../../ast/moment.js';
import type { HoursAst, QuietHoursAst } from '../../ast/workspace.js';
import type { Duration } from '../../duration.js';
import type { Located, Span } from '../../span.js';
import { ExpressionGrammar } from './expression-grammar.js';
import * as t from '../tokens.js';

type Offset = { readonly sign: 1 | -1; readonly duration: Duration; readonly span: Span };
type TimeAndClock = Pick<AtAst, 'time' | 'clock'>;
type Head = Pick<AtAst, 'anchor' | 'time' | 'clock'>;

/** When something happens: moments, rhythms, hours. */
export class MomentGrammar extends ExpressionGrammar {
  readonly at: ParserMethod<[], AtAst> = this.RULE('at', () => {
    const start = this.LA(1);
    const head = this.OR<Head>({
      ERR_MSG: 'a day such as "day 2", a date of the lead or a time of day',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Day);
            const day = this.SUBRULE(this.wholeNumber);
            const named = this.SUBRULE(this.timeAndClock);
            return { anchor: { kind: 'day', day }, ...named };
          },
        },
        {
          ALT: () => {
            const date = this.SUBRULE(this.anchorDate);
            const offset = this.OPTION(() => this.SUBRULE(this.offset));
            const named = this.SUBRULE2(this.timeAndClock);
            return this.ACTION(() => this.dateHead(date, offset, named));
          },
        },
        {
          ALT: () => {
            const time = this.readTime(this.CONSUME(t.TimeOfDay));
            const clock = this.OPTION4(() => this.SUBRULE(this.clock));
            return { anchor: { kind: 'next' }, time, ...(clock === undefined ? {} : { clock }) };
          },
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
    this.ACTION(() => this.demandTime(head));
    const weekdays = this.OPTION2(() => this.SUBRULE(this.weekdays));
    const spread = this.OPTION3(() => this.SUBRULE(this.spread));
    return {
      ...head,
      ...(weekdays === undefined ? {} : { weekdays }),
      ...(spread === undefined ? {} : { spread }),
      span: this.spanFrom(start),
    };
  });

  protected readonly anchorDate: ParserMethod<[], ExprAst> = this.RULE('anchorDate', () =>
    this.OR([{ ALT: () => this.SUBRULE(this.path) }, { ALT: () => this.SUBRULE(this.date) }]),
  );

  protected readonly offset: ParserMethod<[], Offset> = this.RULE('offset', (): Offset => {
    const sign = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
    this.demandSpaces(sign);
    const duration = this.SUBRULE(this.duration);
    return this.ACTION(() => ({
      sign: sign.image === '-' ? -1 : 1,
      duration: duration.value,
      span: this.spanFrom(sign),
    }));
  });

  private readonly timeAndClock: ParserMethod<[], TimeAndClock> = this.RULE('timeAndClock', () => {
    const time = this.OPTION(() => this.readTime(this.CONSUME(t.TimeOfDay)));
    const clock = this.OPTION2(() => this.SUBRULE(this.clock));
    return { ...(time === undefined ? {} : { time }), ...(clock === undefined ? {} : { clock }) };
  });

  private readonly clock: ParserMethod<[], NonNullable<AtAst['clock']>> = this.RULE('clock', () => {
    const start = this.LA(1);
    const value = this.OR<'lead' | 'account' | 'workspace'>([
      { ALT: () => (this.CONSUME(t.Lead), 'lead') },
      { ALT: () => (this.CONSUME(t.Account), 'account') },
      { ALT: () => (this.CONSUME(t.Workspace), 'workspace') },
    ]);
    this.CONSUME(t.TimeWord);
    return { value, span: this.spanFrom(start) };
  });

  protected readonly spread: ParserMethod<[], Located<Duration>> = this.RULE('spread', () => {
    this.CONSUME(t.Spread);
    return this.SUBRULE(this.duration);
  });

  protected readonly weekdays: ParserMethod<[], Located<readonly Weekday[]>> = this.RULE('weekdays', () => {
    const start = this.LA(1);
    const ranges: IToken[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => ranges.push(this.CONSUME(t.Weekdays)) });
    const days = new Set(ranges.flatMap(({ image }) => daysOf(image)));
    return { value: [...days].sort((a, b) => a - b), span: this.spanFrom(start) };
  });

  readonly every: ParserMethod<[], EveryAst> = this.RULE('every', () => {
    const start = this.LA(1);
    const unit = this.OR<EveryAst['unit']>({
      ERR_MSG: 'day, week, month or year',
      DEF: [
        { ALT: () => this.located(this.CONSUME(t.Day), 'day') },
        { ALT: () => this.located(this.CONSUME(t.Week), 'week') },
        { ALT: () => this.located(this.CONSUME(t.Month), 'month') },
        { ALT: () => this.located(this.CONSUME(t.Year), 'year') },
      ],
    });
    const on = this.OPTION(() => {
      this.CONSUME(t.On);
      return this.OR2<NonNullable<EveryAst['on']>>({
        ERR_MSG: 'weekdays, a day of the month or a date of the lead',
        DEF: [
          {
            ALT: () => {
              this.CONSUME2(t.Day);
              return { kind: 'month-day', day: this.SUBRULE(this.wholeNumber) };
            },
          },
          { ALT: () => ({ kind: 'weekdays', weekdays: this.SUBRULE(this.weekdays) }) },
          { ALT: () => ({ kind: 'date', date: this.SUBRULE(this.path) }) },
        ],
      });
    });
    const time = this.OPTION2(() => this.readTime(this.CONSUME(t.TimeOfDay)));
    const spread = this.OPTION3(() => this.SUBRULE(this.spread));
    this.ACTION(() => this.judgeRhythm(unit, on));
    return {
      unit,
      ...(on === undefined ? {} : { on }),
      ...(time === undefined ? {} : { time }),
      ...(spread === undefined ? {} : { spread }),
      span: this.spanFrom(start),
    };
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

  readonly quietHours: ParserMethod<[], QuietHoursAst> = this.RULE('quietHours', () => {
    const first = this.CONSUME(t.TimeOfDay);
    this.CONSUME(t.Minus);
    const last = this.CONSUME2(t.TimeOfDay);
    return this.ACTION(() => {
      const from = this.readTime(first).value;
      const until = this.readTime(last, true).value;
      const span = this.spanFrom(first);
      const text = `${first.image}-${last.image}`;
      if (until === from) this.complain('C0320', span, { text, wanted: 'a stretch of less than a day' });
      return { from, until, span };
    });
  });

  /** `2026-10-01 09:00` is one token: a date, and a time of day on somebody's clock. */
  private dateHead(date: ExprAst, offset: Offset | undefined, { time, clock }: TimeAndClock): Head {
    const written = date.kind === 'date' ? /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})$/.exec(date.value) : null;
    const [, day = '', hour = '', minute = ''] = written ?? [];
    const own = written === null ? undefined : { value: Number(hour) * 60 + Number(minute), span: date.span };
    if (own !== undefined && time !== undefined) this.complain('C0321', time.span, { part: 'a time of day' });
    const named = time ?? own;
    return {
      anchor: {
        kind: 'date',
        date: date.kind === 'date' && written !== null ? { ...date, value: day } : date,
        ...(offset === undefined ? {} : { offset }),
      },
      ...(named === undefined ? {} : { time: named }),
      ...(clock === undefined ? {} : { clock }),
    };
  }

  private demandTime({ time, clock }: Head): void {
    if (clock === undefined || time !== undefined) return;
    this.complain('C0306', clock.span, { expected: 'a time such as 09:00', found: `${clock.value} time` });
  }

  private judgeRhythm({ value, span }: EveryAst['unit'], on: EveryAst['on']): void {
    const wanted = { day: undefined, week: 'weekdays', month: 'month-day', year: 'date' } as const;
    const words = {
      weekdays: '"on" and weekdays, such as on mon,thu',
      'month-day': '"on day" and a number, such as on day 1',
      date: '"on" and a date, such as on lead.birthday',
    } as const;
    const kind = wanted[value];
    if (on?.kind === kind) {
      const day = on?.kind === 'month-day' ? on.day : undefined;
      const exists = day === undefined || (day.value >= 1 && day.value <= 31);
      if (!exists) this.complain('C0320', day.span, { text: String(day.value), wanted: 'a day from 1 to 31' });
      return;
    }
    if (kind === undefined) this.complain('C0307', span, { found: 'on', after: value });
    else this.complain('C0306', span, { expected: words[kind], after: value });
  }
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
