import { resolve } from 'node:path';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { missingProgram } from '../local/missing-program.js';
import { withServer } from '../local/open-store.js';
import type { CommandModule } from './command.js';

export const backupCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('backup')
      .summary('write everything that is stored into a folder')
      .description(
        'Backs up PostgreSQL, the only truth, as of one moment, while everything goes on: DATABASE_URL, else the ' +
          'database of the repository. Needs pg_dump of the version of the server, or newer. The folder has to be ' +
          'empty; it is full of persons, and readable by its owner only.',
      )
      .argument('<to>', 'an empty folder, made where it is missing')
      .argument('[folder]', 'the repository of campaigns', '.')
      .addHelpText('after', '\nExamples:\n  perennial backup backups/2026-11-22\n  perennial restore backups/2026-11-22')
      .action((to: string, folder: string) => run(backup(host, to, folder)));
  },
};

async function backup(host: Host, to: string, folder: string): Promise<ExitCode> {
  const { backUp } = await import('../../runtime/service/backup/back-up.js');
  return withServer(host, resolve(host.cwd, folder), { command: `backup ${to}`, create: false }, async (db, url) => {
    const made = await backUp(db, url, resolve(host.cwd, to), host.env).catch((error: unknown) => {
      throw new UsageError(`The backup failed: ${error instanceof Error ? error.message : String(error)}`, 'Nothing was kept of it.');
    });
    switch (made.kind) {
      case 'not-empty':
        throw new UsageError(`"${to}" is not empty.`, 'Name another folder: each backup has one of its own.');
      case 'no-program':
        throw missingProgram('pg_dump', made);
      case 'made':
        host.out(`${to}: ${(made.note.bytes / 1_000_000).toFixed(1)} MB, complete until ${made.note.completeUntil}`);
        host.err('Keep with it the secret of unsubscribe links: PERENNIAL_SECRET, or .perennial/secret.');
        return exitCode.clean;
    }
  });
}
