import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isNothing, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { LISTENING } from './listening.js';

/** A server that is told to listen where somebody waits to hear whether it could, and nobody hears that it could not. */
export interface DeafListen {
  readonly call: TSESTree.CallExpression;
  readonly server: string;
  readonly waiting: 'promise' | 'callback';
  /** What must be called with the error. */
  readonly tell: string;
}

/** In source order. */
export function deafListens(file: FileModel): readonly DeafListen[] {
  const found = file.calls.having('listens').flatMap(each => (each.path === 'Server#listen' && each.entry.listens === 'receiver' ? (deafListen(each, file) ?? []) : []));
  // `if (address) server.listen(port, address, done); else server.listen(port, done);` is one fault.
  return found.filter((each, i) => !found.slice(0, i).some(({ call, server }) => server === each.server && enclosingFunction(call) === enclosingFunction(each.call)));
}

function deafListen({ node, receiver }: LibraryCall, file: FileModel): DeafListen | undefined {
  const server = receiver && unwrap(receiver);
  const variable = server?.type === 'Identifier' ? file.bindings.variableOf(server) : undefined;
  const last = node.arguments.at(-1);
  if (node.type !== 'CallExpression' || !variable || !last || last.type === 'SpreadElement' || mayBeHeard(variable)) return undefined;
  const [port] = node.arguments;
  const options = port && unwrap(port);
  // Any free port: none is taken.
  if (!options || isZero(options) || node.arguments.length === 1 || (options.type === 'ObjectExpression' && options.properties.some(each => each.type === 'Property' && staticName(each) === 'port' && isZero(each.value)))) return undefined;
  const told = waitingPromise(node, last, file) ?? waitingCallback(last, file);
  return told && { call: node, server: variable.name, ...told };
}

function isZero(node: Node): boolean {
  return node.type === 'Literal' && (node.value === 0 || node.value === '0');
}

/** Whether something listens to the errors of a server, or is given the server and may. */
function mayBeHeard({ references }: Variable): boolean {
  return references.some(({ identifier }) => {
    const place = wrapped(identifier);
    const { parent } = place;
    if (parent?.type === 'MemberExpression' && parent.object === place) {
      const name = staticName(parent);
      const call = wrapped(parent).parent;
      if (name === undefined) return true;
      if (call?.type !== 'CallExpression' || call.callee !== wrapped(parent)) return LISTENING.has(name);
      const [event] = call.arguments;
      return LISTENING.has(name) && (event?.type !== 'Literal' || event.value === 'error');
    }
    return parent?.type === 'CallExpression' || parent?.type === 'NewExpression' ? parent.callee !== place && !isSettler(parent.callee) : false;
  });
}

/** `resolve(server)` hands it on when it listens. */
function isSettler(callee: Node): boolean {
  return callee.type === 'Identifier' && /^(resolve|reject|res|rej|ok|fail|done|cb|callback|next)$/.test(callee.name);
}

/** The promise whose executor only resolves when the server listens, and whose maker hands it on or has a `reject` at hand. */
function waitingPromise(listen: Node, last: Node, file: FileModel): Pick<DeafListen, 'waiting' | 'tell'> | undefined {
  const root = enclosingFunction(listen);
  const promise = root && file.executors.promises.find(each => each.isExecutor && each.root === root);
  const value = unwrap(last);
  const resolves = promise && (promise.settling.holds(value) || (isFunction(value) && promise.settling.isIn(value)));
  if (!promise || !resolves) return undefined;
  const isHandedOn = ['ReturnStatement', 'ArrowFunctionExpression'].includes(wrapped(promise.node).parent?.type ?? '');
  if (!promise.reject && !isHandedOn) return undefined;
  return { waiting: 'promise', tell: promise.reject?.name ?? 'reject' };
}

/** The callback, given to the function around, that it also calls with errors. */
function waitingCallback(last: Node, file: FileModel): Pick<DeafListen, 'waiting' | 'tell'> | undefined {
  const variable = last.type === 'Identifier' ? file.bindings.variableOf(last) : undefined;
  if (!variable || !isGiven(variable, file)) return undefined;
  const takesErrors = variable.references.some(({ identifier }) => {
    const { parent } = identifier;
    const [error] = parent?.type === 'CallExpression' && parent.callee === identifier ? parent.arguments : [];
    return error !== undefined && error.type !== 'SpreadElement' && !isNothing(error);
  });
  return takesErrors ? { waiting: 'callback', tell: variable.name } : undefined;
}

/** A parameter, or one of several. */
function isGiven(variable: Variable, file: FileModel): boolean {
  const definition = file.bindings.definitionOf(variable);
  if (definition?.type === 'Parameter') return !isExecutorOf(definition.node, file);
  const init = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
  const parts = init?.type === 'ConditionalExpression' ? [init.consequent, init.alternate] : init?.type === 'LogicalExpression' ? [init.left, init.right] : [];
  return parts.some(each => {
    const part = each.type === 'Identifier' ? file.bindings.variableOf(each) : undefined;
    return part !== undefined && file.bindings.definitionOf(part)?.type === 'Parameter';
  });
}

function isExecutorOf(fn: Node, file: FileModel): boolean {
  return file.executors.promises.some(each => each.root === (fn as FunctionNode));
}
