import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, isNothing, leavesFunction, unwrap, wrapped, enclosingFunction, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** A limit that a condition keeps to: what stands behind it runs where a value is under it (`upper`) or above it (`lower`). */
export type Bound = 'upper' | 'lower';

const TURNED: Readonly<Record<string, Bound>> = { '<': 'upper', '<=': 'upper', '>': 'lower', '>=': 'lower' };

/** What conditions say of the values that they look at, and which waits make a look out of date. */
export class StaleLooks {
  constructor(private readonly file: FileModel) {}

  /** Whether a path leads from a read over a wait to the write, on which nothing looks again. */
  isStale(read: Node, write: Node, reads: readonly Node[], fn: FunctionNode): boolean {
    const flow = this.file.flow(fn);
    const others = new Set<Node>(reads.filter(each => each !== read));
    return flow.suspensionsBetween(read, write).some(wait => flow.reaches(wait, write, { avoiding: each => others.has(each) || each === read }));
  }

  /** Constants that hold what was read: `const cached = cache.get(key)`. */
  namesOf(read: Node): readonly Node[] {
    const declarator = wrapped(read).parent;
    if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || declarator.init !== wrapped(read)) return [];
    const [variable] = this.file.bindings.declaredBy(declarator);
    return variable?.references.filter(each => each.isRead()).map(each => each.identifier) ?? [];
  }

  /** Whether some node only runs where this look found nothing. */
  isGuard(read: Node, guarded: Node, fn: FunctionNode): boolean {
    return [read, ...this.namesOf(read)].some(each => {
      if (isAlternative(each, guarded)) return true;
      const test = testAround(each);
      const asked = test && asks(test.expression, each);
      if (!test || asked === undefined) return false;
      const { statement } = test;
      if (asked === 'empty') return isInside(guarded, statement.consequent);
      if (statement.alternate && isInside(guarded, statement.alternate)) return true;
      return leavesFunction(statement.consequent) && statement.range[1] <= guarded.range[0] && enclosingFunction(statement) === fn;
    });
  }

  /** The limit that a comparison in a condition keeps to, where it turns away, or where a node stands behind it. */
  boundAt(occurrence: Node, guarded: Node): Bound | undefined {
    let current = wrapped(occurrence);
    if (current.parent?.type === 'LogicalExpression' && current.parent.operator === '??') current = wrapped(current.parent);
    const comparison = current.parent;
    const whenTrue = comparison?.type === 'BinaryExpression' ? TURNED[comparison.operator] : undefined;
    if (comparison?.type !== 'BinaryExpression' || whenTrue === undefined) return undefined;
    const test = testAround(comparison);
    if (!test || isNegated(comparison, test.statement)) return undefined;
    const bound = comparison.left === current ? whenTrue : opposite(whenTrue);
    if (isInside(guarded, test.statement.consequent)) return bound;
    return leavesFunction(test.statement.consequent) && test.statement.range[1] <= guarded.range[0] ? opposite(bound) : undefined;
  }
}

function opposite(bound: Bound): Bound {
  return bound === 'upper' ? 'lower' : 'upper';
}

function isNegated(node: Node, until: Node): boolean {
  for (let current = node.parent; current && current !== until; current = current.parent) if (current.type === 'UnaryExpression') return true;
  return false;
}

/** The statement whose condition an expression stands in. */
export function testAround(node: Node): { readonly statement: TSESTree.IfStatement; readonly expression: Node } | undefined {
  for (let current: Node = node; current.parent && !isFunction(current); current = current.parent) {
    const { parent }: Node = current;
    if (parent?.type === 'IfStatement') return parent.test === current ? { statement: parent, expression: current } : undefined;
    if (parent?.type.endsWith('Statement')) return undefined;
  }
  return undefined;
}

/** `x ?? (x = await make())` */
function isAlternative(occurrence: Node, write: Node): boolean {
  const place = wrapped(occurrence);
  const { parent } = place;
  return parent?.type === 'LogicalExpression' && parent.operator !== '&&' && parent.left === place && isInside(write, parent.right);
}

/** What the condition says of the occurrence where it holds. */
function asks(test: Node, occurrence: Node): 'empty' | 'full' | undefined {
  const node = unwrap(test);
  if (node === occurrence) return 'full';
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const inner = asks(node.argument, occurrence);
    return inner === 'empty' ? 'full' : inner === 'full' ? 'empty' : undefined;
  }
  if (node.type === 'BinaryExpression' && node.left.type !== 'PrivateIdentifier' && unwrap(node.left) === occurrence) {
    const right = unwrap(node.right);
    const isSame = node.operator === '===' || node.operator === '==';
    if (!isSame && node.operator !== '!==' && node.operator !== '!=') return undefined;
    if (isNothing(right) || (right.type === 'Literal' && right.value === false)) return isSame ? 'empty' : 'full';
    return right.type === 'Literal' && right.value === true ? (isSame ? 'full' : 'empty') : undefined;
  }
  // `!x || expired(x)` is entered where there is one, too; `x && !expired(x)` leaves all the more.
  if (node.type === 'LogicalExpression') return asks(isInside(occurrence, node.left) ? node.left : node.right, occurrence);
  return undefined;
}
