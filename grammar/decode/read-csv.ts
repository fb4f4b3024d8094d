/** One value of a file of values, and where it stands, with its quotes. */
export interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Csv {
  /** Without empty lines. */
  readonly rows: readonly (readonly Cell[])[];
  /** Where a quote opens that is never closed. */
  readonly openQuote?: number;
}

/** Reads comma-separated values (RFC 4180): `""` inside quotes is a quote, lines end with LF or CRLF. */
export function readCsv(text: string): Csv {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cell === undefined) return { rows, openQuote: at };
    row.push(cell);
    at = cell.end;
    const isLast = text[at] !== ',';
    if (!isLast) at += 1;
    if (isLast || at === text.length) {
      if (!isLast) row.push({ text: '', start: at, end: at });
      if (row.length > 1 || row[0]?.text !== '') rows.push(row);
      row = [];
      // Behind a closing quote nothing but the line's end is expected; what stands there is dropped.
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end + 1;
    }
  }
  return { rows };
}

function plainCell(text: string, start: number): Cell {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end).trim(), start, end };
}

function quotedCell(text: string, start: number): Cell | undefined {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] === '"') continue;
    return { text: text.slice(start + 1, at).replaceAll('""', '"'), start, end: at + 1 };
  }
  return undefined;
}
