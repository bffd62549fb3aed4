import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, leavesFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { Handler } from './request-handlers.js';

/**
 * Error middleware that leaves a failed request without its answer.
 * `silent`: on some path nothing answers, and nothing passes the error on. `empty`: the promise that it returns ends without a
 * value, which the framework sends. `forgotten`: it always passes the request on without the error.
 */
export interface UnansweredError {
  readonly kind: 'silent' | 'empty' | 'forgotten';
  readonly handler: Handler;
  /** The exit without an answer, the call that forgets the error; undefined for the end of the function. */
  readonly at: Node | undefined;
  /** Where the error is handed on by a call, its name. */
  readonly next: TSESTree.Identifier | undefined;
  readonly error: TSESTree.Identifier | undefined;
  /** No path answers: what is missing can be written at the end. */
  readonly never: boolean;
}

export function unansweredErrors(file: FileModel): readonly UnansweredError[] {
  return file.handlers.all.filter(each => each.kind === 'error-middleware').flatMap(each => unansweredIn(each, file) ?? []);
}

function unansweredIn(handler: Handler, file: FileModel): UnansweredError | undefined {
  const { fn, parameters, registration, by } = handler;
  // A class' method answers through what its host gives; a wrapper, and who calls it by its name, may answer for it.
  if (by === 'class' || by === 'decorator' || by === 'wrapper' || fn.generator || isCalledByName(fn, file)) return undefined;
  const first = fn.params[0];
  const error = first?.type === 'Identifier' ? first : undefined;
  const next = parameters.get('next');
  const response = fn.params.find(each => file.handlers.partOf(each) === 'response');
  // Where it is destructured or missing, the answer may go through anything.
  if (fn.params.some(each => each.type === 'RestElement') || response?.type !== 'Identifier') return undefined;
  if (file.index.inOwn(fn, 'Identifier').some(each => each.name === 'arguments')) return undefined;
  const answering = new Answering(file, handler, [response, ...(next ? [next] : [])]);
  const flow = file.flow(fn);
  const counts = registration === undefined || registration.entry.role !== 'error-middleware';
  const [exit] = flow.exitsWithout(fn, each => answering.mayAnswer(each), { kinds: ['return'] }).filter(each => (counts || !givesValue(each.node)) && !answering.isOverAt(each.node));
  const never = exit !== undefined && !file.index.within(fn.body, 'Identifier').some(each => answering.mayAnswer(each));
  if (exit) return { kind: counts || !fn.async ? 'silent' : 'empty', handler, at: exit.node, next, error, never };
  return forgottenIn(handler, file, error, next);
}

/** Every way on is `next()`, and nothing looks at the error. */
function forgottenIn(handler: Handler, file: FileModel, error: TSESTree.Identifier | undefined, next: TSESTree.Identifier | undefined): UnansweredError | undefined {
  const variable = next && file.bindings.variableOf(next);
  const calls = variable?.references.map(({ identifier }) => identifier.parent) ?? [];
  const at = calls[0];
  if (!next || at?.type !== 'CallExpression' || !calls.every(each => each?.type === 'CallExpression' && each.callee.type === 'Identifier' && each.arguments.length === 0)) return undefined;
  // A condition may know which errors are none; a response that is touched may be the answer.
  const { fn } = handler;
  const decides = (['IfStatement', 'ConditionalExpression', 'SwitchStatement', 'LogicalExpression', 'ThrowStatement', 'TryStatement'] as const).some(each => file.index.within(fn.body, each).length > 0);
  const response = handler.parameters.get('response');
  const isTouched = response && (file.bindings.variableOf(response)?.references.length ?? 0) > 0;
  const request = handler.parameters.get('request');
  const isNoted = request && file.index.within(fn.body, 'AssignmentExpression').length > 0;
  return decides || isTouched || isNoted ? undefined : { kind: 'forgotten', handler, at, next, error, never: false };
}

/** What says of a response that it is over, or under way. */
const STATES = new Set(['headersSent', 'writableEnded', 'writableFinished', 'finished', 'destroyed', 'closed', 'sent']);
/** What ends a request without an answer. */
const ENDS_REQUEST = new Set(['destroy', 'socket', 'connection', 'client', 'res', 'raw']);

/** What may answer: whatever is done with the response or `next`, but for setting a part of the response. */
class Answering {
  readonly #variables: ReadonlySet<Variable>;
  readonly #request: Variable | undefined;

  constructor(private readonly file: FileModel, handler: Handler, parameters: readonly TSESTree.Identifier[]) {
    this.#variables = new Set(parameters.flatMap(each => file.bindings.variableOf(each) ?? []));
    const request = handler.parameters.get('request');
    this.#request = request && file.bindings.variableOf(request);
  }

  mayAnswer(node: Node): boolean {
    // A callback in it may run at any time.
    if (isFunction(node)) return this.file.index.within(node, 'Identifier').some(each => this.mayAnswer(each));
    if (node.type !== 'Identifier') return false;
    const variable = this.file.bindings.variableOf(node);
    if (!variable || this.file.bindings.referenceOf(node)?.isRead() !== true) return false;
    if (variable === this.#request) return node.parent.type === 'MemberExpression' && ENDS_REQUEST.has(staticName(node.parent) ?? '');
    return this.#variables.has(variable) && !this.#guardOf(node) && !this.#onlyPrepares(node);
  }

  /** `if (res.headersSent) return;`: somebody else answers. */
  isOverAt(node: Node | undefined): boolean {
    for (let current = node; current && !isFunction(current); current = current.parent) {
      const statement: Node | undefined = current.parent;
      if (statement?.type === 'IfStatement' && statement.test !== current && this.file.index.within(statement.test, 'Identifier').some(each => this.#guardOf(each))) return true;
    }
    return false;
  }

  /** The `if` that leaves where the response is over. */
  #guardOf(node: TSESTree.Identifier): Node | undefined {
    const member = node.parent;
    if (member.type !== 'MemberExpression' || member.object !== node || !STATES.has(staticName(member) ?? '')) return undefined;
    for (let current: Node = member; current.parent; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'IfStatement') return parent.test === current && leavesFunction(parent.consequent) ? parent : undefined;
      if (parent.type !== 'LogicalExpression' && unwrap(parent) !== unwrap(current)) return undefined;
    }
    return undefined;
  }

  /** `res.status(500)` and `res.statusCode = 500` with nothing behind them, `void res`. */
  #onlyPrepares(node: TSESTree.Identifier): boolean {
    let current: Node = node;
    for (let parent = node.parent as Node | undefined; parent; current = parent, parent = parent.parent) {
      if (parent.type !== 'MemberExpression' || parent.object !== current) {
        return parent.type === 'ExpressionStatement' || (parent.type === 'UnaryExpression' && parent.operator === 'void');
      }
      const use: Node | undefined = parent.parent;
      if (use?.type === 'AssignmentExpression' && use.left === parent) return staticName(parent) === 'statusCode' || staticName(parent) === 'statusMessage';
      if (use?.type !== 'CallExpression' || use.callee !== parent || this.file.calls.at(use)?.entry.response !== 'prepares') return false;
      parent = use;
    }
    return false;
  }
}

function isCalledByName(fn: FunctionNode, file: FileModel): boolean {
  return file.origins.usesOf(fn).some(each => each !== fn && each.parent?.type === 'CallExpression' && each.parent.callee === each);
}

/** `return something`: where a framework sends what is returned, this is the answer. */
function givesValue(node: Node | undefined): boolean {
  if (!node) return false;
  const value = node.type === 'ReturnStatement' ? node.argument : node;
  return value !== null && !(value.type === 'Identifier' && value.name === 'undefined');
}
