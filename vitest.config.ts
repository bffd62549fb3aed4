import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Corpora and fixtures hold test files of other people: never run those.
    include: ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/hosts/**', 'tests/corpus/**'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 2,
    // The tests share no state but what modules compute once: no need to load them anew for each file.
    isolate: false,
  },
});
