import type { TSESTree } from '@typescript-eslint/utils';
import type { InPlaceFacts } from '../../catalog/schema.js';
import { functionsAround, lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** What is done to a column: what databases have operators for, another change of a list (`list`), or anything else: a text, a bound (`other`). */
export type ColumnChange = keyof InPlaceFacts | 'list' | 'other';

/** A value that is computed of what a row holds under the same name. */
export interface ComputedColumn {
  /** `account.balance` of `account.balance - amount`. */
  readonly source: TSESTree.MemberExpression;
  readonly change: ColumnChange;
}

const BY_OPERATOR: ReadonlyMap<string, ColumnChange> = new Map([['+', 'add'], ['-', 'subtract'], ['*', 'multiply'], ['/', 'divide']]);
const LIST_CHANGES = new Set(['push', 'unshift', 'splice', 'pop', 'shift']);
/** Functions and methods that give a text. */
const GIVES_TEXT = /^(?:String|stringify|join|toString|toISOString|toFixed|trim|toLowerCase|toUpperCase|padStart|padEnd|repeat)$/;
const MAX_DEPTH = 4;

export class ComputedColumns {
  constructor(private readonly file: FileModel) {}

  /** `account.balance - amount`, `[...user.tags, tag]`, `Math.max(0, row.left - 1)`; names are followed. */
  of(value: Node, name: string, depth = 0): ComputedColumn | undefined {
    const node = unwrap(value);
    if (depth > MAX_DEPTH) return undefined;
    if (node.type === 'BinaryExpression') return this.#ofArithmetic(node, name, depth);
    if (node.type === 'ArrayExpression') return this.#ofList(node, name, depth);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && this.file.bindings.isGlobal(node.callee.object, 'Math')) {
      const found = node.arguments.map(each => (each.type === 'SpreadElement' ? undefined : this.of(each, name, depth + 1))).find(each => each !== undefined);
      return found && { ...found, change: 'other' };
    }
    if (node.type !== 'Identifier') return undefined;
    const held = this.file.origins.expressionOf(node);
    return held && held !== node ? this.of(held, name, depth + 1) : undefined;
  }

  /** `user.tags` of `user.tags.push(tag)`, put back as a whole. */
  ofChangedList(value: Node, name: string, write: Node): ComputedColumn | undefined {
    const source = unwrap(value);
    const [fn] = functionsAround(write);
    if (!fn || source.type !== 'MemberExpression' || staticName(source) !== name) return undefined;
    const { sourceCode } = this.file;
    const changes = this.file.index.inOwn(fn, 'CallExpression').flatMap(({ callee, range }) => {
      const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      return callee.type === 'MemberExpression' && LIST_CHANGES.has(method ?? '') && range[1] < write.range[0] && sourceCode.getText(callee.object) === sourceCode.getText(source) ? [method] : [];
    });
    return changes.length > 0 ? { source, change: changes.every(each => each === 'push') ? 'append' : 'list' } : undefined;
  }

  #ofArithmetic({ operator, left, right }: TSESTree.BinaryExpression, name: string, depth: number): ComputedColumn | undefined {
    const change = BY_OPERATOR.get(operator);
    if (!change || left.type === 'PrivateIdentifier') return undefined;
    const onLeft = this.#operand(left, name, depth);
    const found = onLeft ?? this.#operand(right, name, depth);
    if (!found) return undefined;
    const { source } = found;
    if (change === 'add' && [left, right].some(each => each !== source && this.#isText(each))) return { source, change: 'other' };
    // `amount - row.balance`
    if (!onLeft && (change === 'subtract' || change === 'divide')) return { source, change: 'other' };
    if (found.change === undefined) return { source, change };
    // `row.balance + paid - fee` adds one number.
    return { source, change: isSum(change) && isSum(found.change) && onLeft ? found.change : 'other' };
  }

  /** The column itself, with what stands for it where there is none; or something that is computed of it. */
  #operand(value: Node, name: string, depth: number): { readonly source: TSESTree.MemberExpression; readonly change: ColumnChange | undefined } | undefined {
    const node = unwrap(value);
    if (node.type === 'MemberExpression') return staticName(node) === name ? { source: node, change: undefined } : undefined;
    if (node.type === 'LogicalExpression') return this.#operand(node.left, name, depth);
    const [given, ...more] = node.type === 'CallExpression' ? node.arguments : [];
    if (node.type === 'CallExpression' && given && given.type !== 'SpreadElement' && more.length === 0 && this.file.bindings.isGlobal(node.callee, 'Number', 'parseInt', 'parseFloat')) return this.#operand(given, name, depth);
    return this.of(node, name, depth + 1);
  }

  /** What stands behind the old elements is appended. */
  #ofList({ elements }: TSESTree.ArrayExpression, name: string, depth: number): ComputedColumn | undefined {
    const at = elements.findIndex(each => each?.type === 'SpreadElement' && this.#operand(each.argument, name, depth) !== undefined);
    const spread = elements[at];
    const found = spread?.type === 'SpreadElement' ? this.#operand(spread.argument, name, depth) : undefined;
    return found && { source: found.source, change: at === 0 && elements.length > 1 && found.change === undefined ? 'append' : 'list' };
  }

  #isText(value: Node): boolean {
    const node = this.file.origins.expressionOf(value) ?? unwrap(value);
    if (node.type === 'Literal') return typeof node.value === 'string';
    if (node.type === 'TemplateLiteral') return true;
    if (node.type === 'CallExpression') return GIVES_TEXT.test(lastName(node.callee) ?? '');
    if (node.type === 'LogicalExpression') return this.#isText(node.right);
    const { declared } = this.file.origins;
    return declared.resolve(declared.of(unwrap(value)))?.type === 'TSStringKeyword';
  }
}

function isSum(change: ColumnChange): boolean {
  return change === 'add' || change === 'subtract';
}
