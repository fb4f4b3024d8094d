import type { Place } from '../place.js';

/** A copy of a tree whose spans are offsets of its own text, each span where `place` says. */
export function putInPlace<T>(tree: T, place: Place): T;
export function putInPlace(tree: unknown, place: Place): unknown {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map((item) => putInPlace(item, place));
  if ('start' in tree && 'end' in tree && typeof tree.start === 'number' && typeof tree.end === 'number') {
    return place(tree.start, tree.end);
  }
  // Copied as a whole, all trees of one kind keep one layout in memory.
  const copy: Record<string, unknown> = { ...tree };
  for (const key in copy) {
    const part = copy[key];
    if (typeof part === 'object' && part !== null) copy[key] = putInPlace(part, place);
  }
  return copy;
}
