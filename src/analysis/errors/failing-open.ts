import { enclosingFunction, staticName, unwrap, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { attemptIn } from './attempts.js';
import type { ErrorHandler } from './error-handling.js';

/** Guards that count or note, and may well let everybody in when they cannot: their name only silences. */
const LENIENT = /throttl|rate|limit|quota|usage|track|metric|analytic|audit|log|optional|public|anonymous/i;

/**
 * Whether what a failure gives is what success gives: `true` where the attempt gives `true` or what somebody else
 * answers, `{ ok: true }` where the attempt gives the same.
 */
export function givesSuccess(value: Node, attempted: Node | undefined, file: FileModel): boolean {
  const isTrue = value.type === 'Literal' && value.value === true;
  if (attempted?.type !== 'BlockStatement' || (!isTrue && value.type !== 'ObjectExpression')) return false;
  const fn = enclosingFunction(attempted);
  if (!fn) return false;
  const given = file.index.inOwn(fn, 'ReturnStatement').filter(each => each.range[0] >= attempted.range[0] && each.range[1] <= attempted.range[1]).map(each => each.argument && unwrap(each.argument));
  if (given.length === 0) return false;
  if (isTrue) return given.every(each => each && ((each.type === 'Literal' && each.value === true) || each.type === 'AwaitExpression'));
  return isConstant(value) && given.every(each => each?.type === 'ObjectExpression' && file.sourceCode.getText(each) === file.sourceCode.getText(value));
}

/** `{ ok: true }`: an object that says the same each time. */
function isConstant(node: Node): boolean {
  return node.type === 'ObjectExpression' && node.properties.length > 0 && node.properties.every(each => each.type === 'Property' && unwrap(each.value).type === 'Literal');
}

/** A handler of a guard that lets the request in where its check has failed, whether or not it records that. */
export interface OpenGuard {
  readonly handler: ErrorHandler;
  /** The call that checks. */
  readonly work: Node | undefined;
}

export function openGuards(handlers: readonly ErrorHandler[], file: FileModel): readonly OpenGuard[] {
  return handlers.flatMap((handler): readonly OpenGuard[] => {
    const { node, body, attempted } = handler;
    if (body?.type !== 'BlockStatement' || !attempted) return [];
    const last = body.body.at(-1);
    if (last?.type !== 'ReturnStatement' || !last.argument || !isTrue(unwrap(last.argument))) return [];
    const owner = guardAround(node, file);
    if (!owner || LENIENT.test(owner.id?.name ?? '') || file.index.within(body, 'IfStatement').length > 0) return [];
    const { kind, call } = attemptIn(attempted, file);
    return kind === 'cleanup' || kind === 'none' ? [] : [{ handler, work: call }];
  });
}

function isTrue(node: Node): boolean {
  return node.type === 'Literal' && node.value === true;
}

/** The class whose method the framework asks whether a request may pass. */
function guardAround(node: Node, file: FileModel): ClassNode | undefined {
  const method = enclosingFunction(node)?.parent;
  if (method?.type !== 'MethodDefinition') return undefined;
  const owner = method.parent.parent;
  const name = staticName(method);
  const isGuard = (owner.implements ?? []).some(each => {
    const origin = file.origins.of(each.expression);
    return origin?.kind === 'library' && name !== undefined && file.catalog.type(origin.library, file.catalog.typeNamed(origin.library, origin.path) ?? '')?.methods?.[name]?.decides === true;
  });
  return isGuard ? owner : undefined;
}
