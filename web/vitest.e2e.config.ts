import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    // Every file starts browsers of its own; side by side they would only slow each other down.
    fileParallelism: false,
    // Of the tests of a file that say so: what waits in one is filled by another.
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
