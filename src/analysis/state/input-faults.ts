import { functionName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isUsed } from './taken-results.js';
import type { Owner } from './value-owners.js';

/** A change of a value that belongs to the caller of a function, or to the whole module. */
export interface MutatedInput {
  /** The write. */
  readonly node: Node;
  /**
   * `reordered`: `sort` or `reverse` in place, where a new list is meant; `assigned`: `Object.assign` or a merge into a value, where
   * a new object is meant; `moved`: what a library or a Date changes in place; `shallow`: behind a copy that does not reach that far;
   * `mapped`: elements that `map` was to make anew; `frozen`: what `Object.freeze` has closed; `readonly`: what a cast has opened;
   * `shared`: what is the same object for everybody, and given back; `taken`: elements that an answer takes out; `lost`: fields of what each read makes anew; `changed`: any other write to a parameter of a function that
   * gives back a value.
   */
  readonly kind: 'reordered' | 'assigned' | 'moved' | 'shallow' | 'mapped' | 'frozen' | 'readonly' | 'shared' | 'taken' | 'lost' | 'changed';
  /** What is changed, as it stands in the source. */
  readonly place: string;
  /** The parameter, the name of the module or the field that it is a part of. */
  readonly root: string;
  readonly owner: Owner | undefined;
  /** The function whose parameter it is; undefined for what the module or an object holds. */
  readonly fn: FunctionNode | undefined;
  readonly writer: string | undefined;
  /** For `shallow`: what was copied; for `shared`: what it is. */
  readonly source?: string;
  /** For `assigned` and `moved`: what is called, and how a copy is written. */
  readonly call?: string;
  readonly copy?: string;
  /** For `changed`: the type of the parameter says that it is data, and the function that it only asks or makes. */
  readonly isProven: boolean;
  /** Somebody takes what the write gives. */
  readonly isUsed: boolean;
}

/** What is told of a write to a value of somebody. */
export function inputFault(node: Node, kind: MutatedInput['kind'], target: Node, owner: Owner, { sourceCode }: FileModel): MutatedInput {
  return {
    node, kind, place: sourceCode.getText(unwrap(target)), root: owner.name, owner, fn: owner.fn, isProven: true, isUsed: isUsed(node),
    writer: owner.fn && functionName(owner.fn),
    ...(owner.copy && { source: sourceCode.getText(unwrap(owner.copy.source)) }),
  };
}

/** What is told where nobody can write with success. */
export function frozenFault(node: Node, target: Node, { sourceCode }: FileModel): MutatedInput {
  const place = sourceCode.getText(unwrap(target));
  return { node, kind: 'frozen', place, root: place, owner: undefined, fn: undefined, writer: undefined, isProven: true, isUsed: isUsed(node) };
}
