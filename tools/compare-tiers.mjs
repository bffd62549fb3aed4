// What each way of knowing finds on a typed back end, against @typescript-eslint/no-floating-promises with all types:
//   node tools/compare-tiers.mjs [--dist DIR] [--files 'src/**/*.ts'] [--ignore '**/*.test.ts'] [--tiers none,one,project,types,typed] [--deleted-awaits] FOLDER
// The folder needs its tsconfig.json and node_modules. Each tier runs in a process of its own; build first.
// --deleted-awaits: which awaited statements each tier would notice if the `await` were not there.
import { spawnSync } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dist: { type: 'string', default: 'dist' },
    files: { type: 'string', default: 'src/**/*.ts' },
    tiers: { type: 'string', default: 'none,one,project,types,typed' },
    'deleted-awaits': { type: 'boolean', default: false },
    ignore: { type: 'string', default: '' },
    tier: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
const folder = resolve(positionals[0] ?? '.');
if (values.tier) await runTier(values.tier);
else compare();

async function runTier(tier) {
  const { ESLint } = await import('eslint');
  const parser = await import('@typescript-eslint/parser');
  const { default: bulletproof } = await import(pathToFileURL(resolve(values.dist, 'index.js')).href);
  const { plugin: typescript } = await import('typescript-eslint');
  const withTypes = tier === 'types' || tier === 'typed';
  const rules = tier === 'none' ? {} : tier === 'typed' ? { 'typescript/no-floating-promises': ['error', { ignoreVoid: true }] } : { 'bulletproof/no-floating-promise': 'error' };
  const deleted = [];
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    allowInlineConfig: false,
    overrideConfig: [
      { ignores: ['**/*.d.ts', ...values.ignore.split(',').filter(Boolean)] },
      {
        files: ['**/*.{ts,tsx,mts,cts,js}'],
        plugins: { bulletproof, typescript, probe: { processors: {}, rules: {} } },
        languageOptions: { parser: values['deleted-awaits'] ? withoutAwaits(parser, deleted) : parser, parserOptions: withTypes ? { projectService: true, tsconfigRootDir: folder } : {} },
        settings: { bulletproof: { project: tier === 'project' } },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        rules,
      },
    ],
  });
  const files = values.files.split(',');
  const started = process.cpuUsage();
  const from = performance.now();
  const results = await eslint.lintFiles(files);
  const ms = performance.now() - from;
  const cpu = process.cpuUsage(started);
  const found = results.flatMap(each => each.messages.filter(message => !message.fatal).map(message => ({ at: `${relative(folder, each.filePath)}:${message.line}`, text: message.message })));
  process.stdout.write(JSON.stringify({ files: results.length, found, deleted, ms, cpu: (cpu.user + cpu.system) / 1000, rss: process.resourceUsage().maxRSS / 1024 }));
}

/** The parser, with `await f();` in statement position read as `f();` (the same positions). */
function withoutAwaits(parser, deleted) {
  return {
    ...parser,
    parseForESLint(text, options) {
      const first = parser.parseForESLint(text, { ...options, projectService: false, range: true, loc: true });
      const spots = [];
      const visit = node => {
        if (!node || typeof node.type !== 'string') return;
        if (node.type === 'ExpressionStatement' && node.expression.type === 'AwaitExpression' && node.expression.argument.type === 'CallExpression') {
          spots.push(node.expression.range[0]);
          deleted.push(`${relative(folder, options.filePath)}:${node.loc.start.line}`);
        }
        for (const [key, value] of Object.entries(node)) {
          if (key === 'parent') continue;
          if (Array.isArray(value)) value.forEach(visit);
          else if (value && typeof value === 'object') visit(value);
        }
      };
      visit(first.ast);
      let changed = text;
      for (const at of spots) changed = `${changed.slice(0, at)}     ${changed.slice(at + 5)}`;
      return parser.parseForESLint(changed, options);
    },
  };
}

function compare() {
  const answers = {};
  for (const tier of values.tiers.split(',')) {
    const run = spawnSync(process.execPath, ['--max-old-space-size=8000', fileURLToPath(import.meta.url), '--tier', tier, '--dist', values.dist, '--files', values.files, '--ignore', values.ignore, ...(values['deleted-awaits'] ? ['--deleted-awaits'] : []), folder], { encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'] });
    answers[tier] = JSON.parse(run.stdout);
  }
  const typed = answers.typed && new Map(answers.typed.found.map(each => [each.at, each.text]));
  const deleted = answers.typed && new Set(answers.typed.deleted);
  for (const [tier, { files, found, ms, cpu, rss }] of Object.entries(answers)) {
    const places = new Map(found.map(each => [each.at, each.text]));
    let line = `${tier.padEnd(8)} ${files} files, ${(cpu / 1000).toFixed(1)} s CPU, ${(ms / 1000).toFixed(1)} s, ${rss.toFixed(0)} MB: ${places.size} findings`;
    if (typed && tier !== 'typed' && tier !== 'none') {
      const expected = [...typed.keys()].filter(each => !values['deleted-awaits'] || deleted.has(each));
      const hits = expected.filter(each => places.has(each));
      const extra = [...places.keys()].filter(each => !typed.has(each));
      line += `; ${hits.length} of the ${expected.length} of types (${((100 * hits.length) / Math.max(1, expected.length)).toFixed(1)} %), ${extra.length} that types do not report`;
      if (values.list) for (const each of expected) if (!places.has(each)) line += `\n  missed ${each} ${typed.get(each).slice(0, 60)}`;
      if (values.list) for (const each of extra) line += `\n  extra  ${each} ${places.get(each).slice(0, 140)}`;
    }
    process.stdout.write(`${line}\n`);
  }
}
