import type { Checked } from '../diagnostics/diagnostic.js';
import { createGrammarReport, type GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Source, Span } from '../span.js';
import type { TreeMapping } from '../tree/tree-node.js';
import { deepestNesting, largestSource, mostLexemes } from '../yaml/read-tokens.js';
import { readCampaign } from './read-campaign.js';
import { createReading, type Reading } from './reading.js';
import { readScoring } from './read-scoring.js';
import { readSegments } from './read-segments.js';
import { readTests } from './read-tests.js';
import { remarksOf } from './remarks-of.js';
import type { TextKind } from './surface.js';
import { textTokens, type TextToken } from './text-tokens.js';

const readers: { readonly [Kind in TextKind]: (reading: Reading) => TreeMapping | undefined } = {
  campaign: readCampaign,
  segments: readSegments,
  scoring: readScoring,
  tests: readTests,
};

/** Behind these, a file of garbage has nothing new to say. */
const mostDiagnostics = 100;

/**
 * Reads a file of the textual surface into the tree that the same file in YAML yields.
 *
 * A scalar's text is what stands in the file, letter for letter, so its place is exact. Goes on
 * behind a mistake with the next statement; never throws.
 */
export function readText(source: Source, kind: TextKind): Checked<TreeMapping | undefined> {
  const report = createGrammarReport();
  const value = read(source, kind, report);
  return { value, diagnostics: report.diagnostics.slice(0, mostDiagnostics) };
}

function read(source: Source, kind: TextKind, report: GrammarReport): TreeMapping | undefined {
  const shift = source.text.startsWith('\uFEFF') ? 1 : 0;
  const text = source.text.slice(shift);
  const spanOf = (start: number, end: number): Span => ({ file: source.path, start, end });
  if (text.length > largestSource) {
    report('C0002', spanOf(0, 0), { size: text.length, limit: largestSource });
    return undefined;
  }
  const all = textTokens(text, shift);
  const tooMany = all[mostLexemes];
  if (tooMany !== undefined) {
    report('C0022', spanOf(tooMany.start, tooMany.end), {});
    return undefined;
  }
  const deep = firstTooDeep(all);
  if (deep !== undefined) {
    report('C0003', spanOf(deep.start, deep.end), { limit: deepestNesting });
    return undefined;
  }
  const reading = createReading({
    remarks: remarksOf(all, text, shift),
    report,
    spanOf,
    text: source.text,
  });
  const tree = readers[kind](reading);
  if (tree === undefined && report.diagnostics.length === 0) report('C0013', spanOf(0, 0), {});
  return tree;
}

/** Braces are read by recursion, so they are counted first. */
function firstTooDeep(tokens: readonly TextToken[]): TextToken | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'open-brace' || token.image === '[') depth += 1;
    if (token.kind === 'close-brace' || token.image === ']') depth = Math.max(depth - 1, 0);
    if (depth > deepestNesting) return token;
  }
  return undefined;
}
