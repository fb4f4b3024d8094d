import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { textOf, UnreadableFile } from './text-of.js';

/** One row of a file, its head among them. */
export interface Row {
  /** Where it begins; 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** No row that anybody means is longer; a quote that is never closed would take in the whole file. */
const longestRow = 1_000_000;

/**
 * The rows of a CSV file, one after the other: commas, semicolons, tabs or bars, whichever its first
 * line has most of; LF or CRLF; quotes doubled within quotes. Empty lines are passed over.
 *
 * @throws UnreadableFile where it is not UTF-8, or a quote stands where none can; some rows before that
 * place are then not read either
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const text = textOf(bytes);
  const { start, delimiter } = await beginningOf(text);
  // Of the last row that was taken apart, which may be far ahead of the one that is read.
  let parsedLines = 0;
  const parser = parse({
    delimiter,
    on_record: (record, { lines }) => {
      parsedLines = lines;
      return record;
    },
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const feeding = pipeline(Readable.from(rest(start, text)), parser);
  // Whoever reads the rows hears of it.
  feeding.catch(() => undefined);
  let line = 1;
  let empty = 0;
  try {
    for await (const read of parser) {
      const { cells, lines, emptyLines } = parsed(read);
      yield { line: line + (emptyLines - empty), cells };
      line = lines + 1;
      empty = emptyLines;
    }
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableFile(sentenceOf(error, parsedLines + 1)) : error;
  } finally {
    parser.destroy();
  }
}

function parsed(read: unknown): { readonly cells: readonly string[]; readonly lines: number; readonly emptyLines: number } {
  const record: unknown = isObject(read) ? Reflect.get(read, 'record') : undefined;
  const info: unknown = isObject(read) ? Reflect.get(read, 'info') : undefined;
  const lines: unknown = isObject(info) ? Reflect.get(info, 'lines') : undefined;
  const emptyLines: unknown = isObject(info) ? Reflect.get(info, 'empty_lines') : undefined;
  if (!Array.isArray(record) || typeof lines !== 'number' || typeof emptyLines !== 'number') throw new Error('a row came without its cells');
  return { cells: record.map(String), lines, emptyLines };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The text up to the end of the first line at least, and what divides its cells. */
async function beginningOf(text: AsyncGenerator<string>): Promise<{ readonly start: string; readonly delimiter: string }> {
  let start = '';
  for (;;) {
    const next = await text.next();
    if (next.done === true) break;
    start += next.value;
    if (start.length > longestRow || /[\r\n]/.test(start)) break;
  }
  const [line = ''] = start.split(/\r?\n|\r/, 1);
  const outside = line.replaceAll(/"[^"]*"/g, '');
  const count = (sign: string): number => outside.split(sign).length;
  const [delimiter = ','] = [',', ';', '\t', '|'].toSorted((one, other) => count(other) - count(one));
  return { start, delimiter };
}

async function* rest(start: string, text: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start;
  yield* text;
}

/** The parser's own sentences quote the file. */
function sentenceOf({ code }: CsvError, line: number): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return `The row that begins in line ${line} has a quote that is not closed.`;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return `The row that begins in line ${line} has a quote in the middle of a cell; within quotes a quote is written twice.`;
    default:
      return `The row that begins in line ${line} cannot be read as CSV.`;
  }
}
