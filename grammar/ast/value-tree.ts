import type { Located, Span } from '../span.js';
import type { ExprAst } from './expression.js';

/** Data that an author wrote for somebody else's schema; every part knows its place. */
export type ValueTree =
  | { readonly kind: 'value'; readonly value: string | number | boolean; readonly span: Span }
  /** `= lead.plan`: worked out when the step is reached. */
  | { readonly kind: 'expression'; readonly expression: ExprAst; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly ValueTree[]; readonly span: Span }
  | {
      readonly kind: 'mapping';
      readonly entries: readonly { readonly key: Located<string>; readonly value: ValueTree }[];
      readonly span: Span;
    };
