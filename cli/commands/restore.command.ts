import { resolve } from 'node:path';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { missingProgram } from '../local/missing-program.js';
import { withServer } from '../local/open-store.js';
import type { CommandModule } from './command.js';

export const restoreCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('restore')
      .summary('read a backup into an empty database')
      .description(
        'Reads a folder that "backup" wrote into an empty database: DATABASE_URL, else the one of the repository. Then ' +
          'everything is held, because nobody knows what was sent after the backup, until "recover" says what was lost.',
      )
      .argument('<from>', 'the folder of the backup')
      .argument('[folder]', 'the repository of campaigns', '.')
      .addHelpText('after', '\nExamples:\n  createdb perennial\n  DATABASE_URL=postgres://…/perennial perennial restore backups/2026-11-22')
      .action((from: string, folder: string) => run(restore(host, from, folder)));
  },
};

async function restore(host: Host, from: string, folder: string): Promise<ExitCode> {
  const { restoreBackup } = await import('../../runtime/service/backup/restore.js');
  return withServer(host, resolve(host.cwd, folder), { command: `restore ${from}`, create: true }, async (db, url) => {
    const end = await restoreBackup(db, url, resolve(host.cwd, from), host.env).catch((error: unknown) => {
      throw new UsageError(`The backup could not be read in: ${error instanceof Error ? error.message : String(error)}`, 'Look at what it holds now; it may have to be made anew.');
    });
    switch (end.kind) {
      case 'no-backup':
        throw new UsageError(`"${from}" holds no backup.`, 'Name a folder that "perennial backup" wrote.');
      case 'damaged':
        throw new UsageError(`The backup in "${from}" is not what was written.`, 'Take another one.');
      case 'not-empty':
        throw new UsageError('The database is not empty.', 'Make a new one, and name it in DATABASE_URL.');
      case 'older-server':
        throw new UsageError(`The backup is of PostgreSQL ${end.needed}, and this server is ${end.server}.`, `Take a server of version ${end.needed} or newer.`);
      case 'no-program':
        throw missingProgram('pg_restore', end);
      case 'restored':
        host.out(`Restored, complete until ${end.note.completeUntil}. Everything is held.`);
        host.err(`Say now what was lost: perennial recover --lost-since ${end.note.completeUntil}`);
        return exitCode.clean;
    }
  });
}
