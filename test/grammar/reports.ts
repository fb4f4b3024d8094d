import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';

/** `C1001 at "sned"`: the code, and what the span covers. */
export function codesAndPlaces({ text }: Source, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, span }) => `${code} at "${text.slice(span.start, span.end)}"`);
}

/** The file after the first fix of each diagnostic. */
export function fixed({ text }: Source, diagnostics: readonly Diagnostic[]): string {
  const edits = diagnostics.flatMap(({ fixes }) => fixes[0]?.edits ?? []);
  edits.sort((a, b) => b.span.start - a.span.start);
  return edits.reduce(
    (result, edit) => result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end),
    text,
  );
}
