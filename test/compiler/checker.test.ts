import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../compiler/check.js';
import { createChecker } from '../../compiler/checker.js';
import { createTemplateCache } from '../../compiler/templates/template-cache.js';
import type { Source } from '../../grammar/span.js';
import { libraryFiles } from '../laws/fuzz/library-files.js';
import { edited } from '../laws/fuzz/unfriendly-text.js';

const library = libraryFiles();

/** A file edited, taken away, or put back as it was. */
const change = fc.constantFrom(...library).chain((file) =>
  fc.oneof(
    { weight: 4, arbitrary: edited(file.text).map((text): Source => ({ path: file.path, text })) },
    { weight: 1, arbitrary: fc.constant({ path: file.path, text: undefined }) },
    { weight: 2, arbitrary: fc.constant(file) },
  ),
);

test('after any edits the checker says what a fresh check says', async () => {
  const templateCache = createTemplateCache();
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      const checker = createChecker(templateCache);
      const files = new Map(library.map(({ path, text }) => [path, text]));
      await checker.check(sourcesOf(files));
      for (const { path, text } of changes) {
        if (text === undefined) files.delete(path);
        else files.set(path, text);
        const sources = sourcesOf(files);
        expect(await checker.check(sources)).toEqual(await check(sources, { templateCache }));
      }
    }),
    { numRuns: 25 },
  );
});

function sourcesOf(files: ReadonlyMap<string, string>): readonly Source[] {
  return [...files].map(([path, text]) => ({ path, text }));
}
