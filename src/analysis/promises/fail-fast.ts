import type { TSESTree } from '@typescript-eslint/utils';
import { EFFECTS, WRITING_SQL } from '../../catalog/effects.js';
import { enclosingFunction, isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

export interface FailFastEffects {
  readonly call: LibraryCall;
  /** The statement that awaits it and drops the results. */
  readonly statement: TSESTree.ExpressionStatement;
  /** The first call in view that changes something. */
  readonly effect: LibraryCall;
}

/** `await Promise.all(…)` over writes and sends: the first that fails speaks for all, and the others go on unseen. */
export class FailFast {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly FailFastEffects[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly FailFastEffects[] | undefined;

  #find(): FailFastEffects[] {
    const found: FailFastEffects[] = [];
    for (const call of this.file.calls.of('promise-combine')) {
      const list = call.path === 'Promise.all' ? call.node.arguments[0] : undefined;
      const awaited = wrapped(call.node).parent;
      const statement = awaited?.type === 'AwaitExpression' ? awaited.parent : undefined;
      if (!list || statement?.type !== 'ExpressionStatement' || this.#isHandled(statement)) continue;
      const effects = this.#effectsOf(list);
      if (effects.length > 1 && !effects.some(each => this.#isInTransaction(each))) found.push({ call, statement, effect: effects[0]! });
    }
    return found;
  }

  /** The effect of each element that has one and can reject; one that stands for many counts twice. */
  #effectsOf(list: Node): readonly LibraryCall[] {
    const expression = unwrap(list);
    if (expression.type === 'ArrayExpression') {
      return expression.elements.flatMap(each => (each?.type === 'SpreadElement' ? this.#effectsOf(each.argument) : each ? (this.#effectOf(each) ?? []) : []));
    }
    if (expression.type !== 'CallExpression' || expression.callee.type !== 'MemberExpression' || staticName(expression.callee) !== 'map') return [];
    const fn = expression.arguments[0] && this.file.origins.functionOf(expression.arguments[0]);
    const effect = fn && this.#effectIn(fn);
    return effect ? [effect, effect] : [];
  }

  #effectOf(element: Node): LibraryCall | undefined {
    const expression = unwrap(element);
    if (expression.type !== 'CallExpression' || this.file.promises.rejections.mayReject(expression) === false) return undefined;
    if (this.#isEffect(expression)) return this.file.calls.at(expression);
    const callee = unwrap(expression.callee);
    // `send(x).then(…)` still sends.
    if (this.file.promises.isChain(expression) && callee.type === 'MemberExpression') return this.#effectOf(callee.object);
    const fn = this.file.promises.calledBy(expression);
    return fn && this.#effectIn(fn);
  }

  readonly #effects = new Map<FunctionNode, LibraryCall | undefined>();
  /** A write that the function waits for, or whose promise it gives, outside of every `catch`. */
  #effectIn(fn: FunctionNode): LibraryCall | undefined {
    if (this.#effects.has(fn)) return this.#effects.get(fn);
    // A function that calls itself adds nothing of its own.
    this.#effects.set(fn, undefined);
    const waits = new Set(this.file.promises.rejections.unguardedIn(fn));
    const given = fn.async ? [...waits].flatMap(each => (each.type === 'AwaitExpression' ? each.argument : each.type === 'ReturnStatement' ? (each.argument ?? []) : each === fn.body ? each : [])) : this.file.promises.returnsOf(fn);
    let effect: LibraryCall | undefined;
    for (const each of given) effect ??= this.#effectOf(each);
    this.#effects.set(fn, effect);
    return effect;
  }

  #isEffect(node: TSESTree.CallExpression): boolean {
    const call = this.file.calls.at(node);
    const names = call && EFFECTS[call.entry.role];
    if (!call || !names) return false;
    if (names === 'all' || names.has(call.path.split(/[.#]/).at(-1)!)) return true;
    if (call.entry.role === 'http-request') return this.#writesByMethod(node);
    const text = call.entry.role === 'database-query' && node.arguments[0] ? this.#textOf(node.arguments[0]) : undefined;
    return text !== undefined && WRITING_SQL.test(text);
  }

  /** `fetch(url, { method: 'POST' })` */
  #writesByMethod(node: TSESTree.CallExpression): boolean {
    return node.arguments.some(each => {
      const method = this.file.options.at(each, 'method');
      const value = method.state === 'present' ? this.file.options.valueOf(method.value)?.value : undefined;
      return typeof value === 'string' && /^(?:post|put|patch|delete)$/i.test(value);
    });
  }

  #textOf(node: Node): string | undefined {
    const expression = unwrap(node);
    if (expression.type === 'TemplateLiteral') return expression.quasis[0]?.value.raw;
    const value = this.file.options.valueOf(expression)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  /** Whether a `catch` of the same function takes the failure. */
  #isHandled(statement: Node): boolean {
    for (let current = statement; current.parent && !isFunction(current); current = current.parent) {
      if (current.parent.type === 'TryStatement' && current.parent.block === current && current.parent.handler) return true;
      if (current.type === 'CatchClause') return true;
    }
    return false;
  }

  /** What one transaction holds together is undone together. */
  #isInTransaction({ node, path, library }: LibraryCall): boolean {
    if (/Transaction|QueryRunner|Session/.test(path) || (/Client/.test(path) && library === 'pg')) return true;
    if (node.arguments.some(each => ['transaction', 'session', 'transacting'].some(name => this.file.options.at(each, name).state === 'present'))) return true;
    if (this.file.calls.of('transaction').length === 0) return false;
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      if (this.file.index.inOwn(fn, 'CallExpression').some(each => this.file.calls.at(each)?.entry.role === 'transaction')) return true;
      const registered = wrapped(fn).parent;
      if (registered && this.file.calls.at(registered)?.entry.role === 'transaction') return true;
    }
    return false;
  }
}
