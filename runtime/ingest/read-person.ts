import { readName } from './name-text.js';
import type { Remark } from './report.js';

/** Whom an item is about: a lead's name in the store, and other names that it says are the same person's. */
export interface Person {
  readonly userId: string;
  readonly joins: readonly string[];
}

/** What names of ours begin with; no id of an application may, or it could pass for another lead. */
const ours = ['anonymous:', 'erased:'];

/**
 * Reads whom an item is about. A browser that has not said who it is has an `anonymousId` alone, and
 * is a lead of its own; `identify` with both ids, and `alias`, say that two names are one person's.
 */
export function readPerson(type: string, item: Readonly<Record<string, unknown>>, problems: Remark[]): Person {
  const browser = isGiven(item['anonymousId']) ? anonymousName(readName(item, 'anonymousId', problems)) : undefined;
  if (type === 'alias') return readAlias(item, problems);
  if (!isGiven(item['userId']) && browser !== undefined) return { userId: browser, joins: [] };
  const userId = readId(item, 'userId', problems);
  return { userId, joins: type === 'identify' && browser !== undefined ? [browser] : [] };
}

/** The id of before may be one of a browser, or one of the application. */
function readAlias(item: Readonly<Record<string, unknown>>, problems: Remark[]): Person {
  const userId = readId(item, 'userId', problems);
  const before = readId(item, 'previousId', problems);
  if (before !== '' && before === userId) problems.push({ path: '/previousId', message: 'is the same as userId' });
  return { userId, joins: [before, anonymousName(before)] };
}

function readId(item: Readonly<Record<string, unknown>>, key: string, problems: Remark[]): string {
  const name = readName(item, key, problems);
  const taken = ours.find((start) => name.startsWith(start));
  if (taken === undefined) return name;
  problems.push({ path: `/${key}`, message: `must not begin with "${taken}"` });
  return '';
}

function anonymousName(id: string): string {
  return `anonymous:${id}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
