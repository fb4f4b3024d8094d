import { Liquid, tags } from 'liquidjs';
import type { LiquidOptions } from 'liquidjs';

import { allFilters } from './liquid-filters.js';
import { liquidOperators } from './liquid-operators.js';

/**
 * Partials would need files at send time; counters and cycles keep state from one render to the next.
 */
const allowedTags: readonly string[] = [
  '#', 'assign', 'break', 'capture', 'case', 'comment', 'continue', 'for', 'if', 'raw', 'unless',
];

export const tagNames: readonly string[] = allowedTags.filter((name) => name !== '#');

export const liquidSettings: LiquidOptions = {
  strictFilters: true,
  strictVariables: true,
  // Without it `if` and `default` throw on what is absent, the two places made for it.
  lenientIf: true,
  ownPropertyOnly: true,
  operators: liquidOperators,
  templates: {},
  dynamicPartials: false,
  locale: 'en-US',
  timezoneOffset: 'UTC',
  parseLimit: 1_000_000,
  renderLimit: 1_000,
  memoryLimit: 10_000_000,
};

/** For the compiler, which finds unknown filters itself and so can report more than the first. */
export function createLenientParser(): Liquid {
  return restricted({ ...liquidSettings, strictFilters: false });
}

/** An instance that knows just the tags and filters a message may use. */
export function restricted(options: LiquidOptions): Liquid {
  const liquid = new Liquid(options);
  for (const name of Object.keys(tags)) {
    if (!allowedTags.includes(name)) delete liquid.tags[name];
  }
  for (const name of Object.keys(liquid.filters)) {
    if (!(name in allFilters)) liquid.unregisterFilter(name);
  }
  for (const [name, filter] of Object.entries(allFilters)) liquid.registerFilter(name, filter);
  return liquid;
}
