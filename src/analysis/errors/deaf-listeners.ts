import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { LISTENING } from '../emitters/listening.js';
import { isCleanupName } from './attempts.js';

/** A listener for failures that does nothing, of something that tells of them in no other way. */
export interface DeafListener {
  readonly listener: Node;
  readonly event: string;
  /** What fails, as it stands in the source. */
  readonly emitter: string;
}


/** `worker.on('failed', () => {})`: of what nobody is told elsewhere. */
export function deafListeners(file: FileModel, doesNothing: (listener: Node) => boolean): readonly DeafListener[] {
  const listeners = failureListeners(file);
  return listeners.flatMap((each): readonly DeafListener[] => {
    const { call, event, emitter, listener } = each;
    if (!doesNothing(listener) || isGivenUp(call, emitter, file)) return [];
    const text = file.sourceCode.getText(emitter);
    if (listeners.some(other => other !== each && other.event === event && file.sourceCode.getText(other.emitter) === text && !doesNothing(other.listener))) return [];
    return [{ listener, event, emitter: text }];
  });
}

export interface FailureListener {
  readonly call: TSESTree.CallExpression;
  readonly event: string;
  readonly emitter: Node;
  readonly listener: Node;
  /** Which of its parameters is the error. */
  readonly error: number;
}

/** Listeners to the events by which a library tells of failures, and of which the catalog speaks. */
export function failureListeners(file: FileModel): readonly FailureListener[] {
  return file.calls.of('listen').flatMap(({ node: call, receiver }): readonly FailureListener[] => {
    const callee = unwrap(call.callee);
    const [event, listener] = call.arguments;
    if (call.type !== 'CallExpression' || callee.type !== 'MemberExpression' || !LISTENING.has(staticName(callee) ?? '') || event?.type !== 'Literal' || typeof event.value !== 'string' || !listener || !receiver) return [];
    const origin = file.origins.of(receiver);
    if (origin?.kind !== 'library' || !origin.path.endsWith('#')) return [];
    const error = file.catalog.type(origin.library, origin.path.slice(0, -1))?.failures?.[event.value];
    return error === undefined ? [] : [{ call, event: event.value, emitter: receiver, listener, error }];
  });
}

/** Whether what fails is being given up: it is closed in the same function, or the function is there to close it. */
function isGivenUp(call: TSESTree.CallExpression, emitter: Node, file: FileModel): boolean {
  const name = lastName(emitter);
  const fn = enclosingFunction(call);
  for (let current: Node | undefined = call; current; current = current.parent) {
    if (current.type === 'CatchClause') return true;
    if (current.type === 'MethodDefinition' || current.type === 'Property') {
      const method = staticName(current);
      if (method !== undefined && isCleanupName(method)) return true;
    }
    if (current.type === 'FunctionDeclaration' && current.id && isCleanupName(current.id.name)) return true;
  }
  return file.index.within(fn ?? file.ast, 'CallExpression').some(({ callee }) => {
    const member = unwrap(callee);
    return member.type === 'MemberExpression' && lastName(member.object) === name && isCleanupName(staticName(member) ?? '');
  });
}
