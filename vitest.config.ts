import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // The machines are shared and slow at times; a hang is still a failure.
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
