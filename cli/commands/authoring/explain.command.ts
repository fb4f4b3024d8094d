import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { findCode, nearCodes } from '../../../compiler/diagnostics/find-code.js';
import type { ExplainFormat } from '../../../compiler/explain/print/print-campaign.js';
import { closest, quotedList } from '../../../grammar/did-you-mean.js';
import { docsPage } from '../../docs-page.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import { formatNamed } from '../../format.js';
import type { Host } from '../../host.js';
import { printPage } from '../../print/page.js';
import { readRepository } from '../../read-repository.js';
import { kindOf } from '../../repository-folder.js';
import type { CommandModule } from '../command.js';

const formats = ['text', 'mermaid', 'svg', 'json'] as const;

export const explainCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('explain')
      .summary('a campaign in words or as a picture; what a code means')
      .description(
        'Prints a campaign in plain words or draws it: who enters, what happens when, what ends it. Of a code or rule of ' +
          'check it prints the page: why it is reported, wrong and right.',
      )
      .argument('<word>', 'a campaign; a code such as C4106, or the name of its rule')
      .argument('[folder]', 'the repository of campaigns (default: ".")')
      .option('--format <format>', `of a campaign: ${formats.join(', ')} (default: "text")`)
      .option('--out <file>', 'write it to a file; .svg, .mmd and .json say the format')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial explain welcome\n  perennial explain welcome my-campaigns --out welcome.svg\n' +
          '  perennial explain welcome --format mermaid\n  perennial explain C4106\n  perennial explain send-after-goal',
      )
      .action((word: string, folder: string | undefined, options: Options) => run(explain(host, word, folder, options)));
  },
};

interface Options {
  readonly format?: string;
  readonly out?: string;
}

/** What the word is decides what is printed. @throws UsageError when it is nothing */
export async function explain(host: Host, word: string, folder: string | undefined, options: Options): Promise<ExitCode> {
  const format = formatOf(options);
  // A code is meant unless something was said that only a campaign can have.
  const code = folder === undefined && format === undefined ? findCode(word) : undefined;
  if (code !== undefined) return explainCode(host, code);
  const root = resolve(host.cwd, folder ?? '.');
  if (folder === undefined && kindOf(join(root, 'perennial.yaml')) !== 'file') throw unknownWord(word, [], '');
  return explainCampaign(host, word, { root, said: folder === undefined ? '' : ` ${folder}` }, format ?? 'text', options.out);
}

function explainCode(host: Host, code: string): ExitCode {
  const page = docsPage(code);
  if (page === undefined) throw new UsageError(`The page docs/rules/${code}.md is not in this installation.`, 'Install it again.');
  host.out(printPage(page, { color: host.color.out, width: host.columns }));
  return exitCode.clean;
}

/** Where the campaign is looked for, and what was said of it on the command line, for advice. */
interface Place {
  readonly root: string;
  readonly said: string;
}

async function explainCampaign(host: Host, word: string, { root, said }: Place, format: ExplainFormat, out: string | undefined): Promise<ExitCode> {
  const sources = await readRepository(root, `explain ${word}`);
  // Only now: the page of a code needs no parser.
  const { findCampaign } = await import('../../../compiler/explain/find-campaign.js');
  const { printCampaign } = await import('../../../compiler/explain/print/print-campaign.js');
  const found = findCampaign(sources, word.replace(/^(?:.*\/)?campaigns\//, '').replace(/\.(?:yaml|campaign)$/, ''));
  switch (found.kind) {
    case 'unknown':
      throw unknownWord(word, found.names, said);
    case 'unreadable':
      host.err(`${found.path} cannot be read as a campaign. See what is wrong: perennial check${said}`);
      return exitCode.problems;
    case 'found': {
      if (!found.clean) host.err(`${found.path} has errors, so parts of it may be missing below. See them: perennial check${said}`);
      const options = out === undefined ? { color: host.color.out, width: host.columns } : { color: false };
      const printed = printCampaign[format](found.campaign, found.around, options);
      if (out === undefined) host.out(printed);
      else await write(host, out, printed);
      return exitCode.clean;
    }
  }
}

/** The words a person may have meant, campaigns first: they are what most ask for in a repository. */
function unknownWord(word: string, campaigns: readonly string[], said: string): UsageError {
  const near = [...closest(word, campaigns), ...nearCodes(word)].slice(0, 3);
  const meant = near.length === 0 ? '' : `Did you mean ${quotedList(near)}? `;
  const nothing = campaigns.length === 0 ? 'There is no code and no rule' : 'There is no campaign, no code and no rule';
  const next = near[0] ?? campaigns[0] ?? 'C4106';
  return new UsageError(`${nothing} "${word}".`, `${meant}Type: perennial explain ${next}${campaigns.includes(next) ? said : ''}`);
}

const endings: Readonly<Record<string, ExplainFormat>> = { '.svg': 'svg', '.mmd': 'mermaid', '.mermaid': 'mermaid', '.json': 'json' };

/** What was asked for, or what the file's name says; undefined when neither was given. */
function formatOf({ format, out }: Options): ExplainFormat | undefined {
  if (format !== undefined) return formatNamed(format, formats);
  return out === undefined ? undefined : (endings[extname(out)] ?? 'text');
}

async function write(host: Host, out: string, text: string): Promise<void> {
  const file = resolve(host.cwd, out);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageError(`${out} cannot be written${code === '' ? '' : ` (${code})`}.`, 'Name another file: --out campaign.svg');
  }
  host.out(file);
}
