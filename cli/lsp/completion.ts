import type { CompletionItem } from 'vscode-languageserver/node';
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver/node';
import type { Completion, Item, ItemKind } from '../../compiler/editor/complete/item.js';
import { rangeOf } from './places.js';

const kinds: { readonly [Kind in ItemKind]: CompletionItemKind } = {
  key: CompletionItemKind.Property,
  step: CompletionItemKind.Class,
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.EnumMember,
  attribute: CompletionItemKind.Field,
  event: CompletionItemKind.Event,
  name: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  function: CompletionItemKind.Function,
  unit: CompletionItemKind.Unit,
  operator: CompletionItemKind.Operator,
};

/** As the editor takes it; without places to fill in for one that knows none. */
export function completionItems({ items, start, end }: Completion, text: string, snippets: boolean): CompletionItem[] {
  const range = rangeOf({ start, end: closing(text, start, end) }, text);
  return items.map((item, index) => ({
    label: item.label,
    kind: kinds[item.kind],
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined ? {} : { documentation: { kind: 'markdown', value: item.documentation } }),
    sortText: `${item.rank ?? 5}${String(index).padStart(4, '0')}`,
    // Quotes and dots are no part of a word for most editors.
    filterText: item.label,
    textEdit: { range, newText: newText(item, snippets) },
    insertTextFormat: item.isSnippet === true && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
  }));
}

/** A quote that the editor closed by itself goes with what it quotes. */
function closing(text: string, start: number, end: number): number {
  return text[start] === '"' && text[end] === '"' ? end + 1 : end;
}

function newText({ label, insert = label, isSnippet }: Item, snippets: boolean): string {
  return isSnippet === true && !snippets ? withoutPlaces(insert) : insert;
}

/** `${1:event}` as `event`, `${1|a,b|}` as `a`. */
function withoutPlaces(insert: string): string {
  return insert
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replaceAll(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replaceAll(/\$\{\d+\}/g, '')
    .replaceAll(/\\([$}\\])/g, '$1');
}
