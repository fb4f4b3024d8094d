import { displayWidth } from '../../diagnostics/print/display-cells.js';

/** How large a text stands, in px. */
export interface Font {
  readonly size: number;
  readonly bold: boolean;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Shares of the size, by the widest of the usual fonts: a text is never wider than it was measured. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/^[ilj'|.,:;!]$/, 0.34],
  [/^[ ftrI()[\]"/\\-]$/, 0.46],
  [/^[mwMW@%—]$/, 1],
  [/^[A-Z&<>=+~#]$/, 0.84],
  [/^[\x20-\x7e]$/, 0.66],
];
const other = 0.9;
const full = 1.1;
const boldFactor = 1.1;

/** The most px that a text takes in any font of the picture. */
export function textWidth(text: string, { size, bold }: Font): number {
  let ems = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (displayWidth(segment) > 1) ems += full;
    else ems += widths.find(([pattern]) => pattern.test(segment))?.[1] ?? other;
  }
  return ems * size * (bold ? boldFactor : 1);
}

/** Text in lines of at most `room` px: at spaces, and within a word that is longer than a line. */
export function fitted(text: string, room: number, font: Font): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => cut(one, room, font))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, font) > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function cut(word: string, room: number, font: Font): readonly string[] {
  if (textWidth(word, font) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  let taken = 0;
  for (const { segment } of graphemes.segment(word)) {
    const width = textWidth(segment, font);
    if (part !== '' && taken + width > room) {
      parts.push(part);
      part = '';
      taken = 0;
    }
    part += segment;
    taken += width;
  }
  return [...parts, part];
}
