import { defineConfig } from 'vitest/config';

// Hosts that are programs of their own (packed tarball, command line, oxlint, the editor's server), and code of other people from npm.
// They need `npm run build`, and a network the first time.
export default defineConfig({
  test: { include: ['tests/hosts/**/*.test.ts', 'tests/corpus/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, pool: 'threads', maxWorkers: 2 },
});
