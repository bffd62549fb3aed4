import type { TSESTree } from '@typescript-eslint/utils';
import type { AnsweringFacts } from '../../catalog/schema.js';
import { isFunction, isInside, lastName, rootOf, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Flow } from '../flow/flow-queries.js';
import { Settling } from '../promises/settling.js';
import { testsAround } from '../promises/settling-gates.js';
import { endingsOf, type Ending } from './endings.js';
import { isHarmlessMention, preparedOnly } from './response-uses.js';
import type { Handler } from './request-handlers.js';

/** A path through a handler on which nobody answers the request or passes it on. */
export interface UnansweredPath {
  readonly handler: Handler;
  readonly kind: Ending['kind'] | 'return' | 'prepared' | 'never';
  readonly node: Node;
  /** What becomes of the client. */
  readonly harm: string;
  /** The parameters through which it could answer, or pass on. */
  readonly response: string | undefined;
  readonly next: string | undefined;
}

/** What a condition asks where the request may be over already. */
const OVER = /^(?:aborted|destroyed|closed|cancell?ed|headersSent|writableEnded|writableFinished|finished|sent|isSent|ended)$/;
/** Calls that usually do not return. Names only ever make us silent. */
const THROWS = /^(?:assert|throw|fail|raise|unreachable|panic|never|invariant|abort|notFound|redirect|forbidden|unauthorized|exhaustive)/i;

/** The paths of a file's handlers on which a request is left without an answer. */
export function unansweredPaths(file: FileModel): readonly UnansweredPath[] {
  return file.handlers.all.flatMap(handler => {
    const { fn } = handler;
    if (fn.generator || handler.kind === 'consumer' || handler.kind === 'lambda' || file.index.inOwn(fn, 'Identifier').some(each => each.name === 'arguments')) return [];
    const asked = new AskedHandler(handler, file);
    return asked.facts ? asked.unanswered() : [];
  });
}

class AskedHandler {
  readonly facts: AnsweringFacts | undefined;
  readonly #flow: Flow;
  readonly #uses: readonly Node[];
  readonly #steps = new Set<Node>();
  readonly #response: TSESTree.Identifier | undefined;
  readonly #next: TSESTree.Identifier | undefined;
  readonly #settling: Settling;

  constructor(
    private readonly handler: Handler,
    private readonly file: FileModel,
    /** The handler's function, or one in it that answers alone. */
    private readonly fn: FunctionNode = handler.fn,
    settling?: Settling,
  ) {
    const { parameters } = handler;
    this.#response = parameters.get('response') ?? parameters.get('context');
    this.#next = parameters.get('next');
    this.facts = this.#response && file.handlers.typeOf(this.#response)?.answering;
    this.#flow = file.flow(fn);
    const variables = [this.#response, this.#next].flatMap(each => (each && file.bindings.variableOf(each)) ?? []);
    const isReturned = this.facts?.by === 'return';
    this.#settling = settling ?? new Settling(file, fn, this.facts ? variables : [], mention => (isReturned ? (mention as TSESTree.Identifier).name === this.#next?.name : !isHarmlessMention(mention, file)));
    this.#uses = this.#settling.usesIn(fn);
  }

  unanswered(): readonly UnansweredPath[] {
    if (!this.facts || !this.#isRead()) return [];
    for (const use of this.#uses) {
      const step = this.#stepOf(use);
      if (!step || !this.#flow.isReachable(step)) return [];
      this.#steps.add(step);
    }
    const values = this.#returned();
    if (!this.#mustAnswer(values)) return [];
    return [...this.#own(values), ...this.#nested()].sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #own(values: readonly Node[]): readonly UnansweredPath[] {
    const passes = (node: Node): boolean => this.#steps.has(node);
    const exits = this.#flow.exitsWithout(this.fn, passes, { kinds: ['return'] }).filter(each => !each.node || !values.includes(each.node));
    if (exits.length === 0) return [];
    const found: UnansweredPath[] = [];
    for (const { node } of exits) {
      if (node?.type !== 'ReturnStatement' || !this.#isUnanswered(node) || !this.#leaves(node)) continue;
      const prepared = preparedOnly(node.argument, this.file);
      // What a thenable response does there is another fault.
      if (prepared && this.facts?.thenable) continue;
      found.push(this.#path(prepared ? 'prepared' : 'return', prepared ?? node));
    }
    const end = exits.some(each => each.kind === 'end') ? this.#ending() : undefined;
    return [...found, ...(end ?? [])];
  }

  /** Functions in it that nothing else helps to answer: those of a `match`, and what reacts to a promise. */
  #nested(): readonly UnansweredPath[] {
    if (this.facts?.by !== 'call') return [];
    return this.#uses.flatMap(use => {
      if (!isFunction(use) || use.generator) return [];
      const chain = this.#answersAlone(use) ? wholeChain(use) : undefined;
      const step = chain && this.#stepOf(chain);
      const isHelp = (other: Node): boolean => !isInside(other, chain!) && !isInCatchOf(other, chain!) && (this.#flow.reaches(step!, other) || this.#flow.reaches(other, step!));
      if (!step || [...this.#steps].some(isHelp)) return [];
      return new AskedHandler(this.handler, this.file, use, this.#settling).#inAlone();
    });
  }

  #inAlone(): readonly UnansweredPath[] {
    for (const use of this.#uses) {
      const step = this.#stepOf(use);
      if (!step || !this.#flow.isReachable(step)) return [];
      this.#steps.add(step);
    }
    // What gives its chain a value may leave the answer to whoever takes it.
    const values = this.#returned();
    return values.length > 0 || this.#uses.length === 0 ? [] : [...this.#own([]), ...this.#nested()];
  }

  /** One of several functions of which one runs, or what runs when a promise has been fulfilled. */
  #answersAlone(fn: FunctionNode): boolean {
    const call = fn.parent;
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || !call.arguments.includes(fn as TSESTree.Expression)) return false;
    if (this.file.calls.at(call)?.entry.callbacks?.some(each => each.oneOf)) return true;
    if (staticName(call.callee) !== 'then' || call.arguments[0] !== fn || this.file.promises.isPromise(call.callee.object) === false) return false;
    // A later link may answer for this one.
    return linksAfter(call).every(each => lastName(each.callee) === 'catch' || each.arguments.every(argument => !this.#settling.isIn(argument)));
  }

  /** Whether the function really has what its framework hands it: a patched parameter, or a Nest handler that answers by what it returns, has not. */
  #isRead(): boolean {
    const { by } = this.handler;
    const response = this.#response;
    if (!response || ![response, this.#next].every(each => !each || this.#isConstant(each))) return false;
    return by !== 'decorator' || this.file.handlers.takenOver(this.handler.fn) !== undefined;
  }

  #isConstant(parameter: TSESTree.Identifier): boolean {
    const variable = this.file.bindings.variableOf(parameter);
    return variable !== undefined && this.file.bindings.isConstant(variable);
  }

  /** Whether there is proof enough that no one but this function answers. */
  #mustAnswer(values: readonly Node[]): boolean {
    const { by, kind } = this.handler;
    const { facts, fn } = this;
    if (facts?.by === 'return') return this.#returnsResponse(values) && (kind !== 'middleware' || this.#next === undefined || this.#uses.length > 0);
    if (facts?.by === 'either' && fn.async) return kind !== 'middleware' && (values.length > 0 || this.#uses.length > 0);
    if (this.#uses.length > 0 && (by === 'call' || by === 'decorator' || by === 'class')) return true;
    // A wrapper may answer with what it is given; a function that is only typed like a handler may be asked by one.
    if (values.length > 0 && facts?.by === 'call') return false;
    if (this.#uses.length > 0) return by === 'wrapper' || this.#next !== undefined || !this.#isTypedByParameters() || this.#isAction();
    return by === 'call' && kind !== 'error-middleware' && facts?.by === 'call' && fn.body.type === 'BlockStatement' && fn.body.body.length > 0;
  }

  #isTypedByParameters(): boolean {
    return this.handler.by === 'types' && Boolean(this.#response?.typeAnnotation);
  }

  /** An async function that the module exports, or a method, and that nothing here calls: what a router is given. */
  #isAction(): boolean {
    const { fn } = this.handler;
    if (!fn.async || isArgument(fn)) return false;
    return this.file.origins.usesOf(fn).every(each => each === fn || wrapped(each).parent?.type !== 'CallExpression' || (wrapped(each).parent as TSESTree.CallExpression).callee !== wrapped(each));
  }

  /** Returns that answer by themselves, where the framework reads them; elsewhere, those that give somebody else a value. */
  #returned(): readonly Node[] {
    const { fn } = this;
    const returns: Node[] = this.file.index.inOwn(fn, 'ReturnStatement').filter(each => each.argument && !this.#isNothing(each.argument));
    if (fn.body.type !== 'BlockStatement' && !this.#isNothing(fn.body)) returns.push(fn.body);
    return returns.filter(each => {
      const value = each.type === 'ReturnStatement' ? each.argument! : each;
      return !preparedOnly(value, this.file) && (this.facts?.by !== 'call' || !this.#uses.some(use => isInside(use, value)));
    });
  }

  #returnsResponse(values: readonly Node[]): boolean {
    const holdsResponse = (value: Node): boolean => this.file.index.within(value, 'CallExpression').some(each => this.file.calls.at(each)?.entry.response === 'gives');
    return values.some(holdsResponse);
  }

  #isNothing(node: Node): boolean {
    const value = unwrap(node);
    return this.file.bindings.isGlobal(value, 'undefined') || (value.type === 'UnaryExpression' && value.operator === 'void' && value.argument.type === 'Literal');
  }

  #stepOf(use: Node): Node | undefined {
    const { graph } = this.#flow;
    for (let current: Node | undefined = use; current && current !== this.fn; current = current.parent) {
      // `res.json(await load())` answers when it is called, not where its method is read.
      if (current.type !== 'Identifier' && current.type !== 'MemberExpression' && graph.steps.has(current)) return current;
    }
    return undefined;
  }

  /** Whether no path comes here on which the request has been answered already. */
  #isUnanswered(node: Node): boolean {
    return this.#flow.isReachable(node) && ![...this.#steps].some(step => this.#flow.reaches(step, node));
  }

  /** Whether leaving here is no answer to the question whether there is still somebody to answer. */
  #leaves(node: Node): boolean {
    const { fn } = this;
    if (this.#isDropped(node)) return false;
    return testsAround(node, fn).every(test => !this.#asksForEnd(test));
  }

  #asksForEnd(test: Node): boolean {
    const { index, bindings } = this.file;
    if (index.within(test, 'MemberExpression').some(each => OVER.test(staticName(each) ?? ''))) return true;
    return index.within(test, 'Identifier').some(each => {
      const variable = bindings.variableOf(each);
      if (!variable) return false;
      const [definition] = variable.defs;
      if (definition?.name === this.#response || definition?.name === this.#next) return true;
      // A flag: `if (answered) return;`
      return definition?.type === 'Variable' && bindings.assignmentsTo(variable).length > 0 && this.#uses.some(isFunction);
    });
  }

  /** A catch that drops its error is the fault, not the silence that follows. */
  #isDropped(node: Node): boolean {
    return this.file.errorHandling.dropped.some(({ handler }) => handler.node.type === 'CatchClause' && isInside(node, handler.node));
  }

  #ending(): readonly UnansweredPath[] | undefined {
    const { by } = this.handler;
    const { fn } = this;
    if (this.#uses.length === 0 && this.#returned().length === 0) return [this.#path('never', fn)];
    const endings = endingsOf(fn).filter(each => this.#endsUnanswered(each));
    const [first] = endings;
    if (!first) return undefined;
    // What is only typed like a handler may be asked by one whether it may go on.
    if (first.kind !== 'catch' && fn === this.handler.fn && by === 'types' && this.#isTypedByParameters() && this.#next === undefined) return undefined;
    const statement = lastStatement(first.node);
    const prepared = statement?.type === 'ExpressionStatement' && first.kind !== 'condition' ? preparedOnly(statement.expression, this.file) : undefined;
    return [this.#path(prepared && this.facts?.by === 'call' ? 'prepared' : first.kind, prepared && this.facts?.by === 'call' ? prepared : first.node)];
  }

  #endsUnanswered({ kind, node }: Ending): boolean {
    const holdsUse = this.#uses.some(use => isInside(use, node)) || this.#returned().some(each => isInside(each, node));
    switch (kind) {
      case 'condition':
        return holdsUse && node.type === 'IfStatement' && this.#isUnanswered(node.test) && this.#leaves(node.consequent) && this.#leaves(node) && !this.#isExhausted(node.test);
      case 'cases':
        return holdsUse && node.type === 'SwitchStatement' && this.#isUnanswered(node.discriminant) && this.#comesFromOutside(node.discriminant) && this.#leaves(node);
      case 'loop':
        return holdsUse && this.#leaves(node) && this.#endsWithout(node);
      case 'catch':
        return !holdsUse && this.#isUnanswered((node as TSESTree.CatchClause).body) && !this.#isDropped((node as TSESTree.CatchClause).body) && this.#leaves(node) && !this.#throws(node);
      case 'branch':
      case 'end': {
        const last = lastStatement(node);
        return !holdsUse && last !== undefined && this.#isUnanswered(last) && this.#leaves(last) && !this.#throws(last);
      }
    }
  }

  #endsWithout(loop: Node): boolean {
    const inLoop = [...this.#steps].filter(step => isInside(step, loop));
    if ([...this.#steps].some(step => !isInside(step, loop) && this.#flow.reaches(step, loop))) return false;
    // An answer in the loop must end the function, or the end of the loop may follow it.
    return inLoop.every(step => this.#flow.exitsWithout(step, () => false, { kinds: ['return'], ignoreThrowOf: () => true }).every(each => each.kind !== 'end'));
  }

  /** Tests of one value, one after the other, may name every case that there is. */
  #isExhausted(test: Node): boolean {
    if (this.#comesFromOutside(test)) return false;
    const asked = this.#namesIn(test);
    return this.file.index.inOwn(this.fn, 'IfStatement').some(each => each.test !== test && each.range[0] < test.range[0] && [...this.#namesIn(each.test)].some(name => asked.has(name)));
  }

  #namesIn(test: Node): ReadonlySet<string> {
    return new Set(this.file.index.within(test, 'Identifier').map(each => each.name));
  }

  /** A comparison of what the client sent: it can be anything. */
  #comesFromOutside(test: Node): boolean {
    const value = unwrap(test.type === 'BinaryExpression' && test.operator === '===' ? test.left : test);
    return value.type === 'MemberExpression' && this.file.handlers.partOf(rootOf(value)) === 'request';
  }

  /** Its last call may throw for all we know, and is named as if it did. */
  #throws(node: Node): boolean {
    const last = lastStatement(node);
    const value = last?.type === 'ExpressionStatement' ? unwrap(last.expression) : undefined;
    const call = value?.type === 'AwaitExpression' ? unwrap(value.argument) : value;
    return call?.type === 'CallExpression' && THROWS.test(lastName(call.callee) ?? '');
  }

  #path(kind: UnansweredPath['kind'], node: Node): UnansweredPath {
    const harm = (this.handler.fn.async && this.facts?.otherwiseAsync) || (this.facts?.otherwise ?? '');
    return { handler: this.handler, kind, node, harm, response: this.#response?.name, next: this.#next?.name };
  }
}

function lastStatement(node: Node): Node | undefined {
  if (node.type === 'CatchClause') return lastStatement(node.body);
  return node.type === 'BlockStatement' ? (node.body.at(-1) ?? node) : node;
}

/** Whether a node stands in the catch clause of a `try` that holds the other. */
function isInCatchOf(node: Node, attempted: Node): boolean {
  for (let current: Node | undefined = node; current; current = current.parent) {
    if (current.type === 'CatchClause' && isInside(attempted, current.parent.block)) return true;
  }
  return false;
}

/** The outermost call of the chain that a callback stands in. */
function wholeChain(fn: FunctionNode): Node {
  const call = fn.parent as TSESTree.CallExpression;
  return linksAfter(call).at(-1) ?? call;
}

function linksAfter(call: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
  const links: TSESTree.CallExpression[] = [];
  for (let current: TSESTree.CallExpression = call; ; ) {
    const member = wrapped(current).parent;
    const next = member?.type === 'MemberExpression' && unwrap(member.object) === current ? wrapped(member).parent : undefined;
    if (next?.type !== 'CallExpression' || unwrap(next.callee) !== member) return links;
    links.push(next);
    current = next;
  }
}

function isArgument(fn: FunctionNode): boolean {
  return fn.parent.type === 'CallExpression' && fn.parent.callee !== fn;
}
