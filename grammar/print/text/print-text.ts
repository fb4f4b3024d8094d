import type { Span } from '../../span.js';
import type { TextKind } from '../../text/surface.js';
import type { TreeMapping } from '../../tree/tree-node.js';
import { createLosses, type Losses } from './clauses.js';
import { printCampaign } from './print-campaign.js';
import { printScoring } from './print-scoring.js';
import { printSegments } from './print-segments.js';
import { printTests } from './print-tests.js';
import { layOut, type Statement } from './statement.js';

const printers: { readonly [Kind in TextKind]: (root: TreeMapping, losses: Losses) => readonly Statement[] } = {
  campaign: printCampaign,
  segments: printSegments,
  scoring: printScoring,
  tests: printTests,
};

export interface PrintedText {
  readonly text: string;
  /** Parts of the tree that this surface cannot say: unknown keys, empty lists. Nothing lost: none. */
  readonly losses: readonly Span[];
}

/**
 * A tree in the textual surface, in its canonical form: one statement a line, two spaces a level,
 * the author's order of keys, every comment. Ends with a line break.
 */
export function printText(root: TreeMapping, kind: TextKind): PrintedText {
  const losses = createLosses();
  const statements = printers[kind](root, losses);
  const foot = kind === 'tests' && root.entries.every(({ key }) => key.value !== 'tests') ? [] : (root.foot ?? []);
  return { text: `${layOut(statements, foot).join('\n')}\n`, losses: losses.spans };
}
