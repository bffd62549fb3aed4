import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import { walk, type Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { ErrorHandler } from './error-handling.js';
import { givesSuccess } from './failing-open.js';

/**
 * What a handler does about the error.
 * `rethrows`: throws on some path. `records`: hands the error to a call. `uses`: reads it, or answers with a value that
 * says that something failed. `stores`: changes state that is read elsewhere. `defaults`: gives an empty value as if it
 * were the answer. `nothing`: goes on. `cannot tell`: calls something, or runs code that is not in view.
 */
export type ErrorResponse = 'rethrows' | 'records' | 'uses' | 'stores' | 'cannot tell' | 'defaults' | 'nothing';

const STRENGTH: readonly ErrorResponse[] = ['nothing', 'defaults', 'cannot tell', 'stores', 'uses', 'records', 'rethrows'];

/** Reads code that runs because of a failure, and keeps the strongest response that it finds. */
export class HandlerAnswer {
  response: ErrorResponse = 'nothing';
  given: Node | undefined;
  readonly #errors: ReadonlySet<Variable>;

  constructor(private readonly file: FileModel, private readonly handler: ErrorHandler) {
    const declared = file.bindings.declaredBy(handler.fn ?? handler.node);
    const parameter = handler.fn ? handler.fn.params[0] : undefined;
    this.#errors = new Set(handler.fn ? declared.filter(each => parameter !== undefined && each.identifiers.some(name => isInside(name, parameter))) : declared);
  }

  read(node: Node): this {
    if (isFunction(node.parent) && node.type !== 'BlockStatement' && node === this.handler.body) {
      this.#value(node);
    }
    walk(node, this.file.visitorKeys, each => this.#visit(each));
    return this;
  }

  #note(response: ErrorResponse): void {
    if (STRENGTH.indexOf(response) > STRENGTH.indexOf(this.response)) this.response = response;
  }

  #visit(node: Node): 'skip' | void {
    if (isClass(node)) return 'skip';
    switch (node.type) {
      case 'ThrowStatement':
        this.#note('rethrows');
        return undefined;
      case 'Identifier':
        if (this.#isError(node)) this.#note(isInCall(node, this.handler.body) ? 'records' : 'uses');
        return undefined;
      case 'ReturnStatement':
        if (node.argument) this.#value(node.argument);
        return undefined;
      case 'AssignmentExpression':
      case 'UpdateExpression':
        this.#note('stores');
        return undefined;
      case 'CallExpression':
      case 'NewExpression':
        if (isGoOn(node, this.file)) this.#value(node);
        else if (this.file.origins.entryOf(node.callee)?.entry.doesNothing) return undefined;
        else if (!isEmptyValue(node, this.file)) this.#note('cannot tell');
        return undefined;
      case 'TaggedTemplateExpression':
      case 'ImportExpression':
      case 'YieldExpression':
      case 'JSXElement':
      case 'JSXFragment':
        this.#note('cannot tell');
        return undefined;
      case 'UnaryExpression':
        if (node.operator === 'delete') this.#note('stores');
        return undefined;
      case 'AwaitExpression':
        if (!isEmptyValue(node.argument, this.file)) this.#note('cannot tell');
        return undefined;
      default:
        return undefined;
    }
  }

  /** What is given in place of the answer. */
  #value(node: Node): void {
    const value = unwrap(node);
    if (isEmptyValue(value, this.file) || isGoOn(value, this.file) || givesSuccess(value, this.handler.attempted, this.file)) {
      this.given ??= value;
      this.#note('defaults');
    } else {
      this.#note('uses');
    }
  }

  #isError(node: TSESTree.Identifier): boolean {
    const variable = this.file.bindings.variableOf(node);
    if (!variable || !this.#errors.has(variable)) return false;
    const parent = node.parent;
    // `void err` and `_ = err` only please a linter.
    return !(parent?.type === 'UnaryExpression' && parent.operator === 'void') && parent?.type !== 'ExpressionStatement' && this.file.bindings.referenceOf(node)?.isRead() === true;
  }

}

/** `next()` of a web framework without an error: the request goes on as if the check had passed. */
export function isGoOn(node: Node, file: FileModel): boolean {
  return node.type === 'CallExpression' && node.arguments.length === 0 && file.calls.at(node)?.entry.role === 'next';
}

/** A value that carries nothing: null, undefined, '', 0, [], {}, an empty map, or a promise of one. */
function isEmptyValue(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  switch (value.type) {
    case 'Literal':
      return value.value === null || value.value === '' || value.value === 0;
    case 'TemplateLiteral':
      return value.expressions.length === 0 && value.quasis[0]?.value.raw === '';
    case 'Identifier':
      return value.name === 'undefined' && !file.bindings.variableOf(value);
    case 'UnaryExpression':
      return value.operator === 'void' && value.argument.type === 'Literal';
    case 'ArrayExpression':
      return value.elements.length === 0;
    case 'ObjectExpression':
      return value.properties.length === 0;
    case 'NewExpression':
      return value.arguments.length === 0 && file.bindings.isGlobal(value.callee, 'Map', 'Set', 'Array', 'Object', 'WeakMap');
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      const argument = value.arguments[0];
      if (callee.type !== 'MemberExpression') return false;
      if (file.bindings.isGlobal(callee.object, 'Promise') && staticName(callee) === 'resolve') return !argument || isEmptyValue(argument, file);
      return file.bindings.isGlobal(callee.object, 'Object') && staticName(callee) === 'create' && argument?.type === 'Literal';
    }
    default:
      return false;
  }
}

function isInCall(node: Node, end: Node | undefined): boolean {
  for (let current = node, parent = node.parent; parent && current !== end; current = parent, parent = current.parent) {
    if ((parent.type === 'CallExpression' || parent.type === 'NewExpression') && parent.callee !== current) return true;
  }
  return false;
}
