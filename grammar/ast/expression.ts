import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = 'contains' | 'starts with' | 'ends with';
export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type HistoryFunction = 'did' | 'count' | 'sum' | 'latest';
/** What became of a message. */
export type MessageAct = 'sent' | 'opened' | 'clicked' | 'replied';
export type PathRoot = 'lead' | 'account' | 'entry' | 'event' | 'score' | 'rfm';

export type WindowAst =
  | { readonly kind: 'ever'; readonly span: Span }
  | { readonly kind: 'since-entry'; readonly span: Span }
  | { readonly kind: 'before-entry'; readonly span: Span }
  | { readonly kind: 'in-last'; readonly duration: Duration; readonly span: Span }
  | { readonly kind: 'between'; readonly from: ExprAst; readonly to: ExprAst; readonly span: Span };

export type ExprAst =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'duration'; readonly value: Duration; readonly span: Span }
  /** `2026-03-01`, or with a time of day; `value` as written. */
  | { readonly kind: 'date'; readonly value: string; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly ExprAst[]; readonly span: Span }
  | { readonly kind: 'now'; readonly span: Span }
  /** `lead.plan`: root `lead`, name `plan`. */
  | {
      readonly kind: 'path';
      readonly root: Located<PathRoot>;
      readonly name: Located<string>;
      readonly span: Span;
    }
  /** A word that stands alone; names and types are the compiler's to judge. */
  | { readonly kind: 'word'; readonly value: string; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: ExprAst; readonly span: Span }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly operands: readonly ExprAst[];
      readonly span: Span;
    }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly operatorSpan: Span;
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly span: Span;
    }
  | {
      readonly kind: 'text-test';
      readonly operator: TextOperator;
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly span: Span;
    }
  /** `is set` (`negated: false`) or `is not set`. */
  | { readonly kind: 'is-set'; readonly operand: ExprAst; readonly negated: boolean; readonly span: Span }
  /** `lead.country in ["DE", "AT"]`, `account.size in 50..1000`. */
  | {
      readonly kind: 'in';
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly negated: boolean;
      readonly span: Span;
    }
  /** `50..1000`: both ends belong to it; only behind `in`. */
  | { readonly kind: 'range'; readonly from: ExprAst; readonly to: ExprAst; readonly span: Span }
  /** `lead in power-users`, `account in target-accounts`, `lead not in campaign onboarding`. */
  | {
      readonly kind: 'member';
      readonly subject: Located<'lead' | 'account'>;
      /** `group`: a segment or a list, whichever has the name. */
      readonly of: 'group' | 'campaign';
      readonly name: Located<string>;
      readonly negated: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: ExprAst;
      readonly right: ExprAst;
      readonly span: Span;
    }
  /** `count(page_viewed in last 7d where event.path == "/pricing")`; `property` for sum and latest. */
  | {
      readonly kind: 'history';
      readonly function: HistoryFunction;
      readonly event: Located<string>;
      readonly property?: Located<string>;
      readonly window: WindowAst;
      readonly where?: ExprAst;
      readonly span: Span;
    }
  /** `sent(hello since entry)`, `clicked(welcome/hello ever)`. */
  | {
      readonly kind: 'message';
      readonly act: MessageAct;
      readonly campaign?: Located<string>;
      readonly step: Located<string>;
      readonly window: WindowAst;
      readonly span: Span;
    }
  | { readonly kind: 'time-since'; readonly event: Located<string>; readonly span: Span }
  /** `sequence(webinar_attended then trial_started in last 30d)`: two events or more, in this order. */
  | {
      readonly kind: 'sequence';
      readonly events: readonly Located<string>[];
      readonly window: WindowAst;
      readonly span: Span;
    }
  /** `domain_of(lead.email)`: a function that a plug-in brings. */
  | {
      readonly kind: 'call';
      readonly name: Located<string>;
      readonly arguments: readonly ExprAst[];
      readonly span: Span;
    };
