import { hash } from 'node:crypto';

import type { Checked } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';
import type { FieldPlan, MessageContent, SchemaPlan } from '../plan/ir.js';
import { assetsNamedIn } from './assets.js';
import type { AssetTable } from './assets.js';
import type { MessageData } from './liquid/liquid.js';
import type { TemplateCache } from './template-cache.js';

export type { TemplateCache } from './template-cache.js';

export interface TemplateInput {
  readonly source: Source;
  /** The hand-written text part. */
  readonly text?: Source | undefined;
  readonly schema: SchemaPlan;
  /** Properties of the event a lead enters with. */
  readonly entry: Readonly<Record<string, FieldPlan>>;
  readonly marketing: boolean;
  /** Files below `assets/`; left out: nobody looked. */
  readonly assets?: AssetTable | undefined;
  /** Somebody to render it for: what is measured is the message that arrives. */
  readonly sample?: MessageData | undefined;
  readonly cache?: TemplateCache | undefined;
}

/**
 * One template, checked and compiled: MJML is gone, Liquid is left for each lead.
 *
 * A field without a default is optional. Without errors there is a value.
 */
export function compileTemplate(input: TemplateInput): Promise<Checked<MessageContent | undefined>> {
  const key = hashOf([
    input.source,
    input.text ?? null,
    hashOnce(input.schema.lead),
    hashOnce(input.entry),
    input.marketing,
    assetsIn(input),
    input.sample === undefined ? null : hashOnce(input.sample),
  ]);
  const known = input.cache?.get(key);
  return known === undefined ? compileAnew(input, key) : Promise.resolve(known);
}

async function compileAnew(input: TemplateInput, key: string): Promise<Checked<MessageContent | undefined>> {
  // Long to load, and most checks find the template in the cache.
  const { compileParts } = await import('./compile-parts.js');
  const result = await compileParts(input, hashOf);
  input.cache?.set(key, result);
  return result;
}

/** Those that this template names, with what they are: another logo compiles to another address. */
function assetsIn({ source, assets }: TemplateInput): unknown {
  const paths = assetsNamedIn(source.text);
  if (paths.length === 0 || assets === undefined) return null;
  return [assets.base, assets.files !== undefined, paths.map((path) => assets.files?.get(path)?.hash ?? null)];
}

const hashes = new WeakMap<object, string>();

/** The hash of what many templates share, taken once. */
function hashOnce(shared: object): string {
  const known = hashes.get(shared) ?? hashOf(shared);
  hashes.set(shared, known);
  return known;
}

function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}
