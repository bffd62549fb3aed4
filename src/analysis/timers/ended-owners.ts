import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingClass, functionsAround, isFunction, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackOf } from './timer-callbacks.js';
import type { Timer } from './timer-handles.js';
import { isNeverCleared } from './unended-intervals.js';

/** The method by which the object that started a timer is ended. */
export interface End {
  readonly name: string;
  readonly fn: FunctionNode;
}

/** Methods that end an object, by the contract of their frameworks and the language. */
const ENDS = new Set([
  'stop', 'close', 'destroy', 'dispose', 'shutdown', 'shutDown', 'terminate', 'quit', 'disconnect', 'teardown', 'tearDown', 'cleanup', 'cleanUp', 'stopAsync', 'closeAsync',
  'asyncDispose', 'onModuleDestroy', 'onApplicationShutdown', 'beforeApplicationShutdown', 'onDestroy', 'serverWillStop', 'drainServer',
]);
/** What a method that ends the whole object may be told; `close(id)` ends a part of it. */
const DETAILS = /^(?:_.*|cb|callback|done|next|err|error|reason|code|signal|force|removed|graceful|timeout(?:Ms)?|options|opts)$/;

/** Finds what ends the object that a timer belongs to. */
export class EndedOwners {
  #prototypes: ReadonlyMap<FunctionNode, readonly End[]> | undefined;

  constructor(private readonly file: FileModel) {}

  /** Where the object ends, and the interval that it started goes on. */
  endWithout(timer: Timer): End | undefined {
    if (timer.isUnref || !isNeverCleared(timer, this.file)) return undefined;
    if (timer.repeats) return this.#endsOf(timer.node)[0];
    const around = functionsAround(timer.node);
    const callback = callbackOf(timer.node, this.file);
    const reached = callback && [callback, ...this.#calledBy(callback)];
    // A timer whose callback sets it again is an interval, unless a test of its own ends it.
    const again = reached?.find(fn => around.includes(fn) && fn !== callback) ?? (callback && around.includes(callback) ? callback : undefined);
    if (!reached || !again || this.file.index.within(again, 'IfStatement').length > 0 || this.file.index.within(callback!, 'IfStatement').length > 0) return undefined;
    return this.#endsOf(timer.node).find(end => !this.#looksAtEnd([...reached, again], end));
  }

  /** Where the object ends, and a timer that nobody can clear goes on to start an interval that the end has cleared before. */
  lateStartOf(timer: Timer, timers: readonly Timer[]): { readonly end: End; readonly starts: string } | undefined {
    if (timer.repeats || !isNeverCleared(timer, this.file)) return undefined;
    const ends = this.#endsOf(timer.node);
    const callback = ends.length > 0 ? callbackOf(timer.node, this.file) : undefined;
    if (!callback) return undefined;
    const reached = [callback, ...this.#calledBy(callback)];
    for (const each of timers) {
      const { handle } = each;
      if (!each.repeats || typeof handle !== 'object' || handle.escapes || !reached.some(fn => isInside(each.node, fn))) continue;
      const end = ends.find(({ fn }) => handle.clears.some(clear => isInside(clear, fn)));
      if (end && !this.#looksAtEnd(reached, end)) return { end, starts: handle.text };
    }
    return undefined;
  }

  #calledBy(callback: FunctionNode): readonly FunctionNode[] {
    return this.file.index.within(callback, 'CallExpression').flatMap(call => this.file.origins.functionOf(call.callee) ?? this.#assignedTo(lastName(call.callee)));
  }

  /** `node.setUp = function () { … }`. */
  #assignedTo(name: string | undefined): readonly FunctionNode[] {
    if (name === undefined) return [];
    return this.file.index.all('AssignmentExpression').flatMap(({ left, right }) => (left.type === 'MemberExpression' && staticName(left) === name && isFunction(right) ? [right] : []));
  }

  /** A test of what the end has set: `if (this.closed) return`. */
  #looksAtEnd(reached: readonly FunctionNode[], { fn }: End): boolean {
    const { index } = this.file;
    const set = new Set(index.within(fn, 'AssignmentExpression').map(each => lastName(each.left)));
    return reached.some(each => index.within(each, 'IfStatement').some(({ test }) => [...index.within(test, 'MemberExpression'), ...index.within(test, 'Identifier')].some(name => set.has(lastName(name)))));
  }

  #endsOf(node: Node): readonly End[] {
    const owner = classOfThis(node) ?? (enclosingClass(node) && methodAround(node));
    if (owner && !owner.isStatic) return this.#endsOfClass(owner.node);
    for (const fn of functionsAround(node).slice(0, 2)) {
      const ends = [...this.#endsOfPrototype(fn), ...this.#endsOfReturned(fn)].filter(end => !isInside(node, end.fn));
      if (ends.length > 0) return ends;
    }
    return [];
  }

  #endsOfClass(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): readonly End[] {
    return node.body.body.flatMap(member => {
      if ((member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') || member.static || !isFunction(member.value)) return [];
      return endOf(nameOfEnd(member), member.value);
    });
  }

  /** `function Node() { … }`, `Node.prototype.close = function () { … }`. */
  #endsOfPrototype(fn: FunctionNode): readonly End[] {
    if (!this.#prototypes) {
      const found = new Map<FunctionNode, End[]>();
      for (const { left, right } of this.file.index.all('AssignmentExpression')) {
        const object = left.type === 'MemberExpression' ? unwrap(left.object) : undefined;
        if (left.type !== 'MemberExpression' || object?.type !== 'MemberExpression' || staticName(object) !== 'prototype' || !isFunction(right)) continue;
        const made = this.file.origins.functionOf(object.object);
        const ends = endOf(staticName(left), right);
        if (made && ends.length > 0) found.set(made, [...(found.get(made) ?? []), ...ends]);
      }
      this.#prototypes = found;
    }
    return this.#prototypes.get(fn) ?? [];
  }

  /** `return { get, close() { … } }`. */
  #endsOfReturned(fn: FunctionNode): readonly End[] {
    return this.file.promises.returnsOf(fn).flatMap(each => {
      const object = this.file.origins.expressionOf(each);
      if (object?.type !== 'ObjectExpression') return [];
      return object.properties.flatMap(property => {
        const method = property.type === 'Property' ? this.file.origins.functionOf(property.value) : undefined;
        return property.type === 'Property' && method ? endOf(nameOfEnd(property), method) : [];
      });
    });
  }
}

function endOf(name: string | undefined, fn: FunctionNode): readonly End[] {
  if (name === undefined || !ENDS.has(name) || fn.params.length > 1) return [];
  const [parameter] = fn.params;
  const isWhole = !parameter || parameter.type === 'AssignmentPattern' || parameter.type === 'RestElement' || parameter.type === 'ObjectPattern' || (parameter.type === 'Identifier' && (parameter.optional || DETAILS.test(parameter.name)));
  // One that only throws is not there yet.
  const isMissing = fn.body.type === 'BlockStatement' && fn.body.body[0]?.type === 'ThrowStatement';
  return isWhole && !isMissing ? [{ name, fn }] : [];
}

function nameOfEnd(member: TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.Property): string | undefined {
  return member.computed && member.key.type === 'MemberExpression' ? staticName(member.key) : staticName(member);
}

/** The class in whose method a node stands, functions of their own `this` looked through. */
function methodAround(node: Node): { readonly node: TSESTree.ClassDeclaration | TSESTree.ClassExpression; readonly isStatic: boolean } | undefined {
  for (const fn of functionsAround(node)) {
    const found = classOfThis(wrapped(fn)) ?? (fn.parent.type === 'MethodDefinition' ? { node: fn.parent.parent.parent, isStatic: fn.parent.static } : undefined);
    if (found) return found;
  }
  return undefined;
}
