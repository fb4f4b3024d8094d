import { filters } from 'liquidjs';

import { date } from './date.filter.js';

type Filter = (typeof filters)[string];

/**
 * What templates may use of Liquid's own filters. Left out: `raw` and the escaping ones (values are
 * escaped once, always), those for objects and arrays of objects (a lead has none), and what reads
 * the clock.
 */
const kept = [
  'abs', 'append', 'at_least', 'at_most', 'capitalize', 'ceil', 'default', 'divided_by', 'downcase',
  'first', 'floor', 'join', 'last', 'lstrip', 'minus', 'modulo', 'plus', 'prepend', 'remove',
  'remove_first', 'replace', 'replace_first', 'round', 'rstrip', 'size', 'slice', 'split', 'strip',
  'strip_html', 'strip_newlines', 'times', 'truncate', 'truncatewords', 'upcase', 'url_encode',
] as const;

export type FilterResult = 'text' | 'number' | 'list';

const results: Readonly<Record<string, FilterResult>> = {
  abs: 'number', at_least: 'number', at_most: 'number', ceil: 'number', divided_by: 'number',
  floor: 'number', minus: 'number', modulo: 'number', plus: 'number', round: 'number', size: 'number',
  times: 'number', split: 'list',
};

export const allFilters: Readonly<Record<string, Filter>> = { ...pick(), date };

export const filterNames: readonly string[] = Object.keys(allFilters).toSorted();

export function filterResult(name: string): FilterResult {
  return results[name] ?? 'text';
}

function pick(): Record<string, Filter> {
  const picked: Record<string, Filter> = {};
  for (const name of kept) {
    const filter = filters[name];
    if (filter === undefined) throw new Error(`liquidjs has no filter ${name}`);
    picked[name] = filter;
  }
  return picked;
}
