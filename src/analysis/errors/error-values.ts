import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { ErrorHandler } from './error-handling.js';

/**
 * How we know that a value is an error.
 * `caught`: by a catch clause. `rejection`: by `.catch` or the second argument of `.then`. `callback`: the error of a
 * node-style callback. `listener`: what an `error` event hands over. `middleware`: the error of an error middleware.
 * `created`: made here, `new Error(…)`. `declared`: annotated. `narrowed`: `instanceof` says so. `typed`: the type checker says so.
 */
export type ErrorSource = 'caught' | 'rejection' | 'callback' | 'listener' | 'middleware' | 'created' | 'declared' | 'narrowed' | 'typed';

export interface ErrorValue {
  readonly source: ErrorSource;
  /** The variable in which the error arrived, where it has one. */
  readonly variable: Variable | undefined;
  /** Who handles it, where that is a catch clause or a callback. */
  readonly handler: ErrorHandler | undefined;
}

const ERROR_CLASSES = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'SuppressedError', 'DOMException'] as const;
const HANDLER_SOURCES = { catch: 'caught', rejection: 'rejection', callback: 'callback', listener: 'listener' } as const;

/** Which expressions are errors, by proof: never by their name. */
export class ErrorValues {
  readonly #memo = new Map<Node, ErrorValue | undefined>();

  constructor(private readonly file: FileModel) {}

  /** How we know that an expression is an error; undefined where it may be anything. */
  of(node: Node): ErrorValue | undefined {
    const value = unwrap(node);
    if (!this.#memo.has(value)) {
      this.#memo.set(value, undefined);
      this.#memo.set(value, this.#find(value));
    }
    return this.#memo.get(value);
  }

  /** Whether a class is Error, one of the language's subclasses, or a class in view that extends one of them. */
  isErrorClass(node: Node, depth = 0): boolean {
    const value = unwrap(node);
    if (this.file.bindings.isGlobal(value, ...ERROR_CLASSES)) return true;
    const origin = depth < 8 ? this.file.origins.of(value) : undefined;
    return origin?.kind === 'class' && !origin.promised && origin.node.superClass !== null && this.isErrorClass(origin.node.superClass, depth + 1);
  }

  /** The classes that `instanceof` tests around an expression have proven for its variable, from the inside out. */
  testedClassesOf(node: Node): readonly Node[] {
    return this.#tested(node, true);
  }

  /** Whether `instanceof Error` has said no where an expression stands: what is left is a thrown text or object. */
  isRuledOut(node: Node): boolean {
    return this.#tested(node, false).some(each => this.file.bindings.isGlobal(unwrap(each), 'Error'));
  }

  #tested(node: Node, outcome: boolean): readonly Node[] {
    const value = unwrap(node);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    if (!variable) return [];
    const found: Node[] = [];
    for (let current: Node = value, parent: Node | undefined = value.parent; parent; current = parent, parent = current.parent) {
      const { test, holds } = testBefore(parent, current);
      if (test) found.push(...this.#classesIn(test, variable, holds, outcome));
      // `if (!(err instanceof X)) throw err;` in front.
      if (parent.type === 'BlockStatement') {
        for (const each of parent.body) {
          if (each.range[0] >= current.range[0]) break;
          if (each.type === 'IfStatement' && !each.alternate && leaves(each.consequent)) found.push(...this.#classesIn(each.test, variable, false, outcome));
        }
      }
      if (isFunction(parent) && variable.scope.block === parent) break;
    }
    return found;
  }

  #find(value: Node): ErrorValue | undefined {
    if (value.type === 'NewExpression') return this.isErrorClass(value.callee) ? { source: 'created', variable: undefined, handler: undefined } : undefined;
    if (value.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(value);
      const found = variable && this.#ofVariable(variable);
      if (found) return this.isRuledOut(value) ? undefined : found;
      if (variable && this.testedClassesOf(value).some(each => this.isErrorClass(each))) return { source: 'narrowed', variable, handler: undefined };
    }
    if (value.type !== 'Identifier' && value.type !== 'MemberExpression' && value.type !== 'CallExpression') return undefined;
    return this.file.types.isErrorLike(value) === true ? { source: 'typed', variable: undefined, handler: undefined } : undefined;
  }

  #ofVariable(variable: Variable): ErrorValue | undefined {
    const definition = this.file.bindings.definitionOf(variable);
    if (!definition || !this.file.bindings.isConstant(variable)) return undefined;
    const handler = this.#handlerOf(variable);
    if (handler) return { source: HANDLER_SOURCES[handler.kind], variable, handler };
    if (definition.type === 'Variable' && definition.node.id.type === 'Identifier' && definition.node.init) {
      const made = this.of(definition.node.init);
      if (made) return { ...made, variable: made.variable ?? variable };
    }
    if (definition.type === 'Parameter' && this.#isOfMiddleware(definition.node, definition.name)) return { source: 'middleware', variable, handler: undefined };
    const { name } = definition;
    const annotation = name.type === 'Identifier' ? name.typeAnnotation?.typeAnnotation : undefined;
    return annotation && this.#isErrorType(annotation) ? { source: 'declared', variable, handler: undefined } : undefined;
  }

  #handlerOf(variable: Variable): ErrorHandler | undefined {
    const { errorHandling } = this.file;
    this.#handlers ??= new Map([...errorHandling.callbacks, ...errorHandling.handlers].flatMap(each => (each.error ? [[each.error, each] as const] : [])));
    return this.#handlers.get(variable);
  }
  #handlers: ReadonlyMap<Variable, ErrorHandler> | undefined;

  #isOfMiddleware(fn: Node, name: Node): boolean {
    if (!isFunction(fn) || fn.params[0] !== name) return false;
    return this.file.handlers.all.some(each => each.fn === fn && each.kind === 'error-middleware');
  }

  /** `Error`, `TypeError`, `NodeJS.ErrnoException`, a class in view that extends Error; every part of a union. */
  #isErrorType(type: TSESTree.TypeNode): boolean {
    if (type.type === 'TSUnionType') return type.types.every(each => this.#isErrorType(each));
    if (type.type === 'TSIntersectionType') return type.types.some(each => this.#isErrorType(each));
    if (type.type !== 'TSTypeReference') return false;
    const { typeName } = type;
    if (typeName.type === 'TSQualifiedName') {
      return typeName.left.type === 'Identifier' && typeName.left.name === 'NodeJS' && typeName.right.name === 'ErrnoException';
    }
    return typeName.type === 'Identifier' && this.isErrorClass(typeName);
  }

  /** The classes of which the variable is an instance (or, for the outcome `false`, is none) where a condition holds, or where it does not. */
  #classesIn(test: Node, variable: Variable, holds: boolean, outcome: boolean): Node[] {
    const value = unwrap(test);
    if (value.type === 'UnaryExpression' && value.operator === '!') return this.#classesIn(value.argument, variable, !holds, outcome);
    if (value.type === 'LogicalExpression') {
      // Both sides of `a && b` hold; both sides of `a || b` do not.
      return value.operator === (holds ? '&&' : '||') ? [...this.#classesIn(value.left, variable, holds, outcome), ...this.#classesIn(value.right, variable, holds, outcome)] : [];
    }
    if (holds !== outcome || value.type !== 'BinaryExpression' || value.operator !== 'instanceof' || value.left.type !== 'Identifier') return [];
    return this.file.bindings.variableOf(value.left) === variable ? [value.right] : [];
  }
}

/** The condition that decides whether `child` of `parent` runs, and whether it holds there. */
function testBefore(parent: Node, child: Node): { readonly test: Node | undefined; readonly holds: boolean } {
  if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') return { test: parent.test === child ? undefined : parent.test, holds: parent.consequent === child };
  if (parent.type !== 'LogicalExpression' || parent.operator === '??' || parent.right !== child) return { test: undefined, holds: false };
  return { test: parent.left, holds: parent.operator === '&&' };
}

/** Whether a statement never goes on to the next one. */
function leaves(statement: Node): boolean {
  if (statement.type === 'BlockStatement') {
    const last = statement.body.at(-1);
    return last !== undefined && leaves(last);
  }
  return ['ThrowStatement', 'ReturnStatement', 'ContinueStatement', 'BreakStatement'].includes(statement.type);
}
