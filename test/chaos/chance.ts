import { createHash } from 'node:crypto';

/** A number from 0 up to 1: the same for the same words, whatever else was drawn before. */
export function drawn(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('\0')).digest().readUInt32BE() / 2 ** 32;
}

/** In an order of chance, that of `drawn`. */
export function shuffled<T>(items: readonly T[], ...words: readonly (string | number)[]): readonly T[] {
  return items
    .map((item, index) => ({ item, place: drawn(...words, index) }))
    .toSorted((first, second) => first.place - second.place)
    .map(({ item }) => item);
}
