/** Longer words are nobody's typing slip, and the comparison is quadratic in their length. */
const longestWord = 80;

/**
 * The candidates near enough to be what the author meant, closest first.
 *
 * Near enough: at most 0.4 of the word's length, and one more, edits away. Letter case costs
 * one edit in all.
 */
export function closest(word: string, candidates: Iterable<string>, max = 3): string[] {
  if (word.length > longestWord) return [];
  const threshold = Math.floor(word.length * 0.4) + 1;
  const near: { candidate: string; edits: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - word.length) > threshold || candidate.length > longestWord) continue;
    const edits = distance(word, candidate);
    if (edits <= threshold) near.push({ candidate, edits });
  }
  near.sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, max).map(({ candidate }) => candidate);
}

/** For the end of a sentence: `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function quotedList(words: readonly string[], join: 'or' | 'and' = 'or'): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} ${join} ${last}`;
}

function distance(a: string, b: string): number {
  if (a === b) return 0;
  const lowerA = a.toLowerCase();
  const lowerB = b.toLowerCase();
  if (lowerA === lowerB) return 1;
  return damerauLevenshtein(lowerA, lowerB);
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function damerauLevenshtein(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
