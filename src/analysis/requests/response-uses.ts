import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** What a response only tells, or lets be written into it, without sending anything. */
const STATE = new Set([
  'statusCode', 'statusMessage', 'locals', 'headersSent', 'writableEnded', 'writableFinished', 'finished', 'destroyed', 'closed', 'sent',
  'req', 'request', 'app', 'socket', 'connection', 'log', 'elapsedTime', 'sendDate', 'shouldKeepAlive', 'errored', 'writable',
]);
/** Its methods that send nothing. Names only ever make us silent: every other method counts as an answer. */
const SILENT = new Set([
  'on', 'once', 'off', 'addListener', 'prependListener', 'removeListener', 'removeAllListeners', 'setMaxListeners', 'listenerCount',
  'getHeader', 'getHeaders', 'getHeaderNames', 'hasHeader', 'removeHeader', 'get', 'setTimeout',
]);

/** Whether a mention of a response sends nothing and hands it to nobody: `res.status(404)`, `res.locals.user = user`, `res.on('close', …)`. */
export function isHarmlessMention(mention: Node, file: FileModel): boolean {
  let current = wrapped(mention);
  for (;;) {
    const member = current.parent;
    if (member?.type !== 'MemberExpression' || unwrap(member.object) !== unwrap(current)) return current !== wrapped(mention) && isLeft(current);
    const whole = wrapped(member);
    const call = whole.parent;
    const name = staticName(member);
    if (call?.type !== 'CallExpression' || unwrap(call.callee) !== member) return name !== undefined && STATE.has(name);
    if (name !== undefined && SILENT.has(name) && current === wrapped(mention)) return true;
    const entry = file.calls.at(call)?.entry;
    if (entry?.role !== 'respond' || entry.response !== 'prepares') return false;
    current = wrapped(call);
  }
}

/** `res.status(404)` whose result nobody takes, or that is returned to a framework which does not read it. */
export function preparedOnly(node: Node | null | undefined, file: FileModel): TSESTree.CallExpression | undefined {
  const call = node && unwrap(node);
  if (call?.type !== 'CallExpression') return undefined;
  const entry = file.calls.at(call)?.entry;
  return entry?.role === 'respond' && entry.response === 'prepares' ? call : undefined;
}

function isLeft(call: Node): boolean {
  const { parent } = call;
  return parent?.type === 'ExpressionStatement' || parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === call) || (parent?.type === 'AwaitExpression' && parent.parent.type === 'ExpressionStatement');
}
