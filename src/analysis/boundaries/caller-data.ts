import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, lastName, rootOf, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Definition, Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';
import { isDataType } from '../values/data-types.js';
import { occasionOf } from '../timers/occasions.js';

/** Roles of calls that answer for one caller when they are asked with the caller's data. */
const ASKING = ['cache-command', 'database-query', 'http-request', 'external-data'] as const;
/** A call of such a name makes a part of the program. Names only silence. */
const MAKES = /^(?:create|make|build|connect|open|new|bind|require|set(?:Timeout|Interval|Immediate)|use|wrap|resolve|import)/i;
const NOT_DATA = new Set(['response', 'next']);
/** Members of a request or context by which handlers reach what all of them share. Names only silence. */
const SHARED_MEMBERS = /^(app|application|server|env|log|logger|config|container|scope|di|diScope|services|db|database|prisma|orm|em|redis|io|i18n|runtime|platform|bindings|executionCtx)$/;
/** Members that are the caller's, whatever stands below them. */
const CALLERS_MEMBERS = /^(body|query|params|headers?|cookies|user|session|auth|state|data|payload|value|get|req|request|url|path|originalUrl|ip|host|hostname|files?|rawBody|handshake|event|detail)$/;

/** Which values hold data of one request, or of one call, rather than of the whole process. */
export class CallerData {
  readonly #memo = new Map<Variable, boolean>();
  readonly #pending = new Set<Variable>();

  constructor(private readonly file: FileModel) {}

  /** Whether an expression holds something of the request that is being served: what a handler is given, or what was made from it. */
  isOfRequest(expression: Node): boolean {
    return this.#variablesIn(expression).some(each => this.#isRequestVariable(each));
  }

  /** Whether it holds a part of the request, not only what was made with all of it in hand (`connect(req)`). */
  isPartOfRequest(expression: Node): boolean {
    return this.#namesIn(expression).some(name => {
      const variable = this.file.bindings.variableOf(name);
      if (!variable || !this.#isRequestVariable(variable)) return false;
      const definition = this.file.bindings.definitionOf(variable);
      const isWhole = definition?.type === 'Parameter' && definition.node.params.some((each: Node) => each === definition.name);
      return !isWhole || CALLERS_MEMBERS.test(this.#memberOf(name) ?? '');
    });
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

  /**
   * Whether an expression holds what was found or computed for this call: the answer to a question with a parameter in it, a text or a sum of
   * one, an error, or a parameter that is declared as data. What is only handed in may be a part of the program, a logger or a server.
   */
  isComputedFor(fn: FunctionNode, expression: Node): boolean {
    const seen = new Set<Node>();
    const work: Node[] = [expression];
    for (let each = work.pop(); each; each = work.pop()) {
      if (seen.has(each) || seen.size > 50) continue;
      seen.add(each);
      const node = unwrap(each);
      const parts: readonly Node[] = [
        ...this.file.index.within(node, 'AwaitExpression').flatMap(({ argument }) => (argument.type === 'CallExpression' ? argument.arguments : [])),
        ...this.file.index.within(node, 'TemplateLiteral').flatMap(template => template.expressions),
        ...(node.type === 'CallExpression' && !MAKES.test(lastName(node.callee) ?? '') ? node.arguments : []),
        ...(node.type === 'BinaryExpression' ? [node.left, node.right] : []),
      ].filter(part => isInside(part, node));
      if (parts.some(part => this.#variablesIn(part).some(variable => this.#isFromParameters(variable, fn, seen)))) return true;
      if (this.#isDataOfParameter(node, fn) || this.#isCaught(node)) return true;
      for (const variable of this.#variablesIn(each)) work.push(...this.#valuesOf(variable));
    }
    return false;
  }

  #isCaught(name: Node): boolean {
    const variable = this.file.bindings.variableOf(name);
    return variable !== undefined && this.file.bindings.definitionOf(variable)?.type === 'CatchClause';
  }

  /** Whether an expression is what the caller has handed in, as it is. */
  isParameterOf(fn: FunctionNode, expression: Node): boolean {
    const variable = this.file.bindings.variableOf(unwrap(expression));
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Parameter' && definition.node === fn;
  }

  /** A parameter, or a member of one, whose declared type is data. */
  #isDataOfParameter(node: Node, fn: FunctionNode): boolean {
    const { declared } = this.file.origins;
    return this.isParameterOf(fn, rootOf(node)) && isDataType(declared.of(node), declared);
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
    const answer = definition && isSharedKey(definition.name) ? false :
      definition?.type === 'Parameter' ? this.#isRequestParameter(definition) : this.#valuesOf(variable).some(value => this.isOfRequest(value));
    this.#pending.delete(variable);
    this.#memo.set(variable, answer);
    return answer;
  }

  #isRequestParameter(definition: Definition): boolean {
    const fn = definition.node;
    if (!isFunction(fn)) return false;
    const handler = this.file.handlers.around(fn);
    if (this.file.handlers.runsPerRequest(fn) !== 'yes') {
      const occasion = occasionOf(fn.body, this.file);
      // The events of a Lambda come one at a time.
      const [first] = occasion?.fn.params ?? [];
      if (!occasion || occasion.unit === 'invocation' || (first && this.file.handlers.partOf(first) === 'message')) return false;
      if (occasion.fn === fn) return true;
    }
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
    return this.#namesIn(expression).flatMap(name => this.file.bindings.variableOf(name) ?? []);
  }

  /** The names in an expression, but those by which it gets at what all callers share: `req.app.get('db')`. */
  #namesIn(expression: Node): readonly TSESTree.Identifier[] {
    return this.file.index.within(unwrap(expression), 'Identifier').filter(name => {
      if (!this.file.bindings.referenceOf(name)) return false;
      for (let at = wrapped(name), member = at.parent; member?.type === 'MemberExpression' && member.object === at; at = wrapped(member), member = at.parent) {
        const key = staticName(member) ?? '';
        if (CALLERS_MEMBERS.test(key) && key !== 'req' && key !== 'request') return true;
        if (SHARED_MEMBERS.test(key)) return false;
      }
      return true;
    });
  }

  #memberOf(name: Node): string | undefined {
    const place = wrapped(name);
    return place.parent?.type === 'MemberExpression' && place.parent.object === place ? staticName(place.parent) : undefined;
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

/** `({ app, log }) => …`, `const { server } = request` */
function isSharedKey(name: Node): boolean {
  const place = name.parent?.type === 'AssignmentPattern' ? name.parent : name;
  const { parent } = place;
  return parent?.type === 'Property' && parent.value === place && parent.parent.type === 'ObjectPattern' && SHARED_MEMBERS.test(staticName(parent) ?? '');
}
