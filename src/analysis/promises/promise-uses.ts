import type { TSESTree } from '@typescript-eslint/utils';
import { loopAround, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/**
 * What one mention of a variable does with the promise, or the array of promises, in it.
 * `read`: looks at it, handles nothing (`if (p)`, `list.length`, `list.push(…)`). `member`: reads something else of it.
 * `passed`: given to a function, stored, or used in a way that cannot be followed.
 */
export type PromiseUse =
  | { readonly kind: 'awaited' | 'returned' | 'chained' | 'combined' | 'member' | 'passed'; readonly node: Node }
  /** Its elements are awaited in a loop, one after another. */
  | { readonly kind: 'one-by-one'; readonly node: Node; readonly loop: Node; readonly awaited: Node }
  | { readonly kind: 'read'; readonly node: Node };

const LINKS: ReadonlySet<string | undefined> = new Set(['then', 'catch', 'finally']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', 'instanceof', 'in']);

/** What a mention of a promise does with it; `node` is what attaches the handler, or hands it on. */
export function promiseUseOf(mention: Node, file: FileModel): PromiseUse {
  for (let current = wrapped(mention); ; ) {
    const { parent } = current;
    switch (parent?.type) {
      case 'AwaitExpression':
        return { kind: 'awaited', node: parent };
      case 'ReturnStatement':
      case 'YieldExpression':
        return { kind: 'returned', node: parent };
      case 'ArrowFunctionExpression':
        return { kind: 'returned', node: mention };
      case 'ConditionalExpression':
        if (parent.test === current) return { kind: 'read', node: mention };
        current = wrapped(parent);
        continue;
      case 'LogicalExpression':
        if (parent.left === current && parent.operator === '&&') return { kind: 'read', node: mention };
        current = wrapped(parent);
        continue;
      case 'IfStatement':
      case 'UnaryExpression':
      case 'ExpressionStatement':
      case 'WhileStatement':
        return { kind: 'read', node: mention };
      case 'BinaryExpression':
        return { kind: COMPARISONS.has(parent.operator) ? 'read' : 'passed', node: mention };
      case 'MemberExpression':
        return parent.object === current ? useOfMember(mention, parent, file) : { kind: 'passed', node: mention };
      case 'SpreadElement':
      case 'ArrayExpression':
        current = wrapped(parent);
        continue;
      case 'CallExpression':
      case 'NewExpression':
        return { kind: file.calls.at(parent)?.entry.role === 'promise-combine' ? 'combined' : 'passed', node: parent };
      case 'ForOfStatement':
        return parent.right === current ? useInLoop(mention, parent, file) : { kind: 'passed', node: mention };
      default:
        return { kind: 'passed', node: mention };
    }
  }
}

function useOfMember(mention: Node, member: TSESTree.MemberExpression, file: FileModel): PromiseUse {
  const name = staticName(member);
  const whole = wrapped(member);
  const { parent } = whole;
  const isCalled = parent?.type === 'CallExpression' && parent.callee === whole;
  if (isCalled && LINKS.has(name)) return { kind: 'chained', node: parent };
  if (name === 'length' || (isCalled && (name === 'push' || name === 'unshift'))) return { kind: 'read', node: mention };
  // `await list[i]` in a loop: the others wait without a handler.
  const loop = name === undefined && parent?.type === 'AwaitExpression' ? loopAround(parent) : undefined;
  if (loop && parent?.type === 'AwaitExpression' && file.index.within(loop, 'Identifier').includes(mention as TSESTree.Identifier)) {
    return { kind: 'one-by-one', node: parent, loop, awaited: parent };
  }
  return { kind: 'member', node: mention };
}

/** `for (const each of list) await each;` and `for await (const each of list)`. */
function useInLoop(mention: Node, loop: TSESTree.ForOfStatement, file: FileModel): PromiseUse {
  const awaited = awaitedEach(loop, file);
  return awaited ? { kind: 'one-by-one', node: loop, loop, awaited } : { kind: 'passed', node: mention };
}

/** What awaits each element of the list that a loop goes through; undefined where something else is done with them. */
export function awaitedEach(loop: TSESTree.ForOfStatement, file: FileModel): Node | undefined {
  if (loop.await) return loop;
  const [declared] = loop.left.type === 'VariableDeclaration' ? loop.left.declarations : [];
  const [variable, ...others] = declared ? file.bindings.declaredBy(declared) : [];
  if (!variable || others.length > 0) return undefined;
  const uses = variable.references.filter(each => each.isRead()).map(each => promiseUseOf(each.identifier, file));
  const handling = uses.filter(each => each.kind !== 'read');
  return handling.length > 0 && handling.every(each => each.kind === 'awaited') ? handling[0]!.node : undefined;
}

/** The expressions of which one is the value: `on ? a() : b()`, `a() ?? b()`. */
export function alternativesOf(node: Node): readonly Node[] {
  const expression = unwrap(node);
  if (expression.type === 'ConditionalExpression') return [...alternativesOf(expression.consequent), ...alternativesOf(expression.alternate)];
  if (expression.type === 'LogicalExpression') return expression.operator === '&&' ? alternativesOf(expression.right) : [...alternativesOf(expression.left), ...alternativesOf(expression.right)];
  return [expression];
}
