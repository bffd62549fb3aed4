import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionsAround, isInside, lastName, rootOf, rootOfChain, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition } from '../values/origins.js';
import { Hearing } from './hearing.js';
import { LISTENING } from './listening.js';

/** Events by which a request or a response says that the other side has gone. */
const GONE = new Set(['close', 'aborted', 'abort']);
/** Methods that close a stream. */
const CLOSING = new Set(['destroy', 'close', 'cancel']);
/** Calls that are told the same: names can only silence. */
const TELLS = /finish|close|eos|abort|destroy|clean/i;

/**
 * What a stream that is piped to an HTTP response keeps open when the client goes away: `.pipe()` then lets go of the
 * source and leaves it as it is. Undefined where somebody closes it, or may, or nothing shows what it is.
 */
export function leftOpen(call: TSESTree.CallExpression, streams: readonly Node[], file: FileModel): string | undefined {
  const [source] = streams;
  const to = streams.at(-1);
  if (!source || !to || file.handlers.partOf(to) !== 'response') return undefined;
  const kept = keptOpenBy(source, file);
  return kept !== undefined && !isHandedOn(source, file) && !isToldOfTheEnd(call, source, to, file) ? kept : undefined;
}

/** What a source keeps open until it is read to its end or destroyed. */
function keptOpenBy(source: Node, file: FileModel): string | undefined {
  const origin = file.origins.of(source);
  if (origin?.kind !== 'library' || origin.promised) return undefined;
  const made = origin.created ? file.calls.at(origin.created) : undefined;
  // What is made of functions of one's own holds what they hold.
  if (made?.node.type === 'NewExpression') return undefined;
  // `response.data` of axios, `response.body` of node-fetch.
  const [, member] = origin.path.split('#');
  if (member) return made?.entry.reply?.body.includes(member) === true ? 'the connection that it comes from' : undefined;
  // `createReadStream(path, { signal })` ends with its signal.
  if (made?.node.arguments.some(each => unwrap(each).type === 'ObjectExpression' && file.options.at(each, 'signal').state !== 'absent')) return undefined;
  return member === undefined ? undefined : file.catalog.type(origin.library, origin.path.slice(0, -1))?.keepsOpen;
}

/** Whether the source, or what it is a part of, is also given to somebody who may close it. */
function isHandedOn(source: Node, file: FileModel): boolean {
  const root = rootOf(source);
  // No event of this name: every use is met.
  const hearing = new Hearing(file, '', [], false, true);
  const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
  if (root.type === 'ThisExpression') return true;
  if (variable ? hearing.ofVariable(variable) === 'cannot tell' : hearing.of(source) === 'cannot tell') return true;
  if (!variable || source.type !== 'MemberExpression') return false;
  // Other reads of the same part.
  return variable.references.some(({ identifier }) => {
    const member = identifier.parent;
    return member?.type === 'MemberExpression' && member !== source && staticName(member) === staticName(source) && new Hearing(file, '', [], false, true).of(member) === 'cannot tell';
  });
}

/** Whether something is told when the client has gone: then it may close the source. */
function isToldOfTheEnd(pipe: TSESTree.CallExpression, source: Node, to: Node, file: FileModel): boolean {
  const own = nameOf(rootOf(source));
  const response = nameOf(rootOfChain(to));
  const [inner, ...outer] = functionsAround(pipe);
  // The function that is given the response, where that is in view.
  const around = [inner, ...outer].find(each => each?.params.some(parameter => nameOf(parameter) === response)) ?? inner;
  if (!around) return true;
  return file.index.within(around, 'CallExpression').some(each => {
    if (!isInside(each, around)) return false;
    const callee = unwrap(each.callee);
    const receiver = callee.type === 'MemberExpression' ? nameOf(rootOf(callee.object)) : undefined;
    const name = lastName(callee) ?? '';
    if (callee.type === 'MemberExpression' && (LISTENING.has(name) || name === 'addEventListener')) {
      const [event] = each.arguments;
      const heard = event && event.type !== 'SpreadElement' ? file.origins.expressionOf(event) : undefined;
      return receiver !== own && (heard?.type !== 'Literal' || GONE.has(String(heard.value)));
    }
    if (receiver !== undefined && receiver === own && CLOSING.has(name)) return !isOnError(enclosingFunction(each), around);
    // `onFinished(res, () => …)`, `addAbortSignal(signal, file)`.
    return TELLS.test(name) && each.arguments.some(argument => argument.type !== 'SpreadElement' && [own, response].includes(nameOf(rootOf(argument)) ?? ''));
  });
}

/** Whether a function is the listener of an error, or is run as it stands. */
function isOnError(fn: FunctionNode | undefined, around: FunctionNode): boolean {
  if (!fn || fn === around) return true;
  const at = callbackPosition(fn);
  const [event] = at?.call.arguments ?? [];
  return event?.type === 'Literal' && event.value === 'error';
}

function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined;
}
