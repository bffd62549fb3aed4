import type { FileModel } from './file-model.js';

/** What a file is for. Rules about running services stay quiet where a failure shows at once to who runs the file. */
export type FileRole = 'application' | 'test' | 'script' | 'config' | 'generated';

const TEST_MODULES = [
  'vitest', 'jest', '@jest/globals', 'mocha', 'chai', 'node:test', 'ava', 'tap', 'uvu', 'bun:test', 'supertest', 'sinon',
  '@playwright/test', 'cypress', '@nestjs/testing', 'nock', 'msw', 'testcontainers',
];
const CLI_MODULES = ['commander', 'yargs', 'cac', 'citty', 'clipanion', '@oclif/core', 'inquirer', '@inquirer/prompts', 'meow', 'minimist', 'arg', 'ora', 'prompts'];

/** The role of a file, by what it imports, how it begins and where it lies. */
export function fileRole({ imports, sourceCode, filename }: FileModel): FileRole {
  const path = filename.replaceAll('\\', '/');
  // The last segments only: a project that lies in a folder named `tests` is no test.
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/[.\-_](test|spec|e2e|bench)\.[cm]?[jt]sx?$/.test(name) || /(^|\/)(__tests__|__mocks__|__fixtures__)\//.test(path)) return 'test';
  if (TEST_MODULES.some(each => imports.modules.has(each))) return 'test';
  if (isGenerated(sourceCode.text)) return 'generated';
  if (/\.config\.[cm]?[jt]s$/.test(name) || /^\.[\w-]+rc\.[cm]?js$/.test(name)) return 'config';
  if (sourceCode.text.startsWith('#!')) return 'script';
  if (/(^|\/)(scripts?|migrations?|seeds?|seeders|bin|cli|tools|benchmarks?|examples?)\/[^/]+(\/[^/]+)?$/.test(path) && !path.includes('/src/')) return 'script';
  if (/(^|\/)(migrations?|seeds?|seeders)\/[^/]+$/.test(path)) return 'script';
  if (CLI_MODULES.some(each => imports.modules.has(each))) return 'script';
  return 'application';
}

function isGenerated(text: string): boolean {
  const head = text.slice(0, 1000);
  return /@generated\b|\bDO NOT EDIT\b|auto-?generated (file|by|from)|This file (is|was) (auto-?)?generated/i.test(head);
}
