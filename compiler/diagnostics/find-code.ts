import { closest } from '../../grammar/did-you-mean.js';
import { allCodes } from './all-codes.js';

/** The code that a word names: `C3104`, `c3104`, or `compare-type-mismatch`. */
export function findCode(word: string): string | undefined {
  const wanted = word.toLowerCase();
  return Object.entries(allCodes).find(([code, { rule }]) => code.toLowerCase() === wanted || rule === wanted)?.[0];
}

/** Codes, or names of rules, that were perhaps meant; closest first. */
export function nearCodes(word: string): readonly string[] {
  const digits = /^c?(\d{2,4})/i.exec(word)?.[1];
  if (digits === undefined) return closest(word, Object.values(allCodes).map(({ rule }) => rule));
  // Neighbours in number speak of the same matter; an edit of one digit may be far away.
  const distance = (code: string): number => Math.abs(Number(code.slice(1)) - Number(digits));
  return Object.keys(allCodes).toSorted((one, other) => distance(one) - distance(other)).slice(0, 3);
}
