import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, functionsAround, isFunction, isInside, rootOf, rootOfChain, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { COMMANDS } from './input-names.js';
import { isUsed } from './taken-results.js';
import type { Owner } from './value-owners.js';

/** What functions give back. */
export class Answers {
  constructor(private readonly file: FileModel) {}

  givesValue(fn: FunctionNode): boolean {
    return this.of(fn).length > 0;
  }

  of(fn: FunctionNode): readonly Node[] {
    let known = this.#returns.get(fn);
    if (!known) {
      known = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => (each.argument ? [each.argument] : [])) : [fn.body];
      this.#returns.set(fn, known);
    }
    return known;
  }
  readonly #returns = new Map<FunctionNode, readonly Node[]>();

  /** Whether a getter or a method that is no command answers with what a call gives. */
  isAsked(call: Node): boolean {
    const fn = functionsAround(call).find(each => each.parent.type === 'MethodDefinition');
    const method = fn?.parent.type === 'MethodDefinition' ? fn.parent : undefined;
    if (!fn || !method || method.kind === 'set' || method.kind === 'constructor' || COMMANDS.test(functionName(fn) ?? '')) return false;
    return this.of(fn).some(each => isInside(call, each) || this.#isNamed(each, call));
  }

  /** `const sorted = list.sort(); return sorted;` */
  #isNamed(returned: Node, call: Node): boolean {
    const name = rootOfChain(returned);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Variable' && definition.node.init !== null && isInside(call, definition.node.init);
  }

  /** Whether the function goes on from a write to a `return` of what the value is a part of. */
  isGivenBack(target: Node, write: Node, owner: Owner): boolean {
    const fn = owner.fn ?? enclosingFunction(write);
    const names = [owner.root, this.file.bindings.variableOf(rootOf(target))];
    return fn !== undefined && this.of(fn).some(each => {
      const value = unwrap(each);
      const variable = value.type === 'Identifier' && isBehind(each, write) ? this.file.bindings.variableOf(value) : undefined;
      return variable !== undefined && names.includes(variable);
    });
  }

  isElementGivenBack(map: TSESTree.CallExpression, target: Node): boolean {
    const fn = map.arguments[0];
    const element = unwrap(target);
    if (!isFunction(fn) || element.type !== 'Identifier' || !isUsed(map)) return false;
    const variable = this.file.bindings.variableOf(element);
    return variable !== undefined && this.of(fn).some(each => each.type === 'Identifier' && this.file.bindings.variableOf(each) === variable);
  }

  /** A function that answers something, and is told to change nothing. */
  isAnswer({ fn }: Owner): boolean {
    return fn !== undefined && this.givesValue(fn) && !COMMANDS.test(functionName(fn) ?? '');
  }
}

/** Whether a function goes on from a write to a `return`: that stands later, in a block around the write. */
function isBehind(returned: Node, write: Node): boolean {
  const block = wrapped(returned).parent?.parent;
  return returned.range[0] > write.range[0] && block !== undefined && block !== null && isInside(write, block);
}
