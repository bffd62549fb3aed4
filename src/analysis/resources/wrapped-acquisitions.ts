import { isFunction, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';
import { acquiredValue, takenInto } from './taken.js';

/** Calls of functions in view that give their caller what they have just acquired: `const client = await getClient()`. */
export function wrappedAcquisitions(file: FileModel, calls: readonly LibraryCall[]): readonly LibraryCall[] {
  const givers = new Map<Node, LibraryCall>();
  const names = new Set<string>();
  for (const call of calls) {
    const owner = ownerOf(call.node);
    const name = isFunction(owner) ? nameOf(owner) : undefined;
    if (!isFunction(owner) || name === undefined || !isLent(file, call, owner)) continue;
    givers.set(owner, call);
    names.add(name);
  }
  if (givers.size === 0) return [];
  const found: LibraryCall[] = [];
  for (const node of file.index.all('CallExpression')) {
    if (!names.has(lastName(node.callee) ?? '')) continue;
    const fn = file.origins.functionOf(node.callee);
    const call = fn && givers.get(fn);
    if (!call) continue;
    const { role, gives, acquires, promise, example } = call.entry;
    const entry = { role, ...(gives !== undefined && { gives }), ...(acquires && { acquires }), promise: fn.async || Boolean(promise), example };
    found.push({ ...call, node, receiver: undefined, client: undefined, entry });
  }
  return found;
}

/** Whether every `return` of a function gives what this call acquires, so that each caller has one of its own. */
function isLent(file: FileModel, call: LibraryCall, owner: FunctionNode): boolean {
  const facts = call.entry.acquires;
  // What is handed to a callback ends there: the call gives what the callback has returned.
  if (!facts || facts.parameter !== undefined || facts.longLived || facts.resource || facts.releasedOn || facts.endsWithReceiver || owner.generator) return false;
  const value = acquiredValue(call) ?? call.node;
  const variable = takenInto(file, call, facts, value)?.variable;
  const gives = (node: Node | null | undefined): boolean => {
    const given = node ? unwrap(node) : undefined;
    if (given === value || given === call.node) return true;
    return given?.type === 'Identifier' && variable !== undefined && file.bindings.variableOf(given) === variable;
  };
  if (owner.body?.type !== 'BlockStatement') return gives(owner.body);
  const returns = file.index.inOwn(owner, 'ReturnStatement');
  return returns.length > 0 && returns.every(each => gives(each.argument));
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.type === 'FunctionDeclaration') return fn.id?.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  return parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property' ? staticName(parent) : undefined;
}
