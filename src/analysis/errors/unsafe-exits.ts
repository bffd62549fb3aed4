import type { TSESTree } from '@typescript-eslint/utils';
import { basename, dirname } from 'node:path';
import { hasCommands } from '../../project/package-root.js';
import { enclosingFunction, functionsAround, isClass, isFunction, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { callbackPosition } from '../values/origins.js';

/** An exit that ends the process of somebody who did not ask for it: of other requests, or of who calls an exported function. */
export interface UnsafeExit {
  readonly call: LibraryCall;
  readonly kind: 'request' | 'exported';
  /** The exported function. */
  readonly name: string;
}

/** Functions whose business it is to start the program or to end it, and files with which it begins. Silence needs no proof. */
const MAY_END = /main|start|run|boot|init|launch|listen|serve|shut|stop|exit|quit|close|end|terminat|die|kill|fatal|crash|panic|abort|bail|usage|restart|graceful|signal|uncaught|unhandled|rejection|setup|cli|command|exec|watch|migrat|seed|fork|worker|cluster|daemon|teardown|help/i;
const ENTRY = /^(?:index|main|server|app|cli|bin|worker|start|cluster|boot\w*|run\w*|www|entry\w*|launch\w*|master|daemon|process\w*|shutdown|exit\w*|signals?|env\w*|config\w*)\b/i;
const FOLDER = /(?:^|[\\/])(?:commands?|cli|start\w*|boot\w*|admin|cmd)(?:[\\/]|$)/i;

/** In source order. */
export function unsafeExits(file: FileModel): readonly UnsafeExit[] {
  const exits = file.exits.calls.filter(each => !each.path.endsWith('abort'));
  if (exits.length === 0) return [];
  const ending = endingFunctions(file);
  return exits.flatMap((call): UnsafeExit[] => {
    const around = functionsAround(call.node);
    const outermost = around.at(-1);
    if (!outermost || around.some(each => ending.has(each))) return [];
    if (file.handlers.runsPerRequest(call.node) === 'yes') return [{ call, kind: 'request', name: '' }];
    if (ENTRY.test(basename(file.filename)) || FOLDER.test(dirname(file.filename)) || hasCommands(file.filename) || isAskedFor(call.node, outermost) || around.some(each => MAY_END.test(nameOf(each) ?? '')) || isStarted(outermost, file)) return [];
    const name = exportedName(outermost, file);
    return name === undefined ? [] : [{ call, kind: 'exported', name }];
  });
}

/** `if (exitOnFailure) process.exit(1);` */
function isAskedFor(node: Node, end: Node): boolean {
  for (let parent: Node | undefined = node.parent; parent && parent !== end; parent = parent.parent) {
    if (parent.type !== 'IfStatement') continue;
    const tests = [parent.test];
    for (let test = tests.pop(); test; test = tests.pop()) {
      if (test.type === 'LogicalExpression') tests.push(test.left, test.right);
      else if (/exit|fatal|abort/i.test(lastName(test) ?? '')) return true;
    }
  }
  return false;
}

/** Listeners of the process, for signals and uncaught errors, and the functions that they call. */
function endingFunctions(file: FileModel): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  const work = file.index.functions.filter(fn => file.origins.usesOf(fn).some(use => isProcessListener(use, file)));
  for (const { node, library, path } of file.calls.of('listen')) {
    if (library !== 'node:process' && !path.startsWith('process.')) continue;
    for (const each of node.arguments) {
      const fn = each.type === 'SpreadElement' ? undefined : file.origins.functionOf(each);
      if (fn) work.push(fn);
    }
  }
  for (let fn = work.pop(); fn; fn = work.pop()) {
    if (found.has(fn)) continue;
    found.add(fn);
    for (const { callee } of file.index.within(fn, 'CallExpression')) {
      const called = file.origins.functionOf(callee);
      if (called) work.push(called);
    }
  }
  return found;
}

function isProcessListener(use: Node, file: FileModel): boolean {
  const at = callbackPosition(use);
  const call = at && file.calls.at(at.call);
  return call?.entry.role === 'listen' && (call.library === 'node:process' || call.path.startsWith('process.'));
}

/** Called while the module loads: what begins the program. */
function isStarted(fn: FunctionNode, file: FileModel): boolean {
  return file.origins.usesOf(fn).some(use => {
    const call = use.parent;
    return call?.type === 'CallExpression' && unwrap(call.callee) === use && !enclosingFunction(call);
  });
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property') return staticName(parent);
  if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') return staticName(parent.left);
  // A callback of `shutdown(…)` belongs to it.
  if (parent.type === 'CallExpression') {
    const callee = unwrap(parent.callee);
    return callee.type === 'MemberExpression' ? staticName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
  }
  return undefined;
}

/** The name under which a function, or the class whose method it is, leaves the module. */
function exportedName(fn: FunctionNode, file: FileModel): string | undefined {
  const { parent } = fn;
  if (parent.type === 'MethodDefinition') {
    const owner = parent.parent.parent;
    return isClass(owner) && owner.id && isExported(owner, owner.id, file) ? `${owner.id.name}.${staticName(parent) ?? ''}` : undefined;
  }
  if (parent.type === 'AssignmentExpression') {
    const { left } = parent;
    if (left.type !== 'MemberExpression') return undefined;
    const isExports = file.bindings.isGlobal(left.object, 'exports', 'module') || (left.object.type === 'MemberExpression' && file.bindings.isGlobal(left.object.object, 'module') && staticName(left.object) === 'exports');
    return isExports ? (nameOf(fn) === 'exports' ? 'this function' : nameOf(fn)) : undefined;
  }
  if (fn.type === 'FunctionDeclaration') return fn.id && isExported(fn, fn.id, file) ? fn.id.name : fn.id ? undefined : 'this function';
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return isExported(parent.parent, parent.id, file) ? parent.id.name : undefined;
  return undefined;
}

function isExported(declaration: Node, name: TSESTree.Identifier, file: FileModel): boolean {
  const { parent } = declaration;
  if (parent?.type === 'ExportNamedDeclaration' || parent?.type === 'ExportDefaultDeclaration') return true;
  return file.bindings.variableOf(name)?.references.some(({ identifier }) => isExporting(identifier, file)) === true;
}

/** `export { name }`, `export default name`, `module.exports = { name }`, `exports.name = name`. */
function isExporting(identifier: Node, file: FileModel): boolean {
  const { parent } = identifier;
  if (parent?.type === 'ExportSpecifier' || parent?.type === 'ExportDefaultDeclaration') return true;
  const assignment = parent?.type === 'Property' && parent.value === identifier && parent.parent.type === 'ObjectExpression' ? parent.parent.parent : parent;
  if (assignment?.type !== 'AssignmentExpression' || assignment.left.type !== 'MemberExpression' || isFunction(assignment.left)) return false;
  const { left } = assignment;
  if (file.bindings.isGlobal(left.object, 'exports')) return true;
  if (file.bindings.isGlobal(left.object, 'module')) return staticName(left) === 'exports';
  return left.object.type === 'MemberExpression' && file.bindings.isGlobal(left.object.object, 'module') && staticName(left.object) === 'exports';
}
