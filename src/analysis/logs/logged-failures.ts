import type { LogFacts } from '../../catalog/schema.js';
import { isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { attemptIn } from '../errors/attempts.js';
import { failureListeners } from '../errors/deaf-listeners.js';
import type { ErrorHandler } from '../errors/error-handling.js';
import { usesOfError } from '../errors/error-uses.js';
import { onlyRecords } from '../errors/records.js';
import type { FileModel } from '../file-model.js';
import { isBrowserCode, runsInPage } from '../waits/browser-code.js';
import { firstInside } from './calls-inside.js';
import type { LogCall } from './log-calls.js';
import type { LogLikeCall } from './log-like-calls.js';
import { loggedTexts } from './logged-texts.js';

/** A log entry about a failure that does not hold the error. */
export interface LoggedFailure {
  readonly call: LogCall | LogLikeCall;
  readonly handler: ErrorHandler;
  /** `nothing` of the error reaches the log, or only its `text`: no stack and no cause. */
  readonly keeps: 'nothing' | 'text';
}

/** Finds failures that are logged without the error. */
export class LoggedFailures {
  constructor(private readonly file: FileModel) {}

  /**
   * Failures that are logged without the error, in handlers that do nothing else with it: at `error` or above, or at any
   * level where the handler takes the error and never looks at it. Of its text alone: from `warn`.
   */
  get all(): readonly LoggedFailure[] {
    // A text that is `{}` is the fault of the copy, and is reported there.
    const found = [...this.#findFailures(), ...this.#heardFailures(), ...this.#calledBackFailures(), ...loggedTexts(this.file)].filter(({ call, keeps }) => keeps === 'nothing' || !this.file.lossyCopies.all.some(each => isInside(each.error, call.node)));
    return found.filter(({ call }) => !isInPage(call, this.file)).sort((a, b) => a.call.node.range[0] - b.call.node.range[0]);
  }

  /** Whether only the error can say what went wrong: the failure of a parse or of a probe is known, that of work is not. */
  #hasUnknownCause({ attempted }: ErrorHandler): boolean {
    const kind = attempted && attemptIn(attempted, this.file).kind;
    return kind === 'work' || kind === 'effect';
  }

  /** Calls of these levels, of loggers that are known and of others, in source order. */
  #ofLevels(...levels: readonly LogFacts['level'][]): readonly (LogCall | LogLikeCall)[] {
    const known = new Set(this.file.logs.all.map(each => each.node));
    return [...this.file.logs.all, ...this.file.logs.alike.filter(each => !known.has(each.node))].filter(each => levels.includes(each.level)).sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  /** `catch (error) { logger.debug('cannot be read'); }`: who names the error and forgets it did not mean to drop it. */
  #takesAndDrops(handler: ErrorHandler, first: LogCall | LogLikeCall | undefined): LoggedFailure[] {
    const { body, error, attempted } = handler;
    if (!first || !body || !error || error.name.startsWith('_') || error.references.length > 0 || !attempted || attemptIn(attempted, this.file).kind !== 'work' || !onlyRecords(body, this.file)) return [];
    return [{ call: first, handler, keeps: 'nothing' }];
  }

  /** Listeners to failures that log them without the error that they are given. */
  #heardFailures(): LoggedFailure[] {
    const listeners = failureListeners(this.file);
    const logged = listeners.length > 0 ? this.#ofLevels('warn', 'error', 'fatal') : [];
    return listeners.flatMap(({ listener, call, error: at }): LoggedFailure[] => {
      const fn = this.file.origins.functionOf(listener);
      const parameter = fn?.params[at];
      if (!fn || (parameter && parameter.type !== 'Identifier') || fn.params.some(each => each.type === 'RestElement') || !onlyRecords(fn.body, this.file)) return [];
      const error = parameter && this.file.bindings.variableOf(parameter);
      const first = firstInside(logged, fn.body);
      // A job tells why it failed as well.
      if (!first || (error && error.references.length > 0) || this.#tellsWhy(fn)) return [];
      return [{ call: first, handler: { kind: 'listener', node: listener, fn, body: fn.body, error, attempted: undefined, call }, keeps: 'nothing' }];
    });
  }

  /** Whether a listener hands one of its other parameters on as a whole, or reads why it failed. */
  #tellsWhy(fn: FunctionNode): boolean {
    return this.file.bindings.declaredBy(fn).some(variable => variable.references.some(({ identifier: { parent } }) => parent?.type !== 'MemberExpression' || ['failedReason', 'stacktrace', 'toJSON'].includes(staticName(parent) ?? '')));
  }

  /** `if (err) { logger.error('failed'); }` in a node-style callback, which looks at the error for nothing else. */
  #calledBackFailures(): LoggedFailure[] {
    const { callbacks } = this.file.errorHandling;
    const severe = callbacks.length > 0 ? this.#ofLevels('error', 'fatal').filter(each => 'facts' in each) : [];
    if (severe.length === 0) return [];
    return callbacks.flatMap((handler): LoggedFailure[] => {
      const { error, call } = handler;
      const [use, second] = error ? usesOfError(error, this.file.bindings) : [];
      const branch = use && !second && use.kind === 'test' && use.at.parent?.type === 'IfStatement' && use.at.parent.test === use.at ? use.at.parent.consequent : undefined;
      const first = branch && onlyRecords(branch, this.file) ? firstInside(severe, branch) : undefined;
      const kind = call && attemptIn(call, this.file).kind;
      return first && (kind === 'work' || kind === 'effect' || kind === 'sync') ? [{ call: first, handler, keeps: 'nothing' }] : [];
    });
  }

  #findFailures(): LoggedFailure[] {
    const { handlers } = this.file.errorHandling;
    const severe = this.#ofLevels('error', 'fatal');
    const slight = this.#ofLevels('warn', 'info', 'debug');
    if (severe.length === 0 && slight.length === 0) return [];
    return handlers.flatMap((handler): LoggedFailure[] => {
      const { body, error } = handler;
      if (!body || this.file.errorHandling.responseOf(handler) === 'rethrows') return [];
      const first = firstInside(severe, body);
      if (!first) return this.#takesAndDrops(handler, firstInside(slight, body));
      if (this.file.index.within(body, 'ThrowStatement').length > 0 || !this.#hasUnknownCause(handler)) return [];
      const uses = error ? usesOfError(error, this.file.bindings) : [];
      // Of a logger that is known by its use only, less is believed.
      if (uses.length === 0 && !('facts' in first) && handler.attempted && attemptIn(handler.attempted, this.file).kind !== 'work') return [];
      return uses.length === 0 && (error || takesNoError(handler)) && !isNamedPromise(handler) ? [{ call: first, handler, keeps: 'nothing' }] : [];
    });
  }
}

/** In a page, a console is the user's own: no service has written this. */
function isInPage(call: LogCall | LogLikeCall, file: FileModel): boolean {
  return 'logger' in call && call.logger === 'console' ? isBrowserCode(file) : runsInPage(call.node, file);
}

/** A promise by name has other readers, who may see the error. */
function isNamedPromise({ node, attempted }: ErrorHandler): boolean {
  return node.type !== 'CatchClause' && attempted !== undefined && unwrap(attempted).type !== 'CallExpression';
}

/** `catch {` and `.catch(() => …)`. */
function takesNoError({ node, fn }: ErrorHandler): boolean {
  return node.type === 'CatchClause' ? !node.param : fn?.params.length === 0;
}
