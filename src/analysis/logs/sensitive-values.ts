import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isForDevelopment } from '../flow/development.js';
import type { FileModel } from '../file-model.js';
import { PERSONAL, plainName } from '../secrets/secret-names.js';
import { requestErrors } from '../secrets/request-errors.js';
import { Secrets, type Secret } from '../secrets/secrets.js';
import { runsInPage } from '../waits/browser-code.js';
import type { LogCall } from './log-calls.js';
import type { LogLikeCall } from './log-like-calls.js';
import { importedCalls } from './imported-loggers.js';
import { redactionOf, redactPathOf } from './redaction.js';

/** A credential that a log entry prints. */
export interface SensitiveValue {
  readonly call: LogCall | LogLikeCall;
  /** The expression that is one, or holds one. */
  readonly value: Node;
  readonly secret: Secret;
  /** The property of the entry's fields whose whole value it is. */
  readonly field: TSESTree.Property | undefined;
  /** The path under which the logger, whose making is in view, could take it out. */
  readonly redact: string | undefined;
}

/** Where in an entry a value stands. */
interface Place {
  readonly path: readonly string[];
  readonly field: TSESTree.Property | undefined;
  /** It is made text before the logger sees it. */
  readonly asText: boolean;
  /** The name in the call that holds it, where it was followed. */
  readonly shown: Node | undefined;
  /** It is a part of what that name holds. */
  readonly isPart: boolean;
}

interface Printed extends Place {
  readonly value: Node;
  readonly shown: Node;
}

/** Methods that give the same text in another form. */
const SAME_TEXT = new Set(['toString', 'trim', 'toJSON', 'join', 'normalize']);
/** What a constant may be made of, besides what it is itself. */
const FOLLOWED = new Set(['ObjectExpression', 'ArrayExpression', 'TemplateLiteral', 'BinaryExpression', 'CallExpression', 'LogicalExpression', 'ConditionalExpression', 'AwaitExpression']);
/** What gives one of several values as it is. */
const CHOICES = new Set(['LogicalExpression', 'ConditionalExpression', 'AwaitExpression']);
/** Loggers that print what an error holds besides its text: tried with errors of axios, got and superagent. */
const PRINTS_ERRORS = new Set(['console', 'node:console', 'pino', 'winston', '@nestjs/common', 'log4js']);
const MAX_VALUES = 200;

/** The credentials, those of more names and personal data among them, that the log calls of a file print, in source order. */
export function sensitiveValues(file: FileModel, properties: readonly string[], personalData: boolean): readonly SensitiveValue[] {
  return new SensitiveValues(file, new Set([...properties.map(plainName), ...(personalData ? PERSONAL : [])])).all();
}

class SensitiveValues {
  readonly #secrets: Secrets;

  constructor(
    private readonly file: FileModel,
    names: ReadonlySet<string>,
  ) {
    this.#secrets = new Secrets(file, names);
  }

  all(): SensitiveValue[] {
    const { logs } = this.file;
    const calls: (LogCall | LogLikeCall)[] = [...logs.all];
    const known = new Set<Node>(calls.map(each => each.node));
    for (const each of [...logs.alike, ...logs.imported, ...importedCalls(this.file)]) {
      if (known.has(each.node)) continue;
      known.add(each.node);
      calls.push(each);
    }
    return calls.flatMap(call => this.#inCall(call)).sort((a, b) => a.value.range[0] - b.value.range[0]);
  }

  #inCall(call: LogCall | LogLikeCall): SensitiveValue[] {
    const values = 'values' in call ? call.values : call.node.arguments;
    const printed: Printed[] = [];
    for (const each of values) this.#collect(each.type === 'SpreadElement' ? each.argument : each, { path: [], field: undefined, asText: false, shown: undefined, isPart: false }, printed, 0);
    const found: SensitiveValue[] = [];
    for (const { value, path, field, asText, shown, isPart } of printed) {
      if (found.some(each => isInside(value, each.value) || each.value === shown)) continue;
      const secret = this.#secrets.of(value) ?? this.#inError(value, call);
      if (!secret || (secret.holds && (!this.#printsWhole(secret, call, path) || isAnswerOfFailure(secret, call.node, this.file)))) continue;
      const under = asText ? [] : secret.holds ? [...path, secret.name ?? '*'] : path;
      if (redactionOf(call, under, this.file) === 'perhaps') continue;
      found.push({ call, value: shown, secret: isPart ? { ...secret, holds: true } : secret, field, redact: redactPathOf(call, under, this.file) });
    }
    return found.length > 0 && !isForDevelopment(call.node, this.file) && !runsInPage(call.node, this.file) && !isForTerminal(call, this.file) ? found : [];
  }

  /** The credential of a request in the error with which it has failed. */
  #inError(node: Node, call: LogCall | LogLikeCall): Secret | undefined {
    if (node.type !== 'Identifier' || !('logger' in call) || !PRINTS_ERRORS.has(call.logger)) return undefined;
    const variable = this.file.bindings.variableOf(node);
    const request = variable && (this.#errors ??= requestErrors(this.file)).get(variable);
    if (!request) return undefined;
    return { by: 'library', what: `the \`${request.credential}\` of the request, which errors of ${request.library} keep`, holds: true, name: request.credential, instead: `Log the \`message\`, the \`stack\` and \`response?.status\` of \`${node.name}\`` };
  }
  #errors: ReturnType<typeof requestErrors> | undefined;

  /** Whether what holds a credential is printed with it: structured loggers have serializers for requests. */
  #printsWhole(secret: Secret, call: LogCall | LogLikeCall, path: readonly string[]): boolean {
    if (secret.by !== 'request' || secret.what !== 'the credentials in its headers') return true;
    return 'logger' in call && call.logger === 'console' && path.length === 0;
  }

  /** The values that an expression prints, where it is printed itself. */
  #collect(node: Node, at: Place, into: Printed[], depth: number): void {
    const value = unwrap(node);
    if (depth > 8 || into.length > MAX_VALUES) return;
    const inside = (each: Node, change: Partial<Place> = {}): void => this.#collect(each, { ...at, field: undefined, ...change }, into, depth + 1);
    switch (value.type) {
      case 'TemplateLiteral':
        for (const each of value.expressions) inside(each, { asText: true });
        return;
      case 'BinaryExpression':
        if (value.operator === '+') for (const each of [value.left, value.right]) inside(each, { asText: true });
        return;
      case 'LogicalExpression':
        if (value.operator !== '&&') inside(value.left, { field: at.field });
        inside(value.right, { field: at.field });
        return;
      case 'ConditionalExpression':
        for (const each of [value.consequent, value.alternate]) inside(each, { field: at.field });
        return;
      case 'ArrayExpression':
        for (const each of value.elements) if (each) inside(each.type === 'SpreadElement' ? each.argument : each);
        return;
      case 'ObjectExpression':
        for (const each of value.properties) {
          if (each.type === 'SpreadElement') inside(each.argument);
          else if (each.kind === 'init') inside(each.value, { path: [...at.path, staticName(each) ?? '*'], field: depth === 0 ? each : undefined });
        }
        return;
      case 'AwaitExpression':
        inside(value.argument);
        return;
      case 'MemberExpression':
      case 'CallExpression':
      case 'Identifier': {
        into.push({ ...at, value, shown: at.shown ?? value });
        if (value.type === 'CallExpression') for (const { node: each, asText } of this.#shownBy(value)) inside(each, { asText: at.asText || asText, field: asText ? undefined : at.field });
        const written = value.type === 'Identifier' ? this.file.origins.expressionOf(value) : undefined;
        if (written && written !== value && FOLLOWED.has(written.type)) inside(written, { shown: at.shown ?? value, isPart: at.isPart || !CHOICES.has(written.type) });
        return;
      }
      default:
    }
  }

  /** What a call makes text of (`JSON.stringify(value)`), or hands on (`value.toString()`). */
  #shownBy(call: TSESTree.CallExpression): readonly { readonly node: Node; readonly asText: boolean }[] {
    const callee = unwrap(call.callee);
    const [first, second] = call.arguments;
    const given = (asText: boolean): { readonly node: Node; readonly asText: boolean }[] => (first && first.type !== 'SpreadElement' ? [{ node: first, asText }] : []);
    if (callee.type === 'Identifier') return this.file.bindings.isGlobal(callee, 'String', 'structuredClone') ? given(false) : [];
    if (callee.type !== 'MemberExpression') return [];
    const name = staticName(callee);
    if (this.file.bindings.isGlobal(callee.object, 'JSON')) {
      const replaces = second !== undefined && !(second.type === 'Literal' && second.value === null) && !(second.type === 'Identifier' && second.name === 'undefined');
      return name === 'stringify' && !replaces ? given(true) : [];
    }
    if (this.file.bindings.isGlobal(callee.object, 'Object')) return name === 'entries' || name === 'values' ? given(true) : [];
    if (this.file.origins.isFrom(callee.object, ['node:util'])) return name === 'inspect' || name === 'format' ? call.arguments.flatMap(node => (node.type === 'SpreadElement' ? [] : [{ node, asText: true }])) : [];
    return SAME_TEXT.has(name ?? '') ? [{ node: callee.object, asText: false }] : [];
  }
}

/** `if (!response.ok) { log(answer); … }`: what has failed gives no token. The file reads one where it has not. */
function isAnswerOfFailure({ by, name = '' }: Secret, node: Node, { sourceCode }: FileModel): boolean {
  if (by !== 'property' && by !== 'type') return false;
  for (let current: Node = node; current.parent && !isFunction(current); current = current.parent) {
    const { parent }: Node = current;
    if (parent?.type !== 'IfStatement' || parent.consequent !== current) continue;
    const test = sourceCode.getText(parent.test);
    if (/!\s*[\w$.?]*\bok\b|\bok\s*={2,3}\s*false|\bstatus(?:Code)?\b|\berr(?:or)?s?\b/i.test(test) || (name !== '' && new RegExp(`!\\s*[\\w$.?]*\\b${name}\\b`).test(test))) return true;
  }
  return false;
}

/** What a command of the package shows to whoever has called it. Names may silence. */
function isForTerminal(call: LogCall | LogLikeCall, { filename, calls, options }: FileModel): boolean {
  // A program that ends when it has done its work, and prints what somebody has asked it for.
  if ('logger' in call && call.logger === 'console' && calls.of('exit').some(({ node }) => node.type === 'CallExpression' && enclosingFunction(node) === enclosingFunction(call.node) && options.valueOf(node.arguments[0])?.value === 0)) return true;
  return /[/\\](?:install|installer)[/\\]/i.test(filename) || ('logger' in call && call.logger === 'console' && /[/\\](?:cli|bin|commands?|install|installer|setup)[/\\.]|[/\\][\w-]*(?:cli|generator|setup|install)\.[cm]?[jt]s$/i.test(filename));
}
