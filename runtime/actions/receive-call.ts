import { isRecord } from '../../compiler/extensions/is-record.js';
import { compileObjectSchema } from '../../compiler/extensions/json-schema.js';
import type { JsonSchema } from '../../compiler/extensions/manifest.js';
import type { OfferedTrigger } from '../extensions/registry.js';
import type { Job } from './protocol.js';
import type { Overseer } from './run-plugin.js';
import { runPlugin } from './run-plugin.js';

/** A call as it came over the wire; names of headers in lower case. */
export interface Call {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a trigger's plug-in made of a call. */
export type CallEnd =
  /** What is not an event as it promises is undefined. */
  | { readonly kind: 'events'; readonly events: readonly unknown[] }
  | { readonly kind: 'answer'; readonly body: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed' };

/** Has a trigger's plug-in read a call, in a process of its own, for `mostMs` at most. Never throws. */
export async function receiveCall(
  { manifest, module }: OfferedTrigger,
  call: Call,
  given: Pick<Job, 'secrets' | 'now' | 'virtual'> & { readonly mostMs: number },
  overseer: Overseer = {},
): Promise<CallEnd> {
  const { secrets, now, virtual, mostMs } = given;
  const input = { ...call, config: {} };
  const job = { module, part: 'trigger', name: manifest.name, input, secrets, now, virtual, idempotencyKey: '', attempt: 1 } as const;
  const end = await runPlugin(job, mostMs, overseer);
  return end.kind === 'ended' ? read(manifest.properties, end.value) : { kind: 'failed' };
}

function read(schema: JsonSchema, result: unknown): CallEnd {
  if (!isRecord(result)) return { kind: 'failed' };
  switch (result['kind']) {
    case 'answer':
      return { kind: 'answer', body: String(result['body']) };
    case 'refused':
      return { kind: 'refused' };
    case 'events': {
      const { events } = result;
      if (!Array.isArray(events)) return { kind: 'failed' };
      return { kind: 'events', events: events.map((one) => (fits(schema, one) ? one : undefined)) };
    }
    default:
      return { kind: 'failed' };
  }
}

function fits(schema: JsonSchema, event: unknown): boolean {
  const compiled = compileObjectSchema(schema);
  return isRecord(event) && compiled.kind === 'compiled' && compiled.validate(event['properties']);
}
