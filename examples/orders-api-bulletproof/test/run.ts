import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../embedded/postgres.js';

// The embedded database takes seconds to start, so all tests share one; so does each process, so there are two.
const database = await startPostgres();
process.env['TEST_DATABASE_URL'] = database.url;

const files = ['groups/processes.ts', 'groups/in-process.ts'].map((name) => fileURLToPath(new URL(name, import.meta.url)));
const outcome = run({ files, concurrency: 2, timeout: 100_000 });

outcome.on('test:fail', () => { process.exitCode = 1; });
outcome.on('end', () => {
  database.stop().catch((error: unknown) => {
    process.exitCode = 1;
    throw error;
  });
});
outcome.compose(new spec()).pipe(process.stdout);
