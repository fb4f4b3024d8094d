import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../cli/package-root.js';
import { seededRandom } from '../runtime/service/stage/seeded-random.js';
import { until } from '../runtime/service/stage/until.js';
import { copyOf, startPerennial } from './perennial.js';
import { leftOf, treeOf } from './process-tree.js';

/** PERENNIAL_TEST_SEED repeats a run. */
const seed = Number(process.env['PERENNIAL_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);

// From each stretch of the demo one moment: loading, compiling, making the database, starting
// Temporal, playing.
const stretches = [
  [300, 1_500],
  [1_500, 4_000],
  [4_000, 8_000],
  [8_000, 15_000],
  [15_000, 25_000],
] as const;
const moments = stretches.map(([from, to]) => Math.round(from + random() * (to - from)));

const setUp = [join(packageRoot(), 'set-up/main.mjs')];

// One after the other: side by side they would only slow each other's start.
console.info(`PERENNIAL_TEST_SEED=${seed}`);

describe.skipIf(process.platform !== 'linux')(`Ctrl-C ends the demo (seed ${seed})`, () => {
  test.each(moments.map((ms, index) => ({ ms, by: index % 2 === 0 ? 'npm run demo' : 'perennial demo' })))(
    '$ms ms after the start of $by',
    { timeout: 90_000 },
    async ({ ms, by }) => {
      const folder = copyOf('examples/saas');
      const { child, ended, err } = startPerennial(
        ['demo', '--repository', folder],
        by === 'npm run demo' ? { program: setUp } : {},
      );
      await new Promise((resolve) => setTimeout(resolve, ms));
      const seen = treeOf(child.pid ?? 0);
      expect(seen).not.toEqual([]);

      const began = performance.now();
      child.kill('SIGINT');
      const { code } = await ended;
      const tookMs = performance.now() - began;

      expect(code, err()).toBe(130);
      expect(tookMs, err()).toBeLessThan(10_000);
      const nothingLeft = () => (leftOf(seen).length === 0 ? true : undefined);
      await until('the end of all that was started', 5_000, nothingLeft).catch(() => expect(leftOf(seen)).toEqual([]));
      expect(existsSync(join(folder, '.perennial/demo'))).toBe(false);
      expect(existsSync(join(folder, '.perennial/state.json'))).toBe(false);
    },
  );
});
