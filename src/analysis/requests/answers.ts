import type { TSESTree } from '@typescript-eslint/utils';
import type { AnswerFacts } from '../../catalog/schema.js';
import { isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { staticValue } from '../../syntax/values.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

/** The status of an answer. `fallback`: one that is read elsewhere, or this one where there is none: `error.status || 500`. */
export type Status =
  | { readonly kind: 'known' | 'fallback'; readonly value: number }
  /** Nobody sets one: the framework sends its default. */
  | { readonly kind: 'default' }
  | { readonly kind: 'unknown' };

/** Something that a client gets: the body of a response, or what becomes one. */
export interface SentBody {
  /** The call, `new`, or assignment that sends it; the object that a handler returns. */
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.AssignmentExpression | TSESTree.ObjectExpression;
  readonly body: Node;
  /** For an object: its property that holds the status. */
  readonly statusField?: string | undefined;
}

const UNKNOWN: Status = { kind: 'unknown' };

/** What a file sends to clients, and with which status. */
export class SentBodies {
  constructor(private readonly file: FileModel) {}

  /** In source order of their kind. */
  get all(): readonly SentBody[] {
    const sent: SentBody[] = [];
    for (const { node, entry } of this.file.calls.having('answer')) {
      const body = entry.answer?.body === undefined ? undefined : node.arguments[entry.answer.body];
      if (body && body.type !== 'SpreadElement' && !node.arguments.slice(0, entry.answer?.body).some(each => each.type === 'SpreadElement')) sent.push({ node, body });
    }
    for (const node of this.#assignments) if (this.#fieldsOf(node)?.body === nameOf(node)) sent.push({ node, body: node.right });
    return [...sent, ...this.#returned()];
  }

  /** `{ statusCode: 500, body }` of a function that answers by what it returns: a Lambda behind a gateway. */
  *#returned(): Iterable<SentBody> {
    if (![...this.file.catalog.answeringModules].some(each => this.file.imports.modules.has(each))) return;
    for (const fn of this.file.index.functions) {
      const fields = this.#resultOf(fn);
      if (!fields?.body) continue;
      const values = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').map(each => each.argument) : [fn.body];
      for (const each of values) {
        const node = each && this.file.origins.expressionOf(each);
        const body = node?.type === 'ObjectExpression' ? propertyOf(node, fields.body) : undefined;
        if (node?.type === 'ObjectExpression' && body) yield { node, body, statusField: fields.status };
      }
    }
  }

  /** The fields of what a function must return, by the type of its result or of what it is given. */
  #resultOf(fn: FunctionNode): { readonly body?: string; readonly status?: string } | undefined {
    const { catalog, origins } = this.file;
    const declared = fn.returnType && origins.ofType(fn.returnType.typeAnnotation);
    if (declared?.kind === 'library' && declared.path.endsWith('#')) return catalog.type(declared.library, declared.path.slice(0, -1))?.answerFields;
    const [event] = fn.params;
    const origin = event?.type === 'Identifier' ? origins.of(event) : undefined;
    const type = event?.type === 'Identifier' ? this.file.handlers.typeOf(event)?.answeredWith : undefined;
    return origin?.kind === 'library' && type !== undefined ? catalog.type(origin.library, type)?.answerFields : undefined;
  }

  /** The status with which it is sent, as far as code within `scope` says. */
  statusOf({ node, statusField }: SentBody, scope: Node): Status {
    if (node.type === 'ObjectExpression') {
      const value = statusField === undefined ? undefined : propertyOf(node, statusField);
      if (node.properties.some(each => each.type === 'SpreadElement')) return UNKNOWN;
      return value ? this.#read(value) : { kind: 'default' };
    }
    const facts = node.type === 'AssignmentExpression' ? undefined : this.file.calls.at(node)?.entry.answer;
    if (facts?.fixed !== undefined) return { kind: 'known', value: facts.fixed };
    const own = facts && node.type !== 'AssignmentExpression' ? this.#statusIn(node, facts) : undefined;
    if (own) return own;
    return this.#inChain(node) ?? this.#inStatements(node, scope);
  }

  /** `res.status(500).json(…)`, `h.response(…).code(500)` */
  #inChain(node: Node): Status | undefined {
    if (node.type !== 'CallExpression') return undefined;
    for (let current = receiverOf(node); current?.type === 'CallExpression'; current = receiverOf(current)) {
      const status = this.#setBy(current);
      if (status) return status;
    }
    for (let current: Node = node; current.parent?.type === 'MemberExpression' && current.parent.object === current; ) {
      const call: Node = current.parent.parent;
      if (call.type !== 'CallExpression' || call.callee !== current.parent) break;
      const status = this.#setBy(call);
      if (status) return status;
      current = call;
    }
    return undefined;
  }

  /** `res.status(500);` or `ctx.status = 500;` beside it. Several of them, or one further away, may each be the one. */
  #inStatements(node: Node, scope: Node): Status {
    const variable = this.#responseOf(node);
    if (!variable) return node.type === 'NewExpression' || !isMethodOf(node) ? { kind: 'default' } : UNKNOWN;
    const set: { readonly at: Node; readonly status: Status }[] = [];
    for (const { identifier } of variable.references) {
      const at = this.#setThrough(identifier);
      if (at && ownerOf(at.at) === ownerOf(node)) set.push(at);
    }
    if (set.length === 0) return { kind: 'default' };
    const near = set.filter(({ at }) => isInside(at, scope));
    return set.length === near.length && near.length === 1 ? near[0]!.status : UNKNOWN;
  }

  #setThrough(identifier: Node): { readonly at: Node; readonly status: Status } | undefined {
    for (let current: Node = identifier; current.parent; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'AssignmentExpression' && parent.left === current) {
        const field = this.#fieldsOf(parent)?.status;
        return field !== undefined && field === nameOf(parent) ? { at: parent, status: this.#read(parent.right) } : undefined;
      }
      if (parent.type === 'CallExpression' && parent.callee === current) {
        const status = this.#setBy(parent);
        if (status) return { at: parent, status };
      } else if (parent.type !== 'MemberExpression' || parent.object !== current) return undefined;
    }
    return undefined;
  }

  #setBy(call: TSESTree.CallExpression): Status | undefined {
    const facts = this.file.calls.at(call)?.entry.answer;
    return facts && this.#statusIn(call, facts);
  }

  #statusIn({ arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression, { status }: AnswerFacts): Status | undefined {
    if (status === undefined) return undefined;
    if (typeof status === 'number') {
      const value = given[status];
      return value && this.#read(value);
    }
    const options = given[status.argument];
    // Remix' `json(value, 400)`.
    const plain = options && this.#read(options);
    if (plain?.kind === 'known') return plain;
    const option = this.file.options.at(options, status.option);
    if (option.state === 'absent') return undefined;
    return option.state === 'present' ? this.#read(option.value) : UNKNOWN;
  }

  #read(node: Node, depth = 0): Status {
    const value = unwrap(node);
    if (depth > 5) return UNKNOWN;
    const fixed = staticValue(value, each => this.file.origins.expressionOf(each))?.value;
    if (typeof fixed === 'number') return { kind: 'known', value: fixed };
    const constant = value.type === 'MemberExpression' ? this.file.origins.readEntryOf(value)?.entry.statusCode : undefined;
    if (constant !== undefined) return { kind: 'known', value: constant };
    if (value.type === 'Identifier') {
      const held = this.file.origins.expressionOf(value);
      return held && held !== value ? this.#read(held, depth + 1) : UNKNOWN;
    }
    const last = value.type === 'LogicalExpression' && value.operator !== '&&' ? value.right : value.type === 'ConditionalExpression' ? value.alternate : undefined;
    const otherwise = last && this.#read(last, depth + 1);
    return otherwise && 'value' in otherwise ? { kind: 'fallback', value: otherwise.value } : UNKNOWN;
  }

  /** The variable of the response, or of the context, through which it is sent. */
  #responseOf(node: Node): Variable | undefined {
    let current: Node | undefined = node.type === 'AssignmentExpression' ? node.left : node.type === 'CallExpression' ? node.callee : undefined;
    while (current) {
      current = unwrap(current);
      if (current.type === 'MemberExpression') current = current.object;
      else if (current.type === 'CallExpression') current = current.callee;
      else break;
    }
    return current?.type === 'Identifier' ? this.file.bindings.variableOf(current) : undefined;
  }

  #fieldsOf(node: TSESTree.AssignmentExpression): { readonly body?: string; readonly status?: string } | undefined {
    return node.left.type === 'MemberExpression' ? this.file.handlers.typeOf(node.left.object)?.answerFields : undefined;
  }

  /** Cheap to refuse: properties whose names the catalog has. */
  get #assignments(): readonly TSESTree.AssignmentExpression[] {
    return this.file.index.all('AssignmentExpression').filter(each => each.operator === '=' && this.file.catalog.answerFields.has(nameOf(each) ?? ''));
  }
}

function nameOf({ left }: TSESTree.AssignmentExpression): string | undefined {
  return left.type === 'MemberExpression' ? staticName(left) : undefined;
}

function propertyOf(node: TSESTree.ObjectExpression, name: string): Node | undefined {
  const property = node.properties.find(each => each.type === 'Property' && staticName(each) === name);
  return property?.type === 'Property' ? property.value : undefined;
}

function receiverOf(node: TSESTree.CallExpression): Node | undefined {
  const callee = unwrap(node.callee);
  return callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
}

/** Whether a call goes through an object of its own, and is no constructor or static function. */
function isMethodOf(node: Node): boolean {
  return node.type !== 'CallExpression' || (node.callee.type === 'MemberExpression' && node.callee.object.type !== 'Identifier');
}
