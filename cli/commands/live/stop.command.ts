import { confirmed } from '../../control/confirm.js';
import { namedOf, sayTo } from '../../control/say-control.js';
import { exitCode } from '../../exit-code.js';
import type { CommandModule } from '../command.js';

export const stopCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('stop')
      .summary('a campaign ends for everybody inside')
      .description(
        'Stops a campaign, or all: it ends for every lead inside, with the reason, and nobody enters until it is ' +
          'resumed. Who was inside does not come back. Asks first; the numbers are shown before.',
      )
      .argument('[campaign]', 'its name; left out with --all')
      .argument('[folder]', 'the repository of campaigns; . where unsaid')
      .option('--all', 'every campaign')
      .option('--reason <words>', 'why, for the timeline', 'stopped by hand')
      .option('--dry-run', 'say who is inside, change nothing')
      .option('--yes', 'do not ask')
      .addHelpText('after', '\nExamples:\n  perennial stop welcome --dry-run\n  perennial stop welcome --reason "wrong list" --yes')
      .action((campaign: string | undefined, folder: string | undefined, options: { all?: boolean; reason: string; dryRun?: boolean; yes?: boolean }) =>
        run(
          (async () => {
            const named = namedOf(host, 'stop', [campaign, folder], options.all === true);
            const { reason, dryRun = false, yes = false } = options;
            if (!dryRun && !yes) {
              await sayTo(host, named, 'stopped', { reason, dryRun: true });
              if (!(await confirmed(host, 'The campaign ends for all of them.', 'perennial stop … --yes'))) return exitCode.problems;
            }
            return sayTo(host, named, 'stopped', { reason, dryRun });
          })(),
        ),
      );
  },
};
