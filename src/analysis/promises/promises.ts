import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, isFunction, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Origin } from '../values/origins.js';
import { AwaitedCalls } from './awaited-calls.js';
import { sourceOf, type CallSource } from './call-sources.js';
import { DroppedCallbacks, type DroppedCallback } from './dropped-callbacks.js';
import { FloatingPromises, type FloatingPromise, type VoidedPromise } from './floating.js';
import { Rejections } from './rejections.js';
import { UnusedHolders } from './unused-holders.js';

/** What becomes of a promise. `escapes`: stored, passed on, or used in a way that cannot be followed. */
export type Handling = 'awaited' | 'returned' | 'handled' | 'voided' | 'escapes' | 'dropped';

/** Which expressions are promises, and what becomes of them. */
export class Promises {
  readonly rejections: Rejections;
  /** Variables and fields that hold what nothing reads. */
  readonly holders: UnusedHolders;
  readonly #floating: FloatingPromises;
  readonly #dropped: DroppedCallbacks;
  readonly #isPromise = new Map<Node, boolean | undefined>();
  readonly #gives = new Map<FunctionNode, boolean | undefined>();

  constructor(protected readonly file: FileModel) {
    this.rejections = new Rejections(file, this);
    this.holders = new UnusedHolders(file);
    this.#floating = new FloatingPromises(file, this);
    this.#dropped = new DroppedCallbacks(file, this);
  }

  /** False where nothing that the file says or imports can give a promise: then nobody need ask which expressions are one. */
  get mayExist(): boolean {
    const { file } = this;
    return (this.#mayExist ??= file.project !== undefined || file.types.available || file.settings.libraries.length > 0 || SPEAKS_OF_PROMISES.test(file.sourceCode.text) || [...file.imports.modules].some(each => file.catalog.knows(each)));
  }
  #mayExist: boolean | undefined;

  /** Whether an expression is a promise: true by proof, false by proof, undefined for "cannot tell". */
  isPromise(node: Node): boolean | undefined {
    const expression = unwrap(node);
    if (!this.#isPromise.has(expression)) {
      this.#isPromise.set(expression, undefined);
      this.#isPromise.set(expression, this.#decide(expression) ?? this.#byTypes(expression) ?? this.#byProject(expression) ?? this.#byOtherCalls(expression));
    }
    return this.#isPromise.get(expression) ?? this.#byCast(node, expression);
  }

  /** Whether calling the function gives a promise. */
  givesPromise(fn: FunctionNode): boolean | undefined {
    if (fn.generator) return false;
    if (fn.async) return true;
    if (this.#gives.has(fn)) return this.#gives.get(fn);
    this.#gives.set(fn, undefined);
    const answer = this.file.origins.declared.isPromise(fn.returnType?.typeAnnotation) ?? some(this.returnsOf(fn).map(each => this.isPromise(each))) ?? saysPromise(fn, this.file);
    this.#gives.set(fn, answer);
    return answer;
  }

  /** The one function in view that a call runs: `f()`, `f.call(x)`, `f.apply(x, args)`. */
  calledBy(call: TSESTree.CallExpression): FunctionNode | undefined {
    const called = this.functionsCalledBy(call);
    return called.length === 1 ? called[0] : undefined;
  }

  /** The functions in view that a call may run, all of them or none: as `calledBy`, `handlers[name]()`, a variable that is set twice. */
  functionsCalledBy({ callee }: TSESTree.CallExpression): readonly FunctionNode[] {
    const target = unwrap(callee);
    if (target.type === 'MemberExpression' && ['call', 'apply'].includes(staticName(target) ?? '')) {
      const fn = this.file.origins.functionOf(target) ?? this.file.origins.functionOf(target.object);
      return fn ? [fn] : [];
    }
    return this.#functionsOf(target);
  }

  #functionsOf(target: Node): readonly FunctionNode[] {
    const { origins } = this.file;
    const fn = origins.functionOf(target);
    if (fn) return [fn];
    const values = this.#valuesOf(target).map(each => origins.functionOf(each));
    return values.includes(undefined) ? [] : values.filter(each => each !== undefined);
  }

  /** All that an expression may hold, where that is in view. */
  #valuesOf(target: Node): readonly Node[] {
    const { origins, bindings } = this.file;
    if (target.type === 'ConditionalExpression') return [target.consequent, target.alternate];
    if (target.type === 'MemberExpression' && target.computed && staticName(target) === undefined) {
      const owner = origins.of(target.object);
      if (owner?.kind !== 'object') return [];
      const { properties } = owner.node;
      return properties.every(each => each.type === 'Property' && each.kind === 'init') ? properties.flatMap(each => (each.type === 'Property' ? each.value : [])) : [];
    }
    const variable = target.type === 'Identifier' ? bindings.variableOf(target) : undefined;
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier') return [];
    const writes = bindings.assignmentsTo(variable).map(each => each.identifier.parent);
    const set = writes.map(each => (each?.type === 'AssignmentExpression' && each.operator === '=' && each.left.type === 'Identifier' ? each.right : undefined));
    return set.includes(undefined) ? [] : [definition.node.init ?? undefined, ...set].filter(each => each !== undefined);
  }

  /** What a function in view returns. */
  returnsOf(fn: FunctionNode): readonly Node[] {
    if (fn.body.type !== 'BlockStatement') return [fn.body];
    return this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => each.argument ?? []);
  }

  /** Whether an expression is an array that holds a promise which can reject: `[p()]`, `items.map(async …)`, `startAll()`. */
  isPromiseArray(node: Node): boolean {
    return this.#holdsPromise(unwrap(node)) === true;
  }

  /** As `isPromiseArray`; false where none of the promises can reject, undefined for "cannot tell". */
  #holdsPromise(node: Node): boolean | undefined {
    if (this.#holds.has(node)) return this.#holds.get(node);
    // Functions that call each other: cannot tell.
    this.#holds.set(node, undefined);
    const { declared } = this.file.origins;
    const answer = this.#holdsByElements(node) ?? (declared.isPromiseArray(declared.of(node)) || (this.#mayAskTypes(node) && this.file.types.holdsPromises(node) === true) || undefined);
    this.#holds.set(node, answer);
    return answer;
  }
  readonly #holds = new Map<Node, boolean | undefined>();

  #holdsByElements(node: Node): boolean | undefined {
    if (node.type === 'ArrayExpression') {
      return node.elements.some(each => each && (each.type === 'SpreadElement' ? this.isPromiseArray(each.argument) : this.isPromise(each) === true && this.rejections.mayReject(each) !== false)) || undefined;
    }
    if (node.type !== 'CallExpression') return undefined;
    const path = this.file.calls.at(node)?.path;
    const mapper = path === 'Array#map' || path === 'Array#flatMap' ? node.arguments[0] : path === 'Array.from' ? node.arguments[1] : undefined;
    const fn = mapper && this.file.origins.functionOf(mapper);
    if (fn) return this.givesPromise(fn) === true ? this.#floating.losesPromiseOf(fn) : undefined;
    const called = this.calledBy(node);
    if (!called || called.async || called.generator) return undefined;
    const returned = this.returnsOf(called).map(each => this.#holdsPromise(unwrap(each)));
    return returned.includes(true) || (returned.includes(false) ? false : undefined);
  }

  /** Whether a call is a link of a promise chain: `p.then(…)`, `p.catch(…)`, `p.finally(…)`. */
  isChain(node: Node): boolean {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
    const name = staticName(node.callee);
    if (name !== 'then' && name !== 'catch' && name !== 'finally') return false;
    if (this.isPromise(node.callee.object) === true) return true;
    if (this.file.types.isOtherThenable(node.callee.object) === true && this.file.types.isPromise(node) !== true) return false;
    if (name === 'catch' || this.file.origins.of(node.callee.object)?.kind === 'instance' || this.file.project?.isPromise(node.callee.object) === false) return false;
    // What calls back with a value from `then` keeps the language's own protocol; builders have a `then` that hands on nothing.
    const [callback] = node.arguments;
    return isFunction(callback) && (name === 'finally' || callback.params.length > 0);
  }

  /** False where a value surely cannot be called, so that it handles nothing: nothing, literals, objects, `console.error()`. */
  maybeCallable(node: Node): boolean {
    const expression = unwrap(node);
    switch (expression.type) {
      case 'Literal':
      case 'TemplateLiteral':
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'UnaryExpression':
        return false;
      case 'Identifier':
        return !this.file.bindings.isGlobal(expression, 'undefined', 'NaN') && this.file.types.isCallable(expression) !== false;
      case 'CallExpression': {
        if (this.file.calls.at(expression)?.entry.role === 'log') return false;
        const fn = this.file.origins.functionOf(expression.callee);
        return !fn || fn.async || fn.generator || fn.body.type !== 'BlockStatement' || this.returnsOf(fn).length > 0;
      }
      default:
        return this.file.types.isCallable(expression) !== false;
    }
  }

  /** Where the function that makes a promise comes from, as users name it in options. */
  sourceOf(node: Node): CallSource | undefined {
    return sourceOf(node, this.file);
  }

  /** What becomes of the promise that an expression is; undefined where it is no value of its own (a statement, a type). */
  handlingOf(node: Node): Handling | undefined {
    let current = node;
    // Each turn goes at least one level up.
    for (;;) {
      const { parent } = current;
      if (!parent) return undefined;
      switch (parent.type) {
        case 'TSAsExpression':
        case 'TSNonNullExpression':
        case 'TSSatisfiesExpression':
        case 'TSTypeAssertion':
        case 'ChainExpression':
          current = parent;
          continue;
        case 'ExpressionStatement':
          return 'dropped';
        case 'AwaitExpression':
          return 'awaited';
        case 'ReturnStatement':
          return 'returned';
        case 'ArrowFunctionExpression':
          return parent.body === current ? 'returned' : 'escapes';
        case 'UnaryExpression':
          return parent.operator === 'void' ? 'voided' : 'escapes';
        case 'SequenceExpression':
          if (parent.expressions.at(-1) !== current) return 'dropped';
          current = parent;
          continue;
        case 'LogicalExpression':
          if (parent.left === current && parent.operator === '&&') return 'escapes';
          current = parent;
          continue;
        case 'ConditionalExpression':
          if (parent.test === current) return 'escapes';
          current = parent;
          continue;
        case 'ForStatement':
          return parent.test === current ? 'escapes' : 'dropped';
        case 'MemberExpression': {
          const call = parent.parent.type === 'ChainExpression' ? parent.parent.parent : parent.parent;
          if (parent.object !== current || call?.type !== 'CallExpression' || call.callee !== parent) return 'escapes';
          const handled = this.handles(call, staticName(parent));
          if (handled === undefined) return 'escapes';
          if (handled) return 'handled';
          current = call;
          continue;
        }
        case 'AssignmentExpression':
          return parent.right === current && this.holders.setInVain(parent) !== undefined ? 'dropped' : 'escapes';
        case 'VariableDeclarator':
          return parent.init === current && parent.id.type === 'Identifier' && this.holders.isUnused(parent) ? 'dropped' : 'escapes';
        case 'PropertyDefinition':
          return parent.value === current && this.holders.isUnusedField(parent) ? 'dropped' : 'escapes';
        default:
          return 'escapes';
      }
    }
  }

  /** Promises that nothing awaits, returns, stores or handles, and that can reject. */
  get floating(): readonly FloatingPromise[] {
    return this.#floating.all;
  }

  /** `void p()` whose promise nobody handles. */
  get voided(): readonly VoidedPromise[] {
    return this.#floating.voided;
  }

  /** Functions that give promises, handed to calls that drop what they return. */
  get droppedCallbacks(): readonly DroppedCallback[] {
    return this.#dropped.all;
  }

  /** Whether the promise of a callback can reject with nobody to handle it. */
  leavesRejection({ fn, argument }: DroppedCallback): boolean {
    if (!fn) return this.file.origins.declared.isPromise(this.file.origins.declared.resultOf(this.file.origins.declared.of(argument))) === true;
    if (fn.async) return this.rejections.unguardedIn(fn).length > 0;
    return !fn.generator && this.#floating.losesPromiseOf(fn);
  }

  /** Whether this link of a chain handles rejections; undefined for methods that are no links. */
  handles(call: TSESTree.CallExpression, name: string | undefined): boolean | undefined {
    const handler = name === 'catch' ? call.arguments[0] : name === 'then' ? call.arguments[1] : undefined;
    if (name !== 'catch' && name !== 'then' && name !== 'finally') return undefined;
    return handler !== undefined && this.maybeCallable(handler);
  }

  /** `start() as Promise<void>`: its author knows what the call gives. */
  #byCast(written: Node, expression: Node): true | undefined {
    if (written === expression || expression.type !== 'CallExpression') return undefined;
    return this.file.origins.declared.isPromise(this.file.origins.declared.of(written)) || undefined;
  }

  #decide(node: Node): boolean | undefined {
    switch (node.type) {
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
        return this.#isPromiseClass(node.callee) || undefined;
      case 'TaggedTemplateExpression': {
        const fn = this.file.origins.functionOf(node.tag);
        return fn ? this.givesPromise(fn) : this.#declaredToGive(node.tag);
      }
      case 'ImportExpression':
        return true;
      case 'Identifier':
      case 'MemberExpression':
        return this.#ofName(node);
      case 'LogicalExpression':
        return node.operator === '&&' ? this.isPromise(node.right) : some([this.isPromise(node.left), this.isPromise(node.right)]);
      case 'ConditionalExpression':
        return some([this.isPromise(node.consequent), this.isPromise(node.alternate)]);
      case 'AssignmentExpression':
        return this.isPromise(node.right);
      case 'SequenceExpression':
        return this.isPromise(node.expressions.at(-1)!);
      case 'AwaitExpression':
      case 'Literal':
      case 'TemplateLiteral':
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'ClassExpression':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'UpdateExpression':
      case 'JSXElement':
        return false;
      default:
        return undefined;
    }
  }

  #ofCall(node: TSESTree.CallExpression): boolean | undefined {
    if (this.isChain(node)) return true;
    const call = this.file.calls.at(node);
    // What the catalog knows, it knows better than types: `fastify.register()` is thenable and need not be awaited.
    if (call) {
      if (call.entry.promise !== 'without-callback') return call.entry.promise === true;
      return !node.arguments.some(each => isFunction(each)) && !endsInName(node) ? true : undefined;
    }
    const { origins } = this.file;
    const called = this.functionsCalledBy(node);
    const answer = called.length > 0 ? every(called.map(fn => this.givesPromise(fn))) : undefined;
    if (answer !== undefined) return answer;
    const declared = this.#declaredToGive(node.callee);
    if (declared !== undefined) return declared;
    if (this.#isStepOfAsyncGenerator(node)) return true;
    return origins.isPromised(node) ? true : undefined;
  }

  #declaredToGive(callee: Node): boolean | undefined {
    const { declared } = this.file.origins;
    return declared.isPromise(declared.resultOf(declared.of(unwrap(callee))));
  }

  #isPromiseClass(node: Node, depth = 0): boolean {
    if (this.file.bindings.isGlobal(node, 'Promise')) return true;
    const origin = depth > 10 ? undefined : this.file.origins.of(node);
    return origin?.kind === 'class' && origin.node.superClass ? this.#isPromiseClass(origin.node.superClass, depth + 1) : false;
  }

  /** `each.next()` of what an async generator in view gave. */
  #isStepOfAsyncGenerator({ callee }: TSESTree.CallExpression): boolean {
    if (callee.type !== 'MemberExpression' || !['next', 'return', 'throw'].includes(staticName(callee) ?? '')) return false;
    const made = this.file.origins.expressionOf(callee.object);
    return made?.type === 'CallExpression' && this.#functionsOf(unwrap(made.callee)).some(fn => fn.async && fn.generator);
  }

  /** The getter in view that a member is. */
  #getterOf(node: TSESTree.MemberExpression): FunctionNode | undefined {
    const owner = this.file.origins.of(node.object);
    const name = staticName(node);
    if (name === undefined) return undefined;
    if (owner?.kind === 'object') {
      const property = owner.node.properties.find(each => each.type === 'Property' && each.kind === 'get' && staticName(each) === name);
      return property?.type === 'Property' && isFunction(property.value) ? property.value : undefined;
    }
    if (owner?.kind !== 'instance' && owner?.kind !== 'class') return undefined;
    let current: ClassNode | undefined = owner.node;
    for (let depth = 0; current && depth < 10; depth += 1) {
      const members: TSESTree.ClassElement[] = current.body.body;
      const member = members.find(each => each.type === 'MethodDefinition' && staticName(each) === name && each.static === (owner.kind === 'class'));
      if (member) return member.type === 'MethodDefinition' && member.kind === 'get' && isFunction(member.value) ? member.value : undefined;
      const parent: Origin | undefined = current.superClass ? this.file.origins.of(current.superClass) : undefined;
      current = parent?.kind === 'class' && isClass(parent.node) ? parent.node : undefined;
    }
    return undefined;
  }

  #ofName(node: TSESTree.Identifier | TSESTree.MemberExpression): boolean | undefined {
    const { origins, bindings } = this.file;
    if (bindings.isGlobal(node, 'undefined', 'NaN', 'Infinity')) return false;
    const declared = origins.declared.of(node);
    const answer = declared && origins.declared.isPromise(declared);
    if (answer !== undefined) return answer;
    if (node.type === 'MemberExpression') {
      const getter = this.#getterOf(node);
      return getter && this.givesPromise(getter);
    }
    const variable = bindings.variableOf(node);
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || !bindings.isConstant(variable)) return undefined;
    return definition.node.init ? this.isPromise(definition.node.init) : undefined;
  }

  #byTypes(node: Node): boolean | undefined {
    return this.#mayAskTypes(node) ? this.file.types.isPromise(node) : undefined;
  }

  #mayAskTypes(node: Node): boolean {
    return this.file.types.available && ASKED_OF_TYPES.has(node.type);
  }

  #byProject(node: Node): boolean | undefined {
    return node.type === 'CallExpression' || node.type === 'Identifier' || node.type === 'MemberExpression' ? this.file.project?.isPromise(node) : undefined;
  }

  /** What the same function gives where the file calls it elsewhere: `await this.store.save(a)` and `this.store.save(b)`. */
  #byOtherCalls(node: Node): boolean | undefined {
    return node.type === 'CallExpression' && this.awaitedCalls.has(node) && this.file.types.isOtherThenable(node) !== true ? true : undefined;
  }

  /** Functions whose promise the file awaits somewhere. */
  get awaitedCalls(): AwaitedCalls {
    return (this.#awaited ??= new AwaitedCalls(this.file));
  }
  #awaited: AwaitedCalls | undefined;
}

function some(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.every(each => each === false) ? false : undefined;
}

function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.every(each => each === true)) return true;
  return answers.every(each => each === false) ? false : undefined;
}

/** Words without which a file holds no promise but what its libraries give. */
const SPEAKS_OF_PROMISES = /\b(?:async|await|then|finally|fetch)\b|\bimport\s*\(|promise/i;

const ASKED_OF_TYPES: ReadonlySet<string> = new Set(['CallExpression', 'Identifier', 'MemberExpression', 'NewExpression', 'TaggedTemplateExpression', 'YieldExpression']);
const DEFINITION = /^(?:MethodDefinition|Property|PropertyDefinition|VariableDeclarator|VariableDeclaration|AssignmentExpression|ExpressionStatement|Export\w+Declaration)$/;

/** `@returns {Promise<…>}` in the comment above a function. */
function saysPromise(fn: FunctionNode, { sourceCode, bindings }: FileModel): true | undefined {
  // One that calls what it is given may give a promise to those only who pass no callback.
  const takesCallback = bindings.declaredBy(fn).some(each => each.defs[0]?.type === 'Parameter' && each.references.some(({ identifier: { parent } }) => parent?.type === 'CallExpression' && parent.callee.type === 'Identifier' && parent.callee.name === each.name));
  if (takesCallback) return undefined;
  let node: Node = fn;
  while (node.parent && DEFINITION.test(node.parent.type)) node = node.parent;
  const comment = sourceCode.getCommentsBefore(node).at(-1);
  return comment?.type === 'Block' && comment.value.startsWith('*') && /@returns?\s*\{\s*Promise\b[^|}]*\}/.test(comment.value) ? true : undefined;
}

function endsInName(node: TSESTree.CallExpression): boolean {
  // A name may hold a callback: then nobody can say from here whether a promise comes back.
  return node.arguments.at(-1)?.type === 'Identifier';
}
