import type { KeyFacts } from '../../catalog/schema.js';
import { enclosingFunction, functionsAround, isFunction, isInside, isLoop, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** What is wrong with a lock that is a key of a store which all instances share. */
export interface KeyLockFault {
  /**
   * `no-expiry`: who takes it and ends leaves it taken; `split`: the same, between the command that takes it and the one
   * that sets its expiry; `unowned`: it is deleted whoever has it.
   */
  readonly kind: 'no-expiry' | 'split' | 'unowned';
  readonly call: LibraryCall;
  /** The key as it is written. */
  readonly key: string;
  /** For `split`: the command that sets the expiry. */
  readonly expire: LibraryCall | undefined;
  /** With an expiry, a command that deletes the key would be a fault: it needs more than one edit. */
  readonly isDeleted: boolean;
}

/** What becomes of the answer whether the key was free. */
type Decision = 'tested' | 'returned' | undefined;

type Keyed = LibraryCall & { readonly facts: KeyFacts; readonly key: string };

/** What the author says of the key, in the text of the key itself. */
const SAYS_LOCK = /\b(?:lock|locks|mutex|semaphore|leader)\b/i;
/** A lock that is held for so long has other ends than its expiry. */
const LONG_MS = 3_600_000;

/** Locks that are made of the commands of a store: `SET key value NX`, `SETNX`, `DEL`. */
export class KeyLocks {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get faults(): readonly KeyLockFault[] {
    return (this.#faults ??= [...this.#find()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #faults: readonly KeyLockFault[] | undefined;

  *#find(): Iterable<KeyLockFault> {
    const all = this.file.calls.having('key').flatMap(call => this.#keyed(call));
    const claims = all.filter(each => each.facts.does === 'claim');
    for (const claim of claims) {
      const decision = this.#decisionOf(claim);
      const expires = decision && this.#expires(claim);
      if (!decision || expires === undefined) continue;
      const same = all.filter(each => each !== claim && each.key === claim.key);
      if (expires) {
        for (const release of same) if (this.#isUnowned(claim, release, same)) yield { kind: 'unowned', call: release, key: release.key, expire: undefined, isDeleted: true };
        continue;
      }
      const expire = same.find(each => each.facts.does === 'expire');
      if (expire) {
        const fn = enclosingFunction(claim.node);
        const isSplit = fn && isInside(expire.node, fn) && expire.node.range[0] > claim.node.range[0];
        if (isSplit) yield { kind: 'split', call: claim, key: claim.key, expire, isDeleted: false };
        continue;
      }
      const isDeleted = same.some(each => this.#isUnowned(claim, each, same));
      if (this.#isLock(claim, decision, same)) yield { kind: 'no-expiry', call: claim, key: claim.key, expire: undefined, isDeleted };
    }
  }

  #keyed(call: LibraryCall): readonly Keyed[] {
    const facts = call.entry.key;
    const [key] = call.node.arguments;
    if (!facts || !key || key.type === 'SpreadElement' || (facts.only !== undefined && this.#has(call, [facts.only]) !== true)) return [];
    return [{ ...call, facts, key: this.file.sourceCode.getText(unwrap(key)) }];
  }

  /** Whether the key goes away by itself; undefined where that cannot be seen. */
  #expires(claim: Keyed): boolean | undefined {
    return claim.facts.expiry ? this.#has(claim, claim.facts.expiry) : false;
  }

  /** Whether one of these words stands among the arguments behind the value, or is the key or the `condition` of an option. */
  #has({ node }: LibraryCall, words: readonly string[]): boolean | undefined {
    const { options } = this.file;
    let isOpen = false;
    for (const each of node.arguments.slice(2)) {
      if (each.type === 'SpreadElement') return undefined;
      if (isFunction(unwrap(each))) continue;
      const value = options.valueOf(each);
      if (value) {
        if (words.includes(String(value.value).toUpperCase())) return true;
        continue;
      }
      for (const word of [...words, 'condition']) {
        const found = options.at(each, word);
        if (found.state === 'unknown') isOpen = true;
        if (found.state !== 'present') continue;
        const given = options.valueOf(found.value)?.value;
        if (word === 'condition' ? words.includes(String(given)) : given !== false) return true;
      }
    }
    return isOpen ? undefined : false;
  }

  /** Whether the code looks at the answer, or hands it to who called it. */
  #decisionOf({ node }: Keyed): Decision {
    const callback = node.arguments.at(-1);
    if (callback && isFunction(callback)) {
      const answer = callback.params[1];
      const variable = answer?.type === 'Identifier' ? this.file.bindings.variableOf(answer) : undefined;
      return variable && variable.references.length > 0 ? 'tested' : undefined;
    }
    return this.#use(node);
  }

  #use(node: Node): Decision {
    const place = wrapped(node);
    const { parent } = place;
    switch (parent?.type) {
      case 'AwaitExpression':
      case 'UnaryExpression':
      case 'BinaryExpression':
        return this.#use(parent);
      case 'IfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ConditionalExpression':
        return parent.test === place ? 'tested' : undefined;
      case 'LogicalExpression':
        return 'tested';
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        return 'returned';
      case 'CallExpression':
        return this.file.bindings.isGlobal(parent.callee, 'Boolean') ? this.#use(parent) : undefined;
      case 'VariableDeclarator':
      case 'AssignmentExpression': {
        const name = parent.type === 'VariableDeclarator' ? parent.id : parent.left;
        const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
        const uses = variable?.references.filter(each => each.isRead()).map(each => this.#use(each.identifier)) ?? [];
        return uses.find(each => each === 'tested') ?? uses.find(each => each !== undefined);
      }
      default:
        return undefined;
    }
  }

  /** Whether the key is a lock: it is deleted again, tried again, called so in its own text, or a mark that the caller gets the answer of. */
  #isLock(claim: Keyed, decision: Decision, same: readonly Keyed[]): boolean {
    const key = claim.node.arguments[0]!;
    if (this.#textOf(key).some(each => SAYS_LOCK.test(each))) return true;
    const isWrapper = this.#isParameter(key) && this.#isParameter(claim.node.arguments[1]);
    if (isWrapper) return false;
    const release = same.find(each => each.facts.does === 'release');
    if (release && (!this.#isParameter(key) || enclosingFunction(release.node) === enclosingFunction(claim.node) || this.#isMark(claim))) return true;
    for (let current: Node | undefined = claim.node.parent; current && !isFunction(current); current = current.parent) {
      if (isLoop(current) && current.type !== 'ForOfStatement' && current.type !== 'ForInStatement') return decision === 'tested' && !this.#dependsOnLoop(key, current);
    }
    return decision === 'returned' && this.#isMark(claim);
  }

  /** A retry asks for the same key each time. */
  #dependsOnLoop(key: Node, loop: Node): boolean {
    return this.file.index.within(key, 'Identifier').some(name => {
      const variable = isInside(name, key) ? this.file.bindings.variableOf(name) : undefined;
      const definition = variable && this.file.bindings.definitionOf(variable);
      return !definition || isInside(definition.name, loop);
    });
  }

  /** A value that says nothing but that the key is taken: `'1'`, `true`, `Date.now()`. */
  #isMark({ node }: Keyed): boolean {
    const value = node.arguments[1] && this.file.options.valueOf(node.arguments[1])?.value;
    if (value !== undefined && value !== null) return true;
    const made = node.arguments[1] && unwrap(node.arguments[1]);
    return made?.type === 'CallExpression' && made.arguments.length === 0;
  }

  #isParameter(node: Node | undefined): boolean {
    const value = node && unwrap(node);
    const variable = value?.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    return variable !== undefined && this.file.bindings.definitionOf(variable)?.type === 'Parameter';
  }

  /** The texts that a key is put together from. */
  #textOf(key: Node): readonly string[] {
    const value = this.file.origins.expressionOf(key);
    if (!value) return [];
    return [
      ...this.file.index.within(value, 'Literal').flatMap(each => (isInside(each, value) && typeof each.value === 'string' ? [each.value] : [])),
      ...this.file.index.within(value, 'TemplateElement').flatMap(each => (isInside(each, value) ? [each.value.raw] : [])),
    ];
  }

  /** Whether a key that has been taken is deleted, when all went well, by who may have it no more. */
  #isUnowned(claim: Keyed, release: Keyed, same: readonly Keyed[]): boolean {
    if (release.facts.does !== 'release' || release.node.arguments.length !== 1) return false;
    const [inner] = functionsAround(claim.node);
    const outer = functionsAround(claim.node).at(-1);
    const isHere = outer !== undefined && isInside(release.node, outer) && (inner === outer || release.node.range[0] > claim.node.range[0]);
    const isOfFile = !this.#isParameter(release.node.arguments[0]) && this.#textOf(release.node.arguments[0]!).some(each => SAYS_LOCK.test(each));
    if ((!isHere && !isOfFile) || this.#isAfterFailure(release.node) || this.#isLong(claim)) return false;
    // Who reads the key before may compare; a script does it in one step.
    const fn = functionsAround(release.node).at(-1);
    return !same.some(each => each.facts.does === 'read' && fn !== undefined && isInside(each.node, fn)) && !(fn && this.file.index.within(fn, 'CallExpression').some(each => this.file.calls.at(each)?.entry.sends?.as === 'script'));
  }

  /** Deleted only when the work has failed, so that it can be tried again. */
  #isAfterFailure(node: Node): boolean {
    for (let current: Node | undefined = node; current; current = current.parent) if (current.type === 'CatchClause') return true;
    return false;
  }

  #isLong({ node }: Keyed): boolean {
    const words = node.arguments.map(each => this.file.options.valueOf(each)?.value);
    for (const [i, word] of words.entries()) {
      const time = words[i + 1];
      if (typeof time === 'number' && (word === 'EX' ? time * 1_000 : word === 'PX' ? time : 0) >= LONG_MS) return true;
    }
    return node.arguments.slice(2).some(each => [['EX', 1_000], ['PX', 1]].some(([option, factor]) => {
      const found = each.type === 'SpreadElement' ? undefined : this.file.options.at(each, String(option));
      const time = found?.state === 'present' ? this.file.options.valueOf(found.value)?.value : undefined;
      return typeof time === 'number' && time * Number(factor) >= LONG_MS;
    }));
  }
}

