import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, loopAround, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from '../logs/log-calls.js';
import type { LogLikeCall } from '../logs/log-like-calls.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { ErrorHandler } from './error-handling.js';

/** A failure that is logged, and then thrown on as it is: whoever catches it next logs it again. */
export interface ReloggedError {
  readonly log: LogCall | LogLikeCall;
  readonly handler: ErrorHandler;
  readonly error: Variable;
  /** The `throw error`, or `return Promise.reject(error)`, behind it. */
  readonly thrown: TSESTree.ThrowStatement | TSESTree.ReturnStatement;
}

const SEVERE = new Set<LogCall['level']>(['warn', 'error', 'fatal']);

/** In source order, one for each log call. */
export function reloggedErrors(file: FileModel): readonly ReloggedError[] {
  const logs = new Map<Node, LogCall | LogLikeCall>([...file.logs.all, ...file.logs.alike].filter(each => SEVERE.has(each.level)).map(each => [each.node, each]));
  if (logs.size === 0) return [];
  return file.errorHandling.handlers.flatMap(handler => {
    const { error, body } = handler;
    if (!error || !body || !file.bindings.isConstant(error)) return [];
    const own = logsOf(error, body, logs);
    if (own.length === 0) return [];
    const throws = throwsOf(handler, error, file);
    if (throws.length === 0 || isBoundary(handler, file)) return [];
    return own.flatMap(log => {
      const owner = ownerOf(log.node);
      const thrown = throws.find(each => ownerOf(each) === owner && (isFunction(owner) || owner.type === 'Program') && file.flow(owner).reaches(log.node, each));
      return thrown ? [{ log, handler, error, thrown }] : [];
    });
  });
}

/** The log calls in a handler that are given its error, or something of it; in source order. */
function logsOf(error: Variable, body: Node, logs: ReadonlyMap<Node, LogCall | LogLikeCall>): readonly (LogCall | LogLikeCall)[] {
  const found = new Set<LogCall | LogLikeCall>();
  for (const { identifier } of error.references) {
    for (let current: Node = identifier, parent: Node | undefined = current.parent; parent && current !== body; current = parent, parent = current.parent) {
      const log = logs.get(parent);
      if (log && log.node.callee !== current) found.add(log);
    }
  }
  return [...found].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function throwsOf({ node, body }: ErrorHandler, error: Variable, file: FileModel): (TSESTree.ThrowStatement | TSESTree.ReturnStatement)[] {
  if (!body) return [];
  const isError = (each: Node | null | undefined): boolean => each?.type === 'Identifier' && file.bindings.variableOf(each) === error;
  // What an outer handler of the same function takes has not left it yet.
  const leaves = (each: Node): boolean => file.errorHandling.protectedBy(each) === undefined && ownerOf(each) === ownerOf(isFunction(node) ? body : node.type === 'CatchClause' ? node : body);
  return [
    ...file.index.within(body, 'ThrowStatement').filter(each => isError(unwrap(each.argument)) && leaves(each)),
    ...file.index.within(body, 'ReturnStatement').filter(each => {
      const value = each.argument && unwrap(each.argument);
      if (value?.type !== 'CallExpression' || value.callee.type !== 'MemberExpression' || staticName(value.callee) !== 'reject') return false;
      return file.bindings.isGlobal(value.callee.object, 'Promise') && isError(value.arguments[0]) && leaves(each);
    }),
  ];
}

/** Where nobody above logs: in a handler of requests or messages, in what the module runs itself, and between the attempts of a retry. */
function isBoundary({ node }: ErrorHandler, file: FileModel): boolean {
  if (file.handlers.around(node) || loopAround(node)) return true;
  let outermost = enclosingFunction(node);
  if (!outermost) return true;
  for (let fn = outermost; fn; fn = enclosingFunction(fn)!) outermost = fn;
  return file.origins.usesOf(outermost).some(use => {
    const call = use.parent;
    return use !== outermost && call?.type === 'CallExpression' && call.callee === use && !enclosingFunction(call);
  });
}
