import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, isLoop, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { LoopOutcomes, type Loop } from './loop-outcomes.js';
import { ANOTHER, RetryInputs } from './retry-inputs.js';
import type { RetryWaits } from './retry-waits.js';

/** A loop that does the same work again when it has failed. */
export interface RetryLoop {
  readonly kind: 'loop';
  readonly loop: Loop;
  readonly statement: TSESTree.TryStatement;
  readonly clause: TSESTree.CatchClause;
  /** What is awaited in an attempt. */
  readonly work: readonly Node[];
  /** How often: as often as it counts; until it has succeeded; or nobody can tell. */
  readonly ends: 'counted' | 'on success' | 'unknown';
}

/** Names of functions that change what the next attempt works on. */
export const SWITCHES = /rotate|switch|next|fail_?over|fall_?back|refresh|renew|invalidate|evict|exclude|blacklist|block_?list|mark|reset|reconnect|relogin|reauth|^clear(?!Timeout|Interval)|delete|pop|shift|push/i;
/** Fields that only tell how an attempt went. */
export const TELLS = /retr|attempt|tries|count|error|fail|last|stat|metric|log|time|num|total/i;

/** Finds retries that are written as loops: a `try` in a loop that success leaves and failure does not. */
export class RetryLoops {
  readonly #inputs: RetryInputs;

  constructor(
    private readonly file: FileModel,
    private readonly waits: RetryWaits,
  ) {
    this.#inputs = new RetryInputs(file);
  }

  /** In source order. */
  find(): RetryLoop[] {
    return this.file.index.all('TryStatement').flatMap(statement => this.#of(statement) ?? []);
  }

  #of(statement: TSESTree.TryStatement): RetryLoop | undefined {
    const { handler } = statement;
    const loop = handler ? loopAround(statement) : undefined;
    const fn = enclosingFunction(statement);
    if (!handler || !loop || fn?.generator || (loop.type === 'ForOfStatement' && loop.await)) return undefined;
    const work = this.#workOf(statement, fn);
    if (work.length === 0) return undefined;
    const outcomes = new LoopOutcomes(loop, call => this.file.calls.at(call)?.entry.role === 'exit');
    const failed = outcomes.through(handler.body.body, statement);
    if (!failed || (!failed.has('continues') && !failed.has('falls'))) return undefined;
    const ends = this.#endsOf(loop, statement);
    const done = outcomes.through(statement.block.body, statement);
    if (!done || !this.#leavesOnSuccess(loop, statement, done.has('leaves'), done.has('continues') || done.has('falls'), ends)) return undefined;
    const isOver = done.has('leaves') && !done.has('continues') && !done.has('falls') ? true : this.#setsFlag(loop, statement);
    return this.changes({ loop, block: statement.block, work, isOver }) ? undefined : { kind: 'loop', loop, statement, clause: handler, work, ends };
  }

  /** What the `try` itself waits for, timers left out. */
  #workOf({ block }: TSESTree.TryStatement, fn: FunctionNode | undefined): Node[] {
    const awaited = this.file.index.within(block, 'AwaitExpression').filter(each => enclosingFunction(each) === fn);
    return awaited.map(each => unwrap(each.argument)).filter(each => !this.waits.isSleep(each));
  }

  #leavesOnSuccess(loop: Loop, statement: TSESTree.TryStatement, leaves: boolean, stays: boolean, ends: RetryLoop['ends']): boolean {
    if (leaves && !stays) return true;
    // `while (!done)`: the loop looks at what the attempt has set.
    if (stays && this.#testsResultOf(loop, statement)) return true;
    return leaves && ends === 'counted';
  }

  #testsResultOf(loop: Loop, { block }: TSESTree.TryStatement): boolean {
    const test = testOf(loop);
    if (!test) return false;
    return this.file.index.within(test, 'Identifier').some(each => {
      const variable = this.file.bindings.variableOf(each);
      return variable !== undefined && this.#isSetIn(variable, block);
    });
  }

  #isSetIn(variable: Variable, place: Node): boolean {
    return this.file.bindings.assignmentsTo(variable).some(({ identifier }) => identifier.parent?.type === 'AssignmentExpression' && isInside(identifier, place));
  }

  /** `done = true` as a step of the attempt, which the loop looks at: nothing that a success sets reaches another attempt. */
  #setsFlag(loop: Loop, { block }: TSESTree.TryStatement): boolean {
    const test = testOf(loop);
    if (!test) return false;
    const names = new Set(this.file.index.within(test, 'Identifier').map(each => each.name));
    return block.body.some(each => {
      const set = each.type === 'ExpressionStatement' ? each.expression : undefined;
      return set?.type === 'AssignmentExpression' && set.left.type === 'Identifier' && names.has(set.left.name) && set.right.type === 'Literal';
    });
  }

  #endsOf(loop: Loop, { block }: TSESTree.TryStatement): RetryLoop['ends'] {
    if (loop.type === 'ForOfStatement') return 'counted';
    const test = testOf(loop);
    const value = test && this.file.options.valueOf(test);
    if (!test || value?.value === true || value?.value === 1) return 'on success';
    const variables = this.file.index.within(test, 'Identifier').flatMap(each => this.file.bindings.variableOf(each) ?? []);
    if (variables.some(each => this.isCounter(each, loop))) return 'counted';
    const onlyResult = variables.length > 0 && variables.every(each => this.#isSetIn(each, block)) && this.file.index.within(test, 'CallExpression').length === 0 && this.file.index.within(test, 'MemberExpression').length === 0;
    return onlyResult ? 'on success' : 'unknown';
  }

  isCounter(variable: Variable, loop: Loop): boolean {
    return this.file.bindings.assignmentsTo(variable).some(({ identifier }) => {
      const { parent } = identifier;
      const counts = parent?.type === 'UpdateExpression' || (parent?.type === 'AssignmentExpression' && (parent.operator !== '=' || this.file.index.within(parent.right, 'Identifier').some(each => each.name === identifier.name)));
      return counts && isInside(identifier, loop);
    });
  }

  /** Whether the next attempt may do something else than the last: another item, address, message or state. */
  changes(attempt: LoopAttempt): boolean {
    const { index } = this.file;
    for (const each of attempt.work) {
      if (index.within(each, 'Identifier').some(name => this.#changesIn(name, attempt, each))) return true;
      if (index.within(each, 'CallExpression').some(call => call !== each && ANOTHER.test(lastName(call.callee) ?? ''))) return true;
    }
    const { loop, block } = attempt;
    const around = (node: Node): boolean => !isInside(node, block);
    if (index.within(loop, 'AssignmentExpression').some(each => around(each) && changesField(each.left))) return true;
    if (index.within(loop, 'UpdateExpression').some(each => around(each) && changesField(each.argument))) return true;
    return index.within(loop, 'CallExpression').some(call => around(call) && SWITCHES.test(lastName(call.callee) ?? '') && !this.#isRecord(call));
  }

  /** `errors.push(error)` only keeps what has happened. */
  #isRecord(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const owner = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
    const name = owner?.type === 'Identifier' ? owner.name : owner?.type === 'MemberExpression' ? (staticName(owner) ?? '') : '';
    return TELLS.test(name);
  }

  #changesIn(name: Node, attempt: LoopAttempt, work: Node, seen = new Set<Variable>()): boolean {
    const variable = this.file.bindings.variableOf(name);
    if (!variable || seen.has(variable)) return false;
    seen.add(variable);
    const { loop, block, isOver } = attempt;
    const [declared] = variable.identifiers;
    if (!declared || isInside(declared, work)) return false;
    const writes = this.file.bindings.assignmentsTo(variable).filter(({ identifier }) => isInside(identifier, loop) && !(isOver && isInside(identifier, block)));
    if (!isInside(declared, loop)) return writes.length > 0;
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'Variable' || !isInside(declared, loop.body)) return true;
    const values = [definition.node.init, ...writes.map(({ identifier }) => (identifier.parent?.type === 'AssignmentExpression' ? identifier.parent.right : undefined))];
    return values.some(value => value && this.#isAnother(value, attempt, work, seen));
  }

  #isAnother(value: Node, attempt: LoopAttempt, work: Node, seen: Set<Variable>): boolean {
    const { index } = this.file;
    // What an attempt has waited for is its own work; before the attempt, it is what the attempt works on.
    if (!isInside(value, attempt.block) && index.within(value, 'AwaitExpression').length > 0) return true;
    if (index.within(value, 'CallExpression').some(each => ANOTHER.test(lastName(each.callee) ?? '') || (!isInside(value, attempt.block) && this.#inputs.isTakenAnew(each)))) return true;
    return index.within(value, 'Identifier').some(each => this.#changesIn(each, attempt, work, seen));
  }
}

export interface LoopAttempt {
  readonly loop: Loop;
  /** The code of one attempt. */
  readonly block: Node;
  readonly work: readonly Node[];
  /** Success ends the loop, so that what it sets reaches no other attempt. */
  readonly isOver: boolean;
}

/** The nearest loop around a statement, in the same function; undefined where another statement with a `break` is nearer. */
export function loopAround(statement: Node): Loop | undefined {
  for (let current = statement.parent; current && !isFunction(current); current = current.parent) {
    if (current.type === 'SwitchStatement') return undefined;
    if (isLoop(current)) return current.type === 'ForInStatement' ? undefined : (current as Loop);
  }
  return undefined;
}

/** What a loop looks at before each iteration; undefined where it is nothing. */
export function testOf(loop: Loop): Node | undefined {
  return loop.type === 'ForOfStatement' ? undefined : (loop.test ?? undefined);
}

function changesField(target: Node): boolean {
  const place = unwrap(target);
  return place.type === 'MemberExpression' && !TELLS.test(staticName(place) ?? '');
}
