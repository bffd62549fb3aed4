import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { LISTENING } from '../emitters/listening.js';
import type { Variable } from '../values/bindings.js';

const ENDS = new Set(['exit', 'close']);
const OUTCOMES = new Set(['exitCode', 'signalCode']);

/** `child.on('exit', () => resolve())`: listeners for which a process that failed has done its work. */
export function ignoredExits(file: FileModel): readonly Node[] {
  if (file.calls.of('child-process').length === 0) return [];
  // The outcome may be read from the process itself.
  if (file.index.all('MemberExpression').some(each => OUTCOMES.has(staticName(each) ?? ''))) return [];
  const killed = new Set(file.index.all('MemberExpression').flatMap(each => (staticName(each) === 'kill' || staticName(each) === 'disconnect' ? [lastName(each.object)] : [])));
  const listeners = file.index.all('CallExpression').flatMap(call => listenerOf(call, killed, file) ?? []);
  return listeners.filter(each => isIgnored(each, file) && !listeners.some(other => other !== each && other.made === each.made && reads(other, file))).map(each => each.listener);
}

interface ExitListener {
  /** The call that started the process. */
  readonly made: Node;
  readonly call: TSESTree.CallExpression;
  readonly listener: Node;
}

function listenerOf(call: TSESTree.CallExpression, killed: ReadonlySet<string | undefined>, file: FileModel): ExitListener | undefined {
  const callee = unwrap(call.callee);
  const [event, listener] = call.arguments;
  if (callee.type !== 'MemberExpression' || !LISTENING.has(staticName(callee) ?? '') || event?.type !== 'Literal' || !ENDS.has(String(event.value)) || !listener) return undefined;
  const origin = file.origins.of(callee.object);
  const made = origin?.kind === 'library' ? origin.created : undefined;
  const started = made && file.calls.at(made);
  if (started?.entry.role !== 'child-process') return undefined;
  // With a callback the error comes there; one that is killed here has done what it should.
  const last = started.node.arguments.at(-1);
  if ((started.entry.callbacks && last && file.origins.functionOf(last)) || killed.has(lastName(callee.object))) return undefined;
  return { made: started.node, call, listener };
}

/** Whether a listener only says that the process is over. */
function isIgnored({ call, listener }: ExitListener, file: FileModel): boolean {
  const executor = executorAround(call, file);
  const [resolve, reject] = executor?.params ?? [];
  const resolver = resolve?.type === 'Identifier' ? file.bindings.variableOf(resolve) : undefined;
  if (!executor || !resolver) return false;
  const handed = unwrap(listener);
  // Handed over itself, it gives the code: that is dropped where nobody takes what the promise gives.
  if (handed.type === 'Identifier' && file.bindings.variableOf(handed) === resolver) return isDropped(executor);
  const fn = file.origins.functionOf(listener);
  if (!fn || reads({ listener }, file)) return false;
  const rejecter = reject?.type === 'Identifier' ? file.bindings.variableOf(reject) : undefined;
  if (isUsedIn(rejecter, fn) || file.index.within(fn.body, 'ThrowStatement').length > 0 || file.index.within(fn.body, 'IfStatement').length > 0 || file.index.within(fn.body, 'ConditionalExpression').length > 0) return false;
  return resolver.references.some(({ identifier }) => isInside(identifier, fn.body) && identifier.parent?.type === 'CallExpression' && identifier.parent.callee === identifier);
}

/** Whether a listener takes the code or the signal, or whether that cannot be seen. */
function reads({ listener }: Pick<ExitListener, 'listener'>, file: FileModel): boolean {
  const fn = file.origins.functionOf(listener);
  if (!fn) return true;
  return fn.params.some(each => each.type !== 'Identifier' || isUsedIn(file.bindings.variableOf(each), fn));
}

function isUsedIn(variable: Variable | undefined, fn: FunctionNode): boolean {
  return variable?.references.some(({ identifier }) => isInside(identifier, fn.body)) === true;
}

/** The function of `new Promise(…)` around a node. */
function executorAround(node: Node, file: FileModel): FunctionNode | undefined {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const { parent } = wrapped(fn);
    if (parent?.type === 'NewExpression' && parent.arguments[0] === fn && file.bindings.isGlobal(parent.callee, 'Promise')) return fn;
    if (!isFunction(fn) || fn.type === 'FunctionDeclaration') return undefined;
  }
  return undefined;
}

/** `await new Promise(…);` */
function isDropped(executor: FunctionNode): boolean {
  const awaited = executor.parent && wrapped(executor.parent).parent;
  return awaited?.type === 'AwaitExpression' && wrapped(awaited).parent?.type === 'ExpressionStatement';
}

/** `child.on('exit', code => done(code ?? 0))`: the code is null where a signal ended the process. */
export function signalsTakenForSuccess(file: FileModel): readonly TSESTree.LogicalExpression[] {
  return file.index.all('LogicalExpression').filter(({ left, right, operator }) => {
    if (operator === '&&' || right.type !== 'Literal' || right.value !== 0 || left.type !== 'Identifier') return false;
    const definition = file.bindings.variableOf(left)?.defs[0];
    if (definition?.type !== 'Parameter') return false;
    const fn = definition.node;
    const call = fn.parent;
    // With the signal at hand the author knows.
    if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || !('params' in fn) || fn.params.length !== 1 || fn.params[0] !== definition.name) return false;
    const [event] = call.arguments;
    if (call.arguments[1] !== fn || event?.type !== 'Literal' || (event.value !== 'exit' && event.value !== 'close')) return false;
    const origin = file.origins.of(call.callee.object);
    const made = origin?.kind === 'library' ? origin.created : undefined;
    return made !== undefined && file.calls.at(made)?.entry.role === 'child-process';
  });
}
