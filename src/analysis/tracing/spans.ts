import { isFunction, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { Resources } from '../resources/resources.js';
import { useOf } from '../resources/resource-uses.js';
import { acquiredValue, takenInto } from '../resources/taken.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { earlyEnds, type EarlyEnd } from './early-ends.js';
import { spansByUse } from './spans-by-use.js';
import { unrecordedErrors, type UnrecordedError } from './unrecorded-errors.js';

/** A span that one function holds, in a variable of its own, and where that function ends it. */
export interface HeldSpan {
  readonly call: LibraryCall;
  readonly variable: Variable;
  readonly owner: FunctionNode;
  /** Where it begins to hold it: what starts it, or the function itself where it is its parameter. */
  readonly from: Node;
  /** In its own code; others may stand in functions inside. */
  readonly ends: readonly Node[];
}

/** Spans that are started by hand, and whether they are ended on every path. Those that a library ends by itself are not among them. */
export class Spans extends Resources {
  /** What is ended before the work that it stands for. */
  get earlyEnds(): readonly EarlyEnd[] {
    return earlyEnds(this.file, this.held);
  }

  /** Failures that end inside the life of a span which is not told of them. */
  get unrecordedErrors(): readonly UnrecordedError[] {
    return unrecordedErrors(this.file, this.held);
  }

  get held(): readonly HeldSpan[] {
    return (this.#held ??= this.calls.flatMap(call => this.#holderOf(call) ?? []));
  }
  #held: readonly HeldSpan[] | undefined;

  protected override acquiring(): readonly LibraryCall[] {
    return [...this.file.calls.of('span').filter(each => each.entry.acquires), ...spansByUse(this.file)];
  }

  #holderOf(call: LibraryCall): HeldSpan | undefined {
    const facts = call.entry.acquires!;
    const callback = call.node.arguments.at(-1);
    const isHanded = facts.parameter !== undefined && isFunction(callback);
    if (isHanded && callback.params.length < (facts.arity ?? 0)) return undefined;
    const owner = isHanded ? callback : ownerOf(call.node);
    if (!isFunction(owner)) return undefined;
    const value = isHanded ? undefined : acquiredValue(call);
    const parameter = isHanded ? callback.params[facts.parameter!] : undefined;
    const variable = parameter?.type === 'Identifier' ? this.file.bindings.variableOf(parameter) : value && takenInto(this.file, call, facts, value)?.variable;
    if (!variable || (!isHanded && ownerOf(variable.defs[0]?.name ?? call.node) !== owner)) return undefined;
    const ends = variable.references.flatMap(({ identifier }) => {
      const { use, node } = useOf(this.file, identifier, facts);
      return use === 'release' && ownerOf(node) === owner ? [node] : [];
    });
    return { call, variable, owner, from: value ?? owner, ends };
  }
}
