import { resolve } from 'node:path';
import { check } from '../compiler/check.js';
import { printCompact } from '../compiler/diagnostics/print/print-compact.js';
import { printJson } from '../compiler/diagnostics/print/print-json.js';
import { printPretty } from '../compiler/diagnostics/print/print-pretty.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from './exit-code.js';
import { exitCode, UsageError } from './exit-code.js';
import type { Host } from './host.js';
import { readRepository } from './read-repository.js';

const formats = ['pretty', 'compact', 'json'] as const;
export type CheckFormat = (typeof formats)[number];

export const checkCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('check')
      .summary('prove the campaigns: names, types, templates, time, consent, scoring')
      .description('Checks every file of a repository of campaigns. Sends nothing, stores nothing.')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--format <format>', `how to print: ${formats.join(', ')}`, 'pretty')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial check\n  perennial check my-campaigns --format json\n\n' +
          'Exit status: 0 clean, 1 errors, 2 usage, 3 internal fault.',
      )
      .action((folder: string, options: { format: string }) =>
        run(checkFolder(host, folder, formatOf(options.format))),
      );
  },
};

/** Checks the folder and prints what was found; warnings alone are clean. */
export async function checkFolder(host: Host, folder: string, format: CheckFormat): Promise<ExitCode> {
  const sources = await readRepository(resolve(host.cwd, folder));
  const { diagnostics } = await check(sources);
  switch (format) {
    case 'json':
      host.out(printJson(diagnostics, sources));
      break;
    case 'compact':
      host.out(printCompact(diagnostics, sources));
      break;
    case 'pretty':
      host.out(printPretty(diagnostics, sources, { color: host.color.out }));
      break;
  }
  return diagnostics.some(({ severity }) => severity === 'error') ? exitCode.problems : exitCode.clean;
}

function formatOf(word: string): CheckFormat {
  const format = formats.find((candidate) => candidate === word);
  if (format === undefined) throw new UsageError(`"${word}" is no format.`, `Use one of: ${formats.join(', ')}.`);
  return format;
}
