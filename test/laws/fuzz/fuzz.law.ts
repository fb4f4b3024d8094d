import { fileURLToPath } from 'node:url';
import type { Law } from '../law.js';
import { watch } from '../watch.js';
import { bear, fuzzOf } from './fuzz-cases.js';

const inProcess = fuzzOf(bear);
const program = fileURLToPath(new URL('./fuzz-program.ts', import.meta.url));

/** In a process of its own, which is ended where a case hangs. */
export const fuzz: Law = {
  ...inProcess,
  check: ({ seed, cases, progress }) =>
    watch({
      args: ['--import', 'tsx', program, String(seed), String(cases)],
      // Beyond the time within which the program itself complains; starting takes its time, too.
      patienceMs: 90_000,
      progress,
    }),
};
