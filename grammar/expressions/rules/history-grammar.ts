import type { IToken, ParserMethod } from 'chevrotain';
import type { ExprAst, HistoryFunction, MessageAct, WindowAst } from '../../ast/expression.js';
import { closest } from '../../did-you-mean.js';
import type { Located } from '../../span.js';
import { LiteralGrammar } from './literal-grammar.js';
import { functionNames } from '../names.js';
import * as t from '../tokens.js';

/** What looks like a call: history, messages, sequences, and functions that plug-ins bring. */
export abstract class HistoryGrammar extends LiteralGrammar {
  abstract readonly condition: ParserMethod<[], ExprAst>;
  protected abstract readonly sum: ParserMethod<[], ExprAst>;

  protected readonly history: ParserMethod<[], ExprAst> = this.RULE('history', (): ExprAst => {
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
      return {
        kind: 'history',
        function: name,
        ...subject,
        window: this.demandWindow(window, name, of.image, end),
        ...(where === undefined ? {} : { where }),
        span: this.spanFrom(start),
      };
    });
  });

  protected readonly message: ParserMethod<[], ExprAst> = this.RULE('message', (): ExprAst => {
    const start = this.LA(1);
    const act = this.OR<MessageAct>([
      { ALT: () => (this.CONSUME(t.Sent), 'sent') },
      { ALT: () => (this.CONSUME(t.Opened), 'opened') },
      { ALT: () => (this.CONSUME(t.Clicked), 'clicked') },
      { ALT: () => (this.CONSUME(t.Replied), 'replied') },
    ]);
    this.CONSUME(t.LeftParen);
    const of = this.OR2({
      ERR_MSG: 'a step',
      DEF: [{ ALT: () => this.CONSUME(t.StepPath) }, { ALT: () => this.CONSUME(t.Word) }],
    });
    const window = this.OPTION(() => this.SUBRULE(this.window));
    const end = this.CONSUME(t.RightParen);
    return this.ACTION((): ExprAst => {
      const named = this.demandWindow(window, act, of.image, end);
      return { kind: 'message', act, ...this.readStep(of), window: named, span: this.spanFrom(start) };
    });
  });

  protected readonly sequence: ParserMethod<[], ExprAst> = this.RULE('sequence', (): ExprAst => {
    const start = this.CONSUME(t.Sequence);
    this.CONSUME(t.LeftParen);
    const events: Located<string>[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Then, DEF: () => events.push(this.SUBRULE(this.name)) });
    const window = this.OPTION(() => this.SUBRULE(this.window));
    const end = this.CONSUME(t.RightParen);
    return this.ACTION((): ExprAst => {
      const [first, second] = events;
      if (first !== undefined && second === undefined) {
        const expected = '"then" and another event';
        const help = `Write sequence(${first.value} then …), or did(${first.value} …) for one event.`;
        this.complain('C0306', first.span, { expected, after: first.value }, { help });
      }
      const text = events.map(({ value }) => value).join(' then ');
      const named = this.demandWindow(window, 'sequence', text, end);
      return { kind: 'sequence', events, window: named, span: this.spanFrom(start) };
    });
  });

  protected readonly window: ParserMethod<[], WindowAst> = this.RULE('window', () => {
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

  protected readonly call: ParserMethod<[], ExprAst> = this.RULE('call', (): ExprAst => {
    const token = this.CONSUME(t.Word);
    this.CONSUME(t.LeftParen);
    if (this.ACTION(() => this.complainOfFunction(token))) {
      return { kind: 'word', value: token.image, span: this.spanOf(token) };
    }
    const inside: ExprAst[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => inside.push(this.SUBRULE(this.condition)) });
    this.CONSUME(t.RightParen);
    return { kind: 'call', name: this.located(token, token.image), arguments: inside, span: this.spanFrom(token) };
  });

  /** `cuont(x ever)`: a misspelt function of ours, told by what stands in it. True where it was one. */
  private complainOfFunction(token: IToken): boolean {
    const name = token.image;
    const span = this.spanOf(token);
    if (token.tokenType === t.Changed) {
      const help = 'Write changed(…) behind on: of a way in.';
      this.complain('C0306', span, { expected: 'a condition', found: `${name}(…)` }, { help });
      return true;
    }
    const first = this.LA(1);
    // `f(time since x)` and `f(lead in last)` are calls like any other.
    if (!/^[A-Za-z_]/.test(first.image) || valueStarts.has(first.tokenType)) return false;
    const second = this.LA(2).tokenType;
    const hasWindow = windowStarts.has(second) || (second === t.In && this.LA(3).tokenType === t.Last);
    if (!hasWindow) return false;
    const near = closest(name, functionNames);
    const fixes = near.slice(0, 1).map((text) => ({
      title: `write ${text}`,
      safety: 'unsafe' as const,
      edits: [{ span, text }],
    }));
    this.complain('C0318', span, { name, near, known: functionNames }, { fixes });
    return true;
  }

  private demandWindow(window: WindowAst | undefined, name: string, event: string, end: IToken): WindowAst {
    if (window !== undefined) return window;
    this.complain('C0317', this.spanOf(end), { function: name, event });
    return { kind: 'ever', span: this.spanOf(end) };
  }
}

const valueStarts: ReadonlySet<unknown> = new Set([t.TimeWord, t.Lead, t.Account, t.Not]);
const windowStarts: ReadonlySet<unknown> = new Set([t.Ever, t.Since, t.Before, t.Between, t.Where, t.Then]);
