import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../compiler/check.js';
import { createTemplateCache } from '../../../compiler/templates/template-cache.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { PhraseType } from '../../../grammar/expressions/all-phrases.js';
import { allPhrases } from '../../../grammar/expressions/all-phrases.js';
import { placeAt } from '../../../grammar/place.js';
import type { Source } from '../../../grammar/span.js';
import type { Law } from '../law.js';
import { lawOf } from '../law.js';
import { libraryFiles } from './library-files.js';
import { edited, hugeText, tokenSoup, unfriendlyText } from './unfriendly-text.js';

/** Something that a parser, a decoder or the whole check has to bear. */
export type Case =
  | { readonly kind: 'phrase'; readonly type: PhraseType; readonly text: string }
  /** A file alone. */
  | { readonly kind: 'file'; readonly source: Source }
  /** A file in its repository, instead of the right one. */
  | { readonly kind: 'repository'; readonly source: Source };

const files = libraryFiles();
const templateCache = createTemplateCache();

const phraseType = fc.constantFrom(...Object.keys(allPhrases).filter(isPhrase));
const path = fc.constantFrom(
  'perennial.yaml', 'schema/x.yaml', 'scoring/x.yaml', 'segments/x.yaml', 'campaigns/x.yaml', 'campaigns/x.campaign',
  'templates/x/y.mjml', 'templates/x/y.txt', 'tests/x.test.yaml', 'lists/x.csv',
);

const phrases: fc.Arbitrary<Case> = fc
  .tuple(phraseType, fc.oneof({ weight: 3, arbitrary: tokenSoup }, unfriendlyText))
  .map(([type, text]) => ({ kind: 'phrase', type, text }));
const garbage: fc.Arbitrary<Case> = fc
  .tuple(path, fc.oneof(tokenSoup, unfriendlyText))
  .map(([at, text]) => ({ kind: 'file', source: { path: at, text } }));
const mutated = fc.constantFrom(...files).chain((file) => edited(file.text).map((text) => ({ path: file.path, text })));
const huge: fc.Arbitrary<Case> = fc.tuple(path, hugeText).map(([at, text]) => ({ kind: 'file', source: { path: at, text } }));

/** The law about whatever has to bear the cases; `before` is told each before it is tried. */
export function fuzzOf(bears: (one: Case) => Promise<void>, before: (one: Case) => void = () => {}): Law {
  return lawOf(
    {
      name: 'fuzz',
      promise: 'no text makes parser, decoders or check throw or hang, up to 1 MiB and beyond 64 levels',
      cases: 200_000,
    },
    fc.oneof(
      { weight: 1200, arbitrary: phrases },
      { weight: 300, arbitrary: garbage },
      { weight: 450, arbitrary: mutated.map((source): Case => ({ kind: 'file', source })) },
      { weight: 45, arbitrary: mutated.map((source): Case => ({ kind: 'repository', source })) },
      { weight: 1, arbitrary: huge },
    ),
    async (one) => {
      before(one);
      const began = performance.now();
      await bears(one);
      const ms = Math.round(performance.now() - began);
      assert.ok(ms < patienceMs, `it took ${ms} ms`);
    },
  );
}

/** Far beyond what any of them takes on a slow machine. */
const patienceMs = 30_000;

/** Whoever throws at it, hangs or points outside its file breaks the law. */
export async function bear(one: Case): Promise<void> {
  switch (one.kind) {
    case 'phrase': {
      const { value, diagnostics } = allPhrases[one.type].parse(one.text, placeAt('x'));
      assert.ok(value !== undefined || diagnostics.length > 0, 'neither a tree nor a word about why');
      stayInside(diagnostics, [{ path: 'x', text: one.text }]);
      return;
    }
    case 'file': {
      const { diagnostics } = await check([one.source], { templateCache });
      stayInside(diagnostics, [one.source]);
      return;
    }
    case 'repository': {
      const sources = files.map((file) => (file.path === one.source.path ? one.source : file));
      const { diagnostics } = await check(sources, { templateCache });
      stayInside(diagnostics, sources);
    }
  }
}

function stayInside(diagnostics: readonly Diagnostic[], sources: readonly Source[]): void {
  for (const { span, code } of diagnostics) {
    const length = sources.find(({ path: known }) => known === span.file)?.text.length ?? 0;
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= length, `${code} points at ${span.start}-${span.end} of ${length}`);
  }
}

function isPhrase(word: string): word is PhraseType {
  return Object.hasOwn(allPhrases, word);
}
