import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ADDS, type EmitterPlace, type EmitterPlaces } from './emitter-places.js';

/** A call that shall remove a listener, and is given a function that was never added. */
export interface LostRemoval {
  /** `inline`: it is made in the call itself; `unbound`: another function that calls it was added. */
  readonly kind: 'inline' | 'unbound';
  readonly node: Node;
  /** The function as it is written. */
  readonly listener: string;
  /** Where its stand-in is added. */
  readonly added: TSESTree.CallExpression | undefined;
}

type Call = TSESTree.CallExpression;

const REMOVES_ONE = new Set(['off', 'removeListener', 'removeEventListener']);

/** Removals that remove nothing, since an emitter knows its listeners by identity. */
export function lostRemovals(file: FileModel, places: EmitterPlaces): readonly LostRemoval[] {
  const found: LostRemoval[] = [];
  for (const call of [...new Set([...places.removals.values()].flat())].sort((a, b) => a.range[0] - b.range[0])) {
    const callee = unwrap(call.callee);
    const [event, listener] = call.arguments;
    if (callee.type !== 'MemberExpression' || !REMOVES_ONE.has(staticName(callee) ?? '') || !event || !listener || event.type === 'SpreadElement' || listener.type === 'SpreadElement') continue;
    const place = places.of(callee.object);
    if (!place || !hears(callee.object, file)) continue;
    const value = unwrap(listener);
    const text = file.sourceCode.getText(value);
    if (isFunction(value) || isBind(value)) {
      // A function that does nothing is given to remove nothing on purpose, or by a mock.
      found.push({ kind: 'inline', node: listener, listener: text, added: undefined });
      continue;
    }
    if (value.type !== 'MemberExpression' && value.type !== 'Identifier') continue;
    const added = addedTo(place, event, file, places);
    const standIn = added.find(each => standsFor(each.arguments[1], text, file));
    if (!standIn || added.some(each => each.arguments[1] && file.sourceCode.getText(each.arguments[1]) === text) || isReplaced(value, file)) continue;
    found.push({ kind: 'unbound', node: listener, listener: text, added: standIn });
  }
  return found;
}

/** Whether a value is an emitter or target, by proof: it has a method that adds listeners. */
function hears(node: Node, file: FileModel): boolean {
  const origin = file.origins.of(node);
  if (origin?.kind === 'instance') {
    const parent = origin.node.superClass && file.origins.of(origin.node.superClass);
    return parent?.kind === 'library' && isEmitter(parent.library, `${file.catalog.typeNamed(parent.library, parent.path.replace(/^default\./, '')) ?? parent.path}#`, file);
  }
  if (origin?.kind !== 'library' || origin.promised) return false;
  return isEmitter(origin.library, origin.path.endsWith('#') || origin.path === '' ? origin.path : `${origin.path}.`, file);
}

function isEmitter(library: string, prefix: string, file: FileModel): boolean {
  return ['on', 'addEventListener'].some(method => file.catalog.entry(library, prefix + method)?.entry.role === 'listen');
}

/** `this.onMessage.bind(this)` */
function isBind(value: Node): boolean {
  return value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && staticName(value.callee) === 'bind';
}

/** The calls of the file that add listeners of this event to the same emitter. */
function addedTo(place: EmitterPlace, event: Node, file: FileModel, places: EmitterPlaces): readonly Call[] {
  const name = file.sourceCode.getText(event).replaceAll('"', "'");
  return file.calls.of('listen').flatMap(({ node, receiver }) => {
    const callee = unwrap(node.callee);
    if (node.type !== 'CallExpression' || !receiver || callee.type !== 'MemberExpression' || !ADDS.has(staticName(callee) ?? '')) return [];
    const other = node.arguments[0] && file.sourceCode.getText(node.arguments[0]).replaceAll('"', "'") === name ? places.of(receiver) : undefined;
    return other?.root === place.root && other.path.join('.') === place.path.join('.') ? [node] : [];
  });
}

/** Whether a listener is a new function that calls `text` each time: `f.bind(this)`, `() => f()`, `(...args) => f(...args)`. */
function standsFor(listener: Node | undefined, text: string, file: FileModel): boolean {
  const value = listener && unwrap(listener);
  if (!value) return false;
  if (isBind(value) && value.type === 'CallExpression' && value.callee.type === 'MemberExpression') return file.sourceCode.getText(value.callee.object) === text;
  if (value.type !== 'ArrowFunctionExpression' && value.type !== 'FunctionExpression') return false;
  const [only] = value.body.type === 'BlockStatement' ? value.body.body : [value.body];
  if (value.body.type === 'BlockStatement' && value.body.body.length !== 1) return false;
  const expression = only?.type === 'ExpressionStatement' ? only.expression : only?.type === 'ReturnStatement' ? only.argument : only;
  const call = expression?.type === 'AwaitExpression' || expression?.type === 'UnaryExpression' ? unwrap(expression.argument) : expression && unwrap(expression);
  return call?.type === 'CallExpression' && file.sourceCode.getText(call.callee) === text;
}

/** `this.onMessage = this.onMessage.bind(this)`: what it holds is not what its definition says. */
function isReplaced(value: Node, file: FileModel): boolean {
  const text = file.sourceCode.getText(value);
  return file.index.all('AssignmentExpression').some(each => file.sourceCode.getText(each.left) === text);
}
