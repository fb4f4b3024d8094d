import { describe, expect, test } from 'vitest';
import { readHead } from '../../../runtime/imports/head.js';
import type { Row } from '../../../runtime/imports/read-csv.js';
import { readCsv } from '../../../runtime/imports/read-csv.js';

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<readonly Row[]> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const rows: Row[] = [];
  for await (const row of readCsv(bytes())) rows.push(row);
  return rows;
}

const cells = async (text: string) => (await read(text)).map((row) => row.cells);

describe('a file is read', () => {
  test.each([
    ['commas', 'id,plan\n1,free\n'],
    ['semicolons', 'id;plan\n1;free\n'],
    ['tabs', 'id\tplan\n1\tfree\n'],
    ['bars', 'id|plan\n1|free\n'],
    ['CRLF, no end of the last line', 'id,plan\r\n1,free'],
    ['a byte order mark', '\uFEFFid,plan\n1,free\n'],
    ['empty lines', 'id,plan\n\n\n1,free\n\n'],
  ])('%s', async (_, text) => {
    expect(await cells(text)).toEqual([
      ['id', 'plan'],
      ['1', 'free'],
    ]);
  });

  test('quotes, lines within cells and the other signs that divide', async () => {
    expect(await cells('"a,b";c\n"two\nlines";"say ""x"""\n')).toEqual([
      ['a,b', 'c'],
      ['two\nlines', 'say "x"'],
    ]);
  });

  test('each row knows its line, also behind cells of several lines and empty lines', async () => {
    expect((await read('id,text\n1,"a\nb\nc"\n\n2,x\n')).map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  test('a letter in two chunks stays one', async () => {
    const bytes = Buffer.from('id,name\n1,Zoë\n');
    const middle = bytes.indexOf(0xc3) + 1;
    expect((await read(bytes.subarray(0, middle), bytes.subarray(middle))).at(-1)?.cells).toEqual(['1', 'Zoë']);
  });

  test.each([
    ['id\n"open\n2\n', 'The row that begins in line 2 has a quote that is not closed.'],
    ['id,b\n1,"x"y\n', 'The row that begins in line 2 has a quote in the middle of a cell; within quotes a quote is written twice.'],
    [Buffer.from([0x69, 0x64, 0x0a, 0xff, 0x0a]), 'The file is not UTF-8; save it as CSV in UTF-8.'],
    [Buffer.from('\uFEFFid\n', 'utf16le'), 'The file is UTF-16; save it as CSV in UTF-8.'],
  ])('%#: what cannot be read is said with its line', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('a head is read', () => {
  const known = [{ name: 'user_id', also: ['id'] }, { name: 'plan' }, { name: 'email' }];
  const none = { map: new Map<string, string>(), leftOut: [] };

  test('words are known however they are written', () => {
    const { head, problems } = readHead(['User ID', ' e-mail ', 'PLAN', 'import_problem'], known, none);
    expect(problems).toEqual([]);
    expect(head.columns).toEqual(['user_id', 'email', 'plan', undefined]);
  });

  test('a column may be named, or left out', () => {
    const { head, problems } = readHead(['id', 'Tarif', 'notes'], known, { map: new Map([['Tarif', 'plan']]), leftOut: ['notes'] });
    expect({ problems, columns: head.columns }).toEqual({ problems: [], columns: ['user_id', 'plan', undefined] });
  });

  test('all that is wrong is said at once', () => {
    const { problems } = readHead(['id', 'user_id', 'pln', 'pln', ''], known, { map: new Map([['Tarif', 'plam']]), leftOut: [] });
    expect(problems).toEqual([
      'The file has no column "Tarif".',
      'There is no "plam" to put a column into; did you mean "plan"?',
      'Column 3, "pln", is not known; did you mean "plan"?',
      'Column 4, "pln", stands in the head twice; take one of them out of the file.',
      'Column 5 has no name in the head.',
      'Columns 1 and 2, "id" and "user_id", both hold "user_id".',
    ]);
  });
});
