import type { DocumentSymbol } from 'vscode-languageserver/node';
import { SymbolKind } from 'vscode-languageserver/node';
import type { OutlineKind, OutlinePart } from '../../compiler/editor/outline.js';
import { rangeOf } from './places.js';

const kinds: { readonly [Kind in OutlineKind]: SymbolKind } = {
  campaign: SymbolKind.Module,
  way: SymbolKind.Interface,
  step: SymbolKind.Function,
  branch: SymbolKind.Namespace,
  attribute: SymbolKind.Field,
  event: SymbolKind.Event,
  segment: SymbolKind.Class,
  rule: SymbolKind.Number,
  test: SymbolKind.Method,
  setting: SymbolKind.Property,
};

export function documentSymbols(parts: readonly OutlinePart[], text: string): DocumentSymbol[] {
  return parts.map(({ name, detail, kind, span, selection, below }) => ({
    name,
    ...(detail === undefined ? {} : { detail }),
    kind: kinds[kind],
    range: rangeOf(span, text),
    selectionRange: rangeOf(selection, text),
    children: documentSymbols(below, text),
  }));
}
