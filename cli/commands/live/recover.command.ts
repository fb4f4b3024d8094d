import { resolve } from 'node:path';
import { realClock } from '../../../runtime/clock.js';
import { confirmed } from '../../control/confirm.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { withStore } from '../../local/open-store.js';
import { counted } from '../../print/counted.js';
import type { CommandModule } from '../command.js';

interface Options {
  readonly lostSince?: string;
  readonly lostUntil?: string;
  readonly nothingLost?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export const recoverCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('recover')
      .summary('go on after a backup was restored, or Temporal was lost')
      .description(
        'Ends the hold that a database which lost commits puts on everything. With --lost-since, messages that were ' +
          'due from then on may have been sent, and count as unknown: nobody gets one twice. With --nothing-lost the ' +
          'database only moved, or Temporal is a new one. Either way Temporal begins anew with every lead from where ' +
          'it stands here; runs in another cluster have no say any more.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--lost-since <moment>', 'when the backup was made, or a little before: 2026-11-22T10:00Z')
      .option('--lost-until <moment>', 'when the lost database ended; now where unsaid')
      .option('--nothing-lost', 'no commit is missing')
      .option('--dry-run', 'say what it would mean, change nothing')
      .option('--yes', 'do not ask')
      .addHelpText('after', '\nExamples:\n  perennial recover --lost-since 2026-11-22T10:00Z --dry-run\n  perennial recover --nothing-lost --yes')
      .action((folder: string, options: Options) => run(recoverFolder(host, folder, options)));
  },
};

async function recoverFolder(host: Host, folder: string, options: Options): Promise<ExitCode> {
  const now = realClock.now();
  const gap = gapOf(options, now);
  const root = resolve(host.cwd, folder);
  const { countRecoverable, recover } = await import('../../../runtime/service/recover.js');
  return withStore(host, root, { command: 'recover', create: false }, async (db) => {
    const { due, open } = await countRecoverable(db, gap);
    if (gap !== undefined) host.out(`${counted(due, 'lead')} had something due in that time; what would have been sent counts as unknown.`);
    host.out(`${counted(open, 'lead')} inside: Temporal begins anew with each.`);
    if (options.dryRun === true) {
      host.err('This was a dry run; nothing was changed.');
      return exitCode.clean;
    }
    const go = options.yes === true || (await confirmed(host, 'This cannot be taken back.', 'perennial recover … --yes'));
    if (!go) return exitCode.problems;
    const { unknown, rebuilt } = await recover(db, realClock, gap);
    host.out(`${counted(unknown, 'message')} unknown, ${counted(rebuilt, 'lead')} on the way again. See: perennial unknown`);
    return exitCode.clean;
  });
}

function gapOf({ lostSince, lostUntil, nothingLost }: Options, now: number): { since: number; until: number } | undefined {
  if ((lostSince === undefined) === (nothingLost !== true)) {
    throw new UsageError('Say what was lost.', 'Type --lost-since with a moment, or --nothing-lost; see: perennial recover --help');
  }
  if (lostSince === undefined) return undefined;
  const since = momentOf(lostSince);
  const until = lostUntil === undefined ? now : momentOf(lostUntil);
  if (since >= until || until > now) {
    throw new UsageError('The time that was lost has to begin before it ends, and to lie in the past.', 'See: perennial recover --help');
  }
  return { since, until };
}

function momentOf(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new UsageError(`"${text}" is no moment.`, 'Write it with its offset: 2026-11-22T10:00Z');
}
