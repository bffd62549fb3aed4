import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, enclosingClass, isFunction, isInside, staticName, unwrap, wrapped, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { callbackPosition } from '../values/origins.js';
import { isSameValue } from '../values/same-value.js';

/** A way into the service that clients may read from. */
export interface Route {
  /** With all prefixes that are in view: `/health/live`. */
  readonly path: string;
  /** What says the path: an argument, an option, a decorator, a comparison. */
  readonly node: Node;
  /** The call that registers it, the decorator, or the statement that decides by the path. */
  readonly registration: Node;
  /** What it runs, as far as the file shows it: functions, or the branch of one. */
  readonly bodies: readonly Node[];
}

/** What changes something is no check of health. */
const OTHER_METHODS = /^(?:post|put|patch|delete|del|options|search|sse|ws|param)$/;
const MAX_DEPTH = 4;

/** The routes of a file whose paths can be read, of whatever framework. */
export class Routes {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly Route[] {
    return (this.#all ??= [...this.#registered(), ...this.#decorated(), ...this.#listed(), ...this.#compared()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly Route[] | undefined;

  *#registered(): Iterable<Route> {
    for (const call of this.file.calls.of('route', 'middleware')) {
      const { node, receiver } = call;
      if (node.type !== 'CallExpression' || !receiver || OTHER_METHODS.test(methodOf(call))) continue;
      for (const { path, at, options } of this.#pathsOf(call)) {
        const bodies = (options ? [options] : node.arguments).flatMap(each => this.#functionsIn(each));
        for (const prefix of this.#prefixesOf(receiver)) yield { path: joined(prefix, path), node: at, registration: node, bodies };
      }
    }
  }

  /** The paths that a call names: its first argument, an option of it, or what `route(path)` before it was given. */
  *#pathsOf({ node, receiver, path: entry }: LibraryCall): Iterable<{ readonly path: string; readonly at: Node; readonly options?: Node }> {
    const [first, second] = node.arguments;
    const before = receiver && routeCallIn(receiver);
    if (before) {
      yield* this.#texts(before.arguments[0]);
      return;
    }
    if (!first || first.type === 'SpreadElement') return;
    if (/(?:#|\.)on$/.test(entry)) {
      if (this.#mayBeGet(first)) yield* this.#texts(second);
      return;
    }
    const [text] = this.#texts(first);
    if (text) {
      // `router.get('live', '/livez', …)`: the name of the route stands first.
      const named = text.path.startsWith('/') ? undefined : [...this.#texts(second)].filter(each => each.path.startsWith('/'));
      yield* named && named.length > 0 ? named : this.#texts(first);
      return;
    }
    for (const options of elementsOf(first)) {
      const object = this.file.options.objectOf(options);
      const path = object && ['url', 'path'].map(each => this.file.options.at(object, each)).find(each => each.state === 'present');
      if (path?.state !== 'present') continue;
      const method = this.file.options.at(object, 'method');
      if (method.state !== 'present' || this.#mayBeGet(method.value)) for (const each of this.#texts(path.value)) yield { ...each, options: object! };
    }
  }

  #mayBeGet(method: Node): boolean {
    const given = elementsOf(method).map(each => this.file.options.valueOf(each)?.value);
    return given.some(each => typeof each !== 'string' || /^(?:get|head|all|\*)$/i.test(each));
  }

  /** The texts that an argument is; of one that begins with what cannot be seen, its end. */
  *#texts(node: Node | undefined): Iterable<{ readonly path: string; readonly at: Node }> {
    if (!node || node.type === 'SpreadElement') return;
    for (const each of elementsOf(node)) {
      const value = this.file.options.valueOf(each)?.value;
      const path = typeof value === 'string' ? value : endOf(each);
      if (path !== undefined) yield { path, at: each };
    }
  }

  *#decorated(): Iterable<Route> {
    for (const call of this.file.calls.of('route')) {
      const method = call.node.parent.type === 'Decorator' ? call.node.parent.parent : undefined;
      const owner = method?.type === 'MethodDefinition' ? enclosingClass(method) : undefined;
      if (method?.type !== 'MethodDefinition' || !owner || OTHER_METHODS.test(methodOf(call))) continue;
      const controller = decoratorsOf(owner).map(each => this.file.calls.at(each.expression)).find(each => each?.entry.role === 'web-app');
      if (!controller) continue;
      for (const prefix of this.#decoratorPaths(controller)) {
        for (const path of this.#decoratorPaths(call)) yield { path: joined(prefix, path), node: call.node, registration: call.node.parent, bodies: [method.value] };
      }
    }
  }

  #decoratorPaths({ node }: LibraryCall): readonly string[] {
    const [first] = node.arguments;
    if (!first) return [''];
    const option = this.file.options.at(first, 'path');
    return [...this.#texts(option.state === 'present' ? option.value : first)].map(each => each.path);
  }

  /** Checks in a list by their paths: `createTerminus(server, { healthChecks: { '/livez': check } })`. */
  *#listed(): Iterable<Route> {
    for (const { node, entry } of this.file.calls.having('healthChecks')) {
      const { argument, option } = entry.healthChecks!;
      const given = this.file.options.at(node.arguments[argument], option);
      const list = given.state === 'present' ? this.file.options.objectOf(given.value) : undefined;
      for (const each of list?.properties ?? []) {
        const path = each.type === 'Property' ? staticName(each) : undefined;
        if (each.type === 'Property' && path !== undefined) yield { path: joined('', path), node: each.key, registration: each, bodies: this.#functionsIn(each.value) };
      }
    }
  }

  /** `if (request.url === '/livez') { … }`, and the cases of a switch over the address. */
  *#compared(): Iterable<Route> {
    for (const node of this.file.index.all('BinaryExpression')) {
      if (node.operator !== '===' && node.operator !== '==') continue;
      const [path, other] = pathOf(node.right) === undefined ? [node.left, node.right] : [node.right, node.left];
      const text = pathOf(path);
      const branch = text !== undefined && this.#isAddress(other) ? branchOf(node) : undefined;
      if (text !== undefined && branch) yield { path: joined('', text), node: path, registration: branch.decision, bodies: [branch.body] };
    }
    for (const node of this.file.index.all('SwitchStatement')) {
      if (!node.cases.some(each => each.test && pathOf(each.test) !== undefined) || !this.#isAddress(node.discriminant)) continue;
      for (const [i, { test }] of node.cases.entries()) {
        const text = test ? pathOf(test) : undefined;
        // An empty case runs what follows.
        const body = node.cases.slice(i).find(each => each.consequent.length > 0);
        if (test && text !== undefined && body) yield { path: joined('', text), node: test, registration: node, bodies: [body] };
      }
    }
  }

  /** Whether an expression comes from the request that a handler is given. */
  #isAddress(node: Node, depth = 0): boolean {
    const root = unwrap(node);
    return this.file.index.within(root, 'Identifier').some(each => {
      const variable = isInside(each, root) ? this.file.bindings.variableOf(each) : undefined;
      const definition = variable && this.file.bindings.definitionOf(variable);
      if (definition?.type === 'Parameter') {
        const fn = definition.node;
        return isFunction(fn) && each.name === (fn.params[0]?.type === 'Identifier' ? fn.params[0].name : undefined) && this.file.handlers.around(each)?.fn === fn;
      }
      return definition?.type === 'Variable' && depth < MAX_DEPTH && Boolean(definition.node.init) && this.#isAddress(definition.node.init!, depth + 1);
    });
  }

  /** The functions that a handler argument is, or holds: behind names, wrappers, lists and options. */
  #functionsIn(node: Node, depth = 0): readonly FunctionNode[] {
    if (depth > MAX_DEPTH || node.type === 'SpreadElement') return [];
    const value = unwrap(node);
    const fn = this.file.origins.functionOf(value);
    if (fn) return [fn];
    switch (value.type) {
      case 'ArrayExpression':
        return value.elements.flatMap(each => (each ? this.#functionsIn(each, depth + 1) : []));
      case 'ObjectExpression':
        return value.properties.flatMap(each => (each.type === 'Property' && each.value.type !== 'Literal' ? this.#functionsIn(each.value, depth + 1) : []));
      case 'CallExpression':
        return [value.callee, ...value.arguments].flatMap(each => this.#functionsIn(each, depth + 1));
      case 'Identifier': {
        const held = this.file.origins.expressionOf(value);
        return held && held !== value ? this.#functionsIn(held, depth + 1) : [];
      }
      default:
        return [];
    }
  }

  /** What stands before the paths of a router, where it is in view; nothing otherwise. */
  #prefixesOf(receiver: Node, depth = 0): readonly string[] {
    const value = unwrap(receiver);
    if (depth > MAX_DEPTH) return [''];
    if (value.type === 'CallExpression' || value.type === 'NewExpression') return this.#prefixesOfMade(value, depth);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    const own = definition?.type === 'Variable' && definition.node.init ? this.#prefixesOfMade(unwrap(definition.node.init), depth) : [''];
    const around =
      definition?.type === 'Parameter' && isFunction(definition.node)
        ? this.#mountsOfPlugin(definition.node, depth)
        : this.#mounts.filter(each => isSameValue(each.what, value, this.file.bindings)).flatMap(each => this.#prefixesOf(each.on, depth + 1).map(outer => joined(outer, each.path)));
    return around.length === 0 ? own : around.flatMap(outer => own.map(inner => joined(outer, inner)));
  }

  #prefixesOfMade(made: Node, depth: number): readonly string[] {
    if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return [''];
    const callee = unwrap(made.callee);
    const [first] = made.arguments;
    const option = this.file.options.at(first, 'prefix');
    if (option.state === 'present') return [...this.#texts(option.value)].map(each => each.path);
    if (made.type === 'NewExpression' || callee.type !== 'MemberExpression' || !this.file.calls.at(made)) return [''];
    const outer = this.#prefixesOf(callee.object, depth + 1);
    const own = staticName(callee) === 'basePath' ? [...this.#texts(first)].map(each => each.path) : [''];
    return outer.flatMap(each => own.map(inner => joined(each, inner)));
  }

  /** `app.register(plugin, { prefix: '/health' })` */
  #mountsOfPlugin(fn: FunctionNode, depth: number): readonly string[] {
    return this.file.origins.usesOf(fn).flatMap(use => {
      const at = callbackPosition(use);
      const callee = at && unwrap(at.call.callee);
      if (!at || callee?.type !== 'MemberExpression') return [];
      const option = this.file.options.at(at.call.arguments[at.argument + 1], 'prefix');
      const own = option.state === 'present' ? [...this.#texts(option.value)].map(each => each.path) : [''];
      return this.#prefixesOf(callee.object, depth + 1).flatMap(outer => own.map(inner => joined(outer, inner)));
    });
  }

  /** `app.use('/health', router)`, `app.use('/health', router.routes())` */
  get #mounts(): readonly { readonly path: string; readonly what: Node; readonly on: Node }[] {
    return (this.#mountsMemo ??= this.file.index.all('CallExpression').flatMap(node => {
      const callee = unwrap(node.callee);
      const [first, ...others] = node.arguments;
      const value = first && others.length > 0 && callee.type === 'MemberExpression' ? this.file.options.valueOf(first)?.value : undefined;
      if (typeof value !== 'string' || !value.startsWith('/') || callee.type !== 'MemberExpression') return [];
      return others.flatMap(each => {
        const what = each.type === 'SpreadElement' ? each : unwrap(each);
        const made = what.type === 'CallExpression' && what.arguments.length === 0 ? unwrap(what.callee) : undefined;
        if (made?.type === 'MemberExpression' && /^(?:routes|middleware)$/.test(staticName(made) ?? '')) return [{ path: value, what: made.object, on: callee.object }];
        return what.type === 'Identifier' || what.type === 'MemberExpression' ? [{ path: value, what, on: callee.object }] : [];
      });
    }));
  }
  #mountsMemo: readonly { readonly path: string; readonly what: Node; readonly on: Node }[] | undefined;
}

/** `get` of `Router#get`, and of `Get`. */
function methodOf({ path }: LibraryCall): string {
  return path.slice(path.lastIndexOf('#') + 1).toLowerCase();
}

/** `route('/livez')` at the start of `app.route('/livez').get(…).post`. */
function routeCallIn(receiver: Node): TSESTree.CallExpression | undefined {
  let current = unwrap(receiver);
  while (current.type === 'CallExpression') {
    const callee = unwrap(current.callee);
    if (callee.type !== 'MemberExpression') return undefined;
    if (staticName(callee) === 'route' && current.arguments.length === 1) return current;
    current = unwrap(callee.object);
  }
  return undefined;
}

function elementsOf(node: Node): readonly Node[] {
  const value = unwrap(node);
  return value.type === 'ArrayExpression' ? value.elements.filter(each => each && each.type !== 'SpreadElement') as Node[] : [value];
}

/** `/ping` of `${base}/ping` and of `base + '/ping'`. */
function endOf(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type === 'BinaryExpression' && value.operator === '+') return pathOf(value.right) ?? endOf(value.right);
  const end = value.type === 'TemplateLiteral' ? value.quasis.at(-1)?.value.cooked : undefined;
  return end?.startsWith('/') ? end : undefined;
}

/** A text that is a path, as it is written. */
function pathOf(node: Node): string | undefined {
  const value = unwrap(node);
  return value.type === 'Literal' && typeof value.value === 'string' && value.value.startsWith('/') ? value.value : undefined;
}

/** What runs where a comparison holds. */
function branchOf(comparison: Node): { readonly decision: Node; readonly body: Node } | undefined {
  let node = wrapped(comparison);
  while (node.parent?.type === 'LogicalExpression') node = wrapped(node.parent);
  const { parent } = node;
  if ((parent?.type !== 'IfStatement' && parent?.type !== 'ConditionalExpression') || parent.test !== node) return undefined;
  return { decision: parent, body: parent.consequent };
}

function joined(prefix: string, path: string): string {
  const parts = [prefix, path].map(each => each.replace(/^\/+|\/+$/g, '')).filter(each => each !== '');
  return `/${parts.join('/')}`;
}
