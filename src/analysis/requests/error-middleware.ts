import type { TSESTree } from '@typescript-eslint/utils';
import { splitType } from '../../catalog/index.js';
import type { CallbackFacts } from '../../catalog/schema.js';
import { isFunction, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';
import { unansweredErrors, type UnansweredError } from './error-answers.js';
import { misplacedErrorMiddleware, type MisplacedErrorMiddleware } from './error-middleware-order.js';

/** A function that is meant for errors and never gets one, since the framework counts parameters. */
export interface UncallableErrorMiddleware {
  readonly fn: FunctionNode;
  /** The library that counts. */
  readonly framework: string;
  /** How many parameters count: those before the first default value or rest. */
  readonly counted: number;
  readonly wanted: number;
  /** What makes another function of it, whose parameters are counted in its place. */
  readonly wrapper: TSESTree.CallExpression | undefined;
}

/** Functions that answer for failed requests, and how they fail at it. */
export class ErrorMiddleware {
  constructor(private readonly file: FileModel) {}

  /** Functions for errors with the wrong number of parameters, in source order. */
  get uncallable(): readonly UncallableErrorMiddleware[] {
    if (this.#uncallable) return this.#uncallable;
    const found = new Map<FunctionNode, UncallableErrorMiddleware>();
    for (const each of [...this.#registered(), ...this.#typed()]) if (!found.has(each.fn)) found.set(each.fn, each);
    return (this.#uncallable = [...found.values()].sort((a, b) => a.fn.range[0] - b.fn.range[0]));
  }
  #uncallable: readonly UncallableErrorMiddleware[] | undefined;

  /** Error middleware that comes too early or too late to see an error. */
  get misplaced(): readonly MisplacedErrorMiddleware[] {
    return (this.#misplaced ??= misplacedErrorMiddleware(this.file));
  }
  #misplaced: readonly MisplacedErrorMiddleware[] | undefined;

  /** Error middleware after which a request has no answer, or goes on as if nothing had failed. */
  get unanswered(): readonly UnansweredError[] {
    return (this.#unanswered ??= unansweredErrors(this.file));
  }
  #unanswered: readonly UnansweredError[] | undefined;

  /** `catch` clauses around a `next()` that hands its errors to somebody else. */
  get unreachableCatches(): readonly { readonly clause: TSESTree.CatchClause; readonly framework: string }[] {
    return this.file.calls.having('rejectsWithoutErrors').flatMap(({ node, library }) => {
      for (let current: Node = node, parent = node.parent as Node | undefined; parent && !isFunction(parent); current = parent, parent = current.parent) {
        if (parent.type !== 'TryStatement' || parent.block !== current) continue;
        // Whatever else it tries may fail as well.
        const others = [...this.file.index.within(parent.block, 'CallExpression'), ...this.file.index.within(parent.block, 'ThrowStatement')];
        return parent.handler && others.length === 1 ? [{ clause: parent.handler, framework: library }] : [];
      }
      return [];
    });
  }

  *#registered(): Iterable<UncallableErrorMiddleware> {
    for (const call of this.file.calls.of('middleware', 'route')) {
      const facts = call.entry.callbacks?.find(each => each.arity !== undefined);
      if (facts?.arity === undefined || call.entry.givesArity !== undefined) continue;
      for (const value of call.node.arguments.flatMap(each => (each.type === 'SpreadElement' ? [] : elementsOf(each)))) {
        const wrapper = this.#wrapperOf(value);
        const fn = wrapper?.fn ?? this.file.origins.functionOf(value);
        const counted = wrapper?.counted ?? (fn && lengthOf(fn));
        if (!fn || counted === undefined || counted === facts.arity || !this.#isForErrors(fn, facts, call)) continue;
        yield { fn, framework: call.library, counted, wanted: facts.arity, wrapper: wrapper?.call };
      }
    }
  }

  /** `wrap((error, req, res, next) => …)`, where the wrapper is known or in view. */
  #wrapperOf(value: Node): { readonly call: TSESTree.CallExpression; readonly fn: FunctionNode; readonly counted: number } | undefined {
    const call = unwrap(value);
    const inner = call.type === 'CallExpression' && call.arguments[0] ? this.file.origins.functionOf(call.arguments[0]) : undefined;
    if (call.type !== 'CallExpression' || !inner) return undefined;
    const given = this.file.origins.functionOf(call);
    const counted = this.file.calls.at(call)?.entry.givesArity ?? (given && given !== inner ? lengthOf(given) : undefined);
    return counted === undefined ? undefined : { call, fn: inner, counted };
  }

  /** Functions of a type that stands for error middleware. */
  *#typed(): Iterable<UncallableErrorMiddleware> {
    for (const fn of this.file.index.functions) {
      const annotation = typeWantedOf(fn);
      const origin = annotation && this.file.origins.ofType(annotation);
      if (origin?.kind !== 'library' || origin.promised || !origin.path.endsWith('#')) continue;
      const type = this.file.catalog.type(origin.library, origin.path.slice(0, -1));
      const counted = lengthOf(fn);
      if (type?.arity !== undefined && counted !== type.arity) yield { fn, framework: origin.library, counted, wanted: type.arity, wrapper: undefined };
    }
  }

  /** By its types, or by what it does with its third parameter: only a response has these methods, `next` has none of them. */
  #isForErrors(fn: FunctionNode, facts: CallbackFacts, call: LibraryCall): boolean {
    const [error, request, response] = parametersOf(fn);
    if (!error) return false;
    if (error.type === 'Identifier' && error.typeAnnotation && this.file.errorValues.of(error)?.source === 'declared') return true;
    if (request?.type === 'Identifier' && request.typeAnnotation && this.file.handlers.partOf(request) === 'request') return true;
    const variable = response?.type === 'Identifier' ? this.file.bindings.variableOf(response) : undefined;
    const { library, type } = splitType(facts.parameters?.[2] ?? '', call.library);
    return variable?.references.some(({ identifier: { parent } }) => {
      if (parent?.type !== 'MemberExpression' || parent.property.type !== 'Identifier' || parent.computed) return false;
      return parent.parent.type === 'CallExpression' && parent.parent.callee === parent && this.file.catalog.entry(library, `${type}#${parent.property.name}`)?.entry.response !== undefined;
    }) === true;
  }
}

/** The parameters that a caller fills: TypeScript's `this` is none. */
function parametersOf(fn: FunctionNode): readonly TSESTree.Parameter[] {
  return fn.params.filter(each => !(each.type === 'Identifier' && each.name === 'this'));
}

/** The `length` of a function. */
function lengthOf(fn: FunctionNode): number {
  const parameters = parametersOf(fn);
  const end = parameters.findIndex(each => each.type === 'AssignmentPattern' || each.type === 'RestElement');
  return end < 0 ? parameters.length : end;
}

/** The type that the place of a function asks for: of a variable, a field, a result. */
function typeWantedOf(fn: FunctionNode): TSESTree.TypeNode | undefined {
  const { parent } = fn;
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.typeAnnotation?.typeAnnotation : undefined;
    case 'PropertyDefinition':
      return parent.value === fn ? parent.typeAnnotation?.typeAnnotation : undefined;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return parent.typeAnnotation;
    case 'ArrowFunctionExpression':
      return parent.body === fn ? parent.returnType?.typeAnnotation : undefined;
    case 'ReturnStatement': {
      const owner = ownerOf(parent);
      return isFunction(owner) ? owner.returnType?.typeAnnotation : undefined;
    }
    default:
      return undefined;
  }
}

function elementsOf(node: Node): readonly Node[] {
  const list = unwrap(node);
  return list.type === 'ArrayExpression' ? list.elements.flatMap(each => (each && each.type !== 'SpreadElement' ? elementsOf(each) : [])) : [node];
}
