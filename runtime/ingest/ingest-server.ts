import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { SchemaPlan } from '../../compiler/plan/ir.js';
import type { Clock } from '../clock.js';
import { addCloudEventsRoute } from './cloud-events-route.js';
import { createCommitBatcher } from './commit-batcher.js';
import type { Append } from './incoming-event.js';
import type { InboundMail } from './mail/inbound-mail.js';
import { addInboundMailRoute } from './mail/inbound-mail.js';
import type { Confirming } from './mail/confirm-routes.js';
import { addConfirmRoutes } from './mail/confirm-routes.js';
import type { Preferences } from './mail/preference-routes.js';
import { addPreferenceRoutes } from './mail/preference-routes.js';
import type { ProviderDeps } from './mail/provider-routes.js';
import { addProviderRoutes } from './mail/provider-routes.js';
import type { VisitDeps } from './mail/visit-routes.js';
import { addVisitRoutes } from './mail/visit-routes.js';
import { allowOrigins } from './protection/origins.js';
import { protect } from './protection/protect.js';
import type { Protection } from './protection/usual-protection.js';
import { mostBytes } from './request-body.js';
import { addSegmentRoutes } from './segment-routes.js';
import type { StoredKeys } from './protection/stored-keys.js';
import { eitherKeys } from './protection/stored-keys.js';
import type { Starts } from './start-routes.js';
import { addStartRoutes } from './start-routes.js';
import type { TaskDeps } from './task-routes.js';
import { addTaskRoutes } from './task-routes.js';
import type { TriggerDeps } from './trigger-routes.js';
import { addTriggerRoutes } from './trigger-routes.js';
import { addUnsubscribeRoutes } from './mail/unsubscribe-route.js';
import type { UnsubscribeTokens } from './mail/unsubscribe-token.js';
import { createWriteKeys } from './protection/write-keys.js';

export interface IngestDeps {
  readonly clock: Clock;
  readonly writeKeys: readonly string[];
  /** Keys beside those that are named here; absent: there are none. */
  readonly storedKeys?: Pick<StoredKeys, 'that'>;
  /** The schema in force; the same object as long as it is the same. */
  schema(): SchemaPlan;
  readonly append: Append;
  readonly unsubscribe: UnsubscribeTokens;
  /** Answers to tasks; absent: they are taken nowhere. */
  readonly tasks?: { readonly apiKeys: readonly string[]; readonly answer: TaskDeps['answer'] };
  /** Which campaigns other systems may start; absent: none. */
  readonly starts?: Starts & { readonly apiKeys: readonly string[] };
  /** Bounces, complaints and answers by mail; absent: nobody takes them. */
  readonly mail?: InboundMail & { readonly apiKeys: readonly string[]; readonly providers?: ProviderDeps['providers'] };
  /** What leads get by topic; absent: nobody can choose. */
  readonly preferences?: Preferences;
  /** Double opt-ins; absent: there are none. */
  readonly confirm?: Confirming;
  /** Counted links; absent: there are none. */
  readonly visits?: Omit<VisitDeps, 'clock'>;
  /** Calls for plug-ins' triggers; absent: there are none. */
  readonly trigger?: TriggerDeps['receive'];
  /** Origins of pages whose browsers may send; absent: none. */
  readonly allowedOrigins?: readonly string[];
  /** Absent: nobody is counted. */
  readonly protection?: Protection;
  /** Told of each route, for whoever describes or walks them. */
  readonly onRoute?: (method: string, path: string) => void;
  /** Told of the server before its first route, for whoever watches requests. */
  readonly watch?: (app: FastifyInstance) => void;
  /** Ms that a request may take to come in; 30 s where absent. */
  readonly slowestMs?: number;
}

/**
 * The way in: the Segment HTTP API, one-click unsubscribe and a health check. An answer of 200
 * means committed. Nothing is logged, and no error repeats what was sent.
 */
export async function createIngest(deps: IngestDeps): Promise<FastifyInstance> {
  const { slowestMs = 30_000 } = deps;
  const app = fastify({
    logger: false,
    bodyLimit: mostBytes.batch,
    requestTimeout: slowestMs,
    http: { headersTimeout: slowestMs, connectionsCheckingInterval: Math.min(slowestMs, 5_000) },
    // Tokens of unsubscribe links grow with the user id.
    routerOptions: { maxParamLength: 2048 },
  });
  deps.watch?.(app);
  const commits = createCommitBatcher(deps.append);
  const keys = eitherKeys(createWriteKeys(deps.writeKeys), deps.storedKeys?.that('events'));
  const systemKeys = (own: readonly string[]) => eitherKeys(createWriteKeys(own), deps.storedKeys?.that('systems'));

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

  app.addHook('onRoute', ({ method, path }) => {
    for (const one of [method].flat()) deps.onRoute?.(one, path);
  });
  if (deps.allowedOrigins !== undefined) allowOrigins(app, deps.allowedOrigins);
  if (deps.protection !== undefined) await protect(app, keys, deps.protection);
  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  addSegmentRoutes(app, {
    clock: deps.clock,
    keys,
    commits,
    schema: () => deps.schema(),
  });
  addCloudEventsRoute(app, { clock: deps.clock, keys, commits, schema: () => deps.schema() });
  if (deps.tasks !== undefined) addTaskRoutes(app, { apiKeys: systemKeys(deps.tasks.apiKeys), answer: deps.tasks.answer });
  if (deps.starts !== undefined) {
    addStartRoutes(app, { clock: deps.clock, apiKeys: systemKeys(deps.starts.apiKeys), commits, starts: deps.starts });
  }
  if (deps.trigger !== undefined) addTriggerRoutes(app, { clock: deps.clock, commits, receive: deps.trigger });
  if (deps.mail !== undefined) addInboundMailRoute(app, { ...deps.mail, clock: deps.clock, apiKeys: systemKeys(deps.mail.apiKeys) });
  if (deps.mail?.providers !== undefined) addProviderRoutes(app, { take: deps.mail.take, clock: deps.clock, providers: deps.mail.providers });
  if (deps.visits !== undefined) addVisitRoutes(app, { ...deps.visits, clock: deps.clock });
  const consent = { clock: deps.clock, commits, unsubscribe: deps.unsubscribe };
  if (deps.preferences !== undefined) addPreferenceRoutes(app, { ...consent, ...deps.preferences });
  if (deps.confirm !== undefined) addConfirmRoutes(app, { ...deps.confirm, clock: deps.clock, commits });
  const { confirm } = deps;
  const titles = confirm === undefined ? {} : { titleOf: (topic: string) => confirm.titleOf(topic) };
  addUnsubscribeRoutes(app, { ...consent, ...titles, choice: deps.preferences !== undefined });
  await app.ready();
  return app;
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
