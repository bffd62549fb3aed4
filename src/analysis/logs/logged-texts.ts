import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { attemptIn } from '../errors/attempts.js';
import type { ErrorHandler } from '../errors/error-handling.js';
import { isCondition, usesOfError, type ErrorUse } from '../errors/error-uses.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from './log-calls.js';
import { isCalledLogger, type LogLikeCall } from './log-like-calls.js';
import type { LoggedFailure } from './logged-failures.js';

/** `StatusCodes.BAD_REQUEST`, `HttpStatus.NOT_FOUND` */
const CLIENT_ERROR = /^(?:BAD_?REQUEST|UNAUTHORI[SZ]ED|FORBIDDEN|NOT_?FOUND|CONFLICT|GONE|UNPROCESSABLE(?:_\w+)?|TOO_MANY_REQUESTS|PAYLOAD_TOO_LARGE)$/i;

/** What a text of the error is made of. Other fields (a code, a status, the answer of a server) were picked on purpose. */
const TEXT_FIELDS: ReadonlySet<string> = new Set(['message', 'name', 'toString']);

/** Failures of which a log entry holds the text, and that nothing else keeps: no stack, no cause. */
export function loggedTexts(file: FileModel): readonly LoggedFailure[] {
  const logs = new Map<Node, LogCall | LogLikeCall>();
  for (const each of [...file.logs.alike, ...file.logs.imported]) if (isSevere(each) && isCalledLogger(each, file)) logs.set(each.node, each);
  for (const each of file.logs.all) if (isSevere(each)) logs.set(each.node, each);
  if (logs.size === 0) return [];
  return handlersOf(file).flatMap((handler): LoggedFailure[] => {
    const call = textOnly(handler, logs, file);
    return call ? [{ call, handler, keeps: 'text' }] : [];
  });
}

function isSevere({ level }: LogCall | LogLikeCall): boolean {
  return level === 'warn' || level === 'error' || level === 'fatal';
}

/** All that is given an error, and that a failure of work leads to. */
function handlersOf(file: FileModel): readonly ErrorHandler[] {
  const { handlers, callbacks } = file.errorHandling;
  const others = [
    ...file.handlers.all.flatMap(({ fn, kind, parameters }) => (kind === 'error-middleware' ? [{ fn, name: parameters.get('error') }] : [])),
    ...file.processHandlers.listeners.flatMap(({ fn }) => (fn ? [{ fn, name: fn.params[0] }] : [])),
  ].map(({ fn, name }): ErrorHandler => ({ kind: 'listener', node: fn, fn, body: fn.body, error: name?.type === 'Identifier' ? file.bindings.variableOf(name) : undefined, attempted: undefined, call: undefined }));
  const found = new Map<Node, ErrorHandler>();
  for (const each of [...handlers, ...callbacks, ...others]) if (each.error && each.body && !found.has(each.node) && isFailureOfWork(each, file)) found.set(each.node, each);
  return [...found.values()];
}

/** The failure of a parse or of a probe is known by its text; that of work is not. */
function isFailureOfWork({ kind, attempted, call }: ErrorHandler, file: FileModel): boolean {
  if (kind === 'listener') return true;
  const attempt = kind === 'callback' ? call : attempted;
  const failed = attempt && attemptIn(attempt, file).kind;
  return failed === 'work' || failed === 'effect' || (kind === 'callback' && failed === 'sync');
}

/** The log call that holds the error's text, where nothing keeps the error itself and nothing decides by it. */
function textOnly(handler: ErrorHandler, logs: ReadonlyMap<Node, LogCall | LogLikeCall>, file: FileModel): LogCall | LogLikeCall | undefined {
  const { error, body } = handler;
  if (!error || !body || file.errorHandling.responseOf(handler) === 'rethrows' || file.index.within(body, 'ThrowStatement').length > 0) return undefined;
  const uses = usesOfError(error, file.bindings);
  const logged = uses.flatMap(each => {
    const log = each.kind === 'text' && each.into ? logs.get(each.into) : undefined;
    return log ? [{ use: each, log }] : [];
  });
  const calls = new Set(logged.map(each => each.log));
  const [call] = calls;
  if (calls.size !== 1 || !call || !isInside(call.node, body) || logged.some(({ use }) => use.fields.some(each => !TEXT_FIELDS.has(each)))) return undefined;
  const others = uses.filter(each => !logged.some(({ use }) => use === each));
  if (!others.every(each => isPartOfText(each, call.node) || isPresenceTest(each, handler) || losesError(each, call, file))) return undefined;
  return isAnsweredAsClientError(body, file) || isMeantToFail(call, body, file) ? undefined : call;
}

/** A warning where something else is tried, or which says that nobody minds. It withdraws a finding, and never makes one. */
const MEANT_TO_FAIL = /best.effort|fall(?:ing)?[ -]?back|fallback|non.?(?:fatal|critical|blocking)|advisory|ignor|swallow|skip(?:ping|ped)?\b|continu|expected|optional|retr(?:y|ied)|next (?:attempt|poll|tick)|don't block|recoverable/i;

function isMeantToFail(call: LogCall | LogLikeCall, body: Node, file: FileModel): boolean {
  if (call.level !== 'warn') return false;
  const comments = file.sourceCode.getCommentsInside(body as TSESTree.Node).map(each => each.value).filter(each => !/^\s*(?:eslint|biome|@ts|oxlint)/.test(each));
  return MEANT_TO_FAIL.test([file.sourceCode.getText(call.node), ...comments].join(' '));
}

/** A look at the error that only decides which text is logged. */
function isPartOfText({ kind, at }: ErrorUse, call: Node): boolean {
  if (kind !== 'test') return false;
  for (let node: Node | undefined = at.parent; node; node = node.parent) {
    if (node === call || node.type === 'VariableDeclarator') return true;
    if (/Statement$/.test(node.type)) return false;
  }
  return false;
}

/** `if (err)` of a node-style callback. */
function isPresenceTest({ kind, at }: ErrorUse, handler: ErrorHandler): boolean {
  if (kind !== 'test' || handler.kind !== 'callback' || !isCondition(at)) return false;
  const { parent } = at;
  return parent?.type !== 'LogicalExpression' && parent?.type !== 'MemberExpression';
}

/** Whether the error's text goes on to another place, and its stack does not. Warnings that answer are a way to say that nothing is wrong. */
function losesError({ kind, isPart, into, at, fields }: ErrorUse, call: LogCall | LogLikeCall, file: FileModel): boolean {
  if (!isPart || call.level === 'warn' || fields.some(each => !TEXT_FIELDS.has(each))) return false;
  if (kind === 'whole') return isGiven(at);
  // A new error, or one that is handed to a callback, is on its way to somebody who handles it.
  if (kind !== 'text' || into?.type !== 'CallExpression') return false;
  const callee = unwrap(into.callee);
  const variable = callee.type === 'Identifier' ? file.bindings.variableOf(callee) : undefined;
  return variable?.defs[0]?.type !== 'Parameter' && file.calls.at(into)?.entry.role !== 'error-report';
}

/** `return { ok: false, error: error.message };`, `job.error = error.message;` */
function isGiven(at: Node): boolean {
  for (let node: Node | undefined = at.parent; node && !isFunction(node); node = node.parent) if (node.type === 'ReturnStatement' || node.type === 'AssignmentExpression') return true;
  return false;
}

/** `res.status(400)`: what the client did wrong is told to the client. */
function isAnsweredAsClientError(body: Node, file: FileModel): boolean {
  if (file.index.within(body, 'Literal').some(({ value }) => typeof value === 'number' && value >= 400 && value < 500)) return true;
  return file.index.within(body, 'MemberExpression').some(each => CLIENT_ERROR.test(staticName(each) ?? ''));
}
