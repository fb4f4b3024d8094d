import type { ParserMethod } from 'chevrotain';
import type { AgainAst, AlreadyAst, AudienceAst, TriggerAst, UnlessAst } from '../../ast/entry.js';
import type { Located } from '../../span.js';
import { MomentGrammar } from './moment-grammar.js';
import * as t from '../tokens.js';

/** Who comes in, and when again. */
export class EntryGrammar extends MomentGrammar {
  readonly trigger: ParserMethod<[], TriggerAst> = this.RULE('trigger', () => {
    const start = this.LA(1);
    return this.OR<TriggerAst>({
      ERR_MSG: 'an event, or changed(lead.…)',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Changed);
            this.CONSUME(t.LeftParen);
            const attribute = this.SUBRULE(this.path);
            this.CONSUME(t.RightParen);
            return { kind: 'changed', attribute, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const event = this.SUBRULE(this.name);
            return { kind: 'event', event, span: event.span };
          },
        },
      ],
    });
  });

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

  readonly unless: ParserMethod<[], UnlessAst> = this.RULE('unless', () => {
    const start = this.LA(1);
    const events: Located<string>[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Or, DEF: () => events.push(this.SUBRULE(this.name)) });
    this.CONSUME(t.Within);
    const within = this.SUBRULE(this.duration);
    return { events, within, span: this.spanFrom(start) };
  });

  readonly already: ParserMethod<[], AlreadyAst> = this.RULE('already', (): AlreadyAst => {
    const word = this.CONSUME(t.Word);
    const date = this.OPTION(() => this.SUBRULE(this.date));
    return this.ACTION((): AlreadyAst => {
      const span = this.spanFrom(word);
      const known = word.image === 'enter' || word.image === 'skip' ? word.image : undefined;
      if (word.image === 'since' && date?.kind === 'date') {
        return { kind: 'since', date: { value: date.value, span: date.span }, span };
      }
      if (word.image === 'since') {
        this.complain('C0306', this.spanOf(word), { expected: 'a date such as 2026-09-01', after: 'since' });
      } else if (known === undefined) {
        this.complain('C0306', this.spanOf(word), { expected: 'enter, skip or since with a date', found: word.image });
      }
      if (known !== undefined && date !== undefined) this.complain('C0307', date.span, { found: 'a date', after: known });
      return { kind: known ?? 'skip', span };
    });
  });

  readonly audience: ParserMethod<[], AudienceAst> = this.RULE('audience', () => {
    const start = this.LA(1);
    const segment = this.SUBRULE(this.name);
    const onePerAccountBy = this.OPTION(() => {
      this.CONSUME(t.One);
      this.CONSUME(t.Per);
      this.CONSUME(t.Account);
      this.CONSUME(t.By);
      return this.SUBRULE(this.condition);
    });
    return { segment, ...(onePerAccountBy === undefined ? {} : { onePerAccountBy }), span: this.spanFrom(start) };
  });
}
