import type { StepAst } from '../../grammar/ast/step.js';
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
  const own = text.slice(step.span.start, Math.min(endOfBlock(text, step.span.start), ...later));
  return new RegExp(`(^|[\\s{,])${key}[ \\t]*:`).test(own);
}

/** Where the mapping that begins at `start` ends: before the first line that is set further left. */
function endOfBlock(text: string, start: number): number {
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  for (let line = text.indexOf('\n', start) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    const indent = /^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0;
    const isBlank = /^[ \t]*(\r?\n|$)/.test(text.slice(line));
    if (!isBlank && indent < column) return line;
  }
  return text.length;
}
