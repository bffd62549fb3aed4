import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';
import { mayAssert, type Assertion, type TestCase } from './test-cases.js';

/**
 * A test of a failure that passes although nothing has failed, or something else has.
 * `caught`: it asserts only where something was caught. `late`: it is over before its assertion runs. `unawaited`: nothing
 * waits for an assertion that is a promise. `any error`: every error is right. `text`: what looks like the expected message
 * is the assertion's own. `async`: an async function is called for what it throws, and it only rejects. `uncalled`: the
 * matcher is read and not called.
 */
export type VacuousTest =
  | { readonly kind: 'caught' | 'late'; readonly node: Node; readonly test: TestCase }
  | { readonly kind: 'unawaited' | 'any error' | 'text' | 'async' | 'uncalled'; readonly node: Node; readonly assertion: Assertion; readonly inTest: boolean };

/** Matchers that hold for no error: whoever uses them on what was caught says that nothing must be. */
const HOLD_FOR_NOTHING = new Set(['toBeUndefined', 'toBeNull', 'toBeFalsy', 'toBeNil', 'undefined', 'null', 'ifError', 'isUndefined', 'isNull', 'isNotOk', 'notExist']);
/** Matchers that hold for every error. */
const HOLD_FOR_ALL = new Set(['toBeDefined', 'toBeTruthy', 'ok', 'exist']);
const HANDLING: readonly string[] = ['then', 'catch', 'finally'];
const CHAINED = new Set(['then', 'catch', 'finally', 'notify']);

export class VacuousTests {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly VacuousTest[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly VacuousTest[] | undefined;

  #find(): readonly VacuousTest[] {
    // Cheap to refuse: most tests are about no failure.
    const { sourceCode, catalog } = this.file;
    if (![...HANDLING, ...catalog.failureNames].some(each => sourceCode.text.includes(each)) || this.file.tests.assertions.length === 0) return [];
    const found = [...this.#caught(), ...this.#late(), ...this.file.tests.assertions.flatMap(each => this.#weak(each) ?? [])];
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  *#caught(): Iterable<VacuousTest> {
    const { tests, index, bindings, errorHandling } = this.file;
    for (const node of index.all('CatchClause')) {
      const test = tests.ofOwn(node);
      const attempt = node.parent;
      if (!test || attempt.type !== 'TryStatement' || !node.param) continue;
      if (!this.#assertsAbout(node.body, bindings.declaredBy(node)) || this.#isAnswered(node.body, test)) continue;
      if (mayAssert(attempt.block, this.file) || endsInSignal(attempt.block) || (attempt.finalizer && mayAssert(attempt.finalizer, this.file))) continue;
      // A lock that is taken, or is not: whoever goes on in the try, and only asks that an error is one, lets both pass.
      if (attempt.block.body.length > 1 && this.#asksNothing(node.body)) continue;
      if (!this.#assertsAfter(attempt, test)) yield { kind: 'caught', node, test };
    }
    for (const { kind, fn, call } of errorHandling.handlers) {
      const test = call && tests.ofOwn(call);
      if (kind !== 'rejection' || !fn || !call || !test || call.arguments[0] !== fn || !this.#isWaitedFor(call)) continue;
      if (!this.#assertsAbout(fn.body, bindings.declaredBy(fn)) || this.#isAnswered(fn.body, test)) continue;
      const callee = unwrap(call.callee);
      if (callee.type !== 'MemberExpression' || mayAssert(callee.object, this.file) || this.#assertsAfter(call, test)) continue;
      yield { kind: 'caught', node: callee.property, test };
    }
  }

  /** Whether an assertion in a handler is about its error, and one that an error can pass. */
  #assertsAbout(handler: Node, errors: readonly Variable[]): boolean {
    const own = new Set(errors);
    const assertions = this.file.tests.assertionsIn(handler);
    if (assertions.some(({ facts, chain }) => facts.kind === 'fails' || chain.some(each => HOLD_FOR_NOTHING.has(each)) || (chain.includes('not') && HOLD_FOR_ALL.has(chain.at(-1)!)))) return false;
    if (assertions.some(({ call }) => isLiteral(call.arguments[0]) && call.arguments.length === 1)) return false;
    return assertions.some(({ call }) => this.file.index.within(call, 'Identifier').some(each => own.has(this.file.bindings.variableOf(each)!)));
  }

  #asksNothing(handler: Node): boolean {
    return this.file.tests.assertionsIn(handler).every(({ call, chain }) => call.arguments[0]?.type === 'Identifier' && HOLD_FOR_ALL.has(chain.at(-1) ?? ''));
  }

  /** Whether the test fails in another way where the handler does not run: it is told how many assertions to expect, or waits for the handler. */
  #isAnswered(handler: Node, { fn }: TestCase): boolean {
    const { index, bindings, tests } = this.file;
    const counted = tests.assertions.some(({ facts, call }) => facts.kind === 'counts' && (isInside(call, fn) || !tests.around(call)));
    if (counted || index.within(fn, 'MemberExpression').some(each => staticName(each) === 'plan')) return true;
    const given = new Set(fn.params.flatMap(each => (each.type === 'Identifier' ? (bindings.variableOf(each) ?? []) : [])));
    if (given.size > 0 && index.within(handler, 'Identifier').some(each => given.has(bindings.variableOf(each)!))) return true;
    // What it notes, or calls, may be asked for later.
    return index.within(handler, 'AssignmentExpression').length > 0 || index.within(handler, 'UpdateExpression').length > 0;
  }

  /** Whether something behind a node may fail the test, other handlers of errors left out. */
  #assertsAfter(node: Node, { fn }: TestCase): boolean {
    const may = (each: Node): boolean => {
      if (each.type !== 'TryStatement') return mayAssert(each, this.file);
      return mayAssert(each.block, this.file) || (each.finalizer !== null && mayAssert(each.finalizer, this.file));
    };
    for (let current = node, parent = node.parent; parent && current !== fn; current = parent, parent = parent.parent) {
      const list = parent.type === 'BlockStatement' ? parent.body : parent.type === 'SwitchCase' ? parent.consequent : [];
      if (list.some(each => each.range[0] >= current.range[1] && may(each))) return true;
    }
    return false;
  }

  #isWaitedFor(call: Node): boolean {
    const { parent } = wrapped(call);
    if (parent?.type === 'AwaitExpression') return wrapped(parent).parent?.type === 'ExpressionStatement';
    return parent?.type === 'ReturnStatement' || (isFunction(parent) && parent.body === call);
  }

  /** `work().then(value => { expect(value)… });` in a test that waits for nothing. */
  *#late(): Iterable<VacuousTest> {
    const { tests, index } = this.file;
    if (index.callsNamed(...HANDLING).length === 0) return;
    for (const statement of index.all('ExpressionStatement')) {
      const call = unwrap(statement.expression);
      const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
      if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || !HANDLING.includes(staticName(callee) ?? '')) continue;
      const test = tests.ofOwn(statement);
      if (!test || test.fn.async || test.fn.params.length > 0 || this.#givesSomething(test.fn) || isQueued(call)) continue;
      const isIn = tests.assertionsIn(call).some(each => enclosingFunction(each.call) !== test.fn);
      if (isIn) yield { kind: 'late', node: callee.property, test };
    }
  }

  #givesSomething(fn: FunctionNode): boolean {
    return this.file.index.inOwn(fn, 'ReturnStatement').some(each => each.argument !== null);
  }

  #weak(assertion: Assertion): VacuousTest | undefined {
    const { call, facts, chain, whole, last } = assertion;
    const of = (kind: 'unawaited' | 'any error' | 'text' | 'async' | 'uncalled', node: Node = whole): VacuousTest => ({ kind, node, assertion, inTest: this.file.tests.ofOwn(whole) !== undefined });
    const isStatement = wrapped(whole).parent?.type === 'ExpressionStatement';
    const isPromise = facts.kind === 'rejects' || chain.some(each => facts.promises?.includes(each));
    const isNegated = chain.includes('not') || facts.kind === 'does not throw';
    const throwing = chain.at(-1) ?? '';
    const isThrow = facts.kind === 'throws' || facts.kind === 'rejects' || facts.throws?.includes(throwing) === true;
    const [first] = call.arguments;
    if (!isPromise && isNegated && (isThrow || facts.kind === 'does not throw') && first && this.#onlyRejects(first)) return of('async');
    if (isPromise && isStatement && !chain.some(each => CHAINED.has(each))) return of('unawaited');
    if (!isThrow || isNegated) return undefined;
    if (!last) {
      if (facts.promises?.includes(throwing)) return of('any error');
      return isStatement && facts.throws?.includes(throwing) ? of('uncalled') : undefined;
    }
    const matchers = facts.kind === 'subject' ? last.arguments : last.arguments.slice(1);
    if (matchers.length === 0) return call.arguments.length > 0 ? of('any error') : undefined;
    const [matcher] = matchers;
    return facts.textIsMessage && matcher && matcher.type !== 'SpreadElement' && isText(matcher) ? of('text', matcher) : undefined;
  }

  /** An async function, or one that does nothing but call one in view. */
  #onlyRejects(node: Node): boolean {
    const fn = this.file.origins.functionOf(node);
    if (!fn || fn.generator) return false;
    if (fn.async) return true;
    const body = unwrap(fn.body);
    const called = body.type === 'CallExpression' ? this.file.origins.functionOf(body.callee) : undefined;
    return called?.async === true && !called.generator;
  }
}

/** `notReached();` behind the work: a function of the project that may fail the test. */
function endsInSignal({ body }: TSESTree.BlockStatement): boolean {
  const last = body.length > 1 ? body.at(-1) : undefined;
  return last?.type === 'ExpressionStatement' && last.expression.type === 'CallExpression' && last.expression.callee.type === 'Identifier' && last.expression.arguments.every(each => each.type === 'Literal');
}

function isLiteral(node: TSESTree.CallExpressionArgument | undefined): boolean {
  return node?.type === 'Literal';
}

function isText(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'TemplateLiteral' || (value.type === 'Literal' && typeof value.value === 'string');
}

/** Cypress' commands look like promises; they are queued, and the test waits for them. */
function isQueued(call: Node): boolean {
  let root = call;
  while (root.type === 'MemberExpression' || root.type === 'CallExpression') root = unwrap(root.type === 'MemberExpression' ? root.object : root.callee);
  return root.type === 'Identifier' && root.name === 'cy';
}
