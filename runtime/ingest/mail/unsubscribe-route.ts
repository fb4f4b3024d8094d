import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.js';
import type { CommitBatcher } from '../commit-batcher.js';
import { contentMessageId } from '../content-hash.js';
import { confirmationPage, donePage, invalidPage, laterPage, pageHeaders } from './unsubscribe-page.js';
import type { UnsubscribeTokens } from './unsubscribe-token.js';

/** Two words of the same link within this time are one: a mail program's retry. */
const retryMs = 60_000;

/**
 * One-click unsubscribe (RFC 8058): a POST of any body, without cookie or redirect, is the person's
 * word. A GET only shows a page with a button.
 */
export function addUnsubscribeRoutes(
  app: FastifyInstance,
  deps: {
    readonly clock: Clock;
    readonly commits: CommitBatcher;
    readonly unsubscribe: UnsubscribeTokens;
    /** Whether there is a page of all topics. */
    readonly choice: boolean;
    /** As readers see the topic; its name where it is gone. */
    titleOf?(topic: string): string | undefined;
  },
): void {
  const titleOf = (topic: string): string => deps.titleOf?.(topic) ?? topic;

  app.get<{ Params: { token: string } }>('/u/:token', async (request, reply) => {
    const known = deps.unsubscribe.read(request.params.token);
    reply.headers(pageHeaders);
    if (known === undefined) return reply.code(404).send(invalidPage());
    return reply.send(confirmationPage(titleOf(known.topic), deps.choice ? `../p/${request.params.token}` : undefined));
  });

  app.post<{ Params: { token: string } }>('/u/:token', async (request, reply) => {
    const { token } = request.params;
    const known = deps.unsubscribe.read(token);
    reply.headers(pageHeaders);
    if (known === undefined) return reply.code(404).send(invalidPage());
    const receivedAt = deps.clock.now();
    try {
      await deps.commits.add([
        {
          source: 'one-click',
          // Not the token alone: who subscribes again later may also leave again by the same link.
          messageId: contentMessageId(token, Math.floor(receivedAt / retryMs)),
          userId: known.userId,
          kind: 'track',
          name: 'unsubscribed',
          at: receivedAt,
          receivedAt,
          properties: { topic: known.topic },
        },
      ]);
    } catch {
      return reply.code(503).header('retry-after', '60').send(laterPage());
    }
    return reply.send(donePage(titleOf(known.topic)));
  });
}
