import type { TSESTree } from '@typescript-eslint/utils';
import { AT_ONCE, CONNECTING, CONNECTS_LATER, LOOKS, PATHS_AT_ONCE, READS, type StartKind } from '../../catalog/start-up.js';
import { isFunction, isInside, rootOf, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isOfProcess } from '../processes/process-listeners.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { exportsOf, isImportable, type Exports } from './entry-points.js';
import { LoadTime } from './load-time.js';

/** What happens when a module is imported, besides that its names are defined. */
export interface ImportEffect {
  readonly node: Node;
  readonly kind: StartKind;
  /** What is called or written, as it stands. */
  readonly target: Node;
  /** It is a client that connects when it is made, unless this option puts that off. */
  readonly lazy: string | undefined;
  /** The file exports nothing but what it begins: whoever imports a server that listens, or a connection, wants that. */
  readonly isPurpose: boolean;
}

type Found = Omit<ImportEffect, 'isPurpose'>;

const BUILT_INS = ['Object', 'Array', 'String', 'Number', 'Boolean', 'Function', 'Symbol', 'BigInt', 'Date', 'Math', 'JSON', 'Promise', 'Map', 'Set', 'RegExp', 'console'];
const PLATFORM = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'structuredClone', 'Promise', 'Date', 'console', 'Buffer', 'URL', 'crypto']);
/** Where a module's own files lie: what is read there comes with the code, as an import does. */
const OWN_PLACE = /\b__dirname\b|\b__filename\b|\bimport\.meta\b|\brequire\.resolve\b/;
const MAX_DEPTH = 4;

/** Effects of importing the file, in source order; none where it is what is started. */
export function importEffects(file: FileModel): readonly ImportEffect[] {
  const found = [...calls(file), ...writes(file)];
  if (found.length === 0) return [];
  const exported = exportsOf(file);
  if (!isImportable(file, exported)) return [];
  const loadTime = new LoadTime(file);
  const effects = found.filter(each => loadTime.runs(each.node)).sort((a, b) => a.node.range[0] - b.node.range[0]);
  const isPurpose = isAllThereIs(effects, exported, file);
  return effects.map(each => ({ ...each, isPurpose }));
}

const BEGINS: ReadonlySet<StartKind> = new Set(['connect', 'listen', 'consume', 'timer', 'process']);

/** Whether a file exports nothing but what it begins. */
function isAllThereIs(effects: readonly Found[], exported: Exports, file: FileModel): boolean {
  const begun = new Set<Variable | Node>();
  for (const { node, kind, target } of effects) {
    if (!BEGINS.has(kind)) continue;
    begun.add(node);
    let place = wrapped(node);
    while (place.parent?.type === 'AwaitExpression') place = wrapped(place.parent);
    if (place.parent?.type === 'VariableDeclarator') for (const each of file.bindings.declaredBy(place.parent)) begun.add(each);
    const root = rootOf(target);
    const receiver = target.type === 'MemberExpression' && root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
    // An application has routes that can be tried without a port.
    if (receiver && !isWebApp(root, file)) begun.add(receiver);
  }
  return [...exported.values()].every(each => each !== undefined && begun.has(each));
}

function isWebApp(node: Node, file: FileModel): boolean {
  const origin = file.origins.of(node);
  const made = origin?.kind === 'library' && origin.created ? file.calls.at(origin.created) : undefined;
  return made?.entry.role === 'web-app';
}

function* calls(file: FileModel): Iterable<Found> {
  for (const type of ['CallExpression', 'NewExpression'] as const) {
    for (const node of file.index.all(type)) {
      // A decorator says what its method is for; the framework begins with it when it is told to.
      if (node.parent.type === 'Decorator') continue;
      const call = file.calls.at(node);
      const kind = call ? kindOf(call, file) : patchOf(node, file);
      if (kind) yield { node, kind, target: node.callee, lazy: call?.entry.connects?.unless };
    }
  }
}

function kindOf(call: LibraryCall, file: FileModel): StartKind | undefined {
  const { entry, library, path, node } = call;
  const name = path.split(/[.#]/).at(-1)!;
  const known = PATHS_AT_ONCE[`${library} ${path}`];
  if (known) return known;
  if (entry.listens) return node.type === 'CallExpression' ? 'listen' : undefined;
  if (entry.connects) return node.arguments.some(each => each.type === 'SpreadElement' || mayPutOff(each, entry.connects!.unless, file)) ? undefined : 'connect';
  if (CONNECTING.has(name) && (file.catalog.clientRoleOf(library) !== undefined || library === 'node:net' || library === 'node:tls')) return mayConnectLater(node, name, file) ? undefined : 'connect';
  if (entry.role === 'timer') return isStartedTimer(call, file) ? 'timer' : undefined;
  if (entry.role === 'listen') return isOfProcess(call) ? 'listener' : undefined;
  if (entry.role === 'file-access') return fileKindOf(call, name, file);
  if (entry.role === 'message-consume' && node.arguments.some(each => each.type === 'ObjectExpression' && file.options.at(each, 'autorun').state !== 'absent')) return undefined;
  return AT_ONCE[entry.role];
}

/** Two packages share the entry, and only one of them connects here. */
function mayConnectLater({ callee }: LibraryCall['node'], name: string, file: FileModel): boolean {
  const origin = file.origins.of(callee);
  return origin?.kind === 'library' && CONNECTS_LATER.has(`${origin.library} ${name}`);
}

/** Only options that can be seen say that nothing puts it off. */
function mayPutOff(argument: Node, option: string, file: FileModel): boolean {
  const value = file.origins.expressionOf(argument) ?? unwrap(argument);
  if (value.type === 'Literal' || value.type === 'TemplateLiteral') return false;
  if (value.type !== 'ObjectExpression') return !isEnvironment(value, file);
  return file.options.at(value, option).state !== 'absent';
}

/** An address: `process.env.REDIS_URL`, with another behind it or without. */
function isEnvironment(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  if (value.type === 'LogicalExpression') return isEnvironment(value.left, file);
  return file.environment.variableAt(value) !== undefined;
}

/** `unref` lets the process end; a job of cron may be made without being started. */
function isStartedTimer({ node, entry, path }: LibraryCall, file: FileModel): boolean {
  if (entry.repeats?.decorates || path.endsWith('setImmediate')) return false;
  if (entry.repeats?.unit === 'cron' && node.arguments.slice(1).some(each => each.type === 'SpreadElement' || (!file.origins.functionOf(each) && ['scheduled', 'paused'].some(option => file.options.at(each, option).state !== 'absent')))) return false;
  if (path.startsWith('CronJob')) {
    const [first, , , fourth] = node.arguments;
    const start = path === 'CronJob' ? fourth : undefined;
    const option = first?.type === 'ObjectExpression' ? file.options.at(first, 'start') : undefined;
    return isTrue(start) || (option?.state === 'present' && isTrue(option.value));
  }
  const parent = wrapped(node).parent;
  if (parent?.type === 'MemberExpression') return staticName(parent) !== 'unref';
  if (parent?.type !== 'VariableDeclarator') return true;
  return !file.bindings.declaredBy(parent).some(variable => variable.references.some(({ identifier: { parent: use } }) => use?.type === 'MemberExpression' && staticName(use) === 'unref'));
}

function isTrue(node: Node | undefined): boolean {
  return node?.type === 'Literal' && node.value === true;
}

function fileKindOf({ node }: LibraryCall, name: string, file: FileModel): StartKind | undefined {
  if (LOOKS.has(name)) return undefined;
  if (!READS.test(name)) return 'write';
  const [path] = node.arguments;
  // A file that every machine has in the same place.
  const text = path?.type === 'Literal' && typeof path.value === 'string' ? path.value : '';
  return text.startsWith('/') || isGuarded(node, file) || node.arguments.some(each => isOfOwnPlace(each, file)) ? undefined : 'read';
}

/** A file that may be missing: somebody has looked, or takes the error and goes on. */
function isGuarded(node: Node, { sourceCode, index }: FileModel): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent }: Node = current;
    if (parent.type === 'TryStatement' && parent.block === current && parent.handler && !index.within(parent.handler, 'ThrowStatement').some(each => isInside(each, parent.handler!))) return true;
    if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current && /exist/i.test(sourceCode.getText(parent.test))) return true;
    if (parent.type === 'LogicalExpression' && parent.right === current && /exist/i.test(sourceCode.getText(parent.left))) return true;
  }
  return false;
}

/** A path that begins where the module lies, names followed. */
function isOfOwnPlace(node: Node, file: FileModel, depth = 0): boolean {
  if (OWN_PLACE.test(file.sourceCode.getText(node))) return true;
  if (depth > MAX_DEPTH) return false;
  return file.index.within(node, 'Identifier').some(name => {
    if (!isInside(name, node)) return false;
    const variable = file.bindings.variableOf(name);
    const definition = variable && file.bindings.definitionOf(variable);
    // A path from elsewhere may begin anywhere.
    if (definition?.type === 'ImportBinding') return !isLibrary(definition.parent);
    if (definition?.type === 'Parameter') return true;
    return definition?.type === 'Variable' && definition.node.init !== null && !isInside(node, definition.node) && isOfOwnPlace(definition.node.init, file, depth + 1);
  });
}

function isLibrary(declaration: Node): boolean {
  return declaration.type === 'ImportDeclaration' && !/^[.#~@]\/?/.test(declaration.source.value);
}

/** `Object.defineProperty(Array.prototype, …)`, `Object.assign(console, …)`. */
function patchOf(node: TSESTree.CallExpression | TSESTree.NewExpression, file: FileModel): StartKind | undefined {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || !file.bindings.isGlobal(unwrap(callee.object), 'Object', 'Reflect')) return undefined;
  const name = staticName(callee);
  const [first] = node.arguments;
  return first && name !== undefined && /^(?:definePropert(?:y|ies)|assign|setPrototypeOf)$/.test(name) && isBuiltIn(first, file) ? 'patch' : undefined;
}

function isBuiltIn(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  const owner = value.type === 'MemberExpression' && staticName(value) === 'prototype' ? unwrap(value.object) : value;
  return file.bindings.isGlobal(owner, ...BUILT_INS);
}

/** `Symbol.asyncDispose ??= …`: only where it is missing. What is put into a prototype may be anybody's own. */
function isPolyfill(assignment: TSESTree.AssignmentExpression, { sourceCode }: FileModel): boolean {
  const { left, operator, right } = assignment;
  if (left.type !== 'MemberExpression' || (left.object.type === 'MemberExpression' && staticName(left.object) === 'prototype')) return false;
  if (operator === '??=' || operator === '||=') return true;
  // `global.Buffer = global.Buffer || …`
  const value = unwrap(right);
  if (value.type === 'LogicalExpression' && value.operator !== '&&' && sourceCode.getText(unwrap(value.left)) === sourceCode.getText(left)) return true;
  return isWhereMissing(value.type === 'ConditionalExpression' ? value.consequent : assignment, staticName(left), sourceCode);
}

/** Whether a question around a write, or in front of it, names what is written: `if (!globalThis.crypto)`, `typeof fetch === 'undefined' &&`. */
function isWhereMissing(write: Node, name: string | undefined, sourceCode: FileModel['sourceCode']): boolean {
  if (name === undefined) return false;
  const named = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
  for (let current: Node = write; current.parent && !isFunction(current.parent); current = current.parent) {
    const { parent }: Node = current;
    const question = parent.type === 'IfStatement' || parent.type === 'ConditionalExpression' ? parent.test : parent.type === 'LogicalExpression' ? parent.left : undefined;
    if (question && question !== current && named.test(sourceCode.getText(question))) return true;
  }
  return false;
}

function* writes(file: FileModel): Iterable<Found> {
  for (const node of file.index.all('AssignmentExpression')) {
    const left = unwrap(node.left);
    if (left.type !== 'MemberExpression') continue;
    const root = rootOf(left);
    if (root.type !== 'Identifier' || file.bindings.variableOf(root)) continue;
    if (root.name === 'process') {
      if (file.environment.variableAt(left)) yield { node, kind: 'environment', target: left, lazy: undefined };
    } else if (isPolyfill(node, file)) {
      continue;
    } else if (isBuiltIn(left.object, file) || (file.bindings.isGlobal(unwrap(left.object), 'globalThis', 'global') && PLATFORM.has(staticName(left) ?? ''))) {
      yield { node, kind: 'patch', target: left, lazy: undefined };
    }
  }
}
