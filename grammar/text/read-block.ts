import { isLineStart, type Reading, type Scope } from './reading.js';
import { closeBrace, reportUnclosed } from './read-value.js';
import { reportStray, reportUnknownWord, skip } from './unknown-words.js';

/**
 * Reads the statements of a scope, up to its closing brace or the end of the file. `read` is
 * called on the statement's first token with the key it begins with; the key is there as it
 * should be, or was reported and is meant. Yields the comments before the end.
 */
export function readBlock(reading: Reading, scope: Scope, read: (head: string, headLength: number) => void): readonly string[] {
  for (let token = reading.peek(); token !== undefined; token = reading.peek()) {
    const { index } = reading;
    if (token.kind === 'close-brace') {
      if (scope.open !== undefined) return closeBrace(reading, scope.open);
      reading.report('C0203', reading.span(index, index + 1), { text: token.image });
      reading.moveTo(index + 1);
      continue;
    }
    const head = scope.heads.at(reading.tokens, index);
    if (head !== undefined) {
      read(head, head.split('_').length);
      continue;
    }
    // The other half of the statement around this block, too, comes only behind a brace.
    const isElse = token.image === 'else' && reading.peek(1)?.kind === 'open-brace';
    if (scope.open !== undefined && (isElse || isOutside(reading, scope.outer, index))) {
      reportUnclosed(reading, scope.open, '}');
      return [];
    }
    const isStart = (at: number): boolean => isLineStart(reading, at) && scope.heads.at(reading.tokens, at) !== undefined;
    if (token.kind !== 'word') {
      reportStray(reading, isStart);
      continue;
    }
    const meant = reportUnknownWord(reading, scope.heads.keys, scope.where);
    if (meant === undefined) skip(reading, isStart);
    else read(meant, 1);
  }
  if (scope.open !== undefined) {
    reportUnclosed(reading, scope.open, '}');
    return [];
  }
  return reading.remarks.above(reading.index).above;
}

/** A statement of a block around this one: then a brace is missing before it. */
function isOutside(reading: Reading, outer: Scope | undefined, index: number): boolean {
  if (outer === undefined || !isLineStart(reading, index)) return false;
  return outer.heads.at(reading.tokens, index) !== undefined || isOutside(reading, outer.outer, index);
}

/** The opening brace of a block that must stand here; `undefined`, and a report, where it does not. */
export function openBrace(reading: Reading): number | undefined {
  const { index } = reading;
  if (reading.peek()?.kind === 'open-brace') {
    reading.moveTo(index + 1);
    return index;
  }
  const span = reading.span(index - 1, index);
  reading.report('C0205', span, { behind: reading.slice(span.start, span.end), open: '{' });
  return undefined;
}
