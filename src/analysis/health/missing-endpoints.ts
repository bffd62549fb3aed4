import type { TSESTree } from '@typescript-eslint/utils';
import { healthPattern, packageHasHealth, type Health } from '../../project/health-texts.js';
import { dependenciesOf, hasCommands, packageRootOf } from '../../project/package-root.js';
import { isFunction, isInside, rootOf, unwrap, wrapped, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { Serving } from '../processes/shutdowns.js';
import type { Variable } from '../values/bindings.js';
import { Dependencies } from './dependencies.js';

/** A service that starts to listen, and has no route by which anybody could see whether it is well. */
export interface MissingEndpoint {
  /** The call from which on clients can connect. */
  readonly node: Node;
  readonly missing: Health;
}

/** Packages that answer for the health of what they are given, or that answer every path. Names may silence. */
const ANSWERING = /health|terminus|lightship|under-pressure|actuator|probe|proxy|gateway|apollo|yoga|parse-server|keystone|strapi|payload|directus|medusa|remix|react-router|nuxt|astro|sveltekit|trpc-playground|^next$|ssr|serve-handler|serve-static/i;
/** Scopes of packages that everybody installs: none of them knows this service. */
const PUBLIC_SCOPE = /^@(?:aws-sdk|as-integrations|bull-board|elastic|fastify|feathersjs|google-cloud|graphql-tools|hapi|hono|koa|mikro-orm|nestjs|nestjsx|octokit|opentelemetry|prisma|scalar|sentry|socket\.io|trpc|types|willsoto)\//;
const ROOT = /^\/(?:api(?:\/v\d)?)?$/;
const MAX_DEPTH = 6;

/** Finds services without a route of health: nowhere in their package, or in the one file that is all of them. */
export function missingEndpoints(file: FileModel, { paths, requireSplit }: { readonly paths: readonly string[]; readonly requireSplit: boolean }): readonly MissingEndpoint[] {
  const [serving] = file.shutdowns.started.filter(each => isOfWebApp(each, file));
  if (!serving || hasCommands(file.filename)) return [];
  const node = serving.call.node;
  const isSeen = (health: Health): boolean => healthPattern(health, paths).test(file.sourceCode.text);
  const answered = [...file.imports.modules, ...dependenciesOf(file.filename)].some(each => ANSWERING.test(each));
  if (!requireSplit && (answered || isSeen('any'))) return [];
  const isOnDisk = packageRootOf(file.filename) !== undefined;
  const lacks = (health: Health): boolean => !isSeen(health) && (!isOnDisk || packageHasHealth(file.filename, health, paths) === false);
  // What reads no files first.
  if (!new Reach(file, isOnDisk).isClosed(serving) || answersEverything(file)) return [];
  if (!answered && lacks('any')) return [{ node, missing: 'any' }];
  const half = requireSplit ? (['liveness', 'readiness'] as const).find(lacks) : undefined;
  return half ? [{ node, missing: half }] : [];
}

/** Whether what listens is an application with routes, not a bare server or a socket. */
function isOfWebApp(serving: Serving, file: FileModel): boolean {
  return serving.call.entry.role !== 'message-consume' && appOf(serving, file) !== undefined;
}

/** The application behind what listens: its receiver, what its server was made of, or the `fetch` that it serves. */
function appOf({ call }: Serving, file: FileModel): Node | undefined {
  const fetch = file.options.at(call.node.arguments[0], 'fetch');
  if (fetch.state === 'present') return fetch.value.type === 'MemberExpression' && isApp(fetch.value.object, file) ? fetch.value.object : undefined;
  const { receiver } = call;
  if (!receiver) return undefined;
  // An application that another file makes and exports is an import here.
  if (isApp(receiver, file) || !file.calls.at(call.node)) return receiver;
  const origin = file.origins.of(receiver);
  const made = origin?.kind === 'library' && origin.created ? file.calls.at(origin.created) : undefined;
  return made?.node.arguments.find(each => each.type !== 'SpreadElement' && isApp(each, file));
}

function isApp(node: Node, file: FileModel): boolean {
  const origin = file.origins.of(node);
  if (origin?.kind !== 'library' || !origin.created) return false;
  const made = file.calls.at(origin.created);
  // A decorator is no maker.
  return made?.entry.role === 'web-app' && made.node.parent.type !== 'Decorator';
}

/** Whether some handler answers whatever it is asked, or the root of the service by itself: a probe may ask there. */
function answersEverything(file: FileModel): boolean {
  const dependencies = new Dependencies(file);
  if (file.routes.all.some(({ path, bodies }) => ROOT.test(path) && (bodies.length === 0 || bodies.every(each => !dependencies.of(each))))) return true;
  if (file.calls.of('middleware').some(each => each.path === 'static' && isMountedAtRoot(each.node))) return true;
  return file.handlers.all.some(({ fn, registration, kind, parameters }) => {
    if (!registration || kind !== 'middleware' || registration.node.type !== 'CallExpression') return false;
    const [first] = registration.node.arguments;
    const isForAll = first !== undefined && first.type !== 'SpreadElement' && (isFunction(unwrap(first)) || file.origins.functionOf(first) !== undefined);
    return isForAll && !parameters.has('next') && fn.params.length < 3 && !refuses(fn, file);
  });
}

/** `app.use(express.static('public'))` */
function isMountedAtRoot(node: Node): boolean {
  const { parent } = wrapped(node);
  return parent?.type === 'CallExpression' && parent.arguments[0] === wrapped(node);
}

/** Answers with a status of failure: nothing was found. */
function refuses(fn: FunctionNode, { index }: FileModel): boolean {
  return index.within(fn, 'Literal').some(each => typeof each.value === 'number' && each.value >= 400 && each.value < 600) || index.within(fn, 'Identifier').some(each => isInside(each, fn) && /not_?found/i.test(each.name));
}

/** Who is handed an application, and may add routes to it. */
class Reach {
  readonly #seen = new Set<Variable>();

  /** `isSearched`: modules of the project have been looked through. */
  constructor(private readonly file: FileModel, private readonly isSearched: boolean) {}

  /** Whether all routes of what serves are in view, or in modules that have been looked through. */
  isClosed(serving: Serving): boolean {
    const app = appOf(serving, this.file);
    if (!app) return false;
    const variable = unwrap(app).type === 'Identifier' ? this.file.bindings.variableOf(app) : undefined;
    if (!variable) return this.isSearched;
    if (!this.isSearched && this.file.calls.of('route').length === 0) return false;
    return this.#isKept(variable);
  }

  /** Whether nobody who is not in view is given what a variable holds, and nothing that it is given can have routes of its own. */
  #isKept(variable: Variable): boolean {
    if (this.#seen.has(variable)) return true;
    this.#seen.add(variable);
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type === 'Variable') {
      if (definition.node.parent.parent?.type === 'ExportNamedDeclaration' && !this.isSearched) return false;
      if (definition.node.init && !this.#isKnown(definition.node.init)) return false;
    }
    return variable.references.every(({ identifier, init }) => init === true || this.#isKeptAt(identifier));
  }

  #isKeptAt(use: Node): boolean {
    const place = wrapped(use);
    const { parent } = place;
    switch (parent?.type) {
      case 'MemberExpression': {
        const call = parent.object === place ? wrapped(parent).parent : undefined;
        // `app.locals.name = value` gives it no route.
        return call?.type !== 'CallExpression' || call.callee !== wrapped(parent) || this.#chainOf(call).every(each => each.arguments.every(argument => this.#isKnown(argument)));
      }
      case 'CallExpression':
      case 'NewExpression':
        return parent.callee === place || this.#isHandedTo(parent, parent.arguments.indexOf(place as TSESTree.CallExpressionArgument));
      case 'Property': {
        const call = parent.value === place ? parent.parent.parent : undefined;
        return call?.type === 'CallExpression' || call?.type === 'NewExpression' ? this.#isModuleKnown(call.callee) : this.isSearched;
      }
      case 'ExpressionStatement':
      case 'UnaryExpression':
        return true;
      default:
        return this.isSearched;
    }
  }

  /** `app.get(…).post(…)`: each of these calls. */
  *#chain(call: TSESTree.CallExpression): Iterable<TSESTree.CallExpression> {
    yield call;
    const member = wrapped(call).parent;
    const outer = member?.type === 'MemberExpression' && member.object === wrapped(call) ? wrapped(member).parent : undefined;
    if (outer?.type === 'CallExpression' && outer.callee === wrapped(member!)) yield* this.#chain(outer);
  }

  #chainOf(call: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
    return [...this.#chain(call)];
  }

  #isHandedTo(call: TSESTree.CallExpression | TSESTree.NewExpression, index: number): boolean {
    const fn = this.file.origins.functionOf(call.callee);
    const parameter = fn?.params[index];
    if (!fn) return this.file.calls.at(call) !== undefined || this.#isModuleKnown(call.callee);
    const variable = parameter?.type === 'Identifier' ? this.file.bindings.variableOf(parameter) : undefined;
    return variable ? this.#isKept(variable) : this.isSearched;
  }

  /** Whether a value that an application is given can be seen to have no routes: functions in view, data, what public packages make. */
  #isKnown(node: Node, depth = 0): boolean {
    if (depth > MAX_DEPTH) return false;
    const value = unwrap(node);
    const all = (nodes: readonly (Node | null)[]): boolean => nodes.every(each => !each || this.#isKnown(each, depth + 1));
    switch (value.type) {
      case 'Literal':
      case 'TemplateLiteral':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'ThisExpression':
        return true;
      case 'ArrayExpression':
        return all(value.elements);
      case 'SpreadElement':
      case 'AwaitExpression':
        return this.#isKnown(value.argument, depth + 1);
      case 'UnaryExpression':
        return true;
      case 'ObjectExpression':
        return all(value.properties.map(each => (each.type === 'Property' ? each.value : each.argument)));
      case 'ConditionalExpression':
        return all([value.consequent, value.alternate]);
      case 'LogicalExpression':
      case 'BinaryExpression':
        return all([value.left, value.right]);
      case 'CallExpression':
      case 'NewExpression':
        return this.#isKnown(value.callee, depth + 1) && all(value.arguments);
      case 'MemberExpression':
        return this.#isKnown(rootOf(value), depth + 1);
      case 'ImportExpression':
        return this.isSearched;
      case 'Identifier':
        return this.#isNameKnown(value, depth);
      default:
        return this.isSearched;
    }
  }

  #isNameKnown(name: TSESTree.Identifier, depth: number): boolean {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable) return true;
    switch (definition?.type) {
      case 'ImportBinding':
        return this.#isModuleKnown(name);
      case 'FunctionName':
      case 'ClassName':
        return true;
      case 'Variable': {
        const { init } = definition.node;
        if (!init) return this.isSearched;
        // A router of this file is one more place where routes are added.
        if (isApp(name, this.file)) return this.#isKept(variable);
        return this.#moduleOf(init) === undefined ? this.#isKnown(init, depth + 1) : this.#isModuleTrusted(this.#moduleOf(init)!);
      }
      default:
        return this.isSearched;
    }
  }

  /** Whether what a name comes from is a module that cannot know this service, or one that has been looked through. */
  #isModuleKnown(node: Node): boolean {
    const root = rootOf(node);
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!definition) return variable === undefined;
    const module =
      definition.type === 'ImportBinding' ? this.file.imports.ofDefinition(definition.node)?.module : definition.type === 'Variable' && definition.node.init ? this.#moduleOf(definition.node.init) : undefined;
    return module === undefined ? this.isSearched || definition.type === 'FunctionName' : this.#isModuleTrusted(module);
  }

  /** `require('./routes')`, `require('./routes').default`, `require('./routes')(config)` */
  #moduleOf(node: Node): string | undefined {
    let value = unwrap(node);
    while (value.type === 'MemberExpression' || (value.type === 'CallExpression' && unwrap(value.callee).type !== 'Identifier')) value = unwrap(value.type === 'MemberExpression' ? value.object : value.callee);
    return this.file.imports.moduleOf(value)?.module;
  }

  #isModuleTrusted(module: string): boolean {
    if (/^(?:[.~#]|@\/|src\/)/.test(module)) return this.isSearched;
    return module.startsWith('node:') || !module.startsWith('@') || PUBLIC_SCOPE.test(module) || this.file.catalog.knows(module);
  }
}
