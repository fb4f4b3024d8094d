/** What a reader sees as one character, with its place in the source line and on the screen. */
export interface Cell {
  /** UTF-16 offset in the line. */
  readonly start: number;
  readonly end: number;
  /** As it is printed: tabs are spaces, invisible characters have a name. */
  readonly text: string;
  /** Columns on the screen from 0, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

const tabStop = 4;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Lays out one line as a terminal shows it, so that marks below stand right. */
export function displayCells(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let from = 0;
  for (const { segment, index } of graphemes.segment(line)) {
    const text = segment === '\t' ? ' '.repeat(tabStop - (from % tabStop)) : visible(segment);
    const to = from + displayWidth(text);
    cells.push({ start: index, end: index + segment.length, text, from, to });
    from = to;
  }
  return cells;
}

/** Text that cannot move the cursor, hide or turn round what stands beside it. */
export function visibleText(text: string): string {
  return [...graphemes.segment(text)].map(({ segment }) => visible(segment)).join('');
}

/** Columns that a text takes on the screen. */
export function displayWidth(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + graphemeWidth(segment), 0);
}

// Bidirectional controls reorder what a reviewer sees (CVE-2021-42574); zero-width ones hide.
const hidden =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const control = /[\u0000-\u001f\u007f-\u009f]/g;

function visible(grapheme: string): string {
  return grapheme
    .replace(control, (character) => {
      const code = character.charCodeAt(0);
      if (code < 0x20) return String.fromCharCode(0x2400 + code);
      return code === 0x7f ? '\u2421' : named(character);
    })
    .replace(hidden, named);
}

function named(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

const zeroWidth = /^[\p{Mn}\p{Me}\u200c\u200d]+$/u;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;
// Unicode's East Asian Width W and F (UAX #11), in its larger ranges.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

function graphemeWidth(grapheme: string): number {
  if (grapheme === '' || zeroWidth.test(grapheme)) return 0;
  return emoji.test(grapheme) || wide.test(grapheme) ? 2 : 1;
}
