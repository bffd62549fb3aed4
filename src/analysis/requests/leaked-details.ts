import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { SentBodies, type SentBody } from './answers.js';
import { DetailGates } from './detail-gates.js';

/** `stack`: where it failed. `message`: what a library says about it. `whole`: all that was put on the error. */
export type DetailKind = 'stack' | 'message' | 'whole';

export interface Detail {
  readonly kind: DetailKind;
  /** The expression in the body. */
  readonly node: Node;
}

/** An answer to a client that holds what only the operator should read. */
export interface LeakedDetails {
  readonly sent: SentBody;
  /** Its details, in source order. */
  readonly details: readonly Detail[];
}

/** What an error, or a library that extends one, carries that says something of the inside. */
const DETAIL_FIELDS: ReadonlyMap<string, DetailKind> = new Map([
  ['stack', 'stack'], ['message', 'message'], ['cause', 'message'], ['sql', 'message'], ['sqlMessage', 'message'], ['detail', 'message'],
]);
const TEXT_METHODS = new Set(['toString', 'trim', 'slice', 'substring', 'replace', 'replaceAll', 'split', 'join', 'toLowerCase', 'concat']);
const PROVEN = new Set(['caught', 'rejection', 'callback', 'listener', 'middleware', 'declared', 'narrowed']);

interface Found extends Detail {
  readonly error: Variable;
}

/** A parameter that holds an error for one call of its function. */
interface Argument {
  readonly variable: Variable;
  readonly stands: Variable;
}

/** What of an error reaches a client whose request has failed for a reason that is not its own. */
export class LeakedErrorDetails {
  readonly #sent: SentBodies;
  readonly #gates: DetailGates;

  constructor(private readonly file: FileModel) {
    this.#sent = new SentBodies(file);
    this.#gates = new DetailGates(file, node => this.#errorIn(node) !== undefined);
  }

  get all(): readonly LeakedDetails[] {
    return (this.#all ??= this.#sent.all.flatMap(each => this.#leakOf(each) ?? []).sort((a, b) => a.sent.node.range[0] - b.sent.node.range[0]));
  }
  #all: readonly LeakedDetails[] | undefined;

  #leakOf(sent: SentBody): LeakedDetails | undefined {
    const found = [...this.#detailsIn(sent.body)];
    const [first] = found;
    if (!first) return undefined;
    const scope = scopeOf(first.error);
    if (!scope || this.#gates.isGated(sent.node, scope)) return undefined;
    const status = this.#sent.statusOf(sent, scope);
    // A status of 4xx speaks of the request, and so may the message. A stack speaks of the code.
    const isInternal = status.kind === 'default' || (status.kind !== 'unknown' && status.value >= 500);
    const details = found.filter(each => isInternal || each.kind === 'stack');
    return details.length > 0 ? { sent, details } : undefined;
  }

  /** What of an error is in the value of an expression, as far as that is in view. */
  *#detailsIn(node: Node, as?: Argument, depth = 0): Iterable<Found> {
    const value = unwrap(node);
    if (depth > 8) return;
    const within = (each: Node): Iterable<Found> => this.#detailsIn(each, as, depth + 1);
    switch (value.type) {
      case 'Identifier':
        yield* this.#inName(value, as, depth);
        return;
      case 'MemberExpression': {
        const kind = DETAIL_FIELDS.get(staticName(value) ?? '');
        const error = kind && this.#errorIn(value.object, as);
        if (kind && error) yield { kind, node: value, error };
        return;
      }
      case 'TemplateLiteral':
        for (const each of value.expressions) yield* asText(within(each));
        return;
      case 'BinaryExpression':
        if (value.operator === '+') yield* asText([...within(value.left), ...within(value.right)]);
        return;
      case 'LogicalExpression':
        if (value.operator !== '&&') yield* within(value.left);
        if (value.operator !== '&&' || this.#gates.isNeutral(value.left, as?.variable)) yield* within(value.right);
        return;
      case 'ConditionalExpression':
        if (this.#gates.isNeutral(value.test, as?.variable)) for (const each of [value.consequent, value.alternate]) yield* within(each);
        return;
      case 'ObjectExpression':
        for (const each of value.properties) yield* within(each.type === 'SpreadElement' ? each.argument : each.value);
        return;
      case 'ArrayExpression':
        for (const each of value.elements) if (each) yield* within(each.type === 'SpreadElement' ? each.argument : each);
        return;
      case 'CallExpression':
        yield* this.#inCall(value, as, depth);
        return;
      default:
    }
  }

  *#inName(node: TSESTree.Identifier, as: Argument | undefined, depth: number): Iterable<Found> {
    const error = this.#errorIn(node, as);
    if (error) {
      yield { kind: 'whole', node, error };
      return;
    }
    const variable = this.file.bindings.variableOf(node);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || !this.file.bindings.isConstant(variable) || !definition.node.init) return;
    const { id, init } = definition.node;
    if (id.type === 'Identifier') {
      // What is added to it later is not seen, and what is there is there.
      for (const each of this.#detailsIn(init, as, depth + 1)) yield { ...each, node };
      return;
    }
    const key = id.type === 'ObjectPattern' ? id.properties.find(each => each.type === 'Property' && each.value === definition.name) : undefined;
    const kind = key?.type === 'Property' ? DETAIL_FIELDS.get(staticName(key) ?? '') : undefined;
    const source = kind && this.#errorIn(init, as);
    if (kind && source) yield { kind, node, error: source };
  }

  *#inCall(node: TSESTree.CallExpression, as: Argument | undefined, depth: number): Iterable<Found> {
    const callee = unwrap(node.callee);
    const [argument] = node.arguments;
    if (callee.type === 'MemberExpression') {
      const name = staticName(callee) ?? '';
      if (TEXT_METHODS.has(name)) {
        yield* asText(this.#detailsIn(callee.object, as, depth + 1), node);
        return;
      }
      if (this.file.bindings.isGlobal(callee.object, 'JSON') && name === 'stringify' && argument) {
        yield* this.#detailsIn(argument, as, depth + 1);
        return;
      }
    }
    if (!argument || argument.type === 'SpreadElement') return;
    if (this.file.bindings.isGlobal(callee, 'String')) {
      yield* asText(this.#detailsIn(argument, as, depth + 1), node);
      return;
    }
    const error = this.#errorIn(argument, as);
    if (error && this.file.origins.isFrom(callee, ['node:util', 'util'], 'inspect')) {
      yield { kind: 'stack', node, error };
      return;
    }
    const fn = error && this.file.origins.functionOf(callee);
    if (fn && !fn.async && !fn.generator) yield* this.#inResultOf(fn, error, node, depth);
  }

  /** `messageOf(error)`, a function in view that gives what the error says. */
  *#inResultOf(fn: FunctionNode, error: Variable, call: Node, depth: number): Iterable<Found> {
    const [parameter] = fn.params;
    const stands = parameter?.type === 'Identifier' ? this.file.bindings.variableOf(parameter) : undefined;
    if (!stands) return;
    const values = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement') : [fn.body];
    for (const each of values) {
      const value = each.type === 'ReturnStatement' ? each.argument : each;
      if (!value || this.#gates.isGated(value, fn, stands)) continue;
      for (const found of this.#detailsIn(value, { variable: stands, stands: error }, depth + 1)) yield { ...found, node: call };
    }
  }

  /** The variable of the error that an expression provably is, where nobody has looked which one it is. */
  #errorIn(node: Node, as?: Argument): Variable | undefined {
    const value = unwrap(node);
    if (value.type !== 'Identifier') return undefined;
    const own = this.file.bindings.variableOf(value);
    if (as && own === as.variable) return this.#isTested(value) ? undefined : as.stands;
    const found = this.file.errorValues.of(value);
    if (!found?.variable || !PROVEN.has(found.source) || this.#isTested(value)) return undefined;
    if (found.source === 'declared' && !this.#isPlain(found.variable)) return undefined;
    return found.source === 'middleware' && this.#catchesItsOwn(found.variable) ? undefined : found.variable;
  }

  /** `instanceof` a class other than Error: its author chose what it says. */
  #isTested(node: Node): boolean {
    return this.file.errorValues.testedClassesOf(node).some(each => !this.file.bindings.isGlobal(unwrap(each), 'Error'));
  }

  /** A parameter of type Error, of a function that is not called for developers only. */
  #isPlain(variable: Variable): boolean {
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'Parameter' || !isFunction(definition.node)) return false;
    const annotation = definition.name.type === 'Identifier' ? definition.name.typeAnnotation?.typeAnnotation : undefined;
    if (annotation?.type !== 'TSTypeReference' || !this.file.bindings.isGlobal(annotation.typeName, 'Error')) return false;
    return !this.file.origins.usesOf(definition.node).some(each => this.#gates.dependsOnEnvironment(each));
  }

  /** `@Catch(DomainError)` */
  #catchesItsOwn(variable: Variable): boolean {
    const definition = this.file.bindings.definitionOf(variable);
    const method = definition?.node.parent;
    if (method?.type !== 'MethodDefinition') return false;
    return decoratorsOf(method.parent.parent).some(
      ({ expression }) => expression.type === 'CallExpression' && expression.arguments.some(each => !this.file.bindings.isGlobal(each, 'Error')) && this.file.origins.isFrom(expression.callee, ['@nestjs/common'], 'Catch'),
    );
  }
}

/** A whole error in a text is what it says. */
function* asText(found: Iterable<Found>, node?: Node): Iterable<Found> {
  for (const each of found) yield { ...each, ...(each.kind === 'whole' && { kind: 'message' as const }), ...(node && { node }) };
}

/** The code in which an error is known: its catch clause, or the function that is given it. */
function scopeOf(error: Variable): Node | undefined {
  return error.defs[0] && (error.defs[0].type === 'Variable' ? error.scope.block : error.defs[0].node);
}
