import type { Source } from '../grammar/span.js';
import type { CheckOptions, CheckResult } from './check.js';
import { check } from './check.js';
import { createMemory } from './memory.js';
import type { TemplateCache } from './templates/template-cache.js';
import { createTemplateCache } from './templates/template-cache.js';

export interface Checker {
  /** As `check`, of all files of a repository; a file is read again only when its text is another one. One call at a time. */
  check(sources: readonly Source[], options?: Omit<CheckOptions, 'memory' | 'templateCache'>): Promise<CheckResult>;
}

/** For who checks one repository over and over: an editor, a watcher. What it says equals a fresh check. */
export function createChecker(templateCache: TemplateCache = createTemplateCache()): Checker {
  const memory = createMemory();
  return {
    check(sources, options = {}) {
      memory.begin(restOf(sources, options));
      return check(sources, { ...options, templateCache, memory });
    },
  };
}

/** All that a campaign can look at beside other campaigns and templates, as one text. */
function restOf(sources: readonly Source[], { assets = [], rules }: CheckOptions): string {
  const others = sources.filter(({ path }) => !/^(?:campaigns|templates|tests)\//.test(path));
  const files = others.map(({ path, text }) => `${path}\n${text}`);
  const shown = assets.map((asset) => JSON.stringify(asset));
  return [...files, ...shown, rules?.map(({ rule }) => rule).join()].join('\0');
}
