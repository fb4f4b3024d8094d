import type { ListAst } from '../grammar/ast/segment.js';
import type { Checked } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import { createCompilerReport } from './diagnostics/compiler-codes.js';
import { nearest, renameFix } from './names/nearest.js';

/** By what a list names people or companies. */
const firstColumns = ['id', 'email', 'domain'];

/** The header of `lists/target-accounts.csv` and how many rows it has; the rows themselves are data. */
export function readList({ path, text }: Source): Checked<ListAst | undefined> {
  const report = createCompilerReport();
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const [header = '', ...rows] = text.slice(start).split(/\r?\n/);
  const columns = header.split(',').map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  const [first = ''] = columns;
  const span = { file: path, start, end: start + header.length };
  if (!firstColumns.includes(first)) {
    const { suggestion } = nearest(first, firstColumns);
    const where = { file: path, start, end: start + (header.split(',')[0] ?? '').length };
    report('C2119', where, { path, found: first, suggestion }, { fixes: renameFix(where, suggestion) });
    return { value: undefined, diagnostics: report.diagnostics };
  }
  const name = path.replace(/^lists\/(.*)\.csv$/, '$1');
  const filled = rows.filter((row) => row.trim() !== '').length;
  return { value: { kind: 'list', name, columns, rows: filled, span }, diagnostics: report.diagnostics };
}
