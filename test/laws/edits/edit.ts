import fc from 'fast-check';
import type { Source } from '../../../grammar/span.js';
import type { Stretch, ValueKind, WordKind } from './kinds.js';
import { stretchesOf } from './kinds.js';
import type { Item } from './library-words.js';
import { slipOf } from './slips.js';

/** One mistake in one file. */
export interface Edit {
  /** The name of its kind. */
  readonly of: string;
  readonly path: string;
  readonly start: number;
  readonly was: string;
  readonly now: string;
  /** Of a misspelling: what the author meant. */
  readonly meant?: string;
}

/** Edits of one kind, each place as likely as the others. */
export function editsOf(kind: WordKind | ValueKind, items: readonly Item[]): fc.Arbitrary<Edit> {
  return kind.kind === 'word' ? wordEdits(kind, items) : valueEdits(kind, items);
}

function wordEdits(kind: WordKind, items: readonly Item[]): fc.Arbitrary<Edit> {
  const stretches = kind.where.flatMap((where) => stretchesOf(where, items, kind.name === 'key'));
  const taken = new Set(stretches.map(({ text }) => text));
  return fc.constantFrom(...stretches).chain((stretch) => {
    const slip = slipOf(stretch.text, taken).map((now) => edit(kind.name, stretch, now, stretch.text));
    const other = fc.constant(edit(kind.name, stretch, unrelated));
    return kind.unrelated ? fc.oneof({ weight: 4, arbitrary: slip }, { weight: 1, arbitrary: other }) : slip;
  });
}

/** Like no name of the library. */
const unrelated = 'xylophone';

function valueEdits(kind: ValueKind, items: readonly Item[]): fc.Arbitrary<Edit> {
  const choices = kind.where.flatMap((where) => stretchesOf(where, items, false).map((stretch) => ({ stretch, instead: where.instead })));
  return fc
    .constantFrom(...choices)
    .chain(({ stretch, instead }) => fc.constantFrom(...instead).map((now) => edit(kind.name, stretch, now)));
}

function edit(of: string, { path, start, text }: Stretch, now: string, meant?: string): Edit {
  return { of, path, start, was: text, now, ...(meant === undefined ? {} : { meant }) };
}

/** The files with one mistake in them. */
export function withEdit(files: readonly Source[], { path, start, was, now }: Edit): readonly Source[] {
  return files.map((file) => {
    if (file.path !== path) return file;
    const { text } = file;
    if (!text.startsWith(was, start)) throw new Error(`${path} has no "${was}" at ${start}`);
    return { path, text: `${text.slice(0, start)}${now}${text.slice(start + was.length)}` };
  });
}
