import type { IToken, ParserMethod } from 'chevrotain';
import type {
  ArithmeticOperator,
  CompareOperator,
  ExprAst,
  HistoryFunction,
  TextOperator,
  WindowAst,
} from '../ast/expression.js';
import { closest } from '../did-you-mean.js';
import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import { unreachable } from './depth.js';
import { longestList } from './lex.js';
import { dateExists, readText } from './literals.js';
import { functionNames, laterFunctions } from './names.js';
import { TokenReading } from './token-reading.js';
import * as t from './tokens.js';

/** How a comparison goes on behind its left side. */
type Tail =
  | { readonly kind: 'compare'; readonly operator: IToken; readonly right: ExprAst }
  | { readonly kind: 'text-test'; readonly operator: TextOperator; readonly right: ExprAst }
  | { readonly kind: 'is-set'; readonly negated: boolean }
  | { readonly kind: 'in'; readonly negated: boolean; readonly right: ExprAst };

/**
 * The grammar of expressions. What is wrong but can be understood (a chained comparison, `and`
 * beside `or`) is parsed and complained about, so that the message can say what to do.
 *
 * A class because Chevrotain asks for one; the rules run once at start-up on made-up tokens to
 * record the grammar, so nothing in them may look into what a subrule returns outside `ACTION`.
 */
export class ExpressionGrammar extends TokenReading {
  readonly condition: ParserMethod<[], ExprAst> = this.RULE('condition', () => {
    const start = this.LA(1);
    const operands = [this.SUBRULE(this.negation)];
    const operators: IToken[] = [];
    this.MANY(() => {
      operators.push(this.OR([{ ALT: () => this.CONSUME(t.And) }, { ALT: () => this.CONSUME(t.Or) }]));
      operands.push(this.SUBRULE2(this.negation));
    });
    return this.ACTION(() => this.watchDepth(this.join(operands, operators, this.spanFrom(start))));
  });

  private readonly negation: ParserMethod<[], ExprAst> = this.RULE('negation', () =>
    this.OR<ExprAst>({
      ERR_MSG: 'a value',
      DEF: [
        {
          ALT: () => {
            const start = this.CONSUME(t.Not);
            const operand = this.SUBRULE(this.negation);
            return { kind: 'not', operand, span: this.spanFrom(start) };
          },
        },
        { ALT: () => this.SUBRULE(this.comparison) },
      ],
    }),
  );

  private readonly comparison: ParserMethod<[], ExprAst> = this.RULE('comparison', () => {
    const start = this.LA(1);
    let left = this.SUBRULE(this.sum);
    let tails = 0;
    this.MANY(() => {
      const first = this.LA(1);
      const tail = this.SUBRULE(this.comparisonTail);
      tails += 1;
      if (tails === 2) this.complain('C0308', this.spanOf(first), { operator: first.image });
      left = this.ACTION(() => this.compare(left, tail, this.spanFrom(start)));
    });
    return left;
  });

  private readonly comparisonTail: ParserMethod<[], Tail> = this.RULE('comparisonTail', () =>
    this.OR<Tail>([
      {
        ALT: () => {
          const operator = this.CONSUME(t.Compare);
          return { kind: 'compare', operator, right: this.SUBRULE(this.sum) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Contains);
          return { kind: 'text-test', operator: 'contains', right: this.SUBRULE2(this.sum) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Starts);
          this.CONSUME(t.With);
          return { kind: 'text-test', operator: 'starts with', right: this.SUBRULE3(this.sum) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Ends);
          this.CONSUME2(t.With);
          return { kind: 'text-test', operator: 'ends with', right: this.SUBRULE4(this.sum) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Is);
          const negated = this.OPTION(() => this.CONSUME(t.Not)) !== undefined;
          this.CONSUME(t.Set_);
          return { kind: 'is-set', negated };
        },
      },
      {
        ALT: () => {
          const negated = this.OPTION2(() => this.CONSUME2(t.Not)) !== undefined;
          this.CONSUME(t.In);
          return { kind: 'in', negated, right: this.SUBRULE(this.listOrName) };
        },
      },
    ]),
  );

  private readonly listOrName: ParserMethod<[], ExprAst> = this.RULE('listOrName', () => {
    const start = this.LA(1);
    return this.OR<ExprAst>({
      ERR_MSG: 'a list such as ["a", "b"]',
      DEF: [
        { ALT: () => this.SUBRULE(this.list) },
        {
          ALT: () => {
            const name = this.CONSUME(t.Word);
            // `in campaign x`: the second word belongs to the construct.
            this.OPTION(() => this.CONSUME2(t.Word));
            const span = this.spanFrom(start);
            this.complain('C1007', span, { construct: `in ${name.image}` });
            return { kind: 'word', value: name.image, span };
          },
        },
      ],
    });
  });

  private readonly list: ParserMethod<[], ExprAst> = this.RULE('list', (): ExprAst => {
    const start = this.CONSUME(t.LeftBracket);
    const items: ExprAst[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => items.push(this.SUBRULE(this.sum)) });
    this.CONSUME(t.RightBracket);
    const span = this.spanFrom(start);
    if (items.length > longestList) this.complain('C0315', span, { length: items.length, limit: longestList });
    return { kind: 'list', items, span };
  });

  protected readonly sum: ParserMethod<[], ExprAst> = this.RULE('sum', () => {
    const start = this.LA(1);
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const operator = this.OR2([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
            this.demandSpaces(operator);
            const right = this.SUBRULE2(this.product);
            left = this.ACTION(() => this.calculate(operator, left, right, this.spanFrom(start)));
          },
        },
        {
          // `x -3`: a number with its sign, where only an operator fits.
          ALT: () => {
            const number = this.CONSUME(t.NegativeNumber);
            this.complainOfSpaces('-', number.startOffset);
          },
        },
      ]);
    });
    return left;
  });

  private readonly product: ParserMethod<[], ExprAst> = this.RULE('product', () => {
    const start = this.LA(1);
    let left = this.SUBRULE(this.value);
    this.MANY(() => {
      const operator = this.OR([{ ALT: () => this.CONSUME(t.Times) }, { ALT: () => this.CONSUME(t.Slash) }]);
      this.demandSpaces(operator);
      const right = this.SUBRULE2(this.value);
      left = this.ACTION(() => this.calculate(operator, left, right, this.spanFrom(start)));
    });
    return left;
  });

  private readonly value: ParserMethod<[], ExprAst> = this.RULE('value', () =>
    this.OR<ExprAst>({
      ERR_MSG: 'a value',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.LeftParen);
            const inner = this.SUBRULE(this.condition);
            this.CONSUME(t.RightParen);
            return inner;
          },
        },
        { ALT: () => this.SUBRULE(this.number) },
        {
          ALT: () => {
            const token = this.CONSUME(t.Text);
            return { kind: 'text', value: readText(token.image), span: this.spanOf(token) };
          },
        },
        { ALT: () => ({ kind: 'boolean', value: true, span: this.spanOf(this.CONSUME(t.True)) }) },
        { ALT: () => ({ kind: 'boolean', value: false, span: this.spanOf(this.CONSUME(t.False)) }) },
        { ALT: () => ({ kind: 'now', span: this.spanOf(this.CONSUME(t.Now)) }) },
        { ALT: () => this.SUBRULE(this.date) },
        {
          ALT: () => {
            const { value, span } = this.SUBRULE(this.duration);
            return { kind: 'duration', value, span };
          },
        },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.history) },
        { ALT: () => this.SUBRULE(this.sent) },
        {
          ALT: () => {
            const start = this.CONSUME(t.TimeWord);
            this.CONSUME(t.Since);
            const event = this.SUBRULE(this.name);
            return { kind: 'time-since', event, span: this.spanFrom(start) };
          },
        },
        // Behind the known ones: the first alternative that fits is taken.
        { ALT: () => this.SUBRULE(this.unknownFunction), IGNORE_AMBIGUITIES: true },
        { ALT: () => this.SUBRULE(this.path) },
        {
          ALT: () => {
            const token = this.CONSUME(t.Word);
            return { kind: 'word', value: token.image, span: this.spanOf(token) };
          },
        },
      ],
    }),
  );

  private readonly history: ParserMethod<[], ExprAst> = this.RULE('history', (): ExprAst => {
    const start = this.LA(1);
    const name = this.OR<HistoryFunction>([
      { ALT: () => (this.CONSUME(t.Did), 'did') },
      { ALT: () => (this.CONSUME(t.Count), 'count') },
      { ALT: () => (this.CONSUME(t.Sum), 'sum') },
      { ALT: () => (this.CONSUME(t.Latest), 'latest') },
    ]);
    this.CONSUME(t.LeftParen);
    const of = this.OR2({
      ERR_MSG: 'an event',
      DEF: [{ ALT: () => this.CONSUME(t.Path) }, { ALT: () => this.CONSUME(t.Word) }],
    });
    const window = this.OPTION(() => this.SUBRULE(this.window));
    const where = this.OPTION2(() => {
      this.CONSUME(t.Where);
      return this.SUBRULE(this.condition);
    });
    const end = this.CONSUME(t.RightParen);
    return this.ACTION((): ExprAst => {
      const subject = this.readSubject(name, of);
      if (window === undefined) this.complain('C0317', this.spanOf(end), { function: name, event: of.image });
      return {
        kind: 'history',
        function: name,
        ...subject,
        window: window ?? { kind: 'ever', span: this.spanOf(end) },
        ...(where === undefined ? {} : { where }),
        span: this.spanFrom(start),
      };
    });
  });

  private readonly sent: ParserMethod<[], ExprAst> = this.RULE('sent', (): ExprAst => {
    const start = this.CONSUME(t.Sent);
    this.CONSUME(t.LeftParen);
    const of = this.OR({
      ERR_MSG: 'a step',
      DEF: [{ ALT: () => this.CONSUME(t.StepPath) }, { ALT: () => this.CONSUME(t.Word) }],
    });
    const window = this.OPTION(() => this.SUBRULE(this.window));
    const end = this.CONSUME(t.RightParen);
    return this.ACTION((): ExprAst => {
      if (window === undefined) this.complain('C0317', this.spanOf(end), { function: 'sent', event: of.image });
      const named = window ?? { kind: 'ever', span: this.spanOf(end) };
      return { kind: 'sent', ...this.readStep(of), window: named, span: this.spanFrom(start) };
    });
  });

  private readonly window: ParserMethod<[], WindowAst> = this.RULE('window', () => {
    const start = this.LA(1);
    return this.OR<WindowAst>([
      { ALT: () => ({ kind: 'ever', span: this.spanOf(this.CONSUME(t.Ever)) }) },
      {
        ALT: () => {
          this.CONSUME(t.Since);
          this.CONSUME(t.Entry);
          return { kind: 'since-entry', span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Before);
          this.CONSUME2(t.Entry);
          return { kind: 'before-entry', span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.In);
          this.CONSUME(t.Last);
          const duration = this.SUBRULE(this.duration);
          return { kind: 'in-last', duration: duration.value, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Between);
          const from = this.SUBRULE(this.sum);
          this.CONSUME(t.And);
          const to = this.SUBRULE2(this.sum);
          return { kind: 'between', from, to, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  private readonly unknownFunction: ParserMethod<[], ExprAst> = this.RULE('unknownFunction', (): ExprAst => {
    const token = this.CONSUME(t.Word);
    this.CONSUME(t.LeftParen);
    const span = this.spanOf(token);
    if (laterFunctions.includes(token.image)) this.complain('C1007', span, { construct: `${token.image}(…)` });
    else {
      const near = closest(token.image, functionNames);
      const fixes = near.slice(0, 1).map((name) => ({
        title: `write ${name}`,
        safety: 'unsafe' as const,
        edits: [{ span, text: name }],
      }));
      this.complain('C0318', span, { name: token.image, near, known: functionNames }, { fixes });
    }
    return { kind: 'word', value: token.image, span };
  });

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

  private readonly number: ParserMethod<[], ExprAst> = this.RULE('number', (): ExprAst => {
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

  protected readonly duration: ParserMethod<[], Located<Duration>> = this.RULE('duration', () => {
    const token = this.CONSUME(t.Quantity);
    return this.ACTION(() => this.readDuration(token));
  });

  protected readonly name: ParserMethod<[], Located<string>> = this.RULE('name', () => {
    const token = this.CONSUME(t.Word);
    return this.located(token, token.image);
  });

  private join(operands: readonly ExprAst[], operators: readonly IToken[], span: Span): ExprAst {
    const [only] = operands;
    const [first] = operators;
    if (first === undefined && only !== undefined) return only;
    const other = operators.find(({ tokenType }) => tokenType !== first?.tokenType);
    if (first !== undefined && other !== undefined) {
      const labels = [{ span: this.spanOf(first), text: `"${first.image}" here` }];
      this.complain('C0309', this.spanOf(other), {}, { labels });
    }
    return { kind: 'logic', operator: first?.tokenType === t.Or ? 'or' : 'and', operands, span };
  }

  private compare(left: ExprAst, tail: Tail, span: Span): ExprAst {
    switch (tail.kind) {
      case 'compare': {
        const operator = compareOperator(tail.operator.image);
        return { kind: 'compare', operator, operatorSpan: this.spanOf(tail.operator), left, right: tail.right, span };
      }
      case 'text-test':
        return { kind: 'text-test', operator: tail.operator, left, right: tail.right, span };
      case 'is-set':
        return { kind: 'is-set', operand: left, negated: tail.negated, span };
      case 'in':
        return { kind: 'in', left, right: tail.right, negated: tail.negated, span };
      default:
        return unreachable(tail);
    }
  }

  private calculate(operator: IToken, left: ExprAst, right: ExprAst, span: Span): ExprAst {
    return { kind: 'arithmetic', operator: arithmeticOperator(operator.image), left, right, span };
  }
}

const compareOperators: readonly CompareOperator[] = ['==', '!=', '<', '<=', '>', '>='];

function compareOperator(image: string): CompareOperator {
  return compareOperators.find((operator) => operator === image) ?? '==';
}

const arithmeticOperators: readonly ArithmeticOperator[] = ['+', '-', '*', '/'];

function arithmeticOperator(image: string): ArithmeticOperator {
  return arithmeticOperators.find((operator) => operator === image) ?? '+';
}

