import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingClass, enclosingFunction, staticName, unwrap, wrapped, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition } from '../values/origins.js';
import { Hearing } from './hearing.js';
import { LISTENING } from './listening.js';

/** An emitter of the file's own that passes on the errors which it hears, and whose own `error` nobody hears. */
export interface ReemittedError {
  /** Where it is made. */
  readonly node: TSESTree.NewExpression;
  readonly className: string;
  readonly name: string | undefined;
  /** Where it emits the error that it has heard. */
  readonly emit: Node;
}

const EVENT = 'error';
/** Methods that tell whether anybody listens. */
const ASKING = new Set(['listenerCount', 'listeners', 'rawListeners', 'eventNames']);
const CALLING = new Set(['bind', 'call', 'apply']);

/** In source order. */
export function reemittedErrors(file: FileModel): readonly ReemittedError[] {
  if (file.index.all('ThisExpression').length === 0) return [];
  const emits = new Map<ClassNode, Node | undefined>();
  for (const node of [...file.index.all('ClassDeclaration'), ...file.index.all('ClassExpression')]) if (isEmitterClass(node, file)) emits.set(node, undefined);
  if (emits.size === 0) return [];
  const silent = new Set(file.index.all('Super').flatMap(each => (isListened(each, file) !== 'no' ? (enclosingClass(each) ?? []) : [])));
  for (const node of file.index.all('ThisExpression')) {
    const owner = classOfThis(node);
    // What a function of its own calls `this` may be the emitter.
    const classNode = owner?.node ?? enclosingClass(node);
    if (!classNode || !emits.has(classNode) || silent.has(classNode) || owner?.isStatic) continue;
    if (isListened(node, file) !== 'no') silent.add(classNode);
    else if (owner && !emits.get(classNode)) emits.set(classNode, reemits(node, file));
  }
  return file.index.all('NewExpression').flatMap(node => {
    const origin = file.origins.of(node.callee);
    const emit = origin?.kind === 'class' && !silent.has(origin.node) ? emits.get(origin.node) : undefined;
    if (!emit || origin?.kind !== 'class') return [];
    const hearing = new Hearing(file, EVENT);
    if (hearing.of(node) !== 'no' || hearing.leaves) return [];
    return { node, className: origin.node.id?.name ?? 'emitter', name: hearing.name, emit };
  });
}

/** A class of Node's `EventEmitter` itself, which emits as that does. */
function isEmitterClass({ superClass, body }: ClassNode, file: FileModel): boolean {
  const parent = superClass ? file.origins.of(superClass) : undefined;
  if (parent?.kind !== 'library' || parent.library !== 'node:events' || !/^(default\.)?(default|EventEmitter|)$/.test(parent.path)) return false;
  return body.body.every(each => !('key' in each) || (staticName(each) !== 'emit' && !LISTENING.has(staticName(each) ?? '')));
}

/** Whether the object listens to itself, asks who does, or goes to others through this `this`. */
function isListened(self: Node, file: FileModel): 'no' | 'maybe' {
  const place = wrapped(self);
  const { parent } = place;
  if (parent?.type === 'ReturnStatement') return 'no';
  // `super()`
  if (self.type === 'Super' && parent?.type === 'CallExpression') return 'no';
  if (parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression') {
    const { object } = parent.callee;
    const method = unwrap(object);
    return CALLING.has(staticName(parent.callee) ?? '') && method.type === 'MemberExpression' && (method.object.type === 'ThisExpression' || method.object.type === 'Super') ? 'no' : 'maybe';
  }
  if (parent?.type !== 'MemberExpression' || parent.object !== place) return 'maybe';
  const name = staticName(parent);
  const call = wrapped(parent).parent;
  if (name === undefined) return call?.type === 'CallExpression' ? 'maybe' : 'no';
  if (ASKING.has(name)) return 'maybe';
  if (!LISTENING.has(name) && name !== 'prependOnceListener') return 'no';
  const event = call?.type === 'CallExpression' && call.callee === wrapped(parent) ? call.arguments[0] : undefined;
  const value = event && file.origins.expressionOf(event);
  return value?.type === 'Literal' && value.value !== EVENT ? 'no' : 'maybe';
}

/** `socket.on('error', error => this.emit('error', error))`, `socket.on('error', this.emit.bind(this, 'error'))` */
function reemits(self: Node, file: FileModel): Node | undefined {
  const member = wrapped(self).parent;
  if (member?.type !== 'MemberExpression' || staticName(member) !== 'emit') return undefined;
  const outer = wrapped(member).parent;
  if (outer?.type === 'MemberExpression' && staticName(outer) === 'bind') {
    const bind = outer.parent;
    return bind.type === 'CallExpression' && isError(bind.arguments[1]) && isErrorListener(bind) ? bind : undefined;
  }
  if (outer?.type !== 'CallExpression' || outer.callee !== wrapped(member) || !isError(outer.arguments[0])) return undefined;
  const fn = enclosingFunction(outer);
  // In an async function it is a rejection, and in a `try` it may be caught.
  if (!fn || fn.async || isTried(outer, fn) || !file.origins.usesOf(fn).some(isErrorListener)) return undefined;
  return outer;
}

function isError(event: Node | undefined): boolean {
  return event?.type === 'Literal' && event.value === EVENT;
}

/** Whether a function is handed to `.on('error', …)`. */
function isErrorListener(use: Node): boolean {
  const at = callbackPosition(use);
  if (at?.argument !== 1 || at.option !== undefined || at.call.callee.type !== 'MemberExpression') return false;
  return LISTENING.has(staticName(at.call.callee) ?? '') && isError(at.call.arguments[0]);
}

function isTried(node: Node, fn: Node): boolean {
  for (let current = node; current.parent && current !== fn; current = current.parent) {
    if (current.parent.type === 'TryStatement' && current.parent.block === current && current.parent.handler) return true;
  }
  return false;
}
