import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, objectOfThis, isFunction, lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

interface Calls {
  /** The most arguments that a call has whose promise is waited for; -1 where there is none. */
  awaited: number;
  /** Something in the file speaks against it: it is set here, or what it gives is used as it is. */
  isDoubtful: boolean;
}

/** Functions whose promise the file awaits in one place: what they give in another is a promise as well. */
export class AwaitedCalls {
  readonly #byOwner = new Map<unknown, Map<string, Calls>>();
  readonly #seen = new Set<string>();

  constructor(private readonly file: FileModel) {}

  /** Whether the same function, called in the same way, is awaited in this file. */
  has(call: TSESTree.CallExpression): boolean {
    const name = lastName(call.callee);
    if (name === undefined) return false;
    this.#lookFor(name);
    const calls = this.#callsOf(call.callee, false);
    if (!calls || calls.isDoubtful || calls.awaited < call.arguments.length) return false;
    // With a callback, which may be the argument that is more, it may give nothing.
    return !call.arguments.some(each => each.type === 'SpreadElement' || this.file.origins.functionOf(each) !== undefined);
  }

  /** Notes what becomes of the calls of one name: of most, nobody asks, and none is awaited. */
  #lookFor(name: string): void {
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    const { index } = this.file;
    const uses = index.callsNamed(name).map(call => ({ call, use: useOf(call, this.file) }));
    if (!uses.some(each => each.use === 'awaited')) return;
    // What the file puts there itself is in view: it decides, or nobody can tell which function is called.
    for (const member of index.membersNamed(name)) {
      const calls = member.parent.type === 'AssignmentExpression' && member.parent.left === member ? this.#callsOf(member, true) : undefined;
      if (calls) calls.isDoubtful = true;
    }
    for (const { call, use } of uses) {
      const calls = use && this.#callsOf(call.callee, true);
      if (use === 'awaited' && calls) calls.awaited = Math.max(calls.awaited, call.arguments.length);
      if (use === 'value' && calls) calls.isDoubtful = true;
    }
  }

  #callsOf(callee: Node, add: boolean): Calls | undefined {
    const names: string[] = [];
    let node = unwrap(callee);
    while (node.type === 'MemberExpression') {
      const name = staticName(node);
      if (name === undefined || names.length > 4) return undefined;
      names.unshift(name);
      node = unwrap(node.object);
    }
    const owner = this.#ownerOf(node);
    if (owner === undefined || ['call', 'apply', 'bind', 'then', 'catch', 'finally'].includes(names.at(-1) ?? '')) return undefined;
    let byPath = this.#byOwner.get(owner);
    if (!byPath) {
      if (!add) return undefined;
      this.#byOwner.set(owner, (byPath = new Map()));
    }
    const path = names.join('.');
    const known = byPath.get(path);
    if (known || !add) return known;
    const calls = { awaited: -1, isDoubtful: false };
    byPath.set(path, calls);
    return calls;
  }

  /** What a path begins with: a variable that is never set again, or the class or object of `this`. */
  #ownerOf(node: Node): unknown {
    if (node.type === 'ThisExpression') {
      const owner = classOfThis(node);
      return owner ? (owner.isStatic ? owner.node.body : owner.node) : objectOfThis(node);
    }
    if (node.type !== 'Identifier') return undefined;
    const variable = this.file.bindings.variableOf(node);
    return variable && this.file.bindings.isConstant(variable) ? variable : undefined;
  }
}

/** What a call's result is used as: a promise that is waited for (`await f()`, `f().then(…)`, `Promise.all([f()])`), or a value that is read. */
function useOf(call: TSESTree.CallExpression, file: FileModel): 'awaited' | 'value' | undefined {
  let node: Node = call;
  while (node.parent && unwrap(node.parent) !== node.parent) node = node.parent;
  const { parent } = node;
  switch (parent?.type) {
    case 'AwaitExpression':
      return 'awaited';
    case 'ArrayExpression':
      return parent.parent.type === 'CallExpression' && parent.parent.arguments[0] === parent && file.calls.at(parent.parent)?.entry.role === 'promise-combine' ? 'awaited' : undefined;
    case 'MemberExpression': {
      if (parent.object !== node) return undefined;
      const name = staticName(parent);
      if (name !== 'then' && name !== 'catch' && name !== 'finally') return 'value';
      return name !== 'finally' && parent.parent.type === 'CallExpression' && parent.parent.callee === parent && isFunction(parent.parent.arguments[0]) ? 'awaited' : undefined;
    }
    case 'VariableDeclarator': {
      if (parent.id.type !== 'Identifier') return 'value';
      const reads = file.bindings.declaredBy(parent).flatMap(each => each.references.map(({ identifier }) => identifier.parent));
      return reads.some(isPartRead) ? 'value' : undefined;
    }
    case 'IfStatement':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'SpreadElement':
    case 'TemplateLiteral':
      return parent.type === 'UnaryExpression' && parent.operator === 'void' ? undefined : 'value';
    default:
      return undefined;
  }
}

/** `result.rows`, `const { rows } = result`. */
function isPartRead(parent: Node | undefined): boolean {
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'ObjectPattern';
  return parent?.type === 'MemberExpression' && !['then', 'catch', 'finally'].includes(staticName(parent) ?? '');
}
