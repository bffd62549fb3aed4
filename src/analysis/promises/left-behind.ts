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
  const reads = readsOf(from, name, file);
  if (!fn || !reads) return undefined;
  const flow = file.flow(fn);
  const isRead = (node: Node): boolean => reads.includes(node);
  // What might throw before the first read, and be caught, is no path that somebody wrote.
  const [exit] = flow.exitsWithout(from, isRead, { kinds: ['return'], ignoreThrowOf: () => true });
  if (!exit) return undefined;
  // Handled late on the paths that handle it: the matter of another rule.
  if (reads.some(each => flow.reaches(from, each) && flow.suspensionsBetween(from, each).some(wait => !waitsFor(wait, each)))) return undefined;
  return { name: name.name, exit: exit.node };
}

/** False where a look at the next statements shows that `leftBehind` has nothing to say, as of most variables. */
export function mayBeLeftBehind(from: TSESTree.VariableDeclarator | TSESTree.AssignmentExpression, name: TSESTree.Identifier, file: FileModel): boolean {
  return readsOf(from, name, file)?.some(each => isReadNext(each, from)) === false;
}

/** The reads of a variable, all in the function that sets it. */
function readsOf(from: TSESTree.VariableDeclarator | TSESTree.AssignmentExpression, name: TSESTree.Identifier, file: FileModel): readonly Node[] | undefined {
  const fn = enclosingFunction(from);
  const variable = file.bindings.variableOf(name);
  if (!fn || !variable || variable.identifiers.length !== 1) return undefined;
  const isHere = (node: Node): boolean => enclosingFunction(node) === fn;
  const reads = variable.references.filter(each => each.isRead()).map(each => each.identifier as Node);
  return reads.length > 0 && variable.identifiers.every(isHere) && variable.references.every(each => isHere(each.identifier)) ? reads : undefined;
}

/** Whether the statements right behind `from` come to a read in any case. */
function isReadNext(read: Node, from: Node): boolean {
  const start = from.parent?.type === 'VariableDeclaration' || from.parent?.type === 'ExpressionStatement' ? from.parent : undefined;
  let statement = read;
  for (; statement.parent && statement.parent !== start?.parent; statement = statement.parent) if (!isAlwaysRun(statement, statement.parent)) return false;
  const block = statement.parent;
  if (!start || block?.type !== 'BlockStatement') return false;
  const statements: readonly Node[] = block.body;
  const first = statements.indexOf(start);
  const last = statements.indexOf(statement);
  return first >= 0 && last > first && statements.slice(first + 1, last).every(each => each.type === 'VariableDeclaration' || each.type === 'ExpressionStatement');
}

/** Whether a part is evaluated whenever the whole is, as far as throwing lets it; false where that takes more than a look (`a?.b(part)`). */
function isAlwaysRun(part: Node, whole: Node): boolean {
  switch (whole.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return whole.test === part;
    case 'LogicalExpression':
      return whole.left === part;
    case 'MemberExpression':
      return whole.object === part;
    case 'AssignmentExpression':
      return whole.operator === '=' && whole.right === part;
    case 'ExpressionStatement':
    case 'VariableDeclaration':
    case 'VariableDeclarator':
    case 'ReturnStatement':
    case 'AwaitExpression':
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'TemplateLiteral':
    case 'CallExpression':
    case 'NewExpression':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'Property':
    case 'SpreadElement':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return true;
    default:
      return false;
  }
}

/** `await p` waits for p, after reading it. */
function waitsFor(wait: Node, read: Node): boolean {
  return wait.range[0] <= read.range[0] && read.range[1] <= wait.range[1];
}
