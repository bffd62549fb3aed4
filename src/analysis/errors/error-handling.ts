import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isClass, isFunction, isInside, isLoop, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { walk, type Node } from '../../syntax/walk.js';
import { attemptIn, type Attempt } from './attempts.js';
import type { Variable } from '../values/bindings.js';
import { decidesAt } from './error-uses.js';
import type { FileModel } from '../file-model.js';
import { LISTENING } from '../emitters/listening.js';
import { LostCauses, type LostCause } from './lost-causes.js';
import { overwrittenMessages, type OverwrittenMessage } from './overwritten-messages.js';
import { HandlerAnswer, isGoOn, type ErrorResponse } from './handler-answers.js';
import { committedFailures, type CommittedFailure } from './committed-failures.js';
import { deafListeners, type DeafListener } from './deaf-listeners.js';
import { openGuards, type OpenGuard } from './failing-open.js';
import { ignoredExits, signalsTakenForSuccess } from './ignored-exits.js';
import { callbackPosition, isAt } from '../values/origins.js';
import { runsInPage } from '../waits/browser-code.js';
import { resumedChains, type ResumedChain } from './resumed-chains.js';
import { blindReads, thrownValues, type BlindRead, type Thrown } from './thrown-values.js';

export interface ErrorHandler {
  /** A catch clause, a rejection callback, an `error` listener, or a node-style callback. */
  readonly kind: 'catch' | 'rejection' | 'listener' | 'callback';
  /** The catch clause, or the argument that is the callback. */
  readonly node: Node;
  /** The function that handles, where it is one in view. */
  readonly fn: FunctionNode | undefined;
  readonly body: Node | undefined;
  /** The caught error, where it has a plain name. */
  readonly error: Variable | undefined;
  /** The try block, or the promise; undefined for listeners and node-style callbacks. */
  readonly attempted: Node | undefined;
  /** The `.catch(…)` call. */
  readonly call: TSESTree.CallExpression | undefined;
}

/** What a handler that drops the error gives in its place. */
export interface DroppedError {
  readonly handler: ErrorHandler;
  readonly response: 'defaults' | 'nothing';
  readonly attempt: Attempt;
  /** The value that takes the place of the answer. */
  readonly given: Node | undefined;
  /** It passes the request on, as the code in front does when it succeeds. */
  readonly failsOpen: boolean;
  /** All that is attempted is a check, and what follows runs whether it fails or not. */
  readonly checksNothing: boolean;
}

export class ErrorHandling {
  readonly #responses = new Map<Node, { readonly response: ErrorResponse; readonly given: Node | undefined }>();

  constructor(protected readonly file: FileModel) {}

  /** Catch clauses and rejection callbacks, in source order. */
  get handlers(): readonly ErrorHandler[] {
    return (this.#handlers ??= [...this.#catchClauses(), ...this.#rejectionCallbacks()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #handlers: readonly ErrorHandler[] | undefined;

  /** `error` listeners and node-style callbacks whose first parameter is an error. */
  get callbacks(): readonly ErrorHandler[] {
    return (this.#callbacks ??= this.#errorCallbacks());
  }
  #callbacks: readonly ErrorHandler[] | undefined;

  /** What a handler does with its error. */
  responseOf(handler: ErrorHandler): ErrorResponse {
    return this.#answerOf(handler).response;
  }

  /** Handlers that provably go on as if nothing had failed. */
  get dropped(): readonly DroppedError[] {
    return (this.#dropped ??= this.handlers.flatMap(handler => this.#dropOf(handler) ?? []));
  }
  #dropped: readonly DroppedError[] | undefined;

  /** Chains that go on after a handler in their middle. */
  get resumed(): readonly ResumedChain[] {
    return (this.#resumed ??= resumedChains(this.handlers, this.file));
  }
  #resumed: readonly ResumedChain[] | undefined;

  /** Handlers after which a transaction commits without the part of it that has failed. */
  get committed(): readonly CommittedFailure[] {
    return (this.#committed ??= committedFailures(this.handlers, each => this.#isWitnessed(each) || this.#isSeenAfter(each), this.file));
  }
  #committed: readonly CommittedFailure[] | undefined;

  /** Handlers of guards that let everybody in when the check cannot be made. */
  get openGuards(): readonly OpenGuard[] {
    return (this.#openGuards ??= openGuards(this.handlers, this.file));
  }
  #openGuards: readonly OpenGuard[] | undefined;

  /** Listeners to failures that do nothing, where nobody is told of them elsewhere. */
  get deafListeners(): readonly DeafListener[] {
    return (this.#deafListeners ??= deafListeners(this.file, each => this.#doesNothing(each)));
  }
  #deafListeners: readonly DeafListener[] | undefined;

  /** Listeners for which a process has done its work, whatever it ended with. */
  get ignoredExits(): readonly Node[] {
    return (this.#ignoredExits ??= ignoredExits(this.file));
  }
  #ignoredExits: readonly Node[] | undefined;

  /** Exit codes of processes where a signal, which has none, counts as success. */
  get signalsTakenForSuccess(): readonly Node[] {
    return signalsTakenForSuccess(this.file);
  }

  /** New errors that take the place of a caught one and lose its stack and cause. */
  get lostCauses(): readonly LostCause[] {
    return (this.#lostCauses ??= new LostCauses(this.file).find([...this.handlers, ...this.callbacks]));
  }
  #lostCauses: readonly LostCause[] | undefined;

  /** Assignments that replace what a caught error says. */
  get overwrittenMessages(): readonly OverwrittenMessage[] {
    return (this.#overwritten ??= overwrittenMessages(this.file));
  }
  #overwritten: readonly OverwrittenMessage[] | undefined;

  /** Every `throw` and rejection, with what it throws where that is provably no Error. */
  get thrown(): readonly Thrown[] {
    return (this.#thrown ??= thrownValues(this.file));
  }
  #thrown: readonly Thrown[] | undefined;

  /** Reads of parts of a caught value that nobody has looked at. */
  get blindReads(): readonly BlindRead[] {
    return (this.#blindReads ??= blindReads(this.file));
  }
  #blindReads: readonly BlindRead[] | undefined;

  /** The innermost handler that a throw or an awaited rejection of `node` reaches in its own function. */
  protectedBy(node: Node): ErrorHandler | undefined {
    for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
      if (isFunction(parent)) return undefined;
      if (parent.type === 'TryStatement' && parent.block === current && parent.handler) return this.#byNode.get(parent.handler);
      if (parent.type === 'CallExpression' && parent.callee === current) continue;
      if (parent.type === 'MemberExpression' && parent.object === current && parent.parent?.type === 'CallExpression' && parent.parent.callee === parent) {
        const handler = this.#byCall.get(parent.parent);
        if (handler) return handler;
      }
    }
    return undefined;
  }

  get #byNode(): ReadonlyMap<Node, ErrorHandler> {
    return (this.#nodeIndex ??= new Map(this.handlers.map(each => [each.node, each])));
  }
  #nodeIndex: ReadonlyMap<Node, ErrorHandler> | undefined;

  get #byCall(): ReadonlyMap<Node, ErrorHandler> {
    return (this.#callIndex ??= new Map(this.handlers.flatMap(each => (each.call ? [[each.call, each] as const] : []))));
  }
  #callIndex: ReadonlyMap<Node, ErrorHandler> | undefined;

  #catchClauses(): ErrorHandler[] {
    return this.file.index.all('CatchClause').flatMap(node => {
      if (node.parent?.type !== 'TryStatement') return [];
      const error = node.param?.type === 'Identifier' ? this.file.bindings.variableOf(node.param) : undefined;
      return [{ kind: 'catch', node, fn: undefined, body: node.body, error, attempted: node.parent.block, call: undefined } as const];
    });
  }

  #rejectionCallbacks(): ErrorHandler[] {
    const found: ErrorHandler[] = [];
    for (const call of this.file.index.callsNamed('catch', 'then')) {
      const callee = unwrap(call.callee);
      if (callee.type !== 'MemberExpression') continue;
      const name = staticName(callee);
      const argument = name === 'catch' ? call.arguments[0] : name === 'then' ? call.arguments[1] : undefined;
      if (!argument || call.arguments[0]?.type === 'SpreadElement') continue;
      const fn = this.file.origins.functionOf(argument);
      found.push({ kind: 'rejection', node: argument, fn, body: fn?.body, error: this.#parameterOf(fn), attempted: callee.object, call });
    }
    return found;
  }

  #errorCallbacks(): ErrorHandler[] {
    const found: ErrorHandler[] = [];
    for (const fn of this.file.index.functions) {
      if (fn.type === 'FunctionDeclaration') continue;
      const at = callbackPosition(fn);
      if (!at || at.option !== undefined || at.call.type !== 'CallExpression') continue;
      const kind = isErrorListener(at.call, at.argument) ? 'listener' : this.#isErrorFirst(at.call, at.argument) ? 'callback' : undefined;
      if (kind) found.push({ kind, node: fn, fn, body: fn.body, error: this.#parameterOf(fn), attempted: undefined, call: at.call });
    }
    return found;
  }

  #isErrorFirst(call: TSESTree.CallExpression, argument: number): boolean {
    const facts = this.file.calls.at(call)?.entry.callbacks ?? [];
    return facts.some(each => each.errorFirst === true && each.option === undefined && isAt(each.argument, argument, call.arguments.length));
  }

  #parameterOf(fn: FunctionNode | undefined): Variable | undefined {
    const parameter = fn?.params[0];
    return parameter?.type === 'Identifier' ? this.file.bindings.variableOf(parameter) : undefined;
  }

  #answerOf(handler: ErrorHandler): { readonly response: ErrorResponse; readonly given: Node | undefined } {
    const known = this.#responses.get(handler.node);
    if (known) return known;
    const nothing = handler.body === undefined && this.#isNoOperation(handler.node);
    const answer = handler.body ? new HandlerAnswer(this.file, handler).read(handler.body) : ({ response: nothing ? 'nothing' : 'cannot tell', given: undefined } as const);
    this.#responses.set(handler.node, answer);
    return answer;
  }

  #dropOf(handler: ErrorHandler): DroppedError | undefined {
    if (!handler.attempted || (handler.call && !this.#isPromise(handler))) return undefined;
    let { response, given } = this.#answerOf(handler);
    if (response === 'nothing' && handler.kind === 'catch') {
      const after = this.#afterTry(handler);
      if (after.response !== 'nothing' && after.response !== 'defaults') return undefined;
      ({ response, given } = after);
    }
    if (response !== 'nothing' && response !== 'defaults') return undefined;
    // While one failure is being answered, a second one has nowhere to go.
    if (this.#isWitnessed(handler) || this.#isSecondary(handler.node) || runsInPage(handler.node, this.file)) return undefined;
    const failsOpen = given?.type === 'CallExpression' && isGoOn(given, this.file) && this.file.index.within(handler.attempted, 'AssignmentExpression').length === 0;
    const attempt = attemptIn(handler.attempted, this.file);
    return { handler, response, given, attempt, failsOpen, checksNothing: response === 'nothing' && attempt.kind === 'probe' && this.#isOnlyCheck(handler) };
  }

  /** `try { JSON.parse(text); } catch {}`: its value is dropped, and so is its failure. */
  #isOnlyCheck({ attempted, node }: ErrorHandler): boolean {
    if (node.type !== 'CatchClause' || attempted?.type !== 'BlockStatement' || attempted.body.length !== 1) return false;
    const [only] = attempted.body;
    const statement = node.parent;
    if (only?.type !== 'ExpressionStatement' || statement.finalizer || leaves(node.body, this.file)) return false;
    const check = unwrap(only.expression);
    return this.file.calls.at(check)?.entry.role === 'parse' || (check.type === 'NewExpression' && this.file.bindings.isGlobal(check.callee, 'URL', 'RegExp'));
  }

  #isNoOperation(node: Node): boolean {
    return this.file.origins.entryOf(node)?.entry.doesNothing === true;
  }

  /** Whether a listener, or what a name of one stands for, does nothing. */
  #doesNothing(listener: Node): boolean {
    const fn = this.file.origins.functionOf(listener);
    if (!fn) return this.#isNoOperation(listener);
    const { response } = this.#answerOf({ kind: 'listener', node: listener, fn, body: fn.body, error: this.#parameterOf(fn), attempted: undefined, call: undefined });
    return response === 'nothing' || response === 'defaults';
  }

  /** Whether code behind a try statement can see that it failed. */
  #isSeenAfter({ node, attempted }: ErrorHandler): boolean {
    return node.type === 'CatchClause' && attempted?.type === 'BlockStatement' && this.#isSeenLater(attempted, node.parent);
  }

  /** What the code after a try statement does when only a failure leads there, or when it can see that there was one. */
  #afterTry(handler: ErrorHandler): { readonly response: ErrorResponse; readonly given: Node | undefined } {
    const nothing = { response: 'nothing', given: undefined } as const;
    const statement = handler.node.parent;
    if (statement?.type !== 'TryStatement') return nothing;
    if (this.#isSeenLater(statement.block, statement)) return { response: 'stores', given: undefined };
    if (!leaves(statement.block, this.file)) return nothing;
    // Success has left: what follows is the answer to the failure.
    const answer = new HandlerAnswer(this.file, handler);
    for (let node: Node = statement, parent: Node | undefined = node.parent; parent; node = parent, parent = node.parent) {
      if (isLoop(parent)) return { response: 'cannot tell', given: undefined };
      if (isFunction(parent)) break;
      const list: readonly Node[] = parent.type === 'BlockStatement' || parent.type === 'Program' ? parent.body : parent.type === 'SwitchCase' ? parent.consequent : [];
      for (const each of list) if (each.range[0] >= node.range[1]) answer.read(each);
      if (answer.response !== 'nothing') break;
    }
    return answer;
  }

  /** Whether a variable that the try block sets lets the code outside see whether it was set. */
  #isSeenLater(block: TSESTree.BlockStatement, statement: Node): boolean {
    for (const type of ['AssignmentExpression', 'UpdateExpression'] as const) {
      for (const each of this.file.index.within(block, type)) {
        const target = each.type === 'AssignmentExpression' ? each.left : each.argument;
        if (target.type !== 'Identifier') continue;
        const variable = this.file.bindings.variableOf(target);
        if (!variable) continue;
        const isFlag = each.type === 'UpdateExpression' || each.operator !== '=' || isBoolean(each.right);
        for (const { identifier, init } of variable.references) {
          if (init || isInside(identifier, statement)) continue;
          if (isFlag || decidesAt(identifier)) return true;
        }
      }
    }
    return false;
  }

  /** Whether the failure is seen elsewhere: the same promise has other readers, or its value is tested. */
  #isWitnessed(handler: ErrorHandler): boolean {
    if (!handler.call || !handler.attempted) return false;
    if (this.#isFollowedUp(handler.call)) return true;
    if (this.#valuesOf(handler.call).some(each => each.references.some(({ identifier, init }) => !init && decidesAt(identifier)))) return true;
    const promise = withoutFinally(unwrap(handler.attempted));
    // `this.ready.catch(() => {})` marks a promise that others await.
    if (promise.type === 'MemberExpression') return true;
    if (promise.type !== 'Identifier') return false;
    const variable = this.file.bindings.variableOf(promise);
    return !variable || variable.references.filter(each => !each.init).length > 1 || variable.defs[0]?.type !== 'Variable';
  }

  /** `send(a).catch(noop); await send(b);`: the same call fails again right behind it, and is waited for. */
  #isFollowedUp(call: TSESTree.CallExpression): boolean {
    const fn = enclosingFunction(call);
    const started = call.callee.type === 'MemberExpression' ? unwrap(call.callee.object) : undefined;
    if (!fn || call.parent.type !== 'ExpressionStatement' || started?.type !== 'CallExpression') return false;
    return (this.#lastAwaits(fn).get(this.file.sourceCode.getText(started.callee)) ?? 0) > call.range[1];
  }

  /** Where a function awaits each of its calls for the last time, by what they call. */
  #lastAwaits(fn: FunctionNode): ReadonlyMap<string, number> {
    let last = this.#awaits.get(fn);
    if (last) return last;
    this.#awaits.set(fn, (last = new Map<string, number>()));
    for (const { argument, range } of this.file.index.inOwn(fn, 'AwaitExpression')) {
      const awaited = unwrap(argument);
      if (awaited.type === 'CallExpression') last.set(this.file.sourceCode.getText(awaited.callee), range[0]);
    }
    return last;
  }
  readonly #awaits = new Map<Node, Map<string, number>>();

  /** The variables that hold what a chain gives: `const user = await …`, `const [user, orders] = await Promise.all([…])`. */
  #valuesOf(call: Node): readonly Variable[] {
    for (let node = call, parent: Node | undefined = node.parent; parent; node = parent, parent = node.parent) {
      if (parent.type === 'VariableDeclarator') return parent.init === node ? this.file.bindings.declaredBy(parent) : [];
      if (parent.type !== 'AwaitExpression' && parent.type !== 'ArrayExpression' && parent.type !== 'CallExpression' && unwrap(parent) === parent) return [];
      if (parent.type === 'CallExpression' && !(parent.callee.type === 'MemberExpression' && this.file.bindings.isGlobal(parent.callee.object, 'Promise'))) return [];
    }
    return [];
  }

  /** Whether a handler stands in a `finally` block or inside another handler. */
  #isSecondary(node: Node): boolean {
    for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
      if (parent.type === 'CatchClause') return true;
      if (parent.type === 'TryStatement' && parent.finalizer === current) return true;
      if (isFunction(parent)) return this.#rejectionFunctions.has(parent);
    }
    return false;
  }

  get #rejectionFunctions(): ReadonlySet<Node> {
    return (this.#functionIndex ??= new Set(this.handlers.flatMap(each => each.fn ?? [])));
  }
  #functionIndex: ReadonlySet<Node> | undefined;

  /** Whether `.catch` is a promise's: it stands where promises stand. Schemas and parsers have a `catch` too. */
  #isPromise({ call, attempted }: ErrorHandler): boolean {
    if (!call || !attempted) return false;
    if (this.file.origins.of(attempted)?.promised) return true;
    let node: Node = call;
    for (let parent: Node | undefined = node.parent; parent; node = parent, parent = node.parent) {
      if (unwrap(parent) !== parent) continue;
      switch (parent.type) {
        case 'AwaitExpression':
        case 'ExpressionStatement':
          return true;
        case 'UnaryExpression':
          return parent.operator === 'void';
        case 'ReturnStatement':
          return enclosingAsync(parent);
        case 'ArrowFunctionExpression':
          return parent.body === node && parent.async;
        case 'MemberExpression':
          if (parent.object !== node || !['then', 'catch', 'finally'].includes(staticName(parent) ?? '')) return false;
          continue;
        case 'CallExpression':
          if (parent.callee === node) continue;
          return false;
        case 'ArrayExpression':
          return parent.parent?.type === 'CallExpression' && parent.parent.callee.type === 'MemberExpression' && this.file.bindings.isGlobal(parent.parent.callee.object, 'Promise');
        case 'ConditionalExpression':
        case 'LogicalExpression':
          continue;
        default:
          return false;
      }
    }
    return false;
  }
}

/** Whether success leaves from inside the block, so that what follows it may be reached by a failure only. */
function leaves(block: TSESTree.BlockStatement, file: FileModel): boolean {
  let found = false;
  walk(block, file.visitorKeys, node => {
    if (isFunction(node) || isClass(node)) return 'skip';
    if (node.type === 'ReturnStatement' || node.type === 'BreakStatement' || node.type === 'ContinueStatement') found = true;
    return undefined;
  });
  return found;
}

function isBoolean(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'Literal') return typeof value.value === 'boolean';
  if (value.type === 'UnaryExpression') return value.operator === '!';
  return value.type === 'BinaryExpression' && /^(?:[!=]==?|[<>]=?|in|instanceof)$/.test(value.operator);
}

function enclosingAsync(node: Node): boolean {
  for (let current = node.parent; current; current = current.parent) if (isFunction(current)) return current.async;
  return false;
}

function isErrorListener(call: TSESTree.CallExpression, argument: number): boolean {
  const callee = unwrap(call.callee);
  const event = call.arguments[0];
  return (
    argument === 1 &&
    callee.type === 'MemberExpression' &&
    LISTENING.has(staticName(callee) ?? '') &&
    event?.type === 'Literal' &&
    event.value === 'error'
  );
}

/** `promise.finally(…)` fails as `promise` does. */
function withoutFinally(promise: Node): Node {
  if (promise.type !== 'CallExpression') return promise;
  const callee = unwrap(promise.callee);
  return callee.type === 'MemberExpression' && staticName(callee) === 'finally' ? withoutFinally(unwrap(callee.object)) : promise;
}
