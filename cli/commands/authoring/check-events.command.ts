import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandModule } from '../command.js';
import { printRecordsCompact, printRecordsJson, printRecordsPretty } from '../../events/print-records.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import { formatNamed } from '../../format.js';
import { readContractOf } from '../../generate/read-contract-of.js';
import type { Host } from '../../host.js';
import { kindOf } from '../../repository-folder.js';

const formats = ['pretty', 'compact', 'json'] as const;

export interface CheckEventsOptions {
  readonly repository: string;
  readonly format: (typeof formats)[number];
}

export const checkEventsCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('check-events')
      .summary('hold recorded events against the schema')
      .description(
        'Reads recorded events, JSON Lines or a JSON array, in the form of the Segment API or plain ' +
          '({ "event": …, "properties": … }), and says what the ingest would: unknown events and properties, ' +
          'values of another type, dates that do not exist. For the tests of the application that sends them.',
      )
      .argument('<file>', 'the recorded events; - for standard input')
      .option('--repository <folder>', 'the repository of campaigns with the schema', '.')
      .option('--format <format>', `how to print: ${formats.join(', ')}`, 'pretty')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial check-events events.jsonl --repository ../campaigns\n' +
          '  npm test | perennial check-events - --format compact\n\n' +
          'Exit status: 0 all fit the schema, 1 some do not, 2 usage, 3 internal fault.',
      )
      .action((file: string, { repository, format }: { repository: string; format: string }) =>
        run(checkEvents(host, file, { repository, format: formatNamed(format, formats) })),
      );
  },
};

/** Checks a file of recorded events, and prints each kind of difference once. */
export async function checkEvents(host: Host, file: string, { repository, format }: CheckEventsOptions): Promise<ExitCode> {
  const path = resolve(host.cwd, file);
  if (file !== '-' && kindOf(path) !== 'file') {
    throw new UsageError(`There is no file ${path}.`, 'Name a file of recorded events, or - for standard input.');
  }
  const contract = await readContractOf(host, repository, 'check-events');
  if (contract === undefined) return exitCode.problems;
  const { createSchemaCheck } = await import('../../../compiler/data-contract/schema-check.js');
  const { checkRecords } = await import('../../events/check-records.js');
  const name = file === '-' ? 'standard input' : file;
  const input = file === '-' ? process.stdin : createReadStream(path);
  const report = await checkRecords(textOf(input, name), createSchemaCheck(contract.plan));
  if (report.events + report.broken === 0) {
    throw new UsageError(`There are no events in ${name}.`, 'Write one event a line, as JSON.');
  }
  switch (format) {
    case 'json':
      host.out(printRecordsJson(name, report));
      break;
    case 'compact':
      if (report.findings.length > 0) host.out(printRecordsCompact(name, report));
      break;
    case 'pretty':
      host.out(printRecordsPretty(name, report, host.color.out));
      break;
  }
  return report.findings.length === 0 ? exitCode.clean : exitCode.problems;
}

/** @throws UsageError when it cannot be read to its end */
async function* textOf(input: AsyncIterable<unknown>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of input) {
      if (chunk instanceof Uint8Array) yield decoder.decode(chunk, { stream: true });
      else if (typeof chunk === 'string') yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UsageError(`${name} cannot be read: ${String(error.code)}.`);
    throw error;
  }
}
