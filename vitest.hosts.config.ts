import { defineConfig } from 'vitest/config';

// Hosts that are programs of their own: packed tarball, oxlint, the editor's server. They need `npm run build`.
export default defineConfig({
  test: { include: ['tests/hosts/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, pool: 'threads', maxWorkers: 2 },
});
