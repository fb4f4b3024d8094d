import type { Span } from './span.js';

/**
 * Where a phrase stands: maps UTF-16 offsets of its text to the stretch of the file that wrote
 * them. `end` is exclusive; an empty stretch marks the gap in front of `start`.
 */
export type Place = (start: number, end: number) => Span;

/** For a text that stands in its file letter for letter. */
export function placeAt(file: string, offset = 0): Place {
  return (start, end) => ({ file, start: offset + start, end: offset + end });
}
