import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { SchemaPlan } from '../../compiler/plan/ir.js';
import type { Clock } from '../clock.js';
import { createCommitBatcher } from './commit-batcher.js';
import type { Append } from './incoming-event.js';
import { mostBytes } from './request-body.js';
import { addSegmentRoutes } from './segment-routes.js';
import { addUnsubscribeRoutes } from './unsubscribe-route.js';
import type { UnsubscribeTokens } from './unsubscribe-token.js';
import { createWriteKeys } from './write-keys.js';

export interface IngestDeps {
  readonly clock: Clock;
  readonly writeKeys: readonly string[];
  /** The schema in force; the same object as long as it is the same. */
  schema(): SchemaPlan;
  readonly append: Append;
  readonly unsubscribe: UnsubscribeTokens;
}

/**
 * The way in: the Segment HTTP API, one-click unsubscribe and a health check. An answer of 200
 * means committed. Nothing is logged, and no error repeats what was sent.
 */
export async function createIngest(deps: IngestDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: mostBytes.batch,
    // Tokens of unsubscribe links grow with the user id.
    routerOptions: { maxParamLength: 2048 },
  });
  const commits = createCommitBatcher(deps.append);

  // Clients disagree on content types, and some send none that can be read; what the bytes say counts.
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', (request, _reply, done) => {
    request.headers['content-type'] = 'application/octet-stream';
    done();
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ success: false, message: 'There is nothing here.' }),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status === 413) return reply.code(400).send({ success: false, message: 'The body is larger than 500 KB.' });
    if (status < 500) return reply.code(status).send({ success: false, message: 'The request cannot be read.' });
    return reply.code(500).header('retry-after', '5').send({ success: false, message: 'Something went wrong here.' });
  });

  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  addSegmentRoutes(app, {
    clock: deps.clock,
    keys: createWriteKeys(deps.writeKeys),
    commits,
    schema: () => deps.schema(),
  });
  addUnsubscribeRoutes(app, { clock: deps.clock, commits, unsubscribe: deps.unsubscribe });
  await app.ready();
  return app;
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
