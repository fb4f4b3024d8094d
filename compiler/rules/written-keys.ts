import type { StepAst } from '../../grammar/ast.js';
import type { Source } from '../../grammar/span.js';

/** Whether a key stands at the left edge of the file. */
export function saysKey({ text }: Source, key: string): boolean {
  return new RegExp(`^\uFEFF?["']?${key}["']?[ \\t]*:`, 'm').test(text);
}

/**
 * Whether the key was written in the step or in a part below it that could not be read. A part
 * that is there but unreadable was reported, and is not missing as well.
 */
export function stepSaysKey({ text }: Source, steps: readonly StepAst[], step: StepAst, key: string): boolean {
  const later = steps.map(({ span }) => span.start).filter((start) => start > step.span.start);
  const own = text.slice(step.span.start, later.length === 0 ? text.length : Math.min(...later));
  return new RegExp(`(^|[\\s{,])${key}[ \\t]*:`).test(own);
}
