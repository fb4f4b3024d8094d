import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What touches nothing but its own values: all files in one process a worker, so that each module is read once. */
const pure = [
  'test/{grammar,compiler,laws,campaigns,docs}/**/*.test.ts',
  'test/runtime/{engine,scoring,simulate,mail-events,extensions}/**/*.test.ts',
];

/** Tests of whole running systems: they wait more than they work, and must bear a busy machine. */
const wholeSystems = [
  'test/chaos/**/*.test.ts',
  'test/interleavings/{five-mail-drip,many-wakes}.test.ts',
  'test/runtime/{service,temporal}/**/*.test.ts',
  'test/cli/{demo,demo-interrupt}.test.ts',
  'test/cli/live/run.test.ts',
  // Looks at what its whole process holds.
  'test/compiler/memory.test.ts',
];
const onPostgres = ['test/runtime/store/**/*.test.ts', 'test/runtime/leads/**/*.test.ts'];
/** Needs the programs that come with a PostgreSQL of a distribution. */
const withClientPrograms = ['test/runtime/backup/**/*.test.ts'];

// The machines are shared and slow at times; a hang is still a failure. What was waited for in vain, while others may
// have had the machine, is tried once more, and `npm test` names it. What was seen and was wrong never is.
const patience = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  retry: { count: 1, condition: /^(?:not within [\d.]+ s: |Test timed out in )/ },
};

// Of two cores vitest would leave one idle, and many of these wait more than they work.
const maxWorkers = 2;

// What an author of a plug-in has installed.
const resolve = { alias: { 'perennial/plugin': fileURLToPath(new URL('runtime/extensions/plugin.ts', import.meta.url)) } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'pure',
          include: pure,
          exclude: wholeSystems,
          isolate: false,
          maxWorkers,
          sequence: { groupOrder: 0 },
          ...patience,
        },
      },
      {
        resolve,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts', 'examples/plugin-*/test/**/*.test.ts'],
          exclude: [...pure, ...wholeSystems, ...withClientPrograms],
          globalSetup: ['test/runtime/store/embedded-postgres.setup.ts'],
          maxWorkers,
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      {
        test: {
          name: 'oldest PostgreSQL',
          include: [...onPostgres, ...withClientPrograms],
          globalSetup: ['test/runtime/store/oldest-postgres.setup.ts'],
          setupFiles: ['test/runtime/store/skip-without-oldest-postgres.ts'],
          maxWorkers,
          sequence: { groupOrder: 2 },
          ...patience,
        },
      },
      {
        test: {
          name: 'whole systems',
          include: wholeSystems,
          globalSetup: ['test/runtime/store/embedded-postgres.setup.ts'],
          maxWorkers,
          sequence: { groupOrder: 3 },
          ...patience,
        },
      },
    ],
  },
});
