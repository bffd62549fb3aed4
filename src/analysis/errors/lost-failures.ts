import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { ErrorHandler } from './error-handling.js';
import type { FileModel } from '../file-model.js';

/** A handler that only makes a function, which nobody calls: `on('error', e => this.emit.bind(this, e))`. */
export function uncalledHandlers(handlers: readonly ErrorHandler[]): readonly Node[] {
  return handlers.flatMap(({ kind, fn, call }) => {
    // The value of a rejection handler may be wanted, that of a listener never is.
    const isDropped = kind === 'listener' || (kind === 'rejection' && call?.parent.type === 'ExpressionStatement');
    const only = fn && isDropped ? onlyExpressionOf(fn.body) : undefined;
    return only && isBind(only) ? [only] : [];
  });
}

function onlyExpressionOf(body: Node): Node | undefined {
  if (body.type !== 'BlockStatement') return unwrap(body);
  const [first] = body.body;
  if (!first || body.body.length > 1) return undefined;
  if (first.type === 'ExpressionStatement') return unwrap(first.expression);
  return first.type === 'ReturnStatement' && first.argument ? unwrap(first.argument) : undefined;
}

function isBind(node: Node): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && staticName(node.callee) === 'bind';
}

/** `child.on('exit', code => done(code ?? 0))`: the code is null where a signal ended the process. */
export function signalsTakenForSuccess(file: FileModel): readonly TSESTree.LogicalExpression[] {
  return file.index.all('LogicalExpression').filter(({ left, right, operator }) => {
    if (operator === '&&' || right.type !== 'Literal' || right.value !== 0 || left.type !== 'Identifier') return false;
    const definition = file.bindings.variableOf(left)?.defs[0];
    if (definition?.type !== 'Parameter') return false;
    const fn = definition.node;
    const call = fn.parent;
    // With the signal at hand the author knows.
    if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || !('params' in fn) || fn.params.length !== 1 || fn.params[0] !== definition.name) return false;
    const [event] = call.arguments;
    if (call.arguments[1] !== fn || event?.type !== 'Literal' || (event.value !== 'exit' && event.value !== 'close')) return false;
    const origin = file.origins.of(call.callee.object);
    const made = origin?.kind === 'library' ? origin.created : undefined;
    return made !== undefined && file.calls.at(made)?.entry.role === 'child-process';
  });
}
