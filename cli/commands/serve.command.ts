import { realClock } from '../../runtime/clock.js';
import type { ServiceOptions } from '../../runtime/service/start-service.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { createErrorReport } from '../local/report-errors.js';
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
          '  TEMPORAL_ADDRESS      host:port; TEMPORAL_NAMESPACE (default)\n' +
          '  PERENNIAL_SMTP        host:port of the mail server\n' +
          '  PERENNIAL_WRITE_KEYS  of the applications that send events, by commas\n' +
          '  PERENNIAL_SECRET      of unsubscribe links; the same for years\n' +
          '  PERENNIAL_LISTEN      host:port of the ingest API (127.0.0.1:4477)\n' +
          '  PERENNIAL_PUBLIC_URL  where people reach it, for links in mails',
      )
      .addHelpText('after', '\nExample:\n  perennial apply my-campaigns && perennial serve')
      .action(() => run(serve(host)));
  },
};

/** Work that is under way is finished first. */
const stopLimitMs = 30_000;

/**
 * Serves until it is interrupted, which is its ordinary end.
 *
 * @throws UsageError when the worker ends before that, so that a supervisor starts it anew
 */
export async function serve(host: Host): Promise<ExitCode> {
  const need = (name: string): string => {
    const value = host.env[name];
    if (value === undefined || value === '') throw new UsageError(`${name} is not set.`, 'See: perennial serve --help');
    return value;
  };
  const publicUrl = host.env['PERENNIAL_PUBLIC_URL'];
  const options: Omit<ServiceOptions, 'onError'> = {
    databaseUrl: need('DATABASE_URL'),
    temporal: { address: need('TEMPORAL_ADDRESS'), namespace: host.env['TEMPORAL_NAMESPACE'] ?? 'default' },
    smtp: addressOf('PERENNIAL_SMTP', need('PERENNIAL_SMTP')),
    clock: realClock,
    secret: need('PERENNIAL_SECRET'),
    writeKeys: need('PERENNIAL_WRITE_KEYS').split(',').filter((key) => key !== ''),
    ingest: addressOf('PERENNIAL_LISTEN', host.env['PERENNIAL_LISTEN'] ?? '127.0.0.1:4477'),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
  // Only now: its libraries take a second to load, and neither help nor an error needs them.
  const { startService } = await import('../../runtime/service/start-service.js');
  const interrupt = listenForInterrupt(stopLimitMs);
  let over = false;
  const onError = createErrorReport(host, () => over || interrupt.signal.aborted);
  try {
    const service = await listening(
      startService({ ...options, onError }),
      'End that one, or name another: PERENNIAL_LISTEN=127.0.0.1:4478',
    );
    try {
      host.err(`Ingest API ${service.ingestUrl}`);
      await untilOver(service, interrupt);
    } finally {
      over = true;
      await service.stop();
    }
  } finally {
    interrupt.release();
  }
  return exitCode.clean;
}

function addressOf(name: string, text: string): { host: string; port: number } {
  const written = /^(.+):(\d{1,5})$/.exec(text);
  if (written?.[1] === undefined) throw new UsageError(`${name} is "${text}"; it has to be host:port.`);
  return { host: written[1], port: Number(written[2]) };
}
