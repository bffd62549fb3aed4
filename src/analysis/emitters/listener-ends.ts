import { isInside, unwrap, wrapped, staticName, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { RepeatedUnits } from './repeated-units.js';

/** Whether what a listener is for is over before its emitter is. */
export class ListenerEnds {
  constructor(
    private readonly file: FileModel,
    private readonly units: RepeatedUnits,
  ) {}

  /** Whether a listener that is added by `node` has no purpose once the call of `fn` is over. */
  withCall(node: Node, listener: Node, fn: FunctionNode): boolean {
    if (!this.units.calledFunction(node) || this.#runsUntilAborted(fn)) return false;
    const promise = this.file.executors.promises.find(each => each.isExecutor && isInside(node, each.root) && isInside(each.root, fn));
    if (promise) {
      // Where only this listener settles it, the call lasts until it is called.
      const handler = this.file.origins.functionOf(listener) ?? listener;
      const isSettled = promise.settling.settlers.some(({ references }) => references.some(({ identifier: each }) => !isInside(each, handler) && !isInside(each, listener)));
      return isSettled && (promise.settling.holds(unwrap(listener)) || (ownerOf(node) === promise.root && this.usedBy(listener, fn).length > 0));
    }
    if (!fn.async || ownerOf(node) !== fn) return false;
    return this.#awaitsAfter(node, fn).length > 0 && this.usedBy(listener, fn).length > 0;
  }

  /** Whether `fn` waits, behind `node`, for something that the listener is about: `process.on('exit', () => child.kill())`, `await once(child, 'exit')`. */
  waitsFor(node: Node, listener: Node, fn: FunctionNode): boolean {
    const used = new Set(this.usedBy(listener, fn));
    return this.#awaitsAfter(node, fn).some(each => this.file.index.within(each, 'Identifier').some(name => {
      const variable = isInside(name, each) ? this.file.bindings.variableOf(name) : undefined;
      return variable !== undefined && used.has(variable);
    }));
  }

  /** What this call has made or was given, and the listener uses; nothing where something of it is handed out. */
  usedBy(listener: Node, fn: FunctionNode): readonly Variable[] {
    const handler = this.file.origins.functionOf(listener);
    if (!handler || !isInside(handler, fn)) return [];
    const used = new Set<Variable>();
    for (const name of this.file.index.within(handler, 'Identifier')) {
      const variable = isInside(name, handler) ? this.file.bindings.variableOf(name) : undefined;
      const definition = variable && this.file.bindings.definitionOf(variable);
      if (!variable || !definition || isInside(definition.name, handler) || !isInside(definition.name, fn)) continue;
      used.add(variable);
    }
    return [...used].some(each => this.#isHandedOut(each, fn)) ? [] : [...used];
  }

  #awaitsAfter(node: Node, fn: FunctionNode): readonly Node[] {
    return this.file.index.inOwn(fn, 'AwaitExpression').filter(each => each.range[0] > node.range[1]);
  }

  /** `while (!signal.aborted) …`: the call lasts as long as the signal. */
  #runsUntilAborted(fn: FunctionNode): boolean {
    return (['WhileStatement', 'DoWhileStatement', 'ForStatement'] as const).some(type =>
      this.file.index.within(fn, type).some(({ test }) => !test || test.type === 'Literal' || this.file.index.within(test, 'MemberExpression').some(each => staticName(each) === 'aborted')),
    );
  }

  #isHandedOut(variable: Variable, fn: FunctionNode): boolean {
    return variable.references.some(({ identifier }) => {
      if (!isInside(identifier, fn)) return true;
      let place = wrapped(identifier);
      while (place.parent?.type === 'Property' || place.parent?.type === 'ObjectExpression' || place.parent?.type === 'ArrayExpression') place = place.parent;
      const { parent } = place;
      if (parent?.type === 'ReturnStatement') return ownerOf(parent) === fn;
      if (parent?.type === 'AssignmentExpression') return parent.right === place && parent.left.type === 'MemberExpression';
      if (parent?.type !== 'CallExpression' || parent.callee === place || parent.callee.type !== 'MemberExpression') return false;
      return ['set', 'add', 'push', 'register'].includes(staticName(parent.callee) ?? '');
    });
  }
}
