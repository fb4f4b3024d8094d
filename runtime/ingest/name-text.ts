import type { Remark } from './report.js';
import { isStorableText } from './storable.js';

/** Names and ids are indexed, and an index takes only short keys. */
const longestName = 255;

export function isName(text: string): boolean {
  return text !== '' && text.length <= longestName && isStorableText(text);
}

export function notAName(key: string): Remark {
  return { path: `/${key}`, message: `must be a text of at most ${longestName} characters` };
}

/** Empty where there is none, with the problem. */
export function readName(item: Readonly<Record<string, unknown>>, key: string, problems: Remark[]): string {
  const value = item[key];
  if (value === undefined || value === null || value === '') {
    problems.push({ path: `/${key}`, message: 'is missing' });
    return '';
  }
  if (typeof value === 'string' && isName(value)) return value;
  problems.push(notAName(key));
  return '';
}
