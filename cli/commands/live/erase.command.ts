import { resolve } from 'node:path';
import { realClock } from '../../../runtime/clock.js';
import type { Erasure } from '../../../runtime/service/erase.js';
import { confirmed } from '../../control/confirm.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { withStore } from '../../local/open-store.js';
import { counted } from '../../print/counted.js';
import type { CommandModule } from '../command.js';

interface Options {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export const eraseCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('erase')
      .summary('forget a person')
      .description(
        'Erases a lead: id, attributes, what events, messages and tasks say. Counts stay, and the address as a hash, ' +
          'so that nobody writes to it again. Campaigns end for the lead. Shows what it is, and asks; it cannot be ' +
          'taken back. Backups and the local inbox are yours to see to.',
      )
      .argument('<user-id>', "the lead's id in your application")
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--dry-run', 'say what would be erased, change nothing')
      .option('--yes', 'do not ask')
      .addHelpText('after', '\nExamples:\n  perennial erase u-17 --dry-run\n  perennial erase u-17 --yes')
      .action((userId: string, folder: string, options: Options) => run(erase(host, userId, folder, options)));
  },
};

/** Exit status 1 when nobody knows the lead, or the answer was no. */
async function erase(host: Host, userId: string, folder: string, { dryRun = false, yes = false }: Options): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  // Only now: what works on leads takes its time to load.
  const { countErasure, eraseOne } = await import('../../../runtime/service/erase.js');
  return withStore(host, root, { command: `erase ${userId}`, create: false }, async (db) => {
    const found = await countErasure(db, realClock, userId);
    if (found === undefined) {
      host.err(`There is no lead "${userId}". Ids are those of your application, as sent to /v1/identify.`);
      return exitCode.problems;
    }
    host.out(inWords(found));
    if (dryRun) {
      host.err('This was a dry run; nothing was erased.');
      return exitCode.clean;
    }
    if (!yes && !(await confirmed(host, 'This cannot be taken back.', `perennial erase ${userId} --yes`))) return exitCode.problems;
    await eraseOne(db, realClock, userId);
    host.err('Erased.');
    return exitCode.clean;
  });
}

function inWords({ events, enrolments, messages, tasks }: Erasure): string {
  const parts = [counted(events, 'event'), counted(messages, 'message'), counted(tasks, 'task')];
  return `${parts.join(', ')}; inside of ${counted(enrolments, 'campaign')}, which ${enrolments === 1 ? 'ends' : 'end'}.`;
}
