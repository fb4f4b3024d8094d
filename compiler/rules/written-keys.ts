import type { StepAst } from '../../grammar/ast/step.js';
import type { Source } from '../../grammar/span.js';
import { wordsOf } from '../../grammar/text/forms.js';
import { textKindOf } from '../../grammar/text/surface.js';

/** Whether the file has the key of its own, outside of its steps. */
export function saysKey({ path, text }: Source, key: string): boolean {
  if (textKindOf(path) === undefined) return new RegExp(`^\uFEFF?["']?${key}["']?[ \\t]*:`, 'm').test(text);
  // Several statements may share a line, but none stands further right than the left edge begins.
  return new RegExp(`^\uFEFF?(?:\\S.*[ \\t])?${inWords(key)}(?![\\w-])`, 'm').test(plainText(text));
}

/**
 * Whether the key was written in the step or in a part below it that could not be read. A part
 * that is there but unreadable was reported, and is not missing as well.
 */
export function stepSaysKey({ path, text }: Source, steps: readonly StepAst[], step: StepAst, key: string): boolean {
  const later = steps.map(({ span }) => span.start).filter((start) => start > step.span.start);
  if (textKindOf(path) !== undefined) {
    const own = withinBraces(plainText(text.slice(step.span.start, Math.min(text.length, ...later))));
    return inBraces.has(key) ? own.includes('{') : new RegExp(`(^|[\\s}])${inWords(key)}(?![\\w-])`).test(own);
  }
  const own = text.slice(step.span.start, Math.min(endOfBlock(text, step.span.start), ...later));
  return new RegExp(`(^|[\\s{,])${key}[ \\t]*:`).test(own);
}

/** Keys for which the textual form has no word. */
const inBraces: ReadonlySet<string> = new Set(['then', 'steps', 'cases', 'arms', 'outcomes']);

function inWords(key: string): string {
  return wordsOf(key).join('\\s+');
}

/** Up to the brace that closes what the step stands in. */
function withinBraces(text: string): string {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return text.slice(0, index);
  }
  return text;
}

/** Without what is said in quotes and comments. */
function plainText(text: string): string {
  return text.replaceAll(/"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, (said) => ' '.repeat(said.length));
}

/** Where the mapping that begins at `start` ends: before the first line that is set further left. */
export function endOfBlock(text: string, start: number): number {
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  for (let line = text.indexOf('\n', start) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    const indent = /^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0;
    const isBlank = /^[ \t]*(\r?\n|$)/.test(text.slice(line));
    if (!isBlank && indent < column) return line;
  }
  return text.length;
}
