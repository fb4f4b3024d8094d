import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Clock } from '../clock.js';
import type { CommitBatcher } from './commit-batcher.js';
import { parseMoment } from './event-time.js';
import type { IncomingEvent } from './incoming-event.js';
import { isRecord } from './request-body.js';
import { isStorableText, unstorable } from './storable.js';

/** What came in at the address of a plug-in's trigger. */
export interface TriggerCall {
  readonly method: string;
  /** Lower case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What its plug-in made of it; `events` as it handed them over. */
export type TriggerAnswer =
  | { readonly kind: 'events'; readonly event: string; readonly events: readonly unknown[] }
  | { readonly kind: 'answer'; readonly body: string }
  | { readonly kind: 'refused' }
  /** It did not come to an end: to be sent again. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'unknown' };

export interface TriggerDeps {
  readonly clock: Clock;
  readonly commits: CommitBatcher;
  receive(event: string, call: TriggerCall): Promise<TriggerAnswer>;
}

const bodyLimit = 256 * 1024;
const mostEvents = 100;
const longestName = 255;

/**
 * The addresses of plug-ins' triggers, `/v1/triggers/<event>`: what their plug-in makes of a call is
 * stored like anything an application says, before the caller is answered.
 */
export function addTriggerRoutes(app: FastifyInstance, { clock, commits, receive }: TriggerDeps): void {
  app.post<{ Params: { event: string } }>('/v1/triggers/:event', { bodyLimit }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
    );
    const answer = await receive(request.params.event, { method: request.method, headers, body });
    switch (answer.kind) {
      case 'unknown':
        return refused(reply, 404, 'There is nothing here.');
      case 'refused':
        return refused(reply, 401, 'The call was refused.');
      case 'failed':
        reply.header('retry-after', '5');
        return refused(reply, 503, 'The call could not be worked on.');
      case 'answer':
        return reply.type('text/plain; charset=utf-8').send(answer.body);
      case 'events': {
        const receivedAt = clock.now();
        const read = answer.events.slice(0, mostEvents).map((one) => readEvent(answer.event, one, receivedAt));
        const good = read.filter((one) => one !== undefined);
        if (good.length < answer.events.length) return refused(reply, 422, 'The plug-in made events that cannot be stored.');
        try {
          await commits.add(good);
        } catch {
          reply.header('retry-after', '5');
          return refused(reply, 503, 'The store is out of reach.');
        }
        return reply.send({ success: true, events: good.length });
      }
    }
  });
}

function readEvent(event: string, one: unknown, receivedAt: number): IncomingEvent | undefined {
  if (!isRecord(one)) return undefined;
  const { userId, messageId, at, properties } = one;
  if (!isName(userId) || !isName(messageId) || !isRecord(properties) || unstorable(properties, '') !== undefined) return undefined;
  const moment = typeof at === 'string' ? parseMoment(at) : receivedAt;
  if (moment === undefined) return undefined;
  return {
    source: `trigger-${event}`,
    messageId,
    userId,
    kind: 'track',
    name: event,
    at: Math.min(moment, receivedAt),
    receivedAt,
    properties,
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestName && isStorableText(value);
}

function refused(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ success: false, message });
}
