import { resolve } from 'node:path';
import { usualProtection } from '../../runtime/ingest/protection/usual-protection.js';
import { openDatabase } from '../../runtime/store/database.js';
import { environmentOf } from '../../runtime/store/incarnation.js';
import type { Role } from '../../runtime/service/roles.js';
import { allRoles } from '../../runtime/service/roles.js';
import type { TemporalSettings } from '../../runtime/service/temporal-settings.js';
import { TemporalSettingsError, temporalSettings } from '../../runtime/service/temporal-settings.js';
import type { ServiceOptions } from '../../runtime/service/service-options.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { addressOf } from '../local/address-of.js';
import { hostOptions } from '../local/host-options.js';
import { tracingOf } from '../local/tracing-of.js';
import { logOf } from '../local/log-of.js';
import { createErrorReport } from '../local/report-errors.js';
import { smtpOf } from '../local/smtp-of.js';
import { listening, untilOver } from '../local/serving.js';
import { listenForInterrupt } from '../local/until-interrupted.js';

export const serveCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('serve')
      .summary('ingest and worker against servers of your own')
      .description(
        'Starts the ingest API and the worker, and nothing else. It reads the environment:\n' +
          '  DATABASE_URL          PostgreSQL 15 or newer\n' +
          '  TEMPORAL_ADDRESS      host:port; TEMPORAL_NAMESPACE (default); by TLS with\n' +
          '                        TEMPORAL_API_KEY or TEMPORAL_TLS_CERT and _KEY\n' +
          '  PERENNIAL_SMTP        host:port of the mail server; its login in\n' +
          '                        PERENNIAL_SMTP_USER and PERENNIAL_SMTP_PASSWORD\n' +
          '  PERENNIAL_WRITE_KEYS  of the applications that send events, by commas,\n' +
          '                        beside those of "perennial keys"\n' +
          '  PERENNIAL_API_KEYS    of the systems that answer tasks, by commas\n' +
          '  PERENNIAL_SECRET      of unsubscribe links; the same for years\n' +
          '  PERENNIAL_LISTEN      host:port of the ingest API (127.0.0.1:4477)\n' +
          '  PERENNIAL_PUBLIC_URL  where people reach it, for links in mails\n' +
          '  PERENNIAL_INBOUND     host:port that takes bounces and answers by SMTP\n' +
          '  PERENNIAL_BOUNCES     mailbox of bounces, such as bounces@mail.example.com\n' +
          '  PERENNIAL_OPERATIONS  host:port of /metrics, /livez, /readyz (127.0.0.1:4479)\n' +
          '  PERENNIAL_PAYLOAD_CODEC  module that encrypts what Temporal stores\n' +
          '  OTEL_EXPORTER_OTLP_ENDPOINT  collector of traces (OTLP over HTTP)\n' +
          '  PERENNIAL_LOG_LEVEL   debug, info, warn, error or silent (info)\n' +
          '  PERENNIAL_LOG_FORMAT  json or plain (plain in a terminal)',
      )
      .addHelpText('after', '\nExamples:\n  perennial apply my-campaigns && perennial serve\n  perennial serve --roles worker')
      .option('--roles <names>', 'what this process does, by commas: ingest, router, worker (default: all)')
      .option('--environment <name>', 'of perennial.yaml: only its allow-list gets real messages, the local inbox the rest')
      .option('--data <folder>', 'where that inbox lies', '.perennial/data')
      .action((given: ServeFlags) => run(serve(host, given)));
  },
};

interface ServeFlags {
  readonly environment?: string;
  readonly data: string;
  readonly roles?: string;
}

/** Work that is under way is finished first: a hand-over may take 20 s. */
const stopLimitMs = 40_000;

/**
 * Serves until it is interrupted, which is its ordinary end.
 *
 * @throws UsageError when the worker ends before that, so that a supervisor starts it anew
 */
export async function serve(host: Host, given: ServeFlags = { data: '.perennial/data' }): Promise<ExitCode> {
  const need = (name: string): string => {
    const value = host.env[name];
    if (value === undefined || value === '') throw new UsageError(`${name} is not set.`, 'See: perennial serve --help');
    return value;
  };
  const publicUrl = host.env['PERENNIAL_PUBLIC_URL'];
  const roles = given.roles === undefined ? undefined : rolesOf(given.roles);
  if (publicUrl === undefined && roles?.includes('worker') === true && !roles.includes('ingest')) {
    throw new UsageError('PERENNIAL_PUBLIC_URL is not set.', 'Links in mails lead there; this process takes nothing in itself.');
  }
  const log = logOf(host);
  const inbound = host.env['PERENNIAL_INBOUND'];
  const bounces = host.env['PERENNIAL_BOUNCES'];
  const options: Omit<ServiceOptions, 'onError'> = {
    databaseUrl: need('DATABASE_URL'),
    temporal: temporalOf(need('TEMPORAL_ADDRESS'), host.env),
    smtp: smtpOf({ ...host.env, PERENNIAL_SMTP: need('PERENNIAL_SMTP') }, 'See: perennial serve --help'),
    ...(await hostOptions(host, (line) => log.info(line))),
    apiKeys: (host.env['PERENNIAL_API_KEYS'] ?? '').split(',').filter((key) => key !== ''),
    repository: host.cwd,
    secret: need('PERENNIAL_SECRET'),
    writeKeys: (host.env['PERENNIAL_WRITE_KEYS'] ?? '').split(',').filter((key) => key !== ''),
    ingest: addressOf('PERENNIAL_LISTEN', host.env['PERENNIAL_LISTEN'] ?? '127.0.0.1:4477'),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    allowedOrigins: (host.env['PERENNIAL_ALLOWED_ORIGINS'] ?? '').split(',').filter((origin) => origin !== ''),
    protection: usualProtection,
    ...(roles === undefined ? {} : { roles }),
    logPlugin: (level, message, fields) => log[level](message, { fields }),
    ...(inbound === undefined ? {} : { inboundMail: addressOf('PERENNIAL_INBOUND', inbound) }),
    ...(bounces === undefined ? {} : { bounceMailbox: bounces }),
  };
  // Only now: its libraries take a second to load, and neither help nor an error needs them.
  const { startService } = await import('../../runtime/service/start-service.js');
  const { startOperations } = await import('../local/operations.js');
  const operations = await startOperations(host.env, log);
  const tracing = await tracingOf(host.env, log);
  const interrupt = listenForInterrupt(stopLimitMs);
  let over = false;
  const onError = createErrorReport({ err: (text) => log.warn(text) }, () => over || interrupt.signal.aborted);
  try {
    const service = await listening(
      startService({ ...options, metrics: operations.metrics, tracing, ...(await environmentFor(host, options.databaseUrl, given)), onError }),
      'End that one, or name another: PERENNIAL_LISTEN=127.0.0.1:4478',
    );
    try {
      operations.watch(service);
      log.info(service.ingestUrl === '' ? `Serving ${roles?.join(', ') ?? ''}` : `Ingest API ${service.ingestUrl}`);
      await untilOver(service, interrupt);
    } finally {
      over = true;
      log.info('Stopping');
      await service.stop();
    }
  } finally {
    await tracing.stop();
    await operations.stop();
    interrupt.release();
  }
  return exitCode.clean;
}

/** What was typed, else what `apply` said of the database. */
async function environmentFor(
  host: Host,
  databaseUrl: string,
  { environment, data }: { readonly environment?: string; readonly data: string },
): Promise<Pick<ServiceOptions, 'environment'>> {
  const db = openDatabase(databaseUrl, { max: 1 });
  try {
    const noted = await environmentOf(db);
    if (noted !== undefined && environment !== undefined && noted !== environment) {
      throw new UsageError(`This database belongs to the environment "${noted}".`, `Type: perennial serve --environment ${noted}`);
    }
    const name = environment ?? noted;
    return name === undefined ? {} : { environment: { name, folder: resolve(host.cwd, data) } };
  } finally {
    await db.close();
  }
}

function rolesOf(text: string): readonly Role[] {
  const names = text.split(',').map((name) => name.trim());
  const roles = allRoles.filter((role) => names.includes(role));
  const strange = names.find((name) => !allRoles.some((role) => role === name));
  if (strange !== undefined) throw new UsageError(`There is no role "${strange}".`, `The roles are ${allRoles.join(', ')}.`);
  return roles;
}

function temporalOf(address: string, env: Host['env']): TemporalSettings {
  try {
    return temporalSettings(address, env);
  } catch (error) {
    if (error instanceof TemporalSettingsError) throw new UsageError(error.message, error.next);
    throw error;
  }
}
