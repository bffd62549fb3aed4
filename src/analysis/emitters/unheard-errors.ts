import type { TSESTree } from '@typescript-eslint/utils';
import { splitType } from '../../catalog/index.js';
import type { TypeEntry } from '../../catalog/schema.js';
import { isFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { Hearing, heardByFunction, strongest, type Heard } from './hearing.js';

/** An emitter whose `error` event ends the process, and which nobody hears, or not each time. */
export interface UnheardError {
  /** `never`: nobody listens. `once`: only the first error is heard. `held`: the pool is heard, what is checked out of it is not. */
  readonly kind: 'never' | 'once' | 'held';
  /** The call that makes it, or the parameter in which it arrives. */
  readonly node: Node;
  /** What it is called where a listener is added, if it has a name. */
  readonly name: string | undefined;
  readonly type: TypeEntry;
  readonly typeName: string;
  readonly library: string;
}

const EVENT = 'error';

/** Emitters that arrive or are made in this file, by proof, and that end the process when nobody hears their errors. */
export class UnheardErrors {
  constructor(private readonly file: FileModel) {}

  get all(): readonly UnheardError[] {
    if (this.#all) return this.#all;
    const made = [...this.#made()];
    // A pool that nobody hears at all is one fault.
    const unheard = new Set(made.map(each => each.node));
    return (this.#all = [...made, ...this.#inputs(unheard), ...this.#arriving(), ...this.#held(unheard)].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly UnheardError[] | undefined;

  *#made(): Iterable<UnheardError> {
    for (const call of this.file.calls.having('gives')) {
      if (call.entry.gives === 'this' || call.entry.role === 'acquire') continue;
      const found = this.#crashingType(call);
      if (!found || isSameAsReceiver(call, this.file) || this.#startsItself(call)) continue;
      const hearing = new Hearing(this.file, EVENT, found.type.handlerFields);
      const kind = kindOf(hearing.of(call.node), found.type);
      if (kind && !this.#meansToHear(hearing) && this.#canFail(found.type, hearing, call) && !this.#isAwaitedDeafly(call.node)) yield { kind, node: call.node, name: hearing.name, ...found };
    }
  }

  /** A listener of `eror` is one fault, reported where it stands. */
  #meansToHear({ listeners }: Hearing): boolean {
    return this.file.misspeltEvents.some(each => each.meant === EVENT && listeners.includes(each.call));
  }

  /** `fork('a.js')` alone reports no error; a message to what has ended is one. */
  #canFail({ failsOnlyWith }: TypeEntry, { uses }: Hearing, made?: LibraryCall): boolean {
    if (!failsOnlyWith) return true;
    if (made && failsOnlyWith.options.some(option => made.node.arguments.some(each => each.type !== 'SpreadElement' && this.file.options.at(each, option).state === 'present'))) return true;
    return uses.some(({ callee, arguments: given }) => {
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      const last = given.at(-1);
      if (name === undefined || !failsOnlyWith.methods.includes(name) || !last || last.type === 'SpreadElement') return false;
      // What stands behind the data may be its callback.
      return given.length === 1 ? !isFunction(unwrap(last)) : ['Literal', 'TemplateLiteral', 'ObjectExpression'].includes(unwrap(last).type);
    });
  }

  /** `child.stdin`, once for each process of this file that is heard itself. */
  *#inputs(unheard: ReadonlySet<Node>): Iterable<UnheardError> {
    const heard = new Map<Node, { readonly hearing: Hearing; kind: Heard }>();
    const reads = this.file.calls.reads('child-process').map(each => ({ ...each, process: this.#processOf(each.node) }));
    for (const { node, process } of reads) {
      if (!process || unheard.has(process)) continue;
      const known = heard.get(process) ?? { hearing: new Hearing(this.file, EVENT), kind: 'no' };
      heard.set(process, { ...known, kind: strongest(known.kind, known.hearing.of(node)) });
    }
    for (const [process, { hearing, kind }] of heard) {
      const read = reads.find(each => each.process === process);
      const { library, type: typeName } = splitType(read?.entry.gives ?? '', read?.library ?? '');
      const type = this.file.catalog.type(library, typeName);
      // Whoever is given the process may listen to its input.
      if (!read || kind !== 'no' || type?.failsWhen === undefined || !this.#canFail(type, hearing) || new Hearing(this.file, '').of(process) === 'cannot tell') continue;
      yield { kind: 'never', node: read.node, name: this.file.sourceCode.getText(read.node).replace('?.', '.'), type, typeName, library };
    }
  }

  /** The call that started the process whose input is read. */
  #processOf({ object }: TSESTree.MemberExpression): Node | undefined {
    const origin = this.file.origins.of(object);
    return origin?.kind === 'library' && !origin.promised ? origin.created : undefined;
  }

  /** `spawn(process.execPath, …)`, or a shell, which tells of a missing program by its exit: these are there. */
  #startsItself({ node: { arguments: [program, ...rest] }, entry }: LibraryCall): boolean {
    if (entry.role !== 'child-process') return false;
    if (rest.some(each => each.type !== 'SpreadElement' && this.file.options.at(each, 'shell').state === 'present')) return true;
    const path = program && unwrap(program);
    return path?.type === 'MemberExpression' && this.file.bindings.isGlobal(path.object, 'process') && staticName(path) === 'execPath';
  }

  /** A promise waits for its other events: one fault, which rejecting the promise mends. */
  #isAwaitedDeafly(made: Node): boolean {
    return this.file.executors.faults.some(fault => {
      const callee = fault.kind === 'deaf-wait' ? unwrap(fault.call.callee) : undefined;
      const origin = callee?.type === 'MemberExpression' ? this.file.origins.of(callee.object) : undefined;
      return origin?.kind === 'library' && origin.created === made;
    });
  }

  #crashingType(call: LibraryCall): Pick<UnheardError, 'type' | 'typeName' | 'library'> | undefined {
    if (!call.entry.gives) return undefined;
    const { library, type: typeName } = splitType(call.entry.gives, call.library);
    const type = this.file.catalog.type(library, typeName);
    // Streams of all sorts: which of them fail is for the catalog to say.
    return type?.unheardErrorCrashes === true && type.failsWhen !== undefined ? { type, typeName, library } : undefined;
  }

  /** `server.on('connection', socket => …)`, `pool.on('connect', client => …)`. */
  *#arriving(): Iterable<UnheardError> {
    for (const call of this.file.calls.having('callbacks')) {
      for (const callback of call.entry.callbacks ?? []) {
        if (!callback.parameters || callback.heard || callback.option !== undefined || callback.argument === 'any') continue;
        const [event] = call.node.arguments;
        if (callback.named && !(event?.type === 'Literal' && callback.named.some(each => each === event.value))) continue;
        const argument = call.node.arguments.at(callback.argument);
        const fn = argument && argument.type !== 'SpreadElement' ? this.file.origins.functionOf(argument) : undefined;
        // A method that does nothing is there to be written over.
        if (fn?.body?.type === 'BlockStatement' && fn.body.body.length === 0 && fn.parent.type === 'MethodDefinition') continue;
        for (const [i, parameter] of (fn?.params ?? []).entries()) {
          const named = callback.parameters[i];
          if (!named || parameter.type !== 'Identifier') continue;
          const { library, type: typeName } = splitType(named, call.library);
          const type = this.file.catalog.type(library, typeName);
          if (type?.unheardErrorCrashes !== true || type.failsWhen === undefined || callback.errorFirst) continue;
          const hearing = new Hearing(this.file, EVENT, type.handlerFields);
          const kind = kindOf(hearing.ofVariable(this.file.bindings.variableOf(parameter)), type);
          if (kind && !this.#meansToHear(hearing)) yield { kind, node: parameter, name: parameter.name, type, typeName, library };
        }
      }
    }
  }

  /** Clients that are checked out of a pool of this file, by hand or by an ORM, whose own errors nobody hears. */
  *#held(unheard: ReadonlySet<Node>): Iterable<UnheardError> {
    for (const call of this.file.calls.of('acquire')) {
      const found = this.#crashingType(call);
      const pool = call.client ?? this.#poolIn(call.receiver);
      if (!found || !pool || unheard.has(pool.node) || this.#coversClients(pool)) continue;
      const heldBy = call.node.arguments.at(-1);
      const callback = call.entry.callbacks && heldBy && heldBy.type !== 'SpreadElement' ? this.file.origins.functionOf(heldBy) : undefined;
      const hearing = new Hearing(this.file, EVENT, found.type.handlerFields, true);
      const heard = callback ? heardByFunction(this.file, callback, 1, EVENT) : hearing.of(call.node);
      if (heard === 'no') yield { kind: 'held', node: call.node, name: undefined, ...found };
    }
    for (const call of this.file.calls.having('hearsNoErrors')) {
      const pool = this.#poolGivenTo(call);
      const facts = pool && this.#crashingType(pool);
      if (pool && facts && !unheard.has(pool.node) && this.file.calls.of('acquire').every(each => each.client !== pool) && !this.#coversClients(pool)) yield { kind: 'held', node: pool.node, name: undefined, ...facts };
    }
  }

  /** The pool that the field of this receiver is given in this file. */
  #poolIn(receiver: Node | undefined): LibraryCall | undefined {
    const field = receiver && unwrap(receiver);
    const name = field?.type === 'MemberExpression' && field.object.type === 'ThisExpression' ? staticName(field) : undefined;
    return name === undefined
      ? undefined
      : this.file.calls.having('gives').find(({ node }) => {
          const target = wrapped(node).parent;
          const place = target?.type === 'AssignmentExpression' ? unwrap(target.left) : target?.type === 'PropertyDefinition' ? target : undefined;
          return place && (place.type === 'PropertyDefinition' || (place.type === 'MemberExpression' && place.object.type === 'ThisExpression')) && staticName(place) === name;
        });
  }

  /** The pool, made in this file, that `drizzle(pool)` or `new PostgresDialect({ pool })` works with. */
  #poolGivenTo(call: LibraryCall): LibraryCall | undefined {
    const [first] = call.node.arguments;
    if (!first || first.type === 'SpreadElement') return undefined;
    const options = unwrap(first);
    const properties = options.type === 'ObjectExpression' ? options.properties.flatMap(each => (each.type === 'Property' ? [each.value] : [])) : [first];
    for (const each of properties) {
      const origin = this.file.origins.of(each);
      const made = origin?.kind === 'library' && origin.created ? this.file.calls.at(origin.created) : undefined;
      // What it makes is checked out of it; a single client is heard, or not, itself.
      if (made && this.file.catalog.type(splitType(made.entry.gives ?? '', made.library).library, 'PoolClient')) return made;
    }
    return undefined;
  }

  /** `pool.on('connect', client => client.on('error', …))`, or a pool that others may have been given to do that. */
  #coversClients(pool: LibraryCall): boolean {
    // No event of this name: all of its listeners are met.
    const hearing = new Hearing(this.file, '');
    if (hearing.of(pool.node) === 'cannot tell') return true;
    return hearing.listeners.some(listener => {
      const [event, fn] = listener.arguments;
      if (event?.type !== 'Literal' || (event.value !== 'connect' && event.value !== 'acquire') || !fn) return false;
      const handler = this.file.origins.functionOf(fn);
      return !handler || heardByFunction(this.file, handler, 0, EVENT) !== 'no';
    });
  }
}

/** After its first error most of them are at their end: one that goes on has more. */
function kindOf(heard: Heard, type: TypeEntry): UnheardError['kind'] | undefined {
  if (heard === 'no') return 'never';
  return heard === 'once' && type.failsAgain ? 'once' : undefined;
}

/** `await client.connect()` gives the client itself. */
function isSameAsReceiver({ receiver, entry, library }: LibraryCall, file: FileModel): boolean {
  const origin = receiver && file.origins.of(receiver);
  return entry.role !== 'cache-client' && origin?.kind === 'library' && origin.library === library && origin.path === `${entry.gives}#`;
}
