import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.js';
import type { CommitBatcher } from '../commit-batcher.js';
import { contentMessageId } from '../content-hash.js';
import { invalidPage, laterPage, pageHeaders } from './unsubscribe-page.js';
import { confirmedPage, confirmPage, expiredPage } from './confirm-page.js';
import type { AskedConsent, ConfirmTokens } from './confirm-token.js';

export interface Confirming {
  readonly tokens: ConfirmTokens;
  /** Of the workspace in force, as readers see it; undefined for a topic that is gone. */
  titleOf(topic: string): string | undefined;
  /** What addresses of readers are hashed with, so that the proof can be held against a log and tells nobody. */
  readonly salt: string;
}

/** Whoever waits longer has to ask again; ms. */
export const confirmWithinMs = 7 * 86_400_000;

/**
 * The second half of a double opt-in. The person's own click on the button is the consent; what it
 * was asked with, when and from where is kept as its proof. The same link confirms once: after an
 * objection it brings nothing back.
 */
export function addConfirmRoutes(
  app: FastifyInstance,
  { clock, commits, tokens, titleOf, salt }: Confirming & { readonly clock: Clock; readonly commits: CommitBatcher },
): void {
  const read = (token: string): { readonly asked: AskedConsent; readonly titles: readonly string[]; readonly late: boolean } | undefined => {
    const asked = tokens.read(token);
    if (asked === undefined) return undefined;
    const titles = asked.topics.flatMap((topic) => titleOf(topic) ?? []);
    return titles.length === 0 ? undefined : { asked, titles, late: clock.now() - asked.askedAt > confirmWithinMs };
  };

  app.get<{ Params: { token: string } }>('/confirm/:token', async (request, reply) => {
    reply.headers(pageHeaders);
    const known = read(request.params.token);
    if (known === undefined) return reply.code(404).send(invalidPage());
    return known.late ? reply.code(410).send(expiredPage()) : reply.send(confirmPage(known.titles));
  });

  app.post<{ Params: { token: string } }>('/confirm/:token', async (request, reply) => {
    reply.headers(pageHeaders);
    const { token } = request.params;
    const known = read(token);
    if (known === undefined) return reply.code(404).send(invalidPage());
    if (known.late) return reply.code(410).send(expiredPage());
    const { asked, titles } = known;
    const receivedAt = clock.now();
    const evidence = {
      asked_at: asked.askedAt,
      confirmed_at: receivedAt,
      text: asked.text,
      from: createHmac('sha256', salt).update(request.ip).digest('hex').slice(0, 32),
    };
    try {
      await commits.add(
        asked.topics
          .filter((topic) => titleOf(topic) !== undefined)
          .map((topic) => ({
            source: 'confirm',
            messageId: contentMessageId(token, topic),
            userId: asked.userId,
            kind: 'track',
            name: 'subscribed',
            at: receivedAt,
            receivedAt,
            properties: { topic, confirmed: true, evidence },
          })),
      );
    } catch {
      return reply.code(503).header('retry-after', '60').send(laterPage());
    }
    return reply.send(confirmedPage(titles));
  });
}
