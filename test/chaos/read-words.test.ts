import { expect, test } from 'vitest';
import { readWords } from './read-words.js';

test('seeds go on from the first, and what was not said is the usual', () => {
  expect(readWords([])).toEqual({ seeds: [1], leads: 200, format: 'pretty' });
  expect(readWords(['--seeds', '3', '--seed', '7', '--leads', '40', '--format', 'json', '--plant', 'doubled'])).toEqual({
    seeds: [7, 8, 9],
    leads: 40,
    format: 'json',
    plant: 'doubled',
  });
});

test.each([['--seeds', '0'], ['--seeds', 'ten'], ['--seed'], ['--format', 'yaml'], ['--plant', 'lost'], ['--lead', '40']])(
  '%s %s is refused',
  (...words) => {
    expect(readWords(words)).toBeUndefined();
  },
);
