import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** Where the function that makes a promise comes from, for options that name functions. */
export interface CallSource {
  readonly from: 'package' | 'file' | 'lib';
  /** The module as it is written (`./jobs.js`), `file` for the linted file, `global` for what needs no import. */
  readonly module: string;
  /** The name in it: `writeFile`, `promises.writeFile`, `Client#close`. */
  readonly name: string;
  /** For `file`: the path of the file. */
  readonly path?: string;
}

/** The source of the call that a promise, or the chain that it is the end of, begins with. */
export function sourceOf(node: Node, file: FileModel): CallSource | undefined {
  let current = unwrap(node);
  while (current.type === 'CallExpression' && file.promises.isChain(current) && current.callee.type === 'MemberExpression') current = unwrap(current.callee.object);
  return current.type === 'CallExpression' || current.type === 'NewExpression' ? sourceOfFunction(current.callee, file) : undefined;
}

/** The source of a function or class that is called. */
export function sourceOfFunction(called: Node, file: FileModel): CallSource | undefined {
  const { origins, types } = file;
  const callee = unwrap(called);
  const origin = origins.of(callee);
  if (origin?.kind === 'library') return ofModule(origin.library, origin.path.replace(/^default\./, ''), file);
  if (callee.type === 'Identifier') return { from: 'file', module: 'file', name: callee.name, path: file.filename };
  const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
  const owner = origins.of(callee.object);
  if (owner?.kind === 'instance' || owner?.kind === 'class') {
    return { from: 'file', module: 'file', name: `${owner.node.id?.name ?? ''}${owner.kind === 'class' ? '.' : '#'}${name}`, path: file.filename };
  }
  const declared = types.declaredBy(callee.object);
  if (declared) return { from: 'package', module: declared.package, name: `${declared.name}#${name}` };
  return callee.object.type === 'Identifier' && file.bindings.variableOf(callee.object) ? { from: 'file', module: 'file', name: `${callee.object.name}.${name}`, path: file.filename } : undefined;
}

function ofModule(module: string, name: string, file: FileModel): CallSource {
  if (module === 'global') return { from: 'lib', module, name };
  if (!module.startsWith('.')) return { from: 'package', module, name };
  return { from: 'file', module, name, path: joined(file.filename, module) };
}

/** The path of a module that is imported by a relative path. */
function joined(importer: string, module: string): string {
  const parts = importer.replaceAll('\\', '/').split('/').slice(0, -1);
  for (const each of module.split('/')) {
    if (each === '..') parts.pop();
    else if (each !== '.') parts.push(each);
  }
  return parts.join('/');
}
