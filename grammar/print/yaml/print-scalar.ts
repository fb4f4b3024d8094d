import { isNull, plainType } from '../../tree/plain-type.js';
import type { TreeScalar } from '../../tree/tree-node.js';

export type Surroundings = 'block' | 'flow';

/** A scalar on one line, in the author's quotes where they do, else in those that keep its meaning. */
export function printScalar({ text, style, type }: TreeScalar, around: Surroundings): string {
  if (style === 'plain' && canBePlain(text, type, around)) return text;
  if (style === 'double' || needsEscapes(text)) return inDouble(text);
  if (style === 'plain' && type !== 'text') return text;
  return inSingle(text);
}

/** A key: bare where it can be. */
export function printKey(key: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(key) && !isNull(key)) return key;
  return needsEscapes(key) ? inDouble(key) : inSingle(key);
}

/** Whether YAML reads the text back as it stands. */
export function canBePlain(text: string, type: TreeScalar['type'], around: Surroundings): boolean {
  if (isNull(text) || plainType(text) !== type || needsEscapes(text) || text !== text.trim()) return false;
  if (/^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`]|^(?:---|\.\.\.)/.test(text)) return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  // In braces, brackets and commas end a value; round ones are reported as a value that was split.
  return around === 'block' || !/[,[\]{}()]|:(?=\S*$)(?!\S)|^[-?:]/.test(text);
}

/** A value of several lines as its author laid it out, its first line without indentation. */
export function blockLines({ source, style }: TreeScalar): readonly string[] | undefined {
  if (style !== 'literal' && style !== 'folded') return undefined;
  const [first = '', ...body] = source.split(/\r?\n/);
  const header = /^[|>][-+]?(?=\s|$)/.exec(first)?.[0];
  if (header === undefined) return undefined;
  const indent = body.find((line) => line.trim() !== '')?.search(/\S/);
  if (indent === undefined || body.some((line) => line.trim() !== '' && line.search(/\S/) < indent)) return undefined;
  const kept = body.map((line) => (line.trim() === '' ? '' : line.slice(indent)));
  while (kept.at(-1) === '' && !header.endsWith('+')) kept.pop();
  // The line break behind the last line is the end of the value, not a line of it.
  if (header.endsWith('+') && kept.at(-1) === '') kept.pop();
  return [header, ...kept];
}

function needsEscapes(text: string): boolean {
  return /[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ''));
}

function inSingle(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function inDouble(text: string): string {
  return JSON.stringify(text).replaceAll(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
