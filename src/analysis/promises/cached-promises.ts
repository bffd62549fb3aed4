import type { TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../catalog/schema.js';
import { classOfThis, enclosingFunction, isFunction, isInside, staticName, unwrap, wrapped, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { SharedPlaces } from '../state/shared-places.js';
import { isBrowserCode } from '../waits/browser-code.js';
import type { Variable } from '../values/bindings.js';

/** A variable of the module, or a field, that holds one value or a map of them. */
interface Slot {
  readonly owner: Variable | ClassNode;
  readonly field: string | undefined;
  readonly text: string;
}

interface Store {
  readonly slot: Slot;
  readonly value: Node;
  readonly node: Node;
  /** The source of the key, in a map. */
  readonly key?: string;
}

/** A promise that is kept for later callers, and whose rejection nothing ever takes away again. */
export interface CachedRejection {
  /** The promise that is stored. */
  readonly promise: Node;
  /** Where it is kept, as it stands in the source. */
  readonly slot: string;
  /** What takes it away again. */
  readonly reset: string;
  /** A library's cache keeps it, which may let it go some day. */
  readonly isHeld: boolean;
}

/** Calls whose result is worth having once: connections and clients. */
const RESOURCES: readonly Role[] = ['http-client', 'database-client', 'cache-client', 'broker-client', 'acquire', 'server', 'tracer'];
const MAPS = ['Map', 'WeakMap'];
/** Names that keep the rule silent; none makes it report. */
const ENDINGS = /clos|shut|stop|destroy|dispos|terminat|drain|disconnect|teardown|clean|quit/i;
/** Options of caches, for how long they keep what they are given. */
const LIFETIMES = ['ttl', 'maxAge', 'stdTTL'];
const BRIEF_MS = 5000;
const LOOKS = ['get', 'has'];

/** Promises that functions keep so that the work runs once. */
export class CachedPromises {
  readonly #places: SharedPlaces;

  constructor(private readonly file: FileModel) {
    this.#places = new SharedPlaces(file);
  }

  get rejections(): readonly CachedRejection[] {
    return (this.#rejections ??= this.file.promises.mayExist ? this.#findRejections() : []);
  }
  #rejections: readonly CachedRejection[] | undefined;

  #findRejections(): CachedRejection[] {
    const { promises } = this.file;
    // What a page keeps, it keeps until it is loaded again.
    const stores = isBrowserCode(this.file) ? [] : this.#stores().filter(({ value }) => promises.isPromise(value) === true);
    const found: CachedRejection[] = [];
    for (const { slot, value, key, node } of stores) {
      const made = this.#made(value);
      if (promises.rejections.mayReject(made) === false || this.#neverRejects(made) || endsSomething(slot, node)) continue;
      const own = stores.filter(each => isSame(each.slot, slot)).map(each => each.node);
      const cache = key === undefined ? undefined : this.#cacheOf(slot);
      if (cache !== undefined && (this.#isBrief(slot) || this.#isOfSlot(made, slot))) continue;
      if (!(cache !== undefined || this.#isShared(slot) || this.#makesResource(made)) || this.#isEverReset(slot, own) || this.#isHandledApart(value, node) || this.#endsProcess(slot)) continue;
      found.push({ promise: value, slot: slot.text, reset: key === undefined ? `${slot.text} = undefined` : `${slot.text}.${cache === 'node-cache' ? 'del' : 'delete'}(${key})`, isHeld: cache !== undefined });
    }
    return found;
  }

  /** The expression that makes a promise, through the constant that holds it. */
  #made(value: Node): Node {
    return this.file.origins.expressionOf(value) ?? value;
  }

  /** `new Promise((resolve, reject) => …)` whose `reject` nobody mentions. */
  #neverRejects(made: Node): boolean {
    const promise = this.file.executors.promises.find(each => each.node === unwrap(made));
    return promise !== undefined && !promise.root.async && (promise.reject?.references.length ?? 0) === 0;
  }

  /** Where a function stores something that it has looked for first. */
  #stores(): readonly Store[] {
    return (this.#allStores ??= [...this.#assignedStores(), ...this.#mapStores()]);
  }
  #allStores: readonly Store[] | undefined;

  *#assignedStores(): Iterable<Store> {
    for (const node of this.file.index.all('AssignmentExpression')) {
      const fn = enclosingFunction(node);
      const slot = fn && this.#slotOf(node.left);
      if (!fn || !slot) continue;
      if (node.operator === '??=' || node.operator === '||=') yield { slot, value: node.right, node };
      if (node.operator !== '=') continue;
      const right = unwrap(node.right);
      if (right.type === 'LogicalExpression' && right.operator !== '&&' && this.#is(right.left, slot)) yield { slot, value: right.right, node };
      else if (this.#isGuarded(node, slot, fn)) yield { slot, value: node.right, node };
    }
  }

  *#mapStores(): Iterable<Store> {
    for (const node of this.file.index.callsNamed('set')) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || node.arguments.length !== 2) continue;
      const [key, value] = node.arguments;
      const fn = enclosingFunction(node);
      const slot = fn && this.#slotOf(callee.object);
      if (!fn || !slot || !key || !value || !this.#isMap(slot)) continue;
      const looks = this.file.index.inOwn(fn, 'CallExpression').some(each => each.callee.type === 'MemberExpression' && LOOKS.includes(staticName(each.callee) ?? '') && each.range[0] < node.range[0] && this.#is(each.callee.object, slot));
      if (looks) yield { slot, value, node, key: this.file.sourceCode.getText(key) };
    }
  }

  /** `const known = cache.get(key)`, which is put back to live longer. */
  #isOfSlot(made: Node, slot: Slot): boolean {
    const call = unwrap(made);
    return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && staticName(call.callee) === 'get' && this.#is(call.callee.object, slot);
  }

  #slotOf(node: Node): Slot | undefined {
    const place = unwrap(node);
    const text = this.file.sourceCode.getText(place);
    if (place.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(place);
      return variable && this.#ofModule.has(variable) && variable.defs[0]?.type === 'Variable' ? { owner: variable, field: undefined, text } : undefined;
    }
    if (place.type !== 'MemberExpression' || place.object.type !== 'ThisExpression') return undefined;
    const field = staticName(place);
    const owner = classOfThis(place.object);
    return field !== undefined && owner ? { owner: owner.node, field, text } : undefined;
  }

  get #ofModule(): ReadonlySet<Variable> {
    return (this.#moduleVariables ??= new Set(this.file.bindings.ofModule));
  }
  #moduleVariables: ReadonlySet<Variable> | undefined;

  #is(node: Node, slot: Slot): boolean {
    const other = this.#slotOf(node);
    return other !== undefined && isSame(other, slot);
  }

  /** Whether the assignment only runs where the place was empty: in `if (!slot)`, or after `if (slot) return slot`. */
  #isGuarded(node: Node, slot: Slot, fn: FunctionNode): boolean {
    for (let current: Node = node; current.parent && current !== fn; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'IfStatement' && parent.consequent === current && this.#asks(parent.test, slot) === 'empty') return true;
      if (parent.type === 'BlockStatement') {
        const before = parent.body.slice(0, parent.body.indexOf(current as TSESTree.Statement));
        if (before.some(each => each.type === 'IfStatement' && this.#asks(each.test, slot) === 'full' && returns(each.consequent))) return true;
      }
    }
    return false;
  }

  #asks(test: Node, slot: Slot): 'empty' | 'full' | undefined {
    const expression = unwrap(test);
    if (expression.type === 'UnaryExpression' && expression.operator === '!') return this.#is(expression.argument, slot) ? 'empty' : undefined;
    if (expression.type === 'BinaryExpression' && expression.left.type !== 'PrivateIdentifier') {
      const isNothing = expression.right.type === 'Literal' ? expression.right.value === null : this.file.bindings.isGlobal(expression.right, 'undefined');
      if (!isNothing || !this.#is(expression.left, slot)) return undefined;
      return expression.operator.startsWith('=') ? 'empty' : expression.operator.startsWith('!') ? 'full' : undefined;
    }
    return this.#is(expression, slot) ? 'full' : undefined;
  }

  #isMap(slot: Slot): boolean {
    return this.#madeOf(slot).some(each => this.file.bindings.isGlobal(each.callee, ...MAPS)) || this.#cacheOf(slot) !== undefined;
  }

  /** The library of a cache that is made to outlive its callers: `new LRUCache({ max: 100 })`. */
  #cacheOf(slot: Slot): string | undefined {
    return this.#madeOf(slot).flatMap(each => this.file.calls.at(each) ?? []).find(each => each.entry.retains !== undefined)?.library;
  }

  /** Whether a cache lets everything go so soon that a failure may well be kept for as long. */
  #isBrief(slot: Slot): boolean {
    return this.#madeOf(slot).some(made => {
      const call = this.file.calls.at(made);
      const [options] = made.arguments;
      const times = options && options.type !== 'SpreadElement' ? LIFETIMES.map(each => this.file.options.at(options, each)) : [];
      return times.some(each => {
        const time = each.state === 'present' ? this.file.options.valueOf(each.value)?.value : undefined;
        return typeof time === 'number' && time > 0 && time * (call?.library === 'node-cache' ? 1000 : 1) < BRIEF_MS;
      });
    });
  }

  /** What a slot is set to where it is declared, if that is made by `new`. */
  #madeOf({ owner, field }: Slot): readonly TSESTree.NewExpression[] {
    const values = field === undefined && 'defs' in owner ? [owner.defs[0]?.node] : 'body' in owner ? owner.body.body.filter(each => each.type === 'PropertyDefinition' && staticName(each) === field) : [];
    return values.flatMap(each => {
      const made = each?.type === 'VariableDeclarator' ? each.init : each?.type === 'PropertyDefinition' ? each.value : undefined;
      return made?.type === 'NewExpression' ? [made] : [];
    });
  }

  /** Whether others than one caller meet the place: it is the module's, or of a class that is not made for one request. */
  #isShared({ owner }: Slot): boolean {
    return 'defs' in owner || this.#places.isShared(owner);
  }

  /** Whether anything in the file empties the place, fills it again, or gets hold of it. */
  #isEverReset(slot: Slot, stores: readonly Node[]): boolean {
    return this.#mentionsOf(slot).some(mention => {
      if (stores.some(each => isInside(mention, each) && (each.type === 'AssignmentExpression' ? each.left === mention : each.type === 'CallExpression' && isInside(mention, each.callee)))) return false;
      const place = wrapped(mention);
      const { parent } = place;
      if (parent?.type === 'AssignmentExpression' && parent.left === place) return !(parent.operator === '=' && isDeclared(parent));
      if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
      if (!this.#isMap(slot)) return parent?.type === 'ExportSpecifier' ? false : parent?.type === 'UpdateExpression';
      const method = parent?.type === 'MemberExpression' && parent.object === place ? staticName(parent) : undefined;
      // A map that is handed on, or whose entries are, may be emptied by others.
      return method === undefined ? parent?.type !== 'VariableDeclarator' || parent.id !== place : !['get', 'has', 'set', 'size'].includes(method);
    });
  }

  #mentionsOf({ owner, field }: Slot): readonly Node[] {
    if ('references' in owner) return owner.references.filter(each => each.init !== true).map(each => each.identifier);
    // The same name on any object: it may be this one.
    return this.file.index.all('MemberExpression').filter(each => staticName(each) === field);
  }

  /** `const p = load(); cache.set(key, p); p.catch(…)`: somebody else looks after its failure. */
  #isHandledApart(value: Node, store: Node): boolean {
    const name = unwrap(value);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    if (!variable) return false;
    return variable.references.some(({ identifier }) => {
      const { parent } = identifier;
      const method = parent?.type === 'MemberExpression' && parent.object === identifier ? staticName(parent) : undefined;
      return !isInside(identifier, store) && (method === 'catch' || method === 'then' || method === 'finally');
    });
  }

  /** Whether who waits for it ends the process when it fails: no later caller is left. */
  #endsProcess(slot: Slot): boolean {
    return this.#mentionsOf(slot).some(mention => {
      const wait = wrapped(mention).parent;
      const handler = wait?.type === 'AwaitExpression' ? this.file.errorHandling.protectedBy(wait)?.node : undefined;
      return handler?.type === 'CatchClause' && this.file.exits.calls.some(({ node }) => isInside(node, handler));
    });
  }

  /** Whether the work behind a promise opens a connection: then its object lives as long as the service. */
  #makesResource(made: Node): boolean {
    const call = unwrap(made);
    const fn = call.type === 'CallExpression' ? this.file.promises.calledBy(call) : undefined;
    return [made, ...(fn ? [fn] : [])].some(place => this.file.index.within(place, 'CallExpression').some(each => RESOURCES.includes(this.file.calls.at(each)?.entry.role ?? 'other')));
  }
}

/** What is over stays over: a failed `close()` that is remembered is no failed service. */
function endsSomething(slot: Slot, store: Node): boolean {
  const fn = enclosingFunction(store);
  const parent = fn?.parent;
  const name = parent?.type === 'MethodDefinition' ? staticName(parent) : fn?.type === 'FunctionDeclaration' ? fn.id?.name : undefined;
  return ENDINGS.test(slot.text) || (name !== undefined && ENDINGS.test(name));
}

function isSame(a: Slot, b: Slot): boolean {
  return a.owner === b.owner && a.field === b.field;
}

function isDeclared(node: Node): boolean {
  const fn = enclosingFunction(node);
  // What a constructor sets is there before the first caller.
  return fn !== undefined && isFunction(fn) && fn.parent?.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
}

function returns(branch: Node): boolean {
  return branch.type === 'ReturnStatement' || (branch.type === 'BlockStatement' && branch.body.at(-1)?.type === 'ReturnStatement');
}
