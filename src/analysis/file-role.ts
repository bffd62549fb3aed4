import { basename } from 'node:path';
import { packageRootOf } from '../project/package-root.js';
import { isFunction } from '../syntax/nodes.js';
import type { FileModel } from './file-model.js';

/** What a file is for. Rules about running services stay quiet where a failure shows at once to who runs the file. */
export type FileRole = 'application' | 'test' | 'script' | 'config' | 'generated';

const TEST_MODULES = [
  'vitest', 'jest', '@jest/globals', 'mocha', 'chai', 'node:test', 'ava', 'tap', 'uvu', 'bun:test', 'supertest', 'sinon',
  '@playwright/test', 'cypress', '@nestjs/testing', 'nock', 'msw', 'testcontainers', 'fast-check', 'jest-mock-extended', 'ts-mockito',
];
const TEST_SCOPES = /^(vitest|@vitest|@testing-library|@testcontainers|@faker-js)\//;
const CLI_MODULES = [
  'commander', 'yargs', 'cac', 'citty', 'clipanion', '@oclif/core', 'inquirer', '@inquirer/prompts', 'meow', 'minimist', 'arg', 'ora',
  'prompts', '@clack/prompts', 'enquirer', 'nest-commander', 'zx',
];

const TEST_NAME = /[.\-_](test|tests|spec|e2e|bench|mock|stub|fixture|stories)\.[cm]?[jt]sx?$/;
const TEST_FOLDERS = new Set(['__tests__', '__mocks__', '__fixtures__', 'test', 'tests', 'e2e', 'cypress', 'spec', 'fixtures', 'test-utils', 'test-helpers']);
const CONFIG_NAME = /(\.config\.[cm]?[jt]s|^\.[\w-]+rc\.[cm]?js|^(gulpfile|gruntfile|knexfile|ormconfig|jakefile)\.[cm]?[jt]s)$/i;
/** What Prisma, knex and others run to fill a database. */
const SEED_NAME = /^seeds?\.[cm]?[jt]s$/;
const SCRIPT_FOLDERS = new Set(['scripts', 'script', 'migrations', 'migration', 'seeds', 'seeders', 'bin', 'tools', 'benchmarks', 'benchmark', 'bench']);
/** Below a folder of production code these hold steps that somebody runs; `tools`, `bin` or `fixtures` may be product names there. */
const SCRIPT_FOLDERS_IN_SOURCE = new Set(['scripts', 'migrations', 'seeds', 'seeders']);
const TEST_FOLDERS_IN_SOURCE = new Set(['__tests__', '__mocks__', '__fixtures__', 'test', 'tests', 'e2e']);
const SOURCE_FOLDERS = new Set(['src', 'lib', 'app', 'server']);

/** Packages of a workspace that lie in one of these are what the folder says, unlike those of a folder named `tests`, which may be there to be tested. */
const SCRIPT_PACKAGES = new Set(['bin', 'scripts', 'script', 'tools', 'benchmarks', 'benchmark', 'bench', '.github']);
const TEST_PACKAGES = new Set(['e2e', 'k6', 'integration-tests', 'load-tests']);
/** `packages/testing`, `medusa-test-utils`: a package of a workspace that its tests are written with. */
const TEST_KIT = /^testing$|(?:^|-)test-(?:utils|helpers|kit)$/;

/** Where a file lies in its package. */
export interface FilePlace {
  readonly name: string;
  /** The folders before the one that holds the sources, and those in it. */
  readonly outside: readonly string[];
  readonly inside: readonly string[];
  /** The folder of a workspace in which the package lies. */
  readonly workspace: string;
  /** That alone makes it a test: nobody need look into the file. */
  readonly isOfTests: boolean;
}

export function filePlace(filename: string): FilePlace {
  const folders = foldersInPackage(filename);
  const name = folders.pop() ?? '';
  const source = folders.findIndex(each => SOURCE_FOLDERS.has(each));
  const outside = source < 0 ? folders : folders.slice(0, source);
  const inside = source < 0 ? [] : folders.slice(source + 1);
  const workspace = folderInWorkspace(filename);
  const isOfTests = TEST_PACKAGES.has(workspace) || (workspace !== '' && TEST_KIT.test(basename(packageRootOf(filename) ?? ''))) || TEST_NAME.test(name) || outside.some(each => TEST_FOLDERS.has(each)) || inside.some(each => TEST_FOLDERS_IN_SOURCE.has(each));
  return { name, outside, inside, workspace, isOfTests };
}

/** The role of a file, by what it imports, how it begins and where it lies in its package. */
export function fileRole(file: FileModel): FileRole {
  const { name, outside, inside, workspace, isOfTests } = file.place;
  if (isOfTests) return 'test';
  const { imports, sourceCode, filename } = file;
  for (const each of imports.modules) if (TEST_MODULES.includes(each) || TEST_SCOPES.test(each)) return 'test';
  if (declaresTests(file)) return 'test';
  if (isGenerated(sourceCode.text)) return 'generated';
  if (CONFIG_NAME.test(name)) return 'config';
  if (sourceCode.text.startsWith('#!') || SEED_NAME.test(name)) return 'script';
  if (SCRIPT_PACKAGES.has(workspace) || workspace.startsWith('.') || isInitialiser(filename) || outside.some(each => SCRIPT_FOLDERS.has(each) || /^\.\w/.test(each)) || inside.some(each => SCRIPT_FOLDERS_IN_SOURCE.has(each))) return 'script';
  if (CLI_MODULES.some(each => imports.modules.has(each))) return 'script';
  return 'application';
}

/** `describe('…', () => { … })` of the module's own, where nobody has defined it: a test runner's global. */
function declaresTests({ ast, bindings }: FileModel): boolean {
  return ast.body.some(statement => {
    const call = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    if (call?.type !== 'CallExpression' || call.arguments.length < 2 || !isFunction(call.arguments[1])) return false;
    const callee = call.callee.type === 'MemberExpression' ? call.callee.object : call.callee;
    return bindings.isGlobal(callee, 'describe', 'it', 'test', 'suite');
  });
}

/** The folders from the package's root to the file, and its name: a package that lies in a folder named `tests` is no test. */
function foldersInPackage(filename: string): string[] {
  const root = packageRootOf(filename);
  const path = (root === undefined ? filename : filename.slice(root.length)).replaceAll('\\', '/');
  const folders = path.split('/').filter(each => each !== '' && each !== '.');
  if (root !== undefined || !path.startsWith('/')) return folders;
  // No package in sight: what stands above the folder of sources, or further up than two folders, says nothing.
  const source = folders.slice(0, -1).findLastIndex(each => SOURCE_FOLDERS.has(each));
  return folders.slice(source >= 0 ? source : -3);
}

/** The folder of the package around it in which a package lies; empty where it is no part of another. */
function folderInWorkspace(filename: string): string {
  const own = packageRootOf(filename);
  const outer = own === undefined ? undefined : packageRootOf(own);
  if (own === undefined || outer === undefined) return '';
  return own.slice(outer.length).split(/[\\/]/).find(each => each !== '') ?? '';
}

/** `create-payload-app`: what `npm create` runs, once. */
function isInitialiser(filename: string): boolean {
  const root = packageRootOf(filename);
  return root !== undefined && /^create-/.test(basename(root));
}

const GENERATED = /@generated\b|\bDO NOT (EDIT|MODIFY)\b|auto-?generated (file|by|from|code)|This file (is|was) (auto-?)?generated/i;

/** The marks of generators stand in the first comments; in code they are text like any other. */
function isGenerated(text: string): boolean {
  const head = /^(?:#!.*\n)?(?:\s|\/\/.*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text.slice(0, 2000))?.[0] ?? '';
  return GENERATED.test(head);
}
