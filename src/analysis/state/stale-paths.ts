import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isInside, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { Entries } from './entries.js';
import { StaleLooks } from './stale-looks.js';

/** A directory that is made where a look has not found it: of two callers, the second fails with EEXIST. */
export interface StalePath {
  readonly call: TSESTree.CallExpression;
  /** The look. */
  readonly read: Node;
}

const EXISTS = new Set(['existsSync', 'exists', 'pathExists', 'pathExistsSync']);
/** Those that throw where there is nothing. */
const THROWS = new Set(['access', 'stat', 'lstat', 'accessSync', 'statSync', 'opendir', 'readdir']);

/** In source order. */
export function stalePaths(file: FileModel): readonly StalePath[] {
  const accesses = file.calls.of('file-access');
  const made = accesses.filter(each => nameOf(each.path) === 'mkdir');
  if (made.length === 0) return [];
  const entries = new Entries(file);
  const looks = new StaleLooks(file);
  return made.flatMap(({ node }) => {
    const fn = enclosingFunction(node);
    if (node.type !== 'CallExpression' || !fn?.async || !failsWhereItIs(node, file) || isHandled(node) || !(file.handlers.runsPerRequest(fn) === 'yes' || entries.of(fn))) return [];
    const look = accesses.find(each => {
      const isSame = each.node !== node && enclosingFunction(each.node) === fn && each.node.range[0] < node.range[0] && textOf(each.node, file) === textOf(node, file);
      if (!isSame || each.node.type !== 'CallExpression') return false;
      if (EXISTS.has(nameOf(each.path))) return looks.isGuard(answerOf(each.node), node, fn);
      return THROWS.has(nameOf(each.path)) && tryAround(each.node, node) !== undefined;
    });
    return look ? [{ call: node, read: look.node }] : [];
  });
}

/** Without `recursive`, which succeeds where the directory is there. */
function failsWhereItIs({ arguments: [, options] }: TSESTree.CallExpression, file: FileModel): boolean {
  if (!options) return true;
  return options.type !== 'SpreadElement' && file.options.objectOf(options) !== undefined && file.options.at(options, 'recursive').state === 'absent';
}

/** `mkdir(dir).catch(…)`, and a `try` around it. */
function isHandled(call: Node): boolean {
  const place = wrapped(call);
  if (place.parent?.type === 'MemberExpression' && place.parent.object === place) return true;
  const fn = enclosingFunction(call);
  for (let current = call.parent; current && current !== fn; current = current.parent) if (current.type === 'TryStatement' && current.handler && isInside(call, current.block)) return true;
  return false;
}

/** The statement that tries the look, and makes the directory where it fails. */
function tryAround(look: Node, call: Node): TSESTree.TryStatement | undefined {
  for (let current = look.parent; current; current = current.parent) {
    if (current.type === 'TryStatement') return isInside(look, current.block) && current.handler && isInside(call, current.handler) ? current : undefined;
  }
  return undefined;
}

/** `exists(dir)`, or what waiting for it gives. */
function answerOf(call: Node): Node {
  const { parent } = wrapped(call);
  return parent?.type === 'AwaitExpression' ? parent : call;
}

function textOf({ arguments: [path] }: TSESTree.CallExpression | TSESTree.NewExpression, file: FileModel): string | undefined {
  return path && file.sourceCode.getText(path);
}

function nameOf(path: string): string {
  return path.split(/[.#]/).at(-1)!;
}
