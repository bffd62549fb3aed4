import type { TSESTree } from '@typescript-eslint/utils';
import type { ShutdownFacts } from '../../catalog/schema.js';
import { makerOfExport } from '../../project/app-texts.js';
import { dependenciesOf, hasCommands, isProgram } from '../../project/package-root.js';
import { packageHandlesSignals } from '../../project/signal-texts.js';
import { enclosingFunction, functionsAround, isFunction, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isForDevelopment } from '../flow/development.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { processListeners, type ProcessListener } from './process-listeners.js';

/** What the program serves with, and how that lets go. */
export interface Serving {
  readonly call: LibraryCall;
  readonly facts: ShutdownFacts;
  /** What has the method that closes it: an application, or the call that gives the server. */
  readonly server: Node;
}

/**
 * How a program fails to end well. `none`: it serves, and nothing listens to SIGTERM. `only-sigint`: its clean end hangs on
 * Ctrl-C alone. `exits`: it exits while it serves. `unawaited`: it exits before what it has asked to close has closed.
 * `stays`: its listener ends nothing. `unbounded`: one open request holds it for ever.
 */
export interface ShutdownFault {
  readonly kind: 'none' | 'only-sigint' | 'exits' | 'unawaited' | 'stays' | 'unbounded';
  readonly node: Node;
  readonly serving: Serving | undefined;
  /** The call whose end nobody waits for. */
  readonly close: TSESTree.CallExpression | undefined;
}

/** Modules whose programs are ended by others: while somebody works on them, by a platform, by a window. */
const ENDED_BY_OTHERS = /^(?:vite|next|nuxt|astro|electron|webpack(?:-dev-\w+)?|browser-sync|livereload|serverless-http|aws-lambda|@types\/aws-lambda|(?:@vendia|@codegenie)\/serverless-express|aws-serverless-express|firebase-functions.*|@google-cloud\/functions-framework|@azure\/functions|@apollo\/server.*|apollo-server.*|moleculer|readline|node:readline.*|inquirer|@inquirer\/\w+|ink|blessed|repl|node:repl)$/;
/** A module with such a name may listen to signals. Names may silence. */
const MAY_HANDLE = /shut-?down|graceful|terminat|exit|signal|life-?cycle|close|daemon|supervis/i;
const LEVELS = new Set(['trace', 'debug', 'verbose', 'info', 'log', 'warn', 'warning', 'error', 'fatal', 'silly', 'notice', 'success']);
const MAX_DEPTH = 4;

/** How the file's program ends when it is told to: SIGTERM, by which Docker, Kubernetes, systemd and PM2's reload end processes. */
export class Shutdowns {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get faults(): readonly ShutdownFault[] {
    return (this.#faults ??= this.#find().sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #faults: readonly ShutdownFault[] | undefined;

  /** What this file serves with. */
  get servings(): readonly Serving[] {
    return (this.#servings ??= [...this.file.calls.having('shutdown'), ...this.#ofOtherFiles()].flatMap(call => {
      const server = call.entry.listens === 'result' || call.node.type === 'NewExpression' ? call.node : call.receiver;
      return server && !this.file.servers.isLocal(call) ? [{ call, facts: call.entry.shutdown!, server }] : [];
    }));
  }
  #servings: readonly Serving[] | undefined;

  /** `app.listen(…)` of an application that another file of the project makes and exports. */
  *#ofOtherFiles(): Iterable<LibraryCall> {
    for (const node of this.file.index.all('CallExpression')) {
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression' || staticName(callee) !== 'listen' || callee.object.type !== 'Identifier' || this.file.calls.at(node)) continue;
      const from = this.#importOf(callee.object);
      const library = from && makerOfExport(this.file.filename, from.request, from.name);
      const made = library === undefined ? undefined : this.file.catalog.entry(library, 'default');
      const found = made?.entry.gives === undefined ? undefined : this.file.catalog.entry(made.library, `${made.entry.gives}#listen`);
      if (found?.entry.shutdown) yield { node, library: found.library, path: found.path, entry: found.entry, receiver: callee.object, client: undefined };
    }
  }

  /** What a name imports: the module, as it is written, and the name that it has there. */
  #importOf(name: TSESTree.Identifier): { readonly request: string; readonly name: string } | undefined {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (definition?.type === 'ImportBinding') {
      const { node, parent } = definition;
      if (parent.type !== 'ImportDeclaration' || node.type === 'ImportNamespaceSpecifier' || node.type === 'TSImportEqualsDeclaration') return undefined;
      const imported = node.type === 'ImportSpecifier' ? node.imported : undefined;
      return { request: parent.source.value, name: imported === undefined ? 'default' : imported.type === 'Identifier' ? imported.name : imported.value };
    }
    if (definition?.type !== 'Variable' || !definition.node.init || !this.file.bindings.isConstant(variable!)) return undefined;
    const { id, init } = definition.node;
    const value = unwrap(init);
    const isDefault = value.type === 'MemberExpression' && staticName(value) === 'default';
    const call = isDefault ? unwrap(value.object) : value;
    const request = call.type === 'CallExpression' && this.file.bindings.isGlobal(call.callee, 'require') && call.arguments[0]?.type === 'Literal' ? call.arguments[0].value : undefined;
    if (typeof request !== 'string') return undefined;
    if (id.type === 'Identifier') return { request, name: 'default' };
    const property = id.type === 'ObjectPattern' ? id.properties.find(each => each.type === 'Property' && each.value === definition.name) : undefined;
    const key = property?.type === 'Property' ? staticName(property) : undefined;
    return key === undefined ? undefined : { request, name: key };
  }

  /** What serves once the program is started: not on a developer's machine only, and not for a platform that calls it. */
  get started(): readonly Serving[] {
    if (this.servings.length === 0 || this.#isRunByOthers() || this.#exportsHandler()) return [];
    return this.servings.filter(({ call }) => !isForDevelopment(call.node, this.file) && (this.#runsAtLoad(call.node) || (isProgram(this.file.filename) && this.file.handlers.runsPerRequest(call.node) !== 'yes')));
  }

  #find(): ShutdownFault[] {
    const listeners = processListeners(this.file);
    const onTerm = listeners.filter(each => each.events.includes('SIGTERM'));
    if (onTerm.length > 0) return onTerm.flatMap(each => this.#faultsOf(each, onTerm));
    const onInterrupt = listeners.filter(each => each.events.includes('SIGINT'));
    if (onInterrupt.length === 0 && this.servings.length === 0) return [];
    if (this.#isEndedByOthers()) return [];
    const cleanly = onInterrupt.find(each => each.fn && this.#cleansUp(each.fn));
    if (cleanly) return hasCommands(this.file.filename) && this.servings.length === 0 ? [] : [{ kind: 'only-sigint', node: cleanly.call.node, serving: this.servings[0], close: undefined }];
    const serving = this.servings.find(({ call }) => !isForDevelopment(call.node, this.file) && (this.#runsAtLoad(call.node) || this.#isOfProgram(call.node)));
    if (!serving || this.#isHandedOn(serving)) return [];
    return [{ kind: 'none', node: serving.call.node, serving, close: undefined }];
  }

  /** Whether others than this file end the program, or may. */
  #isEndedByOthers(): boolean {
    const { imports, catalog, filename, sourceCode } = this.file;
    if (this.#isRunByOthers()) return true;
    if (/\bSIGTERM\b|enableShutdownHooks|stopOnTerminationSignals|\b(?:Deno|Bun)\./.test(sourceCode.text)) return true;
    for (const each of imports.modules) if (catalog.signalModules.has(each) || MAY_HANDLE.test(each)) return true;
    for (const each of dependenciesOf(filename)) if (catalog.signalModules.has(each) && each !== 'signal-exit') return true;
    return this.#exportsHandler() || packageHandlesSignals(filename) === true;
  }

  #isRunByOthers(): boolean {
    const { imports, filename } = this.file;
    if (/(?:^|[\\/])(?:examples?|playgrounds?|demos?|samples?|templates?)[\\/]/i.test(filename)) return true;
    return [...imports.modules].some(each => ENDED_BY_OTHERS.test(each));
  }

  /** Whether some file of a program that is started calls the function, and none of its files listens to SIGTERM. */
  #isOfProgram(node: Node): boolean {
    const { filename, handlers } = this.file;
    return isProgram(filename) && packageHandlesSignals(filename) === false && handlers.runsPerRequest(node) !== 'yes' && this.file.ast.body.some(each => /^Export/.test(each.type));
  }

  /** `export const handler = …`: a platform calls it. */
  #exportsHandler(): boolean {
    return this.file.ast.body.some(each => each.type === 'ExportNamedDeclaration' && each.declaration?.type === 'VariableDeclaration' && each.declaration.declarations.some(({ id }) => id.type === 'Identifier' && id.name === 'handler'));
  }

  /** Whether code runs when its module loads: by itself, or in a function that such code calls or hands on. */
  #runsAtLoad(node: Node, depth = 0): boolean {
    const fn = enclosingFunction(node);
    if (!fn) return true;
    if (depth > MAX_DEPTH || this.file.handlers.runsPerRequest(node) === 'yes') return false;
    const method = fn.parent.type === 'MethodDefinition' || fn.parent.type === 'PropertyDefinition' ? staticName(fn.parent) : undefined;
    if (fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor') {
      const owner = fn.parent.parent.parent;
      return this.file.index.all('NewExpression').some(each => each.callee.type === 'Identifier' && each.callee.name === owner.id?.name && this.#runsAtLoad(each, depth + 1));
    }
    if (method !== undefined) {
      return this.file.index.all('CallExpression').some(({ callee }) => callee.type === 'MemberExpression' && staticName(callee) === method && this.file.origins.functionOf(callee) === fn && this.#runsAtLoad(callee, depth + 1));
    }
    return this.file.origins.usesOf(fn).some(use => {
      const call = wrapped(use).parent;
      return call?.type === 'CallExpression' && this.#runsAtLoad(call, depth + 1);
    });
  }

  /** Whether a function that is not in view is given the server: by its name, or as a module of the project, it may listen to signals. */
  #isHandedOn({ server, call }: Serving): boolean {
    return this.#namesOf(server, call).some(name => {
      const place = wrapped(name);
      const given = place.parent?.type === 'Property' ? place.parent.parent.parent : place.parent;
      // Who gets it back, and listens, would say so in another file of the package.
      if (given?.type === 'ReturnStatement') return packageHandlesSignals(this.file.filename) === undefined;
      if (given?.type !== 'CallExpression' || given.callee === place || given === call.node) return false;
      const callee = unwrap(given.callee);
      return MAY_HANDLE.test(lastName(callee) ?? '');
    });
  }

  #namesOf(server: Node, { node }: LibraryCall): readonly Node[] {
    const value = unwrap(server);
    const { parent } = wrapped(node.parent.type === 'AwaitExpression' ? node.parent : node);
    const name = value.type === 'Identifier' ? value : parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
    return (name && this.file.bindings.variableOf(name)?.references.map(each => each.identifier)) ?? [];
  }

  /** Whether it does more than to say something and to exit. */
  #cleansUp(fn: FunctionNode): boolean {
    return this.#callsIn(fn).some(call => !this.#isTalk(call) && this.file.calls.at(call)?.entry.role !== 'exit' && this.file.calls.at(call)?.entry.role !== 'timer');
  }

  #callsIn(fn: FunctionNode): readonly TSESTree.CallExpression[] {
    return this.file.index.within(fn, 'CallExpression').filter(each => isInside(each, fn.body));
  }

  get #logCalls(): ReadonlySet<Node> {
    return (this.#knownLogCalls ??= new Set([...this.file.logs.all, ...this.file.logs.alike].map(each => each.node)));
  }
  #knownLogCalls: ReadonlySet<Node> | undefined;

  /** It says something: a log call, `console`, `process.stdout.write`, or a call of what makes its text. */
  #isTalk(node: TSESTree.CallExpression): boolean {
    if (this.#logCalls.has(node) || this.file.calls.at(node)?.entry.role === 'log') return true;
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression') return false;
    const name = staticName(callee) ?? '';
    return LEVELS.has(name) || name === 'write' || name === 'toISOString' || name === 'uptime';
  }

  #faultsOf({ call, fn, listener }: ProcessListener, all: readonly ProcessListener[]): ShutdownFault[] {
    const fault = { serving: this.servings[0], close: undefined };
    // `process.on('SIGTERM', process.exit)`
    if (!fn) return fault.serving && this.file.origins.entryOf(listener)?.entry.role === 'exit' ? [{ ...fault, kind: 'exits', node: listener }] : [];
    if (this.#onlyTalks(fn)) {
      const others = all.some(each => each.fn !== fn) || this.#mentionsElsewhere();
      return others ? [] : [{ ...fault, kind: 'stays', node: call.node }];
    }
    const exits = this.#exitsOf(fn);
    if (exits.length > 0) return exits;
    const close = this.#onlyWait(fn);
    return close ? [{ ...fault, kind: 'unbounded', node: close, close }] : [];
  }

  #mentionsElsewhere(): boolean {
    for (const each of this.file.imports.modules) if (this.file.catalog.signalModules.has(each) || MAY_HANDLE.test(each)) return true;
    return false;
  }

  #onlyTalks(fn: FunctionNode): boolean {
    if (this.file.index.within(fn, 'AssignmentExpression').some(each => isInside(each, fn.body))) return false;
    const { index } = this.file;
    if ((['NewExpression', 'ThrowStatement', 'AwaitExpression', 'UpdateExpression', 'YieldExpression', 'TaggedTemplateExpression'] as const).some(type => index.within(fn, type).some(each => isInside(each, fn.body)))) return false;
    return this.#callsIn(fn).every(each => this.#isTalk(each));
  }

  /** Exits on a path on which nothing has been waited for, in the function and in those that it calls. */
  #exitsOf(fn: FunctionNode, seen = new Set<FunctionNode>()): ShutdownFault[] {
    if (seen.has(fn) || seen.size > MAX_DEPTH) return [];
    seen.add(fn);
    const own = this.file
      .flow(fn)
      .exitsWithout(fn, node => this.#mayWait(node), { kinds: ['terminate'] })
      .flatMap(({ node }): ShutdownFault[] => {
        if (node?.type !== 'CallExpression' || isConditional(node, fn)) return [];
        const close = this.#callsIn(fn).find(each => enclosingFunction(each) === fn && this.#isUnawaited(each) && this.file.flow(fn).reaches(each, node));
        if (close) return [{ kind: 'unawaited', node, serving: this.servings[0], close }];
        return this.servings.length > 0 ? [{ kind: 'exits', node, serving: this.servings[0], close: undefined }] : [];
      });
    if (own.length > 0) return own;
    return this.#callsIn(fn).flatMap(each => {
      const called = enclosingFunction(each) === fn && !isConditional(each, fn) ? this.file.origins.functionOf(each.callee) : undefined;
      return called && this.#comesFirst(each, fn) ? this.#exitsOf(called, seen) : [];
    });
  }

  /** Whether nothing before a call may have waited. */
  #comesFirst(call: TSESTree.CallExpression, fn: FunctionNode): boolean {
    return !this.#callsIn(fn).some(each => each.range[1] < call.range[0] && this.#mayWait(each)) && !this.file.index.within(fn, 'AwaitExpression').some(each => isInside(each, fn.body) && each.range[1] < call.range[0]);
  }

  /** Whether a step may have closed what serves, or waited until it was closed. */
  #mayWait(node: Node): boolean {
    if (node.type === 'AwaitExpression') {
      const call = this.file.calls.at(node.argument);
      return !call || this.#closesServer(call.node) || call.entry.shutdown !== undefined;
    }
    if (node.type === 'YieldExpression' || node.type === 'ForOfStatement') return true;
    if (node.type !== 'CallExpression') return node.type === 'NewExpression' && !this.file.calls.at(node);
    if (this.#isTalk(node) || this.#isUnawaited(node)) return false;
    if (this.file.calls.at(node)) return false;
    const called = this.file.origins.functionOf(node.callee);
    return !called || (!called.async && this.#callsIn(called).some(each => enclosingFunction(each) === called && each !== node && !this.#isTalk(each) && !this.file.calls.at(each)));
  }

  /** A call of what closes something, whose end nobody waits for. */
  #isUnawaited(node: TSESTree.CallExpression): boolean {
    const place = wrapped(node);
    const holder = place.parent?.type === 'UnaryExpression' ? place.parent.parent : place.parent;
    if (holder?.type !== 'ExpressionStatement') return false;
    if (this.#closesServer(node)) return !node.arguments.some(each => each.type !== 'SpreadElement' && (isFunction(unwrap(each)) || each.type === 'Identifier'));
    return !this.#isTalk(node) && this.file.calls.at(node)?.entry.role !== 'exit' && this.file.promises.isPromise(node) === true;
  }

  #closesServer(node: Node): boolean {
    const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
    const name = callee?.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee?.type !== 'MemberExpression' || name === undefined) return false;
    const origin = this.file.origins.of(callee.object);
    if (origin?.kind !== 'library' || !origin.path.endsWith('#')) return false;
    return ['listen', 'start'].some(each => this.file.catalog.entry(origin.library, origin.path + each)?.entry.shutdown?.close === name);
  }

  /** The `server.close(…)` behind whose callback the only exit stands, where nothing ends the wait. */
  #onlyWait(fn: FunctionNode): TSESTree.CallExpression | undefined {
    const calls = this.#callsIn(fn);
    const close = calls.find(each => this.#closesServer(each));
    if (!close || !this.file.exits.calls.some(({ node }) => isInside(node, close))) return undefined;
    const isBounded = calls.some(each => {
      if (each === close || isInside(each, close)) return false;
      const name = lastName(each.callee);
      return name === 'closeAllConnections' || name === 'destroy' || name === 'unref' || this.file.calls.at(each)?.entry.role === 'timer' || (!this.file.calls.at(each) && !this.#isTalk(each));
    });
    return isBounded ? undefined : close;
  }
}

/** Whether a question in the function decides about a node: whether it is up yet, whether it was told before. */
function isConditional(node: Node, fn: FunctionNode): boolean {
  if (functionsAround(node)[0] !== fn) return true;
  for (let parent = node.parent; parent && parent !== fn; parent = parent.parent) {
    if (/^(?:IfStatement|ConditionalExpression|LogicalExpression|SwitchStatement|CatchClause|ForStatement|ForOfStatement|WhileStatement)$/.test(parent.type)) return true;
  }
  return false;
}
