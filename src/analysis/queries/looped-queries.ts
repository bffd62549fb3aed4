import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, lastName, loopAround, staticName, unwrap, wrapped, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { callbackPosition } from '../values/origins.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { QueryChain } from './query-chains.js';

/** A query, or a cache command, that is sent once for each element of a list. */
export interface LoopedQuery {
  /** The call in the loop: the query, or a function that leads to it. */
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
  readonly call: LibraryCall;
  readonly does: NonNullable<QueryChain['does']> | 'command';
  readonly list: Node;
  /** One after another, or all at once. */
  readonly together: boolean;
  /** How the same is written for many. */
  readonly inOne: string | undefined;
  /** Where the query stands, when it is another function. */
  readonly through: FunctionNode | undefined;
}

/** What goes through a list: a loop, or `map`. */
interface Round {
  readonly list: Node;
  /** What holds the element, or its index. */
  readonly variables: readonly Variable[];
  readonly body: Node;
  readonly loop: Node | undefined;
  /** The combiner of what `map` gives. */
  readonly combiner: TSESTree.CallExpression | undefined;
}

/** A query that a function sends with one of its parameters. */
interface Passed {
  readonly chain: QueryChain;
  readonly parameters: readonly number[];
}

const BATCH = /batch|chunk|page|slice|group|partition|shard|tenant|attempt/i;
const SLEEP = /sleep|delay|wait(?!For)|throttl|pause|backoff|setTimeout/i;
/** Commands that do not ask for a key. */
const OTHER_COMMANDS = /subscribe|scan|watch|script|eval|info|config|ping|wait|select|auth|client|memory|object|call|sendcommand|publish|exec|sort|keys|flush|dbsize/i;
/** What a query is sent to stands in front: the value names a table, not a row. */
const NAMES_TABLE = /(?:\b(?:from|into|update|table|join|index|database|schema|view|truncate|sequence|column|on)|[."`])\s*["`[]?$/i;

/** Finds queries that a list of any length sends one by one. */
export class LoopedQueries {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly LoopedQuery[] {
    return (this.#all ??= [...this.#find()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly LoopedQuery[] | undefined;

  /** Whether the work that a combiner waits for is such a query. */
  isReported(combiner: Node): boolean {
    return this.all.some(each => each.together && isInside(each.node, combiner)) || this.#combiners.has(combiner);
  }
  readonly #combiners = new Set<Node>();

  *#find(): Iterable<LoopedQuery> {
    const passed = new Map<FunctionNode, Passed>();
    for (const chain of this.file.queryChains.all) {
      if (chain.does === undefined) continue;
      const round = this.#roundOf(chain.end.node);
      if (round) {
        if (this.#isSentFor(chain, round)) yield this.#query(chain, round, chain.end.node, undefined);
        continue;
      }
      const fn = enclosingFunction(chain.end.node);
      const parameters = fn && this.#isAlwaysSent(chain.end.node, fn) ? this.#parametersIn(chain, fn) : [];
      if (fn && parameters.length > 0 && !passed.has(fn)) passed.set(fn, { chain, parameters });
    }
    if (passed.size > 0) yield* this.#through(passed);
    for (const call of this.file.calls.of('cache-command')) {
      const round = OTHER_COMMANDS.test(call.path.split('#').at(-1)!) || this.#isOfCluster(call) || call.entry.blocks?.holds === 'connection' ? undefined : this.#roundOf(call.node);
      if (!round || round.combiner || !this.#mentions(call.node.arguments, this.#tainted(round)) || (call.receiver && this.#mentions([call.receiver], this.#tainted(round)))) continue;
      yield { node: call.node, call, does: 'command', list: round.list, together: false, inOne: undefined, through: undefined };
    }
  }

  /** Its keys lie on several servers: no one command or pipeline has them all. */
  #isOfCluster({ receiver }: LibraryCall): boolean {
    const origin = receiver && this.file.origins.of(receiver);
    return origin?.kind === 'library' && /^Cluster\b/.test(origin.path);
  }

  #query(chain: QueryChain, round: Round, node: LoopedQuery['node'], through: FunctionNode | undefined): LoopedQuery {
    if (round.combiner) this.#combiners.add(round.combiner);
    return { node, call: chain.verb, does: chain.does!, list: round.list, together: round.combiner !== undefined, inOne: chain.inOne, through };
  }

  /** Calls in rounds of functions that send a query with what they are given. */
  *#through(passed: ReadonlyMap<FunctionNode, Passed>): Iterable<LoopedQuery> {
    for (const node of this.file.index.all('CallExpression')) {
      const [fn, ...others] = this.file.promises.functionsCalledBy(node);
      const found = fn && others.length === 0 ? passed.get(fn) : undefined;
      const round = found && !isInside(node, fn!) ? this.#roundOf(node) : undefined;
      if (!found || !round) continue;
      const tainted = this.#tainted(round);
      if (found.parameters.some(each => node.arguments[each] && this.#mentions([node.arguments[each]], tainted)) && !this.#mentions([node.callee], tainted)) {
        yield this.#query(found.chain, round, node, fn);
      }
    }
  }

  /** The round that waits for a call each time; undefined where there is none, or where its list is short. */
  #roundOf(call: Node): Round | undefined {
    const round = this.#loopOf(call) ?? this.#mappingOf(call);
    if (!round || round.variables.some(each => BATCH.test(each.name)) || this.#isOneOfSeveral(call, round.body)) return undefined;
    const size = this.file.listSizes.of(round.list);
    return size === undefined || size === 'small' ? undefined : round;
  }

  /** One of several things that an element may ask for, each in its turn; or one whose failure concerns that element alone. */
  #isOneOfSeveral(call: Node, body: Node): boolean {
    for (let current = call; current !== body && current.parent; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'SwitchCase' || (parent.type === 'IfStatement' && parent.alternate && parent.test !== current)) return true;
      if (parent.type === 'TryStatement' && parent.block === current && parent.handler && !this.#throwsOn(parent.handler)) return true;
    }
    return false;
  }

  #throwsOn(handler: TSESTree.CatchClause): boolean {
    return this.file.index.within(handler, 'ThrowStatement').length > 0;
  }

  #loopOf(call: Node): Round | undefined {
    const awaited = awaitOf(call, this.file);
    const loop = awaited && loopAround(awaited);
    if (!loop || !('body' in loop) || !this.#goesThroughAll(loop)) return undefined;
    const body = loop.body as Node;
    if (!isInside(awaited, body)) return undefined;
    if (loop.type === 'ForOfStatement' && !loop.await) return { list: loop.right, variables: this.#declaredIn(loop.left), body, loop, combiner: undefined };
    if (loop.type === 'ForInStatement') return { list: loop.right, variables: this.#declaredIn(loop.left), body, loop, combiner: undefined };
    if (loop.type !== 'ForStatement' || loop.update?.type !== 'UpdateExpression' || loop.test?.type !== 'BinaryExpression' || !loop.init) return undefined;
    const end = unwrap(loop.test.right);
    const list = end.type === 'MemberExpression' && staticName(end) === 'length' ? end.object : undefined;
    return list && { list, variables: this.#declaredIn(loop.init), body, loop, combiner: undefined };
  }

  /** Not a search that ends with the first that it finds, and not one that takes its time. */
  #goesThroughAll(loop: Node): boolean {
    let answer = this.#whole.get(loop);
    if (answer === undefined) this.#whole.set(loop, (answer = this.#runsToItsEnd(loop)));
    return answer;
  }
  readonly #whole = new Map<Node, boolean>();

  #runsToItsEnd(loop: Node): boolean {
    const { index } = this.file;
    const isOwn = (node: Node): boolean => enclosingFunction(node) === enclosingFunction(loop);
    if (index.within(loop, 'ReturnStatement').some(isOwn) || index.within(loop, 'BreakStatement').some(each => isOwn(each) && loopOrSwitchAround(each) === loop)) return false;
    return !index.within(loop, 'CallExpression').some(each => this.file.calls.at(each)?.entry.role === 'sleep' || SLEEP.test(lastName(each.callee) ?? ''));
  }

  #mappingOf(call: Node): Round | undefined {
    const fn = enclosingFunction(call);
    if (!fn || !this.#isAwaitedOrGiven(call, fn)) return undefined;
    const at = callbackPosition(fn);
    const mapping = at?.argument === 0 && at.option === undefined ? at.call : undefined;
    if (mapping?.type !== 'CallExpression' || mapping.callee.type !== 'MemberExpression' || !['map', 'flatMap'].includes(staticName(mapping.callee) ?? '')) return undefined;
    const combiner = this.#combinerOf(mapping);
    if (!combiner) return undefined;
    return { list: mapping.callee.object, variables: this.#parametersOf(fn, 0), body: fn.body, loop: undefined, combiner };
  }

  /** `Promise.all(list.map(…))`, or of the constant that holds it. */
  #combinerOf(mapping: Node): TSESTree.CallExpression | undefined {
    const node = wrapped(mapping);
    const { parent } = node;
    const isCombiner = (each: Node | undefined): each is TSESTree.CallExpression => each?.type === 'CallExpression' && this.file.calls.at(each)?.entry.role === 'promise-combine';
    if (isCombiner(parent)) return parent;
    if (parent?.type === 'SpreadElement' && parent.parent.type === 'ArrayExpression' && isCombiner(parent.parent.parent)) return parent.parent.parent;
    if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return undefined;
    for (const variable of this.file.bindings.declaredBy(parent)) for (const { identifier } of variable.references) if (isCombiner(identifier.parent)) return identifier.parent;
    return undefined;
  }

  #isAwaitedOrGiven(call: Node, fn: FunctionNode): boolean {
    if (awaitOf(call, this.file)) return true;
    const whole = chainEnd(call, this.file);
    return whole.parent?.type === 'ReturnStatement' || (whole.parent === fn && fn.type === 'ArrowFunctionExpression' && fn.body === whole);
  }

  /** Waited for or given in every run of a function: not after a return, nor under a condition. */
  #isAlwaysSent(call: Node, fn: FunctionNode): boolean {
    if (!this.#isAwaitedOrGiven(call, fn)) return false;
    for (let current = call; current.parent && current.parent !== fn; current = current.parent) {
      const { parent } = current;
      if (isFunction(parent)) return false;
      if (/^(?:If|Switch|For|ForOf|ForIn|While|DoWhile)Statement$|^(?:Conditional|Logical)Expression$|^CatchClause$|^SwitchCase$/.test(parent.type)) return false;
    }
    return !this.file.index.inOwn(fn, 'ReturnStatement').some(each => each.range[1] < call.range[0]);
  }

  #parametersIn(chain: QueryChain, fn: FunctionNode): readonly number[] {
    return fn.params.flatMap((_, i) => (this.#isSentFor(chain, { list: fn, variables: this.#parametersOf(fn, i), body: fn.body, loop: undefined, combiner: undefined }) ? [i] : []));
  }

  #parametersOf(fn: FunctionNode, index: number): readonly Variable[] {
    const parameter = fn.params[index];
    if (!parameter) return [];
    return this.file.bindings.declaredBy(fn).filter(each => each.defs[0]?.type === 'Parameter' && isInside(each.identifiers[0]!, parameter));
  }

  #declaredIn(left: Node): readonly Variable[] {
    if (left.type === 'VariableDeclaration') return left.declarations.flatMap(each => this.file.bindings.declaredBy(each));
    const variable = left.type === 'Identifier' ? this.file.bindings.variableOf(left) : undefined;
    return variable ? [variable] : [];
  }

  /** Whether the values of a query, not its tables or its connection, come from the element of a round, and one query could do for all. */
  #isSentFor(chain: QueryChain, round: Round): boolean {
    const tainted = this.#tainted(round);
    if (chain.end.entry.query?.joined && round.combiner) return false;
    if (chain.root && this.#mentions([chain.root], tainted)) return false;
    let isSent = false;
    for (const { node, entry, path } of chain.links) {
      if (!this.#mentions(node.arguments, tainted)) continue;
      const facts = entry.query;
      if (facts?.part === 'source' && node.arguments[0] && this.#mentions([node.arguments[0]], tainted)) return false;
      // `manager.find(entity, …)` for one entity class after another.
      if (path.startsWith('EntityManager#') && node.arguments.length > 1 && this.#mentions([node.arguments[0]!], tainted)) return false;
      if (chain.does === 'update' && (facts?.does === 'update' || facts?.does === 'sql') && this.#mentions(this.#valuesOf(node, facts.values), tainted)) return false;
      isSent = true;
    }
    return isSent && !this.#namesTable(chain, tainted);
  }

  #valuesOf(node: LoopedQuery['node'], values: number | string | undefined): readonly Node[] {
    if (typeof values === 'number') return node.arguments.slice(values);
    const option = values === undefined ? undefined : this.file.options.at(node.arguments[0], values);
    return option?.state === 'present' ? [option.value] : node.arguments;
  }

  #namesTable({ text }: QueryChain, tainted: ReadonlySet<Variable>): boolean {
    const written = text && unwrap(text);
    const template = written?.type === 'TaggedTemplateExpression' ? written.quasi : written;
    if (template?.type !== 'TemplateLiteral') return false;
    return template.expressions.some((each, i) => NAMES_TABLE.test(template.quasis[i]?.value.raw ?? '') && this.#mentions([each], tainted));
  }

  readonly #taints = new Map<Node | Variable, ReadonlySet<Variable>>();
  /** The element of a round, and the constants in its body that are made of it. */
  #tainted({ variables, body, list }: Round): ReadonlySet<Variable> {
    // Each parameter of a function is a round of its own, with the same body.
    const key = isFunction(list) ? variables[0] : body;
    const known = key && this.#taints.get(key);
    if (known) return known;
    const tainted = new Set(variables);
    if (!key) return tainted;
    for (const declarator of this.file.index.within(body, 'VariableDeclarator')) {
      if (declarator.init && this.#mentions([declarator.init], tainted)) for (const each of this.file.bindings.declaredBy(declarator)) tainted.add(each);
    }
    if (key) this.#taints.set(key, tainted);
    return tainted;
  }

  #mentions(nodes: readonly Node[], variables: ReadonlySet<Variable>): boolean {
    return nodes.some(node => this.file.index.within(node, 'Identifier').some(each => {
      const variable = this.file.bindings.variableOf(each);
      return variable !== undefined && variables.has(variable);
    }));
  }
}

/** The call behind `.then(…)` and the like. */
function chainEnd(call: Node, file: FileModel): Node {
  let node = wrapped(call);
  for (;;) {
    const member = node.parent;
    const outer = member?.type === 'MemberExpression' && member.object === node ? wrapped(member).parent : undefined;
    if (outer?.type !== 'CallExpression' || member?.type !== 'MemberExpression') return node;
    const name = staticName(member);
    if (!['then', 'catch', 'finally', 'exec', 'lean', 'toArray', 'populate', 'select', 'sort', 'limit'].includes(name ?? '') && !file.promises.isChain(outer)) return node;
    node = wrapped(outer);
  }
}

function awaitOf(call: Node, file: FileModel): TSESTree.AwaitExpression | undefined {
  const { parent } = chainEnd(call, file);
  return parent?.type === 'AwaitExpression' ? parent : undefined;
}

function loopOrSwitchAround(node: Node): Node | undefined {
  for (let current = node.parent; current && !isFunction(current); current = current.parent) {
    if (current.type === 'SwitchStatement' || /^(?:For|ForOf|ForIn|While|DoWhile)Statement$/.test(current.type)) return current;
  }
  return undefined;
}
