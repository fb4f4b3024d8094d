import { resolve } from 'node:path';
import { printLocal } from '../../runtime/engine/time/civil-time.js';
import { loadRelease } from '../../runtime/store/releases.js';
import type { TaskRow } from '../../runtime/store/tasks.js';
import { listTasks } from '../../runtime/store/tasks.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import { formatNamed, prettyOrJson } from '../format.js';
import type { Host } from '../host.js';
import { withStore } from '../local/open-store.js';
import { printTable } from '../print/table.js';

interface Options {
  readonly team?: string;
  readonly open?: boolean;
  readonly format: string;
}

export const tasksCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('tasks')
      .summary('what people are asked to do')
      .description('Lists the tasks that campaigns have given to people, those due first in front.')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--team <team>', 'only those of one team')
      .option('--open', 'only those that nobody has answered')
      .option('--format <format>', 'how to print: pretty, json', 'pretty')
      .addHelpText('after', '\nExamples:\n  perennial tasks --open\n  perennial tasks my-campaigns --team sdr --format json')
      .action((folder: string, options: Options) => run(showTasks(host, folder, options)));
  },
};

export async function showTasks(host: Host, folder: string, { team, open = false, format }: Options): Promise<ExitCode> {
  const asJson = formatNamed(format, prettyOrJson) === 'json';
  return withStore(host, resolve(host.cwd, folder), { command: 'tasks', create: false }, async (db) => {
    const tasks = await listTasks(db, { open, ...(team === undefined ? {} : { team }) });
    if (asJson) {
      host.out(JSON.stringify({ version: 1, tasks }, null, 2));
      return exitCode.clean;
    }
    if (tasks.length === 0) host.err(open ? 'Nobody is asked for anything.' : 'Nobody was asked for anything.');
    else host.out(printTasks(tasks, (await loadRelease(db))?.workspace.zone ?? 'UTC'));
    return exitCode.clean;
  });
}

function printTasks(tasks: readonly TaskRow[], zone: string): string {
  const rows = tasks.map(({ id, userId, campaign, step, team, title, assignee, dueAt, outcomes, outcome }) => [
    printLocal(zone, dueAt),
    assignee === null || assignee === team ? team : `${team}: ${assignee}`,
    title,
    userId,
    `${campaign}/${step}`,
    outcome ?? (outcomes ?? ['done']).join(' | '),
    id,
  ]);
  return printTable(['due', 'who', 'what', 'lead', 'task', 'outcome', 'id'].map((title) => ({ title })), rows);
}
