import type { StepAst } from '../../grammar/ast/step.js';
import type { Edit } from '../../grammar/diagnostics/diagnostic.js';
import type { Source, Span } from '../../grammar/span.js';
import { textKindOf } from '../../grammar/text/surface.js';
import { endOfBlock } from './written-keys.js';

/** Takes a key and its value out; none where what stands around them may be about them. */
export function withoutKey({ path, text }: Source, key: string, value: Span): readonly Edit[] {
  const before = text.slice(0, value.start);
  if (textKindOf(path) !== undefined) {
    const said = new RegExp(`\\s+${key}\\s+$`).exec(before)?.[0];
    return said === undefined ? [] : [{ span: { ...value, start: value.start - said.length }, text: '' }];
  }
  const inFlow = new RegExp(`,[ \\t]*${key}:[ \\t]*$`).exec(before)?.[0];
  if (inFlow !== undefined) return [{ span: { ...value, start: value.start - inFlow.length }, text: '' }];
  const line = new RegExp(`\\n[ \\t]+${key}:[ \\t]*$`).exec(before)?.[0];
  const ends = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(value.end))?.[0];
  if (line === undefined || ends === undefined) return [];
  const start = value.start - line.length - (text[value.start - line.length - 1] === '\r' ? 1 : 0);
  return [{ span: { ...value, start, end: value.end + ends.length }, text: '' }];
}

/** Takes the line of a key out that has nothing in it: `then: []`, `outcomes: {}`. */
export function withoutEmptyKey(source: Source, { span }: StepAst, key: string): readonly Edit[] {
  const { path, text } = source;
  if (textKindOf(path) !== undefined) return [];
  const column = span.start - (text.lastIndexOf('\n', span.start - 1) + 1);
  const own = text.slice(span.start, endOfBlock(text, span.start));
  const found = new RegExp(`\\n {${column}}${key}:[ \\t]*(\\[[ \\t]*\\]|\\{[ \\t]*\\})`).exec(own);
  if (found?.[1] === undefined) return [];
  const end = span.start + found.index + found[0].length;
  return withoutKey(source, key, { ...span, start: end - found[1].length, end });
}
