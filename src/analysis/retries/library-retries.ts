import type { RetryFacts, Role } from '../../catalog/schema.js';
import { isFunction, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { OptionValue } from '../values/option-values.js';
import { usesOfResult } from '../values/result-uses.js';
import { DelayShapes } from './delay-shapes.js';

const ROLES: readonly Role[] = ['resilience', 'other', 'http-request', 'http-client', 'broker-client', 'message-send'];
/** Names of work that a process has to do, however long it takes. Silence needs no proof. */
const LASTING = /connect|listen|subscri|start|init|boot|register|join|consum|watch|serve|socket|stream/i;

/** A call by which a library does something again when it has failed. */
export interface LibraryRetry {
  readonly call: LibraryCall;
  readonly facts: RetryFacts;
  /** Attempts at most, where that can be seen. */
  readonly attempts: number | undefined;
  /** The function that is run again, where it is in view. */
  readonly task: FunctionNode | undefined;
}

/** What a pause lacks, where it is written (or the call), and what to write. */
export interface LibraryPause {
  readonly lacks: 'delay' | 'growth' | 'jitter';
  readonly at: Node;
  readonly write: string | undefined;
  /** Its function names the attempt that it is told, and does not look at it. */
  readonly ignoresAttempt?: boolean;
}

/** Retries that libraries make: how often, after which pause, whether for ever. */
export class LibraryRetries {
  readonly #shapes: DelayShapes;

  constructor(private readonly file: FileModel) {
    this.#shapes = new DelayShapes(file);
  }

  get all(): readonly LibraryRetry[] {
    return (this.#all ??= this.file.calls.having('retry').length === 0 ? [] : this.#find());
  }
  #all: readonly LibraryRetry[] | undefined;

  #find(): LibraryRetry[] {
    return this.file.calls.of(...ROLES).flatMap(call => {
      const { retry } = call.entry;
      return retry ? [{ call, facts: retry, attempts: this.#attemptsOf(call, retry), task: this.#taskOf(call) }] : [];
    });
  }

  /** What is set at one of these paths, in any argument that holds options; of several, what is there. */
  at({ node }: LibraryCall, { argument }: RetryFacts, paths: readonly string[]): OptionValue {
    const places = typeof argument === 'number' ? [argument] : argument;
    if (node.arguments.slice(0, Math.max(...places) + 1).some(each => each.type === 'SpreadElement')) return { state: 'unknown' };
    let answer: OptionValue = { state: 'absent' };
    for (const place of places) {
      const given = node.arguments[place];
      if (!given || isFunction(unwrap(given)) || (places.length > 1 && this.file.options.objectOf(given) === undefined && place === Math.min(...places))) continue;
      for (const path of paths) {
        const option = path === '' ? this.#itself(given) : this.file.options.at(given, path);
        if (option.state === 'present') return option;
        if (option.state === 'unknown') answer = option;
      }
    }
    return answer;
  }

  /** An argument that is the number itself, or an object of options. */
  #itself(given: Node): OptionValue {
    const value = this.file.options.valueOf(given);
    if (typeof value?.value === 'number') return { state: 'present', value: given, property: given as never };
    return this.file.options.objectOf(given) || value ? { state: 'absent' } : { state: 'unknown' };
  }

  #attemptsOf(call: LibraryCall, facts: RetryFacts): number | undefined {
    const { options, of, default: usual } = facts.count;
    const set = this.at(call, facts, options);
    const value = set.state === 'present' ? this.file.options.valueOf(set.value)?.value : set.state === 'absent' ? usual : undefined;
    return typeof value === 'number' ? (of === 'retries' ? value + 1 : value) : undefined;
  }

  #taskOf(call: LibraryCall): FunctionNode | undefined {
    const position = call.entry.callbacks?.find(each => each.option === undefined)?.argument;
    const given = typeof position === 'number' ? call.node.arguments[position] : undefined;
    return given && this.file.origins.functionOf(given);
  }

  /** Whether it goes on for ever, by proof. */
  isUnbounded({ call, facts, attempts, task }: LibraryRetry): boolean {
    const lifted = this.at(call, facts, facts.forever ?? []);
    const isForever = attempts === Infinity || (lifted.state === 'present' && this.file.options.valueOf(lifted.value)?.value === true);
    if (!isForever || this.at(call, facts, facts.endedBy ?? []).state !== 'absent') return false;
    const name = call.node.arguments[0] && this.file.sourceCode.getText(call.node.arguments[0]);
    if (LASTING.test(name ?? '') || (task && this.file.index.within(task, 'Identifier').some(each => LASTING.test(each.name) || /signal|abort|^bail$/i.test(each.name)))) return false;
    // A policy may stand in another that ends it, and an operator of streams in front of others.
    return call.entry.role === 'resilience' && usesOfResult(call.node, this.file.bindings).passedTo.length === 0;
  }

  /** What the pause between two attempts lacks; undefined where it lacks nothing, or nobody can say. */
  pauseOf(retry: LibraryRetry): LibraryPause | undefined {
    const { call, facts, attempts } = retry;
    if ((attempts !== undefined && attempts <= 2) || this.#mayPauseItself(call, facts)) return undefined;
    const { pause } = facts;
    const set = this.at(call, facts, pause.options);
    const write = pause.write?.replace('$', this.file.sourceCode.getText(call.node.callee));
    if (set.state === 'unknown' || (set.state === 'absent' && pause.default === 'none' && !this.#isAlone(call, facts, attempts))) return undefined;
    if (set.state === 'absent' && pause.default === 'none') return { lacks: 'delay', at: call.node.callee, write };
    const own = set.state === 'present' ? this.#ofValue(set.value, pause.number) : undefined;
    if (own) return { ...own, write };
    const factor = pause.factor === undefined ? undefined : this.at(call, facts, [pause.factor]);
    if (factor?.state === 'unknown') return undefined;
    if (factor?.state === 'present' && this.file.options.valueOf(factor.value)?.value === 1) return { lacks: 'growth', at: factor.property, write: `${pause.factor!}: 2` };
    const jitter = this.#jitterOf(retry);
    return jitter === undefined ? undefined : { lacks: 'jitter', at: call.node.callee, write: jitter };
  }

  /** Whether what the library waits for between attempts (p-retry's `onFailedAttempt`, what decides about the next one) waits, or may. */
  #mayPauseItself(call: LibraryCall, facts: RetryFacts): boolean {
    const waits = (fn: FunctionNode | undefined): boolean => fn !== undefined && this.file.index.within(fn, 'AwaitExpression').length > 0;
    const decides = (facts.decides?.options ?? []).some(each => {
      const option = this.at(call, facts, [each]);
      return option.state === 'present' && waits(this.file.origins.functionOf(option.value));
    });
    return decides || (call.entry.callbacks ?? []).some(({ argument, option, awaited }) => {
      if (option === undefined || !awaited || typeof argument !== 'number') return false;
      const given = this.file.options.at(call.node.arguments[argument], option);
      if (given.state !== 'present') return given.state === 'unknown';
      const fn = this.file.origins.functionOf(given.value);
      return !fn || waits(fn);
    });
  }

  /** Whether an absent pause is proven: a count is written (or known), and no client that cannot be seen has a pause for its calls. */
  #isAlone(call: LibraryCall, facts: RetryFacts, attempts: number | undefined): boolean {
    if (attempts === undefined && this.at(call, facts, facts.count.options).state === 'unknown') return false;
    if (attempts === undefined && facts.count.default <= 2 && this.at(call, facts, facts.count.options).state === 'absent') return false;
    if (facts.defaultsIn === undefined) return true;
    const [, options] = call.client?.node.arguments ?? [];
    return call.client !== undefined && this.file.options.at(options, facts.defaultsIn).state === 'absent';
  }

  #ofValue(value: Node, number: 'first' | 'each' | undefined): Omit<LibraryPause, 'write'> | undefined {
    const fixed = this.file.options.valueOf(value)?.value;
    if (fixed === 0 || fixed === false) return { lacks: 'delay', at: value };
    if (typeof fixed === 'number') return number === 'each' ? { lacks: 'growth', at: value } : undefined;
    const fn = this.file.origins.functionOf(value);
    if (!fn || fn.async || fn.generator) return undefined;
    const results = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => each.argument ?? []) : [fn.body];
    if (results.length === 0) return undefined;
    if (results.every(each => this.file.options.valueOf(each)?.value === 0)) return { lacks: 'delay', at: results[0]! };
    if (!results.every(each => this.#shapes.of(each, fn).grows === false)) return undefined;
    const [attempt] = fn.params;
    const ignoresAttempt = attempt?.type === 'Identifier' && !attempt.name.startsWith('_') && this.file.bindings.variableOf(attempt)?.references.length === 0;
    return { lacks: 'growth', at: results[0]!, ignoresAttempt };
  }

  #jitterOf({ call, facts }: LibraryRetry): string | undefined {
    if (facts.jitter === undefined || facts.jitter === false) return undefined;
    const { option, write } = facts.jitter;
    const set = this.at(call, facts, [option]);
    // A default is the library's choice, not the code's: a fault only where it is written.
    if (set.state !== 'present') return undefined;
    const value = this.file.options.valueOf(set.value)?.value;
    return value === false || value === 'none' ? write : undefined;
  }
}
