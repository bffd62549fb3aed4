import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import type { ErrorHandler } from './error-handling.js';
import { usesOfError, type ErrorUse } from './error-uses.js';
import type { FileModel } from '../file-model.js';
import { isReject } from './thrown-values.js';

/** A new error that leaves a handler in place of the caught one, with nothing that leads back to it. */
export interface LostCause {
  readonly node: TSESTree.NewExpression | TSESTree.CallExpression;
  readonly handler: ErrorHandler;
  /** `text`: what the caught error says is copied. `nothing`: not even that. */
  readonly keeps: 'text' | 'nothing';
  /** The caught error's name, where it has one. */
  readonly error: string | undefined;
  /** Where `{ cause }` can be written as one more argument. */
  readonly takesCause: boolean;
}

export const BUILT_IN_ERRORS = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'] as const;

// Names withdraw reports, they never make one: errors that tell a caller about its own input need no cause.
export const ABOUT_THE_CALLER =
  /(?:BadRequest|Unauthori[sz]ed|Unauthenticated|Authentication|Authorization|Authenticat|Forbidden|Denied|Permission|NotFound|NotAcceptable|NotAllowed|NotSupported|Unsupported|Conflict|Gone|Precondition|TooLarge|Unprocessable|TooMany|RateLimit|Validation|Invalid|BadData|BadInput|UserInput|InputError|ParamError|Duplicate|Exists|Expired|Abort|Cancel|Unrecoverable|Redirect|Response|Parse)/i;
const CALLER_CODES = /^(?:BAD_REQUEST|UNAUTHORI[SZ]ED|UNAUTHENTICATED|FORBIDDEN|NOT_FOUND|CONFLICT|GONE|UNPROCESSABLE\w*|TOO_MANY_REQUESTS|PAYLOAD_TOO_LARGE|BAD_USER_INPUT|INVALID\w*|\w*_NOT_FOUND|VALIDATION\w*)$/i;

export class LostCauses {
  constructor(private readonly file: FileModel) {}

  find(handlers: readonly ErrorHandler[]): readonly LostCause[] {
    const byNode = new Map<Node, ErrorHandler>();
    for (const each of handlers) byNode.set(each.fn ?? each.node, each);
    if (byNode.size === 0) return [];
    const found: LostCause[] = [];
    for (const type of ['NewExpression', 'CallExpression'] as const) {
      for (const node of this.file.index.all(type)) {
        if (!this.#isNewError(node)) continue;
        const handler = handlerAround(node, byNode);
        const lost = handler && this.#lostBy(node, handler);
        if (lost) found.push(lost);
      }
    }
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #lostBy(node: TSESTree.NewExpression | TSESTree.CallExpression, handler: ErrorHandler): LostCause | undefined {
    const leaving = this.#leaving(node);
    if (!leaving || !handler.body) return undefined;
    if (handler.error === undefined && this.#hasPattern(handler)) return undefined;
    if (node.arguments.some(each => each.type === 'SpreadElement') || this.#isAboutTheCaller(node)) return undefined;

    const uses = handler.error ? this.#usesOf(handler.error) : [];
    // The error itself went somewhere: into a log, a field, another error.
    if (uses.some(use => use.kind === 'whole' || (use.kind === 'text' && !this.#isReplacement(use.into)))) return undefined;
    const keeps = uses.some(use => use.kind === 'text' && use.into === node) ? 'text' : 'nothing';
    if (keeps === 'nothing' && (leaving !== 'thrown' || this.#saysItself(handler))) return undefined;
    if (isRecognised(node, uses, handler, keeps)) return undefined;
    if (handler.kind === 'callback' && !isWhereItFailed(node, uses, handler)) return undefined;
    return { node, handler, keeps, error: handler.error?.name, takesCause: this.#takesCause(node) };
  }

  readonly #uses = new Map<Variable, readonly ErrorUse[]>();
  #usesOf(variable: Variable): readonly ErrorUse[] {
    let uses = this.#uses.get(variable);
    if (!uses) this.#uses.set(variable, (uses = usesOfError(variable, this.file.bindings)));
    return uses;
  }

  #hasPattern(handler: ErrorHandler): boolean {
    const parameter = handler.fn ? handler.fn.params[0] : handler.node.type === 'CatchClause' ? handler.node.param : undefined;
    return parameter !== undefined && parameter !== null && parameter.type !== 'Identifier';
  }

  #isReplacement(node: Node | undefined): boolean {
    return (node?.type === 'NewExpression' || node?.type === 'CallExpression') && this.#isNewError(node) && this.#leaving(node) !== undefined;
  }

  /** `new X(…)` of an error class, `Error(…)`. */
  #isNewError(node: TSESTree.NewExpression | TSESTree.CallExpression): boolean {
    const callee = unwrap(node.callee);
    if (this.file.bindings.isGlobal(callee, ...BUILT_IN_ERRORS)) return true;
    if (node.type === 'CallExpression') return false;
    const name = nameOf(callee);
    const origin = this.file.origins.of(callee);
    if (origin?.kind === 'class') return origin.node.superClass !== null && this.#isErrorClass(callee, name);
    return name !== undefined && /(?:Error|Exception)$/.test(name);
  }

  /** Of a built-in class, or of one in view that extends one: no result object that is called an error. */
  #isProvenError(node: Node): boolean {
    return (node.type === 'NewExpression' || node.type === 'CallExpression') && this.#isErrorClass(unwrap(node.callee), '');
  }

  #isErrorClass(callee: Node, name: string | undefined): boolean {
    for (let node: Node | null = callee, depth = 0; node && depth < 10; depth += 1) {
      if (this.file.bindings.isGlobal(node, ...BUILT_IN_ERRORS, 'AggregateError')) return true;
      const origin = this.file.origins.of(node);
      if (origin?.kind !== 'class') return name !== '' && /(?:Error|Exception)$/.test(nameOf(node) ?? '');
      node = origin.node.superClass;
    }
    return false;
  }

  /** How a new error leaves: thrown or rejected, or handed to a caller by `return`, `next(…)` or a callback parameter. */
  #leaving(node: Node): 'thrown' | 'handed' | undefined {
    let current = node;
    while (current.parent && unwrap(current.parent) !== current.parent) current = current.parent;
    const parent = current.parent;
    switch (parent?.type) {
      case 'ThrowStatement':
        return 'thrown';
      case 'CallExpression':
        if (parent.arguments[0] !== current) return undefined;
        if (isReject(parent.callee, this.file)) return 'thrown';
        return this.#isParameter(parent.callee) && this.#isProvenError(node) ? 'handed' : undefined;
      case 'ReturnStatement':
        return this.#isProvenError(node) ? 'handed' : undefined;
      case 'VariableDeclarator': {
        // `const wrapped = new X(…); throw wrapped;`
        const [variable] = parent.id.type === 'Identifier' ? this.file.bindings.declaredBy(parent) : [];
        const reads = variable?.references.filter(each => !each.init) ?? [];
        return reads.length === 1 && reads[0]!.identifier.parent?.type === 'ThrowStatement' ? 'thrown' : undefined;
      }
      default:
        return undefined;
    }
  }

  #isParameter(node: Node): boolean {
    const callee = unwrap(node);
    return callee.type === 'Identifier' && this.file.bindings.variableOf(callee)?.defs[0]?.type === 'Parameter';
  }

  /** An attempt that can fail in one way only: the new error says all that there was to say. */
  #saysItself(handler: ErrorHandler): boolean {
    if (!handler.attempted) return false;
    const calls = this.file.index.within(handler.attempted, 'CallExpression').length + this.file.index.within(handler.attempted, 'NewExpression').length;
    const parses = this.file.index.within(handler.attempted, 'NewExpression').some(each => this.file.bindings.isGlobal(each.callee, 'URL', 'RegExp', 'Date')) ||
      this.file.index.within(handler.attempted, 'CallExpression').some(each => isPureParse(each.callee, this.file));
    return calls === 0 || (calls <= 2 && parses);
  }

  #isAboutTheCaller(node: TSESTree.NewExpression | TSESTree.CallExpression): boolean {
    const callee = unwrap(node.callee);
    if (ABOUT_THE_CALLER.test(nameOf(callee) ?? '')) return true;
    const argumentsRange = node.arguments;
    return argumentsRange.some(argument => this.#isCallerCode(argument, 0));
  }

  #isCallerCode(node: Node, depth: number): boolean {
    const value = unwrap(node);
    if (depth > 3) return false;
    if (value.type === 'Literal') return (typeof value.value === 'number' && value.value >= 400 && value.value < 500) || (typeof value.value === 'string' && CALLER_CODES.test(value.value));
    if (value.type === 'MemberExpression') return CALLER_CODES.test(staticName(value) ?? '');
    if (value.type === 'ObjectExpression') return value.properties.some(each => each.type === 'Property' && this.#isCallerCode(each.value, depth + 1));
    return false;
  }

  /** Whether one more argument `{ cause }` reaches `Error`. */
  #takesCause(node: TSESTree.NewExpression | TSESTree.CallExpression): boolean {
    const callee = unwrap(node.callee);
    if (this.file.bindings.isGlobal(callee, ...BUILT_IN_ERRORS)) return node.arguments.length === 1;
    const origin = this.file.origins.of(callee);
    if (origin?.kind !== 'class' || !origin.node.superClass || !this.file.bindings.isGlobal(origin.node.superClass, ...BUILT_IN_ERRORS)) return false;
    const constructor = origin.node.body.body.find(each => each.type === 'MethodDefinition' && each.kind === 'constructor');
    if (constructor?.type !== 'MethodDefinition') return node.arguments.length === 1;
    const forwarded = this.file.index.within(constructor, 'CallExpression').find(each => each.callee.type === 'Super')?.arguments[1];
    if (forwarded?.type !== 'Identifier') return false;
    const index = constructor.value.params.findIndex(each => {
      const target = each.type === 'AssignmentPattern' ? each.left : each;
      return target.type === 'Identifier' && target.name === forwarded.name;
    });
    return index >= 0 && node.arguments.length === index;
  }
}

function handlerAround(node: Node, handlers: ReadonlyMap<Node, ErrorHandler>): ErrorHandler | undefined {
  for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
    const handler = handlers.get(parent);
    if (handler) return isInside(current, handler.body ?? parent) ? handler : undefined;
    if (isFunction(parent) || isClass(parent)) return undefined;
    // Thrown to a catch clause of the handler's own.
    if (parent.type === 'TryStatement' && parent.block === current && parent.handler) return undefined;
  }
  return undefined;
}

/** Whether the error was looked at and found to be of a known kind where `node` stands. */
function isRecognised(node: Node, uses: readonly ErrorUse[], handler: ErrorHandler, keeps: LostCause['keeps']): boolean {
  for (let current = node, parent = node.parent; parent && current !== handler.body; current = parent, parent = current.parent) {
    if (parent.type === 'IfStatement' && parent.test !== current && uses.some(use => isInside(use.at, parent.test) && !isBareTest(use.at, parent.test))) return true;
    // `if (signal.aborted) throw new TimeoutError()`: recognised by something else.
    if (keeps === 'nothing' && parent.type === 'IfStatement' && parent.test !== current && !uses.some(use => isInside(use.at, parent.test))) return true;
    if (parent.type === 'ConditionalExpression' && parent.test !== current && uses.some(use => isInside(use.at, parent.test))) return true;
    if (parent.type === 'SwitchStatement' && uses.some(use => isInside(use.at, parent.discriminant))) return true;
    if (parent.type !== 'BlockStatement') continue;
    // `if (err.code !== 'ENOENT') throw err;` before it.
    for (const each of parent.body) {
      if (each.range[0] >= current.range[0]) break;
      if (each.type === 'IfStatement' && isNegated(each.test) && uses.some(use => isInside(use.at, each.test))) return true;
      if (each.type === 'SwitchStatement' && uses.some(use => isInside(use.at, each.discriminant))) return true;
    }
  }
  return false;
}

function isBareTest(use: Node, test: Node): boolean {
  const node = unwrap(test);
  if (node === use) return true;
  return node.type === 'BinaryExpression' && (node.left === use || node.right === use) && [node.left, node.right].some(each => (each.type === 'Literal' && each.value === null) || (each.type === 'Identifier' && each.name === 'undefined'));
}

function isNegated(test: Node): boolean {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression') return node.operator === '!';
  if (node.type === 'LogicalExpression') return isNegated(node.left) || isNegated(node.right);
  return node.type === 'BinaryExpression' && (node.operator === '!==' || node.operator === '!=');
}

/** In a node-style callback only the branch of `if (err)` is about a failure. */
function isWhereItFailed(node: Node, uses: readonly ErrorUse[], handler: ErrorHandler): boolean {
  for (let current = node, parent = node.parent; parent && current !== handler.body; current = parent, parent = current.parent) {
    if (parent.type === 'IfStatement' && parent.consequent === current) {
      const { test } = parent;
      return uses.some(use => isInside(use.at, test) && isBareTest(use.at, test));
    }
  }
  return false;
}

function isPureParse(node: Node, file: FileModel): boolean {
  const callee = unwrap(node);
  if (file.bindings.isGlobal(callee, 'decodeURIComponent', 'decodeURI', 'BigInt', 'atob')) return true;
  return callee.type === 'MemberExpression' && file.bindings.isGlobal(callee.object, 'JSON') && staticName(callee) === 'parse';
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? staticName(node) : undefined;
}
