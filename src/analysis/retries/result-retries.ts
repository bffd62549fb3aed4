import type { TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../catalog/schema.js';
import { enclosingFunction, isFunction, isInside, lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { LoopOutcomes, type Loop, type Outcome } from './loop-outcomes.js';
import { ANOTHER } from './retry-inputs.js';
import { loopAround, SWITCHES, TELLS, testOf, type RetryLoops } from './retry-loops.js';
import type { RetryWaits } from './retry-waits.js';

/** A loop that sends the same request again at once when its result is no success. */
export interface ResultRetry {
  readonly kind: 'result';
  readonly loop: Loop;
  /** What goes on to the next attempt: the body of the loop. */
  readonly clause: Node;
  /** The request, or the function in view that makes it. */
  readonly work: readonly Node[];
}

const ROLES: readonly Role[] = ['http-request', 'database-query', 'message-send', 'cloud-command'];
const STATUS = /^(?:status|statusCode|httpStatusCode)$/;
const SUCCESS = /^(?:ok|success|succeeded|isSuccess|successful)$/;
const MAX_DEPTH = 2;

/** Whether a test says that the attempt has succeeded, where it is true: undefined where it says neither that nor the contrary. */
type Says = boolean | undefined;

/** Finds retries that test what a request has answered. */
export class ResultRetries {
  constructor(
    private readonly file: FileModel,
    private readonly waits: RetryWaits,
    private readonly loops: RetryLoops,
  ) {}

  /** In source order; those that wait between the attempts, or may do so, are left out. */
  find(): ResultRetry[] {
    if (this.file.calls.of(...ROLES).length === 0) return [];
    const found = new Map<Loop, ResultRetry>();
    for (const each of this.file.index.all('AwaitExpression')) {
      const loop = loopAround(each);
      if (!loop || found.has(loop)) continue;
      const retry = this.#of(each, loop);
      if (retry) found.set(loop, retry);
    }
    return [...found.values()];
  }

  #of(node: TSESTree.AwaitExpression, loop: Loop): ResultRetry | undefined {
    const request = unwrap(node.argument);
    const fn = enclosingFunction(node);
    if (request.type !== 'CallExpression' || fn?.generator || loop.body.type !== 'BlockStatement' || !isInside(node, loop.body) || isCaught(node, loop)) return undefined;
    if (!this.#goesOn(loop) || !this.#isRequest(request)) return undefined;
    const outcomes = new LoopOutcomes(loop, call => this.file.calls.at(call)?.entry.role === 'exit');
    if (!this.#leavesOnSuccess(node, loop, outcomes)) return undefined;
    if (this.loops.changes({ loop, block: request, work: [request], isOver: false })) return undefined;
    const wait = this.waits.within(loop, [request], { owners: [fn], isOff: each => isOff(each, loop, outcomes) });
    return wait.kind === 'none' ? { kind: 'result', loop, clause: loop.body, work: [request] } : undefined;
  }

  /** Whether a loop counts, or goes on until it is left: nothing else ends it. */
  #goesOn(loop: Loop): boolean {
    if (loop.type === 'ForOfStatement') return !loop.await && this.file.origins.expressionOf(loop.right)?.type === 'ArrayExpression';
    const test = testOf(loop);
    if (!test || this.file.options.valueOf(test)?.value === true || this.file.options.valueOf(test)?.value === 1) return true;
    const { index, bindings } = this.file;
    if (index.within(test, 'CallExpression').length > 0) return false;
    const variables = index.within(test, 'Identifier').flatMap(each => bindings.variableOf(each) ?? []);
    return variables.some(each => this.loops.isCounter(each, loop)) || variables.some(each => bindings.assignmentsTo(each).some(({ identifier }) => isInside(identifier, loop.body)));
  }

  /** A proven request, or a function in view that makes one, and keeps nothing that changes the next one. */
  #isRequest(call: TSESTree.CallExpression): boolean {
    if (ANOTHER.test(lastName(call.callee) ?? '')) return false;
    const known = this.file.calls.at(call);
    // A library that tries again itself has a pause of its own.
    if (known) return ROLES.includes(known.entry.role) && known.entry.retry === undefined;
    const called = this.file.promises.functionsCalledBy(call);
    return called.length > 0 && called.every(fn => !fn.generator && !isInside(call, fn) && this.#requests(fn, 0));
  }

  #requests(fn: Node, depth: number): boolean {
    const { index } = this.file;
    const isOuter = (target: Node): boolean => {
      const place = unwrap(target);
      if (place.type === 'MemberExpression') return !TELLS.test(staticName(place) ?? '');
      return place.type === 'Identifier' && this.file.bindings.variableOf(place)?.identifiers.some(each => isInside(each, fn)) !== true;
    };
    if (index.within(fn, 'AssignmentExpression').some(each => isOuter(each.left)) || index.within(fn, 'UpdateExpression').some(each => isOuter(each.argument))) return false;
    const calls = index.within(fn, 'CallExpression');
    if (calls.some(each => ANOTHER.test(lastName(each.callee) ?? '') || SWITCHES.test(lastName(each.callee) ?? ''))) return false;
    return calls.some(each => {
      const known = this.file.calls.at(each);
      if (known) return known.entry.role === 'http-request' || known.entry.role === 'cloud-command';
      return depth < MAX_DEPTH && this.file.promises.functionsCalledBy(each).some(one => !isInside(each, one) && this.#requests(one, depth + 1));
    });
  }

  /** Whether success, as the code tests it, ends the loop, and the contrary begins the next iteration. */
  #leavesOnSuccess(node: TSESTree.AwaitExpression, loop: Loop, outcomes: LoopOutcomes): boolean {
    const result = this.#resultOf(node);
    const test = testOf(loop);
    const isResult = (each: Node): boolean => unwrap(each) === node || (each.type === 'Identifier' && result !== undefined && this.file.bindings.variableOf(each) === result);
    const after = this.file.index.within(loop.body, 'IfStatement').filter(each => each.range[1] > node.range[0] && loopAround(each) === loop && enclosingFunction(each) === enclosingFunction(node));
    for (const each of after) {
      const says = this.#says(each.test, isResult);
      if (says === undefined) continue;
      const onSuccess = says ? each.consequent : each.alternate;
      const onFailure = says ? each.alternate : each.consequent;
      const behind = listBehind(each);
      const ends = outcomes.ofList(onSuccess ? [onSuccess] : behind);
      if (ends.has('leaves') && !goesOn(ends) && goesOn(outcomes.ofList(onFailure ? [onFailure] : behind))) return true;
    }
    // `do { … } while (!response.ok && ++n < 5);`
    const parts = test ? conjuncts(test) : [];
    return result !== undefined && parts.some(each => this.#says(each, isResult) === false) && outcomes.ofList((loop.body as TSESTree.BlockStatement).body).has('falls');
  }

  /** The variable that holds what was answered. */
  #resultOf(node: TSESTree.AwaitExpression): Variable | undefined {
    const { parent } = node;
    const target = parent.type === 'VariableDeclarator' && parent.init === node ? parent.id : parent.type === 'AssignmentExpression' && parent.right === node && parent.operator === '=' ? parent.left : undefined;
    if (target?.type !== 'Identifier') return undefined;
    return this.file.bindings.variableOf(target) ?? this.file.bindings.declaredBy(parent).find(each => each.identifiers[0] === target);
  }

  #says(test: Node, isResult: (node: Node) => boolean): Says {
    const node = unwrap(test);
    if (isResult(node)) return true;
    switch (node.type) {
      case 'UnaryExpression': {
        const says = node.operator === '!' ? this.#says(node.argument, isResult) : undefined;
        return says === undefined ? undefined : !says;
      }
      case 'MemberExpression':
        return SUCCESS.test(staticName(node) ?? '') && isResult(unwrap(node.object)) ? true : undefined;
      case 'LogicalExpression':
        return this.#saysOfBoth(node, isResult);
      case 'BinaryExpression':
        return this.#saysOfStatus(node, isResult);
      default:
        return undefined;
    }
  }

  /** `response && response.ok`, `status >= 200 && status < 300`, `!response || !response.ok`. */
  #saysOfBoth({ operator, left, right }: TSESTree.LogicalExpression, isResult: (node: Node) => boolean): Says {
    const [a, b] = [this.#says(left, isResult), this.#says(right, isResult)];
    if (operator === '||') return a === b ? a : a !== false && b !== false ? true : undefined;
    return operator === '??' || (a === undefined) === (b === undefined) ? (a === b ? a : undefined) : (a ?? b);
  }

  #saysOfStatus({ operator, left, right }: TSESTree.BinaryExpression, isResult: (node: Node) => boolean): Says {
    const subject = unwrap(left);
    if (subject.type !== 'MemberExpression' || !STATUS.test(staticName(subject) ?? '') || !isResult(unwrap(subject.object))) return undefined;
    const status = this.file.options.valueOf(right)?.value;
    if (typeof status !== 'number') return undefined;
    const isGood = status >= 200 && status < 300;
    if (operator === '===' || operator === '==') return isGood ? true : status === 429 || status >= 500 ? false : undefined;
    if (operator === '!==' || operator === '!=') return isGood ? false : status === 429 || status === 503 ? true : undefined;
    if (operator === '<' || operator === '<=') return status >= 299 ? true : undefined;
    return (operator === '>' || operator === '>=') && status >= 299 ? false : undefined;
  }
}

/** Whether a piece of the loop may begin the next iteration. */
function goesOn(ends: ReadonlySet<Outcome>): boolean {
  return ends.has('continues') || ends.has('falls');
}

function conjuncts(test: Node): Node[] {
  return test.type === 'LogicalExpression' && test.operator === '&&' ? [...conjuncts(test.left), ...conjuncts(test.right)] : [test];
}

/** The statements behind one in its block. */
function listBehind(statement: Node): readonly TSESTree.Statement[] {
  const { parent } = statement;
  return parent?.type === 'BlockStatement' ? parent.body.slice(parent.body.indexOf(statement as TSESTree.Statement) + 1) : [];
}

/** Whether a `try` in the loop catches what is thrown here. */
function isCaught(node: Node, loop: Loop): boolean {
  for (let current: Node = node; current !== loop && current.parent; current = current.parent) {
    if (current.parent.type === 'TryStatement' && current.parent.handler && current.parent.block === current) return true;
  }
  return false;
}

/** Whether what stands here, if it runs, is followed by no other iteration. */
function isOff(node: Node, loop: Loop, outcomes: LoopOutcomes): boolean {
  let found = false;
  for (let current: Node = node; current !== loop.body && current.parent && !isFunction(current); current = current.parent) {
    const { parent } = current;
    if (parent.type === 'TryStatement' && parent.handler && parent.block === current) found = false;
    if (parent.type === 'IfStatement' && parent.test !== current && current.type !== 'BlockStatement') {
      found ||= !goesOn(outcomes.ofList([current as TSESTree.Statement]));
    }
    if (parent.type !== 'BlockStatement') continue;
    found ||= !goesOn(outcomes.ofList(parent.body.slice(parent.body.indexOf(current as TSESTree.Statement))));
  }
  return found;
}
