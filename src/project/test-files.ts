import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ModulesView } from './modules.js';
import { packageRootOf } from './package-root.js';
import { textOfFile } from './text-of-file.js';

/** What the tests of a project do with a module. */
export interface TestCoverage {
  /** How many test files import it. */
  readonly importedBy: number;
  /** One of them expects something to fail. */
  readonly expectsFailure: boolean;
  /** A test that expects something to fail reaches it through other modules. */
  readonly isReached: boolean;
}

interface Summary {
  readonly stamp: string;
  readonly imports: readonly string[];
  readonly expectsFailure: boolean;
}

const TEST_NAME = /[.\-_](?:test|tests|spec|e2e)\.[cm]?[jt]sx?$/;
const TEST_FOLDERS = new Set(['__tests__', 'test', 'tests', 'e2e', 'spec']);
const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor']);
/** More files than a package has that people write: nobody waits for a look at all of them. */
const MAX_FILES = 30_000;
const MAX_CHARACTERS = 1_500_000;
const MAX_DEPTH = 6;
/** An editor's server lints for days. */
const MAX_ROOTS = 200;
/** A test may be written meanwhile. */
const REFRESH_AFTER_MS = 5_000;

const IMPORT = /(?:\bfrom\s*|\brequire(?:Actual)?\s*\(\s*|\bimport(?:Actual)?\s*(?:<[^>]*>)?\s*\(?\s*)(['"`])([^'"`\n]+)\1/g;
/** Assertions that something fails, of vitest, jest, node:assert, chai, ava, tap, sinon, supertest, nock, and of results. */
const FAILURE = [
  /\.rejects\b|\.to(?:\.be)?\.rejected|\.eventually\.be\.rejected|\brejectedWith\b/,
  /\.(?:not\.)?toThrow|\.to(?:\.not)?\.throw\b|\bthrows(?:Async)?\s*\(|\brejects\s*\(/,
  /\bmockReject(?:ed)?(?:Value)?(?:Once)?\b|\bmockThrow\w*\b|\breplyWithError\b|\bHttpResponse\.error\b/,
  /mockImplementation(?:Once)?\s*\([^\n]*\n?[^\n]*(?:throw\b|Promise\.reject)/,
  /(?:status|expect|reply|code)\w*[^\n]{0,40}?\b[45]\d\d\b/i,
  /catch\s*(?:\(\s*\w+[^)]*\))?\s*\{?[^}]{0,200}?\b(?:expect|assert|should|t)\b/,
  /\.catch\s*\([\s\S]{0,200}?\b(?:expect|assert)\b/,
  /\b(?:is_?err|isError|isLeft|isFailure|unwrapErr|_unsafeUnwrapErr)\b/i,
  /\b(?:ok|success|succeeded|isOk|valid)\b[^\n]{0,30}?\bfalse\b/i,
  /(?:toBeInstanceOf|instance[oO]f|an?)\b[ (]\s*\w*(?:Error|Exception)\b/,
  /expect[^\n]{0,60}\b(?:errors?|code|reason)\b/i,
];

/** Whether the text of a test expects something to fail. */
export function expectsFailure(text: string): boolean {
  return FAILURE.some(each => each.test(text));
}

/** The modules that a text asks for. */
export function importsIn(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(each => each[2] ?? []);
}

/** The tests of a package, and of the workspace around it: read once for each content. */
class TestFiles {
  readonly #summaries = new Map<string, Summary>();
  #readAt = 0;
  #tests: readonly string[] = [];
  #isTooLarge = false;
  #byModule: ReadonlyMap<string, { count: number; expectsFailure: boolean }> | undefined;
  #reached: ReadonlySet<string> | undefined;
  /** The last names of what tests ask for and we cannot find. */
  readonly #hidden = new Set<string>();

  constructor(private readonly root: string) {}

  coverageOf(path: string, view: ModulesView): TestCoverage | undefined {
    this.#refresh();
    if (this.#isTooLarge || this.#tests.length === 0) return undefined;
    const direct = (this.#byModule ??= this.#importedByTests(view)).get(path);
    // `@app/orders`, where nobody says what `@app` stands for, may be this module.
    if (!direct?.expectsFailure && namesOf(path).some(each => this.#hidden.has(each))) return undefined;
    return {
      importedBy: direct?.count ?? 0,
      expectsFailure: direct?.expectsFailure === true,
      isReached: (this.#reached ??= this.#reachedFromTests(view)).has(path),
    };
  }

  #refresh(): void {
    if (Date.now() - this.#readAt < REFRESH_AFTER_MS) return;
    const found: string[] = [];
    this.#isTooLarge = !collect(this.root, found, { left: MAX_FILES });
    const isChanged = found.length !== this.#tests.length || found.some((each, i) => each !== this.#tests[i] || this.#summaries.get(each)?.stamp !== stampOf(each));
    this.#tests = found;
    // What the sources import may have changed as well.
    this.#reached = undefined;
    if (isChanged) this.#byModule = undefined;
    this.#readAt = Date.now();
  }

  #summaryOf(path: string): Summary {
    const stamp = stampOf(path);
    const known = this.#summaries.get(path);
    if (known?.stamp === stamp) return known;
    const text = textOfFile(path, MAX_CHARACTERS);
    const summary: Summary = { stamp, imports: importsIn(text), expectsFailure: expectsFailure(text) };
    this.#summaries.set(path, summary);
    return summary;
  }

  #importedByTests(view: ModulesView): Map<string, { count: number; expectsFailure: boolean }> {
    const byModule = new Map<string, { count: number; expectsFailure: boolean }>();
    for (const test of this.#tests) {
      const { imports, expectsFailure: fails } = this.#summaryOf(test);
      const modules = new Set<string>();
      for (const each of imports) {
        const path = resolved(test, each, view);
        if (path !== undefined) addWithExports(path, view, modules, 0);
        else if (/^[@~#].*\/|^\./.test(each)) this.#hidden.add(baseOf(each));
      }
      for (const path of modules) {
        const entry = byModule.get(path) ?? { count: 0, expectsFailure: false };
        entry.count += 1;
        entry.expectsFailure ||= fails;
        byModule.set(path, entry);
      }
    }
    return byModule;
  }

  #reachedFromTests(view: ModulesView): ReadonlySet<string> {
    const reached = new Set(this.#tests.filter(each => this.#summaryOf(each).expectsFailure));
    // A set also visits what is added while it is walked.
    for (const from of reached) {
      for (const each of this.#summaryOf(from).imports) {
        const path = resolved(from, each, view);
        if (path !== undefined && SOURCE.test(path) && !path.includes('/node_modules/')) reached.add(path);
      }
    }
    return reached;
  }
}

/** What a module may be called by those that import it: itself, or its folder. */
function namesOf(path: string): readonly string[] {
  const name = baseOf(path);
  const folder = basename(dirname(path));
  return name === 'index' ? [folder] : [name, folder];
}

function baseOf(path: string): string {
  return basename(path).replace(/\.[cm]?[jt]sx?$/, '');
}

/** Adds a module, and those whose exports it hands on. */
function addWithExports(path: string, view: ModulesView, into: Set<string>, depth: number): void {
  if (into.has(path) || depth > MAX_DEPTH || path.includes('/node_modules/')) return;
  into.add(path);
  const shape = view.at(path);
  if (!shape) return;
  const sources = new Set(shape.stars);
  for (const each of shape.exports.values()) {
    if (each.kind === 'import') sources.add(each.source);
    const value = each.kind === 'local' ? shape.values.get(each.name) : undefined;
    if (value?.kind === 'import') sources.add(value.source);
  }
  for (const each of sources) {
    const next = view.resolve(path, each);
    if (next !== undefined) addWithExports(next, view, into, depth + 1);
  }
}

/** The source that a test asks for; behind `../dist/x.js` stands `../src/x`. */
function resolved(from: string, request: string, view: ModulesView): string | undefined {
  const path = view.resolve(from, request);
  if (path !== undefined || !request.startsWith('.')) return path;
  return /(?:^|\/)(?:dist|build|lib|out)(?=\/|$)/.test(request) ? view.resolve(from, request.replace(/(^|\/)(?:dist|build|lib|out)(?=\/|$)/, '$1src')) : undefined;
}

/** Adds the test files below a folder; false where there are too many files to look at. */
function collect(folder: string, into: string[], budget: { left: number }, inTests = false): boolean {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that cannot be read holds no test that we could know.
    return true;
  }
  budget.left -= entries.length;
  if (budget.left < 0) return false;
  // A package that lies in a folder named `tests` is no test.
  const isTest = inTests && !entries.some(each => each.name === 'package.json');
  for (const each of entries) {
    const path = join(folder, each.name);
    if (each.isDirectory()) {
      if (LEFT_OUT.has(each.name) || each.name.startsWith('.')) continue;
      if (!collect(path, into, budget, isTest || TEST_FOLDERS.has(each.name))) return false;
    } else if (each.isFile() && SOURCE.test(each.name) && (isTest || TEST_NAME.test(each.name))) {
      into.push(path);
    }
  }
  return true;
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${String(stat.mtimeMs)} ${String(stat.size)}` : '';
}

const byRoot = new Map<string, TestFiles>();

/** What the tests of its project do with a module; undefined where there is no project, no test, or too much to look at. */
export function testCoverageOf(filename: string, view: ModulesView): TestCoverage | undefined {
  const own = packageRootOf(filename);
  if (own === undefined) return undefined;
  // Tests of a workspace may stand beside its packages.
  let root = own;
  for (let outer = packageRootOf(root); outer !== undefined && outer !== root; outer = packageRootOf(root)) root = outer;
  let tests = byRoot.get(root);
  if (byRoot.size > MAX_ROOTS) byRoot.clear();
  if (!tests) byRoot.set(root, (tests = new TestFiles(root)));
  return tests.coverageOf(filename, view);
}
