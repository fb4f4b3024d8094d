import type { Client, Connection } from '@temporalio/client';
import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Clock } from '../../clock.js';
import { createConfirmTokens } from '../../ingest/mail/confirm-token.js';
import { createLinkTokens } from '../../ingest/mail/link-tokens.js';
import { createUnsubscribeTokens } from '../../ingest/mail/unsubscribe-token.js';
import type { EnrolmentRefs } from '../../leads/enrolment-refs.js';
import { createEnrolmentRefs } from '../../leads/enrolment-refs.js';
import type { LeadDesk } from '../../leads/lead-lock.js';
import { createLeadDesk } from '../../leads/lead-lock.js';
import type { Metrics } from '../../operations/metrics.js';
import { createMetrics } from '../../operations/metrics.js';
import type { Tracing } from '../../operations/tracing/tracing.js';
import { noTracing } from '../../operations/tracing/tracing.js';
import type { Database } from '../../store/database.js';
import { openDatabase } from '../../store/database.js';
import type { Releases } from '../../store/releases.js';
import { createReleases } from '../../store/releases.js';
import { servingLimits } from '../../store/session-limits.js';
import type { PluginsInForce } from '../in-force/plugins-in-force.js';
import { createPluginsInForce } from '../in-force/plugins-in-force.js';
import type { Role } from '../roles.js';
import type { ServiceOptions } from '../service-options.js';
import { connectTemporal } from './connect-temporal.js';

/** The ends of what was begun, in the order of the beginnings: the last goes first. */
export type Ends = (() => Promise<void>)[];

/** What every part of the service stands on. */
export interface Foundation {
  readonly options: ServiceOptions;
  readonly clock: Clock;
  readonly db: Database;
  readonly connection: Connection;
  readonly client: Client;
  readonly releases: Releases;
  readonly plugins: PluginsInForce;
  readonly desk: LeadDesk;
  readonly refs: EnrolmentRefs;
  readonly tokens: {
    readonly unsubscribe: ReturnType<typeof createUnsubscribeTokens>;
    readonly links: ReturnType<typeof createLinkTokens>;
    readonly confirm: ReturnType<typeof createConfirmTokens>;
  };
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** A part puts its end here as soon as it is begun. */
  readonly ends: Ends;
  /** Of the release in force, as this process knows it. */
  workspace(): WorkspacePlan | undefined;
  secretOf(name: string): string | undefined;
  runs(role: Role): boolean;
  /** Whether this process moves leads by the real clock; else somebody does it by his own. */
  readonly ownTime: boolean;
  onError(error: unknown): void;
}

/** @throws when PostgreSQL or Temporal are out of reach */
export async function layFoundation(options: ServiceOptions, ends: Ends): Promise<Foundation> {
  const { clock, metrics = createMetrics(), tracing = noTracing, secretOf = (name: string) => process.env[name] } = options;
  const onError = (error: unknown): void => {
    metrics.wentWrong();
    options.onError(error);
  };
  const runs = (role: Role): boolean => options.roles?.includes(role) ?? true;
  const db = openDatabase(options.databaseUrl, { max: 16, limits: servingLimits });
  ends.push(() => db.close());
  const { connection, client } = await connectTemporal(options, tracing);
  ends.push(() => connection.close());
  const releases = createReleases();
  const plugins = createPluginsInForce(options.repository ?? process.cwd(), onError);
  return {
    options,
    clock,
    db,
    connection,
    client,
    releases,
    plugins,
    desk: createLeadDesk({ db, clock, releases, functions: plugins.functions }),
    refs: createEnrolmentRefs(db),
    tokens: {
      unsubscribe: createUnsubscribeTokens(options.secret),
      links: createLinkTokens(options.secret),
      confirm: createConfirmTokens(options.secret),
    },
    metrics,
    tracing,
    ends,
    workspace: () => releases.known()?.workspace,
    secretOf,
    runs,
    ownTime: !clock.virtual && runs('router'),
    onError,
  };
}
