import { resolve } from 'node:path';
import { scoreOfAccount } from '../../runtime/store/facts/accounts.js';
import { loadRelease } from '../../runtime/store/releases.js';
import { timelineOf } from '../../runtime/store/reports/timeline.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import { formatNamed, prettyOrJson } from '../format.js';
import type { Host } from '../host.js';
import { withStore } from '../local/open-store.js';
import { printTimeline } from '../print/timeline.js';

export const leadCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('lead')
      .summary("one lead's timeline, with the reason for all of it")
      .description('Prints what happened to a lead and why: events, points, decisions, messages, tasks.')
      .argument('<user-id>', "the lead's id in your application")
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--format <format>', 'how to print: pretty, json', 'pretty')
      .addHelpText('after', '\nExamples:\n  perennial lead u-17\n  perennial lead u-17 my-campaigns --format json')
      .action((userId: string, folder: string, options: { format: string }) =>
        run(showLead(host, userId, folder, formatNamed(options.format, prettyOrJson) === 'json')),
      );
  },
};

/** Exit status 1 when nobody knows the lead. */
export async function showLead(host: Host, userId: string, folder: string, asJson: boolean): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  return withStore(host, root, { command: `lead ${userId}`, create: false }, async (db) => {
    const timeline = await timelineOf(db, userId);
    if (timeline === undefined) {
      host.err(`There is no lead "${userId}". Ids are those of your application, as sent to /v1/identify.`);
      return exitCode.problems;
    }
    const workspace = (await loadRelease(db))?.workspace;
    const rule = workspace?.scoring?.account;
    const { accountId } = timeline;
    const account = rule === undefined || accountId === null ? undefined : await scoreOfAccount(db, accountId, rule);
    const told = account === undefined ? timeline : { ...timeline, accountScore: account };
    host.out(
      asJson ? JSON.stringify({ version: 1, ...told }, null, 2) : printTimeline(timeline, workspace?.zone ?? 'UTC', host.color.out, account),
    );
    return exitCode.clean;
  });
}
