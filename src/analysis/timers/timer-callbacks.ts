import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** What the callback of a timer does to somebody else, as the end of "it goes on, and then …". */
export type Harm = 'aborts what still uses its signal' | 'destroys what may be used again' | 'ends the process' | 'tells of a failure that was none';

const DESTROYS: ReadonlySet<string | undefined> = new Set(['destroy', 'terminate', 'kill', 'cancel', 'forceClose', 'closeAllConnections']);

/** The function that a timer calls. */
export function callbackOf(timer: TSESTree.CallExpression, file: FileModel): FunctionNode | undefined {
  const [first] = timer.arguments;
  return first && first.type !== 'SpreadElement' ? file.origins.functionOf(first) : undefined;
}

/** What a callback does that is wrong once the work is over; nothing where it only settles a promise, or cannot be seen. */
export function harmOf(timer: TSESTree.CallExpression, file: FileModel): Harm | undefined {
  const callback = callbackOf(timer, file);
  const [first] = timer.arguments;
  const bound = first && first.type !== 'SpreadElement' && !callback ? unwrap(first) : undefined;
  // `controller.abort.bind(controller)`.
  if (bound?.type === 'CallExpression' && bound.callee.type === 'MemberExpression' && staticName(bound.callee) === 'bind') {
    const method = unwrap(bound.callee.object);
    return method.type === 'MemberExpression' ? harmOfMethod(staticName(method)) : undefined;
  }
  if (!callback) return undefined;
  for (const call of file.index.within(callback, 'CallExpression')) {
    const known = file.calls.at(call);
    if (known?.entry.role === 'exit') return 'ends the process';
    const callee = unwrap(call.callee);
    const harm = callee.type === 'MemberExpression' ? harmOfMethod(staticName(callee)) : undefined;
    if (harm) return harm;
    if (known?.entry.role === 'log' && (known.entry.log?.level === 'error' || known.entry.log?.level === 'warn')) return 'tells of a failure that was none';
    if (callee.type === 'MemberExpression' && staticName(callee) === 'emit' && call.arguments[0]?.type === 'Literal' && /error|timeout/.test(String(call.arguments[0].value))) return 'tells of a failure that was none';
  }
  return undefined;
}

function harmOfMethod(name: string | undefined): Harm | undefined {
  if (name === 'abort') return 'aborts what still uses its signal';
  return DESTROYS.has(name) ? 'destroys what may be used again' : undefined;
}

/** The promise in whose executor a node stands, and the functions that settle it. */
export function executorAround(node: Node, file: FileModel): { readonly executor: FunctionNode; readonly settlers: readonly Variable[] } | undefined {
  for (let current: Node | undefined = node.parent; current; current = current.parent) {
    if (!isFunction(current)) continue;
    const made = current.parent;
    if (made.type !== 'NewExpression' || made.arguments[0] !== current || !file.bindings.isGlobal(made.callee, 'Promise')) return undefined;
    const settlers = current.params.flatMap(each => (each.type === 'Identifier' ? (file.bindings.variableOf(each) ?? []) : []));
    return { executor: current, settlers };
  }
  return undefined;
}
