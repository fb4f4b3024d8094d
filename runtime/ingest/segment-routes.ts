import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SchemaPlan } from '../../compiler/plan/ir.js';
import type { Clock } from '../clock.js';
import { Busy } from './commit-batcher.js';
import type { CommitBatcher } from './commit-batcher.js';
import { readItem } from './read-item.js';
import type { ReadItem, RequestContext } from './read-item.js';
import type { IngestReport, ItemReport } from './report.js';
import { mostBytes, readRequestBody } from './request-body.js';
import type { RequestBody } from './request-body.js';
import { schemaCheckOf } from '../../compiler/data-contract/schema-check.js';
import { userOfBasicAuth } from './protection/write-keys.js';
import type { WriteKeys } from './protection/write-keys.js';

export interface SegmentDeps {
  readonly clock: Clock;
  readonly keys: WriteKeys;
  readonly commits: CommitBatcher;
  schema(): SchemaPlan;
}

type Call = 'identify' | 'track' | 'group' | 'page' | 'screen' | 'alias' | 'batch';

/** The short names are those of analytics.js. */
const callsByPath = {
  identify: 'identify',
  i: 'identify',
  track: 'track',
  t: 'track',
  group: 'group',
  g: 'group',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  alias: 'alias',
  a: 'alias',
  batch: 'batch',
  import: 'batch',
} as const satisfies Readonly<Record<string, Call>>;

/** The calls of the Segment HTTP API. */
export function addSegmentRoutes(app: FastifyInstance, deps: SegmentDeps): void {
  const check = schemaCheckOf(() => deps.schema());

  async function answer(call: Call, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const user = userOfBasicAuth(request.headers.authorization);
    // Before the body is read, so that strangers cost nothing.
    if (user !== undefined && deps.keys.sourceOf(user) === undefined) return unauthorized(reply);
    const body = await readRequestBody(request.body);
    if (body.kind === 'malformed') return malformed(reply, body.message);
    const source = sourceOf(deps.keys, user, body.value['writeKey']);
    if (source === undefined) return unauthorized(reply);
    const items = itemsOf(call, body);
    if (items.kind === 'malformed') return malformed(reply, items.message);

    const context: RequestContext = {
      source,
      clock: deps.clock,
      receivedAt: deps.clock.now(),
      sentAt: body.value['sentAt'],
      check: check(),
      measure: body.bytes > mostBytes.event,
    };
    const read = items.items.map((item) => readItem(item, context));
    try {
      const statuses = await deps.commits.add(read.flatMap((one) => (one.kind === 'event' ? [one.event] : [])));
      return reply.send(reportOf(read, statuses));
    } catch (error) {
      return later(reply, error);
    }
  }

  for (const [path, call] of Object.entries(callsByPath)) {
    app.post(`/v1/${path}`, (request, reply) => answer(call, request, reply));
  }
}

function sourceOf(keys: WriteKeys, user: string | undefined, inBody: unknown): string | undefined {
  const key = user ?? inBody;
  return typeof key === 'string' ? keys.sourceOf(key) : undefined;
}

function itemsOf(
  call: Call,
  body: Extract<RequestBody, { kind: 'json' }>,
): { readonly kind: 'items'; readonly items: readonly unknown[] } | Extract<RequestBody, { kind: 'malformed' }> {
  if (call === 'batch') {
    const { batch } = body.value;
    if (!Array.isArray(batch)) return { kind: 'malformed', message: 'The body has no list "batch".' };
    return { kind: 'items', items: batch };
  }
  if (body.bytes > mostBytes.event) return { kind: 'malformed', message: 'The event is larger than 32 KB.' };
  const { writeKey: _key, ...item } = body.value;
  return { kind: 'items', items: [{ ...item, type: call }] };
}

export function reportOf(read: readonly ReadItem[], statuses: readonly ('stored' | 'duplicate')[]): IngestReport {
  let next = 0;
  const items = read.map((one, index): ItemReport => {
    if (one.kind === 'rejected') {
      return { index, messageId: one.messageId, status: 'rejected', problems: one.problems };
    }
    const status = statuses[next];
    next += 1;
    if (status === undefined) throw new Error('the store answered for fewer events than it was given');
    const report = { index, messageId: one.event.messageId, status };
    return one.warnings.length === 0 ? report : { ...report, warnings: one.warnings };
  });
  return { success: true, items };
}

export function unauthorized(reply: FastifyReply): FastifyReply {
  return reply
    .code(401)
    .header('www-authenticate', 'Basic realm="write key"')
    .send({ success: false, message: 'A write key is needed: as Basic user name, or as "writeKey" in the body.' });
}

export function malformed(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).send({ success: false, message });
}

/** Without Retry-After clients stop sending for a minute. The cause stays here: it may quote what was stored. */
export function later(reply: FastifyReply, error: unknown): FastifyReply {
  const busy = error instanceof Busy;
  return reply
    .code(busy ? 429 : 503)
    .header('retry-after', busy ? '1' : '5')
    .send({ success: false, message: busy ? 'Too many events are waiting.' : 'The store is out of reach.' });
}
