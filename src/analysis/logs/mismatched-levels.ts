import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, isFunction, isInside, isLoop, lastName, staticName, statementOf, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { attemptIn, isCleanupName } from '../errors/attempts.js';
import { failureListeners } from '../errors/deaf-listeners.js';
import type { ErrorHandler } from '../errors/error-handling.js';
import { usesOfError } from '../errors/error-uses.js';
import { onlyRecords } from '../errors/records.js';
import type { FileModel } from '../file-model.js';
import { runsInPage } from '../waits/browser-code.js';
import type { Variable } from '../values/bindings.js';
import { callsInside } from './calls-inside.js';
import type { LogCall } from './log-calls.js';
import { isCalledLogger, type LogLikeCall } from './log-like-calls.js';

/**
 * An entry at a level that does not fit what it tells.
 * `failure`: the only trace of a failure, below `warn`. `client error`: what a client did wrong, as an error of the
 * service. `not fatal`: the end of the process, which goes on.
 */
export interface MismatchedLevel {
  readonly call: LogCall | LogLikeCall;
  readonly kind: 'failure' | 'client error' | 'not fatal';
  /** For failures: the call that fails, or the object that tells of it. */
  readonly work?: Node | undefined;
  /** For what a client did wrong: the status of the answer. */
  readonly status?: number | undefined;
}

/** What a text says where nothing is wrong, or where something else is tried. It withdraws a finding, and never makes one. */
const HARMLESS_TEXT =
  /retr(?:y|ied)|try(?:ing)? again|next attempt|skip|optional|fall(?:ing)?[ -]?back|fallback|ignor|continu|expected|not found|no such|missing|already|abort|cancel|clos(?:e|ed|ing)\b|disconnect|timed? ?out|no longer|best.effort|non.?(?:fatal|critical|blocking)|unavailable|probe|instead|default|duplicate|conflict|\brace\b|\bcache|reject|invalid/i;
/** Work that nobody misses. */
const MINOR_WORK = /telemetry|analytic|track|metric|beacon|heartbeat|prefetch|preload|warm|version|ping|cache|invalidat|touch|lastSeen|lastUsed|usage|typing|presence/i;
/** A function that is called so ends the process, or asks for it. */
const ENDING = /exit|shut_?down|terminate|crash|panic|^die$|abort|kill|stop|quit/i;

/** In source order, one for each call. */
export function mismatchedLevels(file: FileModel): readonly MismatchedLevel[] {
  const logs = new Map<Node, LogCall | LogLikeCall>();
  for (const each of file.logs.alike) if (isCalledLogger(each, file)) logs.set(each.node, each);
  for (const each of file.logs.all) logs.set(each.node, each);
  if (logs.size === 0) return [];
  const all = [...logs.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
  const found = new Map<Node, MismatchedLevel>();
  for (const each of [...lowFailures(all, file), ...clientErrors(all, file), ...survivedFatals(all, file)]) if (!found.has(each.call.node)) found.set(each.call.node, each);
  return [...found.values()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]);
}

function isLow({ level }: LogCall | LogLikeCall): boolean {
  return level === 'trace' || level === 'debug' || level === 'info';
}

function isSevere({ level }: LogCall | LogLikeCall): boolean {
  return level === 'error' || level === 'fatal';
}

// ---- failures that hardly anybody sees

function lowFailures(logs: readonly (LogCall | LogLikeCall)[], file: FileModel): readonly MismatchedLevel[] {
  const low = logs.filter(isLow);
  if (low.length === 0) return [];
  return [
    ...file.errorHandling.handlers.flatMap((handler): readonly MismatchedLevel[] => {
      const { body, error, attempted } = handler;
      if (!body || !error || !attempted) return [];
      const own = callsInside(low, body);
      // A second entry, at another level, is the one that is looked at.
      if (own.length === 0 || callsInside(logs, body).length > own.length || !isEndOfFailure(body, error, own, file)) return [];
      const attempt = attemptIn(attempted, file);
      if ((attempt.kind !== 'work' && attempt.kind !== 'effect') || !isMissed(handler, own[0]!.level === 'info', file) || isMinor(handler, attempt.call, file)) return [];
      return [{ call: own[0]!, kind: 'failure', work: attempt.call }];
    }),
    ...failureListeners(file).flatMap(({ listener, emitter, error: at }): readonly MismatchedLevel[] => {
      const fn = file.origins.functionOf(listener);
      const parameter = fn?.params[at];
      const error = parameter?.type === 'Identifier' ? file.bindings.variableOf(parameter) : undefined;
      const own = fn && error ? callsInside(low, fn.body) : [];
      return fn && error && own.length > 0 && callsInside(logs, fn.body).length === own.length && isEndOfFailure(fn.body, error, own, file) ? [{ call: own[0]!, kind: 'failure', work: emitter }] : [];
    }),
  ];
}

/** Whether a handler does nothing but write the error to these entries, without a word that it may. */
function isEndOfFailure(body: Node, error: Variable, logs: readonly (LogCall | LogLikeCall)[], file: FileModel): boolean {
  const uses = usesOfError(error, file.bindings);
  if (uses.length === 0 || !uses.every(({ at }) => logs.some(each => isInside(at, each.node)))) return false;
  // A metric or a tracker has it: that is where alerts come from.
  const calls = file.index.within(body, 'CallExpression');
  if (!onlyRecords(body, file) || calls.some(each => ['metric-update', 'error-report'].includes(file.calls.at(each)?.entry.role ?? ''))) return false;
  if (file.index.within(body, 'ReturnStatement').some(each => each.argument)) return false;
  if (isExplained(body, file)) return false;
  return !logs.some(each => HARMLESS_TEXT.test(textIn(each.node, file)));
}

/**
 * Whether something is missing when the attempt fails: it is made for what it does, or its value is used where it is made.
 * What is given or kept outside may have another way to get it; not at `info`, where the function ends with the attempt.
 */
function isMissed({ node, attempted, call }: ErrorHandler, isInfo: boolean, file: FileModel): boolean {
  if (!attempted) return false;
  if (call) {
    const outer = wrapped(call);
    const holder = outer.parent?.type === 'AwaitExpression' || (outer.parent?.type === 'UnaryExpression' && outer.parent.operator === 'void') ? wrapped(outer.parent).parent : outer.parent;
    return holder?.type === 'ExpressionStatement';
  }
  const fn = enclosingFunction(node);
  const has = (type: 'ReturnStatement' | 'AssignmentExpression' | 'UpdateExpression' | 'BreakStatement' | 'ContinueStatement'): boolean => file.index.within(attempted, type).some(each => enclosingFunction(each) === fn);
  if (has('AssignmentExpression') || has('UpdateExpression') || has('BreakStatement') || has('ContinueStatement')) return false;
  if (has('ReturnStatement')) return isInfo && fn?.body.type === 'BlockStatement' && fn.body.body.at(-1) === node.parent;
  const isWork = (each: Node | null): boolean => each !== null && (unwrap(each).type === 'AwaitExpression' || unwrap(each).type === 'CallExpression') && !file.logs.has(unwrap(each));
  return file.index.within(attempted, 'ExpressionStatement').some(each => enclosingFunction(each) === fn && isWork(each.expression)) || file.index.within(attempted, 'VariableDeclarator').some(each => enclosingFunction(each) === fn && each.init?.type === 'AwaitExpression');
}

/** What may fail: in a loop that tries again, while another failure is answered, when something is being given up. */
function isMinor({ node }: ErrorHandler, work: Node | undefined, file: FileModel): boolean {
  const callee = work?.type === 'CallExpression' || work?.type === 'NewExpression' ? work.callee : work;
  if (!callee || MINOR_WORK.test(file.sourceCode.getText(callee)) || runsInPage(node, file)) return true;
  for (let current: Node = node, parent: Node | undefined = node.parent; parent; current = parent, parent = parent.parent) {
    if (isLoop(parent) && parent.type !== 'ForOfStatement') return true;
    if (parent.type === 'CatchClause' || (parent.type === 'TryStatement' && parent.finalizer === current)) return true;
    if (!isFunction(parent)) continue;
    const name = functionName(parent) ?? '';
    if (isCleanupName(name) || /^(?:try|maybe|safe|safely|optional|attempt)(?![a-z])/.test(name) || MINOR_WORK.test(name)) return true;
  }
  return false;
}

/** A comment of three words or more in a handler: somebody has written down why. */
function isExplained(body: Node, file: FileModel): boolean {
  return file.sourceCode.getCommentsInside(body as TSESTree.Node).some(({ value }) => value.trim().split(/\s+/).length >= 3);
}

function textIn(call: TSESTree.CallExpression, file: FileModel): string {
  return call.arguments.map(each => file.sourceCode.getText(each)).join(' ');
}

// ---- what is no error of the service

/** Entries at `error` beside an answer of 4xx, without an error in them. */
function clientErrors(logs: readonly (LogCall | LogLikeCall)[], file: FileModel): readonly MismatchedLevel[] {
  const severe = logs.filter(isSevere);
  if (severe.length === 0) return [];
  const byList = new Map<Node, LogCall | LogLikeCall>();
  for (const each of severe) {
    const list = statementOf(each.node).parent;
    if (list?.type === 'BlockStatement' && !byList.has(list) && isChecked(list, file) && !each.node.arguments.some(value => mentionsError(value, file))) byList.set(list, each);
  }
  return [...byList].flatMap(([list, call]): readonly MismatchedLevel[] => {
    const status = clientErrorIn(list, file);
    // Who is turned away may be an attacker, and what a tracker is told of is looked at: both are decisions.
    if (status === undefined || status === 401 || status === 403 || file.index.within(list, 'CallExpression').some(each => file.calls.at(each)?.entry.role === 'error-report')) return [];
    return [{ call, kind: 'client error', status }];
  });
}

/** The 4xx with which a list of statements answers. */
function clientErrorIn(list: Node, file: FileModel): number | undefined {
  const isOwn = (each: Node): boolean => statementOf(each).parent === list;
  const statuses = [
    ...[...file.index.within(list, 'CallExpression'), ...file.index.within(list, 'NewExpression')].filter(isOwn).map(each => statusOf(each, file)),
    ...file.index.within(list, 'AssignmentExpression').filter(isOwn).map(({ left, right }) => (left.type === 'MemberExpression' && /^status(?:Code)?$/.test(staticName(left) ?? '') && isParameter(left.object, file) ? file.options.valueOf(right)?.value : undefined)),
  ];
  return statuses.find((each): each is number => typeof each === 'number' && each >= 400 && each < 500);
}

/** `res.status(404)`, `json(value, { status: 404 })`, `new NotFoundException()`; of a parameter that nobody has typed, by its methods. */
function statusOf(node: TSESTree.CallExpression | TSESTree.NewExpression, file: FileModel): unknown {
  const facts = file.calls.at(node)?.entry.answer;
  if (facts?.fixed !== undefined) return facts.fixed;
  const { status } = facts ?? {};
  if (typeof status === 'number') return file.options.valueOf(node.arguments[status])?.value;
  if (status) {
    const option = file.options.at(node.arguments[status.argument], status.option);
    return option.state === 'present' ? file.options.valueOf(option.value)?.value : undefined;
  }
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || node.arguments.length !== 1 || !/^(?:status|sendStatus|code)$/.test(staticName(callee) ?? '')) return undefined;
  return isParameter(callee.object, file) ? file.options.valueOf(node.arguments[0])?.value : undefined;
}

function isParameter(node: Node, file: FileModel): boolean {
  const variable = node.type === 'Identifier' ? file.bindings.variableOf(node) : undefined;
  return variable !== undefined && file.bindings.definitionOf(variable)?.type === 'Parameter';
}

/** Whether a block is what an `if` leads to that looks at the request, and at no failure or setting of the service. */
function isChecked(list: TSESTree.BlockStatement, file: FileModel): boolean {
  const { parent } = list;
  if (parent?.type !== 'IfStatement' || parent.test === (list as Node)) return false;
  if (/\benv\b|config|setting|secret|\.ok\b|\berr(?:or)?\b/i.test(file.sourceCode.getText(parent.test))) return false;
  for (let current: Node | undefined = list; current && !isFunction(current); current = current.parent) if (current.type === 'CatchClause') return false;
  return true;
}

function mentionsError(node: Node, file: FileModel): boolean {
  if (file.errorValues.of(node)) return true;
  return file.index.within(node, 'Identifier').some(each => isInside(each, node) && (file.errorValues.of(each) !== undefined || /^(?:e|err|error|ex|exception|reason)$/i.test(each.name)));
}

/** `fatal` in a handler of requests or messages, which goes on with the next one. */
function survivedFatals(logs: readonly (LogCall | LogLikeCall)[], file: FileModel): readonly MismatchedLevel[] {
  return logs.flatMap((call): readonly MismatchedLevel[] => {
    if (call.level !== 'fatal' || call.method !== 'fatal') return [];
    const handler = file.handlers.around(call.node);
    return handler && !mayEnd(handler.fn, call.node, file) ? [{ call, kind: 'not fatal' }] : [];
  });
}

function mayEnd(fn: FunctionNode, fatal: Node, file: FileModel): boolean {
  if (file.index.within(fn, 'ThrowStatement').some(each => each.range[0] > fatal.range[0])) return true;
  return file.index.within(fn, 'CallExpression').some(each => {
    const callee = unwrap(each.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : lastName(callee);
    return each !== fatal && (name === undefined || ENDING.test(name) || file.calls.at(each)?.entry.role === 'exit');
  });
}
