import { resolve } from 'node:path';
import { exportLead } from '../../../runtime/store/reports/export.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { withStore } from '../../local/open-store.js';
import type { CommandModule } from '../command.js';

export const exportCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('export')
      .summary('all that is stored about one lead, as JSON')
      .description('Prints every row that is stored about a lead, by table, for a person who asks what is known of them.')
      .argument('<user-id>', "the lead's id in your application")
      .argument('[folder]', 'the repository of campaigns', '.')
      .addHelpText('after', '\nExample:\n  perennial export u-17 > u-17.json')
      .action((userId: string, folder: string) => run(exportOne(host, userId, folder)));
  },
};

/** Exit status 1 when nobody knows the lead. */
async function exportOne(host: Host, userId: string, folder: string): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  return withStore(host, root, { command: `export ${userId}`, create: false }, async (db) => {
    const exported = await exportLead(db, userId);
    if (exported === undefined) {
      host.err(`There is no lead "${userId}". Ids are those of your application, as sent to /v1/identify.`);
      return exitCode.problems;
    }
    host.out(JSON.stringify({ version: 1, ...exported }, null, 2));
    return exitCode.clean;
  });
}
