import { EmbeddedActionsParser, type IToken, type ParserMethod } from 'chevrotain';
import type { ArithmeticOperator, CompareOperator, ExprAst, HistoryFunction, TextOperator, WindowAst } from '../ast.js';
import type { More } from '../diagnostics/code.js';
import { createGrammarReport, type GrammarAt, type GrammarCode, type GrammarReport } from '../diagnostics/grammar-codes.js';
import { closest } from '../did-you-mean.js';
import type { Duration } from '../duration.js';
import { placeAt, type Place } from '../place.js';
import type { Located, Span } from '../span.js';
import { depthOf } from './depth.js';
import { deepestExpression, longestList, parserVocabulary } from './lex.js';
import { dateExists, readDuration, readText, readTimeOfDay } from './literals.js';
import { functionNames, laterFunctions, laterRoots, pathRoots } from './names.js';
import { labelsAsMessages } from './syntax-error.js';
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
export class ExpressionGrammar extends EmbeddedActionsParser {
  private place: Place = placeAt('');
  private report: GrammarReport = createGrammarReport();
  private tooDeep = false;

  constructor() {
    super([...parserVocabulary], { maxLookahead: 2, recoveryEnabled: false, errorMessageProvider: labelsAsMessages });
  }

  /** Must be called before a rule is. */
  begin(tokens: IToken[], place: Place, report: GrammarReport): void {
    this.input = tokens;
    this.place = place;
    this.report = report;
    this.tooDeep = false;
  }

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


  /** Long sums nest to the left without a bracket in sight. */
  private watchDepth(expression: ExprAst): ExprAst {
    if (!this.tooDeep && depthOf(expression) > deepestExpression) {
      this.tooDeep = true;
      this.complain('C0314', expression.span, { limit: deepestExpression });
    }
    return expression;
  }

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
    }
  }

  private calculate(operator: IToken, left: ExprAst, right: ExprAst, span: Span): ExprAst {
    return { kind: 'arithmetic', operator: arithmeticOperator(operator.image), left, right, span };
  }

  private readSubject(name: HistoryFunction, of: IToken): { event: Located<string>; property?: Located<string> } {
    const [event = '', property, ...rest] = of.image.split('.');
    const eventEnd = of.startOffset + event.length;
    const subject = { value: event, span: this.place(of.startOffset, eventEnd) };
    const wantsProperty = name === 'sum' || name === 'latest';
    if (property === undefined) {
      if (wantsProperty) this.complain('C0323', this.spanOf(of), { function: name, event });
      return { event: subject };
    }
    if (!wantsProperty) {
      this.complain('C0324', this.spanOf(of), { function: name, text: of.image });
      return { event: subject };
    }
    const propertyEnd = eventEnd + 1 + property.length;
    if (rest.length > 0) this.complainOfRest(of, propertyEnd);
    return { event: subject, property: { value: property, span: this.place(eventEnd + 1, propertyEnd) } };
  }

  private readStep(of: IToken): { campaign?: Located<string>; step: Located<string> } {
    const [first = '', second] = of.image.split('/');
    if (second === undefined) return { step: this.located(of, of.image) };
    const campaignEnd = of.startOffset + first.length;
    return {
      campaign: { value: first, span: this.place(of.startOffset, campaignEnd) },
      step: { value: second, span: this.place(campaignEnd + 1, campaignEnd + 1 + second.length) },
    };
  }

  private readPath(token: IToken): ExprAst {
    const [rootText = '', name = '', ...rest] = token.image.split('.');
    const start = token.startOffset;
    const rootSpan = this.place(start, start + rootText.length);
    const nameEnd = start + rootText.length + 1 + name.length;
    const span = this.spanOf(token);
    const root = pathRoots.find((candidate) => candidate === rootText);
    if (root === undefined) {
      if (laterRoots.includes(rootText)) this.complain('C1007', span, { construct: `${rootText}.` });
      else {
        const near = closest(rootText, pathRoots);
        const fixes = near.slice(0, 1).map((text) => ({
          title: `write ${text}.${name}`,
          safety: 'unsafe' as const,
          edits: [{ span: rootSpan, text }],
        }));
        this.complain('C0316', rootSpan, { text: token.image, root: rootText, near, roots: pathRoots }, { fixes });
      }
      return { kind: 'word', value: token.image, span };
    }
    const hyphen = name.indexOf('-');
    if (hyphen !== -1) this.complainOfSpaces('-', start + rootText.length + 1 + hyphen);
    else if (rest.length > 0) this.complainOfRest(token, nameEnd);
    return {
      kind: 'path',
      root: { value: root, span: rootSpan },
      name: { value: name, span: this.place(start + rootText.length + 1, nameEnd) },
      span,
    };
  }

  private readDuration(token: IToken): Located<Duration> {
    const span = this.spanOf(token);
    const read = readDuration(token.image);
    const replace = (text: string, safety: 'safe' | 'unsafe') => ({
      title: `write ${text}`,
      safety,
      edits: [{ span, text }],
    });
    switch (read.kind) {
      case 'duration':
        return { value: read.duration, span };
      case 'ambiguous': {
        const fixes = [replace(`${read.amount}min`, 'unsafe'), replace(`${read.amount}mo`, 'unsafe')];
        this.complain('C0311', span, { text: token.image, amount: read.amount }, { fixes });
        break;
      }
      case 'unknown': {
        const { suggestion } = read;
        const fixes = suggestion === undefined ? [] : [replace(suggestion, 'safe')];
        this.complain('C0312', span, { text: token.image, suggestion }, { fixes });
        break;
      }
      case 'too-long':
        this.complain('C0320', span, { text: token.image, wanted: 'a duration of at most 100 years' });
    }
    return { value: { amount: 0, unit: 's' }, span };
  }

  /** Minutes after midnight. `24:00` only ends a day. */
  protected readTime(token: IToken, endsDay = false): Located<number> {
    const span = this.spanOf(token);
    const minutes = readTimeOfDay(token.image);
    if (minutes === undefined || (minutes === 1440 && !endsDay)) {
      this.complain('C0319', span, { text: token.image, what: 'a time of day' });
    }
    return { value: minutes ?? 0, span };
  }


  protected complain<Key extends GrammarCode>(code: Key, span: Span, at: GrammarAt<Key>, more?: More): void {
    // Not while the grammar is being recorded.
    this.ACTION(() => this.report(code, span, at, more));
  }

  protected demandSpaces(operator: IToken): void {
    this.ACTION(() => {
      const end = operator.startOffset + operator.image.length;
      const before = this.LA(-1);
      const after = this.LA(1);
      const tight = before.startOffset + before.image.length === operator.startOffset || after.startOffset === end;
      if (tight) this.complainOfSpaces(operator.image, operator.startOffset);
    });
  }

  private complainOfSpaces(operator: string, offset: number): void {
    const span = this.place(offset, offset + operator.length);
    const edits = [{ span, text: ` ${operator} ` }];
    this.complain('C0310', span, { operator }, { fixes: [{ title: 'add the spaces', safety: 'unsafe', edits }] });
  }

  private complainOfRest(token: IToken, end: number): void {
    const rest = token.image.slice(end - token.startOffset);
    const span = this.place(end, token.startOffset + token.image.length);
    const help = 'A name has one dot.';
    this.complain('C0307', span, { found: rest, after: token.image.slice(0, -rest.length) }, { help });
  }

  protected located<T>(token: IToken, value: T): Located<T> {
    return { value, span: this.spanOf(token) };
  }

  protected spanOf(token: IToken): Span {
    return this.place(token.startOffset, token.startOffset + token.image.length);
  }

  /** From a token to the last one that was consumed. */
  protected spanFrom(first: IToken): Span {
    const last = this.LA(0);
    return this.place(first.startOffset, last.startOffset + last.image.length);
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

