import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import plugin, * as exported from '../../src/index.js';
import { ROOT } from './sources.js';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown> & { version: string; files: string[] };

describe('what the package gives', () => {
  it('exports the plugin, as a default and to require()', () => {
    expect(Object.keys(exported).sort()).toEqual(['default', 'module.exports']);
    expect(exported['module.exports']).toBe(plugin);
    expect(Object.keys(plugin).sort()).toEqual(['configs', 'meta', 'rules']);
    expect(Object.keys(plugin.configs).sort()).toEqual(['all', 'boundaries', 'failures', 'functional', 'lifetimes', 'observability', 'promises', 'recommended', 'state', 'strict', 'waits']);
  });

  it('says who it is: caches and printed configs hold name and version', () => {
    expect(plugin.meta).toEqual({ name: 'eslint-plugin-bulletproof', version: manifest.version, namespace: 'bulletproof' });
  });

  it('has rules with what ESLint, editors and formatters ask for', () => {
    for (const [name, { meta, create }] of Object.entries(plugin.rules)) {
      expect(create, name).toBeTypeOf('function');
      // The types say `any`, for they must fit every major of ESLint.
      const { type, docs, messages, schema, hasSuggestions = false } = meta as { type: string; docs: { url: string; description: string }; messages: object; schema: unknown[]; hasSuggestions?: boolean };
      expect(['problem', 'suggestion'], name).toContain(type);
      expect(docs.url).toMatch(new RegExp(`^https://.*/${name}\\.md$`));
      expect(docs.description.length).toBeGreaterThan(20);
      expect(Object.keys(messages).length).toBeGreaterThan(0);
      expect(Array.isArray(schema)).toBe(true);
      expect(hasSuggestions).toBeTypeOf('boolean');
    }
  });

  it('has errors only in `recommended`, which bulk suppressions can take (warnings they cannot)', () => {
    for (const [name, entry] of Object.entries(plugin.configs.recommended.rules)) expect([entry].flat()[0], name).toBe('error');
  });

  it('is an ES module without required dependencies that runs beside ESLint or without it', () => {
    expect(manifest).toMatchObject({
      type: 'module',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
      // The versions in which require() takes an ES module without a flag.
      engines: { node: '^20.19.0 || ^22.13.0 || >=24' },
      peerDependencies: { eslint: '^8.57.0 || ^9.0.0 || ^10.0.0' },
      peerDependenciesMeta: { eslint: { optional: true } },
    });
    // For settings.bulletproof.project only, loaded when it is on: docs/decisions/0009-project-facts.md.
    expect(Object.keys(manifest['optionalDependencies'] as object)).toEqual(['oxc-parser', 'oxc-resolver']);
    for (const kind of ['dependencies', 'bundledDependencies', 'bundleDependencies']) expect(manifest).not.toHaveProperty(kind);
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest['scripts']).not.toHaveProperty(script);
    expect(manifest.files).toEqual(['dist/**/*.js', 'dist/index.d.ts', 'dist/plugin-types.d.ts']);
  });

  it.runIf(existsSync(join(ROOT, 'dist/index.js')))('gives require() the plugin itself, the same that import gives', () => {
    const script = `
      const plugin = require('eslint-plugin-bulletproof');
      import('eslint-plugin-bulletproof').then(module => {
        console.log(JSON.stringify([Object.keys(plugin), plugin === module.default, plugin.meta.name, require('eslint-plugin-bulletproof/package.json').name]));
      });`;
    // The package finds itself by its name.
    const stdout = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', timeout: 15_000 });
    expect(JSON.parse(stdout)).toEqual([['meta', 'rules', 'configs'], true, 'eslint-plugin-bulletproof', 'eslint-plugin-bulletproof']);
  });
});
