#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { allCommands } from './all-commands.js';
import type { ExitCode } from './exit-code.js';
import { exitCode, UsageError } from './exit-code.js';
import { processHost } from './host.js';

const host = processHost();

/** The package's own version, from the file beside the built tree or the sources. */
function readVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
    } catch {
      // The other place it is.
    }
  }
  return 'unknown';
}

const version = readVersion();

const program = new Command('perennial')
  .description('Lifecycle campaigns as code: written in files, proved by a compiler, run for every lead.')
  .version(version)
  .showSuggestionAfterError(true)
  .exitOverride()
  .addHelpText('after', '\nExamples:\n  perennial init my-campaigns\n  perennial check my-campaigns\n  perennial run my-campaigns\n');

for (const command of allCommands) {
  command.add(program, host, async (action) => {
    process.exitCode = await action;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
// Servers are stopped by then; a client's idle socket must not keep the program from ending.
if (process.exitCode !== undefined) setTimeout(() => process.exit(), 2_000).unref();

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.usage;
  if (error instanceof UsageError) {
    host.err(`perennial: ${error.message}`);
    if (error.next !== undefined) host.err(error.next);
    return exitCode.usage;
  }
  if (error instanceof Error && error.name === 'AbortError') return exitCode.interrupted;
  const text = error instanceof Error ? error.message : String(error);
  host.err(`perennial ${version}: an internal fault while running "${process.argv.slice(2).join(' ')}": ${text}`);
  host.err('Please report it with these lines and, if you can, the files. PERENNIAL_TRACE=1 prints where it happened.');
  if (host.env['PERENNIAL_TRACE'] !== undefined && error instanceof Error) host.err(error.stack ?? '');
  return exitCode.internal;
}
