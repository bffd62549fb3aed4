import { ROLES } from '../../catalog/schema.js';
import { decoratorsOf, enclosingFunction, isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { sourceOfFunction, type CallSource } from '../promises/call-sources.js';
import type { LibraryCall } from '../values/library-calls.js';
import { callbackPosition } from '../values/origins.js';
import { isBrowserCode } from './browser-code.js';

/** A call that leaves the process, and what it runs in. */
export interface OutboundCall {
  readonly call: LibraryCall;
  /** The functions that run it: those it is handed to, itself or in a function of this file, and the functions around it. */
  readonly runBy: readonly CallSource[];
  /** One of them is a library's circuit breaker or policy. */
  readonly isProtected: boolean;
}

/** Calls of other services, and the wrappers that they go through as far as this file shows. */
export class Outbound {
  constructor(private readonly file: FileModel) {}

  /** HTTP requests, and calls of these roles, in source order. */
  of(additionalRoles: readonly string[]): readonly OutboundCall[] {
    const roles = ROLES.filter(each => each === 'http-request' || additionalRoles.includes(each));
    const calls = this.file.calls.of(...roles).toSorted((a, b) => a.node.range[0] - b.node.range[0]);
    return calls.length === 0 || isBrowserCode(this.file) ? [] : calls.map(call => this.#runOf(call));
  }

  #runOf(call: LibraryCall): OutboundCall {
    const runBy: CallSource[] = [];
    let isProtected = false;
    const seen = new Set<Node>();
    const work: Node[] = [call.node];
    for (let node = work.pop(); node; node = work.pop()) {
      // Itself, in the place of an argument: `limit(fetch(url))`.
      const handedTo = callbackPosition(node)?.call;
      if (handedTo) add(handedTo, this.file);
      for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
        if (seen.has(fn)) break;
        seen.add(fn);
        const name = nameOf(fn);
        if (name !== undefined) runBy.push({ from: 'file', module: 'file', name, path: this.file.filename });
        for (const use of this.#usesOf(fn)) {
          const wrapper = callbackPosition(use)?.call;
          if (wrapper) add(wrapper, this.file);
          // Called by its name: what runs the caller runs it too.
          if (use !== fn) work.push(wrapper ?? use);
        }
        for (const { expression } of decoratorsOf(fn.parent)) add(expression, this.file);
      }
    }
    return { call, runBy, isProtected };

    function add(wrapper: Node, file: FileModel): void {
      if (file.calls.at(wrapper)?.entry.protects) isProtected = true;
      const callee = wrapper.type === 'CallExpression' || wrapper.type === 'NewExpression' ? wrapper.callee : wrapper;
      const source = sourceOfFunction(callee, file);
      if (source) runBy.push(source);
    }
  }

  /** Where a function is handed on or called: by its name, or as a method of its class. */
  #usesOf(fn: FunctionNode): readonly Node[] {
    const method = fn.parent.type === 'MethodDefinition' || fn.parent.type === 'PropertyDefinition' ? staticName(fn.parent) : undefined;
    const uses = this.file.origins.usesOf(fn);
    if (method === undefined) return uses;
    const members = (this.#membersByName.get(method) ?? []).filter(each => this.file.origins.functionOf(each) === fn);
    return [...uses, ...members.map(bound)];
  }

  get #membersByName(): ReadonlyMap<string, readonly Node[]> {
    if (this.#members) return this.#members;
    const members = new Map<string, Node[]>();
    for (const each of this.file.index.all('MemberExpression')) {
      const name = staticName(each);
      if (name === undefined) continue;
      const list = members.get(name);
      if (list) list.push(each);
      else members.set(name, [each]);
    }
    return (this.#members = members);
  }
  #members: ReadonlyMap<string, readonly Node[]> | undefined;
}

/** `this.load.bind(this)` is still the method. */
function bound(member: Node): Node {
  const bind = wrapped(member).parent;
  const call = bind?.type === 'MemberExpression' && staticName(bind) === 'bind' ? bind.parent : undefined;
  return call?.type === 'CallExpression' && unwrap(call.callee) === bind ? call : member;
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  return (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property') && isFunction(parent.value) ? staticName(parent) : undefined;
}
