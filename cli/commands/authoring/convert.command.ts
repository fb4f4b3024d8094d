import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { convertSource, surfaceOf, type Surface } from '../../../grammar/print/format-source.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { surfaceFiles, type SurfaceFile } from '../../surfaces/surface-files.js';
import { tellUnprinted } from '../../surfaces/tell-unprinted.js';
import type { CommandModule } from '../command.js';

export const convertCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('convert')
      .summary('turn YAML into the textual surface, or back')
      .description(
        'Prints campaigns, segments, scoring rules and tests in the other surface; their plans stay the same, byte for byte. ' +
          'With --write the new file takes the place of the old one.',
      )
      .argument('<files...>', 'files in either surface')
      .option('--to <surface>', 'yaml or text; left out: the other one')
      .option('--write', 'write the new file beside the old one, and remove the old one')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial convert campaigns/hello.yaml\n  perennial convert campaigns/hello.campaign --to yaml --write\n\n' +
          'Exit status: 0 done, 1 a file cannot be read or put that way, 2 usage.',
      )
      .action((paths: readonly string[], options: { to?: string; write?: true }) =>
        run(convertFiles(host, paths, surfaceNamed(options.to), options.write === true)),
      );
  },
};

function surfaceNamed(name: string | undefined): Surface | undefined {
  if (name === undefined || name === 'yaml' || name === 'text') return name;
  throw new UsageError(`There is no surface "${name}".`, 'The surfaces are yaml and text.');
}

async function convertFiles(
  host: Host,
  paths: readonly string[],
  to: Surface | undefined,
  isWrite: boolean,
): Promise<ExitCode> {
  const files = await surfaceFiles(host.cwd, paths);
  let code: ExitCode = exitCode.clean;
  for (const file of files) {
    const { source } = file;
    const target = to ?? (surfaceOf(source.path) === 'yaml' ? 'text' : 'yaml');
    const printed = convertSource(source, target);
    tellUnprinted(host, source, printed);
    if (printed.kind !== 'printed') code = exitCode.problems;
    else if (!isWrite) host.out(printed.text);
    else if (printed.path !== source.path) replace(host, file, printed);
  }
  return code;
}

/** The old file goes only when the new one is on the disk as it should be. */
function replace(host: Host, { file, source }: SurfaceFile, printed: { readonly path: string; readonly text: string }): void {
  const target = join(host.cwd, printed.path);
  const shown = relative(host.cwd, target).split(sep).join('/');
  if (existsSync(target)) throw new UsageError(`${shown} is there already.`, 'Remove one of the two.');
  writeFileSync(target, printed.text, { flag: 'wx' });
  if (readFileSync(target, 'utf8') !== printed.text) throw new Error(`${shown} was not written whole`);
  rmSync(file);
  host.out(`${source.path} -> ${shown}`);
}
