import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { InboxMail } from '../runtime/inbox/read-inbox.js';
import { listInbox } from '../runtime/inbox/read-inbox.js';
import { readState } from '../runtime/servers/state-file.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from './exit-code.js';
import { exitCode, UsageError } from './exit-code.js';
import type { Host } from './host.js';
import { dataFolderOf } from './local/open-store.js';
import { printTable } from './print/table.js';

export const inboxCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('inbox')
      .summary('the mails that arrived in the local inbox')
      .description('Lists the mails of the local inbox, or prints one by its number. Nothing in it ever left this machine.')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--to <address>', 'only mails to this address')
      .option('--show <number>', 'print the text of one mail')
      .option('--html', 'with --show: print its HTML')
      .option('--format <format>', 'how to print: pretty, json', 'pretty')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial inbox\n  perennial inbox my-campaigns --to ada@example.com\n  perennial inbox --show 3 --html > mail.html',
      )
      .action((folder: string, options: Options) => run(showInbox(host, folder, options)));
  },
};

interface Options {
  readonly to?: string;
  readonly show?: string;
  readonly html?: boolean;
  readonly format: string;
}

export async function showInbox(host: Host, folder: string, options: Options): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const inbox = readState(root)?.inboxFolder ?? join(dataFolderOf(root), 'inbox');
  if (!existsSync(inbox)) {
    throw new UsageError(`There is no inbox in ${folder}.`, `Start one: perennial run ${folder}`);
  }
  const all = (await listInbox(inbox)).map((mail, index) => ({ number: index + 1, mail }));
  const { to } = options;
  const mails = to === undefined ? all : all.filter(({ mail }) => mail.to.includes(to));
  if (options.show !== undefined) return showMail(host, all, options.show, options.html === true);
  if (options.format === 'json') {
    const rows = mails.map(({ number, mail }) => ({
      number,
      messageId: mail.messageId,
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      date: mail.date,
    }));
    host.out(JSON.stringify({ version: 1, mails: rows }, null, 2));
    return exitCode.clean;
  }
  const columns = [{ title: '#', align: 'right' as const }, { title: 'date' }, { title: 'to' }, { title: 'subject' }];
  const rows = mails.map(({ number, mail }) => [
    String(number),
    mail.date === undefined ? '' : new Date(mail.date).toISOString().slice(0, 16).replace('T', ' '),
    mail.to.join(', '),
    mail.subject,
  ]);
  host.out(rows.length === 0 ? 'No mail has arrived.' : printTable(columns, rows));
  return exitCode.clean;
}

function showMail(
  host: Host,
  mails: readonly { number: number; mail: InboxMail }[],
  wanted: string,
  html: boolean,
): ExitCode {
  const found = mails.find(({ number }) => String(number) === wanted)?.mail;
  if (found === undefined) throw new UsageError(`There is no mail number ${wanted}; there are ${mails.length}.`);
  if (html) {
    host.out(found.html);
    return exitCode.clean;
  }
  const headers = [
    `From: ${found.from}`,
    `To: ${found.to.join(', ')}`,
    `Subject: ${found.subject}`,
    `Message-ID: ${found.messageId}`,
  ];
  host.out([...headers, '', found.text].join('\n'));
  return exitCode.clean;
}
