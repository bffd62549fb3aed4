import { isInside, rootOf, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>']);
/** Methods whose result holds what their list held. */
const KEEPING = new Set(['concat', 'filter', 'map', 'slice', 'toSpliced', 'with', 'flat', 'sort', 'toSorted', 'add', 'plus', 'sub', 'minus', 'union', 'merge', 'set', 'push']);
/** Methods that change their list. */
const CHANGES = new Set(['push', 'unshift', 'splice', 'pop', 'shift']);
const MAX_DEPTH = 5;

/** What values are made of. */
export class CarriedValues {
  constructor(private readonly file: FileModel) {}

  /** Whether a value is what was read (`same`), or was made of it: `count + 1`, `[...items, item]`, `await next(count)`. */
  carries(value: Node, read: Node, fn: FunctionNode, depth = 0): 'same' | 'changed' | undefined {
    const node = unwrap(value);
    if (depth > MAX_DEPTH) return undefined;
    if (node === read) return 'same';
    const inner = (each: Node | null | undefined): 'same' | 'changed' | undefined => (each ? this.carries(each, read, fn, depth + 1) : undefined);
    const changed = (parts: readonly (Node | null | undefined)[]): 'changed' | undefined => (parts.some(each => inner(each) !== undefined) ? 'changed' : undefined);
    switch (node.type) {
      case 'Identifier': {
        const variable = this.file.bindings.variableOf(node);
        const definition = variable && this.file.bindings.definitionOf(variable);
        if (!variable || !this.file.bindings.isConstant(variable) || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || !isInside(definition.node, fn)) return undefined;
        return inner(definition.node.init);
      }
      case 'CallExpression': {
        const callee = unwrap(node.callee);
        if (callee.type === 'MemberExpression' && KEEPING.has(staticName(callee) ?? '')) return changed([callee.object]);
        return node.arguments.some(each => unwrap(each) === read) ? 'changed' : undefined;
      }
      case 'NewExpression':
        return changed(node.arguments.map(each => (each.type === 'SpreadElement' ? undefined : each)));
      case 'BinaryExpression':
        return ARITHMETIC.has(node.operator) && node.left.type !== 'PrivateIdentifier' ? changed([node.left, node.right]) : undefined;
      case 'LogicalExpression':
        return inner(node.left) ?? inner(node.right);
      case 'ConditionalExpression':
        return inner(node.consequent) ?? inner(node.alternate);
      case 'AwaitExpression':
        return inner(node.argument);
      case 'ArrayExpression':
        return changed(node.elements.map(each => (each?.type === 'SpreadElement' ? each.argument : undefined)));
      case 'ObjectExpression':
        return changed(node.properties.map(each => (each.type === 'SpreadElement' ? each.argument : undefined)));
      case 'TemplateLiteral':
        return node.expressions.some(each => unwrap(each) === read) ? 'changed' : undefined;
      default:
        return undefined;
    }
  }

  /** `list.push(item)`, `entry.count += 1`: what a store gave is a copy, which is put back when it has been changed. */
  isChangedInPlace(value: Node, write: Node, fn: FunctionNode): boolean {
    const variable = this.file.bindings.variableOf(unwrap(value));
    const { index } = this.file;
    const isOf = (each: Node): boolean => each.range[0] < write.range[0] && this.file.bindings.variableOf(rootOf(each)) === variable;
    return variable !== undefined && (
      index.inOwn(fn, 'CallExpression').some(({ callee }) => callee.type === 'MemberExpression' && CHANGES.has(staticName(callee) ?? '') && isOf(callee)) ||
      index.inOwn(fn, 'AssignmentExpression').some(({ left }) => left.type === 'MemberExpression' && isOf(left)) ||
      index.inOwn(fn, 'UpdateExpression').some(({ argument }) => argument.type === 'MemberExpression' && isOf(argument))
    );
  }
}
