import type { TSESTree } from '@typescript-eslint/utils';
import type { WaitFacts } from '../../catalog/schema.js';
import { isFunction } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isAddress } from './addresses.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;
/** What says where a call's options stand. */
export type Places = Pick<WaitFacts, 'argument' | 'calledBack'>;

/** The arguments of a call that hold its options. */
export class OptionArguments {
  constructor(private readonly file: FileModel) {}

  /** `opaque` where a spread or an unseen value may be them. */
  of({ arguments: given }: Call, { argument, calledBack }: Places): { readonly nodes: readonly Node[]; readonly opaque: boolean } {
    const all = calledBack === 'always' ? given.slice(0, -1) : given;
    if (argument === 'last') {
      const last = all.findLast(each => !this.isFunction(each));
      return { nodes: last ? [last] : [], opaque: last?.type === 'SpreadElement' };
    }
    const positions = typeof argument === 'number' ? [argument] : argument;
    const opaque = all.slice(0, Math.max(...positions) + 1).some(each => each.type === 'SpreadElement');
    const nodes = positions.flatMap(each => all[each] ?? []).filter(each => !this.isFunction(each) && !this.#isInstance(each));
    if (positions.length === 1) return { nodes, opaque };
    // Two places are alternatives: what stands before a callback, or behind an address that holds no options.
    const sure = positions.length === 2 ? nodes.findLast(each => this.file.options.objectOf(each)) : undefined;
    return { nodes: sure ? [sure] : nodes.filter(each => !isAddress(each, this.file)), opaque };
  }

  /** Where options stand, or would stand. */
  positionOf(node: Call, facts: Places): number {
    const [options] = this.of(node, facts).nodes;
    if (options) return node.arguments.findIndex(each => each === options);
    const { argument } = facts;
    const positions = typeof argument === 'number' ? [argument] : argument === 'last' ? [node.arguments.length] : argument.toSorted((a, b) => a - b);
    const callback = facts.calledBack === 'always' ? node.arguments.length - 1 : undefined;
    return positions.find(each => !node.arguments[each] || each === callback || this.isFunction(node.arguments[each])) ?? positions.at(-1)!;
  }

  isFunction(node: Node): boolean {
    return isFunction(node) || this.file.origins.functionOf(node) !== undefined || this.#settlesPromise(node);
  }

  /** The catalogued call that made a value. */
  madeBy(node: Node): LibraryCall | undefined {
    const origin = this.file.origins.of(node);
    return origin?.kind === 'library' && origin.created ? this.file.calls.at(origin.created) : this.file.calls.at(node);
  }

  /** True for an instance of a library's class, which holds no options: gRPC's `new Metadata()`. */
  #isInstance(node: Node): boolean {
    const made = this.madeBy(node);
    return made?.node.type === 'NewExpression' && made.entry.use === 'new';
  }

  /** `resolve` and `reject` of an executor. */
  #settlesPromise(node: Node): boolean {
    const { bindings } = this.file;
    const variable = node.type === 'Identifier' ? bindings.variableOf(node) : undefined;
    const definition = variable && bindings.definitionOf(variable);
    if (definition?.type !== 'Parameter' || !isFunction(definition.node) || !definition.node.params.includes(definition.name as TSESTree.Parameter)) return false;
    const { parent } = definition.node;
    return parent.type === 'NewExpression' && parent.arguments[0] === definition.node && bindings.isGlobal(parent.callee, 'Promise');
  }
}
