import { placeAt } from '../../grammar/place.js';
import type { Place } from '../../grammar/place.js';
import type { Span } from '../../grammar/span.js';

/** A text that Liquid reads, with the way back to the file it stands in. */
export interface LocatedText {
  readonly text: string;
  readonly at: Place;
  readonly span: Span;
}

/** A text that stands in the file as it is, from `offset` on. */
export function verbatim(file: string, text: string, offset = 0): LocatedText {
  return {
    text,
    at: placeAt(file, offset),
    span: { file, start: offset, end: offset + text.length },
  };
}
