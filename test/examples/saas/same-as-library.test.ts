import { expect, test } from 'vitest';

import { readRepository } from '../../../cli/read-repository.js';

const library = await readRepository(new URL('../../../campaigns/', import.meta.url).pathname);
const example = await readRepository(new URL('../../../examples/saas/', import.meta.url).pathname);

// The demo shows what people start from; only its perennial.yaml is its own.
test('the example runs the campaigns of the library, letter for letter', () => {
  const shared = (sources: typeof library): readonly (readonly [string, string])[] =>
    sources.filter(({ path }) => path !== 'perennial.yaml').map(({ path, text }) => [path, text] as const);
  expect(shared(example)).toEqual(shared(library));
});
