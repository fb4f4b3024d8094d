import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TemplateCache } from '../../compiler/templates/template-cache.js';
import { createTemplateCache } from '../../compiler/templates/template-cache.js';
import type { MessageContent } from '../../compiler/plan/ir.js';

/** Raise it when the same source compiles to something else than before. */
const generation = 2;

export interface TemplateFile extends TemplateCache {
  /** Keeps what this run used, and forgets the rest. */
  save(): void;
}

/**
 * Compiled mails of earlier runs, by content, in `.perennial/templates.json`: compiling MJML is most
 * of what a check costs. A file that is missing, broken or not to be written costs only time.
 */
export function openTemplateFile(repository: string): TemplateFile {
  const file = join(repository, '.perennial', 'templates.json');
  const before = readEntries(file);
  const memory = createTemplateCache();
  const used = new Map<string, MessageContent>();
  return {
    get(hash) {
      const kept = before.get(hash);
      if (kept === undefined) return memory.get(hash);
      used.set(hash, kept);
      return { value: kept, diagnostics: [] };
    },
    set(hash, result) {
      memory.set(hash, result);
      // Anything to be said is said anew each time, at its place.
      if (result.value !== undefined && result.diagnostics.length === 0) used.set(hash, result.value);
    },
    save() {
      if (used.size === before.size && [...used.keys()].every((hash) => before.has(hash))) return;
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.${process.pid}`, JSON.stringify({ generation, entries: Object.fromEntries(used) }));
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        // A read-only checkout: the next run compiles again.
      }
    },
  };
}

function readEntries(file: string): ReadonlyMap<string, MessageContent> {
  const entries = new Map<string, MessageContent>();
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isRecord(parsed) || parsed['generation'] !== generation || !isRecord(parsed['entries'])) return entries;
    for (const [hash, value] of Object.entries(parsed['entries'])) {
      const content = readContent(value);
      if (content !== undefined) entries.set(hash, content);
    }
  } catch {
    // None yet.
  }
  return entries;
}

function readContent(value: unknown): MessageContent | undefined {
  if (!isRecord(value)) return undefined;
  const { template, subject, preheader, html, text, purpose, asset, discount, hash } = value;
  if (typeof template !== 'string' || typeof subject !== 'string' || typeof preheader !== 'string') return undefined;
  if (typeof html !== 'string' || typeof text !== 'string' || typeof hash !== 'string') return undefined;
  return {
    template,
    subject,
    preheader,
    html,
    text,
    ...(typeof purpose === 'string' ? { purpose } : {}),
    ...(isRecord(asset) && typeof asset['type'] === 'string' && typeof asset['name'] === 'string'
      ? { asset: { type: asset['type'], name: asset['name'] } }
      : {}),
    ...(typeof discount === 'string' ? { discount } : {}),
    hash,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
