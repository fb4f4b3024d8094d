import type { Cursor, PathPart } from './cursor.js';
import { flowCursor } from './flow-cursor.js';

/**
 * Where somebody types in a YAML file, told by lines and columns alone: half-typed YAML has no
 * tree. Anchors, complex keys and braces over several lines, which our files do not have, are not
 * understood.
 */
export function yamlCursor(text: string, offset: number): Cursor {
  const lines = text.slice(0, offset).split('\n');
  const current = lines.at(-1) ?? '';
  const lineStart = offset - current.length;
  const parts = partsOf(current);
  const last = parts.marks.at(-1);
  const isValue = last?.kind === 'key' && last.value !== undefined;
  const above = lines.slice(0, -1);

  if (isValue) {
    const path = pathOf(parts.marks, above);
    const start = lineStart + last.valueAt;
    const value = last.value;
    const beside = besideOf(text, offset, last.column, last.name);
    return atValue(path, beside, value, start, last.column);
  }
  const column = parts.restAt;
  const continued = parts.marks.length === 0 ? continuedValue(above, column, text) : undefined;
  if (continued !== undefined) {
    const { marks, upTo, start, key } = continued;
    const path = pathOf(marks, above.slice(0, upTo));
    return atValue(path, besideOf(text, start, key, ''), text.slice(start, offset), start, key);
  }
  const path = pathAbove(parts.marks, column, above);
  const beside = besideOf(text, offset, column, undefined);
  if (/^[{["']/.test(parts.rest)) return atValue(path, beside, parts.rest, lineStart + column, column);
  return { path, beside, at: { kind: 'key', start: lineStart + column, indent: column } };
}

function atValue(path: readonly PathPart[], beside: ReadonlyMap<string, string>, value: string, start: number, indent: number): Cursor {
  const flow = flowCursor(value, start);
  if (flow !== undefined) return { ...flow, path: [...path, ...flow.path] };
  return { path, beside, at: { kind: 'value', start, text: value, indent } };
}

type Mark =
  | { readonly kind: 'item'; readonly column: number }
  | { readonly kind: 'key'; readonly column: number; readonly name: string; readonly value: string | undefined; readonly valueAt: number };

interface LineParts {
  readonly marks: readonly Mark[];
  /** What stands behind the last mark that has no value. */
  readonly rest: string;
  readonly restAt: number;
}

/** `  - send: hello` as an item at 2 and the key `send` at 4. */
function partsOf(line: string): LineParts {
  const marks: Mark[] = [];
  let column = /^ */.exec(line)?.[0].length ?? 0;
  for (;;) {
    const dash = /^-(?: +|$)/.exec(line.slice(column))?.[0];
    if (dash === undefined) break;
    marks.push({ kind: 'item', column });
    column += dash.length;
  }
  const rest = line.slice(column).replace(/\r$/, '');
  const [whole, name = '', space = '', value] = /^("[^"]*"|'[^']*'|[\w.-]+):(?:( +)(.*)|$)$/.exec(rest) ?? [];
  if (whole === undefined) return { marks, rest, restAt: column };
  const valueAt = column + name.length + 1 + space.length;
  marks.push({ kind: 'key', column, name: name.replace(/^["']|["']$/g, ''), value, valueAt });
  return { marks, rest: '', restAt: valueAt };
}

function isBlank(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** From the top of the file to the last of the marks of a line. */
function pathOf(marks: readonly Mark[], above: readonly string[]): readonly PathPart[] {
  const [outermost] = marks;
  if (outermost === undefined) return [];
  return [...ancestors(outermost, above), ...marks.map(part)];
}

/** From the top of the file to what a new mark at the column would stand in. */
function pathAbove(marks: readonly Mark[], column: number, above: readonly string[]): readonly PathPart[] {
  if (marks.length > 0) return pathOf(marks, above);
  return ancestors({ kind: 'key', column, name: '', value: undefined, valueAt: column }, above);
}

function part(mark: Mark): PathPart {
  return mark.kind === 'item' ? { kind: 'item' } : { kind: 'key', name: mark.name };
}

function ancestors(mark: Mark, above: readonly string[]): readonly PathPart[] {
  const path: PathPart[] = [];
  let current = mark;
  for (const line of above.toReversed()) {
    if (isBlank(line)) continue;
    for (const other of partsOf(line).marks.toReversed()) {
      if (!holds(other, current)) continue;
      path.unshift(part(other));
      current = other;
    }
    if (current.column === 0 && current.kind === 'key') break;
  }
  return path;
}

/** A list may stand as far left as its key. */
function holds(outer: Mark, inner: Mark): boolean {
  if (outer.kind === 'key' && inner.kind === 'item') return outer.column <= inner.column;
  return outer.column < inner.column;
}

interface Continued {
  readonly marks: readonly Mark[];
  /** The index of the line of the key. */
  readonly upTo: number;
  /** Where the value begins. */
  readonly start: number;
  readonly key: number;
}

/** A value that goes on over several lines: behind `|` or `>`, or a plain one. */
function continuedValue(above: readonly string[], column: number, text: string): Continued | undefined {
  for (let index = above.length - 1; index >= 0; index -= 1) {
    const line = above[index] ?? '';
    if (line.trim() === '') continue;
    const { marks } = partsOf(line);
    const last = marks.at(-1);
    if (last?.kind !== 'key') {
      if (marks.length > 0) return undefined;
      continue;
    }
    const value = last.value?.replace(/\s+#.*$/, '').trim() ?? '';
    if (last.column >= column || value === '') return undefined;
    const lineStart = above.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
    const isBlock = /^[|>][-+\d]*$/.test(value);
    const start = isBlock ? lineStart + line.length + 1 : lineStart + last.valueAt;
    return { marks, upTo: index, start: Math.min(start, text.length), key: last.column };
  }
  return undefined;
}

/** The keys of the mapping around, above and below the cursor. */
function besideOf(text: string, offset: number, column: number, own: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const take = (line: string): 'on' | 'out' => {
    if (isBlank(line)) return 'on';
    const { marks, restAt } = partsOf(line);
    const key = marks.find((mark) => mark.kind === 'key');
    if (key?.kind === 'key' && key.column === column) found.set(key.name, key.value ?? '');
    const [outermost] = marks;
    const left = outermost?.column ?? restAt;
    // The dash before the first key of an item ends the mapping upwards, and so does any line further left.
    return left < column ? 'out' : 'on';
  };
  const before = text.slice(0, offset).split('\n');
  const behind = text.slice(offset).split('\n');
  const currentLine = `${before.at(-1) ?? ''}${behind[0] ?? ''}`;
  const startsItem = (partsOf(currentLine).marks[0]?.column ?? column) < column;
  if (own !== undefined || startsItem) take(currentLine);
  if (!startsItem) {
    for (const line of before.slice(0, -1).toReversed()) if (take(line) === 'out') break;
  }
  for (const line of behind.slice(1)) {
    const left = isBlank(line) ? column : (partsOf(line).marks[0]?.column ?? partsOf(line).restAt);
    if (left < column) break;
    take(line);
  }
  if (own !== undefined) found.delete(own);
  return found;
}
