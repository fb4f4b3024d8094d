import type { ExprAst } from '../../grammar/ast/expression.js';
import type { ValueTree } from '../../grammar/ast/value-tree.js';
import type { Span } from '../../grammar/span.js';
import { pointerPart } from '../data-contract/json-pointer.js';

export interface ConfigPlace {
  readonly span: Span;
  /** Of a mapping: where each key stands. */
  readonly keys: ReadonlyMap<string, Span>;
}

/** What an author wrote as plain JSON, and the way back to it by JSON pointer. */
export interface ConfigPlaces {
  /** Expressions are empty texts in it. */
  readonly value: unknown;
  readonly expressions: ReadonlyMap<string, { readonly expression: ExprAst; readonly span: Span }>;
  at(pointer: string): ConfigPlace | undefined;
}

export function readConfig(tree: ValueTree): ConfigPlaces {
  const places = new Map<string, ConfigPlace>();
  const expressions = new Map<string, { readonly expression: ExprAst; readonly span: Span }>();
  const read = (node: ValueTree, pointer: string): unknown => {
    const keys = node.kind === 'mapping' ? node.entries.map(({ key }) => [key.value, key.span] as const) : [];
    places.set(pointer, { span: node.span, keys: new Map(keys) });
    switch (node.kind) {
      case 'value':
        return node.value;
      case 'expression':
        expressions.set(pointer, { expression: node.expression, span: node.span });
        return '';
      case 'list':
        return node.items.map((item, index) => read(item, `${pointer}/${index}`));
      case 'mapping': {
        const entries = node.entries.map(({ key, value }) => {
          return [key.value, read(value, `${pointer}/${pointerPart(key.value)}`)] as const;
        });
        return Object.fromEntries(entries);
      }
    }
  };
  return { value: read(tree, ''), expressions, at: (pointer) => places.get(pointer) };
}

/** `/blocks/2/text` as an author would say it: `blocks[3].text`, counted from one. */
export function keyInWords(pointer: string): string {
  return partsOf(pointer)
    .map((part, index) => (/^\d+$/.test(part) ? `[${Number(part) + 1}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}

export function partsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
