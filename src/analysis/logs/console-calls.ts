import type { Role } from '../../catalog/schema.js';
import { enclosingFunction, staticName, statementOf, unwrap, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from './log-calls.js';
import { callbackPosition } from '../values/origins.js';

/** A call of console in the code of a service. */
export interface ConsoleCall {
  readonly call: LogCall;
  /** The file has a logger at hand. */
  readonly besideLogger: boolean;
}

const SERVICE_ROLES: readonly Role[] = [
  'web-app', 'route', 'middleware', 'error-middleware', 'respond', 'database-client', 'database-query', 'cache-client', 'cache-command', 'broker-client',
  'message-send', 'message-consume', 'transaction',
];

/** Calls of console in files that prove, by what they import and call, that they are part of a service. */
export function consoleCalls(file: FileModel, logs: readonly LogCall[]): readonly ConsoleCall[] {
  const calls = logs.filter(each => each.logger === 'console' || each.logger === 'node:console');
  if (calls.length === 0) return [];
  const besideLogger = logs.length > calls.length || file.calls.of('logger').length > 0;
  if (!besideLogger && file.calls.of(...SERVICE_ROLES).length === 0) return [];
  // What a module says while it is loaded comes before any logger that another module makes.
  return calls
    .filter(({ node }) => besideLogger || enclosingFunction(node))
    .filter(each => !isForwarded(each, file) && !isLastWord(each.node, file))
    .map(call => ({ call, besideLogger }));
}

/** A function that does nothing but hand what it is given to console is itself a logger. */
function isForwarded({ node }: LogCall, file: FileModel): boolean {
  const fn = enclosingFunction(node);
  // A callback is given its values by others: it logs them, and is no logger.
  if (!fn || fn.params.length === 0 || callbackPosition(fn)) return false;
  const own = new Set(file.bindings.declaredBy(fn));
  const isOwn = (each: Node): boolean => {
    const value = each.type === 'SpreadElement' ? each.argument : unwrap(each);
    const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
    return variable !== undefined && own.has(variable);
  };
  // The module that makes the logger, and prints for people where it is not wanted: one or the other.
  if (file.calls.of('logger').length > 0 && node.arguments.every(isOwn) && isAlternative(node, fn)) return true;
  const only = fn.body.type === 'BlockStatement' ? (fn.body.body.length === 1 ? fn.body.body[0] : undefined) : fn.body;
  return only !== undefined && statementOf(node) === statementOf(only) && node.arguments.some(isOwn);
}

function isAlternative(node: Node, fn: Node): boolean {
  for (let current = node.parent; current && current !== fn; current = current.parent) if (current.type === 'IfStatement') return true;
  return false;
}

/** Where the process is about to end, a logger may lose its last lines: `console` is written at once. */
function isLastWord(node: Node, file: FileModel): boolean {
  const statement = statementOf(node);
  const list = statement.parent?.type === 'BlockStatement' || statement.parent?.type === 'Program' ? statement.parent.body : [];
  if (list.some(each => each.range[0] > node.range[0] && endsProcess(each, file))) return true;
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    if (file.origins.usesOf(fn).some(use => isProcessListener(use, file))) return true;
  }
  return false;
}

function isProcessListener(use: Node, file: FileModel): boolean {
  const at = callbackPosition(use);
  const callee = at && unwrap(at.call.callee);
  return callee?.type === 'MemberExpression' && file.bindings.isGlobal(callee.object, 'process') && /^(?:on|once|addListener)$/.test(staticName(callee) ?? '');
}

function endsProcess(statement: Node, file: FileModel): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const expression = unwrap(statement.expression);
  if (expression.type === 'AssignmentExpression') return expression.left.type === 'MemberExpression' && staticName(expression.left) === 'exitCode';
  return file.calls.at(expression)?.entry.role === 'exit';
}
