import type { Checked, Diagnostic } from '../diagnostics/diagnostic.js';
import { createGrammarReport, type GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Source } from '../span.js';
import { parseYaml } from '../yaml/parse-yaml.js';
import type { YamlMapping } from '../yaml/yaml-node.js';

/** What every decoder needs: where to say what is wrong. */
export interface Context {
  readonly report: GrammarReport;
  /** Takes over what a phrase reported. */
  add(diagnostics: readonly Diagnostic[]): void;
}

/** Reads a file and decodes its mapping; diagnostics come in the order of the file. */
export function decodeFile<T>(
  source: Source,
  decode: (root: YamlMapping, context: Context) => T | undefined,
): Checked<T | undefined> {
  const yaml = parseYaml(source);
  const all: Diagnostic[] = [...yaml.diagnostics];
  if (yaml.value === undefined) return { value: undefined, diagnostics: all };

  const report = createGrammarReport();
  const value = decode(yaml.value, { report, add: (diagnostics) => void all.push(...diagnostics) });
  all.push(...report.diagnostics);
  all.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { value, diagnostics: all };
}
