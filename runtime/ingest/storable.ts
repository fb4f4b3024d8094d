import { pointerPart } from '../../compiler/data-contract/json-pointer.js';
import type { Remark } from './report.js';

/** Deeper than anything sensible, and far from where writing JSON runs out of stack. */
const deepest = 32;

/**
 * Why a value could never be stored: one such item would fail the commit it shares with others,
 * for ever. PostgreSQL keeps neither NUL nor half a surrogate pair.
 */
export function unstorable(value: unknown, path: string, depth = 0): Remark | undefined {
  if (typeof value === 'string') {
    return isStorableText(value) ? undefined : { path, message: 'holds a character that cannot be stored' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= deepest) return { path, message: `is nested deeper than ${deepest} levels` };
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorableText(key)) return { path, message: 'has a key with a character that cannot be stored' };
    const remark = unstorable(inner, `${path}/${pointerPart(key)}`, depth + 1);
    if (remark !== undefined) return remark;
  }
  return undefined;
}

export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}
