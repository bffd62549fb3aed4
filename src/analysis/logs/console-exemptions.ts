import { classOfThis, enclosingClass, enclosingFunction, functionName, functionsAround, isInside, staticName, statementOf, unwrap, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import { isForDevelopment } from '../flow/development.js';
import { callbackPosition } from '../values/origins.js';
import type { LogCall } from './log-calls.js';

/** Platforms that read what console prints, line by line, and know the request that it belongs to. */
const PLATFORMS = /^(?:aws-lambda|@types\/aws-lambda|@middy\/.+|serverless-http|@google-cloud\/functions-framework|firebase-functions(?:\/.+)?|@azure\/functions|cloudflare:.+|@cloudflare\/.+|hono\/(?:cloudflare-workers|aws-lambda|vercel|deno))$/;
const EXPORTED_HANDLER = /\bexports\.handler\s*=|\bexport\s+(?:const|let|async\s+function|function)\s+handler\b/;
// Names only silence.
const LOGGING_FILE = /(?:^|[/\\.-])(?:log(?:ger|gers|ging)?|console)(?:[.-]\w+)?\.[cm]?[jt]sx?$|[/\\](?:loggers?|logging)[/\\]/i;
/** What writes the entries of a logger has nobody else to tell when it fails. */
const TRANSPORTS = /^(?:pino|winston|bunyan|log4js)-(?!http)/;
const TEST_SETUP = /(?:^|[/\\])(?:test-setup|setup-?tests?|(?:jest|vitest)[.-]?setup|global-?(?:setup|teardown))[^/\\]*$/i;
const LOGGING_CLASS = /Logger|Logging|Transport|Appender|LogService/;
const LOGGING_FUNCTION = /^_?(?:log|logger|warn|warning|debug|trace|verbose|print|report)(?:[A-Z]\w*)?$|(?:Usage|Help|Banner)$/;
/** Questions whose answer somebody sets for himself: which environment, how much is said. */
const SWITCH = /^env(?:ironment)?$|(?:^|[a-z_])(?:LOG|log(?:s|ging)?|LOGGING|Log(?:s|ging)?)$|ENABLE_LOG|verbose|silent|quiet|toConsole|no_?color|isTTY/i;
const COMMAND_FILE = /(?:^|[/\\])(?:cli|commands|codemods|webpack-plugins|migrations?|migrate|seeds?|seeders?)(?:[/\\]|[^/\\]*\.[cm]?[jt]sx?$)/i;

/** Whether a program is started by a platform that keeps what console prints. */
export function speaksForPlatform(file: FileModel): boolean {
  return [...file.imports.modules].some(each => PLATFORMS.test(each)) || EXPORTED_HANDLER.test(file.sourceCode.text);
}

/** Whether a file is where a logger is made, or what writes its entries. */
export function isOfLogger(file: FileModel): boolean {
  return LOGGING_FILE.test(file.filename) || [...file.imports.modules].some(each => TRANSPORTS.test(each));
}

/** Whether a file is a program that somebody starts and waits for: it reads its arguments, or ends itself and serves nobody. */
export function isProgramOfItsOwn(file: FileModel, serves: boolean): boolean {
  if (COMMAND_FILE.test(file.filename) || TEST_SETUP.test(file.filename) || [...file.imports.modules].some(each => /^node:readline/.test(each))) return true;
  if (file.index.all('MemberExpression').some(each => staticName(each) === 'argv' && file.bindings.isGlobal(unwrap(each.object), 'process'))) return true;
  return !serves && file.calls.of('exit').length > 0;
}

/** Whether console is asked for: on a developer's machine, by a switch, for the colours of a terminal, or by a class that is a logger by its name. */
export function isAskedFor(node: Node, file: FileModel): boolean {
  if (isForDevelopment(node, file) || isSwitchedOn(node, file)) return true;
  if (node.type === 'CallExpression' && node.arguments.some(each => /\\(?:x1b|u001b|033)\[/i.test(file.sourceCode.getText(each)))) return true;
  return LOGGING_CLASS.test((classOfThis(node)?.node ?? enclosingClass(node))?.id?.name ?? '');
}

function isSwitchedOn(node: Node, { index }: FileModel): boolean {
  return around(node).some(test => index.within(test, 'Identifier').some(each => isInside(each, test) && SWITCH.test(each.name)));
}

/** The conditions that must hold, or must not, for a node to run. */
function around(node: Node): readonly Node[] {
  const tests: Node[] = [];
  for (let value = node, parent = value.parent; parent; value = parent, parent = parent.parent) {
    if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== value) tests.push(parent.test);
    if (parent.type === 'LogicalExpression' && parent.right === value) tests.push(parent.left);
  }
  return tests;
}

/** Whether console says that a port is open, or stands in a function that is a logger by its name. */
export function isForPeople(node: Node, file: FileModel): boolean {
  if (isStartBanner(node, file)) return true;
  const [nearest] = functionsAround(node);
  return functionsAround(node).some(fn => LOGGING_FUNCTION.test(functionName(fn) ?? '') && (fn === nearest || callbackPosition(nearest!) !== undefined));
}

/** `app.listen(port, () => console.log('ready'))` */
function isStartBanner(node: Node, file: FileModel): boolean {
  const fn = enclosingFunction(node);
  const call = fn && callbackPosition(fn)?.call;
  const callee = call && unwrap(call.callee);
  return callee?.type === 'MemberExpression' && staticName(callee) === 'listen' && file.calls.at(call!) !== undefined;
}

/** A function that does nothing but hand what it is given to console is itself a logger. */
export function isForwarded({ node }: LogCall, file: FileModel): boolean {
  const fn = enclosingFunction(node);
  // A callback is given its values by others: it logs them, and is no logger.
  if (!fn || fn.params.length === 0 || callbackPosition(fn)) return false;
  const own = new Set(file.bindings.declaredBy(fn));
  const isOwn = (each: Node): boolean => {
    const value = each.type === 'SpreadElement' ? each.argument : unwrap(each);
    const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
    return variable !== undefined && own.has(variable);
  };
  // The module that makes the logger, and prints for people where it is not wanted: one or the other.
  if (file.calls.of('logger').length > 0 && node.arguments.every(isOwn) && isAlternative(node, fn)) return true;
  const only = fn.body.type === 'BlockStatement' ? (fn.body.body.length === 1 ? fn.body.body[0] : undefined) : fn.body;
  return only !== undefined && statementOf(node) === statementOf(only) && node.arguments.some(isOwn);
}

function isAlternative(node: Node, fn: Node): boolean {
  for (let current = node.parent; current && current !== fn; current = current.parent) if (current.type === 'IfStatement') return true;
  return false;
}

/** Where the process is about to end, a logger may lose its last lines: `console` is written at once. */
export function isLastWord(node: Node, file: FileModel): boolean {
  const statement = statementOf(node);
  const list = statement.parent?.type === 'BlockStatement' || statement.parent?.type === 'Program' ? statement.parent.body : [];
  const exits = file.calls.of('exit');
  if (list.some(each => each.range[0] > node.range[0] && (endsProcess(each, file) || exits.some(exit => isInside(exit.node, each))))) return true;
  return functionsAround(node).some(fn => file.origins.usesOf(fn).some(use => isProcessListener(use, file)));
}

/** Whether a function is handed to an event of the process. */
export function isProcessListener(use: Node, file: FileModel): boolean {
  const at = callbackPosition(use);
  const callee = at && unwrap(at.call.callee);
  return callee?.type === 'MemberExpression' && file.bindings.isGlobal(unwrap(callee.object), 'process') && /^(?:on|once|addListener)$/.test(staticName(callee) ?? '');
}

function endsProcess(statement: Node, file: FileModel): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const expression = unwrap(statement.expression);
  if (expression.type === 'AssignmentExpression') return expression.left.type === 'MemberExpression' && staticName(expression.left) === 'exitCode';
  return file.calls.at(expression)?.entry.role === 'exit';
}
