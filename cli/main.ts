#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { visibleText } from '../compiler/diagnostics/print/display-cells.js';
import { faultOf } from '../compiler/fault.js';
import { closest } from '../grammar/did-you-mean.js';
import { allCommands } from './commands/all-commands.js';
import type { CommandModule } from './commands/command.js';
import type { ExitCode } from './exit-code.js';
import { exitCode, UsageError } from './exit-code.js';
import { processHost } from './host.js';
import { inSurroundings } from './local/surroundings.js';
import { readVersion } from './version.js';
import { wrongWords } from './wrong-words.js';

const host = processHost();
const words = process.argv.slice(2);
// Whoever reads our output may have seen enough: `perennial check | head`, `perennial run | grep -m1 Ready`. What is under way is
// finished all the same, and its exit code stays true.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(exitCode.internal);
  });
}

// Work in the background has nobody to catch its faults; the servers end with us.
process.on('uncaughtException', (error) => process.exit(explain(error)));

process.exitCode = await main();
// Servers are stopped by then; a client's idle socket must not keep the program from ending.
setTimeout(() => process.exit(), 2_000).unref();

async function main(): Promise<ExitCode> {
  let code: ExitCode = exitCode.clean;
  try {
    const name = commandIn(words);
    const program = createProgram();
    for (const load of wantedBy(name)) {
      (await load()).add(program, host, async (action) => {
        code = await action;
      });
    }
    if (words.length === 0) {
      host.err(program.helpInformation());
      return exitCode.usage;
    }
    await program.parseAsync();
    return code;
  } catch (error) {
    return explain(error);
  }
}

/** The command that was typed; undefined where the help of all is wanted. */
function commandIn([first, second]: readonly string[]): string | undefined {
  const name = first === 'help' ? second : first;
  if (name === undefined || name.startsWith('-')) return undefined;
  if (Object.hasOwn(allCommands, name)) return name;
  const [near] = closest(name, Object.keys(allCommands), 1);
  throw new UsageError(
    `There is no command "${name}".`,
    near === undefined ? 'See: perennial --help' : `Did you mean: perennial ${near}`,
  );
}

function wantedBy(name: string | undefined): readonly (() => Promise<CommandModule>)[] {
  if (words[0] === '--version' || words[0] === '-V') return [];
  const one = name === undefined ? undefined : allCommands[name];
  return one === undefined ? Object.values(allCommands) : [one];
}

function createProgram(): Command {
  const program = new Command('perennial');
  program
    .description('Lifecycle campaigns as code: written in files, proved by a compiler, run for every lead.')
    .version(readVersion())
    .exitOverride()
    // That every command has options goes without saying.
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${argumentsOf(command)}`.trim() })
    // What went wrong is said by `explain`, in our own form.
    .configureOutput({ writeErr: () => {} })
    .addHelpText(
      'after',
      '\nExamples:\n  perennial init my-campaigns\n  perennial check my-campaigns\n  perennial run my-campaigns',
    );
  return program;
}

function argumentsOf({ registeredArguments }: Command): string {
  return registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)).join(' ');
}

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCode.clean;
  if (error instanceof Error && error.name === 'AbortError') return exitCode.interrupted;
  const usage = error instanceof CommanderError ? wrongWords(error.message, words) : inSurroundings(error);
  if (usage !== undefined) {
    host.err(`perennial: ${usage.message}`);
    if (usage.next !== undefined) host.err(usage.next);
    return exitCode.usage;
  }
  const { file, cause } = faultOf(error);
  const [what = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const where = file === undefined ? '' : `, at ${file}`;
  host.err(visibleText(`perennial ${readVersion()}: an internal fault while running "${words.join(' ')}"${where}: ${what}`));
  host.err('Please report it with these lines and, if you can, the files. PERENNIAL_DEBUG=1 prints where it happened.');
  if (isSet(host.env['PERENNIAL_DEBUG']) && cause instanceof Error) host.err(cause.stack ?? '');
  return exitCode.internal;
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== '0';
}
