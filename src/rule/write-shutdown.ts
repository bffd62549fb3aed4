import type { TSESLint } from '@typescript-eslint/utils';
import type { Serving, ShutdownFault } from '../analysis/processes/shutdowns.js';
import type { FileModel } from '../analysis/file-model.js';
import { unwrap, wrapped, type Node } from '../syntax/nodes.js';
import { canAwait } from './awaiting.js';
import type { Fix } from './define-rule.js';

type Source = Readonly<TSESLint.SourceCode>;

/** Closes what serves when the process is told to end, right behind where it begins; undefined where no edit is surely right. */
export function closeOnSignal({ call, facts, server }: Serving, file: FileModel): Fix | undefined {
  const statement = statementAround(call.node);
  if (!statement) return undefined;
  const indent = ' '.repeat(statement.loc.start.column);
  if (facts.onSignals !== undefined) {
    const { receiver } = call;
    return receiver?.type === 'Identifier' ? fixer => fixer.insertTextBefore(statement, `${receiver.name}.${facts.onSignals!}();\n${indent}`) : undefined;
  }
  const held = nameOf(server);
  const name = held ?? (wrapped(call.node).parent === statement ? ['server', 'httpServer'].find(each => isFree(each, file)) : undefined);
  if (name === undefined) return undefined;
  const listener = `\n${indent}process.on('SIGTERM', () => {\n${indent}  ${closeThenExit(facts, name)};\n${indent}});`;
  return fixer => [...(held === undefined ? [fixer.insertTextBefore(statement, `const ${name} = `)] : []), fixer.insertTextAfter(statement, listener)];
}

/** Exits when what serves has closed. */
export function exitAfterClose({ kind, node, close, serving }: ShutdownFault, file: FileModel, sourceCode: Source): Fix | undefined {
  if (kind === 'unawaited') return close && waitForClose(close, node, file, sourceCode);
  const name = serving && nameOf(serving.server);
  const isModules = name !== undefined && file.ast.body.some(each => each.type === 'VariableDeclaration' && each.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name));
  if (!serving || !isModules || (node.parent?.type !== 'ExpressionStatement' && node.parent?.type !== 'ArrowFunctionExpression')) return undefined;
  return fixer => fixer.replaceText(node, closeThenExit(serving.facts, name, sourceCode.getText(node)));
}

/** Listens to SIGTERM as it listens to SIGINT. */
export function listenToBoth(node: Node, file: FileModel, sourceCode: Source): Fix | undefined {
  if (node.type !== 'CallExpression' || node.parent.type !== 'ExpressionStatement') return undefined;
  const [event, listener] = node.arguments;
  if (event?.type !== 'Literal' || !listener) return undefined;
  const statement = node.parent;
  if (listener.type === 'Identifier' || listener.type === 'MemberExpression') {
    const quote = event.raw[0]!;
    const text = sourceCode.getText(statement);
    const at = event.range[0] - statement.range[0];
    const copy = text.slice(0, at) + quote + 'SIGTERM' + quote + text.slice(at + event.raw.length);
    return fixer => fixer.insertTextAfter(statement, `\n${' '.repeat(statement.loc.start.column)}${copy}`);
  }
  if (!isFree('signal', file)) return undefined;
  return fixer => [fixer.insertTextBefore(statement, "for (const signal of ['SIGINT', 'SIGTERM']) "), fixer.replaceText(event, 'signal')];
}

function closeThenExit({ close, by }: Serving['facts'], name: string, exit = 'process.exit(0)'): string {
  return by === 'callback' ? `${name}.${close}(() => ${exit})` : `${name}.${close}().then(() => ${exit}, () => process.exit(1))`;
}

/** `server.close(); process.exit(0);` becomes `server.close(() => process.exit(0));`, and a promise is awaited. */
function waitForClose(close: Node, exit: Node, file: FileModel, sourceCode: Source): Fix | undefined {
  if (close.type !== 'CallExpression') return undefined;
  if (file.promises.isPromise(close) === true) return close.parent.type === 'ExpressionStatement' && canAwait(close) ? fixer => fixer.insertTextBefore(close, 'await ') : undefined;
  const [first, second] = [close.parent, exit.parent];
  if (first.type !== 'ExpressionStatement' || second?.type !== 'ExpressionStatement' || first.parent.type !== 'BlockStatement' || close.arguments.length > 0) return undefined;
  const { body } = first.parent;
  if (body.indexOf(first) + 1 !== body.indexOf(second) || sourceCode.getCommentsBefore(second).length > 0) return undefined;
  const last = sourceCode.getLastToken(close)!;
  return fixer => [fixer.insertTextBefore(last, `() => ${sourceCode.getText(exit)}`), fixer.removeRange([first.range[1], second.range[1]])];
}

/** The statement of a call, in a list of statements: alone, awaited, or as the value of the one variable that it declares. */
function statementAround(call: Node): Node | undefined {
  let value = wrapped(call);
  if (value.parent?.type === 'AwaitExpression') value = wrapped(value.parent);
  const { parent } = value;
  const statement = parent?.type === 'VariableDeclarator' && parent.parent.declarations.length === 1 ? parent.parent : parent?.type === 'ExpressionStatement' ? parent : undefined;
  const outer = statement?.parent?.type === 'ExportNamedDeclaration' ? statement.parent : statement;
  return outer?.parent?.type === 'Program' || outer?.parent?.type === 'BlockStatement' ? outer : undefined;
}

function nameOf(server: Node): string | undefined {
  const value = unwrap(server);
  if (value.type === 'Identifier') return value.name;
  const place = wrapped(server).parent;
  return place?.type === 'VariableDeclarator' && place.id.type === 'Identifier' ? place.id.name : undefined;
}

function isFree(name: string, { index }: FileModel): boolean {
  return !index.all('Identifier').some(each => each.name === name);
}
