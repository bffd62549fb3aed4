import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** A variable that holds a value which some path never reads. */
export interface LeftBehind {
  readonly name: string;
  /** The `return` by which such a path leaves; undefined for the end of the function. */
  readonly exit: Node | undefined;
}

/**
 * Whether a path leaves the function, by `return` or at its end, after `from` has set the variable and without reading it.
 * Exits by `throw` are not counted, nor variables that a function in it or another wait before the first read has to do with.
 */
export function leftBehind(from: TSESTree.VariableDeclarator | TSESTree.AssignmentExpression, name: TSESTree.Identifier, file: FileModel): LeftBehind | undefined {
  const fn = enclosingFunction(from);
  const variable = file.bindings.variableOf(name);
  if (!fn || !variable || variable.identifiers.length !== 1) return undefined;
  const reads = variable.references.filter(each => each.isRead()).map(each => each.identifier as Node);
  const isHere = (node: Node): boolean => enclosingFunction(node) === fn;
  if (reads.length === 0 || !variable.identifiers.every(isHere) || !variable.references.every(each => isHere(each.identifier))) return undefined;
  const flow = file.flow(fn);
  const isRead = (node: Node): boolean => reads.includes(node);
  // What might throw before the first read, and be caught, is no path that somebody wrote.
  const [exit] = flow.exitsWithout(from, isRead, { kinds: ['return'], ignoreThrowOf: () => true });
  if (!exit) return undefined;
  // Handled late on the paths that handle it: the matter of another rule.
  if (reads.some(each => flow.reaches(from, each) && flow.suspensionsBetween(from, each).some(wait => !waitsFor(wait, each)))) return undefined;
  return { name: name.name, exit: exit.node };
}

/** `await p` waits for p, after reading it. */
function waitsFor(wait: Node, read: Node): boolean {
  return wait.range[0] <= read.range[0] && read.range[1] <= wait.range[1];
}
