import type { FastifyInstance } from 'fastify';
import type { SchemaCheck } from '../../compiler/data-contract/schema-check.js';
import type { Clock } from '../clock.js';
import { Busy } from './commit-batcher.js';
import type { CommitBatcher } from './commit-batcher.js';
import { readItem } from './read-item.js';
import { mostBytes, readRequestBody } from './request-body.js';
import { apiKeyOf, refused, unauthorized } from './task-routes.js';
import type { WriteKeys } from './protection/write-keys.js';

/** The campaigns that can be started, and what starting one says. */
export interface Starts {
  /** Whether it takes leads in on `started`. */
  has(campaign: string): Promise<boolean>;
  /** The event that lets a lead into this campaign alone, with these properties. */
  eventFor(campaign: string, properties: Readonly<Record<string, unknown>>): {
    readonly name: string;
    readonly properties: Readonly<Record<string, unknown>>;
  };
}

export interface StartDeps {
  readonly clock: Clock;
  /** Of systems that may start campaigns: never the write keys that browsers show. */
  readonly apiKeys: WriteKeys;
  readonly commits: CommitBatcher;
  readonly starts: Starts;
}

/**
 * Starts a campaign for a lead: `POST /v1/start`. It is an event like any other, stored before the
 * answer; under the same `messageId` nothing starts twice.
 */
export function addStartRoutes(app: FastifyInstance, { clock, apiKeys, commits, starts }: StartDeps): void {
  app.post('/v1/start', { bodyLimit: mostBytes.event }, async (request, reply) => {
    const user = apiKeyOf(request.headers.authorization);
    const source = user === undefined ? undefined : apiKeys.sourceOf(user);
    if (source === undefined) return unauthorized(reply);
    const body = await readRequestBody(request.body);
    if (body.kind === 'malformed') return refused(reply, 400, body.message);
    const { campaign, ...said } = body.value;
    const receivedAt = clock.now();
    const context = { source, clock, receivedAt, sentAt: undefined, check: noRemarks, measure: false, mayStart: true } as const;
    const read = readItem({ ...said, type: 'track', event: 'started' }, context);
    if (read.kind === 'rejected') {
      const message = read.problems.map(({ path, message: what }) => `${path} ${what}`).join('; ');
      return refused(reply, 400, `${message}.`);
    }
    if (typeof campaign !== 'string' || campaign === '') return refused(reply, 400, '/campaign is missing.');
    if (!(await starts.has(campaign))) return refused(reply, 404, 'There is no such campaign with a way in "on: started".');
    const event = { ...read.event, ...starts.eventFor(campaign, read.event.properties) };
    try {
      const [status] = await commits.add([event]);
      return await reply.send({ success: true, status, messageId: event.messageId });
    } catch (error) {
      const busy = error instanceof Busy;
      reply.header('retry-after', busy ? '1' : '5');
      return refused(reply, busy ? 429 : 503, busy ? 'Too many events are waiting.' : 'The store is out of reach.');
    }
  });
}

/** Its properties are those of whatever event they are handed over from. */
const noRemarks: SchemaCheck = { identify: () => [], group: () => [], track: () => [] };
