import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandModule } from '../command.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import { formatNamed } from '../../format.js';
import type { Host } from '../../host.js';
import { listenForInterrupt } from '../../local/until-interrupted.js';
import { findBrowser } from '../../preview/find-browser.js';
import { findMessage, findWording } from '../../preview/find-message.js';
import { leadData } from '../../preview/lead-data.js';
import type { Rendered } from '../../preview/open-book.js';
import { openBook } from '../../preview/open-book.js';
import type { PreviewOptions } from '../../preview/preview-server.js';
import { startPreview } from '../../preview/preview-server.js';
import { takePictures } from '../../preview/take-pictures.js';
import { counted } from '../../print/counted.js';
import { kindOf } from '../../repository-folder.js';

const formats = ['html', 'text', 'json'] as const;
type PreviewFormat = (typeof formats)[number];

export const previewCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('preview')
      .summary('see the mails before anybody gets them')
      .description(
        "Shows templates on a page of this machine, filled with the schema's examples: on a desktop, on a phone, " +
          'in dark mode and without images, with the text part, the size and what the check says. The page follows ' +
          'every save. Sends nothing.',
      )
      .argument('[template]', 'welcome/hello; left out: all of them')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--lead <lead>', 'whose data: sample, a JSON file of attributes, or the id of a lead', 'sample')
      .option('--variant <variant>', 'the file of a variant')
      .option('--locale <locale>', 'the file of a locale: de, pt-BR')
      .option('--format <format>', `print and end: ${formats.join(', ')}`)
      .option('--out <folder>', 'write HTML, text and, where a Chrome is found, pictures; and end')
      .option('--once', 'print what is known of the mail and end')
      .option('--port <number>', 'of the page; a free one where unsaid', '0')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial preview\n  perennial preview welcome/hello my-campaigns --locale de\n' +
          '  perennial preview welcome/hello --out pictures\n  perennial preview welcome/hello --format text --lead lead.json',
      )
      .action((template: string | undefined, folder: string, options: Options) => run(preview(host, template, folder, options)));
  },
};

interface Options {
  readonly lead: string;
  readonly variant?: string;
  readonly locale?: string;
  readonly format?: string;
  readonly out?: string;
  readonly once?: boolean;
  readonly port: string;
}

/** How often the files are looked at. */
const lookEveryMs = 400;
const stopLimitMs = 5_000;

/** Exit status 1 when the mail has errors and was to be printed or written. */
export async function preview(host: Host, word: string | undefined, folder: string, options: Options): Promise<ExitCode> {
  const { template, root } = placesOf(host, word, folder);
  const format = options.format === undefined ? undefined : formatNamed(options.format, formats);
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`"${options.port}" is no port.`);
  const book = await openBook(root);
  if (book.messages.length === 0) throw new UsageError(`There are no templates in ${root}.`, 'Write the first: templates/welcome/hello.mjml');
  const message = template === undefined ? undefined : findMessage(book.messages, template);
  const ends = format !== undefined || options.out !== undefined || options.once === true;
  if (message === undefined && (ends || options.variant !== undefined || options.locale !== undefined)) {
    throw new UsageError('Which template?', `Name it: perennial preview ${book.messages[0]?.key ?? 'welcome/hello'}`);
  }
  const lead = await leadData(host, root, options.lead);
  const wording = message === undefined ? '' : findWording(message, options.variant, options.locale);
  if (message !== undefined && ends) {
    const mail = await book.render(message, wording, lead.attributes);
    return finish(host, mail, format, options.out);
  }
  return serve(host, {
    root,
    book,
    ...(message === undefined ? {} : { only: message.key }),
    ...(lead.attributes === undefined ? {} : { lead: lead.attributes }),
    leadInWords: lead.inWords,
    wording,
    port,
    lookEveryMs,
  });
}

/** `perennial preview my-campaigns` names a folder, not a template. */
function placesOf(host: Host, word: string | undefined, folder: string): { readonly template?: string; readonly root: string } {
  const root = resolve(host.cwd, folder);
  if (word === undefined) return { root };
  const named = resolve(host.cwd, word);
  if (folder === '.' && kindOf(join(named, 'perennial.yaml')) === 'file') return { root: named };
  return { template: word, root };
}

async function serve(host: Host, options: PreviewOptions): Promise<ExitCode> {
  const interrupt = listenForInterrupt(stopLimitMs);
  const server = await startPreview(options);
  const shown = options.only ?? counted(options.book.messages.length, 'template');
  host.err(`Preview of ${shown}; Ctrl-C ends it.`);
  host.out(server.url);
  await interrupt.happened;
  await server.stop();
  interrupt.release();
  return exitCode.clean;
}

async function finish(host: Host, mail: Rendered, format: PreviewFormat | undefined, out: string | undefined): Promise<ExitCode> {
  for (const { severity, code, message, help, place } of mail.diagnostics) {
    host.err(`${place}: ${severity}[${code}] ${message}${help === undefined ? '' : `\n  help: ${help}`}`);
  }
  if (mail.problem !== undefined) {
    host.err(mail.problem);
    return exitCode.problems;
  }
  if (out !== undefined) await write(host, mail, resolve(host.cwd, out));
  if (format !== undefined) host.out(printed(mail, format));
  else if (out === undefined) host.out(summary(mail));
  return mail.diagnostics.some(({ severity }) => severity === 'error') ? exitCode.problems : exitCode.clean;
}

function printed(mail: Rendered, format: PreviewFormat): string {
  switch (format) {
    case 'html':
      return mail.html;
    case 'text':
      return mail.text;
    case 'json': {
      const { key, wording, from, subject, preheader, bytes, html, text, diagnostics } = mail;
      const found = diagnostics.map(({ code, severity, message, help, place }) => ({ code, severity, message, help, place }));
      return JSON.stringify({ version: 1, template: key, wording, from, subject, preheader, bytes, html, text, diagnostics: found }, null, 2);
    }
  }
}

function summary({ from, subject, preheader, bytes, text }: Rendered): string {
  return [
    `From: ${from.label}${from.address === '' ? '' : ` <${from.address}>`}`,
    `Subject: ${subject}`,
    `Preheader: ${preheader}`,
    `HTML: ${(bytes / 1024).toFixed(1)} KB of 102 KB`,
    '',
    text.trimEnd(),
  ].join('\n');
}

async function write(host: Host, mail: Rendered, folder: string): Promise<void> {
  const stem = [mail.key.replace('/', '.'), mail.wording].filter((part) => part !== '').join('.');
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  const put = async (name: string, content: string): Promise<void> => {
    await writeFile(join(folder, name), content);
    written.push(name);
  };
  await put(`${stem}.txt`, mail.text);
  if (mail.html !== '') {
    await put(`${stem}.html`, mail.html);
    const browser = findBrowser(host.env);
    if (browser === undefined) host.err('No Chrome or Chromium was found, so there are no pictures. Name one in PERENNIAL_CHROME.');
    else written.push(...(await pictures(host, browser, mail.html, folder, stem)));
  }
  for (const name of written) host.out(join(folder, name));
}

async function pictures(host: Host, browser: string, html: string, folder: string, stem: string): Promise<readonly string[]> {
  try {
    return await takePictures(browser, html, folder, stem);
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    host.err(`${browser} took no pictures: ${first}`);
    return [];
  }
}
