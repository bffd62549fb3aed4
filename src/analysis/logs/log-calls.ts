import type { TSESTree } from '@typescript-eslint/utils';
import type { LogFacts } from '../../catalog/schema.js';
import { isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { attemptIn } from '../errors/attempts.js';
import { failureListeners } from '../errors/deaf-listeners.js';
import { onlyRecords } from '../errors/records.js';
import { consoleCalls, type ConsoleCall } from './console-calls.js';
import { declaredLogFacts } from './declared-loggers.js';
import type { ErrorHandler } from '../errors/error-handling.js';
import { usesOfError } from '../errors/error-uses.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { logLikeCalls, type LogLikeCall } from './log-like-calls.js';

/** A call that writes to a log, by a logger that the catalog knows or whose declaration is in view. */
export interface LogCall {
  readonly node: TSESTree.CallExpression;
  /** The logger's name for messages. */
  readonly logger: string;
  readonly method: string;
  readonly level: LogFacts['level'];
  readonly facts: LogFacts;
  /** What is handed in, behind a level argument. */
  readonly values: readonly Node[];
  /** A spread hides the rest of the values. */
  readonly open: boolean;
  /** The calls that made the logger, the nearest first; empty where they are not in view. */
  readonly makers: readonly LibraryCall[];
}

/** Something handed to a logger that it does not print. */
export interface LostValue {
  readonly call: LogCall;
  readonly value: Node;
  /** `extra`: behind the message with no placeholder; `placeholder`: its placeholder prints no error; `field`: an error under a key that has no serializer; `text`: text behind the fields that a message-first logger drops. */
  readonly why: 'extra' | 'placeholder' | 'field' | 'text';
  /** For fields: the key under which it stands. */
  readonly key?: TSESTree.Property;
}

/** A log entry about a failure that does not hold the error. */
export interface LoggedFailure {
  readonly call: LogCall | LogLikeCall;
  readonly handler: ErrorHandler;
  /** `nothing` of the error reaches the log, or only its `text`: no stack and no cause. */
  readonly keeps: 'nothing' | 'text';
}

const PLACEHOLDER = /%(?:%|[sdifjoOc])/g;

export class LogCalls {
  constructor(private readonly file: FileModel) {}

  /** All log calls of the file, in source order. */
  get all(): readonly LogCall[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly LogCall[] | undefined;

  /** Calls of objects that the file uses as loggers, and of which nothing else is known. */
  get alike(): readonly LogLikeCall[] {
    return (this.#alike ??= logLikeCalls(this.file));
  }
  #alike: readonly LogLikeCall[] | undefined;

  /** Whether a call is one of these. */
  has(node: Node): boolean {
    return (this.#nodes ??= new Set([...this.all, ...this.alike].map(each => each.node))).has(node);
  }
  #nodes: ReadonlySet<Node> | undefined;

  /** The values that the file's loggers drop, by proof. */
  get lost(): readonly LostValue[] {
    return (this.#lost ??= this.all.flatMap(call => this.#lostIn(call)));
  }
  #lost: readonly LostValue[] | undefined;

  /**
   * Failures that are logged without the error, in handlers that do nothing else with it: at `error` or above, or at any
   * level where the handler takes the error and never looks at it.
   */
  get failures(): readonly LoggedFailure[] {
    if (this.#failures) return this.#failures;
    // A text that is `{}` is the fault of the copy, and is reported there.
    const found = [...this.#findFailures(), ...this.#heardFailures()].filter(({ call, keeps }) => keeps === 'nothing' || !this.file.lossyCopies.all.some(each => isInside(each.error, call.node)));
    return (this.#failures = found.sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #failures: readonly LoggedFailure[] | undefined;

  /** Calls of console in the code of a service, where its logger should be used. */
  get pastTheLogger(): readonly ConsoleCall[] {
    return (this.#pastTheLogger ??= consoleCalls(this.file, this.all));
  }
  #pastTheLogger: readonly ConsoleCall[] | undefined;

  /** The argument that is printed as the message; undefined where there is none, or where that cannot be seen. */
  messageOf({ facts, values }: LogCall): Node | undefined {
    const [first, second] = values;
    if (!first) return undefined;
    if (facts.order !== 'fields-first') return first;
    if (this.#isText(first)) return first;
    return second && this.#isText(second) ? second : undefined;
  }

  /** Whether a logger is an instance, and no class whose static methods log. */
  isInstance({ node }: LogCall): boolean {
    const callee = unwrap(node.callee);
    const origin = callee.type === 'MemberExpression' ? this.file.origins.of(callee.object) : undefined;
    return origin?.kind === 'library' && origin.path.endsWith('#');
  }

  /** Whether an expression is text, whatever its parts are. */
  #isText(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'TemplateLiteral') return true;
    if (value.type === 'BinaryExpression') return value.operator === '+' && (this.#isText(value.left) || this.#isText(value.right));
    if (value.type === 'ConditionalExpression') return this.#isText(value.consequent) && this.#isText(value.alternate);
    return typeof this.file.options.valueOf(value)?.value === 'string';
  }

  /** Whether an expression is an error, by proof: a caught one, a new one, or one by its type. */
  isError(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'NewExpression') return value.callee.type === 'Identifier' && /^(?:[A-Z]\w*)?Error$/.test(value.callee.name) && this.file.bindings.isGlobal(value.callee, value.callee.name);
    if (value.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(value);
      if (!variable) return false;
      if (this.#caught.has(variable) && this.file.bindings.isConstant(variable)) return true;
      const annotation = variable.identifiers[0]?.typeAnnotation?.typeAnnotation;
      if (annotation?.type === 'TSTypeReference' && annotation.typeName.type === 'Identifier' && this.file.bindings.isGlobal(annotation.typeName, 'Error')) return true;
    }
    return this.file.types.isErrorLike(value) === true;
  }

  get #caught(): ReadonlySet<unknown> {
    const { handlers, callbacks } = this.file.errorHandling;
    return (this.#caughtErrors ??= new Set([...handlers, ...callbacks].flatMap(each => each.error ?? [])));
  }
  #caughtErrors: ReadonlySet<unknown> | undefined;

  #find(): LogCall[] {
    const found: LogCall[] = [];
    for (const call of this.file.calls.of('log')) {
      const facts = call.entry.log;
      if (!facts || call.node.type !== 'CallExpression') continue;
      const { node, library } = call;
      found.push(this.#logCall(node, library === 'global' ? 'console' : library, facts, makersOf(call)));
    }
    for (const node of this.file.index.all('CallExpression')) {
      const facts = declaredLogFacts(node, this.file);
      if (facts) found.push(this.#logCall(node, 'logger', facts, []));
    }
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #logCall(node: TSESTree.CallExpression, logger: string, facts: LogFacts, makers: readonly LibraryCall[]): LogCall {
    const callee = unwrap(node.callee);
    const method = callee.type === 'MemberExpression' ? (staticName(callee) ?? '') : callee.type === 'Identifier' ? callee.name : '';
    const behind = facts.levelArgument === undefined ? 0 : facts.levelArgument + 1;
    const spread = node.arguments.findIndex(each => each.type === 'SpreadElement');
    const seen = spread < 0 ? node.arguments : node.arguments.slice(0, spread);
    const named = behind === 0 ? undefined : this.file.options.valueOf(seen[behind - 1])?.value;
    const level = LEVELS.find(each => each === named) ?? facts.level;
    return { node, logger, method, level, facts, values: seen.slice(behind), open: spread >= 0, makers };
  }

  #lostIn(call: LogCall): LostValue[] {
    const { facts, values, open } = call;
    if (open) return [];
    const lost: LostValue[] = [];
    if (facts.order === 'fields-first' && facts.extraValues && !this.#isConfigured(call, facts.reorderedBy ?? [])) {
      lost.push(...this.#lostExtras(call, facts.extraValues.errorKeptBy));
    }
    if (facts.order === 'message-first' && this.#isAsMade(call)) {
      const [first, second] = values;
      if (first && second && this.#isText(second) && (unwrap(first).type === 'ObjectExpression' || this.isError(first))) lost.push({ call, value: second, why: 'text' });
    }
    if (this.#isAsMade(call)) lost.push(...this.#lostFields(call));
    return lost;
  }

  /** Values behind the message of a fields-first logger, beyond its placeholders. */
  #lostExtras(call: LogCall, errorKeptBy: readonly string[]): LostValue[] {
    const message = this.messageOf(call);
    if (!message) return [];
    const extras = call.values.slice(call.values.indexOf(message) + 1);
    const placeholders = this.#placeholdersOf(message);
    if (!placeholders) return [];
    return extras.flatMap((value, i): LostValue[] => {
      if (isUndefined(value)) return [];
      const placeholder = placeholders[i];
      if (placeholder === undefined) return [{ call, value, why: 'extra' }];
      return !errorKeptBy.includes(placeholder) && this.isError(value) ? [{ call, value, why: 'placeholder' }] : [];
    });
  }

  /** The placeholders of a message, by letter; undefined where a part that cannot be seen may hold some by design. */
  #placeholdersOf(message: Node): string[] | undefined {
    const text = this.#staticTextOf(message);
    return text === undefined ? undefined : (text.match(PLACEHOLDER) ?? []).filter(each => each !== '%%').map(each => each.slice(1));
  }

  /** The written part of a text: what its expressions give is data, no format. */
  #staticTextOf(node: Node): string | undefined {
    const value = unwrap(node);
    if (value.type === 'TemplateLiteral') {
      const parts = value.expressions.map(each => this.file.options.valueOf(each)?.value);
      return value.quasis.map((each, i) => each.value.cooked + String(parts[i] ?? '')).join('');
    }
    if (value.type === 'BinaryExpression') return `${this.#staticTextOf(value.left) ?? ''}${this.#staticTextOf(value.right) ?? ''}`;
    if (value.type === 'ConditionalExpression') {
      const a = this.#staticTextOf(value.consequent);
      return a === this.#staticTextOf(value.alternate) ? a : undefined;
    }
    const text = this.file.options.valueOf(value)?.value;
    return typeof text === 'string' ? text : undefined;
  }

  /** Errors among the fields that are printed as `{}`. */
  #lostFields(call: LogCall): LostValue[] {
    const { facts, values } = call;
    const rule = facts.errorFieldsLost;
    const fields = rule && this.file.options.objectOf(values[facts.order === 'fields-first' ? 0 : 1]);
    if (!fields) return [];
    return fields.properties.flatMap((key): LostValue[] => {
      if (key.type !== 'Property') return [];
      const name = staticName(key);
      if (name === undefined || (name === facts.errorKey && !rule.evenUnderErrorKey) || !this.isError(key.value)) return [];
      return [{ call, value: key.value, why: 'field', key }];
    });
  }

  /** Whether the logger's making is in view, and sets nothing that changes what becomes of errors. */
  #isAsMade(call: LogCall): boolean {
    const rule = call.facts.errorFieldsLost;
    const root = call.makers.at(-1);
    return rule !== undefined && root !== undefined && !root.path.includes('#') && !this.#isConfigured(call, rule.unless);
  }

  /** Whether one of the calls that made the logger sets one of these options, or may do so. */
  #isConfigured({ makers }: LogCall, options: readonly string[]): boolean {
    return makers.some(({ node }) =>
      node.arguments.some((argument, i) => {
        if (argument.type === 'SpreadElement') return true;
        // Streams and destinations are values of another kind: they come second, or alone.
        if (i > 0 && !this.file.options.objectOf(argument)) return false;
        return options.some(option => this.file.options.at(argument, option).state !== 'absent');
      }),
    );
  }

  /** Whether only the error can say what went wrong: the failure of a parse or of a probe is known, that of work is not. */
  #hasUnknownCause({ attempted }: ErrorHandler): boolean {
    const kind = attempted && attemptIn(attempted, this.file).kind;
    return kind === 'work' || kind === 'effect';
  }

  /** Calls of these levels, of loggers that are known and of others, in source order. */
  #ofLevels(...levels: readonly LogFacts['level'][]): readonly (LogCall | LogLikeCall)[] {
    const known = new Set(this.all.map(each => each.node));
    return [...this.all, ...this.alike.filter(each => !known.has(each.node))].filter(each => levels.includes(each.level)).sort((a, b) => a.node.range[0] - b.node.range[0]);
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
      const first = firstInside(fn.body, logged);
      // A job tells why it failed as well.
      if (!first || (error && error.references.length > 0) || this.#tellsWhy(fn)) return [];
      return [{ call: first, handler: { kind: 'listener', node: listener, fn, body: fn.body, error, attempted: undefined, call }, keeps: 'nothing' }];
    });
  }

  /** Whether a listener hands one of its other parameters on as a whole, or reads why it failed. */
  #tellsWhy(fn: FunctionNode): boolean {
    return this.file.bindings.declaredBy(fn).some(variable => variable.references.some(({ identifier: { parent } }) => parent?.type !== 'MemberExpression' || ['failedReason', 'stacktrace', 'toJSON'].includes(staticName(parent) ?? '')));
  }

  #findFailures(): LoggedFailure[] {
    const { handlers } = this.file.errorHandling;
    const severe = this.#ofLevels('error', 'fatal');
    const slight = this.#ofLevels('warn', 'info', 'debug');
    if (severe.length === 0 && slight.length === 0) return [];
    const byNode = new Map<Node, LogCall | LogLikeCall>(severe.map(each => [each.node, each]));
    return handlers.flatMap((handler): LoggedFailure[] => {
      const { body, error } = handler;
      if (!body || this.file.errorHandling.responseOf(handler) === 'rethrows') return [];
      const first = firstInside(body, severe);
      if (!first) return this.#takesAndDrops(handler, firstInside(body, slight));
      if (this.file.index.within(body, 'ThrowStatement').length > 0 || !this.#hasUnknownCause(handler)) return [];
      const uses = error ? usesOfError(error, this.file.bindings) : [];
      // Of a logger that is known by its use only, less is believed.
      if (uses.length === 0 && !('facts' in first) && handler.attempted && attemptIn(handler.attempted, this.file).kind !== 'work') return [];
      if (uses.length === 0) return (error || takesNoError(handler)) && !isNamedPromise(handler) ? [{ call: first, handler, keeps: 'nothing' }] : [];
      const into = new Set(uses.filter(each => each.kind === 'text').map(each => each.into && byNode.get(each.into)));
      const [only] = into;
      if (into.size !== 1 || !only) return [];
      // Nobody knows what an unknown logger does with an error, so text may be all that it takes.
      if (!('facts' in only)) return [];
      // A look at the error is a decision, unless it only decides which text is logged.
      const others = uses.filter(each => each.kind !== 'text');
      if (others.some(each => each.kind === 'whole' || !isPartOfText(each.at, only.node))) return [];
      return [{ call: only, handler, keeps: 'text' }];
    });
  }
}

/** The first of the calls, in source order, that stands inside of a node. */
function firstInside<Call extends { readonly node: Node }>(node: Node, calls: readonly Call[]): Call | undefined {
  let low = 0;
  for (let high = calls.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (calls[middle]!.node.range[0] < node.range[0]) low = middle + 1;
    else high = middle;
  }
  const first = calls[low];
  return first && first.node.range[1] <= node.range[1] ? first : undefined;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The calls that made the logger of a log call: its own maker, and those of its parents. */
function makersOf(call: LibraryCall): LibraryCall[] {
  const makers: LibraryCall[] = [];
  for (let maker = call.client; maker && !makers.includes(maker); maker = maker.client) makers.push(maker);
  return makers;
}

/** A promise by name has other readers, who may see the error. */
function isNamedPromise({ node, attempted }: ErrorHandler): boolean {
  return node.type !== 'CatchClause' && attempted !== undefined && unwrap(attempted).type !== 'CallExpression';
}

/** `catch {` and `.catch(() => …)`. */
function takesNoError({ node, fn }: ErrorHandler): boolean {
  return node.type === 'CatchClause' ? !node.param : fn?.params.length === 0;
}

function isPartOfText(use: Node, call: Node): boolean {
  for (let node: Node | undefined = use.parent; node; node = node.parent) {
    if (node === call || node.type === 'VariableDeclarator') return true;
    if (/Statement$/.test(node.type)) return false;
  }
  return false;
}

function isUndefined(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Identifier' && value.name === 'undefined';
}
