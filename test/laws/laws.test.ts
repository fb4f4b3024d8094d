import { expect, test } from 'vitest';
import { allLaws } from './all-laws.js';

// A fiftieth of what `npm run laws` tries, of other cases each time.
const seed = Number(process.env['PERENNIAL_SEED'] ?? Date.now() % 1_000_000_000);
console.info(`laws: seed ${seed}; PERENNIAL_SEED=${seed} repeats them`);

// One of them runs in a process of its own meanwhile.
test.concurrent.each(allLaws)('$name: $promise', { timeout: 600_000 }, async (law) => {
  let done = 0;
  const cases = law.cases / 50;
  await law.check({ seed, cases, progress: (now) => void (done = now) });
  expect(done).toBe(cases);
});
