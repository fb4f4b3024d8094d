import { resolve } from 'node:path';
import { realClock } from '../../../runtime/clock.js';
import { printLocal } from '../../../runtime/engine/time/civil-time.js';
import { loadRelease } from '../../../runtime/store/releases.js';
import { countUnknown, listUnknown, settleUnknown } from '../../../runtime/store/reports/unknown.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import { formatNamed, prettyOrJson } from '../../format.js';
import type { Host } from '../../host.js';
import { withStore } from '../../local/open-store.js';
import { counted } from '../../print/counted.js';
import { printTable } from '../../print/table.js';
import type { CommandModule } from '../command.js';

interface Options {
  readonly sent?: string;
  readonly lost?: string;
  readonly format: string;
}

export const unknownCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('unknown')
      .summary('messages of which nobody knows whether they arrived')
      .description(
        'Lists the messages that a mail server took in without a word, and those that a recovery could not account ' +
          'for. Settles one by its key, where you have found out. What did not arrive is not sent again: the lead ' +
          'has gone on.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--sent <key>', 'this one did arrive')
      .option('--lost <key>', 'this one did not')
      .option('--format <format>', 'how to print: pretty, json', 'pretty')
      .addHelpText('after', '\nExamples:\n  perennial unknown\n  perennial unknown my-campaigns --format json\n  perennial unknown --sent 3f2a…')
      .action((folder: string, options: Options) => run(showUnknown(host, folder, options)));
  },
};

/** The list is for people: who has more asks in JSON, page by page is nobody's wish. */
const most = 1_000;

/** Exit status 1 where the key is none of an unknown message. */
async function showUnknown(host: Host, folder: string, { sent, lost, format }: Options): Promise<ExitCode> {
  const asJson = formatNamed(format, prettyOrJson) === 'json';
  if (sent !== undefined && lost !== undefined) {
    throw new UsageError('A message is either sent or lost.', 'See: perennial unknown --help');
  }
  const root = resolve(host.cwd, folder);
  return withStore(host, root, { command: 'unknown', create: false }, async (db) => {
    const key = sent ?? lost;
    if (key !== undefined) {
      const settled = await settleUnknown(db, key, sent === undefined ? 'refused' : 'sent', realClock.now());
      host.err(settled ? 'Settled.' : `No message with the key "${key}" is unknown.`);
      return settled ? exitCode.clean : exitCode.problems;
    }
    const [rows, total] = [await listUnknown(db, most), await countUnknown(db)];
    if (asJson) {
      host.out(JSON.stringify({ version: 1, total, unknown: rows }, null, 2));
      return exitCode.clean;
    }
    const zone = (await loadRelease(db))?.workspace.zone ?? 'UTC';
    if (rows.length > 0) {
      host.out(
        printTable(
          ['since', 'lead', 'message', 'key'].map((title) => ({ title })),
          rows.map((row) => [printLocal(zone, row.since), row.userId, `${row.campaign}/${row.step}`, row.key]),
        ),
      );
    }
    host.err(`${counted(total, 'message')} unknown${rows.length < total ? `; the latest ${rows.length} are shown` : ''}.`);
    return exitCode.clean;
  });
}
