import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { CommandModule } from '../command.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { packageRoot } from '../../package-root.js';
import { kindOf } from '../../repository-folder.js';

/** What a repository of campaigns consists of; the library's own notes stay behind. */
const parts = ['perennial.yaml', 'schema', 'scoring', 'campaigns', 'templates', 'tests'];
const ignored = '.gitignore';

export const initCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('init')
      .summary('make a repository from the ready-made library')
      .description('Copies the ready-made campaigns, mails, scoring rules, schema and tests into a folder of yours.')
      .argument('[folder]', 'where to put it; new or empty', '.')
      .option('--company <name>', 'your company, as it stands in the mails')
      .option('--dry-run', 'list what would be written, write nothing')
      .addHelpText('after', '\nExamples:\n  perennial init my-campaigns\n  perennial init my-campaigns --company "Blue Door Ltd"')
      .action((folder: string, options: Options) => run(initFolder(host, folder, options)));
  },
};

interface Options {
  readonly company?: string;
  readonly dryRun?: boolean;
}

/** Fills a new or empty folder; refuses any other, so that nothing of anybody's is overwritten. */
export async function initFolder(host: Host, folder: string, { company, dryRun }: Options): Promise<ExitCode> {
  const target = resolve(host.cwd, folder);
  const library = join(packageRoot(), 'campaigns');
  await demandEmpty(target);
  const files = await filesOf(library);
  if (dryRun === true) {
    host.out(files.join('\n'));
    host.err(`This was a dry run: ${files.length} files would be written into ${target}.`);
    return exitCode.clean;
  }
  await mkdir(target, { recursive: true });
  for (const part of parts) await cp(join(library, part), join(target, part), { recursive: true });
  // One that was there says already what its owner wants ignored.
  const own = await readFile(join(target, ignored), 'utf8').catch(() => '');
  if (!own.split('\n').includes('.perennial/')) await writeFile(join(target, ignored), `${own}.perennial/\n`);
  if (company !== undefined) await nameCompany(join(target, 'perennial.yaml'), company);
  host.err(
    [
      `Wrote ${files.length} files into ${target}.`,
      'Next:',
      `  perennial check ${folder}   prove the campaigns`,
      `  perennial test ${folder}    run their tests in virtual time`,
      `  perennial run ${folder}     start everything on this machine`,
    ].join('\n'),
  );
  return exitCode.clean;
}

/** What a repository gets, sorted, with `/`. */
async function filesOf(library: string): Promise<readonly string[]> {
  const entries = await readdir(library, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(library, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return [ignored, ...files.filter((file) => parts.includes(file.split('/')[0] ?? ''))].sort();
}

async function demandEmpty(target: string): Promise<void> {
  const another = 'Name a new folder: perennial init my-campaigns';
  switch (kindOf(target)) {
    case 'none':
      return;
    case 'file':
      throw new UsageError(`${target} is a file.`, another);
    case 'folder': {
      const own = (await readdir(target)).filter((name) => name !== '.git' && name !== ignored);
      if (own.length === 0) return;
      throw new UsageError(`${target} is not empty; it holds ${own.slice(0, 3).join(', ')}.`, another);
    }
  }
}

async function nameCompany(file: string, company: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^company:.*$/m, () => `company: ${JSON.stringify(company)}`));
}
