import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { readText } from '../text/read-text.js';
import { textKindOf } from '../text/surface.js';
import { parseYaml } from '../yaml/parse-yaml.js';
import type { TreeMapping } from './tree-node.js';

/** Reads a file of either surface; the ending of its name says which. */
export function readTree(source: Source): Checked<TreeMapping | undefined> {
  const kind = textKindOf(source.path);
  return kind === undefined ? parseYaml(source) : readText(source, kind);
}
