import type { TSESTree } from '@typescript-eslint/utils';
import type { CallbackFacts } from '../../catalog/schema.js';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { AwaitedCalls } from './awaited-calls.js';
import type { Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import { Rejections } from './rejections.js';

/** What becomes of a promise. `escapes`: stored, passed on, or used in a way that cannot be followed. */
export type Handling = 'awaited' | 'returned' | 'handled' | 'voided' | 'escapes' | 'dropped';

export type PromiseShape =
  /** A call, or a value, that is a promise. */
  | 'promise'
  /** A chain whose last link handles no rejection: `.then(a)`, `.finally(b)`. */
  | 'chain'
  /** `.catch()` with nothing that could be called. */
  | 'empty-catch'
  /** An array of promises. */
  | 'array'
  /** `Promise.all` and friends. */
  | 'combined'
  /** `new Promise(…)` used to start work. */
  | 'constructed'
  /** `(async () => …)()`. */
  | 'iife';

export interface FloatingPromise {
  readonly node: Node;
  readonly shape: PromiseShape;
  /** The variable or field that holds it and is never used. */
  readonly unused?: string;
}

/** A function whose promise is dropped by the library that calls it. */
export interface DroppedCallback {
  readonly call: LibraryCall;
  readonly callback: CallbackFacts;
  readonly argument: Node;
  /** The function itself, where it is in view. */
  readonly fn: FunctionNode | undefined;
}

/** Which expressions are promises, and what becomes of them. */
export class Promises {
  readonly rejections: Rejections;
  readonly #isPromise = new Map<Node, boolean | undefined>();
  readonly #gives = new Map<FunctionNode, boolean | undefined>();

  constructor(protected readonly file: FileModel) {
    this.rejections = new Rejections(file, this);
  }

  /** Whether an expression is a promise: true by proof, false by proof, undefined for "cannot tell". */
  isPromise(node: Node): boolean | undefined {
    const expression = unwrap(node);
    if (this.#isPromise.has(expression)) return this.#isPromise.get(expression);
    this.#isPromise.set(expression, undefined);
    const answer = this.#decide(expression) ?? this.#byTypes(expression) ?? this.#byOtherCalls(expression);
    this.#isPromise.set(expression, answer);
    return answer;
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

  /** The function in view that a call runs: `f()`, `f.call(x)`, `f.apply(x, args)`. */
  calledBy({ callee }: TSESTree.CallExpression): FunctionNode | undefined {
    const fn = this.file.origins.functionOf(callee);
    if (fn || callee.type !== 'MemberExpression') return fn;
    const name = staticName(callee);
    return name === 'call' || name === 'apply' ? this.file.origins.functionOf(callee.object) : undefined;
  }

  /** What a function in view returns. */
  returnsOf(fn: FunctionNode): readonly Node[] {
    if (fn.body.type !== 'BlockStatement') return [fn.body];
    return this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => each.argument ?? []);
  }

  /** Whether an expression is an array that holds a promise: `[p()]`, `items.map(async …)`. */
  isPromiseArray(node: Node): boolean {
    const expression = unwrap(node);
    if (expression.type === 'ArrayExpression') {
      return expression.elements.some(each => each && (each.type === 'SpreadElement' ? this.isPromiseArray(each.argument) : this.isPromise(each) === true));
    }
    if (expression.type !== 'CallExpression' || this.file.calls.at(expression)?.path !== 'Array#map') return false;
    const fn = expression.arguments[0] && this.file.origins.functionOf(expression.arguments[0]);
    return fn !== undefined && this.givesPromise(fn) === true && this.#somePromiseOf(fn);
  }

  /** Whether a call is a link of a promise chain: `p.then(…)`, `p.catch(…)`, `p.finally(…)`. */
  isChain(node: Node): boolean {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
    const name = staticName(node.callee);
    if (name !== 'then' && name !== 'catch' && name !== 'finally') return false;
    if (this.isPromise(node.callee.object) === true) return true;
    // What has `then` with a callback is a promise by the language's own protocol.
    return name !== 'catch' && isFunction(node.arguments[0]) && this.file.origins.of(node.callee.object)?.kind !== 'instance';
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
        return !this.file.bindings.isGlobal(expression, 'undefined', 'NaN');
      case 'CallExpression': {
        if (this.file.calls.at(expression)?.entry.role === 'log') return false;
        const fn = this.file.origins.functionOf(expression.callee);
        return !fn || fn.async || fn.generator || fn.body.type !== 'BlockStatement' || this.returnsOf(fn).length > 0;
      }
      default:
        return true;
    }
  }

  /** What makes a promise, as users name it in options: `node:fs/promises:writeFile`, `./jobs.js:start`, `file:Queue#drain`. */
  nameOf(node: Node): string | undefined {
    let current = unwrap(node);
    while (current.type === 'CallExpression' && this.isChain(current) && current.callee.type === 'MemberExpression') current = unwrap(current.callee.object);
    if (current.type !== 'CallExpression' && current.type !== 'NewExpression') return undefined;
    const { origins } = this.file;
    const origin = origins.of(current.callee);
    if (origin?.kind === 'library') return `${origin.library}:${origin.path.replace(/^default\./, '')}`;
    const callee = unwrap(current.callee);
    if (callee.type === 'Identifier') return `file:${callee.name}`;
    const owner = callee.type === 'MemberExpression' ? origins.of(callee.object) : undefined;
    if (callee.type !== 'MemberExpression' || owner?.kind !== 'instance') return undefined;
    return `file:${owner.node.id?.name ?? ''}#${staticName(callee) ?? ''}`;
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
          const handled = this.#handles(call, staticName(parent));
          if (handled === undefined) return 'escapes';
          if (handled) return 'handled';
          current = call;
          continue;
        }
        case 'VariableDeclarator':
          return parent.init === current && parent.id.type === 'Identifier' && this.#isUnused(parent) ? 'dropped' : 'escapes';
        case 'PropertyDefinition':
          return parent.value === current && this.#isUnusedField(parent) ? 'dropped' : 'escapes';
        default:
          return 'escapes';
      }
    }
  }

  /** Promises that nothing awaits, returns, stores or handles, and that can reject. */
  get floating(): readonly FloatingPromise[] {
    return (this.#floating ??= this.#findFloating());
  }
  #floating: readonly FloatingPromise[] | undefined;

  /** `void p()` whose promise nobody handles. */
  get voided(): readonly { readonly node: TSESTree.UnaryExpression; readonly promise: Node; readonly shape: PromiseShape }[] {
    return this.file.index.all('UnaryExpression').flatMap(node => {
      if (node.operator !== 'void') return [];
      const [lost] = this.#lost(node.argument);
      return lost ? [{ node, promise: lost.node, shape: lost.shape }] : [];
    });
  }

  /** Functions that give promises, handed to calls that drop what they return. */
  get droppedCallbacks(): readonly DroppedCallback[] {
    return (this.#dropped ??= this.#findDroppedCallbacks());
  }
  #dropped: readonly DroppedCallback[] | undefined;

  /** Whether the promise of a callback can reject with nobody to handle it. */
  leavesRejection({ fn, argument }: DroppedCallback): boolean {
    if (!fn) return this.file.origins.declared.isPromise(this.file.origins.declared.resultOf(this.file.origins.declared.of(argument))) === true;
    if (fn.async) return this.rejections.unguardedIn(fn).length > 0;
    if (fn.generator) return false;
    return this.returnsOf(fn).some(each => this.#lost(each).length > 0);
  }

  #decide(node: Node): boolean | undefined {
    switch (node.type) {
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
        return this.file.bindings.isGlobal(node.callee, 'Promise') ? true : undefined;
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
    const fn = this.calledBy(node);
    const answer = fn && this.givesPromise(fn);
    if (answer !== undefined) return answer;
    const result = origins.declared.resultOf(origins.declared.of(unwrap(node.callee)));
    const declared = result && origins.declared.isPromise(result);
    if (declared !== undefined) return declared;
    return origins.of(node)?.promised === true ? true : undefined;
  }

  #ofName(node: TSESTree.Identifier | TSESTree.MemberExpression): boolean | undefined {
    const { origins, bindings } = this.file;
    const declared = origins.declared.of(node);
    const answer = declared && origins.declared.isPromise(declared);
    if (answer !== undefined) return answer;
    if (node.type === 'MemberExpression') return undefined;
    const variable = bindings.variableOf(node);
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || !bindings.isConstant(variable)) return undefined;
    return definition.node.init ? this.isPromise(definition.node.init) : undefined;
  }

  #byTypes(node: Node): boolean | undefined {
    const { types } = this.file;
    if (!types.available || (node.type !== 'CallExpression' && node.type !== 'Identifier' && node.type !== 'MemberExpression')) return undefined;
    return types.isPromise(node);
  }

  /** What the same function gives where the file calls it elsewhere: `await this.store.save(a)` and `this.store.save(b)`. */
  #byOtherCalls(node: Node): boolean | undefined {
    return node.type === 'CallExpression' && this.#awaitedCalls.has(node) ? true : undefined;
  }

  get #awaitedCalls(): AwaitedCalls {
    return (this.#awaited ??= new AwaitedCalls(this.file));
  }
  #awaited: AwaitedCalls | undefined;

  /** Whether this link of a chain handles rejections; undefined for methods that are no links. */
  #handles(call: TSESTree.CallExpression, name: string | undefined): boolean | undefined {
    const handler = name === 'catch' ? call.arguments[0] : name === 'then' ? call.arguments[1] : undefined;
    if (name !== 'catch' && name !== 'then' && name !== 'finally') return undefined;
    return handler !== undefined && this.maybeCallable(handler);
  }

  #findFloating(): FloatingPromise[] {
    const { index } = this.file;
    const found: FloatingPromise[] = [];
    for (const { expression } of index.all('ExpressionStatement')) found.push(...this.#lost(expression));
    for (const { init, update } of index.all('ForStatement')) {
      if (init && init.type !== 'VariableDeclaration') found.push(...this.#lost(init));
      if (update) found.push(...this.#lost(update));
    }
    for (const node of index.all('VariableDeclarator')) {
      if (node.init && node.id.type === 'Identifier' && this.#isUnused(node)) {
        const unused = node.id.name;
        found.push(...this.#lost(node.init).map(each => ({ ...each, unused })));
      }
    }
    for (const node of index.all('PropertyDefinition')) {
      if (!node.value || !this.#isUnusedField(node)) continue;
      const unused = staticName(node) ?? '';
      found.push(...this.#lost(node.value).map(each => ({ ...each, unused })));
    }
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  /** The promises that are lost when the value of an expression is dropped. */
  #lost(node: Node): FloatingPromise[] {
    const expression = unwrap(node);
    switch (expression.type) {
      case 'LogicalExpression':
        return expression.operator === '&&' ? this.#lost(expression.right) : [...this.#lost(expression.left), ...this.#lost(expression.right)];
      case 'ConditionalExpression':
        return [...this.#lost(expression.consequent), ...this.#lost(expression.alternate)];
      case 'SequenceExpression':
        return expression.expressions.flatMap(each => this.#lost(each));
      case 'ArrayExpression':
      case 'CallExpression':
      case 'NewExpression':
      case 'ImportExpression': {
        const shape = this.#lostShape(expression);
        return shape ? [{ node: expression, shape }] : [];
      }
      default:
        return [];
    }
  }

  #lostShape(node: TSESTree.ArrayExpression | TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.ImportExpression): PromiseShape | undefined {
    if (this.isPromiseArray(node)) return 'array';
    if (this.isPromise(node) !== true) return undefined;
    // Work that is started in an executor runs for nobody, whether it can fail or not.
    if (node.type === 'NewExpression') return 'constructed';
    if (node.type !== 'CallExpression') return 'promise';
    if (this.isChain(node)) return this.#lostChain(node);
    if (this.rejections.mayReject(node) === false) return undefined;
    if (isFunction(unwrap(node.callee))) return 'iife';
    return this.file.calls.at(node)?.entry.role === 'promise-combine' ? 'combined' : 'promise';
  }

  /** How a chain loses its rejections, by its last links; undefined where some link handles them. */
  #lostChain(node: TSESTree.CallExpression): PromiseShape | undefined {
    let shape: PromiseShape = 'chain';
    let current: Node = node;
    for (;;) {
      const callee: Node | undefined = current.type === 'CallExpression' ? unwrap(current.callee) : undefined;
      if (current.type !== 'CallExpression' || callee?.type !== 'MemberExpression') break;
      const handled = this.#handles(current, staticName(callee));
      if (handled === true) return undefined;
      if (handled === undefined) break;
      if (current === node && staticName(callee) === 'catch') shape = 'empty-catch';
      current = unwrap(callee.object);
    }
    // Whether a callback of `then` fails cannot be seen, but a promise that never rejects with harmless callbacks is no crash.
    return this.rejections.mayReject(current) === false && this.#callbacksAreHarmless(node) ? undefined : shape;
  }

  #callbacksAreHarmless(node: Node): boolean {
    for (let current = node; current.type === 'CallExpression' && this.isChain(current); ) {
      for (const argument of current.arguments) {
        const fn = this.file.origins.functionOf(argument);
        if (!fn || this.rejections.unguardedIn(fn).length > 0) return false;
      }
      if (current.callee.type !== 'MemberExpression') return true;
      current = unwrap(current.callee.object);
    }
    return true;
  }

  #somePromiseOf(fn: FunctionNode): boolean {
    if (fn.async) return this.rejections.canReject(fn);
    return this.returnsOf(fn).some(each => this.#lost(each).length > 0);
  }

  /** Whether nothing reads the variable, or only how long the array in it is. */
  #isUnused(node: TSESTree.VariableDeclarator): boolean {
    const { parent } = node;
    if (parent.kind === 'using' || parent.kind === 'await using' || parent.parent.type === 'ExportNamedDeclaration') return false;
    const [variable] = this.file.bindings.declaredBy(node);
    if (!variable || variable.scope.type === 'global') return false;
    return variable.references.every(each => !each.isRead() || isLengthOf(each.identifier)) && !hasOtherUse(variable);
  }

  /** A private field that nothing in the file mentions again. */
  #isUnusedField(node: TSESTree.PropertyDefinition): boolean {
    if (node.key.type !== 'PrivateIdentifier' && node.accessibility !== 'private') return false;
    const name = staticName(node);
    if (name === undefined) return false;
    return !(this.#mentioned ??= this.#allMembers()).has(name);
  }
  #mentioned: ReadonlySet<string> | undefined;

  #allMembers(): Set<string> {
    const names = new Set<string>();
    for (const each of this.file.index.all('MemberExpression')) {
      const name = staticName(each);
      if (name !== undefined) names.add(name);
    }
    for (const pattern of this.file.index.all('ObjectPattern')) {
      for (const each of pattern.properties) {
        const name = each.type === 'Property' ? staticName(each) : undefined;
        if (name !== undefined) names.add(name);
      }
    }
    return names;
  }

  #findDroppedCallbacks(): DroppedCallback[] {
    const found: DroppedCallback[] = [];
    for (const type of ['CallExpression', 'NewExpression'] as const) {
      for (const node of this.file.index.all(type)) {
        const call = this.file.calls.at(node);
        if (!call?.entry.callbacks) continue;
        const taken = new Set<Node>();
        for (const { argument, at, value } of this.#functionsIn(call)) {
          const fn = this.file.origins.functionOf(value);
          const callback = call.entry.callbacks.find(each => isCalledBack(each, at, fn));
          if (!callback || taken.has(value)) continue;
          taken.add(value);
          if (callback.awaited || callback.awaitedSince !== undefined) continue;
          if (call.entry.role === 'listen' && this.#capturesRejections(call)) continue;
          if (fn ? this.givesPromise(fn) === true : this.#declaredToGive(argument)) found.push({ call, callback, argument: value, fn });
        }
      }
    }
    return found;
  }

  /** Whether the emitter turns rejections of its listeners into `error` events, or may: nobody sees its options. */
  #capturesRejections({ receiver }: LibraryCall): boolean {
    const { index, options, origins } = this.file;
    this.#captureAll ??= index.all('AssignmentExpression').some(({ left }) => left.type === 'MemberExpression' && staticName(left) === 'captureRejections');
    if (this.#captureAll) return true;
    const origin = receiver && origins.of(receiver);
    const maker = origin?.kind === 'instance'
      ? index.within(origin.node, 'CallExpression').find(each => each.callee.type === 'Super')
      : origin?.kind === 'library' ? origin.created : undefined;
    if (maker?.type !== 'CallExpression' && maker?.type !== 'NewExpression') return false;
    const given = options.at(maker.arguments[0], 'captureRejections');
    return given.state === 'present' ? options.valueOf(given.value)?.value !== false : false;
  }
  #captureAll: boolean | undefined;

  #declaredToGive(argument: Node): boolean {
    const { declared } = this.file.origins;
    return declared.isPromise(declared.resultOf(declared.of(unwrap(argument)))) === true;
  }

  /** The arguments of a call, and the options in them that the catalog names as callbacks. */
  *#functionsIn({ node, entry }: LibraryCall): Iterable<{ argument: Node; at: Parameters<typeof isCalledBack>[1]; value: Node }> {
    for (const [i, argument] of node.arguments.entries()) {
      if (argument.type === 'SpreadElement') return;
      yield { argument, at: { call: node, argument: i }, value: argument };
      for (const { option } of entry.callbacks ?? []) {
        if (option === undefined) continue;
        const value = this.file.options.at(argument, option);
        if (value.state === 'present') yield { argument: value.value, at: { call: node, argument: i, option }, value: value.value };
      }
    }
  }
}

function some(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.every(each => each === false) ? false : undefined;
}

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

function isLengthOf(identifier: Node): boolean {
  const { parent } = identifier;
  return parent?.type === 'MemberExpression' && parent.object === identifier && staticName(parent) === 'length';
}

/** `export { p }` and JSX uses are references; a type query is none that reads. */
function hasOtherUse(variable: Variable): boolean {
  return variable.identifiers.length !== 1;
}
