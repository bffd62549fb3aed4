import type { TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../catalog/schema.js';
import { isCalledInPlace, isFunction, staticName, unwrap } from '../../syntax/nodes.js';
import { walk, type Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/**
 * What stands in front of an error handler.
 * `probe`: a question whose negative answer is an exception (`JSON.parse`, `fs.access`, `require`).
 * `cleanup`: closing what is being given up anyway.
 * `work`: something asynchronous whose failure means that something did not happen.
 * `effect`: calls whose results nobody uses, such as `save(order);`: they are made for what they do.
 * `sync`: other synchronous code. `none`: nothing is called at all.
 */
export type AttemptKind = 'work' | 'probe' | 'cleanup' | 'effect' | 'sync' | 'none';

export interface Attempt {
  readonly kind: AttemptKind;
  /** The first call of that kind, for messages. */
  readonly call: Node | undefined;
}

const PROBE_ROLES: readonly Role[] = ['parse', 'validate', 'file-access'];
const CLEANUP_ROLES: readonly Role[] = ['log', 'exit', 'timer'];

// Names withdraw reports, they never make one: a method that is called so is given the benefit of the doubt.
const PROBES = new Set([
  'parse', 'safeParse', 'parseAsync', 'decode', 'decodeURIComponent', 'decodeURI', 'URL', 'BigInt', 'RegExp', 'Function', 'require', 'resolve', 'import', 'atob',
  'access', 'accessSync', 'stat', 'statSync', 'lstat', 'lstatSync', 'exists', 'existsSync', 'pathExists', 'readlink', 'realpath', 'realpathSync',
  'unlink', 'unlinkSync', 'rm', 'rmSync', 'rmdir', 'rmdirSync', 'mkdir', 'mkdirSync', 'ensureDir', 'remove', 'removeSync',
  'lookup', 'resolve4', 'resolve6', 'reverse', 'resolveTxt', 'resolveMx', 'isValid', 'validate', 'verify', 'compile', 'getaddrinfo', 'createRequire', 'structuredClone', 'stringify',
  'cookies', 'draftMode', 'json', 'text', 'arrayBuffer', 'blob', 'formData', 'connect', 'reconnect', 'waitUntilReady', 'setPriority', 'setNoDelay', 'setKeepAlive',
]);
const CLEANUPS = new Set([
  'close', 'closeAsync', 'closeSync', 'destroy', 'destroySoon', 'release', 'end', 'quit', 'rollback', 'rollbackTransaction', 'abort', 'abortTransaction', 'cancel', 'disconnect', 'disconnectAll', 'dispose', 'stop', 'kill', 'terminate',
  'shutdown', 'teardown', 'tearDown', 'cleanup', 'cleanUp', 'clear', 'clearTimeout', 'clearInterval', 'clearImmediate', 'unref', 'unsubscribe', 'removeListener', 'removeAllListeners', 'removeEventListener', 'off',
  'unwatch', 'unpipe', 'resume', 'pause', 'flush', 'forceFlush', 'detach', 'untrack', 'return', 'releaseLock', 'unlock', 'unlisten', 'endSession', 'logout', 'leave', 'drain', 'resetConnection', 'purge', 'unload', 'exit', 'emitWarning',
  'delete', 'del', 'unregister', 'deregister', 'destroyAll', 'closeAll', 'dropDatabase', 'drop', 'restore', 'reset', 'discard',
]);
const CLEANUP_PREFIX = /^(?:close|destroy|dispose|release|cleanup|cleanUp|stop|kill|terminate|shutdown|teardown|tearDown|unsubscribe|disconnect|rollback|abort|cancel|clear|clean|remove|delete|unlink|unlock|safe|try|maybe|ignore|silently|discard|purge|flush|evict|detach|drain|quit|end|unwatch|unregister|expire|drop)(?![a-z])/;
const PROBE_PREFIX = /^(?:assert|parse|decode|deserialize|is|has|can|probe|check|try|detect|validate|verify|exists|resolve|ensure|unlink|rm|mkdir|access|stat|supports|test|ping|compile)(?![a-z])/;
const CHAINED = new Set(['then', 'finally', 'catch']);

/** Whether a name says that something is closed or given up. */
export function isCleanupName(name: string): boolean {
  return CLEANUPS.has(name) || CLEANUP_PREFIX.test(name);
}

/** What is attempted in `node`: a try block, or the promise on which `.catch` is called. */
export function attemptIn(node: Node, file: FileModel): Attempt {
  if (node.type === 'Identifier') {
    // `const closing = client.close(); closing.catch(…)`
    const made = file.origins.expressionOf(node);
    if (made && made !== node) return attemptIn(made, file);
  }
  const promise = node.type === 'BlockStatement' ? undefined : unwrap(node);
  const first: Partial<Record<AttemptKind, Node>> = {};
  const note = (kind: AttemptKind, call: Node): void => {
    first[kind] ??= call;
  };
  walk(node, file.visitorKeys, each => {
    if (isFunction(each) && !isCalledInPlace(each)) return 'skip';
    switch (each.type) {
      case 'AwaitExpression': {
        const awaited = unwrap(each.argument);
        const isCall = awaited.type === 'CallExpression' || awaited.type === 'NewExpression' || awaited.type === 'ImportExpression';
        // `await running;` only waits for something that has its own handler somewhere.
        if (!isCall && each.parent.type !== 'ExpressionStatement') note('work', awaited);
        return undefined;
      }
      case 'ForOfStatement':
        if (each.await) note('work', each.right);
        return undefined;
      case 'ImportExpression':
        note('probe', each);
        return undefined;
      case 'CallExpression':
      case 'NewExpression':
        note(isPromiseItself(each, file) ? 'sync' : kindOf(each, isAwaited(each, file) || isStartOf(promise, each), file), each);
        return undefined;
      case 'TaggedTemplateExpression':
        note('sync', each);
        return undefined;
      default:
        return undefined;
    }
  });
  for (const kind of ['work', 'cleanup', 'probe'] as const) if (first[kind]) return { kind, call: first[kind] };
  if (first.sync) return { kind: node.type === 'BlockStatement' && node.body.every(isEffect) ? 'effect' : 'sync', call: first.sync };
  return { kind: promise ? 'work' : 'none', call: promise };
}

/** `save(order);`, `this.save(order);` */
function isEffect(statement: Node): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const call = unwrap(statement.expression);
  if (call.type !== 'CallExpression') return false;
  const callee = unwrap(call.callee);
  return callee.type === 'Identifier' || (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression');
}

function kindOf(call: TSESTree.CallExpression | TSESTree.NewExpression, isAsync: boolean, file: FileModel): AttemptKind {
  const known = file.calls.at(call);
  if (known && PROBE_ROLES.includes(known.entry.role)) return 'probe';
  if (known && CLEANUP_ROLES.includes(known.entry.role)) return 'cleanup';
  const callee = unwrap(call.callee);
  const name = callee.type === 'MemberExpression' ? staticName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
  if (callee.type === 'MemberExpression' && callee.object.type === 'Super') return 'sync';
  if (name !== undefined) {
    if (CHAINED.has(name) && callee.type === 'MemberExpression') return 'none';
    if (isCleanupName(name)) return 'cleanup';
    if (PROBES.has(name) || PROBE_PREFIX.test(name)) return 'probe';
  }
  if (isAsync) return 'work';
  return known && known.entry.promise === true && isPlainCall(known.entry.role) ? 'work' : 'sync';
}

function isPlainCall(role: Role): boolean {
  return role === 'http-request' || role === 'database-query' || role === 'cache-command' || role === 'message-send' || role === 'transaction';
}

/** `Promise.all(…)`, `new Promise(…)`: what they wait for says more. */
function isPromiseItself(call: Node, file: FileModel): boolean {
  if (call.type === 'NewExpression') return file.bindings.isGlobal(call.callee, 'Promise');
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && file.bindings.isGlobal(call.callee.object, 'Promise');
}

/** `await f()`, `await f().then(…)`: what the await waits for. */
function isAwaited(call: Node, file: FileModel): boolean {
  let node = call;
  for (let parent = node.parent; parent; node = parent, parent = node.parent) {
    if (unwrap(parent) !== parent) continue;
    if (parent.type === 'AwaitExpression') return true;
    if (parent.type === 'ArrayExpression' || (parent.type === 'CallExpression' && isPromiseItself(parent, file))) continue;
    if (parent.type === 'MemberExpression' && parent.object === node && CHAINED.has(staticName(parent) ?? '')) continue;
    if (parent.type === 'CallExpression' && parent.callee === node) continue;
    return false;
  }
  return false;
}

/** Whether `call` gives the promise of a chain: `f()` in `f().then(g)`. */
function isStartOf(promise: Node | undefined, call: Node): boolean {
  let node: Node | undefined = promise;
  while (node) {
    const current: Node = unwrap(node);
    if (current === call) return true;
    if (current.type !== 'CallExpression') return false;
    const callee: Node = unwrap(current.callee);
    node = callee.type === 'MemberExpression' && CHAINED.has(staticName(callee) ?? '') ? callee.object : undefined;
  }
  return false;
}
