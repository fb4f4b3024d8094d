import type { Diagnostic, Edit, Fix } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';

export type Safety = Fix['safety'];

export interface Fixed {
  /** All sources, those that were changed with their new text. */
  readonly sources: readonly Source[];
  /** What was mended, in order. */
  readonly fixed: readonly Diagnostic[];
}

/**
 * Applies one fix for each diagnostic that has one, all its edits or none.
 *
 * A fix that touches what an earlier one has changed waits: check again, and apply again. With
 * `unsafe`, fixes that a person should look at are taken as well, the first offered. Line breaks
 * are those of the file.
 */
export function applyFixes(sources: readonly Source[], diagnostics: readonly Diagnostic[], safety: Safety): Fixed {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const accepted: Edit[] = [];
  const fixed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const fix = fixOf(diagnostic, safety);
    if (fix === undefined || !fits(fix.edits, accepted, texts)) continue;
    accepted.push(...fix.edits);
    fixed.push(diagnostic);
  }
  const changed = sources.map((source) => {
    const own = accepted.filter(({ span }) => span.file === source.path);
    return own.length === 0 ? source : { ...source, text: edited(source.text, own) };
  });
  return { sources: changed, fixed };
}

/** The fix that `safety` permits; a safe one where there are both. */
export function fixOf({ fixes }: Diagnostic, safety: Safety): Fix | undefined {
  const safe = fixes.find((fix) => fix.safety === 'safe');
  return safe ?? (safety === 'unsafe' ? fixes[0] : undefined);
}

function fits(edits: readonly Edit[], accepted: readonly Edit[], texts: ReadonlyMap<string, string>): boolean {
  const inside = edits.every(({ span }) => {
    const text = texts.get(span.file);
    return text !== undefined && 0 <= span.start && span.start <= span.end && span.end <= text.length;
  });
  const apart = edits.every((edit, index) =>
    [...accepted, ...edits.slice(0, index)].every((other) => areApart(edit, other)),
  );
  return inside && apart && edits.length > 0;
}

/** Two insertions at one place are not apart: which comes first would be chance. */
function areApart({ span: one }: Edit, { span: other }: Edit): boolean {
  if (one.file !== other.file) return true;
  if (one.start === other.start) return false;
  return one.end <= other.start || other.end <= one.start;
}

function edited(text: string, edits: readonly Edit[]): string {
  const breaks = /\r\n/.test(text) ? '\r\n' : '\n';
  return edits
    .toSorted((one, other) => other.span.start - one.span.start)
    .reduce(
      (before, { span, text: by }) =>
        before.slice(0, span.start) + by.replace(/\r?\n/g, breaks) + before.slice(span.end),
      text,
    );
}
