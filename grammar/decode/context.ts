import type { Checked, Diagnostic } from '../diagnostics/diagnostic.js';
import { createGrammarReport, type GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Source } from '../span.js';
import { readTree } from '../tree/read-tree.js';
import type { TreeMapping } from '../tree/tree-node.js';
import { allKeyTypes } from './all-key-types.js';
import type { KeyTypeDefinitions } from './key-type.js';

/** What every decoder needs: where to say what is wrong, and how to read what stands below. */
export interface Context {
  readonly report: GrammarReport;
  /** Takes over what a phrase reported. */
  add(diagnostics: readonly Diagnostic[]): void;
  readonly types: KeyTypeDefinitions;
}

/** Reads a file in whichever surface its ending names and decodes its mapping; diagnostics come in the order of the file. */
export function decodeFile<T>(
  source: Source,
  decode: (root: TreeMapping, context: Context) => T | undefined,
): Checked<T | undefined> {
  const tree = readTree(source);
  const all: Diagnostic[] = [...tree.diagnostics];
  if (tree.value === undefined) return { value: undefined, diagnostics: all };

  const report = createGrammarReport();
  const add = (diagnostics: readonly Diagnostic[]) => void all.push(...diagnostics);
  const value = decode(tree.value, { report, add, types: allKeyTypes });
  all.push(...report.diagnostics);
  all.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { value, diagnostics: all };
}
