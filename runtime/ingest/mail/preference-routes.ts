import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.js';
import type { CommitBatcher } from '../commit-batcher.js';
import { contentMessageId } from '../content-hash.js';
import type { IncomingEvent } from '../incoming-event.js';
import { invalidPage, laterPage, pageHeaders } from '../unsubscribe-page.js';
import type { UnsubscribeTokens } from '../unsubscribe-token.js';
import type { TopicChoice } from './preference-page.js';
import { fields, preferencePage } from './preference-page.js';

export interface Preferences {
  /** What the person gets now, by topic of the workspace; undefined for nobody known. */
  read(userId: string): Promise<readonly TopicChoice[] | undefined>;
}

/** Two words of the same form within this time are one: a reload. */
const retryMs = 60_000;
const bodyLimit = 16 * 1024;

/**
 * The page of a person's choice, by topic. Its link is that of unsubscribing with another letter, so
 * whoever may end one topic may choose among all. A GET changes nothing: scanners follow every link.
 */
export function addPreferenceRoutes(
  app: FastifyInstance,
  deps: Preferences & { readonly clock: Clock; readonly commits: CommitBatcher; readonly unsubscribe: UnsubscribeTokens },
): void {
  app.get<{ Params: { token: string } }>('/p/:token', async (request, reply) => {
    reply.headers(pageHeaders);
    const known = deps.unsubscribe.read(request.params.token);
    if (known === undefined) return reply.code(404).send(invalidPage());
    try {
      const topics = await deps.read(known.userId);
      return await (topics === undefined ? reply.code(404).send(invalidPage()) : reply.send(preferencePage(topics, false)));
    } catch {
      return reply.code(503).header('retry-after', '60').send(laterPage());
    }
  });

  app.post<{ Params: { token: string } }>('/p/:token', { bodyLimit }, async (request, reply) => {
    reply.headers(pageHeaders);
    const { token } = request.params;
    const known = deps.unsubscribe.read(token);
    if (known === undefined) return reply.code(404).send(invalidPage());
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    const receivedAt = deps.clock.now();
    try {
      const topics = await deps.read(known.userId);
      if (topics === undefined) return await reply.code(404).send(invalidPage());
      const nothing = form.has(fields.nothing);
      const ticked = new Set(nothing ? [] : form.getAll(fields.topic));
      const wanted = topics.map((topic) => ({ ...topic, wanted: ticked.has(topic.name) }));
      const words = nothing ? [word(false)] : wanted.flatMap(({ name, wanted: now }, index) => (now === topics[index]?.wanted ? [] : [word(now, name)]));
      if (words.length > 0) {
        const said = ({ name, properties }: Word): IncomingEvent => ({
          source: 'preferences',
          messageId: contentMessageId(token, [name, properties, Math.floor(receivedAt / retryMs)]),
          userId: known.userId,
          kind: 'track',
          name,
          at: receivedAt,
          receivedAt,
          properties,
        });
        await deps.commits.add(words.map(said));
      }
      return await reply.send(preferencePage(wanted, true));
    } catch {
      return reply.code(503).header('retry-after', '60').send(laterPage());
    }
  });
}

interface Word {
  readonly name: 'subscribed' | 'unsubscribed';
  readonly properties: { readonly topic?: string; readonly confirmed?: true };
}

/** Without a topic it holds for all, those to come as well. The link came by mail: it confirms by itself. */
function word(wanted: boolean, topic?: string): Word {
  return { name: wanted ? 'subscribed' : 'unsubscribed', properties: { ...(topic === undefined ? {} : { topic }), ...(wanted ? { confirmed: true } : {}) } };
}
