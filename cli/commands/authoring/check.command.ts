import { countsInWords } from '../../../compiler/diagnostics/print/counts.js';
import { visibleText } from '../../../compiler/diagnostics/print/display-cells.js';
import { fixAll } from '../../../compiler/fixes/fix-all.js';
import type { Safety } from '../../../compiler/fixes/apply-fixes.js';
import { unifiedDiff } from '../../../compiler/fixes/unified-diff.js';
import type { Source } from '../../../grammar/span.js';
import { checkSources } from '../../check-sources.js';
import { checkTarget, demandRead } from '../../check/check-target.js';
import type { CheckTarget } from '../../check/check-target.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import { formatNamed } from '../../format.js';
import type { Host } from '../../host.js';
import { tellLeftOut } from '../../left-out.js';
import { counted } from '../../print/counted.js';
import { elsewhereInWords, findingFormats, printFindings, restricted } from '../../print/findings.js';
import type { FindingFormat } from '../../print/findings.js';
import { readRepository } from '../../read-repository.js';
import { writeSources } from '../../check/write-sources.js';
import type { CommandModule } from '../command.js';
import { fixNamed } from '../../check/fix-option.js';

interface Asked {
  readonly format: FindingFormat;
  readonly max: number;
  readonly fix: Safety | undefined;
  readonly diff: boolean;
}

export const checkCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('check')
      .summary('prove the campaigns, down to the last mail')
      .description(
        'Checks every file of a repository of campaigns: names, types, templates, time, consent, scoring. ' +
          'Sends nothing, applies nothing.',
      )
      .argument('[paths...]', 'a repository of campaigns, or files of one (default: ".")')
      .option('--format <format>', `how to print: ${findingFormats.join(', ')}`, 'pretty')
      .option('--max <number>', 'reports to print at most, in the pretty form', '100')
      .option('--fix [safety]', 'mend what can be mended safely; --fix=unsafe also what you should look at')
      .option('--diff', 'print what --fix would change, write nothing')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial check\n  perennial check my-campaigns --format json\n' +
          '  perennial check my-campaigns --fix=unsafe --diff\n\n' +
          'Exit status: 0 clean, 1 errors, 2 usage, 3 internal fault.',
      )
      .action((words: readonly string[], options: { format: string; max: string; fix?: string | true; diff?: true }) => {
        const { fix, paths } = fixNamed(host.cwd, options.fix, words);
        const format = formatNamed(options.format, findingFormats);
        return run(checkPaths(host, paths, { format, max: wholeNumber(options.max), fix, diff: options.diff ?? false }));
      });
  },
};

/** Checks what the paths name, mends it where that was asked for, and prints what is left; warnings alone are clean. */
async function checkPaths(host: Host, paths: readonly string[], asked: Asked): Promise<ExitCode> {
  const target = checkTarget(host.cwd, paths);
  const { root, only, prefix } = target;
  const sources = await readRepository(root);
  tellLeftOut(host, sources);
  demandRead(target, sources);
  if (asked.diff) return printDiff(host, target, sources, asked.fix ?? 'safe');

  const done = asked.fix === undefined ? undefined : await fixed(target, sources, asked.fix);
  if (done !== undefined) {
    const files = writeSources(root, sources, done.sources);
    host.err(`Mended ${done.fixed} in ${counted(files.length, 'file')}.`);
  }
  const result = done?.result ?? (await checkSources(root, sources));
  if (result.summary.campaigns === 0 && result.diagnostics.length === 0) throw nothingToCheck(root);
  const findings = { ...result, sources: done?.sources ?? sources };
  const text = printFindings(findings, {
    format: asked.format,
    color: host.color.out,
    width: host.columns,
    max: asked.max,
    prefix,
    only,
  });
  // A repository without mistakes is no line at all in the compact form.
  if (text !== '') host.out(text);
  const elsewhere = elsewhereInWords(findings, only);
  if (elsewhere !== undefined) host.err(elsewhere);
  return statusOf(restricted(findings, only));
}

async function printDiff(host: Host, target: CheckTarget, sources: readonly Source[], safety: Safety): Promise<ExitCode> {
  const done = await fixed(target, sources, safety);
  const at = (files: readonly Source[]) => files.map(({ path, text }) => ({ path: `${target.prefix}${path}`, text }));
  const diff = unifiedDiff(at(sources), at(done.sources));
  // For `git apply` it has to be exact; a terminal is not to be moved by what a file holds.
  if (diff !== '') host.out(host.color.out ? diff.split('\n').map(visibleText).join('\n') : diff);
  const left = countsInWords(done.result.diagnostics, [...(target.only ?? sources.map(({ path }) => path))]);
  host.err(`--fix${safety === 'unsafe' ? '=unsafe' : ''} would mend ${done.fixed}; nothing was written. Then: ${left.replace(/\.$/, '')}.`);
  return statusOf(done.first);
}

/** Only what was asked about is mended. */
function fixed({ root, only }: CheckTarget, sources: readonly Source[], safety: Safety) {
  const check = async (current: readonly Source[]) => {
    const result = await checkSources(root, current);
    return { ...result, ...restricted({ ...result, sources: current }, only) };
  };
  return fixAll(sources, check, safety);
}

function statusOf({ diagnostics }: { readonly diagnostics: readonly { readonly severity: string }[] }): ExitCode {
  return diagnostics.some(({ severity }) => severity === 'error') ? exitCode.problems : exitCode.clean;
}

function nothingToCheck(root: string): UsageError {
  return new UsageError(
    `There are no campaigns in ${root}.`,
    'Write campaigns/<name>.yaml, or see ready ones: perennial init my-campaigns',
  );
}

function wholeNumber(word: string): number {
  if (!/^[1-9]\d*$/.test(word)) {
    throw new UsageError(`--max is "${word}"; a whole number from 1 on is wanted.`, 'See: perennial check --help');
  }
  return Number(word);
}
