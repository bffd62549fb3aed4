import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';

/**
 * Error middleware that no error reaches.
 * `tooEarly`: nothing stands in front of it, and routes come after it. `tooLate`: it waits for `next()` behind the last of the
 * routes, where nothing is left to fail.
 */
export interface MisplacedErrorMiddleware {
  readonly kind: 'tooEarly' | 'tooLate';
  readonly framework: string;
  /** The call that registers it. */
  readonly call: LibraryCall;
  /** The first call, before or after it, that registers what it was to serve. */
  readonly served: Node;
}

/** What one call puts on the list of an application. */
interface Registration {
  readonly call: Node;
  readonly known: LibraryCall | undefined;
  /** `opaque` may be anything: errors may come from it, and it may be error middleware. */
  readonly kind: 'errors' | 'catching' | 'requests' | 'plain' | 'opaque';
}

/** Applications and routers that the file makes run their list in the order in which it was made. */
export function misplacedErrorMiddleware(file: FileModel): readonly MisplacedErrorMiddleware[] {
  const found: MisplacedErrorMiddleware[] = [];
  for (const maker of file.calls.of('web-app')) {
    const variable = variableMadeBy(maker.node, file);
    if (!variable) continue;
    const list = registrationsOn(variable, maker.node, file);
    for (const [i, each] of list?.entries() ?? []) {
      if (!each.known || !list) continue;
      const before = list.slice(0, i);
      const after = list.slice(i + 1);
      if (each.kind === 'errors') {
        // With nothing in front it sees no error, whatever comes after; behind middleware it may be there for that.
        const isFirst = before.length === 0;
        const served = after.find(({ kind, known }) => kind === 'requests' || (isFirst && kind === 'opaque' && known !== undefined));
        const isMisplaced = isFirst || (before.every(({ kind }) => kind === 'plain') && !after.some(({ kind }) => kind === 'opaque') && answersAllWith500(each.known, file));
        if (served && isMisplaced && !after.some(({ kind }) => kind === 'errors')) found.push({ kind: 'tooEarly', framework: maker.library, call: each.known, served: served.call });
      } else if (each.kind === 'catching' && after.length === 0) {
        const served = before.find(({ kind }) => kind === 'requests');
        if (served) found.push({ kind: 'tooLate', framework: maker.library, call: each.known, served: served.call });
      }
    }
  }
  return found;
}

function variableMadeBy(maker: Node, file: FileModel): Variable | undefined {
  const { parent } = maker;
  const variable = parent?.type === 'VariableDeclarator' && parent.init === maker && parent.id.type === 'Identifier' ? file.bindings.variableOf(parent.id) : undefined;
  return variable && file.bindings.isConstant(variable) ? variable : undefined;
}

/** In source order; undefined where others may add to the list before it is whole. */
function registrationsOn(variable: Variable, maker: Node, file: FileModel): readonly Registration[] | undefined {
  const owner = ownerOf(maker);
  const list: Registration[] = [];
  for (const { identifier, init } of variable.references) {
    if (init) continue;
    // A function that adds to it runs at some other time.
    if (ownerOf(identifier) !== owner) return undefined;
    let node: Node = identifier;
    for (;;) {
      const member: Node | undefined = node.parent;
      const call: Node | undefined = member?.type === 'MemberExpression' && member.object === node ? member.parent : undefined;
      if (call?.type !== 'CallExpression' || call.callee !== member) break;
      if (isConditional(call, owner)) return undefined;
      list.push({ call, known: file.calls.at(call), kind: kindOf(call, file) });
      node = call;
    }
    if (node === identifier && !isExported(identifier) && isHandedOn(identifier, file)) list.push({ call: identifier, known: undefined, kind: 'opaque' });
  }
  return list.filter(({ call }) => !isSetting(call, file));
}

/** `app.set('env', …)`, `app.listen(…)`, `app.on('error', …)` put nothing on the list. */
function isSetting(call: Node, file: FileModel): boolean {
  const name = call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? staticName(call.callee) : undefined;
  if (name === undefined) return false;
  const role = file.calls.at(call)?.entry.role;
  if (role === 'server' || role === 'listen') return true;
  return ['set', 'enable', 'disable', 'engine', 'on', 'once', 'callback', 'routes', 'allowedMethods', 'listen', 'onError'].includes(name) || (name === 'get' && call.type === 'CallExpression' && call.arguments.length === 1);
}

function kindOf(call: TSESTree.CallExpression, file: FileModel): Registration['kind'] {
  const known = file.calls.at(call);
  if (!known) return 'opaque';
  const arity = known.entry.callbacks?.find(each => each.arity !== undefined)?.arity;
  const values = call.arguments.flatMap(each => (each.type === 'SpreadElement' ? [each] : elementsOf(each)));
  const kinds = values.map((each, i) => kindOfValue(each, i === 0, arity, file));
  if (kinds.includes('errors')) return kinds.every(each => each === 'errors' || each === 'path') ? 'errors' : 'opaque';
  if (kinds.includes('catching')) return kinds.length === 1 ? 'catching' : 'opaque';
  if (known.entry.role === 'route' && call.arguments.length > 1) return 'requests';
  const rest = kinds.filter(each => each !== 'path');
  if (rest.length > 0 && rest.every(each => each === 'plain')) return 'plain';
  return rest.length > 0 && rest.every(each => each === 'plain' || each === 'requests') ? 'requests' : 'opaque';
}

function kindOfValue(node: Node, isFirst: boolean, arity: number | undefined, file: FileModel): Registration['kind'] | 'path' {
  const value = unwrap(node);
  if (isFirst && (value.type === 'TemplateLiteral' || (value.type === 'Literal' && typeof value.value === 'string'))) return 'path';
  const fn = file.origins.functionOf(value);
  if (fn && arity !== undefined) return fn.params.length === arity ? 'errors' : fn.params.some(each => each.type === 'RestElement') ? 'opaque' : 'requests';
  if (fn) return waitsForRest(fn, file) ? 'catching' : 'requests';
  if (value.type === 'CallExpression') {
    const known = file.calls.at(value);
    if (known?.entry.role === 'middleware') return 'plain';
    // `router.routes()` of a router in view.
    if (value.callee.type === 'MemberExpression' && staticName(value.callee) === 'routes' && isRouter(value.callee.object, file)) return 'requests';
    return known?.entry.role === 'web-app' ? 'requests' : 'opaque';
  }
  return isRouter(value, file) ? 'requests' : 'opaque';
}

function isRouter(node: Node, file: FileModel): boolean {
  const origin = file.origins.of(node);
  return origin?.kind === 'library' && !origin.promised && origin.path.endsWith('#') && origin.created !== undefined && file.calls.at(origin.created)?.entry.role === 'web-app';
}

/** Middleware that is nothing but a `try` around `await next()`. */
function waitsForRest({ async, body }: FunctionNode, file: FileModel): boolean {
  const [only] = body.type === 'BlockStatement' ? body.body : [];
  if (!async || body.type !== 'BlockStatement' || body.body.length !== 1 || only?.type !== 'TryStatement' || !only.handler) return false;
  const calls = file.index.within(only.block, 'CallExpression');
  return calls.length > 0 && calls.every(each => file.calls.at(each)?.entry.role === 'next' && each.parent.type === 'AwaitExpression');
}

/** A catch-all, and not one for what a body parser throws. */
function answersAllWith500(call: LibraryCall, file: FileModel): boolean {
  const fn = call.node.arguments.map(each => file.origins.functionOf(each)).find(each => each !== undefined);
  if (!fn || file.index.within(fn, 'IfStatement').length > 0 || file.index.within(fn, 'ConditionalExpression').length > 0) return false;
  return file.index.within(fn, 'Literal').some(({ value }) => typeof value === 'number' && value >= 500 && value < 600);
}

function isConditional(node: Node, owner: Node): boolean {
  for (let current = node.parent; current && current !== owner; current = current.parent) {
    if (/^(?:If|For|ForIn|ForOf|While|DoWhile|Switch|Try)Statement$|^(?:Logical|Conditional)Expression$/.test(current.type)) return true;
  }
  return false;
}

function isExported({ parent }: TSESTree.Identifier | TSESTree.JSXIdentifier): boolean {
  return parent.type === 'ExportDefaultDeclaration' || parent.type === 'ExportSpecifier' || parent.type === 'ReturnStatement' || (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression');
}

/** To code that may add to the list. A library that we know adds nothing, but for error trackers. */
function isHandedOn(identifier: Node, file: FileModel): boolean {
  const { parent } = identifier;
  if (parent?.type === 'MemberExpression') return false;
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return true;
  const role = file.calls.at(parent)?.entry.role;
  return role !== 'server' && role !== 'web-app' && role !== 'middleware';
}

function elementsOf(node: Node): readonly Node[] {
  const list = unwrap(node);
  return list.type === 'ArrayExpression' ? list.elements.flatMap(each => (each && each.type !== 'SpreadElement' ? elementsOf(each) : [])) : [node];
}
