import { mkdirSync, writeFileSync } from 'node:fs';
import * as parser from '@typescript-eslint/parser';
import { RuleTester } from '@typescript-eslint/rule-tester';
import type { TSESLint } from '@typescript-eslint/utils';
import { Linter, type Rule } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import type { DefinedRule } from '../src/rule/define-rule.js';
import { HOSTS, lintOn, takes } from './hosts-under-test.js';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

export interface ValidCase {
  readonly name?: string;
  readonly code: string;
  /** Decides the language (`.js`, `.ts`, `.mts` …) and the file's role. Defaults to `src/service.ts`. */
  readonly filename?: string;
  readonly options?: readonly [Readonly<Record<string, unknown>>];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The case needs a type checker: it runs in the typed program only. */
  readonly typed?: boolean;
}

export interface InvalidCase extends ValidCase {
  readonly errors: readonly {
    readonly messageId: string;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly line?: number;
    readonly column?: number;
    readonly endLine?: number;
    readonly endColumn?: number;
    readonly suggestions?: readonly { readonly messageId: string; readonly data?: Readonly<Record<string, unknown>>; readonly output: string }[] | number | null;
  }[];
  readonly output?: string | null;
}

/** Set to `matrix`, the cases run in every host instead. */
const mode = process.env['BULLETPROOF_HOSTS'];
const FLOOR = 12;

/**
 * Tests of one rule: each case under @typescript-eslint/rule-tester, then what every fix and suggestion must keep.
 * With `BULLETPROOF_HOSTS=matrix` the same cases run in every host, and must give the same reports.
 */
export function ruleTests(rule: DefinedRule, cases: { readonly valid: readonly (string | ValidCase)[]; readonly invalid: readonly InvalidCase[] }): void {
  const name = rule.definition.name;
  const valid = cases.valid.map(each => (typeof each === 'string' ? { code: each } : each));
  const { invalid } = cases;

  if (mode === 'matrix') {
    runInEveryHost(rule, [...valid, ...invalid]);
    return;
  }

  it(`${name} has at least ${FLOOR} valid and ${FLOOR} invalid cases`, () => {
    expect(valid.length).toBeGreaterThanOrEqual(FLOOR);
    expect(invalid.length).toBeGreaterThanOrEqual(FLOOR);
  });

  const tester = (typed: boolean): RuleTester =>
    new RuleTester({
      languageOptions: {
        parser,
        parserOptions: typed
          ? { projectService: true, tsconfigRootDir: `${import.meta.dirname}/fixtures/typed` }
          : { ecmaFeatures: { jsx: true } },
      },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    });
  for (const typed of [false, true]) {
    const wanted = (each: ValidCase): boolean => Boolean(each.typed) === typed;
    if (typed && ![...valid, ...invalid].some(wanted)) continue;
    // A file of the typed program exists on disk; its text is the case's.
    const placed = <Case extends ValidCase>({ filename, ...rest }: Case): object => ({
      ...without(rest, 'typed'),
      ...(rest.settings && { settings: { bulletproof: rest.settings } }),
      filename: typed ? `${import.meta.dirname}/fixtures/typed/file.ts` : (filename ?? 'src/service.ts'),
    });
    tester(typed).run(name, rule as unknown as TSESLint.RuleModule<string, unknown[]>, {
      valid: valid.filter(wanted).map(placed) as TSESLint.RunTests<string, unknown[]>['valid'][number][],
      invalid: invalid.filter(wanted).map(placed) as never[],
    });
  }

  it.each(invalid.filter(each => !each.typed).map(each => [each.code, each] as const))(`${name}: edits are safe: %s`, (_, each) => {
    const linter = new Linter();
    const verify = (code: string): Linter.LintMessage[] => linter.verify(code, configFor(rule, each), { filename: each.filename ?? 'src/service.ts' });
    const before = verify(each.code);
    for (const message of before) {
      for (const fix of [message.fix, ...(message.suggestions ?? []).map(suggestion => suggestion.fix)]) {
        if (!fix) continue;
        const after = each.code.slice(0, fix.range[0]) + fix.text + each.code.slice(fix.range[1]);
        const messages = verify(after);
        expect(messages.filter(found => found.fatal), `parses:\n${after}`).toEqual([]);
        expect(messages.length, `one report less, and no new one:\n${after}`).toBeLessThan(before.length);
        expect(commentsIn(after), `keeps every comment:\n${after}`).toBeGreaterThanOrEqual(commentsIn(each.code));
      }
    }
  });
}

export function configFor(rule: DefinedRule, { options, settings }: ValidCase): Linter.Config {
  return {
    files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
    plugins: { bulletproof: { rules: { [rule.definition.name]: rule as unknown as Rule.RuleModule } } },
    rules: { [`bulletproof/${rule.definition.name}`]: ['error', ...(options ?? [])] },
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    ...(settings && { settings: { bulletproof: settings } }),
  };
}

function commentsIn(code: string): number {
  return parser.parse(code, { comment: true, ecmaFeatures: { jsx: true } } as never).comments?.length ?? 0;
}

/** The same cases in every host: the same reports. They are also written down for oxlint, which is a program of its own. */
function runInEveryHost(rule: DefinedRule, cases: readonly ValidCase[]): void {
  const { name } = rule.definition;
  const untyped = cases.filter(each => !each.typed);
  const expected = untyped.map(each => lintOn('eslint-10', rule, each));

  it.each(HOSTS)(`${name} reports the same in %s`, host => {
    for (const [i, each] of untyped.entries()) {
      if (takes(host, each)) expect(lintOn(host, rule, each), each.code).toEqual(expected[i]);
    }
  });

  it(`${name} reports something at all`, () => {
    expect(expected.flat().filter(each => !each.fatal).length).toBeGreaterThanOrEqual(FLOOR);
    mkdirSync(COLLECTED, { recursive: true });
    writeFileSync(`${COLLECTED}/${name}.json`, JSON.stringify(untyped.map((each, i) => ({ ...each, expected: expected[i] }))));
  });
}

/** Where `matrix` leaves the cases of each rule with what ESLint 10 reports on them. */
export const COLLECTED = `${import.meta.dirname}/../.tmp/cases`;

function without<Value extends object>(value: Value, key: string): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Partial<Value>;
}
