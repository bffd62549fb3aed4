import { createRequire } from 'node:module';
import * as typescriptParser from '@typescript-eslint/parser';
import { Linter as Linter10 } from 'eslint';
import type { DefinedRule } from '../src/rule/define-rule.js';
import { configFor, type ValidCase } from './rule-tests.js';

/**
 * ESLint's majors with typescript-eslint's parser, and the other parsers for JavaScript: espree in ESLint 10, Babel's in ESLint 9
 * (version 7 has no `addGlobals` for ESLint 10, and 8 needs Node.js 22).
 */
export const HOSTS = ['eslint-8', 'eslint-9', 'espree', 'babel'] as const;
export type Host = (typeof HOSTS)[number] | 'eslint-10';

const require = createRequire(import.meta.url);

export interface Finding {
  readonly ruleId: string | null;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fatal?: true;
}

/** Whether a host can parse a case at all: espree and Babel read JavaScript only. */
export function takes(host: Host, { filename, typed }: ValidCase): boolean {
  if (typed) return false;
  return (host !== 'espree' && host !== 'babel') || /\.[cm]?js$/.test(filename ?? 'src/service.ts');
}

/** What a rule reports on a case in a host. */
export function lintOn(host: Host, rule: DefinedRule, each: ValidCase): Finding[] {
  const { Linter } = host === 'eslint-10' || host === 'espree' ? { Linter: Linter10 } : (require(host === 'babel' ? 'eslint-9' : host) as { Linter: typeof Linter10 });
  const config = configFor(rule, each);
  if (host === 'espree') config.languageOptions = { sourceType: 'module' };
  else if (host === 'babel') config.languageOptions = { parser: require('@babel/eslint-parser') as Linter10.Parser, parserOptions: { requireConfigFile: false } };
  else config.languageOptions = { parser: typescriptParser, parserOptions: { ecmaFeatures: { jsx: true } } };
  return new Linter({ configType: 'flat' })
    .verify(each.code, [config], { filename: each.filename ?? 'src/service.ts' })
    .map(({ ruleId, line, column, message, fatal }) => ({ ruleId, line, column, message, ...(fatal && { fatal }) }));
}
