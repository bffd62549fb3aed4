import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Definition, Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';

/** Roles of calls that answer for one caller when they are asked with the caller's data. */
const ASKING = ['cache-command', 'database-query', 'http-request', 'external-data'] as const;
const NOT_DATA = new Set(['response', 'next']);

/** Which values hold data of one request, or of one call, rather than of the whole process. */
export class CallerData {
  readonly #memo = new Map<Variable, boolean>();
  readonly #pending = new Set<Variable>();

  constructor(private readonly file: FileModel) {}

  /** Whether an expression holds something of the request that is being served: what a handler is given, or what was made from it. */
  isOfRequest(expression: Node): boolean {
    return this.#variablesIn(expression).some(each => this.#isRequestVariable(each));
  }

  /** Whether an expression holds what a library answered to a question with this function's own parameters in it. */
  isLoadedFor(fn: FunctionNode, expression: Node): boolean {
    const seen = new Set<Node>();
    const work: Node[] = [expression];
    for (let each = work.pop(); each; each = work.pop()) {
      if (seen.has(each) || seen.size > 50) continue;
      seen.add(each);
      for (const call of this.file.index.within(each, 'CallExpression')) {
        const role = this.file.calls.at(call)?.entry.role;
        if (role === undefined || !ASKING.some(asking => asking === role)) continue;
        if (call.arguments.some(argument => this.#variablesIn(argument).some(variable => this.#isFromParameters(variable, fn, seen)))) return true;
      }
      for (const variable of this.#variablesIn(each)) work.push(...this.#valuesOf(variable));
    }
    return false;
  }

  #isFromParameters(variable: Variable, fn: FunctionNode, seen: ReadonlySet<Node>, depth = 0): boolean {
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type === 'Parameter') return definition.node === fn;
    if (depth > 5 || seen.size > 50) return false;
    return this.#valuesOf(variable).some(value => this.#variablesIn(value).some(each => each !== variable && this.#isFromParameters(each, fn, seen, depth + 1)));
  }

  #isRequestVariable(variable: Variable): boolean {
    const known = this.#memo.get(variable);
    if (known !== undefined) return known;
    if (this.#pending.has(variable)) return false;
    this.#pending.add(variable);
    const definition = this.file.bindings.definitionOf(variable);
    const answer =
      definition?.type === 'Parameter' ? this.#isRequestParameter(definition) : this.#valuesOf(variable).some(value => this.isOfRequest(value));
    this.#pending.delete(variable);
    this.#memo.set(variable, answer);
    return answer;
  }

  #isRequestParameter(definition: Definition): boolean {
    const fn = definition.node;
    if (!isFunction(fn) || this.file.handlers.runsPerRequest(fn) !== 'yes') return false;
    const handler = this.file.handlers.around(fn);
    const index = fn.params.findIndex(each => each.range[0] <= definition.name.range[0] && definition.name.range[1] <= each.range[1]);
    if (handler?.fn === fn) {
      const part = this.file.handlers.partOf(definition.name);
      if (part !== undefined) return !NOT_DATA.has(part);
      if (handler.kind === 'error-middleware' && index === 0) return false;
      // Parameters of an unknown kind: data where a decorator or a consumer's contract brings them.
      return handler.by === 'decorator' || handler.kind === 'consumer' || (index === 0 && handler.kind !== 'lambda');
    }
    const use = fn.parent;
    // A callback: its parameters come from the call that it is given to.
    if (use.type === 'CallExpression' && use.callee !== fn) return this.isOfRequest(use.callee) || use.arguments.some(each => each !== fn && this.isOfRequest(each));
    return this.#callsOf(fn).some(call => {
      const argument = call.arguments[index];
      return argument !== undefined && this.file.handlers.runsPerRequest(call) === 'yes' && this.isOfRequest(argument);
    });
  }

  /** Expressions that a local variable is given: its initialiser, assignments, what a loop runs over. */
  #valuesOf(variable: Variable): readonly Node[] {
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'Variable' || !enclosingFunction(definition.node)) return [];
    const values: Node[] = [];
    if (definition.node.init) values.push(definition.node.init);
    const loop = definition.parent?.parent;
    if (loop?.type === 'ForOfStatement' || loop?.type === 'ForInStatement') values.push(loop.right);
    for (const write of this.file.bindings.assignmentsTo(variable)) if (write.writeExpr) values.push(write.writeExpr);
    return values;
  }

  #variablesIn(expression: Node): Variable[] {
    const variables: Variable[] = [];
    for (const name of this.file.index.within(unwrap(expression), 'Identifier')) {
      if (!this.file.bindings.referenceOf(name)) continue;
      const variable = this.file.bindings.variableOf(name);
      if (variable) variables.push(variable);
    }
    return variables;
  }

  #callsOf(fn: FunctionNode): readonly TSESTree.CallExpression[] {
    if (!this.#calls) {
      this.#calls = new Map();
      for (const call of this.file.index.all('CallExpression')) {
        const called = this.file.origins.functionOf(call.callee);
        if (!called) continue;
        const list = this.#calls.get(called);
        if (list) list.push(call);
        else this.#calls.set(called, [call]);
      }
    }
    return this.#calls.get(fn) ?? [];
  }
  #calls: Map<FunctionNode, TSESTree.CallExpression[]> | undefined;
}
