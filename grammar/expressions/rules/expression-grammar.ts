import type { IToken, ParserMethod } from 'chevrotain';
import type { ArithmeticOperator, CompareOperator, ExprAst, TextOperator } from '../../ast/expression.js';
import type { Located, Span } from '../../span.js';
import { unreachable } from '../depth.js';
import { HistoryGrammar } from './history-grammar.js';
import { longestList } from '../lex.js';
import { readText } from '../literals.js';
import * as t from '../tokens.js';

/** How a comparison goes on behind its left side. */
type Tail =
  | { readonly kind: 'compare'; readonly operator: IToken; readonly right: ExprAst }
  | { readonly kind: 'text-test'; readonly operator: TextOperator; readonly right: ExprAst }
  | { readonly kind: 'is-set'; readonly negated: boolean }
  | { readonly kind: 'in'; readonly negated: boolean; readonly right: ExprAst }
  | { readonly kind: 'in-campaign'; readonly negated: boolean; readonly campaign: Located<string> };

/**
 * The grammar of expressions. What is wrong but can be understood (a chained comparison, `and`
 * beside `or`) is parsed and complained about, so that the message can say what to do.
 *
 * A class because Chevrotain asks for one; the rules run once at start-up on made-up tokens to
 * record the grammar, so nothing in them may look into what a subrule returns outside `ACTION`.
 */
export class ExpressionGrammar extends HistoryGrammar {
  readonly condition: ParserMethod<[], ExprAst> = this.RULE('condition', () => {
    const start = this.LA(1);
    this.opened();
    const operands = [this.SUBRULE(this.negation)];
    const operators: IToken[] = [];
    this.MANY(() => {
      operators.push(this.OR([{ ALT: () => this.CONSUME(t.And) }, { ALT: () => this.CONSUME(t.Or) }]));
      operands.push(this.SUBRULE2(this.negation));
    });
    return this.ACTION(() => this.closed(this.join(operands, operators, this.spanFrom(start))));
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
          return this.OR2<Tail>([
            {
              ALT: () => {
                this.CONSUME(t.Campaign);
                return { kind: 'in-campaign', negated, campaign: this.SUBRULE(this.name) };
              },
            },
            // Behind `campaign`, which is a word, too: the first alternative that fits is taken.
            { ALT: () => ({ kind: 'in', negated, right: this.SUBRULE(this.group) }), IGNORE_AMBIGUITIES: true },
          ]);
        },
      },
    ]),
  );

  /** What may stand behind `in`: a list, a range or a name; what else fits is complained about. */
  private readonly group: ParserMethod<[], ExprAst> = this.RULE('group', (): ExprAst => {
    const start = this.LA(1);
    const from = this.SUBRULE(this.sum);
    const to = this.OPTION(() => {
      this.CONSUME(t.Range);
      return this.SUBRULE2(this.sum);
    });
    return to === undefined ? from : { kind: 'range', from, to, span: this.spanFrom(start) };
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
        { ALT: () => this.SUBRULE(this.message) },
        { ALT: () => this.SUBRULE(this.sequence) },
        {
          ALT: () => {
            const start = this.CONSUME(t.TimeWord);
            this.CONSUME(t.Since);
            const event = this.SUBRULE(this.name);
            return { kind: 'time-since', event, span: this.spanFrom(start) };
          },
        },
        // Behind the known ones: the first alternative that fits is taken.
        { ALT: () => this.SUBRULE(this.call), IGNORE_AMBIGUITIES: true },
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
        return this.among(left, tail.right, tail.negated, span);
      case 'in-campaign': {
        const subject = subjectOf(left);
        if (subject === undefined) this.complainOfSubject(tail.campaign, 'campaign ');
        const { negated, campaign: name } = tail;
        return { kind: 'member', subject: subject ?? nobody(left), of: 'campaign', name, negated, span };
      }
      default:
        return unreachable(tail);
    }
  }

  /** `lead in power-users` asks whether somebody belongs to it, any other `in` compares values. */
  private among(left: ExprAst, right: ExprAst, negated: boolean, span: Span): ExprAst {
    const subject = subjectOf(left);
    if (right.kind === 'word') {
      if (right.value === 'campaign') {
        this.complain('C0306', right.span, { expected: 'the name of a campaign', after: 'campaign' });
      } else if (subject === undefined) this.complainOfSubject({ value: right.value, span: right.span });
      const name = { value: right.value, span: right.span };
      return { kind: 'member', subject: subject ?? nobody(left), of: 'group', name, negated, span };
    }
    if (right.kind !== 'list' && right.kind !== 'range') {
      const expected = 'a list such as ["a", "b"], a range such as 50..1000 or a name';
      this.complain('C0306', right.span, { expected, after: 'in' });
    }
    return { kind: 'in', left, right, negated, span };
  }

  private complainOfSubject({ value, span }: Located<string>, before = ''): void {
    const help = `Write lead in ${before}${value}, or ["${value}"] for a list of values.`;
    this.complain('C0306', span, { expected: 'a list such as ["a", "b"]', after: 'in', found: value }, { help });
  }

  private calculate(operator: IToken, left: ExprAst, right: ExprAst, span: Span): ExprAst {
    return { kind: 'arithmetic', operator: arithmeticOperator(operator.image), left, right, span };
  }
}

function subjectOf(left: ExprAst): Located<'lead' | 'account'> | undefined {
  if (left.kind !== 'word') return undefined;
  const { value, span } = left;
  return value === 'lead' || value === 'account' ? { value, span } : undefined;
}

/** The tree behind a complaint is thrown away. */
function nobody({ span }: ExprAst): Located<'lead'> {
  return { value: 'lead', span };
}

const compareOperators: readonly CompareOperator[] = ['==', '!=', '<', '<=', '>', '>='];

function compareOperator(image: string): CompareOperator {
  return compareOperators.find((operator) => operator === image) ?? '==';
}

const arithmeticOperators: readonly ArithmeticOperator[] = ['+', '-', '*', '/'];

function arithmeticOperator(image: string): ArithmeticOperator {
  return arithmeticOperators.find((operator) => operator === image) ?? '+';
}

