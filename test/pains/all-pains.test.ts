import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allPains } from './all-pains.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/guide/promises.md`, 'utf8');

/** The names that tests of a file begin with, in front of a colon. */
function testsIn(folder: string, file: string): readonly string[] {
  const text = readFileSync(`${root}test/${folder}/${file}`, 'utf8');
  return [...text.matchAll(/^test\('([^']+)'/gm)].map(([, name = '']) => name);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(`${root}test/${folder}`).filter((file) => file.endsWith('.test.ts'));
}

test('there are twenty pains, each with a test that bears its name', () => {
  expect(allPains.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  const named = filesIn('pains').flatMap((file) => testsIn('pains', file).flatMap((name) => (name.startsWith('pain ') ? [`${file} ${name}`] : [])));
  expect(named.toSorted()).toEqual(allPains.map(({ number, pain, shownIn }) => `${shownIn} pain ${number}: ${pain}`).toSorted());
});

test.each(allPains)('the page of promises has pain $number, and what of it waits', ({ number, shownIn, waitsFor }) => {
  const [, row = ''] = new RegExp(`^\\| ${number} \\|(.*)\\|$`, 'm').exec(page) ?? [];
  expect(row).toContain(`test/pains/${shownIn}`);
  if (waitsFor !== undefined) expect(page).toContain(waitsFor);
});

test.each(filesIn('interleavings'))('the page of promises has the interleaving of %s', (file) => {
  expect(testsIn('interleavings', file).filter((name) => name.startsWith('interleaving: '))).toHaveLength(1);
  expect(page).toContain(`test/interleavings/${file}`);
});
