import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as typescriptParser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { walk, type Node } from '../../src/syntax/walk.js';
import { ROOT } from '../repo/sources.js';

const require = createRequire(import.meta.url);
const { Linter: Linter9 } = require('eslint-9') as { Linter: typeof Linter };
const SEEDS = Number(process.env['FUZZ_SEEDS'] ?? 500);
const FIRST = Number(process.env['FUZZ_FIRST'] ?? 1);

/** Code to mutate: every example of our pages, and server source that npm installed. */
const snippets = [
  ...readdirSync(join(ROOT, 'docs-rules')).flatMap(page => [...readFileSync(join(ROOT, 'docs-rules', page), 'utf8').matchAll(/```(?:ts|js)\n([\s\S]*?)```/g)].map(match => match[1] ?? '')),
  ...['eslint/lib/eslint', 'eslint/lib/linter', 'eslint-8/lib/cli-engine', 'vscode-jsonrpc/lib/common'].flatMap(folder =>
    readdirSync(join(ROOT, 'node_modules', folder))
      .filter(file => file.endsWith('.js'))
      .map(file => readFileSync(join(ROOT, 'node_modules', folder, file), 'utf8'))
      .filter(text => text.length < 6_000),
  ),
];

const PARSERS: readonly [string, Linter.LanguageOptions][] = [
  ['typescript-eslint', { parser: typescriptParser }],
  ['espree', { sourceType: 'module' }],
  ['babel', { parser: require('@babel/eslint-parser') as Linter.Parser, parserOptions: { requireConfigFile: false, babelOptions: { parserOpts: { plugins: ['typescript'] } } } }],
];

/** Mulberry32: the same seed gives the same program on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A program with one to four subtrees deleted, doubled or put in another's place; the text where it does not parse. */
function mutate(text: string, random: () => number): string {
  let code = text;
  for (let i = 0; i < 1 + Math.floor(random() * 4); i += 1) {
    let ast: TSESTree.Program;
    let visitorKeys;
    try {
      ({ ast, visitorKeys } = typescriptParser.parseForESLint(code, { range: true, sourceType: 'module' }));
    } catch {
      return code;
    }
    const nodes: Node[] = [];
    walk(ast, visitorKeys, node => {
      if (node.type !== 'Program') nodes.push(node);
    });
    const pick = (): Node | undefined => nodes[Math.floor(random() * nodes.length)];
    const [target, source] = [pick(), pick()];
    if (!target || !source) return code;
    const own = code.slice(...target.range);
    const replacement = [() => '', () => own + own, () => code.slice(...source.range), () => `await ${own}`, () => `(${own})?.x`][Math.floor(random() * 5)]!();
    const next = code.slice(0, target.range[0]) + replacement + code.slice(target.range[1]);
    // Keep what parses: a broken program tests the parser, not us.
    try {
      typescriptParser.parseForESLint(next, { sourceType: 'module' });
      code = next;
    } catch {
      continue;
    }
  }
  return code;
}

describe('no rule throws on any program', () => {
  it(`${String(SEEDS)} mutated programs under three parsers`, { timeout: 600_000 }, () => {
    let parsed = 0;
    let findings = 0;
    const fired = new Set<string>();
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const random = randomOf(seed);
      const code = mutate(snippets[Math.floor(random() * snippets.length)] ?? '', random);
      const [name, languageOptions] = PARSERS[seed % PARSERS.length]!;
      // Every other program lies in this project, so that rules follow its imports.
      const isInProject = seed % 2 === 0;
      const config = { files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'], plugins: { bulletproof: plugin }, rules: plugin.configs.all.rules, languageOptions, settings: { bulletproof: { project: isInProject } } } as Linter.Config;
      let messages: Linter.LintMessage[];
      try {
        // Babel's parser of version 7 runs in ESLint 9 at the latest.
        messages = new (name === 'babel' ? Linter9 : Linter)({ configType: 'flat' }).verify(code, config, { filename: isInProject ? join(ROOT, 'src/service.ts') : 'src/service.ts' });
      } catch (error) {
        // The error that ESLint throws holds the whole tree: keep its text.
        throw new Error(`seed ${String(seed)} under ${name}: ${error instanceof Error ? String(error.stack) : String(error)}\n${code}`);
      }
      if (messages.some(each => each.fatal)) continue;
      parsed += 1;
      findings += messages.filter(each => each.ruleId !== null).length;
      for (const { ruleId } of messages) if (ruleId) fired.add(ruleId);
    }
    // A fuzzer that lints nothing finds nothing.
    expect(parsed).toBeGreaterThan(SEEDS * 0.5);
    expect(findings).toBeGreaterThan(SEEDS * 0.1);
    expect(fired.size).toBeGreaterThanOrEqual(Math.min(10, Object.keys(plugin.rules).length));
  });
});
