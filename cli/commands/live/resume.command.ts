import { msInWords } from '../../../grammar/duration.js';
import { realClock } from '../../../runtime/clock.js';
import { everyCampaign, liftControl, readControls } from '../../../runtime/store/edits/controls.js';
import { readRate } from '../../control/rate.js';
import type { Named } from '../../control/say-control.js';
import { demandCampaign, namedOf, printInside } from '../../control/say-control.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { withStore } from '../../local/open-store.js';
import { counted } from '../../print/counted.js';
import type { CommandModule } from '../command.js';

export const resumeCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('resume')
      .summary('a campaign that was held or stopped goes on')
      .description(
        'Lets a campaign go on, or with --all every one that is held. Shows first how many leads wait, and how long ' +
          'they take at the rate you choose; without a rate they all go at once. What is too late by then goes by ' +
          'the "late" of its step.',
      )
      .argument('[campaign]', 'its name; left out with --all')
      .argument('[folder]', 'the repository of campaigns; . where unsaid')
      .option('--all', 'every campaign that is held')
      .option('--rate <rate>', 'leads to let go: 100/min, 5/s, 2000/h')
      .option('--dry-run', 'say who waits, change nothing')
      .addHelpText('after', '\nExamples:\n  perennial resume welcome --dry-run\n  perennial resume welcome --rate 100/min\n  perennial resume --all')
      .action((campaign: string | undefined, folder: string | undefined, options: { all?: boolean; rate?: string; dryRun?: boolean }) =>
        run(
          (async () => {
            const rate = options.rate === undefined ? undefined : readRate(options.rate, 'resume');
            return resume(host, namedOf(host, 'resume', [campaign, folder], options.all === true), rate, options.dryRun === true);
          })(),
        ),
      );
  },
};

/** Exit status 1 where there is nothing to resume. */
async function resume(host: Host, { campaign, root }: Named, rate: number | undefined, dryRun: boolean): Promise<ExitCode> {
  return withStore(host, root, { command: 'resume', create: false }, async (db) => {
    await demandCampaign(db, campaign);
    const now = realClock.now();
    const waiting = await printInside(host, db, campaign, now);
    host.out(burstOf(waiting, rate));
    if (dryRun) {
      host.err('This was a dry run; nothing was changed.');
      return exitCode.clean;
    }
    const lifted = await liftControl(db, campaign, rate, now);
    if (lifted.length > 0) {
      host.err(`${lifted.map((name) => (name === everyCampaign ? 'The hold of all campaigns' : `"${name}"`)).join(', ')}: resumed.`);
      return exitCode.clean;
    }
    const controls = await readControls(db);
    const own = controls.find((one) => one.campaign === campaign) ?? controls.find((one) => one.campaign === everyCampaign);
    if (own?.saidBy === 'recovery') host.err(`Everything is held: ${own.reason}. That ends with: perennial recover`);
    else if (own !== undefined) host.err('All campaigns are held. That ends with: perennial resume --all');
    else host.err('Nothing was held.');
    return exitCode.problems;
  });
}

function burstOf(waiting: number, rate: number | undefined): string {
  const who = `${counted(waiting, 'lead')} ${waiting === 1 ? 'waits' : 'wait'}`;
  if (waiting === 0 || rate === undefined) return `${who}; ${waiting === 0 ? 'nothing bursts.' : 'all of them go on at once.'}`;
  return `${who}; at ${rate} a minute the last goes on after ${msInWords(Math.ceil(waiting / rate) * 60_000)}.`;
}
