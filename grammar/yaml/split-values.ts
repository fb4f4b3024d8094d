interface Piece {
  readonly start: number;
  readonly end: number;
  /** False for an entry of `{ }` without a colon. */
  readonly hasValue: boolean;
}

interface Split {
  /** Indexes of the first and the last piece of the value that was split. */
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds a value that commas in `{ }` or `[ ]` have cut without YAML noticing: brackets that are
 * closed only in a later piece, or an entry that has no colon.
 */
export function findSplit(pieces: readonly Piece[], text: string): Split | undefined {
  for (const [index, piece] of pieces.entries()) {
    if (!piece.hasValue) {
      const first = Math.max(index - 1, 0);
      return { first, last: index, start: pieces[first]?.start ?? piece.start, end: piece.end };
    }
    if (openBrackets(text.slice(piece.start, piece.end)) <= 0) continue;
    const last = pieces.findIndex(
      ({ end }, later) => later > index && openBrackets(text.slice(piece.start, end)) <= 0,
    );
    if (last === -1) continue;
    return { first: index, last, start: piece.start, end: pieces[last]?.end ?? piece.end };
  }
  return undefined;
}

function openBrackets(value: string): number {
  if (/^["'{[]/.test(value)) return 0;
  let open = 0;
  for (const character of value.replace(/"[^"]*"/g, '')) {
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
  }
  return open;
}
