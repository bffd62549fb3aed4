import { isFunction, isInside, isLoop, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';

/** Something that a callback is given, or that is ready when it runs: `pool.getConnection((error, connection) => …)`. */
export interface Held {
  readonly callback: FunctionNode;
  /** The callback's first parameter: where it is an error, there is nothing to release. */
  readonly error: Variable | undefined;
  readonly resource: Variable | undefined;
  readonly isLongLived: boolean;
  /** The calls that release it, anywhere in the callback; undefined where it leaves our sight. */
  readonly releases: readonly Node[] | undefined;
}

export interface KeptPath {
  readonly kind: 'callback-never' | 'callback-path';
  readonly exit: Node | undefined;
}

/** The path of a callback, or of a callback in it, on which what it holds is neither released nor handed on. */
export function keptPathOf(file: FileModel, held: Held): KeptPath | undefined {
  const { callback, releases, resource } = held;
  if (!releases || callback.generator) return undefined;
  if (releases.length === 0) {
    return held.isLongLived || !staysInCallbacks(file, resource, callback) ? undefined : { kind: 'callback-never', exit: undefined };
  }
  const sites = sitesOf(file, releases, callback);
  return sites && keptPathIn(file, held, callback, sites);
}

type Sites = ReadonlyMap<Node, ReadonlyMap<Node, FunctionNode | undefined>>;

/** By function: the calls in its own code that release, or that are handed a function in which a release stands. */
function sitesOf(file: FileModel, releases: readonly Node[], callback: FunctionNode): Sites | undefined {
  const sites = new Map<Node, Map<Node, FunctionNode | undefined>>();
  const work: { readonly at: Node; readonly handed: FunctionNode | undefined }[] = releases.map(at => ({ at, handed: undefined }));
  const helpers = new Set<Node>();
  for (let next = work.pop(); next; next = work.pop()) {
    const owner = ownerOf(next.at);
    if (!isFunction(owner) || !isInside(owner, callback)) return undefined;
    const known = sites.get(owner);
    if (known) known.set(next.at, next.handed);
    else sites.set(owner, new Map([[next.at, next.handed]]));
    if (owner === callback || helpers.has(owner)) continue;
    helpers.add(owner);
    const place = wrapped(owner);
    const { parent } = place;
    if ((parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && unwrap(parent.callee) !== owner) {
      work.push({ at: parent, handed: owner });
      continue;
    }
    // A local helper: where it is called or handed on, it releases.
    const name = owner.type === 'FunctionDeclaration' ? owner.id : parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
    const variable = name && file.bindings.variableOf(name);
    if (!variable) return undefined;
    for (const { identifier } of variable.references.filter(each => each.isRead())) {
      const use = wrapped(identifier).parent;
      if (use?.type !== 'CallExpression') return undefined;
      work.push({ at: use, handed: undefined });
    }
  }
  return sites;
}

function keptPathIn(file: FileModel, held: Held, fn: FunctionNode, sites: Sites): KeptPath | undefined {
  const own = sites.get(fn) ?? new Map<Node, FunctionNode | undefined>();
  const tests = new Set<Node>();
  for (const site of own.keys()) {
    for (const test of openTests(site, fn, held)) {
      if (!test) return undefined;
      tests.add(test);
    }
  }
  const flow = file.flow(fn);
  const isAway = (node: Node): boolean => fn === held.callback && isWhereAbsent(node, fn, held);
  const passes = (node: Node): boolean => own.has(node) || tests.has(node) || isAway(node);
  // A throw that leaves a callback ends the process; one that the callback itself catches was foreseen.
  const [exit] = flow.exitsWithout(fn, passes, { kinds: ['return'], ignoreThrowOf: node => !mayFail(file, node, fn) }).filter(each => !each.node || !isAway(each.node));
  if (exit) return { kind: 'callback-path', exit: exit.node ?? keepingHandler(file, fn, own) };
  // A timer or listener may have released it before a callback comes.
  if ([...own].some(([site, handed]) => handed && !isErrorFirst(file, site, handed))) return undefined;
  for (const [site, handed] of own) {
    if (!handed) continue;
    // Where another release may follow, this callback need not be the one.
    if ([...own.keys()].some(each => each !== site && (flow.reaches(site, each) || isInside(each, site)))) continue;
    const path = keptPathIn(file, held, handed, sites);
    if (path) return path;
  }
  return undefined;
}

/** Tests that decide about a release and say nothing of its presence; `undefined` where nobody can tell. */
function* openTests(site: Node, fn: FunctionNode, held: Held): Iterable<Node | undefined> {
  for (let current = site; current.parent && current !== fn; current = current.parent) {
    const { parent } = current;
    if (isLoop(parent) || parent.type === 'SwitchCase') yield undefined;
    if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current) {
      const absentIf = fn === held.callback ? absenceOf(parent.test, held) : undefined;
      const away = absentIf === undefined ? undefined : absentIf ? parent.consequent : parent.alternate;
      // With no branch of its own, absence cannot be told from the end of the function.
      if (!away) yield unwrap(parent.test);
    }
    if (parent.type === 'LogicalExpression' && parent.right === current) yield unwrap(parent.left);
  }
}

function isWhereAbsent(node: Node, fn: FunctionNode, held: Held): boolean {
  for (let current = node; current.parent && current !== fn; current = current.parent) {
    const { parent } = current;
    if (parent.type !== 'IfStatement' && parent.type !== 'ConditionalExpression') continue;
    const absentIf = absenceOf(parent.test, held);
    if (absentIf !== undefined && current === (absentIf ? parent.consequent : parent.alternate)) return true;
  }
  return false;
}

/** Whether a test that holds says that there is nothing (true), or that there is (false). */
function absenceOf(test: Node, held: Pick<Held, 'error' | 'resource'>): boolean | undefined {
  const { error, resource } = held;
  const value = unwrap(test);
  const isNamed = (variable: Variable | undefined, node: Node): boolean => variable !== undefined && variable.references.some(each => each.identifier === unwrap(node));
  switch (value.type) {
    case 'Identifier':
      return isNamed(error, value) ? true : isNamed(resource, value) ? false : undefined;
    case 'UnaryExpression': {
      const inner = value.operator === '!' ? absenceOf(value.argument, held) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case 'BinaryExpression': {
      if (!isNamed(error, value.left) && !isNamed(resource, value.left)) return undefined;
      const isError = isNamed(error, value.left);
      if (value.operator === 'instanceof') return isError;
      return value.operator.startsWith('!') ? isError : !isError;
    }
    case 'LogicalExpression': {
      const sides = [absenceOf(value.left, held), absenceOf(value.right, held)];
      // Whatever else is tested: in this branch it may be absent.
      return sides.includes(true) ? true : sides.includes(false) ? false : undefined;
    }
    default:
      return undefined;
  }
}

/** Where a path runs off the end: the `catch` of a `try` that releases, if it does not release itself. */
function keepingHandler(file: FileModel, fn: FunctionNode, own: ReadonlyMap<Node, unknown>): Node | undefined {
  const holds = (place: Node): boolean => [...own.keys()].some(each => isInside(each, place));
  return file.index.within(fn, 'TryStatement').find(each => ownerOf(each) === fn && holds(each.block) && each.handler && !holds(each.handler))?.handler ?? undefined;
}

/** What may fail inside a `try` of the callback's own. */
function mayFail(file: FileModel, node: Node, fn: FunctionNode): boolean {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression' && node.type !== 'AwaitExpression') return false;
  if (file.calls.at(node)?.entry.role === 'log') return false;
  for (let current: Node = node; current.parent && current !== fn; current = current.parent) {
    if (current.parent.type === 'TryStatement' && current.parent.block === current && current.parent.handler) return true;
  }
  return false;
}

function isErrorFirst(file: FileModel, site: Node, handed: FunctionNode): boolean {
  const call = file.calls.at(site);
  const isLast = call?.node.arguments.at(-1) === handed;
  return isLast && call.entry.callbacks?.some(each => each.errorFirst === true && each.option === undefined) === true;
}

const LISTENING = new Set(['on', 'once', 'addListener', 'prependListener', 'subscribe']);

/** True for `client.on('notification', …)`, which goes on for as long as the client is held; errors are heard while it is used. */
export function isListening(identifier: Node): boolean {
  const member = wrapped(identifier).parent;
  if (member?.type !== 'MemberExpression' || !LISTENING.has(staticName(member) ?? '')) return false;
  const call = wrapped(member).parent;
  const event = call?.type === 'CallExpression' ? call.arguments[0] : undefined;
  return !(event?.type === 'Literal' && event.value === 'error');
}

/** True where every mention stands in functions that a known library calls once with its answer. */
function staysInCallbacks(file: FileModel, resource: Variable | undefined, callback: FunctionNode): boolean {
  return (resource?.references ?? []).every(({ identifier }) => {
    if (isListening(identifier)) return false;
    for (let owner = ownerOf(identifier); owner !== callback; owner = ownerOf(owner.parent)) {
      if (!isFunction(owner) || !owner.parent || !isErrorFirst(file, owner.parent, owner)) return false;
    }
    return true;
  });
}
