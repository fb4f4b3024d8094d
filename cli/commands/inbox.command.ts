import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { InboxMail } from '../../runtime/inbox/read-inbox.js';
import { listInbox } from '../../runtime/inbox/read-inbox.js';
import { readState } from '../../runtime/servers/state-file.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import { formatNamed, prettyOrJson } from '../format.js';
import type { Host } from '../host.js';
import { dataFolderOf } from '../local/open-store.js';
import { counted } from '../print/counted.js';
import { printTable } from '../print/table.js';
import { demandRepository } from '../repository-folder.js';

export const inboxCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('inbox')
      .summary('the mails that arrived in the local inbox')
      .description('Lists the mails of the local inbox, or prints one by its number. Nothing in it ever left this machine.')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--to <address>', 'only mails to this address')
      .option('--show <number>', 'print the text of one mail; as json with its headers')
      .option('--html', 'with --show: print its HTML')
      .option('--format <format>', `how to print: ${prettyOrJson.join(', ')}`, 'pretty')
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

interface Numbered {
  readonly number: number;
  readonly mail: InboxMail;
}

export async function showInbox(host: Host, folder: string, { to, show, html, format }: Options): Promise<ExitCode> {
  const asJson = formatNamed(format, prettyOrJson) === 'json';
  if (html === true && show === undefined) {
    throw new UsageError('--html goes with --show.', 'Name the mail by its number: perennial inbox --show 1 --html');
  }
  const all = (await listInbox(inboxOf(host, folder))).map((mail, index) => ({ number: index + 1, mail }));
  if (show !== undefined) host.out(printMail(mailNumbered(all, show), html === true ? 'html' : asJson ? 'json' : 'text'));
  else {
    const mails = to === undefined ? all : all.filter(({ mail }) => mail.envelope.to.includes(to));
    if (asJson) host.out(JSON.stringify({ version: 1, mails: mails.map(asData) }, null, 2));
    else if (mails.length > 0) host.out(printMails(mails));
    else host.err(to === undefined ? 'No mail has arrived.' : `No mail has arrived for ${to}.`);
  }
  return exitCode.clean;
}

function inboxOf(host: Host, folder: string): string {
  const root = resolve(host.cwd, folder);
  const inbox = readState(root)?.inboxFolder ?? join(dataFolderOf(root), 'inbox');
  if (existsSync(inbox)) return inbox;
  demandRepository(root, 'inbox');
  throw new UsageError(`There is no inbox in ${root}.`, `Start one: perennial run ${root}`);
}

function mailNumbered(mails: readonly Numbered[], wanted: string): Numbered {
  const found = mails.find(({ number }) => String(number) === wanted);
  if (found !== undefined) return found;
  throw new UsageError(`There is no mail number ${wanted}; ${counted(mails.length, 'mail')} arrived.`, 'See: perennial inbox');
}

function printMails(mails: readonly Numbered[]): string {
  const columns = [{ title: '#', align: 'right' as const }, { title: 'date (UTC)' }, { title: 'to' }, { title: 'subject' }];
  const rows = mails.map(({ number, mail }) => [
    String(number),
    mail.date === undefined ? '' : new Date(mail.date).toISOString().slice(0, 16).replace('T', ' '),
    mail.to.join(', '),
    mail.subject,
  ]);
  return printTable(columns, rows);
}

function printMail(numbered: Numbered, as: 'text' | 'html' | 'json'): string {
  const { mail } = numbered;
  switch (as) {
    case 'html':
      return mail.html;
    case 'json': {
      const { text, html, headers } = mail;
      return JSON.stringify({ version: 1, ...asData(numbered), headers, text, html }, null, 2);
    }
    case 'text':
      return [
        `From: ${mail.from}`,
        `To: ${mail.to.join(', ')}`,
        `Subject: ${mail.subject}`,
        `Message-ID: ${mail.messageId}`,
        '',
        mail.text,
      ].join('\n');
  }
}

function asData({ number, mail: { messageId, from, to, subject, date } }: Numbered): object {
  return { number, messageId, from, to, subject, date };
}
