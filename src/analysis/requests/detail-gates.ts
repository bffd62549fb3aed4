import { isFunction, isNothing, leavesFunction, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** Names may only silence: what is sent while developing. */
const ENVIRONMENT = /env(?!el)|prod(?!uct)|dev(?!ic)|debug|verbose|test|local|expose|internal|admin/i;
const DEVELOPMENT = /(?:^|_)dev(?![a-z])|Dev(?![a-z])|[dD]evelopment|[dD]ebug/;
const STATES = new Set(['headersSent', 'writableEnded', 'finished', 'destroyed', 'sent', 'closed']);

/** Conditions in front of what is sent: some say which error it is, or that this is no production. */
export class DetailGates {
  constructor(
    private readonly file: FileModel,
    private readonly isError: (node: Node) => boolean,
  ) {}

  /** Whether a condition only asks for the form of an error: whether there is one, whether it is an Error or a text. */
  isNeutral(test: Node, error?: Variable): boolean {
    const value = unwrap(test);
    switch (value.type) {
      case 'UnaryExpression':
        return value.operator === '!' ? this.isNeutral(value.argument, error) : value.operator === 'typeof' && this.#isAbout(value.argument, error);
      case 'LogicalExpression':
        return this.isNeutral(value.left, error) && this.isNeutral(value.right, error);
      case 'BinaryExpression': {
        const left = unwrap(value.left);
        if (value.operator === 'instanceof') return this.#isAbout(left, error) && this.file.bindings.isGlobal(unwrap(value.right), 'Error');
        if (value.operator === 'in') return this.#isAbout(unwrap(value.right), error) && left.type === 'Literal' && (left.value === 'message' || left.value === 'stack');
        // `typeof error === 'string'`, `error != null`
        const isForm = left.type === 'UnaryExpression' ? left.operator === 'typeof' && this.#isAbout(left.argument, error) : this.#isAbout(left, error);
        return isForm && (left.type === 'UnaryExpression' || isNothing(unwrap(value.right)));
      }
      case 'Identifier':
        return this.#isAbout(value, error);
      case 'MemberExpression': {
        const name = staticName(value) ?? '';
        return STATES.has(name) || ((name === 'message' || name === 'stack') && this.#isAbout(value.object, error));
      }
      default:
        return false;
    }
  }

  /** Whether a condition between `node` and the end of `scope`, or one about the environment further out, decides. */
  isGated(node: Node, scope: Node, error?: Variable): boolean {
    let isWithin = true;
    for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
      if (current === scope) isWithin = false;
      if (isFunction(current) && DEVELOPMENT.test(nameOf(current))) return true;
      const test = this.#testOf(parent, current);
      if (test && (isWithin ? !this.#lets(test, parent, current, error) : this.#isOfEnvironment(test))) return true;
      if (parent.type === 'SwitchCase' && isWithin && !(parent.test === null && parent.parent.type === 'SwitchStatement' && this.#mentions(parent.parent.discriminant, error))) return true;
      if (isWithin && this.#isLeftBefore(parent, current, error)) return true;
    }
    return false;
  }

  /** Whether code runs only where a condition about the environment holds. */
  dependsOnEnvironment(node: Node): boolean {
    for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
      const test = this.#testOf(parent, current);
      if (test && this.#isOfEnvironment(test)) return true;
    }
    return false;
  }

  #testOf(parent: Node, child: Node): Node | undefined {
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') return parent.test === child ? undefined : parent.test;
    return parent.type === 'LogicalExpression' && parent.right === child ? parent.left : undefined;
  }

  /** Whether errors that nobody knows get past a condition: those that are not of a kind that it asks for. */
  #lets(test: Node, parent: Node, child: Node, error: Variable | undefined): boolean {
    if (this.isNeutral(test, error)) return true;
    const value = unwrap(test);
    const isNegated = value.type === 'UnaryExpression' && value.operator === '!';
    const isOtherwise = (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.alternate === child;
    return isNegated !== isOtherwise && this.#mentions(test, error) && !this.#isOfEnvironment(test);
  }

  /** `if (isProduction) return …;` in front of it. One for a kind of error leaves the others. */
  #isLeftBefore(parent: Node, child: Node, error: Variable | undefined): boolean {
    const list: readonly Node[] = parent.type === 'BlockStatement' ? parent.body : parent.type === 'SwitchCase' ? parent.consequent : [];
    for (const each of list) {
      if (each.range[0] >= child.range[0]) return false;
      if (each.type === 'IfStatement' && leavesFunction(each.consequent) && (this.#isOfEnvironment(each.test) || !(this.isNeutral(each.test, error) || this.#mentions(each.test, error)))) return true;
    }
    return false;
  }

  #isOfEnvironment(test: Node): boolean {
    const names = [...this.file.index.within(test, 'Identifier').map(each => each.name), ...this.file.index.within(test, 'Literal').map(({ value }) => String(value))];
    return names.some(each => ENVIRONMENT.test(each));
  }

  #mentions(test: Node, error: Variable | undefined): boolean {
    return this.file.index.within(test, 'Identifier').some(each => this.#isAbout(each, error));
  }

  #isAbout(node: Node, error: Variable | undefined): boolean {
    const value = unwrap(node);
    if (value.type !== 'Identifier') return false;
    return (error !== undefined && this.file.bindings.variableOf(value) === error) || this.isError(value);
  }
}

function nameOf(fn: Node): string {
  if (!isFunction(fn)) return '';
  const { parent } = fn;
  if (fn.id) return fn.id.name;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  return parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property' ? (staticName(parent) ?? '') : '';
}
