import { resolve } from 'node:path';
import { realClock } from '../../runtime/clock.js';
import type { CampaignChange } from '../../runtime/store/releases.js';
import { applyRelease, compareRelease } from '../../runtime/store/releases.js';
import type { CommandModule } from './command.js';
import { compileRepository } from '../compile-repository.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import type { Host } from '../host.js';
import { withStore } from '../local/open-store.js';

export const applyCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('apply')
      .summary('put the campaigns into force')
      .description(
        'Checks the repository and installs it in one transaction: all of it, or with any error nothing. ' +
          'Leads who are inside stay on the structure they entered with; new mails reach everyone not yet sent.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--dry-run', 'say what would change, change nothing')
      .addHelpText('after', '\nExamples:\n  perennial apply --dry-run\n  perennial apply my-campaigns')
      .action((folder: string, options: { dryRun?: boolean }) =>
        run(applyFolder(host, folder, options.dryRun === true)),
      );
  },
};

/** Applies the folder to the database that runs, or to the embedded one. */
export async function applyFolder(host: Host, folder: string, dryRun: boolean): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const release = await compileRepository(host, root, 'apply');
  if (release === undefined) {
    host.err('Nothing was applied.');
    return exitCode.problems;
  }
  const applied = await withStore(host, root, { command: 'apply', create: true }, (db) =>
    dryRun ? compareRelease(db, release) : applyRelease(db, release, realClock.now()),
  );
  for (const { name, change } of applied.campaigns) host.out(`${inWords[change].padEnd(12)} ${name}`);
  host.err(dryRun ? 'This was a dry run; nothing was applied.' : 'Applied.');
  return exitCode.clean;
}

const inWords: Record<CampaignChange, string> = {
  new: 'new',
  changed: 'changed',
  content: 'new mails',
  same: 'unchanged',
  retired: 'retired',
};
