import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../compiler/check.js';
import { createChecker } from '../../compiler/checker.js';
import { createTemplateCache } from '../../compiler/templates/template-cache.js';
import type { Source } from '../../grammar/span.js';
import { libraryFiles } from '../laws/fuzz/library-files.js';
import { edited } from '../laws/fuzz/unfriendly-text.js';
import { completed } from './fixture.js';
import { campaignText } from './whole-repository.js';

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
        const [again, fresh] = [await checker.check(sources), await check(sources, { templateCache })];
        expect(again).toEqual(fresh);
        // Nor in another order.
        expect(JSON.stringify(again)).toBe(JSON.stringify(fresh));
      }
    }),
    { numRuns: 25 },
  );
});

test('what one campaign hands over to another is checked in the mails of the other', async () => {
  const files = new Map(
    completed(`# path: campaigns/first.yaml
${campaignText({ steps: '- send: hello\n- start: second' }).replace('campaign: demo', 'campaign: first')}
# path: campaigns/second.yaml
${campaignText({ enter: '- on: started' }).replace('campaign: demo', 'campaign: second')}
`).map(({ path, text }) => [path, text]),
  );
  const mail = 'templates/second/hello.mjml';
  files.set(mail, (files.get(mail) ?? '').replace('<mj-text>', '<mj-text>{{ entry.plan | default: "free" }} '));
  const checker = createChecker();
  const inMail = async () => (await checker.check(sourcesOf(files))).diagnostics.filter(({ span }) => span.file === mail);
  expect(await inMail()).toEqual([]);
  files.set('campaigns/first.yaml', (files.get('campaigns/first.yaml') ?? '').replace('on: signed_up', 'on: page_viewed'));
  expect((await inMail()).map(({ code }) => code)).toEqual(['C7131']);
  expect(await checker.check(sourcesOf(files))).toEqual(await check(sourcesOf(files)));
});

function sourcesOf(files: ReadonlyMap<string, string>): readonly Source[] {
  return [...files].map(([path, text]) => ({ path, text }));
}
