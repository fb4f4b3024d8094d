import { resolve } from 'node:path';
import { printCompact } from '../../compiler/diagnostics/print/print-compact.js';
import { printJson } from '../../compiler/diagnostics/print/print-json.js';
import { printPretty } from '../../compiler/diagnostics/print/print-pretty.js';
import { checkSources } from '../check-sources.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import { formatNamed } from '../format.js';
import type { Host } from '../host.js';
import { tellLeftOut } from '../left-out.js';
import { readRepository } from '../read-repository.js';

const formats = ['pretty', 'compact', 'json'] as const;
type CheckFormat = (typeof formats)[number];

export const checkCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('check')
      .summary('prove the campaigns, down to the last mail')
      .description(
        'Checks every file of a repository of campaigns: names, types, templates, time, consent, scoring. ' +
          'Sends nothing, applies nothing.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--format <format>', `how to print: ${formats.join(', ')}`, 'pretty')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial check\n  perennial check my-campaigns --format json\n\n' +
          'Exit status: 0 clean, 1 errors, 2 usage, 3 internal fault.',
      )
      .action((folder: string, options: { format: string }) =>
        run(checkFolder(host, folder, formatNamed(options.format, formats))),
      );
  },
};

/** Checks the folder and prints what was found; warnings alone are clean. */
export async function checkFolder(host: Host, folder: string, format: CheckFormat): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const sources = await readRepository(root);
  tellLeftOut(host, sources);
  const { diagnostics } = await checkSources(root, sources);
  switch (format) {
    case 'json':
      host.out(printJson(diagnostics, sources));
      break;
    case 'compact':
      // A repository without mistakes is no line at all.
      if (diagnostics.length > 0) host.out(printCompact(diagnostics, sources));
      break;
    case 'pretty':
      host.out(printPretty(diagnostics, sources, { color: host.color.out }));
      break;
  }
  return diagnostics.some(({ severity }) => severity === 'error') ? exitCode.problems : exitCode.clean;
}
