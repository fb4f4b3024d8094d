import type { PayloadCodec } from '@temporalio/common';
import type { SmtpServerAddress } from '../channels/email/smtp-pool.js';
import type { Clock } from '../clock.js';
import type { Protection } from '../ingest/protection/usual-protection.js';
import type { Metrics } from '../operations/metrics.js';
import type { Tracing } from '../operations/tracing/tracing.js';
import type { EnvironmentSettings } from './in-force/environment-in-force.js';
import type { Role } from './roles.js';
import type { TemporalSettings } from './temporal-settings.js';

export interface ServiceOptions {
  readonly databaseUrl: string;
  readonly temporal: TemporalSettings;
  /** Turns what Temporal stores into something that only who has the codec can read. */
  readonly payloadCodec?: PayloadCodec;
  readonly smtp: SmtpServerAddress;
  readonly clock: Clock;
  /** What unsubscribe links are made with; the same for every process and for years. */
  readonly secret: string;
  readonly writeKeys: readonly string[];
  /** Origins of pages whose browsers may send events; absent: none. */
  readonly allowedOrigins?: readonly string[];
  /** How much one caller may ask; absent: nobody is counted. */
  readonly protection?: Protection;
  readonly ingest: { readonly host: string; readonly port: number };
  /** Where people reach the ingest API: the root of unsubscribe links. Its own address when left out. */
  readonly publicUrl?: string;
  /** Of systems that may answer tasks; the write keys where it is left out. */
  readonly apiKeys?: readonly string[];
  /** Takes bounces and answers by SMTP here, from the mail server in front; absent: by HTTP alone. */
  readonly inboundMail?: { readonly host: string; readonly port: number };
  /** Bounces come to this mailbox, each to a `+` address of its message; absent: to the sender. */
  readonly bounceMailbox?: string;
  /** The repository, or where its plug-ins are installed; the working folder where it is left out. */
  readonly repository?: string;
  /** Secrets of channels and plug-ins by name; the environment where it is left out. */
  readonly secretOf?: (name: string) => string | undefined;
  /** What plug-ins log, without their secrets. */
  readonly logPlugin?: (level: 'info' | 'warn', message: string, fields: unknown) => void;
  /** Told how many leads were erased because nothing was heard of them for as long as they are kept. */
  readonly onForgotten?: (leads: number) => void;
  /** Executions kept in memory; each costs about half a MB. */
  readonly maxCachedWorkflows?: number;
  /** Whose allow-list holds back what goes to anybody else; absent: everything is delivered. */
  readonly environment?: EnvironmentSettings;
  /** Which parts this process runs; every one where it is left out. */
  readonly roles?: readonly Role[];
  /** Where it counts what it does; nowhere that anybody sees where it is left out. */
  readonly metrics?: Metrics;
  /** Who is told of each piece of work as it is done; nobody where it is left out. */
  readonly tracing?: Tracing;
  /** Told of what went wrong and is tried again. */
  readonly onError: (error: unknown) => void;
}
