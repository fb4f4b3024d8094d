import { relative, sep, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Position, Range } from 'vscode-languageserver/node';
import { createLineIndex } from '../../grammar/line-index.js';
import type { Span } from '../../grammar/span.js';

/** A file of the editor as a path of this machine; undefined for what is no file. */
export function fileOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** A path from the repository's root, with `/`; undefined for what lies elsewhere. */
export function pathIn(root: string, file: string): string | undefined {
  const path = relative(root, file).split(sep).join('/');
  return path.startsWith('../') || path === '..' ? undefined : path;
}

export function uriOf(root: string, path: string): string {
  return pathToFileURL(join(root, path)).href;
}

/** The editor counts lines and columns from 0, in UTF-16 units as we do. */
export function rangeOf({ start, end }: Pick<Span, 'start' | 'end'>, text: string): Range {
  const lines = createLineIndex(text);
  const at = (offset: number): Position => {
    const { line, column } = lines.position(offset);
    return { line: line - 1, character: column - 1 };
  };
  return { start: at(start), end: at(Math.max(start, end)) };
}

export function offsetAt({ line, character }: Position, text: string): number {
  const lines = createLineIndex(text);
  const start = lines.lineStart(line + 1);
  return Math.min(start + character, start + lines.lineText(line + 1).length);
}

/** The one edit that makes one text the other: what both begin and end with stays. */
export function changeOf(before: string, after: string): { readonly range: Range; readonly newText: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const range = rangeOf({ start, end: before.length - tail }, before);
  return { range, newText: after.slice(start, after.length - tail) };
}
