import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';
import { applyFixes } from './apply-fixes.js';
import type { Safety } from './apply-fixes.js';

/** A fix can uncover what another one mends; more rounds than these would be going in circles. */
const mostRounds = 10;

/**
 * Applies fixes and checks again, until none is left or `mostRounds` are over.
 *
 * `check` is asked about the sources as they are after each round; `fixed` counts what was mended
 * in all of them, `first` is the result before any. Sources keep their order.
 */
export async function fixAll<Result extends { readonly diagnostics: readonly Diagnostic[] }>(
  sources: readonly Source[],
  check: (sources: readonly Source[]) => Promise<Result>,
  safety: Safety,
): Promise<{ readonly sources: readonly Source[]; readonly fixed: number; readonly first: Result; readonly result: Result }> {
  let current = sources;
  const first = await check(current);
  let result = first;
  let fixed = 0;
  const seen = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    seen.add(textOf(current));
    const next = applyFixes(current, result.diagnostics, safety);
    // Back where it was: two fixes undo each other.
    if (next.fixed.length === 0 || seen.has(textOf(next.sources))) break;
    fixed += next.fixed.length;
    current = next.sources;
    result = await check(current);
  }
  return { sources: current, fixed, first, result };
}

function textOf(sources: readonly Source[]): string {
  return JSON.stringify(sources.map(({ text }) => text));
}
