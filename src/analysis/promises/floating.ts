import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { leftBehind, mayBeLeftBehind, type LeftBehind } from './left-behind.js';
import type { Promises } from './promises.js';
import { startsAtNext } from './unawaited-next.js';

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
  /** A query that runs only once it is awaited. */
  | 'lazy'
  /** `(async () => …)()`. */
  | 'iife';

export interface FloatingPromise {
  readonly node: Node;
  readonly shape: PromiseShape;
  /** The variable or field that holds it and is never used. */
  readonly unused?: string;
  /** The variable that holds it and is not read on each path, and where such a path leaves. */
  readonly left?: LeftBehind;
}

export interface VoidedPromise {
  readonly node: TSESTree.UnaryExpression;
  readonly promise: Node;
  readonly shape: PromiseShape;
}

/** Promises that nothing awaits, returns, stores or handles, and that can reject. */
export class FloatingPromises {
  constructor(
    private readonly file: FileModel,
    private readonly promises: Promises,
  ) {}

  get all(): readonly FloatingPromise[] {
    return (this.#all ??= this.promises.mayExist ? this.#find() : []);
  }
  #all: readonly FloatingPromise[] | undefined;

  /** `void p()` whose promise nobody handles. */
  get voided(): readonly VoidedPromise[] {
    return this.file.index.all('UnaryExpression').flatMap(node => {
      if (node.operator !== 'void') return [];
      const [lost] = this.lostIn(node.argument);
      return lost ? [{ node, promise: lost.node, shape: lost.shape }] : [];
    });
  }

  /** The promises that are lost when the value of an expression is dropped. */
  lostIn(node: Node): readonly FloatingPromise[] {
    const expression = unwrap(node);
    switch (expression.type) {
      case 'LogicalExpression':
        return expression.operator === '&&' ? this.lostIn(expression.right) : [...this.lostIn(expression.left), ...this.lostIn(expression.right)];
      case 'ConditionalExpression':
        return [...this.lostIn(expression.consequent), ...this.lostIn(expression.alternate)];
      case 'SequenceExpression':
        return expression.expressions.flatMap(each => this.lostIn(each));
      case 'AssignmentExpression': {
        const unused = this.promises.holders.setInVain(expression);
        return unused === undefined ? [] : this.lostIn(expression.right).map(each => ({ ...each, unused }));
      }
      case 'AwaitExpression':
        // `await` waits for a promise, not for an array of them.
        return this.promises.isPromiseArray(expression.argument) ? [{ node: unwrap(expression.argument), shape: 'array' }] : [];
      case 'Identifier':
        return this.#isHeldElsewhere(expression) ? [] : this.#lostValue(expression);
      case 'MemberExpression':
      case 'TaggedTemplateExpression':
      case 'YieldExpression':
        return this.#lostValue(expression);
      case 'ArrayExpression':
      case 'CallExpression':
      case 'NewExpression':
      case 'ImportExpression': {
        const shape = this.#shapeOf(expression, node);
        return shape ? [{ node: expression, shape }] : [];
      }
      default:
        return [];
    }
  }

  #find(): FloatingPromise[] {
    const { index } = this.file;
    const { holders } = this.promises;
    const found: FloatingPromise[] = [];
    for (const { expression } of index.all('ExpressionStatement')) found.push(...this.lostIn(expression), ...this.#lostInFilling(expression));
    for (const { init, update } of index.all('ForStatement')) {
      if (init && init.type !== 'VariableDeclaration') found.push(...this.lostIn(init));
      if (update) found.push(...this.lostIn(update));
    }
    for (const node of index.all('VariableDeclarator')) {
      if (!node.init || node.id.type !== 'Identifier') continue;
      const unused = holders.isUnused(node) ? node.id.name : undefined;
      if (unused !== undefined) found.push(...this.lostIn(node.init).map(each => ({ ...each, unused })));
      else found.push(...this.#leftBehind(node, node.init, node.id));
    }
    for (const node of index.all('AssignmentExpression')) {
      if (node.operator === '=' && node.left.type === 'Identifier' && node.parent.type === 'ExpressionStatement') found.push(...this.#leftBehind(node, node.right, node.left));
    }
    for (const node of index.all('PropertyDefinition')) {
      if (!node.value || !holders.isUnusedField(node)) continue;
      const unused = staticName(node) ?? '';
      found.push(...this.lostIn(node.value).map(each => ({ ...each, unused })));
    }
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  /** A promise in a variable that some path out of the function never reads. */
  #leftBehind(from: TSESTree.VariableDeclarator | TSESTree.AssignmentExpression, value: Node, name: TSESTree.Identifier): readonly FloatingPromise[] {
    const started = unwrap(value);
    if (started.type !== 'CallExpression' || started.parent.type === 'AwaitExpression') return [];
    // Cheap to ask first: most variables are read, and most others hold no promise.
    if (!mayBeLeftBehind(from, name, this.file)) return [];
    if (this.promises.isPromise(started) !== true && !this.promises.isPromiseArray(started)) return [];
    const left = leftBehind(from, name, this.file);
    const [lost] = left ? this.lostIn(started) : [];
    return left && lost && lost.node === started && lost.shape !== 'lazy' ? [{ ...lost, left }] : [];
  }

  /** `jobs.push(save(x))`, where nothing reads `jobs`. */
  #lostInFilling(statement: Node): readonly FloatingPromise[] {
    const call = unwrap(statement);
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || staticName(call.callee) !== 'push') return [];
    const { object } = call.callee;
    if (object.type !== 'Identifier' || !this.promises.holders.isOnlyFilled(object)) return [];
    return call.arguments.flatMap(each => (each.type === 'SpreadElement' ? this.lostIn(each.argument) : this.lostIn(each)).map(lost => ({ ...lost, unused: object.name })));
  }

  /** A name whose declaration or other uses decide. */
  #isHeldElsewhere(name: TSESTree.Identifier): boolean {
    const variable = this.file.bindings.variableOf(name);
    if (!variable) return true;
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type === 'Variable' && definition.node.init) return true;
    return variable.references.some(each => each.identifier !== name && !this.promises.holders.isBareStatement(each.identifier));
  }

  #lostValue(node: Node): readonly FloatingPromise[] {
    if (this.promises.isPromiseArray(node)) return [{ node, shape: 'array' }];
    if (this.promises.isPromise(node) !== true || this.promises.rejections.mayReject(node) === false) return [];
    return [{ node, shape: 'promise' }];
  }

  #shapeOf(node: TSESTree.ArrayExpression | TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.ImportExpression, written: Node): PromiseShape | undefined {
    if (this.promises.isPromiseArray(node)) return 'array';
    if (this.promises.isPromise(node) !== true && this.promises.isPromise(written) !== true) return undefined;
    // Work that is started in an executor runs for nobody, whether it can fail or not.
    if (node.type === 'NewExpression') return 'constructed';
    if (node.type !== 'CallExpression') return 'promise';
    // Whether a middleware waits for those that follow is the matter of a rule of its own.
    if (startsAtNext(node, this.file)) return undefined;
    if (this.promises.isChain(node)) return this.#shapeOfChain(node);
    const entry = this.file.calls.at(node)?.entry;
    if (entry?.lazy) return 'lazy';
    if (this.promises.rejections.mayReject(node) === false) return undefined;
    if (isFunction(unwrap(node.callee))) return 'iife';
    return entry?.role === 'promise-combine' ? 'combined' : 'promise';
  }

  /** How a chain loses its rejections, by its last links; undefined where some link handles them. */
  #shapeOfChain(node: TSESTree.CallExpression): PromiseShape | undefined {
    let shape: PromiseShape = 'chain';
    let current: Node = node;
    for (;;) {
      const callee: Node | undefined = current.type === 'CallExpression' ? unwrap(current.callee) : undefined;
      if (current.type !== 'CallExpression' || callee?.type !== 'MemberExpression') break;
      const handled = this.promises.handles(current, staticName(callee));
      if (handled === true) return undefined;
      if (handled === undefined) break;
      if (current === node && staticName(callee) === 'catch') shape = 'empty-catch';
      current = unwrap(callee.object);
    }
    // Whether a callback of `then` fails cannot be seen, but a promise that never rejects with harmless callbacks is no crash.
    return this.promises.rejections.mayReject(current) === false && this.#callbacksAreHarmless(node) ? undefined : shape;
  }

  #callbacksAreHarmless(node: Node): boolean {
    for (let current = node; current.type === 'CallExpression' && this.promises.isChain(current); ) {
      for (const argument of current.arguments) {
        if (!this.promises.maybeCallable(argument)) continue;
        const fn = this.file.origins.functionOf(argument);
        if (!fn || this.promises.rejections.unguardedIn(fn).length > 0) return false;
      }
      if (current.callee.type !== 'MemberExpression') return true;
      current = unwrap(current.callee.object);
    }
    return true;
  }

  /** Whether a function's promise can reject with nobody to handle it. */
  losesPromiseOf(fn: FunctionNode): boolean {
    if (fn.async) return this.promises.rejections.canReject(fn);
    return this.promises.returnsOf(fn).some(each => this.lostIn(each).length > 0);
  }
}
