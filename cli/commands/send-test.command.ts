import { resolve } from 'node:path';
import type { OpenMessage } from '../../compiler/open-messages.js';
import { domainOf, signersOf } from '../../compiler/plan/ir.js';
import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { TestMail } from '../../runtime/service/send-test.js';
import { openDatabase } from '../../runtime/store/database.js';
import { environmentOf } from '../../runtime/store/incarnation.js';
import { compileRepository } from '../compile-repository.js';
import { demandEnvironment } from '../control/environment.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { smtpOf } from '../local/smtp-of.js';
import { findMessage, findWording } from '../preview/find-message.js';
import { leadData } from '../preview/lead-data.js';
import { openBook, wordingName } from '../preview/open-book.js';
import type { CommandModule } from './command.js';

interface Options {
  readonly to: string;
  readonly lead: string;
  readonly variant?: string;
  readonly locale?: string;
  readonly environment?: string;
  readonly yes?: boolean;
}

export const sendTestCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('send-test')
      .summary('send one mail to yourself, to look at it in a mail program')
      .description(
        'Renders a template and says what would go where; with --yes it hands it to the mail server of ' +
          'PERENNIAL_SMTP. The subject begins with [test]; the links to unsubscribe and to confirm lead nowhere, ' +
          'clicks are not counted, nothing is stored and no cap counts it.',
      )
      .argument('<template>', 'welcome/hello')
      .argument('[folder]', 'the repository of campaigns', '.')
      .requiredOption('--to <address>', 'whom it goes to')
      .option('--lead <lead>', 'whose data: sample, a JSON file of attributes, or the id of a lead', 'sample')
      .option('--variant <variant>', 'the file of a variant')
      .option('--locale <locale>', 'the file of a locale: de, pt-BR')
      .option('--environment <name>', 'of perennial.yaml, whose allow-list counts; what apply said of the database where unsaid')
      .option('--yes', 'send it')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial send-test welcome/hello --to anna@northwind.example\n' +
          '  perennial send-test welcome/hello --to anna@northwind.example --locale de --yes',
      )
      .action((template: string, folder: string, options: Options) => run(sendTestMail(host, template, folder, options)));
  },
};

/** Exit status 1 when the template has errors, the address is not allowed, or the mail server did not take it. */
export async function sendTestMail(host: Host, template: string, folder: string, options: Options): Promise<ExitCode> {
  const { to, yes = false } = options;
  if (!/^[^\s<>@]+@[^\s<>@]+$/.test(to)) throw new UsageError(`"${to}" is no address.`, 'Name one: --to anna@northwind.example');
  const root = resolve(host.cwd, folder);
  const book = await openBook(root);
  const message = findMessage(book.messages, template);
  const release = await compileRepository(host, root, 'send-test');
  if (release === undefined) {
    host.err('The repository has errors; nothing was sent.');
    return exitCode.problems;
  }
  const { workspace } = release;
  // Only now: its libraries take a second to load.
  const { markedAsTest, mayBeTested, sendTest } = await import('../../runtime/service/send-test.js');
  const environment = await environmentFor(host, workspace, options.environment);
  const mail = await rendered(host, root, message, options);
  host.out(
    [`From: ${mail.from.name} <${mail.from.address}>`, `To: ${to}`, `Subject: ${markedAsTest(mail.subject)}`, `By: ${byWhom(host)}`, signedBy(mail, workspace)].join('\n'),
  );
  if (!mayBeTested(workspace, environment, to)) {
    host.err(`The environment "${environment ?? ''}" writes to its allow-list only, and this address is not on it; nothing was sent.`);
    return exitCode.problems;
  }
  if (!yes) {
    host.err(`This was a dry run; nothing was sent. To send it: perennial send-test ${template} --to ${to} --yes`);
    return exitCode.clean;
  }
  const smtp = smtpOf(host.env, 'Name your mail server: PERENNIAL_SMTP=smtp.example.net:587');
  try {
    const outcome = await sendTest(mail, { smtp, workspace, secretOf: (name) => host.env[name] });
    host.err(outcome.kind === 'sent' ? `Accepted: ${outcome.response}` : `Not accepted: ${outcome.response}`);
    return outcome.kind === 'sent' ? exitCode.clean : exitCode.problems;
  } catch (error) {
    host.err(`Not sent: ${error instanceof Error ? error.message : String(error)}`);
    return exitCode.problems;
  }
}

async function rendered(host: Host, root: string, message: OpenMessage, { to, lead, variant, locale }: Options): Promise<TestMail> {
  const { from } = message;
  if (from === undefined) throw new UsageError(`No campaign sends ${message.key} yet, so it has no sender.`, 'Send it in a step first, or look at it: perennial preview');
  const wording = findWording(message, variant, locale);
  const { attributes } = await leadData(host, root, lead);
  const content = await message.compile();
  const worded = wording === '' ? content : content?.alternatives?.find((one) => wordingName(one) === wording);
  if (worded === undefined) throw new UsageError(`${message.key} has errors.`, 'See them: perennial check');
  const { renderMessage } = await import('../../compiler/templates/liquid/liquid.js');
  const { deadLink } = await import('../../runtime/service/send-test.js');
  const data = { ...message.dataOf(attributes), ...(message.marketing ? { unsubscribe_url: deadLink } : {}), confirm_link: deadLink };
  const { subject, html, text } = renderMessage({ template: message.name, ...worded }, data);
  return { from: { name: from.label, address: from.address }, to, subject, html, text };
}

function byWhom({ env }: Host): string {
  return env['PERENNIAL_SMTP'] ?? 'nobody yet: PERENNIAL_SMTP is not set';
}

function signedBy({ from }: TestMail, { dkim = [] }: WorkspacePlan): string {
  const signers = signersOf(domainOf(from.address), dkim);
  return `Signed: ${signers.length === 0 ? 'by the mail server, or not at all' : signers.map(({ domain, selector }) => `${selector}._domainkey.${domain}`).join(', ')}`;
}

/** What was typed, else what `apply` said of the database. */
async function environmentFor(host: Host, { environments = {} }: WorkspacePlan, typed: string | undefined): Promise<string | undefined> {
  if (typed !== undefined) {
    demandEnvironment(typed, Object.keys(environments));
    return typed;
  }
  const url = host.env['DATABASE_URL'];
  if (url === undefined || url === '') return undefined;
  const db = openDatabase(url, { max: 1 });
  try {
    return await environmentOf(db);
  } catch {
    // An allow-list that cannot be read may not be passed over.
    throw new UsageError('The database of DATABASE_URL does not say whose environment it is.', 'Name it: --environment staging; or unset DATABASE_URL.');
  } finally {
    await db.close();
  }
}
