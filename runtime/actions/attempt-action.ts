import { isRecord } from '../../compiler/extensions/is-record.js';
import { compileObjectSchema } from '../../compiler/extensions/json-schema.js';
import type { ActionManifest, JsonSchema } from '../../compiler/extensions/manifest.js';
import type { Offered } from '../extensions/registry.js';
import type { Job } from './protocol.js';
import type { Overseer, RunEnd } from './run-plugin.js';
import { runPlugin } from './run-plugin.js';

/** One attempt at an action: what it is given, and how much of its time is left. */
export interface ActionAttempt {
  readonly idempotencyKey: string;
  /** From 1. */
  readonly attempt: number;
  readonly input: {
    readonly config: unknown;
    readonly lead: { readonly userId: string; readonly attributes: Readonly<Record<string, unknown>> };
    readonly entry: { readonly event: string; readonly properties: Readonly<Record<string, unknown>> };
  };
  readonly secrets: Job['secrets'];
  /** Epoch ms. */
  readonly now: number;
  readonly virtual: boolean;
  /** Until all attempts together are over; ms. */
  readonly leftMs: number;
}

/** What one attempt came to. `reason` may quote what the action said. */
export type AttemptEnd =
  | { readonly kind: 'done'; readonly output: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly detail: 'refused' | 'config' | 'output'; readonly reason: string }
  | { readonly kind: 'called-off' }
  /** `patience`: the other side asked for it, and this attempt does not count. */
  | { readonly kind: 'again'; readonly reason: string; readonly afterMs?: number; readonly patience: boolean };

/**
 * Runs an action once, in a process of its own; what goes in and what comes out is held against its
 * schemas. Never throws.
 */
export async function attemptAction(
  { manifest, module }: Offered<ActionManifest>,
  attempt: ActionAttempt,
  overseer: Overseer = {},
): Promise<AttemptEnd> {
  const wrong = problemOf(manifest.config, attempt.input.config);
  if (wrong !== undefined) return { kind: 'failed', detail: 'config', reason: wrong };
  const { idempotencyKey, input, secrets, now, virtual } = attempt;
  const job = { module, part: 'action', name: manifest.name, input, secrets, now, virtual, idempotencyKey, attempt: attempt.attempt } as const;
  const end = await runPlugin(job, Math.min(manifest.timeouts.attemptMs, attempt.leftMs), overseer);
  return readEnd(manifest, end);
}

function readEnd({ output }: ActionManifest, end: RunEnd): AttemptEnd {
  switch (end.kind) {
    case 'ended':
      return readResult(output, end.value);
    case 'problems':
      return { kind: 'failed', detail: 'config', reason: inWords(end.problems) };
    case 'threw':
      return { kind: 'again', reason: end.message, patience: false };
    case 'broken':
      return end.why === 'called off' ? { kind: 'called-off' } : { kind: 'again', reason: brokenWords[end.why], patience: false };
  }
}

const brokenWords = {
  time: 'it did not end in its time',
  memory: 'it took more memory than it may',
  flood: 'it said more than it may',
  crash: 'its process ended without a word',
} as const;

function readResult(output: JsonSchema, result: unknown): AttemptEnd {
  if (!isRecord(result)) return { kind: 'failed', detail: 'output', reason: 'it returned no result' };
  switch (result['kind']) {
    case 'done': {
      const { output: brought } = result;
      const wrong = problemOf(output, brought);
      if (wrong !== undefined || !isRecord(brought)) return { kind: 'failed', detail: 'output', reason: wrong ?? 'it is no object' };
      return { kind: 'done', output: brought };
    }
    case 'refused':
      return { kind: 'failed', detail: 'refused', reason: String(result['reason']) };
    case 'later': {
      const afterMs = Number(result['afterMs']);
      return { kind: 'again', reason: String(result['reason']), patience: true, ...(afterMs >= 0 ? { afterMs } : {}) };
    }
    default:
      return { kind: 'failed', detail: 'output', reason: 'it returned no result' };
  }
}

function problemOf(schema: JsonSchema, value: unknown): string | undefined {
  const compiled = compileObjectSchema(schema);
  if (compiled.kind === 'invalid') return compiled.problem;
  if (compiled.validate(value)) return undefined;
  const [first] = compiled.validate.errors ?? [];
  return `${first?.instancePath || 'it'} ${first?.message ?? 'is wrong'}`;
}

function inWords(problems: readonly unknown[]): string {
  return problems.map((one) => (isRecord(one) ? `${String(one['path'])} ${String(one['message'])}` : String(one))).join('; ');
}
