import type { CallbackFacts } from '../../catalog/schema.js';
import { staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import type { Promises } from './promises.js';

/** A function whose promise is dropped by the library that calls it. */
export interface DroppedCallback {
  readonly call: LibraryCall;
  readonly callback: CallbackFacts;
  readonly argument: Node;
  /** The function itself, where it is in view. */
  readonly fn: FunctionNode | undefined;
}

/** Functions that give promises, handed to calls that drop what they return. */
export class DroppedCallbacks {
  constructor(
    private readonly file: FileModel,
    private readonly promises: Promises,
  ) {}

  get all(): readonly DroppedCallback[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly DroppedCallback[] | undefined;

  #find(): DroppedCallback[] {
    const found: DroppedCallback[] = [];
    for (const type of ['CallExpression', 'NewExpression'] as const) {
      for (const node of this.file.index.all(type)) {
        const call = this.file.calls.at(node);
        if (!call?.entry.callbacks) continue;
        const taken = new Set<Node>();
        for (const { argument, at, value } of this.#functionsIn(call)) {
          const fn = this.file.origins.functionOf(value);
          const callback = call.entry.callbacks.find(each => isCalledBack(each, at, fn));
          if (!callback || taken.has(value)) continue;
          taken.add(value);
          if (callback.awaited || callback.awaitedSince !== undefined) continue;
          if (call.entry.role === 'listen' && this.#capturesRejections(call)) continue;
          if (fn ? this.promises.givesPromise(fn) === true : this.#declaredToGive(argument)) found.push({ call, callback, argument: value, fn });
        }
      }
    }
    return found;
  }

  /** Whether the emitter turns rejections of its listeners into `error` events, or may: nobody sees its options. */
  #capturesRejections({ receiver }: LibraryCall): boolean {
    const { index, options, origins } = this.file;
    this.#captureAll ??= index.all('AssignmentExpression').some(({ left }) => left.type === 'MemberExpression' && staticName(left) === 'captureRejections');
    if (this.#captureAll) return true;
    const origin = receiver && origins.of(receiver);
    const maker = origin?.kind === 'instance'
      ? index.within(origin.node, 'CallExpression').find(each => each.callee.type === 'Super')
      : origin?.kind === 'library' ? origin.created : undefined;
    if (maker?.type !== 'CallExpression' && maker?.type !== 'NewExpression') return false;
    const given = options.at(maker.arguments[0], 'captureRejections');
    return given.state === 'present' ? options.valueOf(given.value)?.value !== false : false;
  }
  #captureAll: boolean | undefined;

  #declaredToGive(argument: Node): boolean {
    const { declared } = this.file.origins;
    return declared.isPromise(declared.resultOf(declared.of(unwrap(argument)))) === true;
  }

  /** The arguments of a call, and the options in them that the catalog names as callbacks. */
  *#functionsIn({ node, entry }: LibraryCall): Iterable<{ argument: Node; at: Parameters<typeof isCalledBack>[1]; value: Node }> {
    for (const [i, argument] of node.arguments.entries()) {
      if (argument.type === 'SpreadElement') return;
      yield { argument, at: { call: node, argument: i }, value: argument };
      for (const { option } of entry.callbacks ?? []) {
        if (option === undefined) continue;
        const value = this.file.options.at(argument, option);
        if (value.state === 'present') yield { argument: value.value, at: { call: node, argument: i, option }, value: value.value };
      }
    }
  }
}

