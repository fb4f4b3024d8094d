import { resolve } from 'node:path';
import { realClock } from '../../../runtime/clock.js';
import { UnreadableFile } from '../../../runtime/imports/text-of.js';
import type { Imported } from '../../../runtime/service/importing/import-any.js';
import type { Database } from '../../../runtime/store/database.js';
import type { RowCounts } from '../../../runtime/store/imports/imports.js';
import { confirmed } from '../../control/confirm.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import type { Host } from '../../host.js';
import type { CountedFile } from '../../import/counted-file.js';
import { openCounted } from '../../import/counted-file.js';
import type { ImportFlags, Typed } from '../../import/import-flags.js';
import { readTyped } from '../../import/import-flags.js';
import { createProblemReport } from '../../import/problem-report.js';
import { createRowProgress } from '../../import/row-progress.js';
import { withStore } from '../../local/open-store.js';
import type { Interrupt } from '../../local/until-interrupted.js';
import { listenForInterrupt } from '../../local/until-interrupted.js';
import { counted } from '../../print/counted.js';
import type { CommandModule } from '../command.js';

export const importCommand: CommandModule = {
  add(program, host, run) {
    const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
    program
      .command('import')
      .summary('bring leads, consent, suppressions and past sends along')
      .description(
        'Reads a CSV file of another system: leads, consent, suppressions or sends. Try it with --dry-run first. ' +
          'Interrupted or killed, the same command goes on where it was. Nobody enters a campaign by it without --enrol. ' +
          'It cannot be taken back.',
      )
      .argument('<what>', 'leads, consent, suppressions or sends')
      .argument('<file>', 'CSV in UTF-8, with a head')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--dry-run', 'say what would change and what is wrong, change nothing')
      .option('--enrol', 'leads enter campaigns by it as if an application had said it')
      .option('--yes', 'do not count and ask before leads enter')
      .option('--map <column=name>', 'what a column of the file holds; as often as needed', repeated)
      .option('--leave-out <column>', 'a column that is not read; as often as needed', repeated)
      .option('--problems <file>', 'where all rows go that are refused, with the reason, to be mended and imported')
      .option('--max-problems <number>', 'with more rows refused the rest is not read', '1000')
      .option('--again', 'import a file anew that was imported before')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial import suppressions bounced.csv --dry-run\n  perennial import leads people.csv --map "Plan name=plan" --problems wrong.csv\n' +
          '  perennial import leads trials.csv --enrol',
      )
      .action((what: string, file: string, folder: string, flags: ImportFlags) => run(importTyped(host, readTyped(what, file, flags), folder)));
  },
};

/** How long a batch under way may take after Ctrl-C. */
const stopLimitMs = 20_000;

/** Exit status 1 where a row was refused, or nothing was imported. */
async function importTyped(host: Host, typed: Typed, folder: string): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const file = await openCounted(resolve(host.cwd, typed.file), typed.file);
  const interrupt = listenForInterrupt(stopLimitMs);
  try {
    return await withStore(host, root, { command: `import ${typed.kind} ${typed.file}`, create: false }, async (db) => {
      const first = typed.dryRun || (typed.enrol && !typed.yes);
      if (first) {
        const code = await runOnce(host, db, file, { ...typed, dryRun: true }, interrupt);
        if (typed.dryRun || code === exitCode.interrupted || code === exitCode.usage) return code;
        if (!(await confirmed(host, 'So many leads enter campaigns by this.', `perennial import ${typed.kind} ${typed.file} --enrol --yes`))) return exitCode.problems;
      }
      return runOnce(host, db, file, typed, interrupt);
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UsageError(error.message, 'Mend the file and import it again: what was imported by then stays as it is.');
    throw error;
  } finally {
    interrupt.release();
  }
}

async function runOnce(host: Host, db: Database, file: CountedFile, typed: Typed, interrupt: Interrupt): Promise<ExitCode> {
  // Only now: what works on leads takes its time to load.
  const { importAny } = await import('../../../runtime/service/importing/import-any.js');
  const report = createProblemReport(host, typed.file, typed.problems === undefined ? undefined : resolve(host.cwd, typed.problems));
  const progress = createRowProgress(host);
  const arrivals = new Map<string, number>();
  const imported = await importAny(db, realClock, typed.kind, {
    ...typed,
    file,
    onHead: async (names) => report.begin(names),
    onRefused: (row, problems) => report.tell(row, problems),
    onProgress: async (rows) => {
      report.flush();
      progress.show(rows, file.read());
    },
    onArrivals: (some) => some.forEach((leads, campaign) => arrivals.set(campaign, (arrivals.get(campaign) ?? 0) + leads)),
    isStopped: () => interrupt.signal.aborted,
  }).finally(() => {
    report.flush();
    progress.end();
  });
  return tell(host, typed, imported, arrivals);
}

function tell(host: Host, typed: Typed, imported: Imported, arrivals: ReadonlyMap<string, number>): ExitCode {
  const { file, dryRun } = typed;
  if (imported.kind === 'head') {
    for (const problem of imported.problems) host.err(`${file}: ${problem}`);
    host.err('Nothing was imported.');
    return exitCode.usage;
  }
  if (imported.kind === 'before') {
    host.out(inWords(imported.counts, false));
    host.err(`This file was imported on ${new Date(imported.at).toISOString().slice(0, 16)}Z; nothing was done. To do it anew: --again`);
    return exitCode.clean;
  }
  const { rows, counts, resumedAt } = imported;
  if (resumedAt > 0) host.err(`Went on behind row ${resumedAt}.`);
  host.out(inWords(counts, dryRun));
  if (dryRun && typed.kind === 'leads') host.out(arrivalsInWords(arrivals));
  switch (imported.kind) {
    case 'done':
      host.err(dryRun ? 'This was a dry run; nothing was changed.' : doneInWords(typed));
      return counts.refused > 0 ? exitCode.problems : exitCode.clean;
    case 'stopped':
      host.err(dryRun ? 'Stopped; nothing was changed.' : `Stopped behind row ${rows}; the same command goes on from there.`);
      return exitCode.interrupted;
    case 'too-many-problems':
      host.err(`More than ${typed.mostProblems} rows were refused; ${dryRun ? 'the rest was not read' : `nothing behind row ${rows} was read`}. Mend the file, or allow more with --max-problems.`);
      return exitCode.problems;
    case 'taken':
      host.err('Somebody else imports this file at this moment; this command has left it to them.');
      return exitCode.problems;
  }
}

function doneInWords({ kind, enrol }: Typed): string {
  switch (kind) {
    case 'leads':
      return enrol ? 'Imported. They enter as they are worked in, by whoever serves.' : 'Imported; nobody entered a campaign by it. They are worked in by whoever serves.';
    case 'consent':
      return 'Imported. It counts as soon as it is worked in, by whoever serves, and before any message leaves.';
    case 'suppressions':
      return 'Imported. It counts from now on.';
    case 'sends':
      return 'Imported. They count from now on.';
  }
}

function inWords({ fresh, changed, unchanged, refused }: RowCounts, dryRun: boolean): string {
  const rows = counted(fresh + changed + unchanged + refused, 'row');
  return `${rows}: ${fresh} ${dryRun ? 'would be new' : 'new'}, ${changed} ${dryRun ? 'would change' : 'changed'}, ${unchanged} as known, ${refused} refused.`;
}

function arrivalsInWords(arrivals: ReadonlyMap<string, number>): string {
  if (arrivals.size === 0) return 'With --enrol nobody would enter a campaign at once.';
  const lines = [...arrivals].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([campaign, leads]) => `  ${campaign}: ${counted(leads, 'lead')}`);
  return ['With --enrol these would enter at once:', ...lines].join('\n');
}
