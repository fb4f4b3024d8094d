import { resolve } from 'node:path';
import { msInWords } from '../../grammar/duration.js';
import { realClock } from '../../runtime/clock.js';
import { purchase, rankBuyers } from '../../runtime/store/facts/rfm.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import type { Host } from '../host.js';
import { withStore } from '../local/open-store.js';

export const rfmCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('rfm')
      .summary('rank the buyers now')
      .description(
        'Ranks everybody who bought by how recently, how often and for how much. Where a campaign asks for ranks ' +
          'it happens by itself once a day.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .addHelpText('after', '\nExamples:\n  perennial rfm\n  perennial rfm my-campaigns')
      .action((folder: string) => run(rankNow(host, folder)));
  },
};

async function rankNow(host: Host, folder: string): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  return withStore(host, root, { command: 'rfm', create: false }, async (db) => {
    const ranking = await rankBuyers(db, realClock.now());
    if (ranking === undefined) {
      host.err('The buyers are being ranked already; ask again in a moment.');
      return exitCode.problems;
    }
    const { buyers, moved, latencyMs } = ranking;
    host.out(`${buyers} buyers ranked by ${purchase.event}; the rank of ${moved} is another one.`);
    if (latencyMs !== null) host.out(`From the first purchase to the second: ${msInWords(latencyMs)} on average.`);
    return exitCode.clean;
  });
}
