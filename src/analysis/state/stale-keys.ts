import type { TSESTree } from '@typescript-eslint/utils';
import { STORES } from '../../catalog/effects.js';
import { functionsAround, isInside, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { StaleLooks } from './stale-looks.js';
import type { FoundStore } from './stale-stores.js';

/** A call that reads or writes the whole value of a key or a file. */
interface Access {
  readonly node: TSESTree.CallExpression;
  readonly method: string;
  readonly key: Node;
  readonly values: readonly Node[];
  /** The argument behind the key: the field of a hash. */
  readonly more: Node | undefined;
}

type Found = FoundStore;

/** Commands that count, in lower case, and the limit that each goes towards. */
const STEPS: Readonly<Record<string, 'upper' | 'lower'>> = { incr: 'upper', incrby: 'upper', decr: 'lower', decrby: 'lower' };

/** Values of keys and files that are written by what was read of them. */
export class StaleKeys {
  readonly #looks: StaleLooks;

  constructor(private readonly file: FileModel) {
    this.#looks = new StaleLooks(file);
  }

  get all(): readonly Found[] {
    return [...this.#changes(), ...this.#marks()];
  }

  /** `const list = JSON.parse(await redis.get(key)); list.push(x); await redis.set(key, JSON.stringify(list))` */
  *#changes(): Iterable<Found> {
    for (const [role, pairs] of Object.entries(STORES)) {
      const accesses = this.#accessesOf(role as keyof typeof STORES, pairs);
      const reads = accesses.filter(each => pairs[each.method] !== undefined);
      for (const write of reads.length === 0 ? [] : accesses) {
        const [fn] = functionsAround(write.node);
        // A file is one machine's: only requests that meet there do harm.
        if (!fn || (role === 'file-access' && this.file.handlers.runsPerRequest(fn) !== 'yes')) continue;
        const read = reads.find(each => pairs[each.method]!.includes(write.method) && functionsAround(each.node)[0] === fn && each.node.range[0] < write.node.range[0] && this.#isSame(each.key, write.key) && (write.method !== 'hset' || (write.more !== undefined && this.#isSame(each.more, write.more))));
        if (!read || !write.values.some(each => this.#reaches(each, read.node, fn))) continue;
        yield { write: write.node, read: read.node, kind: role === 'file-access' ? 'file' : 'key', what: this.file.sourceCode.getText(write.key), instead: undefined };
      }
    }
  }

  /** Calls that read or write a whole value: of the library, and of functions in view that do it for their callers with the same file. */
  #accessesOf(role: keyof typeof STORES, pairs: (typeof STORES)[keyof typeof STORES]): readonly Access[] {
    const methods = new Set([...Object.keys(pairs), ...Object.values(pairs).flat()]);
    const direct = this.file.calls.of(role).flatMap(({ node, path }) => {
      const [key, ...values] = node.arguments;
      return key && methods.has(lastOf(path)) ? [{ node, method: lastOf(path), key, values, more: values[0] } as Access] : [];
    });
    if (role !== 'file-access' || direct.length === 0) return direct;
    const within = new Map(direct.flatMap(each => {
      const [fn] = functionsAround(each.node);
      return fn && !this.#isOfParameter(each.key, fn) ? [[fn, each] as const] : [];
    }));
    if (within.size === 0) return direct;
    const through = this.file.index.all('CallExpression').flatMap(node => {
      const called = this.file.calls.at(node) ? undefined : this.file.promises.calledBy(node);
      const access = called && within.get(called);
      return access ? [{ ...access, node, values: node.arguments }] : [];
    });
    return [...direct, ...through].sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #isOfParameter(key: Node, fn: FunctionNode): boolean {
    return this.file.index.within(key, 'Identifier').some(each => {
      const variable = isInside(each, key) ? this.file.bindings.variableOf(each) : undefined;
      return variable !== undefined && isInside(variable.scope.block, fn);
    });
  }

  #isSame(a: Node | undefined, b: Node): boolean {
    return a !== undefined && this.file.sourceCode.getText(a) === this.file.sourceCode.getText(b);
  }

  /** Whether a value was made of what a call gave: through names, what they were set to, and what was put into them. */
  #reaches(value: Node, read: Node, fn: FunctionNode): boolean {
    const seen = new Set<unknown>();
    const work: Node[] = [value];
    for (let each = work.pop(); each; each = work.pop()) {
      if (isInside(read, each)) return true;
      for (const name of this.file.index.within(each, 'Identifier')) {
        const variable = isInside(name, each) ? this.file.bindings.variableOf(name) : undefined;
        if (!variable || seen.has(variable) || seen.size > 20 || !isInside(variable.scope.block, fn)) continue;
        seen.add(variable);
        const definition = this.file.bindings.definitionOf(variable);
        if (definition?.type === 'Variable' && definition.node.init) work.push(definition.node.init);
        for (const { identifier } of this.file.bindings.assignmentsTo(variable)) if (identifier.parent.type === 'AssignmentExpression') work.push(identifier.parent.right);
      }
    }
    return false;
  }

  /** `if (Number(await redis.get(key)) >= limit) throw …; await redis.incr(key)`; `if (await redis.get(key)) return; await redis.set(key, '1')` */
  *#marks(): Iterable<Found> {
    const commands = this.file.calls.of('cache-command');
    const reads = commands.filter(each => lastOf(each.path) === 'get' || lastOf(each.path) === 'exists');
    for (const { node: write, path } of reads.length === 0 ? [] : commands) {
      const [fn] = functionsAround(write);
      const [key, value] = write.arguments;
      const side = STEPS[lastOf(path)];
      if (!fn || !key || (side === undefined && !this.#isMark(write, lastOf(path), value))) continue;
      const read = reads.find(({ node }) => {
        if (functionsAround(node)[0] !== fn || node.range[0] > write.range[0] || !this.#isSame(node.arguments[0], key)) return false;
        const answer = this.#answerOf(node);
        if (side === undefined) return this.#looks.isGuard(answer, write, fn);
        return [answer, ...this.#looks.namesOf(answer)].some(each => this.#looks.boundAt(each, write) === side);
      });
      if (read) yield { write, read: read.node, kind: side === undefined ? 'claimed' : 'limit', what: this.file.sourceCode.getText(key), instead: side === undefined ? undefined : lastOf(path).toUpperCase() };
    }
  }

  /** A value that only says that the key is taken; not `SET key value NX`. */
  #isMark(write: Node, command: string, value: TSESTree.CallExpressionArgument | undefined): boolean {
    if ((command !== 'set' && command !== 'setex') || write.type !== 'CallExpression' || !value) return false;
    const mark = command === 'setex' ? write.arguments[2] : value;
    if (/['"]?NX\b/.test(this.file.sourceCode.getText(write))) return false;
    if (mark?.type === 'Literal') return mark.value !== null && mark.value !== false && mark.value !== 0 && mark.value !== '0' && mark.value !== '';
    const call = mark && unwrap(mark);
    return call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' && staticName(call.callee) === 'now';
  }

  /** What a read gives where it is looked at: through `await`, `Number(…)`, `?? 0`. */
  #answerOf(read: Node): Node {
    let place = wrapped(read);
    for (let { parent } = place; parent; parent = place.parent) {
      const isThrough = parent.type === 'AwaitExpression' || (parent.type === 'UnaryExpression' && parent.operator === '+') || (parent.type === 'LogicalExpression' && parent.left === place && parent.operator !== '&&') ||
        (parent.type === 'CallExpression' && parent.arguments[0] === place && this.file.bindings.isGlobal(parent.callee, 'Number', 'parseInt', 'parseFloat'));
      if (!isThrough) break;
      place = wrapped(parent);
    }
    return unwrap(place);
  }
}

/** The name of a method at the end of its path, in small letters. */
export function lastOf(path: string): string {
  return path.split(/[.#]/).at(-1)!.toLowerCase();
}
