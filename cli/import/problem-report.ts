import { appendFileSync, writeFileSync } from 'node:fs';
import type { CellProblem } from '../../runtime/imports/kinds/kind.js';
import type { Row } from '../../runtime/imports/read-csv.js';
import { problemColumn } from '../../runtime/imports/head.js';
import type { Host } from '../host.js';

/** What is told of rows that were refused: the first to whoever watches, all to a file. */
export interface ProblemReport {
  begin(names: readonly string[]): void;
  tell(row: Row, problems: readonly CellProblem[]): void;
  /** Writes down what was told since. */
  flush(): void;
}

/** So many are printed; what all have in common shows by then. */
const mostPrinted = 20;

/** `path` is where all of them go, as rows that can be mended and imported; `typed` the file as it was named. */
export function createProblemReport(host: Host, typed: string, path: string | undefined): ProblemReport {
  let told = 0;
  let waiting = '';
  // The problems of the time before, where a file of problems comes back.
  let dropped = -1;
  return {
    begin(names) {
      // Rows of persons: for nobody else's eyes.
      if (path !== undefined) writeFileSync(path, lineOf([...names.filter((name) => name !== problemColumn), problemColumn]), { mode: 0o600 });
      dropped = names.indexOf(problemColumn);
    },
    tell({ line, cells }, problems) {
      told += 1;
      const sentences = problems.map(({ column, message }) => (column === undefined ? message : `"${column}" ${message}`));
      if (told <= mostPrinted) for (const sentence of sentences) host.err(`${typed}:${line}: ${sentence}`);
      if (told === mostPrinted + 1) host.err(path === undefined ? 'More are not shown here; to have them all: --problems <file>' : `All of them are in ${path}.`);
      if (path === undefined) return;
      const own = dropped < 0 ? cells : cells.filter((_, index) => index !== dropped);
      waiting += lineOf([...own, `line ${line}: ${sentences.join('; ')}`]);
    },
    flush() {
      if (path === undefined || waiting === '') return;
      appendFileSync(path, waiting);
      waiting = '';
    },
  };
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}
