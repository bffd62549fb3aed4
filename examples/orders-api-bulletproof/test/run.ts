import { readdir } from 'node:fs/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../embedded/postgres.js';

// The embedded database takes seconds to start, so the test files share one.
const database = await startPostgres();
process.env['TEST_DATABASE_URL'] = database.url;

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = (await readdir(folder)).filter((name) => name.endsWith('.test.ts')).sort();
const outcome = run({ files: names.map((name) => folder + name), concurrency: 2, timeout: 60_000 });

outcome.on('test:fail', () => { process.exitCode = 1; });
outcome.on('end', () => {
  database.stop().catch((error: unknown) => {
    process.exitCode = 1;
    throw error;
  });
});
outcome.compose(new spec()).pipe(process.stdout);
