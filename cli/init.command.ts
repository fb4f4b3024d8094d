import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandModule } from './command.js';
import type { ExitCode } from './exit-code.js';
import { exitCode, UsageError } from './exit-code.js';
import type { Host } from './host.js';
import { packageRoot } from './package-root.js';

/** What a repository of campaigns consists of; the library's own notes stay behind. */
const parts = ['perennial.yaml', 'schema', 'scoring', 'campaigns', 'templates', 'tests'];

export const initCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('init')
      .summary('make a repository of campaigns from the ready-made library')
      .description('Copies the ready-made campaigns, mails, scoring rules, schema and tests into a folder of yours.')
      .argument('[folder]', 'where to put it; new or empty', '.')
      .option('--company <name>', 'your company, as it stands in the mails')
      .option('--dry-run', 'say what would be written, write nothing')
      .addHelpText('after', '\nExamples:\n  perennial init my-campaigns\n  perennial init my-campaigns --company "Blue Door Ltd"')
      .action((folder: string, options: { company?: string; dryRun?: boolean }) =>
        run(initFolder(host, folder, options)),
      );
  },
};

/** Fills a new or empty folder; refuses any other, so that nothing of anybody's is overwritten. */
export async function initFolder(
  host: Host,
  folder: string,
  options: { company?: string; dryRun?: boolean },
): Promise<ExitCode> {
  const target = resolve(host.cwd, folder);
  const library = join(packageRoot(), 'campaigns');
  await demandEmpty(target);
  const files = (await readdir(library, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  if (options.dryRun === true) {
    host.out(`Would copy ${files.length} files into ${target}.`);
    return exitCode.clean;
  }
  await mkdir(target, { recursive: true });
  for (const part of parts) await cp(join(library, part), join(target, part), { recursive: true });
  await writeFile(join(target, '.gitignore'), '.perennial/\n');
  if (options.company !== undefined) await nameCompany(join(target, 'perennial.yaml'), options.company);
  host.out(`Wrote ${files.length} files into ${target}.`);
  host.err(
    [
      'Next:',
      `  perennial check ${folder}   prove the campaigns`,
      `  perennial test ${folder}    run their tests in virtual time`,
      `  perennial run ${folder}     start everything on this machine`,
    ].join('\n'),
  );
  return exitCode.clean;
}

async function demandEmpty(target: string): Promise<void> {
  let entries: readonly string[] = [];
  try {
    entries = await readdir(target);
  } catch {
    // It does not exist yet: as empty as can be.
  }
  const own = entries.filter((name) => name !== '.git' && name !== '.gitignore');
  if (own.length > 0) {
    throw new UsageError(`${target} is not empty; it holds ${own.slice(0, 3).join(', ')}.`, 'Name a new folder: perennial init my-campaigns');
  }
}

async function nameCompany(file: string, company: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^company:.*$/m, `company: ${JSON.stringify(company)}`));
}
