import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRootOf } from './package-root.js';

const SOURCE = /(?<!\.d)\.[cm]?[jt]s$/;
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'public', 'static', 'assets', '__tests__', 'test', 'tests', 'e2e', 'spec', 'migrations']);
const TEST_NAME = /[.\-_](?:test|tests|spec|e2e)\.[cm]?[jt]s$/;
/** What listens to the signal, in whatever words; a child process that is sent one says so with `kill`. */
const HANDLES = /(?<!\bkill\w*\([^\n]{0,60})(['"`])SIGTERM\1|\benableShutdownHooks\b|\bstopOnTerminationSignals\b/;
/** More files than anybody would wait for. */
const MAX_FILES = 4_000;
const MAX_CHARACTERS = 500_000;
/** An editor's server lints for days, and a listener may be written meanwhile. */
const REFRESH_AFTER_MS = 5_000;
const MAX_ROOTS = 200;

const known = new Map<string, { readonly at: number; readonly answer: boolean | undefined }>();

/** Whether any source of the file's package says that it listens to SIGTERM; undefined where there is no package, or too much of it. */
export function packageHandlesSignals(filename: string): boolean | undefined {
  const root = packageRootOf(filename);
  if (root === undefined) return undefined;
  const before = known.get(root);
  if (before && Date.now() - before.at < REFRESH_AFTER_MS) return before.answer;
  const answer = look(root, { left: MAX_FILES });
  if (known.size > MAX_ROOTS) known.clear();
  known.set(root, { at: Date.now(), answer });
  return answer;
}

function look(folder: string, budget: { left: number }): boolean | undefined {
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
      const found = look(path, budget);
      if (found !== false) return found;
    } else if (each.isFile() && SOURCE.test(each.name) && !TEST_NAME.test(each.name)) {
      budget.left -= 1;
      if (budget.left < 0) return undefined;
      if (HANDLES.test(textOf(path))) return true;
    }
  }
  return false;
}

function textOf(path: string): string {
  try {
    return statSync(path).size > MAX_CHARACTERS ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
