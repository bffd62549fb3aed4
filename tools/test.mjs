// `npm test`: everything, in the order in which a failure is cheapest to learn of. Stops at the first step that fails.
import { spawn } from 'node:child_process';

const STEPS = [
  ['build', 'npm', ['run', 'build']],
  ['docs as defined', 'node', ['tools/docs.mjs', '--check']],
  ['types', 'npm', ['run', 'typecheck']],
  ['lint, with our own strictest preset', 'npm', ['run', 'lint']],
  ['unit tests', 'npx', ['vitest', 'run'], { THOROUGH: '1' }],
  ['rule tests in every host', 'npx', ['vitest', 'run', 'tests/rules'], { BULLETPROOF_HOSTS: 'matrix' }],
  ['packed tarball, oxlint, editor, command line', 'npx', ['vitest', 'run', '--config', 'vitest.hosts.config.ts']],
  ['demo', 'node', ['tools/demo.mjs']],
  ['example services', 'npm', ['test', '--workspaces', '--if-present']],
];

let tests = 0;
const begun = performance.now();
for (const [name, command, args, env] of STEPS) {
  const start = performance.now();
  console.log(`\n=== ${name}`);
  const { status, output } = await run(command, args, env);
  for (const [, count] of output.matchAll(/^\s*Tests\s+.*?(\d+) passed/gm)) tests += Number(count);
  for (const [, count] of output.matchAll(/^(?:#|ℹ) pass (\d+)/gm)) tests += Number(count);
  console.log(`=== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (status !== 0) {
    console.log(`${tests} passed, 1 failed`);
    process.exit(1);
  }
}
console.log(`\neverything in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${tests} passed, 0 failed`);

function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', status => resolve({ status, output }));
  });
}
