import { splitType } from '../../catalog/index.js';
import type { CallbackFacts } from '../../catalog/schema.js';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';

/** A place at which a library is handed a function that it calls. */
export interface CallbackUse {
  /** The call that takes it; undefined for a field: `socket.onmessage = …`. */
  readonly call: LibraryCall | undefined;
  /** What calls it, for messages: `fs.readFile`, `socket.on`. */
  readonly caller: Node;
  readonly facts: Pick<CallbackFacts, 'awaited' | 'runs' | 'errorFirst' | 'awaitedSince'> | undefined;
  /** What it throws ends the process. */
  readonly uncaught: boolean;
  /** The event that it listens to, where that is one. */
  readonly event: string | undefined;
}

/** Which functions of a file libraries call, and what becomes of what they throw. */
export class DeferredCallbacks {
  constructor(private readonly file: FileModel) {}

  /** How libraries are handed a function; empty where none is seen. */
  usesOf(fn: FunctionNode): readonly CallbackUse[] {
    return (this.#uses ??= this.#find()).get(fn) ?? [];
  }
  #uses: Map<FunctionNode, CallbackUse[]> | undefined;

  /** The use by which what a function throws ends the process. */
  uncaughtUseOf(fn: FunctionNode): CallbackUse | undefined {
    return this.usesOf(fn).find(each => each.uncaught);
  }

  #find(): Map<FunctionNode, CallbackUse[]> {
    const uses = new Map<FunctionNode, CallbackUse[]>();
    const add = (fn: FunctionNode, use: CallbackUse): void => {
      const list = uses.get(fn);
      if (list) list.push(use);
      else uses.set(fn, [use]);
    };
    for (const call of this.file.calls.having('callbacks')) {
      for (const [argument, value] of call.node.arguments.entries()) {
        if (value.type === 'SpreadElement') break;
        const fn = this.file.origins.functionOf(value);
        if (!fn) continue;
        const facts = call.entry.callbacks?.find(each => isCalledBack(each, { call: call.node, argument }, fn));
        if (!facts) continue;
        add(fn, { call, caller: call.node.callee, facts, uncaught: facts.uncaught === true || (call.entry.role === 'listen' && this.#isUncaught(call.receiver)), event: eventOf(call) });
      }
    }
    for (const { left, right, operator } of this.file.index.all('AssignmentExpression')) {
      const field = operator === '=' && left.type === 'MemberExpression' ? staticName(left) : undefined;
      const fn = field?.startsWith('on') ? this.file.origins.functionOf(right) : undefined;
      if (!fn || !field || left.type !== 'MemberExpression' || !this.#isHandlerField(left.object, field)) continue;
      add(fn, { call: undefined, caller: left, facts: undefined, uncaught: this.#isUncaught(left.object), event: field.slice(2) });
    }
    return uses;
  }

  #isHandlerField(object: Node, field: string): boolean {
    const owner = this.file.origins.of(object);
    if (owner?.kind !== 'library' || owner.promised || !owner.path.endsWith('#')) return false;
    return this.file.catalog.type(owner.library, owner.path.slice(0, -1))?.handlerFields?.includes(field) === true;
  }

  /** Whether nothing catches what listeners of an emitter throw, by its type. */
  #isUncaught(emitter: Node | undefined): boolean {
    const origin = emitter && this.file.origins.of(emitter);
    if (emitter && origin?.kind === 'library' && origin.path === 'EventEmitter#') return this.#isConnection(emitter);
    return origin?.kind === 'library' && !origin.promised && origin.path.endsWith('#') && this.#isUncaughtType(origin.library, origin.path.slice(0, -1));
  }

  /** A parameter that is an emitter, and is not declared to be one: what a server hands to a `connection` listener. */
  #isConnection(emitter: Node): boolean {
    const variable = emitter.type === 'Identifier' ? this.file.bindings.variableOf(emitter) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Parameter' && definition.name.type === 'Identifier' && !definition.name.typeAnnotation;
  }

  #isUncaughtType(library: string, name: string, depth = 0): boolean {
    const type = this.file.catalog.type(library, name);
    if (!type || depth > 5) return false;
    return type.uncaught ?? (type.extends ?? []).some(each => {
      const at = splitType(each, library);
      return this.#isUncaughtType(at.library, at.type, depth + 1);
    });
  }
}

function eventOf({ node, entry }: LibraryCall): string | undefined {
  const [event] = node.arguments;
  return entry.role === 'listen' && event?.type === 'Literal' && typeof event.value === 'string' ? event.value : undefined;
}

/** Methods by which lists call a function before they return. */
const AT_ONCE = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'reduce', 'reduceRight', 'sort']);
const LINKS = new Set(['then', 'catch', 'finally']);

/** The list whose elements a function is called with: `list` of `list.map(fn)`. */
export function listWalkedBy(fn: FunctionNode): Node | undefined {
  const { parent } = fn;
  if (parent.type !== 'CallExpression' || parent.arguments[0] !== fn || parent.callee.type !== 'MemberExpression') return undefined;
  const name = staticName(parent.callee);
  return name !== undefined && AT_ONCE.has(name) && !name.startsWith('reduce') ? parent.callee.object : undefined;
}

/** The expression that throws, or rejects, with what a function throws, since it calls it at once or waits for it: `list.map(fn)`, `promise.then(fn)`, `new Promise(fn)`. */
export function passesThrowsOf(fn: FunctionNode, file: FileModel): Node | undefined {
  let node: Node = fn;
  while (node.parent && unwrap(node.parent) !== node.parent) node = node.parent;
  const { parent } = node;
  if (parent?.type === 'NewExpression') return file.bindings.isGlobal(parent.callee, 'Promise') && parent.arguments[0] === node ? parent : undefined;
  if (parent?.type !== 'CallExpression') return undefined;
  if (parent.callee === node) return parent;
  const name = parent.callee.type === 'MemberExpression' ? staticName(parent.callee) : undefined;
  if (name !== undefined && parent.arguments[0] === node && AT_ONCE.has(name)) return parent;
  if (name !== undefined && LINKS.has(name) && isFunction(fn)) return parent;
  return undefined;
}
