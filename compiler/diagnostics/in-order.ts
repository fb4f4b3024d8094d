import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';

/** By file, position and code; what says the same at the same place is said once. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(
    (one, other) =>
      byText(one.span.file, other.span.file) ||
      one.span.start - other.span.start ||
      one.span.end - other.span.end ||
      byText(one.code, other.code) ||
      byText(one.message, other.message),
  );
  return sorted.filter((diagnostic, index) => !same(diagnostic, sorted[index - 1]));
}

function same(one: Diagnostic, other: Diagnostic | undefined): boolean {
  return (
    other !== undefined &&
    one.code === other.code &&
    one.message === other.message &&
    one.span.file === other.span.file &&
    one.span.start === other.span.start &&
    one.span.end === other.span.end
  );
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
