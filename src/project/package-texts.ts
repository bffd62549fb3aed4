import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestIn } from './manifests.js';
import { packageRootOf } from './package-root.js';
import { textOfFile } from './text-of-file.js';

/** A question to the text of each source file of a package. */
export interface TextQuestion {
  readonly pattern: RegExp;
  /** Whom to ask besides: the package's own program of several, or the whole of it with whatever lies beside it. */
  readonly of: 'program' | 'package';
}

const SOURCE = /(?<!\.d)\.[cm]?[jt]s$/;
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'public', 'static', 'assets', '__tests__', 'test', 'tests', 'e2e', 'spec', 'migrations']);
const TEST_NAME = /[.\-_](?:test|tests|spec|e2e)\.[cm]?[jt]s$/;
/** More files than anybody would wait for. */
const MAX_FILES = 4_000;
const MAX_CHARACTERS = 500_000;
/** An editor's server lints for days, and a file may be written meanwhile. */
const REFRESH_AFTER_MS = 5_000;
const MAX_ROOTS = 200;

const known = new Map<string, { readonly at: number; readonly answer: boolean | undefined }>();

/**
 * Whether any source of the file's package, or of one of the workspace that it depends on, has a text that answers the question;
 * undefined where there is no package, too much of it, or one that cannot be found.
 */
export function packageSays(filename: string, { pattern, of }: TextQuestion): boolean | undefined {
  const root = packageRootOf(filename);
  if (root === undefined) return undefined;
  const own = of === 'program' ? projectRootOf(filename, root) : root;
  const key = `${own} ${of} ${pattern.source}`;
  const before = known.get(key);
  if (before && Date.now() - before.at < REFRESH_AFTER_MS) return before.answer;
  const budget = { left: MAX_FILES };
  let answer = look(own, pattern, budget);
  for (const linked of answer === false ? linkedPackages(root, of) : []) {
    const found = linked === undefined ? undefined : look(linked, pattern, budget);
    if (found === true) {
      answer = true;
      break;
    }
    if (found === undefined) answer = undefined;
  }
  if (known.size > MAX_ROOTS) known.clear();
  known.set(key, { at: Date.now(), answer });
  return answer;
}

/** The folder of a program in a package of several: that of Nx has a `project.json`. */
function projectRootOf(filename: string, root: string): string {
  for (let folder = dirname(filename); folder.length > root.length; folder = dirname(folder)) if (existsSync(join(folder, 'project.json'))) return folder;
  return root;
}

/** The folders of the packages beside it that a package depends on; undefined for one that is not to be found. */
function* linkedPackages(root: string, of: TextQuestion['of']): Iterable<string | undefined> {
  for (const [name, range] of manifestIn(root)?.ranges ?? []) {
    const path = /^(?:file|link|portal):(.+)/.exec(range)?.[1];
    if (path !== undefined) {
      yield existsSync(join(root, path)) ? join(root, path) : undefined;
    } else if (range.startsWith('workspace:') || of === 'package') {
      const places = [dirname(root), ...['packages', 'libs', 'libraries', 'shared'].map(each => join(root, '..', '..', each))].map(each => join(each, name.split('/').at(-1)!));
      const found = places.find(each => existsSync(join(each, 'package.json')));
      // Whatever else has a version comes from a registry.
      if (found !== undefined || range.startsWith('workspace:')) yield found;
    }
  }
}

function look(folder: string, pattern: RegExp, budget: { left: number }): boolean | undefined {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that cannot be read holds nothing that we could know.
    return false;
  }
  for (const each of entries) {
    const path = join(folder, each.name);
    if (each.isDirectory()) {
      if (LEFT_OUT.has(each.name) || each.name.startsWith('.')) continue;
      const found = look(path, pattern, budget);
      if (found !== false) return found;
    } else if (each.isFile() && SOURCE.test(each.name) && !TEST_NAME.test(each.name)) {
      budget.left -= 1;
      if (budget.left < 0) return undefined;
      if (pattern.test(textOfFile(path, MAX_CHARACTERS))) return true;
    }
  }
  return false;
}
