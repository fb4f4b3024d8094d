import type { Checked, Diagnostic } from '../diagnostics/diagnostic.js';
import type { Source, Span } from '../span.js';
import { readText } from '../text/read-text.js';
import { textKindOf } from '../text/surface.js';
import { fileKindOf, normalForm } from '../tree/normal-form.js';
import { inOneLine, sameTree } from '../tree/same-tree.js';
import type { TreeMapping } from '../tree/tree-node.js';
import { parseYamlWithRemarks } from '../yaml/attach-remarks.js';
import { countRemarks } from './count-remarks.js';
import { printText } from './text/print-text.js';
import { asYaml } from './yaml/as-yaml.js';
import { printYaml } from './yaml/print-yaml.js';

export type Surface = 'yaml' | 'text';

export type Printed =
  | { readonly kind: 'printed'; readonly path: string; readonly text: string }
  /** It has errors that come before any meaning. */
  | { readonly kind: 'unreadable'; readonly diagnostics: readonly Diagnostic[] }
  /** The other surface has no words for these parts. */
  | { readonly kind: 'unsayable'; readonly spans: readonly Span[] }
  /** Nothing but YAML exists for such a file. */
  | { readonly kind: 'yaml-only' };

export function surfaceOf(path: string): Surface {
  return textKindOf(path) === undefined ? 'yaml' : 'text';
}

/** Reads a file of either surface with its comments. */
export function readWithRemarks(source: Source): Checked<TreeMapping | undefined> {
  const kind = textKindOf(source.path);
  return kind === undefined ? parseYamlWithRemarks(source) : readText(source, kind);
}

/** The file in the canonical form of its own surface: it says the same, and every comment is there. */
export function formatSource(source: Source): Printed {
  const { value, diagnostics } = readWithRemarks(source);
  if (value === undefined || hasErrors(diagnostics)) return { kind: 'unreadable', diagnostics };
  const kind = textKindOf(source.path);
  if (kind === undefined) return proved(value, { path: source.path, text: printYaml(value) }, (tree) => tree);
  const { text, losses } = printText(value, kind);
  if (losses.length > 0) return { kind: 'unsayable', spans: losses };
  return proved(value, { path: source.path, text }, (tree) => tree);
}

/** The file in the other surface, under the name it has there; all comments are kept. */
export function convertSource(source: Source, to: Surface): Printed {
  const { value, diagnostics } = readWithRemarks(source);
  if (value === undefined || hasErrors(diagnostics)) return { kind: 'unreadable', diagnostics };
  const kind = textKindOf(source.path) ?? fileKindOf(value);
  if (kind === undefined) return { kind: 'yaml-only' };
  if (surfaceOf(source.path) === to) return { kind: 'printed', path: source.path, text: source.text };
  const normal = normalForm(value, kind);
  const path = siblingOf(source.path, kind);
  const alike = (tree: TreeMapping): TreeMapping => normalForm(tree, kind);
  if (to === 'yaml') return proved(normal, { path, text: printYaml(asYaml(normal, kind)) }, alike);
  const { text, losses } = printText(normal, kind);
  return losses.length > 0 ? { kind: 'unsayable', spans: losses } : proved(normal, { path, text }, alike);
}

/** `campaigns/hello.yaml` is `campaigns/hello.campaign` in the other surface. */
function siblingOf(path: string, kind: 'campaign' | 'segments' | 'scoring' | 'tests'): string {
  if (textKindOf(path) !== undefined) return path.replace(/\.\w+$/, kind === 'tests' ? '.test.yaml' : '.yaml');
  return path.replace(/(?:\.test)?\.ya?ml$/, `.${kind}`);
}

/** What is printed is read again before anybody may rely on it. */
function proved(tree: TreeMapping, printed: Source, alike: (tree: TreeMapping) => TreeMapping): Printed {
  const folds = surfaceOf(tree.span.file) === 'text' || surfaceOf(printed.path) === 'text';
  const again = readWithRemarks(printed);
  const isSame =
    again.value !== undefined &&
    !hasErrors(again.diagnostics) &&
    sameTree(tree, alike(again.value), folds ? inOneLine : undefined) &&
    countRemarks(tree) === countRemarks(again.value);
  return isSame ? { kind: 'printed', ...printed } : { kind: 'unsayable', spans: [tree.span] };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
