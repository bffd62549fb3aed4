import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import { BUILT_IN_ERRORS, causeWayOf, type CauseWay } from './cause-ways.js';
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
  /** How the new error takes the caught one. */
  readonly way: CauseWay;
}

// Names withdraw reports, they never make one: errors that tell a caller about its own input need no cause.
export const ABOUT_THE_CALLER =
  /(?:BadRequest|Unauthori[sz]ed|Unauthenticated|Authentication|Authorization|Authenticat|Forbidden|Denied|Permission|NotFound|NotAcceptable|NotAllowed|NotSupported|Unsupported|Conflict|Gone|Precondition|TooLarge|Unprocessable|TooMany|RateLimit|Validation|Invalid|BadData|BadInput|UserInput|InputError|ParamError|Duplicate|Exists|Expired|Abort|Cancel|Unrecoverable|Redirect|Response|Parse)/i;
const CALLER_CODES = /^(?:BAD_REQUEST|UNAUTHORI[SZ]ED|UNAUTHENTICATED|FORBIDDEN|NOT_FOUND|CONFLICT|GONE|UNPROCESSABLE\w*|TOO_MANY_REQUESTS|PAYLOAD_TOO_LARGE|BAD_USER_INPUT|INVALID\w*|\w*_NOT_FOUND|VALIDATION\w*)$/i;
/** Codes with a word of their own for it: `application.saml.invalid_certificate`, `SocialIdTokenInvalid`. */
const SAYS_WHOSE_FAULT = /^[\w.:/-]*(?:invalid|malformed|unauthori[sz]ed|forbidden|not_?found|expired|denied)[\w.:/-]*$/i;

// Names withdraw reports, they never make one.
const PREPARES = new Set(['toString', 'trim', 'replace', 'replaceAll', 'slice', 'substring', 'split', 'join', 'concat', 'at', 'get', 'set', 'has', 'hasOwn', 'hasOwnProperty', 'isArray', 'push', 'from', 'entries', 'keys', 'values', 'map', 'filter', 'forEach', 'toLowerCase', 'toUpperCase', 'startsWith', 'endsWith', 'includes']);

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
    if (keeps === 'nothing' && (leaving !== 'thrown' || this.#saysItself(handler, node))) return undefined;
    if (keeps === 'text' && handler.attempted && (this.#isOnlyParse(handler.attempted, node) || this.#isParseStatement(handler.attempted))) return undefined;
    if (isRecognised(node, uses, handler, keeps)) return undefined;
    if (handler.kind === 'callback' && !isWhereItFailed(node, uses, handler)) return undefined;
    const way = causeWayOf(node, this.file);
    return way.isTaken ? undefined : { node, handler, keeps, error: handler.error?.name, way };
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
    if (this.file.bindings.isGlobal(callee, ...BUILT_IN_ERRORS) || this.file.calls.at(node)?.entry.cause) return true;
    if (node.type === 'CallExpression') return false;
    const name = nameOf(callee);
    const origin = this.file.origins.of(callee);
    if (origin?.kind === 'class') return origin.node.superClass !== null && this.#isErrorClass(callee, name);
    return name !== undefined && /(?:Error|Exception)$/.test(name);
  }

  /** Of a built-in class, or of one in view that extends one: no result object that is called an error. */
  #isProvenError(node: Node): boolean {
    return (node.type === 'NewExpression' || node.type === 'CallExpression') && (this.#isErrorClass(unwrap(node.callee), '') || this.file.calls.at(node)?.entry.cause !== undefined);
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
  #saysItself(handler: ErrorHandler, node: Node): boolean {
    if (!handler.attempted) return false;
    return this.#callsIn(handler.attempted).length === 0 || this.#isOnlyParse(handler.attempted, node);
  }

  /** A text is read, and nothing else can fail: where in the parser that happened tells nobody anything. */
  #isOnlyParse(attempted: Node, replacement: Node): boolean {
    const made = this.#callsIn(attempted);
    if (!made.some(each => this.#isParse(each)) || this.file.index.within(attempted, 'AwaitExpression').length > 0) return false;
    return made.every(each => this.#isParse(each) || this.#prepares(each, replacement));
  }

  /** One statement that reads a text and takes what it gives: what the parser says is all that there is to know. */
  #isParseStatement(attempted: Node): boolean {
    if (attempted.type !== 'BlockStatement' || attempted.body.length !== 1 || this.file.index.within(attempted, 'AwaitExpression').length > 0) return false;
    return this.#callsIn(attempted).some(each => this.#isParse(each));
  }

  #callsIn(attempted: Node): readonly (TSESTree.CallExpression | TSESTree.NewExpression)[] {
    return [...this.file.index.within(attempted, 'CallExpression'), ...this.file.index.within(attempted, 'NewExpression')];
  }

  #isParse(node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    const entry = this.file.calls.at(node)?.entry;
    if (entry?.role === 'parse' || entry?.throwsOn !== undefined) return true;
    const callee = unwrap(node.callee);
    return callee.type === 'MemberExpression' && staticName(callee) === 'decode';
  }

  /** What is done with a text before and after it is parsed, and the same error where it is the wrong one. */
  #prepares(node: TSESTree.CallExpression | TSESTree.NewExpression, replacement: Node): boolean {
    const callee = unwrap(node.callee);
    if (this.file.bindings.isGlobal(callee, 'String', 'Number', 'atob', 'Date', 'TextDecoder')) return true;
    if (node.parent.type === 'ThrowStatement') return this.file.sourceCode.getText(node) === this.file.sourceCode.getText(replacement);
    if (callee.type === 'Identifier') return this.#isParameter(callee) && settles(this.file.bindings.definitionOf(this.file.bindings.variableOf(callee)!)?.node, this.file);
    return callee.type === 'MemberExpression' && PREPARES.has(staticName(callee) ?? '');
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
    const isCode = (code: string): boolean => CALLER_CODES.test(code) || SAYS_WHOSE_FAULT.test(code);
    if (value.type === 'Literal') return (typeof value.value === 'number' && value.value >= 400 && value.value < 500) || (typeof value.value === 'string' && isCode(value.value));
    if (value.type === 'MemberExpression') return isCode(staticName(value) ?? '');
    if (value.type === 'ObjectExpression') return value.properties.some(each => each.type === 'Property' && this.#isCallerCode(each.value, depth + 1));
    return false;
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

/** The executor of a promise: to resolve does not throw. */
function settles(fn: Node | undefined, file: FileModel): boolean {
  const parent = isFunction(fn) ? fn.parent : undefined;
  return parent?.type === 'NewExpression' && parent.arguments[0] === fn && file.bindings.isGlobal(parent.callee, 'Promise');
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? staticName(node) : undefined;
}
