import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.js';
import type { CommitBatcher } from '../commit-batcher.js';
import { contentMessageId } from '../content-hash.js';
import type { IncomingEvent } from '../incoming-event.js';
import { invalidPage, laterPage, pageHeaders } from './unsubscribe-page.js';
import type { UnsubscribeTokens } from './unsubscribe-token.js';
import type { Choice, OftenChoice } from './preference-page.js';
import { fields, preferencePage } from './preference-page.js';

export interface Preferences {
  /** What the person gets at `now` (epoch ms), by topic of the workspace, and how often; undefined for nobody known. */
  read(userId: string, now: number): Promise<Choice | undefined>;
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
      const choice = await deps.read(known.userId, deps.clock.now());
      return await (choice === undefined ? reply.code(404).send(invalidPage()) : reply.send(preferencePage(choice, false)));
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
      const before = await deps.read(known.userId, receivedAt);
      if (before === undefined) return await reply.code(404).send(invalidPage());
      const { topics } = before;
      const nothing = form.has(fields.nothing);
      const ticked = new Set(nothing ? [] : form.getAll(fields.topic));
      const wanted = topics.map((topic) => ({ ...topic, wanted: ticked.has(topic.name) }));
      const words: Word[] = nothing ? [word(false)] : wanted.flatMap(({ name, wanted: now }, index) => (now === topics[index]?.wanted ? [] : [word(now, name)]));
      const often = oftenIn(form, before.often);
      words.push(...oftenWords(before.often, often));
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
      return await reply.send(preferencePage({ topics: wanted, often }, true));
    } catch {
      return reply.code(503).header('retry-after', '60').send(laterPage());
    }
  });
}

interface Word {
  readonly name: 'subscribed' | 'unsubscribed' | 'frequency_chosen';
  readonly properties: { readonly topic?: string; readonly confirmed?: true; readonly at_most?: 'weekly' | 'any'; readonly pause?: boolean };
}

/** Without a topic it holds for all, those to come as well. The link came by mail: it confirms by itself. */
function word(wanted: boolean, topic?: string): Word {
  return { name: wanted ? 'subscribed' : 'unsubscribed', properties: { ...(topic === undefined ? {} : { topic }), ...(wanted ? { confirmed: true } : {}) } };
}

/** A form that does not ask how often, as of an older page, changes nothing of it. */
function oftenIn(form: URLSearchParams, before: OftenChoice): OftenChoice {
  const often = form.get(fields.often);
  if (often === null || form.has(fields.nothing)) return before;
  return { weekly: often === 'weekly', paused: form.has(fields.pause) };
}

function oftenWords(before: OftenChoice, { weekly, paused }: OftenChoice): readonly Word[] {
  const properties = {
    ...(weekly === before.weekly ? {} : { at_most: weekly ? ('weekly' as const) : ('any' as const) }),
    ...(paused === before.paused ? {} : { pause: paused }),
  };
  return Object.keys(properties).length === 0 ? [] : [{ name: 'frequency_chosen', properties }];
}
