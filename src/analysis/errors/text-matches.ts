import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** A decision by what an error says. */
export interface TextMatch {
  /** The whole comparison. */
  readonly node: Node;
  readonly error: TSESTree.Identifier;
  /** What of the error is read. */
  readonly part: 'message' | 'stack';
  /** A system error's code that stands in the text: `ENOENT`. */
  readonly code: string | undefined;
  /** Modules that the failing attempt calls. */
  readonly modules: readonly string[];
}

const QUESTIONS = new Set(['includes', 'startsWith', 'endsWith', 'match', 'matchAll', 'search', 'indexOf', 'lastIndexOf']);
const SAME_TEXT = new Set(['toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'toLocaleUpperCase', 'trim', 'toString', 'normalize']);

/** Codes of system errors: `err.code` of what Node.js' own calls fail with. */
const CODE = /^(?:E(?:ACCES|ADDRINUSE|ADDRNOTAVAIL|AGAIN|BADF|BUSY|CONNABORTED|CONNREFUSED|CONNRESET|EXIST|HOSTUNREACH|INVAL|IO|ISDIR|LOOP|MFILE|NAMETOOLONG|NETDOWN|NETUNREACH|NFILE|NOENT|NOMEM|NOSPC|NOTDIR|NOTEMPTY|NOTFOUND|NOTSUP|PERM|PIPE|PROTO|ROFS|TIMEDOUT|XDEV|AI_AGAIN)|ERR_[A-Z0-9_]+)$/;

/** Every place where code goes one way or another by the text of a value that is proven to be an error. */
export function textMatches(file: FileModel): readonly TextMatch[] {
  const found: TextMatch[] = [];
  for (const member of file.index.all('MemberExpression')) {
    const part = staticName(member);
    if (part !== 'message' && part !== 'stack') continue;
    const error = unwrap(member.object);
    if (error.type !== 'Identifier' || !file.errorValues.of(error)) continue;
    for (const text of readsOf(member, file)) {
      const node = questionAt(text, file);
      if (node) found.push({ node, error, part, code: codeIn(node, file), modules: modulesOf(error, file) });
    }
  }
  return found;
}

/** The expression itself, or the reads of the constant that holds it and nothing else. */
function readsOf(member: TSESTree.MemberExpression, file: FileModel): readonly Node[] {
  const text = sameText(member);
  const parent = text.parent;
  if (parent?.type !== 'VariableDeclarator' || parent.init !== text || parent.id.type !== 'Identifier') return [text];
  const [variable] = file.bindings.declaredBy(parent);
  return variable && file.bindings.isConstant(variable) ? readsOfVariable(variable).map(sameText) : [];
}

function readsOfVariable(variable: Variable): readonly Node[] {
  return variable.references.filter(each => !each.init && each.isRead()).map(each => each.identifier);
}

/** Upwards through what leaves a text what it says: `err.message.toLowerCase()`, `err.message ?? ''`. */
function sameText(node: Node): Node {
  let current = wrapped(node);
  for (;;) {
    const parent: Node | undefined = current.parent;
    if (parent?.type === 'MemberExpression' && parent.object === current && SAME_TEXT.has(staticName(parent) ?? '')) {
      const call = wrapped(parent).parent;
      if (call?.type !== 'CallExpression' || unwrap(call.callee) !== parent) return current;
      current = wrapped(call);
    } else if (parent?.type === 'LogicalExpression' && parent.left === current && parent.operator !== '&&' && isText(parent.right)) {
      current = wrapped(parent);
    } else {
      return current;
    }
  }
}

function isText(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Literal' && typeof value.value === 'string';
}

/** The comparison, call, look-up or switch that asks what a text says. */
function questionAt(text: Node, file: FileModel): Node | undefined {
  const { parent } = text;
  switch (parent?.type) {
    case 'BinaryExpression':
      return /^[!=]==?$/.test(parent.operator) && saysSomething(parent.left === text ? parent.right : parent.left, file) ? parent : undefined;
    case 'SwitchStatement':
      return parent.discriminant === text ? parent.discriminant : undefined;
    case 'MemberExpression': {
      if (parent.property === text && parent.computed) return isTable(parent.object, file) ? parent : undefined;
      const call = wrapped(parent).parent;
      const isAsked = parent.object === text && call?.type === 'CallExpression' && unwrap(call.callee) === parent && QUESTIONS.has(staticName(parent) ?? '');
      return isAsked && call.arguments[0] && call.arguments[0].type !== 'SpreadElement' && saysSomething(call.arguments[0], file) ? call : undefined;
    }
    case 'CallExpression': {
      const callee = unwrap(parent.callee);
      if (parent.arguments[0] !== text || callee.type !== 'MemberExpression') return undefined;
      const name = staticName(callee);
      if (name === 'test' || name === 'exec') return isPattern(callee.object, file) ? parent : undefined;
      if (name === 'includes') return file.origins.expressionOf(callee.object)?.type === 'ArrayExpression' ? parent : undefined;
      return (name === 'has' || name === 'get') && isTable(callee.object, file) ? parent : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a value is a text or pattern that is known beforehand: no empty one, no other error's. */
function saysSomething(node: Node, file: FileModel): boolean {
  const value = file.origins.expressionOf(node) ?? unwrap(node);
  switch (value.type) {
    case 'Literal':
      return 'regex' in value || (typeof value.value === 'string' && value.value.length > 1);
    case 'TemplateLiteral':
      return true;
    case 'NewExpression':
      return file.bindings.isGlobal(value.callee, 'RegExp');
    case 'BinaryExpression':
      return value.operator === '+';
    case 'Identifier':
      return file.bindings.variableOf(value)?.defs[0]?.type === 'ImportBinding';
    case 'MemberExpression':
      // A member of an enumeration or a table of texts: `Messages.NOT_FOUND`.
      return /^[A-Z]/.test(staticName(value) ?? '') && unwrap(value.object).type === 'Identifier';
    default:
      return false;
  }
}

function isPattern(node: Node, file: FileModel): boolean {
  const value = file.origins.expressionOf(node) ?? unwrap(node);
  return (value.type === 'Literal' && 'regex' in value) || (value.type === 'NewExpression' && file.bindings.isGlobal(value.callee, 'RegExp'));
}

/** An object of the file with texts for its keys, a Map or a Set. */
function isTable(node: Node, file: FileModel): boolean {
  const value = file.origins.expressionOf(node);
  if (value?.type === 'ObjectExpression') return value.properties.length > 0;
  return value?.type === 'NewExpression' && file.bindings.isGlobal(value.callee, 'Map', 'Set') && value.arguments.length > 0;
}

/** The one code that the text of a question is. */
function codeIn(node: Node, file: FileModel): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const name = staticName(node.callee);
  if (name === 'includes' || name === 'startsWith') {
    const text = node.arguments[0] && file.origins.expressionOf(node.arguments[0]);
    if (text?.type !== 'Literal' || typeof text.value !== 'string') return undefined;
    const code = text.value.replace(/^\s+|[\s:,]+$/g, '');
    return CODE.test(code) ? code : undefined;
  }
  const pattern = name === 'test' ? unwrap(node.callee.object) : undefined;
  return pattern?.type === 'Literal' && 'regex' in pattern && CODE.test(pattern.regex.pattern) ? pattern.regex.pattern : undefined;
}

/** The modules that the attempt behind a handler calls. */
function modulesOf(error: TSESTree.Identifier, file: FileModel): readonly string[] {
  const handler = file.errorValues.of(error)?.handler;
  const attempt = handler?.attempted ?? (handler?.call && !isFunction(handler.call) ? handler.call.callee : undefined);
  if (!attempt) return [];
  const calls = [...file.index.within(attempt, 'CallExpression'), ...file.index.within(attempt, 'NewExpression'), ...(handler?.call ? [handler.call] : [])];
  return [...new Set(calls.flatMap(each => {
    const origin = file.origins.of(each.callee);
    return origin?.kind === 'library' && origin.library !== 'global' ? [origin.library] : [];
  }))];
}
