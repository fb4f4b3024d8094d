import type { ValueType } from '../plan/ir.js';

/** What this version of the product reads; a manifest of another one is refused. */
export const manifestVersion = 1;

export const manifestFile = 'plugin.manifest.json';

/** JSON Schema, draft 2020-12, as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a plug-in offers, as data: all that `perennial check` ever sees of it.
 *
 * Written by `perennial plugin manifest` from the plug-in's code; `hash` is over everything else,
 * so an edit by hand shows.
 */
export interface Manifest {
  readonly apiVersion: typeof manifestVersion;
  /** The package's name and version. */
  readonly name: string;
  readonly version: string;
  readonly actions: readonly ActionManifest[];
  readonly triggers: readonly TriggerManifest[];
  readonly channels: readonly ChannelManifest[];
  readonly functions: readonly FunctionManifest[];
  /** SHA-256 of the canonical JSON without this key, hex. */
  readonly hash: string;
}

interface Offered {
  readonly name: string;
  /** Raised with every change that a lead already waiting would notice. */
  readonly version: number;
  readonly summary: string;
}

/** What a second run with the same idempotency key does. */
export type Effect = 'idempotent' | 'at-least-once';

export interface Retry {
  readonly attempts: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

export interface ActionManifest extends Offered {
  /** What `with:` of a step takes: an object. */
  readonly config: JsonSchema;
  /** What the action hands back: an object. */
  readonly output: JsonSchema;
  readonly effect: Effect;
  /** `marketing`: only for leads who may be mailed on the campaign's topic. */
  readonly consent: 'none' | 'marketing';
  readonly timeouts: { readonly attemptMs: number; readonly totalMs: number };
  readonly retry: Retry;
  /** Names of the secrets it may ask for. */
  readonly secrets: readonly string[];
  /** Enrichment: whose data the output is; kept with the date (domain.md D-01). */
  readonly source?: string;
}

export interface TriggerManifest extends Offered {
  /** The event that campaigns name. */
  readonly event: string;
  readonly config: JsonSchema;
  readonly properties: JsonSchema;
  readonly secrets: readonly string[];
}

export interface ChannelManifest extends Offered {
  readonly config: JsonSchema;
  readonly consent: 'none' | 'marketing';
  readonly deadlineMs: number;
  readonly secrets: readonly string[];
}

export interface FunctionManifest extends Offered {
  readonly parameters: readonly { readonly name: string; readonly type: ValueType }[];
  readonly result: ValueType;
}
