// Lints the two example services and prints what the first would do in production. `npm run demo` builds and runs this.
import { resolve } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import plugin from '../dist/index.js';
import byHarm from '../dist/report/by-harm.js';

async function lint(folder, preset) {
  const cwd = resolve(import.meta.dirname, '../examples', folder);
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser } }, plugin.configs[preset]],
  });
  const results = await eslint.lintFiles(['src']);
  return { cwd, results, rulesMeta: eslint.getRulesMetaForResults(results), count: results.reduce((sum, each) => sum + each.messages.length, 0) };
}

const faulty = await lint('orders-api', 'all');
console.log('examples/orders-api, preset "all": what these lines do in production');
console.log(byHarm(faulty.results, faulty));

const twin = await lint('orders-api-bulletproof', 'all');
console.log(`examples/orders-api-bulletproof, the same service done right: ${twin.count} findings in ${twin.results.length} files`);
if (twin.count > 0) console.log(byHarm(twin.results, twin));

// A demo that shows nothing, or a twin that is not silent, is broken.
process.exitCode = faulty.count > 0 && twin.count === 0 ? 0 : 1;
