import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { SchemaPlan } from '../../compiler/plan/ir.js';
import { schemaCheckOf } from '../../compiler/data-contract/schema-check.js';
import type { Clock } from '../clock.js';
import type { CommitBatcher } from './commit-batcher.js';
import { contentMessageId } from './content-hash.js';
import { readItem } from './read-item.js';
import { isRecord, mostBytes, readRequestJson } from './request-body.js';
import { later, malformed, reportOf, unauthorized } from './segment-routes.js';
import { apiKeyOf } from './task-routes.js';
import type { WriteKeys } from './protection/write-keys.js';

export interface CloudEventsDeps {
  readonly clock: Clock;
  readonly keys: WriteKeys;
  readonly commits: CommitBatcher;
  schema(): SchemaPlan;
}

/**
 * CloudEvents 1.0 over HTTP: one (structured), many (batched), or one whose attributes are headers
 * (binary). `type` is the event, `subject` the lead, `data` the properties; `source` and `id` together
 * tell it from every other one.
 */
export function addCloudEventsRoute(app: FastifyInstance, { clock, keys, commits, schema }: CloudEventsDeps): void {
  const check = schemaCheckOf(() => schema());
  app.post('/v1/cloudevents', async (request, reply) => {
    const user = apiKeyOf(request.headers.authorization);
    const source = user === undefined ? undefined : keys.sourceOf(user);
    if (source === undefined) return unauthorized(reply);
    const binary = request.headers['ce-specversion'] !== undefined;
    const hasBody = Buffer.isBuffer(request.body) && request.body.length > 0;
    // Of a binary event without data there is nothing to read.
    const body = binary && !hasBody ? ({ kind: 'json', value: {}, bytes: 0 } as const) : await readRequestJson(request.body);
    if (body.kind === 'malformed') return malformed(reply, body.message);
    const events = binary ? [eventInHeaders(request.headers, body.value)] : Array.isArray(body.value) ? body.value : [body.value];
    const receivedAt = clock.now();
    const context = { source, clock, receivedAt, sentAt: undefined, check: check(), measure: body.bytes > mostBytes.event };
    const read = events.map((event) => readCloudEvent(event, context));
    try {
      const statuses = await commits.add(read.flatMap((one) => (one.kind === 'event' ? [one.event] : [])));
      return await reply.send(reportOf(read, statuses));
    } catch (error) {
      return later(reply, error);
    }
  });
}

function eventInHeaders(headers: IncomingHttpHeaders, data: unknown): Readonly<Record<string, unknown>> {
  const said = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decoded(value)] as const] : [],
  );
  return { ...Object.fromEntries(said), data };
}

/** Headers carry other characters as percent-encoded UTF-8. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function readCloudEvent(event: unknown, context: Parameters<typeof readItem>[1]): ReturnType<typeof readItem> {
  if (!isRecord(event)) return readItem(event, context);
  const { specversion, id, source, type, subject, time, data, data_base64: bytes } = event;
  const wrong = [
    ...(specversion === '1.0' ? [] : [{ path: '/specversion', message: 'must be "1.0"' }]),
    ...[['id', id] as const, ['source', source] as const, ['type', type] as const, ['subject', subject] as const].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [] : [{ path: `/${name}`, message: 'is missing' }],
    ),
    ...(bytes === undefined ? [] : [{ path: '/data_base64', message: 'is not taken; "data" must be an object' }]),
  ];
  if (wrong.length > 0) return { kind: 'rejected', messageId: null, problems: wrong };
  const messageId = contentMessageId('cloudevent', source, id);
  const read = readItem(
    { type: 'track', messageId, userId: subject, event: nameOf(type), properties: data ?? {}, ...(time === undefined ? {} : { timestamp: time }) },
    context,
  );
  if (read.kind === 'event') return read;
  // Said in the words of whoever sent it.
  return { ...read, problems: read.problems.map(({ path, message }) => ({ path: path.replace(/^\/\w+/, (name) => paths[name] ?? name), message })) };
}

const paths: Readonly<Record<string, string>> = {
  '/userId': '/subject',
  '/event': '/type',
  '/properties': '/data',
  '/timestamp': '/time',
};

/** Types are written `com.example.signed_up`; the last part is the event. */
function nameOf(type: unknown): string {
  return String(type).split('.').at(-1) ?? '';
}
