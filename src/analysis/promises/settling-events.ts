import type { TSESTree } from '@typescript-eslint/utils';
import { splitType, type Catalog } from '../../catalog/index.js';
import { staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { Settling } from './settling.js';

type Emitter = Variable | Node;

/** A promise that waits for the events of something that can fail, and not for its failure. */
export interface DeafWait {
  /** The registration of the listener that settles it. */
  readonly call: TSESTree.CallExpression;
  readonly event: string;
  readonly emitter: string;
  /** The listener for `error` that is there and does not settle it. */
  readonly errorListener?: Node;
}

/** Promises that settle in listeners of emitters. */
export class SettlingEvents {
  #byEmitter: Map<Emitter, LibraryCall[]> | undefined;

  constructor(private readonly file: FileModel) {}

  /** What is wrong with the listeners by which `fn` settles; `uses` are all the ways to settle in it. */
  deafWaits(settling: Settling, fn: FunctionNode, uses: readonly Node[]): DeafWait[] {
    const found: DeafWait[] = [];
    const registrations = uses.flatMap(use => this.#registration(use) ?? []);
    for (const emitter of new Set(registrations.map(each => each.emitter))) {
      const own = registrations.filter(each => each.emitter === emitter);
      const others = uses.filter(use => !own.some(each => each.use === use) && !this.#isErrorOfRequest(use, emitter));
      if (!own.every(each => settling.isAlone(each.use, fn, others.concat(each.use)))) continue;
      const wait = this.#deafWait(settling, emitter, own.map(each => each.call));
      if (wait) found.push(wait);
    }
    return found;
  }

  /** Uses that only settle when the request fails before its response: what the response's listeners do is not covered by them. */
  withoutRequestErrors(uses: readonly Node[], request: Node): readonly Node[] {
    const emitter = this.#emitterAt(request);
    return uses.filter(use => {
      const registration = this.#registration(use);
      return !registration || registration.emitter !== emitter || eventOf(registration.call) !== 'error';
    });
  }

  #deafWait(settling: Settling, emitter: Emitter, settlingCalls: readonly LibraryCall[]): DeafWait | undefined {
    const [first] = settlingCalls;
    const last = first && this.#lastEvents(first, emitter);
    if (!first || !last) return undefined;
    const events = settlingCalls.map(eventOf);
    if (events.some(each => each === undefined || each === 'error' || last.includes(each))) return undefined;
    const name = first.receiver ? this.file.sourceCode.getText(first.receiver).split('\n')[0]! : '';
    const text = 'references' in emitter ? emitter.name : name.length > 40 ? `${name.slice(0, 37)}…` : name;
    const fault = { call: first.node as TSESTree.CallExpression, event: events[0]!, emitter: text };
    const all = this.#listenersOf(emitter);
    if (all.some(each => eventOf(each) === undefined)) return undefined;
    const [errorCall] = all.filter(each => eventOf(each) === 'error');
    const errorListener = errorCall?.node.arguments[1];
    if (errorListener) return this.#onlyLooks(errorListener, settling) ? { ...fault, errorListener } : undefined;
    return this.#isHandedOn(emitter, settling) ? undefined : fault;
  }

  /** The events that still come after a failure of the emitter; undefined where it is not known to fail for good. */
  #lastEvents({ receiver }: LibraryCall, emitter: Emitter): readonly string[] | undefined {
    const origin = receiver && this.file.origins.of(receiver);
    if (origin?.kind !== 'library' || origin.promised || !origin.path.endsWith('#')) return undefined;
    const type = origin.path.slice(0, -1);
    // What others made may be past its first failure, and theirs to watch.
    const isOwn = origin.created !== undefined || ('references' in emitter && this.#responseTo(emitter) !== undefined);
    const facts = this.file.catalog.type(origin.library, type);
    const canFail = isOwn && !facts?.failsOnlyWith && (facts?.unheardErrorCrashes === true || facts?.lastEvents !== undefined);
    return canFail ? lastEventsOf(this.file.catalog, origin.library, type) : undefined;
  }

  /** Whether a listener does nothing that could lead to another event: it logs, or counts. */
  #onlyLooks(listener: Node, settling: Settling): boolean {
    if (settling.holds(unwrap(listener)) || settling.isIn(listener)) return false;
    const fn = this.file.origins.functionOf(listener);
    if (!fn || this.file.index.within(fn, 'ThrowStatement').length > 0) return false;
    return this.file.index.within(fn, 'CallExpression').every(each => this.file.calls.at(each)?.entry.role === 'log');
  }

  #isHandedOn(emitter: Emitter, settling: Settling): boolean {
    if (!('references' in emitter)) return false;
    return emitter.references.some(({ identifier, init }) => {
      if (init) return false;
      const { parent } = wrapped(identifier);
      if (parent?.type === 'MemberExpression' && parent.object === wrapped(identifier)) return false;
      // The promise's own value: `resolve(socket)`.
      if (parent?.type === 'CallExpression' && parent.callee.type === 'Identifier' && settling.holds(parent.callee)) return false;
      // `source.pipe(emitter)` listens to nothing but what it needs to stop.
      if (parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && staticName(parent.callee) === 'pipe') return false;
      return true;
    });
  }

  #isErrorOfRequest(use: Node, emitter: Emitter): boolean {
    const request = 'references' in emitter ? this.#responseTo(emitter) : undefined;
    return request !== undefined && this.withoutRequestErrors([use], request).length === 0;
  }

  /** The request to whose response the parameter of a callback belongs. */
  #responseTo({ defs }: Variable): Node | undefined {
    const [definition] = defs;
    const fn = definition?.type === 'Parameter' ? definition.node : undefined;
    const call = fn && fn.type !== 'TSDeclareFunction' && fn.parent ? this.file.calls.at(fn.parent) : undefined;
    return call?.entry.role === 'http-request' ? call.node : undefined;
  }

  /** The call that registers what a use stands in as a listener. */
  #registration(use: Node): { readonly use: Node; readonly call: LibraryCall; readonly emitter: Emitter } | undefined {
    const { parent } = wrapped(use);
    const call = parent?.type === 'CallExpression' && parent.arguments[1] === wrapped(use) ? this.file.calls.at(parent) : undefined;
    const emitter = call?.entry.role === 'listen' ? this.#emitterOf(call) : undefined;
    return call && emitter ? { use, call, emitter } : undefined;
  }

  #listenersOf(emitter: Emitter): readonly LibraryCall[] {
    if (!this.#byEmitter) {
      this.#byEmitter = new Map();
      for (const call of this.file.calls.of('listen')) {
        const key = this.#emitterOf(call);
        if (key) this.#byEmitter.set(key, [...(this.#byEmitter.get(key) ?? []), call]);
      }
    }
    return this.#byEmitter.get(emitter) ?? [];
  }

  #emitterOf({ receiver }: LibraryCall): Emitter | undefined {
    let node = receiver && unwrap(receiver);
    // `on` gives the emitter again: `stream.on('data', f).on('end', g)`.
    while (node?.type === 'CallExpression' && node.callee.type === 'MemberExpression' && this.file.calls.at(node)?.entry.gives === 'this') node = unwrap(node.callee.object);
    if (node?.type === 'Identifier') return this.file.bindings.variableOf(node);
    return node?.type === 'CallExpression' || node?.type === 'NewExpression' ? this.#emitterAt(node) : undefined;
  }

  /** The emitter that a call makes: the variable that holds it, through the calls chained to it, or the call itself. */
  #emitterAt(call: Node): Emitter {
    let node = wrapped(call);
    for (;;) {
      const { parent } = node;
      if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return this.file.bindings.variableOf(parent.id) ?? call;
      const outer = parent?.type === 'MemberExpression' && parent.object === node ? wrapped(parent).parent : undefined;
      if (outer?.type !== 'CallExpression' || outer.callee !== (parent && wrapped(parent)) || this.file.calls.at(outer)?.entry.gives !== 'this') return call;
      node = wrapped(outer);
    }
  }
}

function eventOf({ node }: LibraryCall): string | undefined {
  const [event] = node.arguments;
  return event?.type === 'Literal' && typeof event.value === 'string' ? event.value : undefined;
}

function lastEventsOf(catalog: Catalog, library: string, name: string, depth = 0): readonly string[] | undefined {
  const type = catalog.type(library, name);
  if (!type || depth > 5) return undefined;
  if (type.lastEvents) return type.lastEvents;
  for (const parent of type.extends ?? []) {
    const at = splitType(parent, library);
    const events = lastEventsOf(catalog, at.library, at.type, depth + 1);
    if (events) return events;
  }
  return undefined;
}
