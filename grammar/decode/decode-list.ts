import type { ListAst } from '../ast/segment.js';
import { closest } from '../did-you-mean.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import { createGrammarReport } from '../diagnostics/grammar-codes.js';
import { placeAt } from '../place.js';
import type { Source } from '../span.js';
import { readCsv, type Cell } from './read-csv.js';

/** How the first column says whom a line is about. */
export const listColumns = ['id', 'email', 'domain'] as const;

/** Behind these, a file of garbage has nothing new to say. */
const mostReports = 20;

/** `lists/target-accounts.csv`: a header, and under its first column whom the list names. */
export function decodeList(source: Source): Checked<ListAst | undefined> {
  const { path, text } = source;
  const place = placeAt(path);
  const report = createGrammarReport();
  const { rows, openQuote } = readCsv(text);
  const [header, ...lines] = rows;
  if (openQuote !== undefined) report('C0021', place(openQuote, openQuote + 1), { quote: '"' });
  if (header === undefined) {
    if (openQuote === undefined) report('C0013', place(0, 0), {});
    return { value: undefined, diagnostics: report.diagnostics };
  }
  const [first] = header;
  if (first !== undefined && !listColumns.some((column) => column === first.text)) {
    const near = closest(first.text, listColumns);
    report('C1006', place(first.start, first.end), { key: 'the first column', text: first.text, near, known: listColumns });
  }
  for (const [index, cells] of lines.entries()) {
    if (report.diagnostics.length >= mostReports) break;
    if (cells.length === header.length) continue;
    const key = `line ${index + 2}`;
    const at = { key, wanted: `${header.length} values`, found: String(cells.length), example: header.map(({ text: name }) => name).join(',') };
    report('C1004', spanOf(cells), at);
  }
  const span = spanOf(header);
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.csv$/, '');
  const value: ListAst = { kind: 'list', name, columns: header.map((cell) => cell.text), rows: lines.length, span };
  return { value, diagnostics: report.diagnostics };

  function spanOf(cells: readonly Cell[]) {
    return place(cells[0]?.start ?? 0, cells.at(-1)?.end ?? 0);
  }
}
