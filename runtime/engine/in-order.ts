import type { Scalar } from '../../compiler/plan/ir.js';

/**
 * Negative, zero or positive: the order of two values of one type.
 *
 * Texts go by Unicode code point, which no locale and no version of a table of languages changes;
 * false comes before true.
 */
export function inOrder(left: Scalar, right: Scalar): number {
  if (left === right) return 0;
  if (typeof left === 'string' && typeof right === 'string') return textsInOrder(left, right);
  return left < right ? -1 : 1;
}

function textsInOrder(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    if (left.charCodeAt(at) === right.charCodeAt(at)) continue;
    // What differs may be the second half of a code point whose first halves are alike.
    return codePoint(left, at - 1) - codePoint(right, at - 1) || codePoint(left, at) - codePoint(right, at);
  }
  return left.length - right.length;
}

function codePoint(text: string, at: number): number {
  return text.codePointAt(at) ?? 0;
}
