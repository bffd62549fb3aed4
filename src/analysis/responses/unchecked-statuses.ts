import type { TSESTree } from '@typescript-eslint/utils';
import { functionsAround, isFunction, isInside, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { Callers } from '../waits/callers.js';
import type { Reply } from './replies.js';

/** A response that is used, or dropped, whatever its status was. */
export interface UncheckedStatus {
  readonly reply: Reply;
  /** `failure`: also on 4xx and 5xx; `partial`: on every 2xx, also where the body is not the whole; `ignored`: what is sent may be refused, and nobody looks. */
  readonly kind: 'failure' | 'partial' | 'ignored';
  /** Where the body is read, or what is called. */
  readonly read: Node;
}

/** Names of functions that judge what they are given. Silence needs no proof. */
const JUDGING = /parse(?!Int|Float)|valid|assert|check|verify|ensure|decode|schema|guard|expect|throw|handle|unwrap|error/i;
const MAX_DEPTH = 4;

/** Responses that are used, or dropped, on a path on which nobody looks at the status; one a response, in source order. */
export function uncheckedStatuses(file: FileModel, replies: readonly Reply[]): readonly UncheckedStatus[] {
  if (replies.length === 0 || isBrowserCode(file)) return [];
  const judge = new Judge(file);
  const reported = new Set<Node>();
  return replies.flatMap(reply => {
    if (reply.uses.some(each => each.does === 'elsewhere') || (reply.rejects && !reply.isStreamed)) return [];
    if (isIgnored(file, reply)) return { reply, kind: 'ignored', read: reply.call.node.callee } as const;
    const read = firstUnchecked(file, reply);
    if (!read || reported.has(read) || judge.judges(read)) return [];
    reported.add(read);
    // A stream may be read anywhere: it is the request that takes any status.
    return reply.rejects ? ({ reply, kind: 'partial', read: reply.call.node.callee } as const) : ({ reply, kind: 'failure', read } as const);
  });
}

/** `await fetch(url, { method: 'POST', body });`: a statement of its own that sends something. */
function isIgnored(file: FileModel, { call, facts, variable, pattern, uses, owner, from }: Reply): boolean {
  if (variable || pattern || uses.length > 0 || from === (owner as Node) || facts.unread?.holds === 'for ever') return false;
  return call.node.arguments.some(each => {
    const method = each.type === 'SpreadElement' ? undefined : file.options.at(each, 'method');
    const value = method?.state === 'present' ? file.options.valueOf(method.value)?.value : undefined;
    return typeof value === 'string' && /^(POST|PUT|PATCH|DELETE)$/i.test(value);
  });
}

function firstUnchecked(file: FileModel, { facts, from, owner, pattern, uses }: Reply): Node | undefined {
  const reads = uses.filter(each => each.does === 'body' && (facts.isStream || !isDrained(each.node))).map(each => each.node);
  const checks = new Set(uses.filter(each => each.does === 'status').map(each => each.node));
  if (checks.size === 0) return reads[0];
  if (pattern) return undefined;
  const flow = file.flow(owner);
  const isCheck = (node: Node): boolean => checks.has(node) || (node.type === 'ChainExpression' && checks.has(node.expression));
  return reads.find(read => ownerOf(read) === owner && flow.reaches(from, read, { avoiding: isCheck }) && flow.exitsWithout(read, isCheck, { kinds: ['return'], ignoreThrowOf: () => true }).length > 0);
}

/** `await res.text();`, `fetch(url).then(res => res.text()).catch(log);`: read to free the connection, and dropped. */
function isDrained(read: Node): boolean {
  for (let place = wrapped(read), isRead = false; ; ) {
    const { parent } = place;
    switch (parent?.type) {
      case 'ExpressionStatement':
        return isRead;
      case 'CallExpression': {
        if (parent.callee === place) isRead = true;
        else if (!isFunction(place) || !isLink(parent.callee, ['then'])) return false;
        place = wrapped(parent);
        continue;
      }
      case 'MemberExpression':
        if (!isRead || !isLink(parent, ['catch', 'finally'])) return false;
        place = wrapped(parent);
        continue;
      case 'AwaitExpression':
      case 'ChainExpression':
        place = wrapped(parent);
        continue;
      case 'UnaryExpression':
        if (parent.operator !== 'void') return false;
        place = wrapped(parent);
        continue;
      case 'ArrowFunctionExpression':
        if (parent.body !== place) return false;
        place = wrapped(parent);
        continue;
      default:
        return false;
    }
  }
}

function isLink(callee: Node, names: readonly string[]): boolean {
  return callee.type === 'MemberExpression' && names.includes(staticName(callee) ?? '');
}

/** Whether what a body holds is looked at: `if (data.error)`, `Schema.parse(data)`. An error says there that it is one. */
class Judge {
  readonly #callers: Callers;
  readonly #seen = new Set<Variable | Node>();

  constructor(private readonly file: FileModel) {
    this.#callers = new Callers(file);
  }

  judges(read: Node): boolean {
    this.#seen.clear();
    const call = wrapped(read).parent;
    return this.#judgesValue(call?.type === 'CallExpression' && unwrap(call.callee) === read ? call : read, 0);
  }

  #judgesValue(expression: Node, depth: number): boolean {
    const place = wrapped(expression);
    const { parent } = place;
    if (depth > MAX_DEPTH || this.#seen.has(place)) return false;
    this.#seen.add(place);
    switch (parent?.type) {
      case 'AwaitExpression':
      case 'SequenceExpression':
        return this.#judgesValue(parent, depth);
      case 'LogicalExpression':
        return (parent.left === place && parent.operator === '&&') || this.#judgesValue(parent, depth);
      case 'MemberExpression':
        return parent.object === place && this.#judgesMember(parent, depth);
      case 'CallExpression':
        return parent.callee !== place && this.#judgesArgument(parent, place, depth);
      case 'VariableDeclarator':
        return parent.init === place && this.#judgesTarget(parent.id, depth);
      case 'AssignmentExpression':
        return parent.right === place && this.#judgesTarget(parent.left, depth);
      case 'IfStatement':
      case 'SwitchStatement':
      case 'UnaryExpression':
      case 'BinaryExpression':
        return true;
      case 'ConditionalExpression':
        return parent.test === place || this.#judgesValue(parent, depth);
      case 'ReturnStatement':
        return this.#judgesReturned(place, depth);
      case 'ArrowFunctionExpression':
        return parent.body === place && this.#judgesReturned(place, depth);
      default:
        return false;
    }
  }

  #judgesMember(member: TSESTree.MemberExpression, depth: number): boolean {
    const outer = wrapped(member).parent;
    const name = staticName(member) ?? '';
    if (outer?.type === 'CallExpression' && unwrap(outer.callee) === member) {
      if (name === 'then') return this.#judgesCallback(outer.arguments[0], depth) || this.#judgesValue(outer, depth);
      if (name === 'catch' || name === 'finally') return this.#judgesValue(outer, depth);
      if (name === 'pipe') return outer.arguments.some(each => JUDGING.test(this.file.sourceCode.getText(each)));
      // `data.hasOwnProperty('error')`, `text.startsWith('<')`, `body.json()`.
      return this.#judgesValue(outer, depth + 1);
    }
    return this.#judgesValue(member, depth);
  }

  #judgesArgument(call: TSESTree.CallExpression, argument: Node, depth: number): boolean {
    if (this.file.calls.at(call)?.entry.role === 'validate') return true;
    const callee = unwrap(call.callee);
    const isParse = callee.type === 'MemberExpression' && this.file.bindings.isGlobal(callee.object, 'JSON');
    if (isParse || (callee.type === 'MemberExpression' && this.file.bindings.isGlobal(callee.object, 'Buffer', 'Promise'))) return this.#judgesValue(call, depth);
    if (JUDGING.test(this.file.sourceCode.getText(callee))) return true;
    const fn = this.file.origins.functionOf(callee);
    const at = call.arguments.findIndex(each => each === argument);
    return fn !== undefined && at >= 0 && fn.params[at] !== undefined && this.#judgesTarget(fn.params[at], depth + 1);
  }

  #judgesCallback(callback: Node | undefined, depth: number): boolean {
    const fn = callback && this.file.origins.functionOf(callback);
    if (!fn) return callback !== undefined && JUDGING.test(this.file.sourceCode.getText(callback));
    return fn.params[0] !== undefined && this.#judgesTarget(fn.params[0], depth + 1);
  }

  #judgesTarget(target: Node, depth: number): boolean {
    switch (target.type) {
      case 'Identifier': {
        const variable = this.file.bindings.variableOf(target);
        if (!variable || this.#seen.has(variable)) return false;
        this.#seen.add(variable);
        return variable.references.some(each => each.isRead() && this.#judgesValue(each.identifier, depth + 1));
      }
      case 'ObjectPattern':
        return target.properties.some(each => this.#judgesTarget(each.type === 'Property' ? each.value : each.argument, depth));
      case 'ArrayPattern':
        return target.elements.some(each => each !== null && this.#judgesTarget(each, depth));
      case 'AssignmentPattern':
        return this.#judgesTarget(target.left, depth);
      default:
        return false;
    }
  }

  /** What a function returns: what its callers in view do with it. */
  #judgesReturned(value: Node, depth: number): boolean {
    const fn = ownerOf(value);
    if (!isFunction(fn)) return false;
    const call = wrapped(fn).parent;
    // A callback of `.then`: the promise gives it on.
    if (call?.type === 'CallExpression' && unwrap(call.callee).type === 'MemberExpression' && call.arguments.includes(fn as never)) {
      return staticName(unwrap(call.callee) as TSESTree.MemberExpression) === 'then' && this.#judgesValue(call, depth);
    }
    return this.#callers.of(fn, () => true).some(({ node }) => !functionsAround(node).includes(fn) && !isInside(node, value) && this.#judgesValue(node, depth + 1));
  }
}
