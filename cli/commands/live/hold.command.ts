import { namedOf, sayTo } from '../../control/say-control.js';
import type { CommandModule } from '../command.js';

export const holdCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('hold')
      .summary('nothing leaves a campaign until it is resumed')
      .description(
        'Holds a campaign, or all: from the next look on nothing is sent and nobody moves on. Leads still enter and ' +
          'stand, and may leave. A message that is decided and has not left is taken back.',
      )
      .argument('[campaign]', 'its name; left out with --all')
      .argument('[folder]', 'the repository of campaigns; . where unsaid')
      .option('--all', 'every campaign')
      .option('--reason <words>', 'why, for the timeline', 'held by hand')
      .option('--dry-run', 'say who is inside, change nothing')
      .addHelpText('after', '\nExamples:\n  perennial hold welcome --reason "wrong price"\n  perennial hold --all')
      .action((campaign: string | undefined, folder: string | undefined, options: { all?: boolean; reason: string; dryRun?: boolean }) =>
        run(
          (async () =>
            sayTo(host, namedOf(host, 'hold', [campaign, folder], options.all === true), 'held', {
              reason: options.reason,
              dryRun: options.dryRun === true,
            }))(),
        ),
      );
  },
};
