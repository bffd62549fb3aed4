import type { TSESTree } from '@typescript-eslint/utils';
import type { LogFacts } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { consoleCalls, type ConsoleCall } from './console-calls.js';
import { DECLARED_METHODS, declaredLogFacts } from './declared-loggers.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { LoggedFailures, type LoggedFailure } from './logged-failures.js';
import { findGroups, importedLogCalls, logLikeCalls, type LogLikeCall } from './log-like-calls.js';
import { requestLogEntry } from './request-loggers.js';
import { LostValues, type LostValue } from './lost-values.js';

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

export class LogCalls {
  constructor(private readonly file: FileModel) {}

  /** All log calls of the file, in source order. */
  get all(): readonly LogCall[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly LogCall[] | undefined;

  /** Calls by the names of levels, by the object that is called. */
  get groups(): readonly (readonly LogLikeCall[])[] {
    return (this.#groups ??= findGroups(this.file));
  }
  #groups: readonly (readonly LogLikeCall[])[] | undefined;

  /** Calls of objects that the file uses as loggers, and of which nothing else is known. */
  get alike(): readonly LogLikeCall[] {
    return (this.#alike ??= logLikeCalls(this.file));
  }
  #alike: readonly LogLikeCall[] | undefined;

  /** Calls of objects of which the file uses one level only, and that an import or a type calls a logger. */
  get imported(): readonly LogLikeCall[] {
    return (this.#imported ??= importedLogCalls(this.file));
  }
  #imported: readonly LogLikeCall[] | undefined;

  /** Whether a call is one of these. */
  has(node: Node): boolean {
    return (this.#nodes ??= new Set([...this.all, ...this.alike].map(each => each.node))).has(node);
  }
  #nodes: ReadonlySet<Node> | undefined;

  /** The values that the file's loggers drop, by proof. */
  get lost(): readonly LostValue[] {
    return (this.#lost ??= new LostValues(this.file).all);
  }
  #lost: readonly LostValue[] | undefined;

  /** Failures that are logged without the error. */
  get failures(): readonly LoggedFailure[] {
    return (this.#failures ??= new LoggedFailures(this.file).all);
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
    if (this.isText(first)) return first;
    return second && this.isText(second) ? second : undefined;
  }

  /** Whether a logger is an instance, and no class whose static methods log. */
  isInstance({ node }: LogCall): boolean {
    const callee = unwrap(node.callee);
    const origin = callee.type === 'MemberExpression' ? this.file.origins.of(callee.object) : undefined;
    return origin?.kind === 'library' && origin.path.endsWith('#');
  }

  /** Whether an expression is text, whatever its parts are. */
  isText(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'TemplateLiteral') return true;
    if (value.type === 'BinaryExpression') return value.operator === '+' && (this.isText(value.left) || this.isText(value.right));
    if (value.type === 'ConditionalExpression') return this.isText(value.consequent) && this.isText(value.alternate);
    return typeof this.file.options.valueOf(value)?.value === 'string';
  }

  /** Whether an expression is an error, by proof: a caught one, a new one, or one by its type. */
  isError(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'NewExpression') return value.callee.type === 'Identifier' && /^(?:[A-Z]\w*)?Error$/.test(value.callee.name) && this.file.bindings.isGlobal(value.callee, value.callee.name);
    return this.file.errorValues.of(value) !== undefined && !this.file.errorValues.isRuledOut(value);
  }

  #find(): LogCall[] {
    const found: LogCall[] = [];
    for (const call of this.file.calls.of('log')) {
      const facts = call.entry.log;
      if (!facts || call.node.type !== 'CallExpression') continue;
      const { node, library } = call;
      found.push(this.#logCall(node, library === 'global' ? 'console' : library, facts, makersOf(call, this.file)));
    }
    for (const node of this.file.index.callsNamed(...DECLARED_METHODS)) {
      const facts = declaredLogFacts(node, this.file);
      if (facts) found.push(this.#logCall(node, 'logger', facts, []));
    }
    for (const node of this.file.calls.having('putsLogger').length > 0 ? this.file.index.all('CallExpression') : []) {
      const put = requestLogEntry(node, this.file);
      if (put?.entry.log) found.push(this.#logCall(node, put.library, put.entry.log, []));
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
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The calls that made the logger of a log call: its own maker, and those of its parents. */
function makersOf(call: LibraryCall, file: FileModel): LibraryCall[] {
  const makers: LibraryCall[] = [];
  let first = call;
  for (let maker = call.client; maker && !makers.includes(maker); maker = maker.client) {
    makers.push(maker);
    first = maker;
  }
  const owner = first.receiver && ownerOf(first.receiver, file);
  return owner && !makers.includes(owner) ? [...makers, owner] : makers;
}

/** What made the object whose own logger this is: `app.log`; for `request.log` the one call of the file that makes such an object. */
function ownerOf(logger: Node, file: FileModel): LibraryCall | undefined {
  const value = unwrap(logger);
  const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
  const definition = variable && file.bindings.isConstant(variable) ? file.bindings.definitionOf(variable) : undefined;
  const read = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : value;
  const library = read.type === 'MemberExpression' ? file.origins.readEntryOf(read)?.library : undefined;
  if (read.type !== 'MemberExpression' || library === undefined) return undefined;
  const made = file.calls.having('ownLogger').filter(each => each.library === library);
  const owner = file.origins.of(read.object);
  const created = owner?.kind === 'library' ? owner.created : undefined;
  return made.find(each => each.node === created) ?? (made.length === 1 ? made[0] : undefined);
}
