import type { Node } from '../syntax/walk.js';

/** What a type checker says, if there is one. Each answer is yes, no, or undefined for "cannot tell". Never throws. */
export interface TypeFacts {
  /** Whether some checker is there at all. */
  readonly available: boolean;
  /** Whether the value can be a promise: `false` only when no part of its type is thenable. */
  isPromise(node: Node): boolean | undefined;
  /** Whether the value is an Error, or a subclass of it. */
  isErrorLike(node: Node): boolean | undefined;
  /** The package and the exported name that declare the value's type. */
  declaredBy(node: Node): { readonly package: string; readonly name: string } | undefined;
  /** A hint that these questions will be asked of these nodes; a back end that pays per call may batch them. */
  prefetch(question: 'isPromise' | 'isErrorLike' | 'declaredBy', nodes: readonly Node[]): void;
}
