import { stableHash } from '../stable-hash.js';

/** As many values as `stableHash` has. */
const values = 2 ** 48;

/** A number from 0 up to, and without, 1: the same for the same parts, on every machine and for ever. */
export function draw(...parts: readonly string[]): number {
  return stableHash(...parts) / values;
}
