import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { StartedWork } from './started-work.js';

export interface IgnoredResults {
  readonly call: LibraryCall;
  /** `dropped`: no variable holds them; `unread`: nobody looks at them; `fulfilled-only`: their values are used, their failures are not. */
  readonly kind: 'dropped' | 'unread' | 'fulfilled-only';
  /** The statement that drops them. */
  readonly statement: TSESTree.ExpressionStatement | undefined;
}

/** What a piece of code learns of settled results; `rejections` also for "cannot tell". */
type Look = 'nothing' | 'fulfilled' | 'rejections';

const ITERATING: ReadonlySet<string | undefined> = new Set(['filter', 'map', 'flatMap', 'forEach', 'reduce', 'find', 'some', 'every']);
/** What stops work or gives something back is done as well as it can be: nobody waits for its outcome. */
const TEARDOWN = /close|stop|shut_?down|tear_?down|clean_?up|clear|dispose|destroy|drain|terminate|quit|exit|disconnect|release|unsubscribe|abort|cancel|kill|^end$|^flush/i;

/** What becomes of the results of `Promise.allSettled`, which never rejects: who does not read them drops the failures. */
export class SettledResults {
  readonly #started: StartedWork;

  constructor(private readonly file: FileModel) {
    this.#started = new StartedWork(file, true);
  }

  /** Calls whose rejections nobody reads, and whose promises can reject. */
  get ignored(): readonly IgnoredResults[] {
    return (this.#ignored ??= this.#find());
  }
  #ignored: readonly IgnoredResults[] | undefined;

  #find(): IgnoredResults[] {
    const found: IgnoredResults[] = [];
    for (const call of this.file.calls.of('promise-combine')) {
      const list = call.path === 'Promise.allSettled' ? call.node.arguments[0] : undefined;
      if (!list || list.type === 'SpreadElement') continue;
      const kind = this.#fateOf(call.node);
      if (!kind || !this.#canFail(list) || this.#isTeardown(call.node)) continue;
      const outer = wrapped(call.node).parent;
      const statement = outer?.type === 'AwaitExpression' ? outer.parent : outer;
      found.push({ call, kind, statement: kind === 'dropped' && statement?.type === 'ExpressionStatement' ? statement : undefined });
    }
    return found;
  }

  // ---- who reads the results

  #fateOf(call: Node): IgnoredResults['kind'] | undefined {
    const outer = wrapped(call);
    if (outer.parent?.type === 'ExpressionStatement') return 'dropped';
    if (outer.parent?.type !== 'AwaitExpression') return undefined;
    const results = wrapped(outer.parent);
    const { parent } = results;
    if (parent?.type === 'ExpressionStatement') return 'dropped';
    if (parent?.type !== 'VariableDeclarator') return fateOf([this.#lookAtList(results)]);
    if (parent.init !== results || parent.parent.parent.type === 'ExportNamedDeclaration') return undefined;
    const variables = this.file.bindings.declaredBy(parent);
    if (parent.id.type === 'Identifier') return variables[0] && fateOf(this.#mentionsOf(variables[0]).map(each => this.#lookAtList(each)));
    // `const [a, b] = await Promise.allSettled(…)`
    if (parent.id.type !== 'ArrayPattern' || parent.id.elements.some(each => each && each.type !== 'Identifier')) return undefined;
    return fateOf(variables.map(each => this.#lookAtResult(each)));
  }

  #mentionsOf(variable: Variable): readonly Node[] {
    return variable.references.filter(each => each.init !== true && each.identifier.parent.type !== 'TSTypePredicate').map(each => each.identifier);
  }

  /** What is learned where the list of results, or a part of it, is used. */
  #lookAtList(mention: Node): Look {
    const list = wrapped(mention);
    const { parent } = list;
    if (parent?.type === 'ExpressionStatement') return 'nothing';
    if (parent?.type === 'ForOfStatement' && parent.right === list) {
      const declared = parent.left.type === 'VariableDeclaration' ? parent.left.declarations[0] : undefined;
      return declared ? this.#lookThrough(declared.id, this.file.bindings.declaredBy(declared)) : 'rejections';
    }
    if (parent?.type !== 'MemberExpression' || parent.object !== list) return 'rejections';
    const name = staticName(parent);
    if (name === 'length') return 'nothing';
    const call = wrapped(parent).parent;
    const callback = call?.type === 'CallExpression' && call.callee === wrapped(parent) && ITERATING.has(name) ? call.arguments[0] : undefined;
    const fn = callback && this.file.origins.functionOf(callback);
    const parameter = fn?.params[name === 'reduce' ? 1 : 0];
    if (!call || !fn || !parameter) return 'rejections';
    const look = this.#lookThrough(parameter, this.file.bindings.declaredBy(fn), name === 'filter' ? fn : undefined);
    // How many are left of how many is told: someone looks at the failures.
    return look === 'fulfilled' && name === 'filter' && this.#isCounted(call) ? 'rejections' : look;
  }

  /** What is learned of one result, by the parameter or variable that holds it. */
  #lookThrough(pattern: Node, declared: readonly Variable[], filter?: FunctionNode): Look {
    if (pattern.type === 'Identifier') {
      const variable = declared.find(each => each.identifiers.some(name => name === pattern));
      return variable ? this.#lookAtResult(variable, filter) : 'rejections';
    }
    if (pattern.type !== 'ObjectPattern') return 'rejections';
    const looks = pattern.properties.map((each): Look => {
      if (each.type !== 'Property' || each.value.type !== 'Identifier') return 'rejections';
      const name = staticName(each);
      const variable = declared.find(other => other.identifiers.some(identifier => identifier === each.value));
      if (name === 'value') return 'fulfilled';
      return name === 'status' && variable ? worst(this.#mentionsOf(variable).map(mention => this.#lookAtStatus(mention, filter))) : 'rejections';
    });
    return worst(looks);
  }

  #lookAtResult(variable: Variable, filter?: FunctionNode): Look {
    return worst(
      this.#mentionsOf(variable).map(mention => {
        const { parent } = wrapped(mention);
        const name = parent?.type === 'MemberExpression' && parent.object === wrapped(mention) ? staticName(parent) : undefined;
        if (name === 'value') return 'fulfilled';
        return name === 'status' && parent ? this.#lookAtStatus(parent, filter) : 'rejections';
      }),
    );
  }

  /** `if (each.status === 'fulfilled') { … }` with nothing for the others. */
  #lookAtStatus(status: Node, filter: FunctionNode | undefined): Look {
    let test = wrapped(status);
    const comparison = test.parent;
    if (comparison?.type !== 'BinaryExpression' || (comparison.operator !== '===' && comparison.operator !== '==')) return 'rejections';
    const other = comparison.left === test ? comparison.right : comparison.left;
    if (this.file.options.valueOf(other)?.value !== 'fulfilled') return 'rejections';
    test = wrapped(comparison);
    while (test.parent?.type === 'LogicalExpression' && test.parent.operator === '&&') test = wrapped(test.parent);
    const { parent } = test;
    if (parent?.type === 'IfStatement') return parent.test === test && !parent.alternate && !leaves(parent.consequent) ? 'fulfilled' : 'rejections';
    const returns = parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression';
    return returns && filter && (parent === filter || ownerOf(parent) === filter) ? 'fulfilled' : 'rejections';
  }

  /** Whether something asks how many elements are left: `.length` behind the call, or of the variable that holds them. */
  #isCounted(call: Node): boolean {
    let current = wrapped(call);
    while (current.parent?.type === 'MemberExpression' && current.parent.object === current) {
      if (staticName(current.parent) === 'length') return true;
      const next = wrapped(current.parent).parent;
      if (next?.type !== 'CallExpression' || next.callee !== wrapped(current.parent)) return false;
      current = wrapped(next);
    }
    if (current.parent?.type !== 'VariableDeclarator') return false;
    return this.file.bindings.declaredBy(current.parent).some(variable =>
      this.#mentionsOf(variable).some(({ parent }) => parent?.type === 'MemberExpression' && staticName(parent) === 'length'),
    );
  }

  // ---- what can fail

  /** Whether promises that are started in view can reject. Those from elsewhere may be handled where they come from. */
  #canFail(list: Node): boolean {
    const elements = unwrap(list);
    if (elements.type === 'Identifier') return this.#collects(elements);
    if (elements.type === 'ArrayExpression') return elements.elements.some(each => each !== null && unwrap(each).type !== 'Identifier' && this.#started.byElement(each) !== 'no' && !this.#isCaredFor(each));
    return this.#started.byElements(elements) !== 'no' && !this.#isCaredFor(elements);
  }

  /** A local array that is filled with started work, and goes nowhere else. */
  #collects(name: TSESTree.Identifier): boolean {
    const { bindings } = this.file;
    const variable = bindings.variableOf(name);
    const definition = variable && bindings.definitionOf(variable);
    const init = definition?.type === 'Variable' && definition.node.id.type === 'Identifier' ? definition.node.init : undefined;
    if (!variable || !init || !bindings.isConstant(variable)) return false;
    const given: Node[] = [];
    for (const mention of this.#mentionsOf(variable)) {
      if (mention === name) continue;
      const { parent } = wrapped(mention);
      const member = parent?.type === 'MemberExpression' && parent.object === wrapped(mention) ? staticName(parent) : undefined;
      if (member === 'length') continue;
      const call = parent && wrapped(parent).parent;
      if (member !== 'push' || call?.type !== 'CallExpression') return false;
      given.push(...call.arguments);
    }
    return this.#canFail(init) || given.some(each => unwrap(each).type !== 'Identifier' && this.#started.byElement(each) !== 'no' && !this.#isCaredFor(each));
  }

  #isCaredFor(node: Node): boolean {
    return this.#stops(node) || this.#reports(node);
  }

  /** Whether what an element runs rejects only with errors that its own `catch` has reported before. */
  #reports(node: Node): boolean {
    const expression = unwrap(node);
    if (isFunction(expression)) return this.#reportsAll(expression);
    if (expression.type !== 'CallExpression') return false;
    const { origins } = this.file;
    const functions = [expression.callee, ...expression.arguments].flatMap(each => origins.functionOf(each) ?? []);
    return functions.length > 0 && functions.every(each => this.#reportsAll(each));
  }

  #reportsAll(fn: FunctionNode): boolean {
    if (!fn.async) {
      const returned = this.file.promises.returnsOf(fn);
      return returned.length > 0 && returned.every(each => this.#reports(each));
    }
    const { rejections } = this.file.promises;
    return rejections.unguardedIn(fn).every(each => each.type === 'ThrowStatement' && this.#isReported(each));
  }

  /** `catch (error) { log(error); throw error; }` */
  #isReported(thrown: TSESTree.ThrowStatement): boolean {
    let clause: Node | undefined = thrown;
    while (clause && clause.type !== 'CatchClause' && !isFunction(clause)) clause = clause.parent;
    if (clause?.type !== 'CatchClause') return false;
    return this.file.bindings.declaredBy(clause).some(variable =>
      this.#mentionsOf(variable).some(({ parent }) => parent?.type === 'CallExpression' || (parent?.type === 'Property' && parent.parent.parent.type === 'CallExpression')),
    );
  }

  /** Whether all that an element, or the callback of `map`, starts is to stop or release something. */
  #stops(node: Node): boolean {
    const expression = unwrap(node);
    if (expression.type === 'SpreadElement') return this.#stops(expression.argument);
    if (expression.type === 'ConditionalExpression') return this.#stops(expression.consequent) || this.#stops(expression.alternate);
    if (expression.type === 'LogicalExpression') return this.#stops(expression.left) || this.#stops(expression.right);
    if (expression.type !== 'CallExpression') return false;
    const callee = unwrap(expression.callee);
    const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (staticName(callee) ?? '') : '';
    if (TEARDOWN.test(name)) return true;
    const fn = name === 'map' || name === 'from' ? expression.arguments.map(each => this.file.origins.functionOf(each)).find(each => each !== undefined) : undefined;
    if (!fn) return false;
    const calls = fn.async ? this.file.index.inOwn(fn, 'AwaitExpression').map(each => each.argument) : this.file.promises.returnsOf(fn);
    return calls.length > 0 && calls.every(each => this.#stops(each));
  }

  // ---- where failures are nobody's business any more

  /** In a `catch` or `finally`, on the way to the exit of the process, or in a function that takes something down. */
  #isTeardown(call: Node): boolean {
    const owner = ownerOf(call);
    for (let current = call; current.parent && current !== owner; current = current.parent) {
      if (current.type === 'CatchClause') return true;
      if (current.parent.type === 'TryStatement' && current.parent.finalizer === current) return true;
    }
    if (isFunction(owner) || owner.type === 'Program') {
      const exits = (node: Node): boolean => this.file.calls.at(node)?.entry.role === 'exit';
      if (this.file.calls.of('exit').length > 0 && this.file.flow(owner).laterOnSamePath(call, exits).length > 0) return true;
    }
    for (let fn = enclosingFunction(call); fn; fn = enclosingFunction(fn)) {
      if (TEARDOWN.test(nameOf(fn)) || this.#isListenerOfEnd(fn)) return true;
    }
    return false;
  }

  /** `process.on('SIGTERM', …)`, `app.addHook('onClose', …)`. */
  #isListenerOfEnd(fn: FunctionNode): boolean {
    const call = wrapped(fn).parent;
    if (call?.type !== 'CallExpression') return false;
    const first = call.arguments[0] && this.file.options.valueOf(call.arguments[0])?.value;
    return typeof first === 'string' && (/^SIG[A-Z]+$|^beforeExit$/.test(first) || TEARDOWN.test(first));
  }
}

function nameOf(fn: FunctionNode): string {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') return staticName(parent) ?? '';
  return parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' ? (staticName(parent.left) ?? '') : '';
}

function worst(looks: readonly Look[]): Look {
  return looks.includes('rejections') ? 'rejections' : looks.includes('fulfilled') ? 'fulfilled' : 'nothing';
}

function fateOf(looks: readonly Look[]): IgnoredResults['kind'] | undefined {
  const look = worst(looks);
  return look === 'rejections' ? undefined : look === 'fulfilled' ? 'fulfilled-only' : 'unread';
}

/** Whether the branch ends the turn or the function, so that what follows is for the failures. */
function leaves(branch: Node): boolean {
  const last = branch.type === 'BlockStatement' ? branch.body.at(-1) : branch;
  return last?.type === 'ContinueStatement' || last?.type === 'ReturnStatement' || last?.type === 'BreakStatement' || last?.type === 'ThrowStatement';
}
