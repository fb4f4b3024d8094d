import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.js';
import type { MailEvent } from '../../mail-events/mail-event.js';
import { readMail } from '../../mail-events/read-mail.js';
import { apiKeyOf, refused, unauthorized } from '../task-routes.js';
import type { WriteKeys } from '../protection/write-keys.js';

export interface InboundMail {
  /** Takes in what became of messages. @returns how many were ours */
  take(events: readonly MailEvent[]): Promise<number>;
}

/** A bounce brings back the message that it speaks of. */
export const mostMailBytes = 5 * 1024 * 1024;

/**
 * `POST /v1/inbound/mail`: one raw mail as its body. The envelope's recipient comes as `to` in the
 * query, where the server in front knows it, and the sender as `from`, empty for a bounce.
 */
export function addInboundMailRoute(app: FastifyInstance, deps: InboundMail & { readonly apiKeys: WriteKeys; readonly clock: Clock }): void {
  app.post<{ Querystring: Readonly<Record<string, string | readonly string[] | undefined>> }>(
    '/v1/inbound/mail',
    { bodyLimit: mostMailBytes },
    async (request, reply) => {
      const key = apiKeyOf(request.headers.authorization);
      if (key === undefined || deps.apiKeys.sourceOf(key) === undefined) return unauthorized(reply);
      const { body, query } = request;
      if (!Buffer.isBuffer(body) || body.length === 0) return refused(reply, 400, 'The body has to be one mail, as it came in.');
      const { from, to } = query;
      const arrival = { to: addresses(to), ...(typeof from === 'string' ? { from } : {}), receivedAt: deps.clock.now() };
      const { kind, events } = await readMail(body, arrival);
      let known: number;
      try {
        known = await deps.take(events);
      } catch {
        reply.header('retry-after', '5');
        return refused(reply, 503, 'The store is out of reach.');
      }
      return reply.send({ success: true, kind, known: known > 0 });
    },
  );
}

function addresses(to: string | readonly string[] | undefined): readonly string[] {
  if (to === undefined) return [];
  return typeof to === 'string' ? [to] : to;
}
