import { resolve } from 'node:path';
import { realClock } from '../../runtime/clock.js';
import { isRunning, readState } from '../../runtime/servers/state-file.js';
import { openDatabase } from '../../runtime/store/database.js';
import { migrate } from '../../runtime/store/migrate.js';
import { applyRelease } from '../../runtime/store/releases.js';
import type { CommandModule } from './command.js';
import { compileRepository } from '../compile-repository.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { hostOptions } from '../local/host-options.js';
import { dataFolderOf } from '../local/open-store.js';
import { noteRunning } from '../local/note-running.js';
import { createErrorReport } from '../local/report-errors.js';
import { listening, untilOver } from '../local/serving.js';
import { localSecret } from '../local/secret.js';
import { starting } from '../local/surroundings.js';
import { listenForInterrupt } from '../local/until-interrupted.js';

export const runCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('run')
      .summary('start everything on this machine')
      .description(
        'Starts PostgreSQL, Temporal, a local inbox, the ingest API and the worker, applies the repository, and ' +
          'stays until Ctrl-C. DATABASE_URL and TEMPORAL_ADDRESS name servers of your own. Mail goes to the inbox.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--port <port>', 'of the ingest API', '4477')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial run my-campaigns\n\n  # and then, with the write key it prints:\n' +
          "  curl -u KEY: localhost:4477/v1/track -d '{\"userId\":\"u-1\",\"event\":\"signed_up\"}'",
      )
      .action((folder: string, options: { port: string }) => run(runFolder(host, folder, portOf(options.port))));
  },
};

/** PostgreSQL writes all it has in memory before it ends. */
const stopLimitMs = 30_000;

/**
 * Runs until it is interrupted, which is its ordinary end; what is stored stays for the next time.
 *
 * @throws UsageError when the worker ends before that
 */
export async function runFolder(host: Host, folder: string, port: number): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const release = await compileRepository(host, root, 'run');
  if (release === undefined) {
    host.err('The campaigns have errors; nothing was started.');
    return exitCode.problems;
  }
  const before = readState(root);
  if (before !== undefined && isRunning(before)) {
    throw new UsageError(`It runs already, at ${before.ingestUrl ?? before.databaseUrl}.`, `See: perennial status ${folder}`);
  }
  const options = await hostOptions(host, (line) => host.err(line));
  // Only now: their libraries take a second to load, and neither help nor an error needs them.
  const { setStage } = await import('../../runtime/service/stage.js');
  const { startService } = await import('../../runtime/service/start-service.js');
  const interrupt = listenForInterrupt(stopLimitMs);
  const progress = (line: string): void => host.err(line);
  const dataFolder = dataFolderOf(root);
  const { signal } = interrupt;
  let over = false;
  const stage = await starting(setStage({ folder: dataFolder, env: process.env, progress, ui: true, signal }));
  try {
    signal.throwIfAborted();
    const db = openDatabase(stage.databaseUrl, { max: 2 });
    try {
      await migrate(db);
      await applyRelease(db, release, realClock.now());
    } finally {
      await db.close();
    }
    const writeKey = localSecret(root, 'write-key');
    const started = startService({
      ...options,
      databaseUrl: stage.databaseUrl,
      temporal: { address: stage.temporalAddress, namespace: 'default' },
      smtp: { host: '127.0.0.1', port: stage.smtpPort },
      secret: localSecret(root, 'secret'),
      writeKeys: [writeKey],
      apiKeys: [writeKey],
      repository: root,
      ingest: { host: '127.0.0.1', port },
      onError: createErrorReport(host, () => over || signal.aborted),
    });
    const service = await listening(started, `End that one, or name another: perennial run ${folder} --port ${(port % 65_535) + 1}`);
    try {
      const { temporalUi, temporalAddress } = stage;
      noteRunning(root, { stage, ingestUrl: service.ingestUrl, writeKey, dataFolder });
      host.out(
        [
          `Ingest API   ${service.ingestUrl}   (write key ${writeKey})`,
          `Temporal     ${temporalUi ?? temporalAddress}`,
          `Inbox        perennial inbox ${folder}`,
          `Leads        perennial status ${folder}, perennial lead <user-id> ${folder}`,
          'Ctrl-C ends it; everything is kept for the next run.',
        ].join('\n'),
      );
      await untilOver(service, interrupt);
      host.err('Stopping …');
    } finally {
      over = true;
      await service.stop();
    }
  } finally {
    await stage.stop();
    interrupt.release();
  }
  return exitCode.clean;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`"${text}" is no port.`, 'Name a free one: perennial run --port 4478');
  }
  return port;
}
