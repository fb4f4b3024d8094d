import type { Checked } from '../../grammar/diagnostics/diagnostic.js';
import type { MessageContent } from '../plan/ir.js';
import { createRecentlyUsed } from './recently-used.js';

/** What compiling gave before, by the hash of all that went in. */
export interface TemplateCache {
  get(hash: string): Checked<MessageContent | undefined> | undefined;
  set(hash: string, result: Checked<MessageContent | undefined>): void;
}

export function createTemplateCache(limit = 2_000): TemplateCache {
  return createRecentlyUsed<Checked<MessageContent | undefined>>(limit);
}
