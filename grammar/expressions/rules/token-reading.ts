import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import type { ExprAst, HistoryFunction } from '../../ast/expression.js';
import type { More } from '../../diagnostics/code.js';
import { createGrammarReport, type GrammarAt, type GrammarCode, type GrammarReport } from '../../diagnostics/grammar-codes.js';
import { closest } from '../../did-you-mean.js';
import type { Duration } from '../../duration.js';
import { placeAt, type Place } from '../../place.js';
import type { Located, Span } from '../../span.js';
import { depthOf } from '../depth.js';
import { deepestExpression, parserVocabulary } from '../lex.js';
import { readDuration, readTimeOfDay } from '../literals.js';
import { pathRoots } from '../names.js';
import { labelsAsMessages } from '../syntax-error.js';

/** What the rules of the grammar share: places, complaints, and tokens that hold several things. */
export class TokenReading extends EmbeddedActionsParser {
  private place: Place = placeAt('');
  private report: GrammarReport = createGrammarReport();
  private open = 0;

  /** Looking for mistakes in the grammar itself takes time at every start, and finds what a test finds. */
  constructor(validate = false) {
    super([...parserVocabulary], {
      maxLookahead: 2,
      recoveryEnabled: false,
      errorMessageProvider: labelsAsMessages,
      skipValidations: !validate,
    });
  }

  /** Must be called before a rule is. */
  begin(tokens: IToken[], place: Place, report: GrammarReport): void {
    this.input = tokens;
    this.place = place;
    this.report = report;
    this.open = 0;
  }

  /** A condition begins; `closed` ends it. */
  protected opened(): void {
    this.open += 1;
  }

  /** Long sums nest to the left without a bracket in sight. Looked at once, from the outermost condition. */
  protected closed(expression: ExprAst): ExprAst {
    this.open -= 1;
    if (this.open === 0 && depthOf(expression) > deepestExpression) {
      this.complain('C0314', expression.span, { limit: deepestExpression });
    }
    return expression;
  }

  protected readSubject(name: HistoryFunction, of: IToken): { event: Located<string>; property?: Located<string> } {
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

  protected readStep(of: IToken): { campaign?: Located<string>; step: Located<string> } {
    const [first = '', second] = of.image.split('/');
    if (second === undefined) return { step: this.located(of, of.image) };
    const campaignEnd = of.startOffset + first.length;
    return {
      campaign: { value: first, span: this.place(of.startOffset, campaignEnd) },
      step: { value: second, span: this.place(campaignEnd + 1, campaignEnd + 1 + second.length) },
    };
  }

  protected readPath(token: IToken): ExprAst {
    const [rootText = '', name = '', ...rest] = token.image.split('.');
    const start = token.startOffset;
    const rootSpan = this.place(start, start + rootText.length);
    const nameEnd = start + rootText.length + 1 + name.length;
    const span = this.spanOf(token);
    const root = pathRoots.find((candidate) => candidate === rootText);
    if (root === undefined) {
      const near = closest(rootText, pathRoots);
      const fixes = near.slice(0, 1).map((text) => ({
        title: `write ${text}.${name}`,
        safety: 'unsafe' as const,
        edits: [{ span: rootSpan, text }],
      }));
      this.complain('C0316', rootSpan, { text: token.image, root: rootText, near, roots: pathRoots }, { fixes });
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

  protected readDuration(token: IToken): Located<Duration> {
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

  protected complainOfSpaces(operator: string, offset: number): void {
    const span = this.place(offset, offset + operator.length);
    const edits = [{ span, text: ` ${operator} ` }];
    this.complain('C0310', span, { operator }, { fixes: [{ title: 'add the spaces', safety: 'unsafe', edits }] });
  }

  protected complainOfRest(token: IToken, end: number): void {
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
