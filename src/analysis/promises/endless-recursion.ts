import type { TSESTree } from '@typescript-eslint/utils';
import { functionsAround, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';

/** A function whose promise waits for the next call of itself, on every way to its end: no promise of it ever settles. */
export interface EndlessRecursion {
  /** The call of itself that it waits for. */
  readonly call: TSESTree.CallExpression;
  readonly fn: FunctionNode;
  /** What the function is called, where it is called. */
  readonly name: string;
}

const LINKS: ReadonlySet<string | undefined> = new Set(['then', 'catch', 'finally']);
const MAX_DEPTH = 3;

/** In source order, one for each function. */
export function endlessRecursions(file: FileModel): readonly EndlessRecursion[] {
  const found = new Map<FunctionNode, EndlessRecursion>();
  if (!file.promises.mayExist) return [];
  const names = new Set(file.index.functions.map(nameOf));
  for (const call of file.index.all('CallExpression')) {
    const callee = selfCalleeOf(call);
    const name = callee && lastName(callee);
    if (!callee || name === undefined || !names.has(name) || !functionsAround(call).some(each => nameOf(each) === name)) continue;
    const fn = file.origins.functionOf(callee);
    if (!fn || found.has(fn) || !isInside(call, fn) || !isWaitedFor(call) || !isAsynchronous(call, fn, file) || !new Waiting(file, fn).onEveryWay(fn, 0)) continue;
    found.set(fn, { call, fn, name });
  }
  return [...found.values()];
}

/** What a call calls, or hands to a link of a chain: `poll()`, `sleep(1000).then(poll)`. */
function selfCalleeOf(call: TSESTree.CallExpression): Node | undefined {
  const callee = unwrap(call.callee);
  if (isLink(callee)) return call.arguments[0]?.type === 'SpreadElement' ? undefined : call.arguments[0];
  return callee;
}

/** Which functions wait for a call of `target` on every way to their end. */
class Waiting {
  readonly #known = new Map<FunctionNode, boolean>();

  constructor(
    private readonly file: FileModel,
    private readonly target: FunctionNode,
  ) {}

  onEveryWay(fn: FunctionNode, depth: number): boolean {
    let known = this.#known.get(fn);
    if (known === undefined) {
      // One that leads to itself alone does not lead back.
      this.#known.set(fn, false);
      this.#known.set(fn, (known = this.#find(fn, depth)));
    }
    return known;
  }

  #find(fn: FunctionNode, depth: number): boolean {
    if (depth > MAX_DEPTH || fn.generator) return false;
    const links = new Set<Node>(this.file.index.inOwn(fn, 'CallExpression').filter(each => isWaitedFor(each) && this.#leadsBack(each, depth)));
    if (links.size === 0) return false;
    const exits = this.file.flow(fn).exitsWithout(fn, node => links.has(node), { kinds: ['return', 'terminate', 'throw'], ignoreThrowOf: () => true });
    return exits.every(({ node }) => node !== undefined && this.#isStopped(node, fn));
  }

  #leadsBack(call: TSESTree.CallExpression, depth: number): boolean {
    const callee = unwrap(call.callee);
    if (isLink(callee)) {
      const [first] = call.arguments;
      const callback = first && first.type !== 'SpreadElement' && staticName(callee) !== 'catch' ? this.file.origins.functionOf(first) : undefined;
      return callback !== undefined && (callback === this.target || this.onEveryWay(callback, depth + 1));
    }
    const called = this.file.origins.functionOf(callee);
    return called !== undefined && (called === this.target || this.onEveryWay(called, depth + 1));
  }

  /** `if (this.stopped) return;`: the flag ends it when the service ends, and bounds nothing before. */
  #isStopped(exit: Node, fn: FunctionNode): boolean {
    if (exit.type !== 'ReturnStatement' || exit.argument) return false;
    const block = exit.parent.type === 'BlockStatement' && exit.parent.body.length === 1 ? exit.parent : exit;
    const around = block.parent;
    return around?.type === 'IfStatement' && around.consequent === block && this.#isFlag(around.test, fn);
  }

  /** A variable from outside, or a field, that is only ever set to `true` and `false`. */
  #isFlag(test: Node, fn: FunctionNode): boolean {
    let place = unwrap(test);
    if (place.type === 'UnaryExpression' && place.operator === '!') place = unwrap(place.argument);
    const name = place.type === 'Identifier' ? place.name : place.type === 'MemberExpression' && unwrap(place.object).type === 'ThisExpression' ? staticName(place) : undefined;
    if (name === undefined) return false;
    const variable = place.type === 'Identifier' ? this.file.bindings.variableOf(place) : undefined;
    if (place.type === 'Identifier' && (!variable || variable.defs.some(each => each.type !== 'Variable' || isInside(each.node, fn)))) return false;
    const writes = this.file.index.all('AssignmentExpression').filter(each => (variable ? this.file.bindings.variableOf(each.left) === variable : each.left.type === 'MemberExpression' && staticName(each.left) === name));
    return writes.length > 0 && writes.every(each => each.operator === '=' && each.right.type === 'Literal' && typeof each.right.value === 'boolean');
  }
}

/** Without a promise between two calls the stack overflows, which is another fault. */
function isAsynchronous(call: TSESTree.CallExpression, fn: FunctionNode, file: FileModel): boolean {
  return fn.async || ownerOf(call) !== fn || isLink(unwrap(call.callee)) || file.promises.givesPromise(fn) === true;
}

function isLink(callee: Node): callee is TSESTree.MemberExpression {
  return callee.type === 'MemberExpression' && LINKS.has(staticName(callee));
}

/** Whether the function around a call ends only when what the call gives has settled. */
function isWaitedFor(call: Node): boolean {
  for (let place = wrapped(call); ; ) {
    const { parent } = place;
    switch (parent?.type) {
      case 'AwaitExpression':
      case 'ReturnStatement':
        return true;
      case 'ArrowFunctionExpression':
        return parent.body === place;
      case 'ConditionalExpression':
        if (parent.test === place) return false;
        place = wrapped(parent);
        continue;
      case 'LogicalExpression':
        if (parent.left === place && parent.operator === '&&') return false;
        place = wrapped(parent);
        continue;
      case 'MemberExpression': {
        // `poll().catch(log)` settles after `poll()` does.
        const member = wrapped(parent);
        if (parent.object !== place || !LINKS.has(staticName(parent)) || member.parent?.type !== 'CallExpression' || member.parent.callee !== member) return false;
        place = wrapped(member.parent);
        continue;
      }
      default:
        return false;
    }
  }
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  if (parent.type === 'AssignmentExpression') return lastName(parent.left);
  return parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition' ? staticName(parent) : undefined;
}
