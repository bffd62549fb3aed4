import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter, type Rule } from 'eslint';
import * as parser from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { rules } from '../../src/rules/index.js';
import { ROOT } from './sources.js';

const all = Object.entries(rules).map(([name, rule]) => [name, rule] as const);

describe('rules, presets and pages come from one definition', () => {
  it('knows every rule file, sorted', () => {
    const files = readdirSync(join(ROOT, 'src/rules'), { withFileTypes: true })
      .filter(each => each.isDirectory())
      .flatMap(each => readdirSync(join(ROOT, 'src/rules', each.name)).map(file => file.replace(/\.ts$/, '')))
      .sort();
    expect(Object.keys(rules)).toEqual(files);
    expect(files.length).toBeGreaterThanOrEqual(15);
  });

  it.each(all)('%s: name, folder, test and page agree', (name, { definition }) => {
    expect(definition.name).toBe(name);
    for (const file of [`src/rules/${definition.standard}/${name}.ts`, `tests/rules/${definition.standard}/${name}.test.ts`, `docs-rules/${name}.md`]) {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
    }
    expect(definition.description).toMatch(/^[A-Z].*[^.]$/);
  });

  it.each(all)('%s: messages are sentences that say what breaks and what to write', (_, { definition }) => {
    for (const [id, message] of Object.entries(definition.messages)) {
      // Names of suggestions are commands in one sentence.
      expect(message, id).toMatch(/^[A-Z`{].*[.}`)\]]$|^[A-Z][^.]*$/);
      expect(message.length, id).toBeLessThan(400);
    }
  });

  it.each(all.filter(([, rule]) => rule.definition.options))('%s: options are few, described, and a wrong one is named', (name, rule) => {
    const { schema, defaults } = rule.definition.options!;
    expect(Object.keys(schema).length).toBeLessThanOrEqual(3);
    expect(Object.keys(schema)).toEqual(Object.keys(defaults));
    for (const option of Object.values(schema)) expect(option.description.length).toBeGreaterThan(10);
    const lint = (options: object): unknown =>
      new Linter().verify('', {
        plugins: { bulletproof: { rules: { [name]: rule as unknown as Rule.RuleModule } } },
        rules: { [`bulletproof/${name}`]: ['error', options] },
      } as Linter.Config);
    expect(() => lint(defaults)).not.toThrow();
    expect(() => lint({ noSuchOption: true })).toThrow(/noSuchOption/);
  });

  it('strict presets set the options that the definitions give them, and the schemas take them', () => {
    const tuned = all.filter(([, rule]) => rule.definition.presetOptions?.strict);
    expect(tuned.length).toBeGreaterThan(0);
    for (const [name, { definition }] of tuned) {
      const id = `bulletproof/${name}`;
      const entry = [definition.severity ?? 'error', definition.presetOptions?.strict];
      expect(Object.keys(definition.options?.schema ?? {})).toEqual(expect.arrayContaining(Object.keys(definition.presetOptions?.strict ?? {})));
      expect(plugin.configs.recommended.rules[id]).toBe(entry[0]);
      for (const preset of ['strict', 'all', definition.standard] as const) expect(plugin.configs[preset].rules[id]).toEqual(entry);
    }
    expect(() => new Linter().verify('', plugin.configs.all as unknown as Linter.Config, 'src/service.js')).not.toThrow();
  });

  it('the functional preset holds every rule about state, at its widest', () => {
    const { functional } = plugin.configs;
    const expected = all.filter(([, { definition }]) => definition.standard === 'state').map(([name, { definition }]) => {
      const options = definition.presetOptions?.functional ?? definition.presetOptions?.strict;
      const severity = definition.severity ?? 'error';
      return [`bulletproof/${name}`, options ? [severity, options] : severity];
    });
    expect(functional.rules).toEqual(Object.fromEntries(expected));
    expect(functional.rules['bulletproof/no-mutable-shared-state']).toEqual(['error', { reportAnyWrite: true }]);
    expect(() => new Linter().verify('', functional as unknown as Linter.Config, 'src/service.js')).not.toThrow();
  });

  it('presets contain each other and hold what the definitions say', () => {
    const { recommended, strict, all: everything } = plugin.configs;
    expect(Object.keys(everything.rules).sort()).toEqual(Object.keys(rules).map(name => `bulletproof/${name}`).sort());
    for (const name of Object.keys(recommended.rules)) expect(strict.rules).toHaveProperty([name]);
    for (const name of Object.keys(strict.rules)) expect(everything.rules).toHaveProperty([name]);
    for (const [name, { definition }] of all) {
      expect(`bulletproof/${name}` in recommended.rules).toBe(definition.preset === 'recommended');
      expect(`bulletproof/${name}` in plugin.configs[definition.standard].rules).toBe(definition.preset !== 'all');
    }
    for (const [name, config] of Object.entries(plugin.configs)) {
      expect(config.name).toBe(`bulletproof/${name}`);
      expect(config.plugins['bulletproof']).toBe(plugin);
    }
  });
});

describe('the examples of the pages are run', () => {
  /** An example may stand in the place of a file of a project (```js in tests/fixtures/…): then project facts are on. */
  const fences = (page: string, heading: string): { language: string; place: string | undefined; code: string }[] => {
    const section = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page)?.[1] ?? '';
    return [...section.matchAll(/```(\w+)(?: in (\S+))?\n([\s\S]*?)```/g)].map(([, language = '', place, code = '']) => ({ language, place, code }));
  };
  it.each(all)('%s', (name, rule) => {
    const page = readFileSync(join(ROOT, 'docs-rules', `${name}.md`), 'utf8');
    for (const heading of ['Why', 'Incorrect', 'Correct', 'When not to use it']) expect(page).toContain(`## ${heading}\n`);
    for (const option of Object.keys(rule.definition.options?.schema ?? {})) expect(page).toContain(`### ${option}`);
    const reports = ({ language, place, code }: ReturnType<typeof fences>[number]): Linter.LintMessage[] =>
      new Linter().verify(
        code,
        {
          files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
          plugins: { bulletproof: { rules: { [name]: rule as unknown as Rule.RuleModule } } },
          rules: { [`bulletproof/${name}`]: 'error' },
          languageOptions: { parser },
          settings: { bulletproof: place === undefined ? {} : { project: true } },
        } as Linter.Config,
        { filename: place === undefined ? `src/service.${language}` : join(ROOT, place) },
      );
    const incorrect = fences(page, 'Incorrect');
    const correct = fences(page, 'Correct');
    expect(incorrect.length).toBeGreaterThan(0);
    expect(correct.length).toBeGreaterThan(0);
    for (const each of incorrect) expect(reports(each).filter(found => found.ruleId !== null).length, each.code).toBeGreaterThan(0);
    for (const each of correct) expect(reports(each), each.code).toEqual([]);
  });
});
