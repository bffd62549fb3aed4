import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isLoop, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import { awaitedEach, promiseUseOf, type PromiseUse } from './promise-uses.js';
import { StartedWork } from './started-work.js';

type Root = FunctionNode | TSESTree.Program;

export interface LateAwait {
  /** What starts the work: a declarator, an assignment, a `push`, an element; for `one-by-one` the loop's list. */
  readonly node: Node;
  /**
   * - `held`: one promise in a variable
   * - `collected`: promises in an array
   * - `one-by-one`: promises in an array, awaited one after another
   * - `listed`: an element of `Promise.all([…])` before another that waits
   */
  readonly kind: 'held' | 'collected' | 'one-by-one' | 'listed';
  /** The variable; for `listed` the combining call. */
  readonly name: string | undefined;
  /** The suspension point before the first handler. */
  readonly wait: Node;
  /** What attaches the first handler: the `await`, the loop, the combining call. */
  readonly handler: Node;
}

/** Promises that are under way without a handler while something else is awaited: if one rejects then, Node.js ends the process. */
export class LateAwaits {
  readonly #started: StartedWork;

  constructor(private readonly file: FileModel) {
    this.#started = new StartedWork(file);
  }

  /** In source order. */
  get all(): readonly LateAwait[] {
    return (this.#all ??= !this.file.promises.mayExist ? [] : [...this.#inVariables(), ...this.#inLoops(), ...this.#inLists()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly LateAwait[] | undefined;

  *#inVariables(): Iterable<LateAwait> {
    const { bindings, index } = this.file;
    for (const declarator of index.all('VariableDeclarator')) {
      if (declarator.id.type !== 'Identifier' || declarator.parent.kind === 'using' || declarator.parent.kind === 'await using') continue;
      const root = this.#asyncOwnerOf(declarator);
      const [variable] = root ? bindings.declaredBy(declarator) : [];
      if (!root || !variable || variable.defs.length !== 1 || declarator.parent.parent.type === 'ExportNamedDeclaration') continue;
      const init = declarator.init && unwrap(declarator.init);
      const found = init && (init.type === 'ArrayExpression' || this.#started.byElements(init) !== 'no') ? this.#collected(variable, declarator, root) : this.#held(variable, declarator, root);
      if (found) yield found;
    }
  }

  /** The async function, or the module, that runs a node. */
  #asyncOwnerOf(node: Node): Root | undefined {
    const owner = ownerOf(node);
    if (owner.type === 'Program') return owner;
    return isFunction(owner) && owner.async ? owner : undefined;
  }

  /** `const p = start(); await other(); await p;` */
  #held(variable: Variable, declarator: TSESTree.VariableDeclarator, root: Root): LateAwait | undefined {
    const values: { readonly node: Node; readonly value: Node }[] = declarator.init ? [{ node: declarator, value: declarator.init }] : [];
    const mentions: Node[] = [];
    for (const reference of variable.references) {
      const { identifier } = reference;
      if (reference.init) continue;
      if (ownerOf(identifier) !== root) return undefined;
      if (reference.isWrite()) {
        const { parent } = identifier;
        if (parent.type !== 'AssignmentExpression' || parent.operator !== '=' || parent.parent.type !== 'ExpressionStatement') return undefined;
        values.push({ node: parent, value: parent.right });
      } else mentions.push(identifier);
    }
    const uses = mentions.map(each => promiseUseOf(each, this.file)).filter(each => each.kind !== 'read');
    if (uses.length === 0) return undefined;
    const sources = values.map(each => ({ node: each.node, started: this.#started.by(each.value) })).filter(each => each.started !== 'no');
    if (sources.length === 0) return undefined;
    const isAwaited = uses.every(each => each.kind !== 'member' && each.kind !== 'passed') && uses.some(each => each.kind === 'awaited' || each.kind === 'combined');
    for (const { node, started } of sources) {
      if (started === 'if awaited' && !isAwaited) continue;
      const late = this.#lateUse(node, uses, values.map(each => each.node), root);
      if (late) return { node, kind: 'held', name: variable.name, ...late };
    }
    return undefined;
  }

  /** `const tasks = []; … tasks.push(start()); await other(); … await Promise.all(tasks);` */
  #collected(variable: Variable, declarator: TSESTree.VariableDeclarator, root: Root): LateAwait | undefined {
    const { init } = declarator;
    if (!init || !this.file.bindings.isConstant(variable)) return undefined;
    const sources: { readonly node: Node; readonly started: 'yes' | 'if awaited'; readonly many: boolean }[] = [];
    const add = (node: Node, list: readonly Node[]): void => {
      const started = list.map(each => this.#started.byElement(each));
      const many = list.reduce((sum, each) => sum + (each.type === 'SpreadElement' ? this.#started.countIn(each.argument) : 1), 0) > 1;
      if (started.some(each => each !== 'no')) sources.push({ node, started: started.includes('yes') ? 'yes' : 'if awaited', many });
    };
    const list = unwrap(init);
    if (list.type === 'ArrayExpression') add(declarator, list.elements.filter(each => each !== null));
    else sources.push({ node: declarator, started: this.#started.byElements(list) === 'yes' ? 'yes' : 'if awaited', many: true });

    const uses: PromiseUse[] = [];
    for (const { identifier, init: isInit } of variable.references) {
      if (isInit) continue;
      const pushed = pushTo(identifier);
      const place = ownerOf(identifier) === root ? pushed : pushed && this.#runNow(identifier, root);
      if (ownerOf(identifier) !== root && !place) return undefined;
      if (pushed && place) add(place, pushed.arguments);
      else uses.push(promiseUseOf(identifier, this.file));
    }
    const handling = uses.filter(each => each.kind !== 'read');
    const isCombined = handling.some(each => each.kind === 'combined' || each.kind === 'one-by-one');
    const proven = sources.filter(each => each.started === 'yes' || isCombined);
    for (const { node } of proven) {
      const late = this.#lateUse(node, handling, [], root);
      if (late) return { node, kind: 'collected', name: variable.name, ...late };
    }
    // One promise alone is awaited in time by a loop.
    const isMany = proven.length > 1 || proven.some(each => each.many || isInLoop(each.node, declarator));
    const loop = isMany ? handling.find(each => each.kind === 'one-by-one') : undefined;
    if (loop?.kind !== 'one-by-one') return undefined;
    const flow = this.file.flow(root);
    if (handling.some(each => each !== loop && flow.reaches(each.node, loop.node))) return undefined;
    if (!proven.some(each => flow.reaches(each.node, loop.node))) return undefined;
    return { node: loop.loop, kind: 'one-by-one', name: variable.name, wait: loop.awaited, handler: loop.loop };
  }

  /** The call in `root` that runs the callback around a node before it returns: `items.forEach(each => tasks.push(start(each)))`. */
  #runNow(node: Node, root: Root): Node | undefined {
    const fn = enclosingFunction(node);
    const call = fn?.parent;
    if (!fn || fn.async || call?.type !== 'CallExpression' || ownerOf(call) !== root) return undefined;
    const callbacks = this.file.calls.at(call)?.entry.callbacks;
    return callbacks?.some(each => each.runs === 'now') ? call : undefined;
  }

  /** The first use behind a suspension point that no use of the promise comes before; `writes` put another promise into its place. */
  #lateUse(source: Node, uses: readonly PromiseUse[], writes: readonly Node[], root: Root): Pick<LateAwait, 'wait' | 'handler'> | undefined {
    const flow = this.file.flow(root);
    const ends = new Set([...writes, ...uses.map(each => each.node)]);
    const isEnd = (node: Node): boolean => ends.has(node);
    for (const wait of flow.laterOnSamePath(source, node => !ends.has(node) && this.#isWait(node), { avoiding: isEnd })) {
      const handler = uses.find(({ node }) => flow.reaches(wait, node, { avoiding: each => isEnd(each) && each !== node }));
      if (handler) return { wait, handler: handler.node };
    }
    return undefined;
  }

  /** `for (const each of items.map(start)) await each;` and `for await (const each of [first(), second()])`. */
  *#inLoops(): Iterable<LateAwait> {
    for (const loop of this.file.index.all('ForOfStatement')) {
      const list = unwrap(loop.right);
      if (list.type === 'Identifier' || this.#started.byElements(list) === 'no' || this.#started.countIn(list) < 2) continue;
      const awaited = awaitedEach(loop, this.file);
      if (awaited) yield { node: loop, kind: 'one-by-one', name: undefined, wait: awaited, handler: loop };
    }
  }

  /** `Promise.all([start(), await other()])` */
  *#inLists(): Iterable<LateAwait> {
    for (const { node: call, path } of this.file.calls.of('promise-combine')) {
      const list = call.arguments[0] && unwrap(call.arguments[0]);
      if (list?.type !== 'ArrayExpression') continue;
      const root = ownerOf(call);
      const waits = isFunction(root) || root.type === 'Program' ? this.file.index.inOwn(root, 'AwaitExpression').filter(each => each.range[0] >= list.range[0] && each.range[1] <= list.range[1] && this.#isWait(each)) : [];
      const early = waits.length > 0 ? list.elements.find(each => each && unwrap(each).type !== 'Identifier' && this.#started.byElement(each) !== 'no' && waits.some(wait => wait.range[0] >= each.range[1])) : undefined;
      const wait = early && waits.find(each => each.range[0] >= early.range[1]);
      if (early && wait) yield { node: early, kind: 'listed', name: path, wait, handler: call };
    }
  }

  /** Whether a suspension point can last: a value, or a promise that has settled, is there before any rejection is noticed. */
  #isWait(node: Node): boolean {
    if (node.type === 'YieldExpression') return true;
    if (node.type === 'ForOfStatement') return node.await;
    if (node.type !== 'AwaitExpression') return false;
    const { promises, calls, bindings } = this.file;
    const awaited = unwrap(node.argument);
    if (promises.isPromise(awaited) === false || bindings.isGlobal(awaited, 'undefined')) return false;
    const call = calls.at(awaited);
    return !(call?.path === 'Promise.resolve' && call.node.arguments.every(each => promises.isPromise(each) === false));
  }
}

/** The call that a mention of an array is the receiver of: `tasks.push(…)`. */
function pushTo(mention: Node): TSESTree.CallExpression | undefined {
  const whole = wrapped(mention);
  const { parent } = whole;
  if (parent?.type !== 'MemberExpression' || parent.object !== whole) return undefined;
  const call = wrapped(parent).parent;
  const name = staticName(parent);
  return call?.type === 'CallExpression' && unwrap(call.callee) === parent && (name === 'push' || name === 'unshift') ? call : undefined;
}

/** Whether a loop below the array's declaration runs `node` again and again. */
function isInLoop(node: Node, declarator: Node): boolean {
  for (let current: Node | undefined = node; current && current !== declarator; current = current.parent) {
    if (isLoop(current)) return !(declarator.range[0] >= current.range[0] && declarator.range[1] <= current.range[1]);
    if (current.type === 'CallExpression' && isFunction(current.arguments[0])) return true;
  }
  return false;
}
