import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, enclosingFunction, isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import { callbackPosition, isCalledBack } from '../values/origins.js';

/** A signal, its controller, or the error that it gives, taken for something that it is not. */
export interface MisusedSignal {
  readonly node: Node;
  /**
   * `expired`: one time limit for many calls; `reused`: of a controller that was aborted before; `other-name`: an error is
   * asked for a name that it never has; `no-class`: `instanceof` something that does not exist;
   * `controller`: stands where its signal is read; `detached`: `abort` without its controller.
   */
  readonly kind: 'expired' | 'reused' | 'other-name' | 'no-class' | 'controller' | 'detached';
  /** The name or text that is meant, where there is one. */
  readonly name: string;
}

/** What is done wrong with signals, in source order. */
export function misusedSignals(file: FileModel): readonly MisusedSignal[] {
  const { text } = file.sourceCode;
  // Cheap to refuse.
  if (!text.includes('Abort') && !text.includes('TimeoutError')) return [];
  const found = [...expired(file), ...reused(file), ...otherNames(file), ...missingClasses(file), ...controllers(file)];
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** `AbortSignal.timeout(…)` that begins to run when the module loads, or before the handlers that use it. */
function* expired(file: FileModel): Generator<MisusedSignal> {
  for (const { node, path, entry } of file.calls.of('other')) {
    if (path !== 'AbortSignal.timeout' || entry.gives !== 'AbortSignal') continue;
    const place = placeOf(node);
    const maker = enclosingFunction(node);
    const name = file.sourceCode.getText(node);
    if (place.type === 'VariableDeclarator') {
      const isExported = place.parent?.type === 'VariableDeclaration' && place.parent.parent.type === 'ExportNamedDeclaration';
      const uses = file.bindings.declaredBy(place).flatMap(each => each.references.filter(reference => reference.isRead()).map(reference => reference.identifier));
      if (!maker && isExported) yield { node, kind: 'expired', name };
      else if (uses.some(each => runsAgain(each, maker, file))) yield { node, kind: 'expired', name };
    }
    const isShared = place.type === 'PropertyDefinition' && (place.static || decoratorsOf(place.parent.parent).some(each => file.calls.at(each.expression)?.entry.sharesInstance !== undefined));
    if (isShared && !maker) yield { node, kind: 'expired', name };
    // A client that keeps it for all of its requests.
    if (place.type === 'CallExpression' && !maker && file.calls.at(place)?.entry.role === 'http-client') yield { node, kind: 'expired', name };
  }
}

/** What holds a value in the end: through objects, arrays and `AbortSignal.any`. */
function placeOf(node: Node): Node {
  let current = wrapped(node);
  for (;;) {
    const { parent } = current;
    const isPart = parent?.type === 'Property' || parent?.type === 'ObjectExpression' || parent?.type === 'ArrayExpression';
    const isJoin = parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && staticName(parent.callee) === 'any' && parent.arguments[0] === current;
    if (!isPart && !isJoin) return parent ?? current;
    current = wrapped(parent);
  }
}

/** Whether a use runs again and again, long after its maker has run: in a function of the module, in a handler or interval that the maker sets up. */
function runsAgain(use: Node, maker: FunctionNode | undefined, file: FileModel): boolean {
  const owner = ownerOf(use);
  if (!isFunction(owner) || owner === maker) return false;
  // At the top of a module, what a function started there does at once is not told apart from what it does later: its calls must be elsewhere.
  if (!maker) return !isCalledAtTop(owner, file);
  for (let fn: Node = owner; isFunction(fn) && fn !== maker; fn = ownerOf(fn)) {
    const at = callbackPosition(fn);
    const entry = at && file.calls.at(at.call)?.entry;
    if (entry?.repeats || entry?.callbacks?.some(each => each.runs === 'request')) return true;
  }
  return false;
}

/** A function that the module itself calls while it loads: `main()`. */
function isCalledAtTop(fn: FunctionNode, file: FileModel): boolean {
  for (let current: Node = fn; isFunction(current); current = ownerOf(current)) {
    const isCalled = file.origins.usesOf(current).some(use => {
      const { parent } = use;
      if (parent?.type === 'CallExpression' && parent.callee === use) return !enclosingFunction(parent);
      // An argument of a call at the top: `tasks.map(…)`.
      return use === current && callbackPosition(current) !== undefined && !enclosingFunction(current) && !registers(current, file);
    });
    if (isCalled) return true;
  }
  return false;
}

function registers(fn: FunctionNode, file: FileModel): boolean {
  const at = callbackPosition(fn);
  const entry = at && file.calls.at(at.call)?.entry;
  return entry?.repeats !== undefined || entry?.callbacks?.some(each => each.runs === 'request') === true;
}

/** `controller.abort(); … fetch(url, { signal: controller.signal })` of a controller that is never made anew. */
function* reused(file: FileModel): Generator<MisusedSignal> {
  for (const abort of file.calls.of('other')) {
    if (abort.path !== 'AbortController#abort') continue;
    const variable = abort.receiver?.type === 'Identifier' ? file.bindings.variableOf(abort.receiver) : undefined;
    const owner = ownerOf(abort.node);
    if (!variable || !isFunction(owner) || !file.bindings.isConstant(variable)) continue;
    for (const { identifier } of variable.references) {
      const read = identifier.parent;
      if (read?.type !== 'MemberExpression' || staticName(read) !== 'signal' || ownerOf(read) !== owner || !isHandedOn(read)) continue;
      if (!file.flow(owner).reaches(abort.node, read, { ignoreBackEdges: true })) continue;
      yield { node: read, kind: 'reused', name: variable.name };
      break;
    }
  }
}

function isHandedOn(node: Node): boolean {
  const { parent } = wrapped(node);
  return parent?.type === 'CallExpression' || (parent?.type === 'Property' && parent.parent.type === 'ObjectExpression');
}

/** `error.name === 'AbortError'` where the calls before it end with another name. */
function* otherNames(file: FileModel): Generator<MisusedSignal> {
  const { text } = file.sourceCode;
  if (!NAMES.some(each => text.includes(each))) return;
  for (const { block, handler } of file.index.all('TryStatement')) {
    const error = handler?.param?.type === 'Identifier' ? file.bindings.variableOf(handler.param) : undefined;
    const names = error && handler ? namesAsked(error, handler.body, file) : [];
    const [asked] = names;
    // Who asks for several names knows that there are several.
    if (!asked?.name || names.some(each => each.name !== asked.name)) continue;
    const given = namesGiven(block, file);
    if (!given || given.size !== 1 || given.has(asked.name)) continue;
    yield { node: asked.node, kind: 'other-name', name: [...given][0]! };
  }
}

const NAMES = ['AbortError', 'TimeoutError', 'CanceledError'];

/** The names for which a caught error is asked. */
function namesAsked(error: Variable, body: Node, file: FileModel): { readonly node: Node; readonly name: string }[] {
  return file.index.within(body, 'Literal').flatMap(node => {
    if (node.value !== 'AbortError' && node.value !== 'TimeoutError' && node.value !== 'CanceledError') return [];
    const { parent } = node;
    const other = parent.type === 'BinaryExpression' && /^[!=]==?$/.test(parent.operator) ? unwrap(parent.left === node ? parent.right : parent.left) : undefined;
    const isName = other?.type === 'MemberExpression' && staticName(other) === 'name' && file.bindings.variableOf(unwrap(other.object)) === error;
    // Asked in a way that is not followed: a name that nobody knows.
    return [{ node, name: isName ? node.value : '' }];
  });
}

const BODIES = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData'];

/** The names of the errors with which a block's signals end its calls; undefined where others may stand among them. */
function namesGiven(block: Node, file: FileModel): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const node of file.index.within(block, 'CallExpression')) {
    const call = file.calls.at(node);
    const rejects = call?.entry.wait?.rejects;
    if (call && rejects) {
      const signal = file.waits.optionOf(call, call.entry.wait!, 'signal');
      if (signal.state === 'unknown') return undefined;
      if (signal.state === 'absent') continue;
      const source = signalSource(signal.value, file);
      if (!source && rejects.abort !== rejects.timeout) return undefined;
      names.add(rejects[source ?? 'abort']);
      continue;
    }
    if (call && !call.entry.signal) continue;
    const isBody = node.callee.type === 'MemberExpression' && BODIES.includes(staticName(node.callee) ?? '');
    const isSync = !['AwaitExpression', 'ReturnStatement', 'ArrayExpression'].includes(wrapped(node).parent?.type ?? '');
    if (call || (!isBody && !isSync)) return undefined;
  }
  // What is thrown, or raised by a loop or a stream, has a name of its own.
  if (file.index.within(block, 'ThrowStatement').some(each => each.argument.type !== 'NewExpression')) return undefined;
  return file.index.within(block, 'ForOfStatement').some(each => each.await) ? undefined : names;
}

/** What ends a signal: `AbortSignal.timeout`, or a controller in view that is aborted without a reason. */
function signalSource(node: Node, file: FileModel): 'timeout' | 'abort' | undefined {
  const value = file.origins.expressionOf(node) ?? unwrap(node);
  if (file.calls.at(value)?.path === 'AbortSignal.timeout') return 'timeout';
  const read = value.type === 'MemberExpression' && staticName(value) === 'signal' ? unwrap(value.object) : undefined;
  const variable = read?.type === 'Identifier' ? file.bindings.variableOf(read) : undefined;
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Variable' || !definition.node.init || !isController(definition.node.init, file)) return undefined;
  const isPlain = variable.references.every(({ identifier, init }) => {
    const member = identifier.parent;
    if (init) return true;
    if (member?.type !== 'MemberExpression') return false;
    const call = wrapped(member).parent;
    return staticName(member) === 'signal' || (staticName(member) === 'abort' && call?.type === 'CallExpression' && unwrap(call.callee) === member && call.arguments.length === 0);
  });
  return isPlain ? 'abort' : undefined;
}

function isController(node: Node, file: FileModel): boolean {
  const made = unwrap(node);
  return made.type === 'NewExpression' && file.bindings.isGlobal(made.callee, 'AbortController');
}

/** `error instanceof AbortError`: there is no such class, and asking throws a ReferenceError. */
function* missingClasses(file: FileModel): Generator<MisusedSignal> {
  for (const { operator, right } of file.index.all('BinaryExpression')) {
    if (operator !== 'instanceof' || right.type !== 'Identifier' || !file.bindings.isGlobal(right, 'AbortError', 'TimeoutError')) continue;
    // Said to be there by a comment for the linter.
    if (file.sourceCode.scopeManager?.globalScope?.set.has(right.name)) continue;
    yield { node: right, kind: 'no-class', name: right.name };
  }
}

/** `signal: controller`, `setTimeout(controller.abort, ms)`. */
function* controllers(file: FileModel): Generator<MisusedSignal> {
  if (!file.sourceCode.text.includes('AbortController')) return;
  for (const made of file.index.all('NewExpression')) {
    const declarator = made.parent;
    if (!file.bindings.isGlobal(made.callee, 'AbortController') || declarator.type !== 'VariableDeclarator') continue;
    for (const variable of file.bindings.declaredBy(declarator)) {
      if (!file.bindings.isConstant(variable)) continue;
      for (const { identifier, init } of variable.references) {
        if (init) continue;
        const place = wrapped(identifier);
        const { parent } = place;
        if (parent?.type === 'Property' && parent.value === place && staticName(parent) === 'signal' && takesSignal(parent, file)) yield { node: identifier, kind: 'controller', name: variable.name };
        if (parent?.type !== 'MemberExpression' || parent.object !== place || staticName(parent) !== 'abort') continue;
        const at = callbackPosition(wrapped(parent));
        if (at && file.calls.at(at.call)?.entry.callbacks?.some(each => isCalledBack(each, at, undefined))) yield { node: parent, kind: 'detached', name: variable.name };
      }
    }
  }
}

function takesSignal(property: TSESTree.Property, file: FileModel): boolean {
  const call = property.parent.parent;
  const entry = call.type === 'CallExpression' ? file.calls.at(call)?.entry : undefined;
  return entry?.signal !== undefined || entry?.wait?.bounds.includes('signal') === true;
}
