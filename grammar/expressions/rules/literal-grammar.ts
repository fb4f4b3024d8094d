import type { ParserMethod } from 'chevrotain';
import type { ExprAst } from '../../ast/expression.js';
import type { Duration } from '../../duration.js';
import type { Located } from '../../span.js';
import { dateExists } from '../literals.js';
import { TokenReading } from './token-reading.js';
import * as t from '../tokens.js';

/** What one token says: numbers, shares, dates, durations and names. */
export class LiteralGrammar extends TokenReading {
  protected readonly path: ParserMethod<[], ExprAst> = this.RULE('path', () => {
    const token = this.CONSUME(t.Path);
    return this.ACTION(() => this.readPath(token));
  });

  protected readonly date: ParserMethod<[], ExprAst> = this.RULE('date', (): ExprAst => {
    const token = this.CONSUME(t.DateLiteral);
    const span = this.spanOf(token);
    if (!dateExists(token.image)) this.complain('C0319', span, { text: token.image, what: 'a date' });
    return { kind: 'date', value: token.image, span };
  });

  protected readonly number: ParserMethod<[], ExprAst> = this.RULE('number', (): ExprAst => {
    const { value, span } = this.SUBRULE(this.locatedNumber);
    return { kind: 'number', value, span };
  });

  protected readonly locatedNumber: ParserMethod<[], Located<number>> = this.RULE('locatedNumber', () => {
    const token = this.OR({
      ERR_MSG: 'a number',
      DEF: [{ ALT: () => this.CONSUME(t.NumberLiteral) }, { ALT: () => this.CONSUME(t.NegativeNumber) }],
    });
    return this.ACTION(() => {
      const value = Number(token.image);
      const span = this.spanOf(token);
      if (!Number.isFinite(value)) this.complain('C0320', span, { text: token.image, wanted: 'a number that fits' });
      return { value, span };
    });
  });

  protected readonly wholeNumber: ParserMethod<[], Located<number>> = this.RULE('wholeNumber', () => {
    const token = this.CONSUME(t.NumberLiteral);
    const value = Number(token.image);
    if (!Number.isSafeInteger(value)) {
      this.complain('C0320', this.spanOf(token), { text: token.image, wanted: 'a whole number' });
    }
    return this.located(token, value);
  });

  /** `10%` is 0.1. */
  protected readonly share: ParserMethod<[], Located<number>> = this.RULE('share', () => {
    const token = this.CONSUME(t.Percentage);
    return this.ACTION(() => {
      const percent = Number(token.image.slice(0, -1));
      if (percent > 100) {
        this.complain('C0320', this.spanOf(token), { text: token.image, wanted: 'a percentage of at most 100%' });
      }
      // A division by ten that is not exact would make 0.7% another number than 0.007.
      return this.located(token, Number((percent / 100).toPrecision(15)));
    });
  });

  protected readonly duration: ParserMethod<[], Located<Duration>> = this.RULE('duration', () => {
    const token = this.CONSUME(t.Quantity);
    return this.ACTION(() => this.readDuration(token));
  });

  protected readonly name: ParserMethod<[], Located<string>> = this.RULE('name', () => {
    const token = this.CONSUME(t.Word);
    return this.located(token, token.image);
  });
}
