import type { TreeScalar } from '../tree/tree-node.js';

export interface ScalarSource {
  /** The whole file. */
  readonly text: string;
  readonly style: TreeScalar['style'];
  /** The stretch of the body: without quotes, behind the header of a block scalar. */
  readonly start: number;
  readonly end: number;
}

/** Source offsets for a stretch of a cooked scalar. */
export type ScalarMap = (start: number, end: number) => { readonly start: number; readonly end: number };

interface Unit {
  readonly start: number;
  readonly end: number;
}

/**
 * Maps offsets in a scalar's cooked value to offsets in the file.
 *
 * Folding, indentation and escapes move and drop white space only, so both texts hold the same
 * other characters in the same order; these are matched one to one. `undefined` when they do not
 * match, which would be a bug here or in the YAML library: then only the whole scalar is known.
 */
export function createScalarMap(value: string, source: ScalarSource): ScalarMap | undefined {
  const units = source.style === 'double' ? escapedUnits(source) : plainUnits(source);
  const starts: number[] = [];
  const ends: number[] = [];
  let next = 0;
  let last = source.start;
  for (const character of codeUnits(value)) {
    if (isWhite(character)) {
      // Where white space was copied letter for letter it has a place of its own, too.
      const copied = source.text[last] === character && last < source.end ? 1 : 0;
      starts.push(last);
      last += copied;
      ends.push(last);
      continue;
    }
    const unit = units[next];
    if (unit === undefined) return undefined;
    next += 1;
    starts.push(unit.start);
    ends.push(unit.end);
    last = unit.end;
  }
  if (next !== units.length) return undefined;

  const from = (offset: number): number => starts[offset] ?? ends.at(-1) ?? source.start;
  return (start, end) => {
    const first = from(start);
    return { start: first, end: end <= start ? first : Math.max(ends[end - 1] ?? from(end), first) };
  };
}

/** One unit for each character of the value that is not white space; `''` is one. */
function plainUnits({ text, style, start, end }: ScalarSource): Unit[] {
  const units: Unit[] = [];
  for (let at = start; at < end; at += 1) {
    if (isWhite(text[at] ?? '')) continue;
    const width = style === 'single' && text[at] === "'" ? 2 : 1;
    units.push({ start: at, end: at + width });
    at += width - 1;
  }
  return units;
}

const escapeWidths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function escapedUnits({ text, start, end }: ScalarSource): Unit[] {
  const units: Unit[] = [];
  for (let at = start; at < end; at += 1) {
    const character = text[at] ?? '';
    if (isWhite(character)) continue;
    if (character !== '\\') {
      units.push({ start: at, end: at + 1 });
      continue;
    }
    const letter = text[at + 1] ?? '';
    const width = escapeWidths[letter] ?? 2;
    const unit = { start: at, end: at + width };
    for (const cooked of codeUnits(cook(text.slice(at + 1, at + width)))) {
      if (!isWhite(cooked)) units.push(unit);
    }
    at += width - 1;
  }
  return units;
}

/** What an escape stands for, as far as it matters here: its length, and whether it is white space. */
function cook(escape: string): string {
  const letter = escape[0] ?? '';
  if (letter in escapeWidths) {
    const point = Number.parseInt(escape.slice(1), 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : 'x';
  }
  return isWhite(letter) || 'ntr'.includes(letter) ? ' ' : 'x';
}

function codeUnits(text: string): string[] {
  return text.split('');
}

function isWhite(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
