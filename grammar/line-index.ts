export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units; a byte order mark takes no column. */
  readonly column: number;
}

export interface LineIndex {
  position(offset: number): Position;
  /** Without its line break. Empty for a line that does not exist. */
  lineText(line: number): string;
  /** The offset of the line's first character; the end of the text for lines behind the last. */
  lineStart(line: number): number;
}

/** Maps UTF-16 offsets of a text to lines and columns. Lines end with LF or CRLF. */
export function createLineIndex(text: string): LineIndex {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  const lineStart = (line: number): number => starts[Math.max(line, 1) - 1] ?? text.length;

  return {
    lineStart,
    position(offset) {
      const line = lineOf(starts, offset);
      return { line, column: Math.max(offset - lineStart(line), 0) + 1 };
    },
    lineText(line) {
      if (line < 1 || line > starts.length) return '';
      return text.slice(lineStart(line), starts[line] ?? text.length).replace(/\r?\n$/, '');
    },
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
