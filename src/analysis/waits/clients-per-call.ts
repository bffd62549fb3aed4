import type { TSESTree } from '@typescript-eslint/utils';
import type { KeepFacts, Role } from '../../catalog/schema.js';
import { enclosingFunction, functionName, isFunction, isInside, isLoop, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** Something that should live as long as the process, made for one call of a function and held by nobody. */
export interface ClientPerCall {
  readonly call: LibraryCall;
  readonly facts: KeepFacts;
  /** How often: per request or message, per round of a loop, or per call of a function of which no more is known. */
  readonly per: 'request' | 'message' | 'invocation' | 'round' | 'call';
  /** The same function closes it again. */
  readonly isClosed: boolean;
}

const CLIENTS = ['database-client', 'cache-client', 'broker-client'] as const satisfies readonly Role[];
const BY_ROLE: Readonly<Record<(typeof CLIENTS)[number], KeepFacts>> = {
  'database-client': { what: 'a client with connections of its own', harm: 'the database runs out of connections', kind: 'connections' },
  'cache-client': { what: 'a client with a connection of its own', harm: 'the cache runs out of connections', kind: 'connections' },
  'broker-client': { what: 'a client with connections of its own', harm: 'the broker runs out of connections', kind: 'connections' },
};
const CLOSES = new Set(['end', 'close', 'quit', 'disconnect', 'destroy', '$disconnect', 'release', 'shutdown', 'dispose', 'terminate', 'stop', 'forceClose', 'Symbol.dispose', 'Symbol.asyncDispose']);
/** Methods whose result is the client again, or something that lives through it, whatever else they are. */
const GIVES_ITSELF = /^(?:\$?connect|initialize|init|open|start|on|once|addListener|\$extends|promise|db|useDb|withOptions)$/;
const LISTENS = /^(?:on|once|addListener|subscribe|pSubscribe|psubscribe|sSubscribe|consume|listen|run|watch)$/;
/** A function that is handed to one of these has run, or listens to the client itself, when the call is over. */
const RUNS_CALLBACK = /^(?:map|forEach|filter|flatMap|reduce|some|every|find|then|catch|finally|\$?transaction|on|once|addListener|withTransaction|execute|task|tx|begin)$/;
/** Options that may hold an open connection, or what makes them. */
const SHARED = ['connection', 'createClient', 'pool', 'adapter', 'dialect', 'client'];
/** A function with such a name runs once in the life of a process. Names may silence. */
const RUNS_ONCE = /^_*(?:main|run|boot|start|init|set[uU]p|connect|register|configure|migrat|seed|cli$|backfill|provision|global|before|after|test|on(?:Module|Application)|create\w*(?:Index|Table|Schema|Database|Topic))/;
const MAX_DEPTH = 4;

/** Clients, pools, breakers and the like that are made where they are used, again for each call. */
export class ClientsPerCall {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly ClientPerCall[] {
    return (this.#all ??= [...this.#find()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #all: readonly ClientPerCall[] | undefined;

  *#find(): Iterable<ClientPerCall> {
    for (const call of [...this.file.calls.having('keeps'), ...this.file.calls.of(...CLIENTS).filter(each => !each.entry.keeps)]) {
      const facts = factsOf(call);
      if (!facts || (facts.onlyWith !== undefined && !this.#hasOption(call, facts.onlyWith))) continue;
      const fn = enclosingFunction(call.node);
      if (!fn || this.#isMadeOfShared(call.node, fn) || (facts.kind !== 'state' && !this.#isSameEachTime(call.node, fn))) continue;
      const per = this.#repeats(call.node, fn);
      if (!per) continue;
      const fate = new Fate(this.file, call.node, fn, facts.kind, per).value;
      if (fate === 'listens' && per === 'call') continue;
      if (fate === 'kept' || (fate === 'closed' && facts.kind !== 'connections')) continue;
      if (per === 'call' && (fate === 'unused' || fate === 'closed')) continue;
      yield { call, facts, per, isClosed: fate === 'closed' };
    }
  }

  #hasOption({ node }: LibraryCall, option: string): boolean {
    return node.arguments.some(each => {
      const found = each.type === 'SpreadElement' ? undefined : this.file.options.at(each, option);
      return found?.state === 'present' && this.file.options.valueOf(found.value)?.value !== false;
    });
  }

  /** It is handed connections that others may have too: then it opens none of its own. */
  #isMadeOfShared({ arguments: given }: LibraryCall['node'], fn: FunctionNode): boolean {
    return given.some(each =>
      each.type !== 'SpreadElement' &&
      SHARED.some(key => {
        const found = this.file.options.at(each, key);
        if (found.state !== 'present') return false;
        const value = this.file.origins.expressionOf(found.value);
        return !value || !(value.type === 'ObjectExpression' || value.type === 'Literal' || value.type === 'TemplateLiteral' || (value.type === 'NewExpression' && isInside(value, fn)));
      }),
    );
  }

  /** What it is made of does not come from the call: one that is made of a tenant's address cannot be shared. */
  #isSameEachTime(made: LibraryCall['node'], fn: FunctionNode): boolean {
    return made.arguments.every(each => !this.dependsOn(each, fn));
  }

  /** Whether what an expression gives may be another value in each call of a function. */
  dependsOn(node: Node, fn: FunctionNode, depth = 0): boolean {
    const { bindings, index } = this.file;
    if (depth > MAX_DEPTH) return true;
    // What a method keeps in its object may be one of many.
    if (index.within(node, 'ThisExpression').length > 0 && !this.file.handlers.around(fn)) return true;
    return index.within(node, 'Identifier').some(name => {
      const variable = bindings.variableOf(name);
      const definition = variable && bindings.definitionOf(variable);
      if (!variable || (definition?.type === 'Parameter' && isInside(definition.node, node) && definition.node !== fn)) return false;
      if (!definition) return true;
      if (!isWithinFunction(definition.name)) return !bindings.isConstant(variable) && definition.type === 'Variable';
      if (isInside(definition.node, node)) return false;
      if (definition.type === 'FunctionName' || definition.type === 'ClassName') return false;
      if (definition.type !== 'Variable' || !bindings.isConstant(variable) || !definition.node.init) return true;
      return isLoop(definition.node.parent?.parent) || this.dependsOn(definition.node.init, fn, depth + 1);
    });
  }

  /** How often the place runs; undefined where it may run once. */
  #repeats(node: Node, fn: FunctionNode): ClientPerCall['per'] | undefined {
    const { handlers } = this.file;
    const handler = handlers.around(node);
    if (handler) return handler.kind === 'consumer' ? 'message' : handler.kind === 'lambda' ? 'invocation' : 'request';
    if (handlers.runsPerRequest(fn) === 'yes') return 'request';
    for (let current = node.parent; current && current !== fn; current = current.parent) if (isLoop(current)) return 'round';
    return this.#mayRunOnce(fn) ? undefined : 'call';
  }

  /** Whether a function is a step of the start, a factory, a class's constructor, or called where the module loads. */
  #mayRunOnce(fn: FunctionNode): boolean {
    for (let current: FunctionNode | undefined = fn; current; current = enclosingFunction(current)) {
      const name = functionName(current);
      // A decorator of a property or method calls its function for each value.
      if (name === undefined && isDecorating(current)) return false;
      if (name === undefined || name === 'constructor' || RUNS_ONCE.test(name)) return true;
      const uses = this.file.origins.usesOf(current);
      if (uses.some(each => each !== current && !enclosingFunction(each) && each.parent?.type === 'CallExpression' && each.parent.callee === each)) return true;
    }
    return false;
  }
}

/** What becomes of a value in the function that makes it. */
export class Fate {
  #isUsed = false;
  #isClosed = false;
  #isKept = false;
  #listens = false;
  readonly #seen = new Set<Node>();

  constructor(
    private readonly file: FileModel,
    made: Node,
    private readonly fn: FunctionNode,
    private readonly kind: KeepFacts['kind'],
    private readonly per: ClientPerCall['per'],
  ) {
    this.#follow(made, false);
  }

  /** `kept` where others may hold it, or where that cannot be seen; `listens` where it may live by its listeners. */
  get value(): 'kept' | 'closed' | 'listens' | 'used' | 'unused' {
    if (this.#isKept) return 'kept';
    if (this.#isClosed) return 'closed';
    if (this.#listens) return 'listens';
    return this.#isUsed ? 'used' : 'unused';
  }

  /** `isPart`: it is not the value itself but something that lives through it, such as a connection of a pool. */
  #follow(start: Node, isPart: boolean): void {
    for (let value: Node | undefined = wrapped(start); value && !this.#isKept; ) {
      if (this.#seen.has(value)) return;
      this.#seen.add(value);
      value = this.#next(value, isPart);
    }
  }

  /** The expression that has the value from here on; nothing where its way ends. */
  #next(value: Node, isPart: boolean): Node | undefined {
    const { parent } = value;
    switch (parent?.type) {
      case 'AwaitExpression':
        return wrapped(parent);
      case 'ExpressionStatement':
      case 'BinaryExpression':
      case 'IfStatement':
      case 'UnaryExpression':
      case 'TemplateLiteral':
        return undefined;
      case 'MemberExpression':
        if (parent.object !== value) return this.#keep();
        this.#member(parent, isPart);
        return undefined;
      case 'VariableDeclarator':
        if (parent.parent.kind.includes('using')) this.#isClosed = true;
        if (parent.id.type === 'Identifier') return this.#name(parent.id, isPart);
        this.#use(parent);
        return undefined;
      case 'AssignmentExpression':
        if (parent.right !== value || parent.operator !== '=') return this.#keep();
        if (parent.left.type === 'Identifier') return this.#name(parent.left, isPart);
        if (!this.#isOfCall(parent.left)) return this.#keep();
        this.#use(parent);
        return undefined;
      case 'CallExpression':
      case 'NewExpression':
        this.#use(parent);
        return parent.callee === value ? undefined : this.#argument(parent);
      // One of the options of a call.
      case 'Property':
        return parent.value === value && parent.parent.type === 'ObjectExpression' ? wrapped(parent.parent) : this.#keep();
      default:
        return this.#keep();
    }
  }

  /** Handed to a function that the catalog knows, or to one of a package, it may live on in what that gives. */
  #argument(call: TSESTree.CallExpression | TSESTree.NewExpression): Node | undefined {
    const known = this.file.calls.at(call)?.entry;
    if (known) return known.gives === undefined && known.role !== 'resilience' ? undefined : wrapped(call);
    const origin = this.file.origins.of(call.callee);
    // Functions of packages do not close what they are handed; one of the project may.
    const isPackage = origin?.kind === 'library' && origin.library !== 'global' && /^(?:@[\w-]+\/)?[a-z][\w./-]*$/.test(origin.library);
    // An object of the project that a handler makes around it is dropped with it; other functions may start one that lives on.
    const isWrapped = call.type === 'NewExpression' && this.per !== 'call' && this.per !== 'round';
    return isPackage || isWrapped ? wrapped(call) : this.#keep();
  }

  #keep(): undefined {
    this.#isKept = true;
    return undefined;
  }

  #use(node: Node): void {
    this.#isUsed = true;
    if (this.kind === 'connections') return;
    // What it learns from one round, or from one callback to the next, it does use.
    for (let current: Node | undefined = node; current && current !== this.fn; current = current.parent) if (isLoop(current) || isFunction(current)) this.#isKept = true;
  }

  #member(member: TSESTree.MemberExpression, isPart: boolean): void {
    const name = member.computed && member.property.type === 'MemberExpression' ? `Symbol.${staticName(member.property) ?? ''}` : (staticName(member) ?? '');
    const whole = wrapped(member);
    const call = whole.parent;
    if (CLOSES.has(name)) {
      if (!isPart) this.#isClosed = true;
      return;
    }
    this.#use(member);
    const isErrorListener = call?.type === 'CallExpression' && call.arguments[0]?.type === 'Literal' && call.arguments[0].value === 'error';
    if (LISTENS.test(name) && !isErrorListener) this.#listens = true;
    if (call?.type !== 'CallExpression' || call.callee !== whole) {
      // `prisma.user.findMany()`; a part that is kept keeps the whole.
      this.#follow(member, true);
      return;
    }
    const known = this.file.calls.at(call);
    const gives = known?.entry.gives;
    if (gives === 'this' || (known && gives !== undefined && known.path.startsWith(`${gives}#`)) || (gives === undefined && GIVES_ITSELF.test(name))) {
      this.#follow(call, isPart);
      return;
    }
    const isData = known ? gives === undefined : wrapped(call).parent?.type === 'AwaitExpression';
    if (!isData && !this.#isQuery(known?.entry.role)) this.#follow(call, true);
  }

  /** What a query gives is data, although a query builder may call it a value of its own. */
  #isQuery(role: Role | undefined): boolean {
    return role === 'database-query' || role === 'cache-command' || role === 'message-send' || role === 'cloud-command' || role === 'transaction';
  }

  #name(name: Node, isPart: boolean): undefined {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    // A variable of an outer function or of the module outlives the call.
    if (definition?.type !== 'Variable' || !isInside(definition.name, this.fn)) return this.#keep();
    for (const { identifier } of variable?.references.filter(each => each.isRead()) ?? []) {
      if (this.#isInLivingFunction(identifier)) return this.#keep();
      this.#follow(identifier, isPart);
    }
    return undefined;
  }

  /** Whether a name is read by a function that may live on when the call is over. */
  #isInLivingFunction(name: Node): boolean {
    for (let inner = enclosingFunction(name); inner && inner !== this.fn; inner = enclosingFunction(inner)) {
      const { parent } = inner;
      const call = parent.type === 'CallExpression' || parent.type === 'NewExpression' ? parent : undefined;
      if (call?.callee === inner || (call?.type === 'NewExpression' && this.file.bindings.isGlobal(call.callee, 'Promise'))) continue;
      const callee = call && unwrap(call.callee);
      if (callee?.type !== 'MemberExpression' || !RUNS_CALLBACK.test(staticName(callee) ?? '')) return true;
    }
    return false;
  }

  /** `req.db = …`: it is kept for this request only. */
  #isOfCall(target: Node): boolean {
    let root = unwrap(target);
    while (root.type === 'MemberExpression') root = unwrap(root.object);
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Parameter' && definition.node === this.fn && this.file.handlers.around(this.fn)?.fn === this.fn;
  }
}

function factsOf({ entry, path }: LibraryCall): KeepFacts | undefined {
  if (entry.keeps === 'nothing') return undefined;
  if (entry.keeps) return entry.keeps;
  // One that is made of another client, such as `redis.duplicate()`, is made for a purpose of its own.
  if (path.includes('#')) return undefined;
  const role = CLIENTS.find(each => each === entry.role);
  return role && BY_ROLE[role];
}

/** `@Transform(({ value }) => …) path: string;` */
function isDecorating(fn: FunctionNode): boolean {
  const decorator = fn.parent.type === 'CallExpression' ? fn.parent.parent : undefined;
  return decorator?.type === 'Decorator' && (decorator.parent.type === 'PropertyDefinition' || decorator.parent.type === 'MethodDefinition');
}

function isWithinFunction(node: Node): boolean {
  return isFunction(node.parent) ? true : enclosingFunction(node) !== undefined;
}
