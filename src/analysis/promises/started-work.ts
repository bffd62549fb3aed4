import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { alternativesOf } from './promise-uses.js';

/** Whether work is under way: by proof; `if awaited` where a call gives what only a later `await` shows to be a promise. */
export type Started = 'yes' | 'if awaited' | 'no';

/** Which expressions start work whose promise can reject. */
export class StartedWork {
  /** `isAwaited`: the promises are awaited for certain, so that lazy ones start too, and what unknown calls give is one. */
  constructor(
    private readonly file: FileModel,
    private readonly isAwaited = false,
  ) {}

  /** Whether evaluating an expression starts work that can fail, and gives its promise. */
  by(node: Node): Started {
    return strongest(alternativesOf(node).map(each => this.#byOne(each)));
  }

  /** As `by`, for an array of promises: its literal, or what `map` gives. */
  byElements(node: Node): Started {
    const list = unwrap(node);
    if (list.type === 'ArrayExpression') return strongest(list.elements.map(each => (each ? this.byElement(each) : 'no')));
    return this.#byMapping(list);
  }

  /** As `by`, for an element of an array, or an argument of `push`. */
  byElement(node: Node): Started {
    if (node.type === 'SpreadElement') return this.byElements(node.argument);
    const element = unwrap(node);
    if (element.type !== 'Identifier') return this.by(element);
    // `[first, second]`: constants that hold what has been started.
    const held = this.file.origins.expressionOf(element);
    return held && held !== element ? this.by(held) : 'no';
  }

  /** How many promises an array has at least; 2 stands for many. */
  countIn(node: Node): number {
    const list = unwrap(node);
    if (list.type !== 'ArrayExpression') return this.#byMapping(list) === 'no' ? 0 : 2;
    return list.elements.reduce((sum, each) => sum + (each?.type === 'SpreadElement' ? this.countIn(each.argument) : each && this.byElement(each) !== 'no' ? 1 : 0), 0);
  }

  #byOne(node: Node): Started {
    const { promises, calls } = this.file;
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression' && node.type !== 'ImportExpression') return 'no';
    const call = calls.at(node);
    if (call && this.#isHarmless(call.node, call.entry.role)) return 'no';
    const isPromise = promises.isPromise(node);
    if (isPromise === false || promises.rejections.mayReject(node) === false || this.file.project?.neverRejects(node) === true) return 'no';
    if (node.type === 'CallExpression' && !call && this.#runsOnlySafeWork(node)) return 'no';
    if (this.isAwaited) return node.type === 'NewExpression' && !isPromise ? 'no' : 'yes';
    if (call?.entry.lazy || this.#isOfLazy(node)) return 'no';
    if (isPromise) return node.type === 'CallExpression' && !call && this.#mayBeLazy(node) ? 'no' : 'yes';
    return node.type === 'CallExpression' && !call && this.#isPlain(node) ? 'if awaited' : 'no';
  }

  #byMapping(node: Node): Started {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return 'no';
    const name = staticName(node.callee);
    const callback = name === 'map' ? node.arguments[0] : name === 'from' && this.file.calls.at(node)?.path === 'Array.from' ? node.arguments[1] : undefined;
    const fn = callback && this.file.origins.functionOf(callback);
    if (!fn || fn.generator) return 'no';
    // Streams and the like have a `map` of their own.
    const mapped = this.file.origins.of(node.callee.object);
    if (name === 'map' && mapped?.kind === 'library' && mapped.path !== 'Array#' && this.file.catalog.knows(mapped.library)) return 'no';
    if (fn.async) return this.file.promises.rejections.canReject(fn) ? 'yes' : 'no';
    return strongest(this.file.promises.returnsOf(fn).map(each => this.by(each)));
  }

  /** `limit(async () => …)` with a function that catches all that it awaits: an unknown wrapper fails as its function does. */
  #runsOnlySafeWork(node: TSESTree.CallExpression): boolean {
    const work = node.arguments.flatMap(each => this.file.origins.functionOf(each) ?? []).filter(each => each.async);
    return work.length > 0 && !work.some(each => this.file.promises.rejections.canReject(each));
  }

  /** Timers reject only when they are aborted. */
  #isHarmless(node: TSESTree.CallExpression | TSESTree.NewExpression, role: string): boolean {
    return role === 'sleep' && !node.arguments.some(each => this.file.options.at(each, 'signal').state === 'present');
  }

  /** A chain on something lazy starts it, but `query.lean()` does not. */
  #isOfLazy(node: Node): boolean {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || this.file.promises.isChain(node)) return false;
    const receiver = unwrap(node.callee.object);
    return receiver.type === 'CallExpression' && (this.file.calls.at(receiver)?.entry.lazy === true || this.#isOfLazy(receiver));
  }

  /** Named like a method that some library makes lazy, of an object that nobody in view has made. */
  #mayBeLazy(node: TSESTree.CallExpression): boolean {
    const { promises, project } = this.file;
    return isNamedLazily(unwrap(node.callee), this.file) && promises.functionsCalledBy(node).length === 0 && project?.isPlainPromise(node) !== true && !promises.isChain(node);
  }

  /** A chain of unknown calls may be a query that is only being built; so may the call of a method that some library makes lazy. */
  #isPlain({ callee }: TSESTree.CallExpression): boolean {
    const last = unwrap(callee);
    if (isNamedLazily(last, this.file)) return false;
    for (let current = last; ; current = unwrap(current.object)) {
      if (current.type === 'Identifier' || current.type === 'ThisExpression') return true;
      if (current.type !== 'MemberExpression') return false;
    }
  }
}

function isNamedLazily(callee: Node, { catalog }: FileModel): boolean {
  return callee.type === 'MemberExpression' && catalog.lazyNames.has(staticName(callee) ?? '');
}

function strongest(answers: readonly Started[]): Started {
  return answers.includes('yes') ? 'yes' : answers.includes('if awaited') ? 'if awaited' : 'no';
}
