import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.js';
import type { Provider, ProviderAnswer } from '../../mail-events/providers/provider.js';
import { refused } from '../task-routes.js';
import type { InboundMail } from './inbound-mail.js';

export interface ProviderDeps extends InboundMail {
  /** By the name in their address. */
  readonly providers: ReadonlyMap<string, Provider>;
  readonly clock: Clock;
}

/** Some tell of hundreds of messages at once. */
const bodyLimit = 2 * 1024 * 1024;

/** `POST /v1/mail-events/<provider>`: what became of messages, as their provider tells it. */
export function addProviderRoutes(app: FastifyInstance, { providers, clock, take }: ProviderDeps): void {
  app.post<{ Params: { provider: string } }>('/v1/mail-events/:provider', { bodyLimit }, async (request, reply) => {
    const provider = providers.get(request.params.provider);
    if (provider === undefined) return refused(reply, 404, 'There is nothing here.');
    const { headers, body } = request;
    let answer: ProviderAnswer;
    let known = 0;
    try {
      answer = await provider({
        header(name) {
          const value = headers[name];
          return typeof value === 'string' ? value : undefined;
        },
        body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        now: clock.now(),
      });
      if (answer.kind === 'events' && answer.events.length > 0) known = await take(answer.events);
    } catch {
      reply.header('retry-after', '5');
      return refused(reply, 503, 'What was said could not be stored.');
    }
    switch (answer.kind) {
      case 'refused':
        return refused(reply, 401, 'The call was refused.');
      case 'malformed':
        return refused(reply, 400, 'The call cannot be read.');
      case 'events':
        return reply.send({ success: true, events: answer.events.length, known });
    }
  });
}
