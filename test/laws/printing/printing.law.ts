import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PhraseType } from '../../../grammar/expressions/all-phrases.js';
import { allPhrases } from '../../../grammar/expressions/all-phrases.js';
import { placeAt } from '../../../grammar/place.js';
import type { Law } from '../law.js';
import { lawOf } from '../law.js';
import { arbitraryPhrases } from './arbitrary-phrases.js';

/** A tree, its print, and what the print is read as. */
interface Printing {
  readonly what: string;
  readonly tree: unknown;
  readonly text: string;
  readonly read: unknown;
}

const place = placeAt('law.yaml');

/** The law about these ways to parse and print. */
export function printingWith(phrases: typeof allPhrases): Law {
  const each = phraseTypes().map((type) => phrase(type, phrases));
  return lawOf(
    {
      name: 'printing',
      promise: 'what is printed is read as the same tree, for expressions and every phrase',
      cases: 100_000,
    },
    // As often an expression as anything else together: it stands in most of them.
    fc.oneof({ weight: each.length, arbitrary: phrase('expression', phrases) }, ...each),
    ({ what, tree, text, read }) => assert.deepEqual(withoutSpans(read), withoutSpans(tree), `${what}: ${text}`),
  );
}

export const printing = printingWith(allPhrases);

function phrase<Type extends PhraseType>(type: Type, phrases: typeof allPhrases): fc.Arbitrary<Printing> {
  const { parse, print } = phrases[type];
  return arbitraryPhrases[type].map((tree) => {
    const text = print(tree);
    const { value, diagnostics } = parse(text, place);
    return { what: type, tree, text, read: value ?? diagnostics.map(({ message }) => message) };
  });
}

function phraseTypes(): readonly PhraseType[] {
  const isPhrase = (word: string): word is PhraseType => Object.hasOwn(allPhrases, word);
  return Object.keys(allPhrases).filter(isPhrase);
}

function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, part: unknown) => (/^(?:span|operatorSpan)$/.test(key) ? undefined : part)));
}
