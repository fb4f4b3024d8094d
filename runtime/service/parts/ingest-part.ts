import type { FastifyInstance } from 'fastify';
import { createIngest } from '../../ingest/ingest-server.js';
import { startInboundSmtp } from '../../ingest/mail/inbound-smtp.js';
import { takeMailEvents } from '../../leads/mail/take-mail-events.js';
import { realClock } from '../../clock.js';
import type { KeyStore } from '../../ingest/protection/stored-keys.js';
import { watchStoredKeys } from '../../ingest/protection/stored-keys.js';
import { answerTask } from '../../leads/tasks-answer.js';
import type { MailEvent } from '../../mail-events/mail-event.js';
import { providersWith } from '../../mail-events/providers/all-providers.js';
import type { Database } from '../../store/database.js';
import { appendEvents } from '../../store/events.js';
import { noteKeysUsed, readKeys } from '../../store/keys.js';
import { fetchText } from '../fetch-text.js';
import { preferencesOf } from '../in-force/preferences-in-force.js';
import { startsOf } from '../in-force/starts-in-force.js';
import { keepVisit } from '../loops/count-visits.js';
import { createReceive } from '../receive-trigger.js';
import type { Foundation } from './foundation.js';
import type { Routing } from './router-part.js';

export interface Intake {
  /** Empty where this process takes nothing in. */
  readonly ingestUrl: string;
  /** The root of links that people follow. */
  readonly publicUrl: string;
  /** Takes nothing in any more, and answers what it has begun to take in. */
  close(): Promise<void>;
}

/**
 * Takes in what comes by HTTP, and by SMTP where that is set.
 *
 * @throws when a port is taken (`EADDRINUSE`)
 */
export async function startIntake(base: Foundation, { router, wakeAll }: Routing): Promise<Intake> {
  const { options, clock, db, releases, plugins, desk, tokens, metrics, tracing, ends, workspace, secretOf, runs, onError } = base;
  const { logPlugin, apiKeys = options.writeKeys } = options;
  const mail = {
    async take(events: readonly MailEvent[]) {
      const known = await takeMailEvents(desk, events);
      wakeAll();
      return known;
    },
  };
  const storedKeys = await watchStoredKeys(keyStoreOf(db), { now: () => realClock.now(), onError });
  ends.push(() => storedKeys.stop());
  const ingest = await createIngest({
    clock,
    writeKeys: options.writeKeys,
    storedKeys,
    ...(options.allowedOrigins === undefined ? {} : { allowedOrigins: options.allowedOrigins }),
    ...(options.protection === undefined ? {} : { protection: options.protection }),
    schema: () => workspace()?.schema ?? noSchema,
    append: async (items) => {
      const results = await tracing.within('append', { events: items.length }, () => appendEvents(db, items, clock.now()));
      metrics.received(items, results);
      router.notify();
      return results;
    },
    unsubscribe: tokens.unsubscribe,
    tasks: {
      apiKeys,
      async answer(given) {
        const answered = await answerTask(desk, given);
        router.notify();
        return answered;
      },
    },
    starts: { apiKeys, ...startsOf(db, releases) },
    confirm: { tokens: tokens.confirm, titleOf: (topic) => workspace()?.topics[topic]?.title, salt: options.secret },
    preferences: preferencesOf(db, workspace),
    visits: { links: tokens.links, keep: (visit) => keepVisit(db, visit), onError },
    mail: { ...mail, apiKeys, providers: providersWith(secretOf, fetchText) },
    watch: (app) => tracing.watch(app),
    trigger: createReceive({ clock, plugins, secretOf, ...(logPlugin === undefined ? {} : { log: logPlugin }) }),
  });
  ends.push(() => closeQuickly(ingest));
  // Loaded before the first request, so that its warnings are right.
  await releases.current(db);
  await plugins.use(workspace()?.plugins ?? []);
  const ingestUrl = runs('ingest') ? await ingest.listen(options.ingest) : '';
  if (options.inboundMail !== undefined) {
    const inbound = await startInboundSmtp(options.inboundMail, { ...mail, clock, onError });
    ends.push(() => inbound.stop());
  }
  return { ingestUrl, publicUrl: options.publicUrl ?? ingestUrl, close: () => closeGently(ingest) };
}

/** Keys end by machine time: whoever sends lives in it. */
function keyStoreOf(db: Database): KeyStore {
  return {
    read: () => readKeys(db, realClock.now()),
    noteUsed: (ids) => noteKeysUsed(db, ids, realClock.now()),
  };
}

const noSchema = { lead: {}, events: {} } as const;

/** How long requests under way may take to be answered; ms. */
const answerLimitMs = 3_000;

async function closeGently(ingest: FastifyInstance): Promise<void> {
  const limit = setTimeout(() => ingest.server.closeAllConnections(), answerLimitMs);
  await ingest.close().finally(() => clearTimeout(limit));
}

async function closeQuickly(ingest: FastifyInstance): Promise<void> {
  ingest.server.closeAllConnections();
  await ingest.close();
}
