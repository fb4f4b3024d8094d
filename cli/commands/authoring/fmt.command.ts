import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { formatSource } from '../../../grammar/print/format-source.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import type { Host } from '../../host.js';
import { counted } from '../../print/counted.js';
import { surfaceFiles } from '../../surfaces/surface-files.js';
import { tellUnprinted } from '../../surfaces/tell-unprinted.js';
import type { CommandModule } from '../command.js';

export const fmtCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('fmt')
      .summary('bring files into their canonical form')
      .description(
        'Writes campaigns, segments, scoring, tests and schemas in one form, in YAML as in the textual surface. ' +
          'What they say stays the same, and so do all comments and the order of keys.',
      )
      .argument('[paths...]', 'a repository of campaigns, or files (default: ".")')
      .option('--check', 'write nothing; exit status 1 when a file is not in its form')
      .option('--stdin [name]', 'read standard input, print the result; the name says which surface it is in')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial fmt\n  perennial fmt my-campaigns --check\n' +
          '  perennial fmt --stdin x.campaign < x.campaign\n\n' +
          'Exit status: 0 done, 1 a file cannot be read or is not in its form, 2 usage.',
      )
      .action((paths: readonly string[], options: { check?: true; stdin?: string | true }) => {
        if (options.stdin === undefined) return run(formatFiles(host, paths, options.check === true));
        if (paths.length > 0 || options.check === true) {
          throw new UsageError('--stdin goes with neither paths nor --check.', 'perennial fmt --stdin x.yaml < x.yaml');
        }
        return run(formatInput(host, options.stdin === true ? 'stdin.yaml' : options.stdin));
      });
  },
};

async function formatFiles(host: Host, paths: readonly string[], isCheck: boolean): Promise<ExitCode> {
  const files = await surfaceFiles(host.cwd, paths.length === 0 ? ['.'] : paths);
  let changed = 0;
  let failed = 0;
  for (const { file, source } of files) {
    const printed = formatSource(source);
    tellUnprinted(host, source, printed);
    if (printed.kind !== 'printed') {
      failed += 1;
      continue;
    }
    if (printed.text === source.text) continue;
    changed += 1;
    host.out(source.path);
    if (!isCheck) writeFileSync(file, printed.text);
  }
  const verb = isCheck ? 'not in the canonical form' : 'written';
  host.err(`${counted(files.length, 'file')}, ${changed} ${verb}${failed === 0 ? '' : `, ${failed} left as they are`}.`);
  return failed > 0 || (isCheck && changed > 0) ? exitCode.problems : exitCode.clean;
}

async function formatInput(host: Host, path: string): Promise<ExitCode> {
  const source = { path, text: await text(process.stdin) };
  const printed = formatSource(source);
  tellUnprinted(host, source, printed);
  if (printed.kind !== 'printed') return exitCode.problems;
  host.out(printed.text);
  return exitCode.clean;
}
