import type { TSESTree } from '@typescript-eslint/utils';
import type { RetryFacts } from '../../catalog/schema.js';
import { isFunction, isInside, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** The code of one attempt. */
export interface RetriedRegion {
  /** The loop, the call of itself, or the call of the library. */
  readonly retry: Node;
  /** What runs in an attempt: expressions, or the body of a function. */
  readonly places: readonly Node[];
  /** Whether something looks at the error before the next attempt: true, false, or undefined where nobody can say. */
  readonly looksAtError: boolean | undefined;
  /** Attempts at most, where that can be seen. */
  readonly attempts: number | undefined;
  /** The library that makes the attempts, and the call that says how. */
  readonly by: LibraryCall | undefined;
}

const MAX_DEPTH = 2;

/** What retries run, wherever they are made. */
export class RetriedRegions {
  constructor(private readonly file: FileModel) {}

  get all(): readonly RetriedRegion[] {
    return (this.#all ??= [...this.#handWritten(), ...this.#ofLibraries()]);
  }
  #all: readonly RetriedRegion[] | undefined;

  #handWritten(): RetriedRegion[] {
    const { retries } = this.file;
    return retries.handWritten.map(each => ({
      retry: each.kind === 'loop' ? each.loop : each.call,
      places: each.work,
      looksAtError: this.#tests(each.clause),
      attempts: retries.attemptsOf(each),
      by: undefined,
    }));
  }

  /** Whether a handler decides by what it is given. */
  #tests(clause: Node): boolean {
    const parameter = clause.type === 'CatchClause' ? clause.param : isFunction(clause) ? clause.params[0] : undefined;
    if (!parameter) return false;
    const { index, bindings } = this.file;
    const tests = [
      ...index.within(clause, 'IfStatement').map(each => each.test),
      ...index.within(clause, 'ConditionalExpression').map(each => each.test),
      ...index.within(clause, 'SwitchStatement').map(each => each.discriminant),
      ...index.within(clause, 'LogicalExpression').map(each => each.left),
      ...index.within(clause, 'WhileStatement').map(each => each.test),
    ];
    // `const message = error instanceof Error ? … : String(error)` only reads it; but a name made of it may be tested.
    const caught = new Set(bindings.declaredBy(clause).filter(each => each.identifiers.some(one => isInside(one, parameter))));
    for (const each of index.within(clause, 'VariableDeclarator')) {
      if (each.init && index.within(each.init, 'Identifier').some(one => caught.has(bindings.variableOf(one)!))) for (const variable of bindings.declaredBy(each)) caught.add(variable);
    }
    return tests.some(test => index.within(test, 'Identifier').some(each => caught.has(bindings.variableOf(each)!)) && !isOnlyRead(test));
  }

  #ofLibraries(): RetriedRegion[] {
    const { library } = this.file.retries;
    const regions = library.all.flatMap(({ call, facts, attempts, task }): RetriedRegion[] =>
      task ? [{ retry: call.node, places: [task.body], looksAtError: this.#decides(call, facts, task), attempts, by: call }] : [],
    );
    // `policy.execute(task)`: the policy says how.
    for (const call of this.file.calls.of('resilience')) {
      const made = call.client && library.all.find(each => each.call === call.client);
      const [given] = call.node.arguments;
      const task = made && given && this.file.origins.functionOf(given);
      if (made && task) regions.push({ retry: call.node, places: [task.body], looksAtError: this.#decides(made.call, made.facts, undefined), attempts: made.attempts, by: made.call });
    }
    return regions;
  }

  #decides(call: LibraryCall, facts: RetryFacts, task: FunctionNode | undefined): boolean | undefined {
    const { decides } = facts;
    if (decides?.argument !== undefined) {
      const given = call.node.arguments[decides.argument];
      const origin = given && this.file.origins.of(given);
      return !(decides.unless !== undefined && origin?.kind === 'library' && origin.path === decides.unless);
    }
    const option = this.file.retries.library.at(call, facts, decides?.options ?? []);
    if (option.state !== 'absent') return option.state === 'present' ? true : undefined;
    // `bail(error)`, `throw new AbortError(error)`: the task itself says where it ends.
    const [bail] = task?.params ?? [];
    return Boolean(bail?.type === 'Identifier' && this.file.bindings.variableOf(bail)?.references.some(each => each.identifier.parent?.type === 'CallExpression' && each.identifier.parent.callee === each.identifier));
  }

  /** The calls that an attempt makes: there, and in functions in view that it runs. */
  callsIn(region: RetriedRegion): readonly TSESTree.CallExpression[] {
    let calls = this.#calls.get(region);
    if (!calls) this.#calls.set(region, (calls = this.#findCalls(region)));
    return calls;
  }
  readonly #calls = new Map<RetriedRegion, readonly TSESTree.CallExpression[]>();

  #findCalls({ places, retry }: RetriedRegion): readonly TSESTree.CallExpression[] {
    const calls: TSESTree.CallExpression[] = [];
    const seen = new Set<Node>();
    const visit = (place: Node, depth: number): void => {
      if (seen.has(place)) return;
      seen.add(place);
      for (const call of this.file.index.within(place, 'CallExpression')) {
        calls.push(call);
        if (depth >= MAX_DEPTH || this.file.calls.at(call)) continue;
        for (const fn of this.file.promises.functionsCalledBy(call)) if (!isInside(retry, fn) && !isInside(fn, place)) visit(fn.body, depth + 1);
      }
    };
    for (const place of places) visit(place, 0);
    return calls;
  }
}

/** `error instanceof Error` decides about the text of a log only. */
function isOnlyRead(test: Node): boolean {
  const node = unwrap(test);
  const { parent } = node;
  return parent?.type === 'ConditionalExpression' && parent.test === node && node.type === 'BinaryExpression' && node.operator === 'instanceof';
}
