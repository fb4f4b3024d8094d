import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { LineIndex } from '../../../grammar/line-index.js';

/**
 * A name for each report that stays when lines move or are indented anew, in the order given.
 *
 * Made of code, file and the words of the line; equal ones are numbered from above, as code
 * scanning services do.
 */
export function fingerprints(
  diagnostics: readonly Diagnostic[],
  indexOf: (file: string) => LineIndex,
): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ code, span }) => {
    const index = indexOf(span.file);
    const line = index.lineText(index.position(span.start).line).trim().replace(/\s+/g, ' ');
    const hash = createHash('sha256').update(JSON.stringify([code, span.file, line])).digest('hex').slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}
