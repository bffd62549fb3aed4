import type { Node } from '../syntax/walk.js';

/** What a type checker says, if there is one. Each answer is yes, no, or undefined for "cannot tell". Never throws. */
export interface TypeFacts {
  /** Whether some checker is there at all. */
  readonly available: boolean;
  /** Whether the value can be a promise of the language: `false` only when no part of its type is thenable, "cannot tell" for other thenables. */
  isPromise(node: Node): boolean | undefined;
  /** Whether the value is thenable and no promise: a query builder, a plugin registration, a `PromiseLike`. */
  isOtherThenable(node: Node): boolean | undefined;
  /** Whether the value can be an array or a tuple that holds a promise. */
  holdsPromises(node: Node): boolean | undefined;
  /** Whether the value can be called, whichever part of its type it is. */
  isCallable(node: Node): boolean | undefined;
  /** Whether the value is a promise each time: every part of its type is thenable. */
  isAlwaysPromise(node: Node): boolean | undefined;
  /** Whether the value is an Error, or a subclass of it. */
  isErrorLike(node: Node): boolean | undefined;
  /** Whether the value can say itself what JSON has of it. */
  hasToJSON(node: Node): boolean | undefined;
  /** The package and the exported name that declare the value's type. */
  declaredBy(node: Node): { readonly package: string; readonly name: string } | undefined;
}
