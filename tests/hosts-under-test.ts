import { createRequire } from 'node:module';
import { Linter as Linter10 } from 'eslint';
import type { DefinedRule } from '../src/rule/define-rule.js';
import { configFor, type ValidCase } from './rule-tests.js';

export type Host = 'eslint-8' | 'eslint-9' | 'eslint-10' | 'espree' | 'babel';

const require = createRequire(import.meta.url);

/** What a rule reports in a host, one list per case, in a form that can be compared between hosts. */
export function lintOn(host: Host, rule: DefinedRule, cases: readonly ValidCase[]): string[][] {
  const Linter = host === 'eslint-8' || host === 'eslint-9' ? (require(host) as { Linter: typeof Linter10 }).Linter : Linter10;
  const linter = new Linter({ configType: 'flat' });
  return cases.map(each => {
    const filename = each.filename ?? 'src/service.ts';
    const config = configFor(rule, each);
    if (host === 'espree' || host === 'babel') {
      if (!/\.[cm]?jsx?$/.test(filename)) return [];
      config.languageOptions = { sourceType: 'module', ...(host === 'babel' && { parser: require('@babel/eslint-parser'), parserOptions: { requireConfigFile: false } }) };
    }
    return linter
      .verify(each.code, [config], { filename })
      .map(({ ruleId, line, column, endLine, endColumn, message, suggestions }) =>
        JSON.stringify({ ruleId, line, column, endLine, endColumn, message, suggestions: (suggestions ?? []).map(({ desc, fix }) => ({ desc, fix })) }),
      );
  });
}
