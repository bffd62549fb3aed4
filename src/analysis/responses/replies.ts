import type { TSESTree } from '@typescript-eslint/utils';
import type { ReplyFacts } from '../../catalog/schema.js';
import { isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { Callers } from '../waits/callers.js';
import { leadingText } from '../waits/addresses.js';
import { OptionArguments } from '../waits/option-arguments.js';

/** `status`: it is looked at; `body`: it is read; `dropped`: it is given up unread; `test`: whether there is one; `elsewhere`: others get it, and may do any of these. */
export interface ReplyUse {
  readonly does: 'status' | 'body' | 'dropped' | 'test' | 'nothing' | 'elsewhere';
  readonly node: Node;
}

/** The response of an outgoing request, where a function has it in hand. */
export interface Reply {
  readonly call: LibraryCall;
  readonly facts: ReplyFacts;
  /** From where on it is in hand: the expression that gives it, or the callback that is given it. */
  readonly from: Node;
  readonly owner: FunctionNode | TSESTree.Program;
  /** The name that holds it. */
  readonly variable: Variable | undefined;
  /** The pattern that takes it apart. */
  readonly pattern: TSESTree.ObjectPattern | undefined;
  readonly uses: readonly ReplyUse[];
  /** What makes it resolve on statuses of failure, where it would reject. */
  readonly switchedOff: Node | undefined;
  /** It rejects on statuses of failure, or may. */
  readonly rejects: boolean;
  /** Its body is handed over unread. */
  readonly isStreamed: boolean;
}

/** What the request itself says of its response. */
type Source = Pick<Reply, 'call' | 'facts' | 'switchedOff' | 'rejects' | 'isStreamed'>;

const PASSING = new Set(['catch', 'finally']);
const DROPPING = new Set(['cancel', 'dump', 'destroy', 'resume', 'abort']);
const LISTENING = new Set(['on', 'once', 'addListener']);
/** Members of responses that are neither their status nor their body. */
const BESIDES = new Set(['headers', 'rawHeaders', 'url', 'redirected', 'type', 'trailers', 'config', 'setEncoding', 'httpVersion', 'bodyUsed', 'complete', 'aborted', 'timings', 'ip']);

/** The responses of a file's requests, and what is done with each. */
export function repliesOf(file: FileModel): readonly Reply[] {
  const calls = file.calls.having('reply');
  return calls.length === 0 ? [] : new Replies(file).of(calls);
}

class Replies {
  readonly #options: OptionArguments;
  readonly #callers: Callers;

  constructor(private readonly file: FileModel) {
    this.#options = new OptionArguments(file);
    this.#callers = new Callers(file);
  }

  of(calls: readonly LibraryCall[]): readonly Reply[] {
    return calls.flatMap(call => {
      const facts = call.entry.reply!;
      if (isLocal(call.node.arguments[0])) return [];
      const off = facts.rejectsUnless === undefined ? undefined : this.#switchedOff(call, facts.rejectsUnless);
      if (off === 'cannot tell') return [];
      const rest: Source = {
        call,
        facts,
        switchedOff: off,
        rejects: (facts.rejectsUnless !== undefined && off === undefined) || facts.mayRejectWith?.some(each => this.#option(call, each) !== 'absent') === true,
        isStreamed: facts.streamedWith !== undefined && this.#valueOf(call, facts.streamedWith.option) === facts.streamedWith.value,
      };
      if (facts.isStream) return this.#inCallback(call.node, rest);
      return this.#given(call.node, rest, 0);
    });
  }

  /** What holds the response that an expression gives or promises. */
  #given(expression: Node, rest: Source, depth: number): Reply[] {
    let place = wrapped(expression);
    for (;;) {
      const { parent } = place;
      switch (parent?.type) {
        case 'AwaitExpression':
          return this.#held(parent, rest, depth);
        case 'MemberExpression': {
          const call = wrapped(parent).parent;
          const name = staticName(parent);
          if (parent.object !== place || call?.type !== 'CallExpression' || unwrap(call.callee) !== parent || name === undefined) return [];
          if (name === 'then') return this.#inThen(call, rest);
          if (rest.facts.body.includes(name)) return [{ ...rest, from: parent.object, owner: ownerOf(parent) as FunctionNode, variable: undefined, pattern: undefined, uses: [{ does: 'body', node: parent }] }];
          if (!PASSING.has(name)) return [];
          place = wrapped(call);
          continue;
        }
        case 'ReturnStatement':
        case 'ArrowFunctionExpression':
          return this.#fromWrapper(place, rest, depth);
        default:
          return [];
      }
    }
  }

  #held(value: TSESTree.AwaitExpression, rest: Source, depth: number): Reply[] {
    const place = wrapped(value);
    const { parent } = place;
    const found = (holder: Pick<Reply, 'variable' | 'pattern' | 'uses'>): Reply[] => [{ ...rest, ...holder, from: value, owner: ownerOf(value) as FunctionNode }];
    if (parent?.type === 'VariableDeclarator' && parent.init === place) return this.#bound(parent.id, rest.facts, ownerOf(value)).flatMap(found);
    if (parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === place && parent.left.type === 'Identifier') return this.#bound(parent.left, rest.facts, ownerOf(value)).flatMap(found);
    if (parent?.type === 'MemberExpression') {
      const use = this.#useOf(value, rest.facts);
      return use.does === 'elsewhere' ? [] : found({ variable: undefined, pattern: undefined, uses: [use] });
    }
    if (parent?.type === 'ExpressionStatement') return found({ variable: undefined, pattern: undefined, uses: [] });
    if (parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression') return this.#fromWrapper(place, rest, depth);
    return [];
  }

  /** A function that gives the response as it is: what its callers in view do with it. */
  #fromWrapper(returned: Node, rest: Source, depth: number): Reply[] {
    const fn = ownerOf(returned);
    if (!isFunction(fn) || depth > 1 || (returned.parent?.type === 'ArrowFunctionExpression' && returned.parent !== fn)) return [];
    return this.#callers.of(fn, () => true).flatMap(({ node }) => this.#given(node, rest, depth + 1));
  }

  #inThen(call: TSESTree.CallExpression, rest: Source): Reply[] {
    const fn = call.arguments[0] && this.file.origins.functionOf(call.arguments[0]);
    return fn ? this.#givenTo(fn, rest) : [];
  }

  #inCallback(call: LibraryCall['node'], rest: Source): Reply[] {
    const last = call.arguments.at(-1);
    const fn = last && this.file.origins.functionOf(last);
    return fn ? this.#givenTo(fn, rest) : [];
  }

  #givenTo(fn: FunctionNode, rest: Source): Reply[] {
    const [parameter] = fn.params;
    if (!parameter) return rest.facts.isStream && fn.type === 'ArrowFunctionExpression' ? [{ ...rest, from: fn, owner: fn, variable: undefined, pattern: undefined, uses: [] }] : [];
    return this.#bound(parameter, rest.facts, fn).map(holder => ({ ...rest, ...holder, from: fn, owner: fn }));
  }

  #bound(target: Node, facts: ReplyFacts, owner: Node): Pick<Reply, 'variable' | 'pattern' | 'uses'>[] {
    if (target.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(target);
      if (!variable || variable.defs.length !== 1) return [];
      const uses = variable.references.filter(each => each.isRead()).map(({ identifier }) => this.#useOf(identifier, facts));
      return [{ variable, pattern: undefined, uses: uses.map(each => (each.does === 'status' && ownerOf(each.node) !== owner ? { ...each, does: 'elsewhere' as const } : each)) }];
    }
    if (target.type !== 'ObjectPattern') return [];
    const uses: ReplyUse[] = [];
    for (const property of target.properties) {
      const name = property.type === 'Property' ? staticName(property) : undefined;
      if (property.type !== 'Property' || name === undefined) return [];
      if (facts.status.includes(name)) uses.push({ does: 'status', node: property });
      if (!facts.body.includes(name)) continue;
      const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
      const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
      const reads = variable?.references.filter(each => each.isRead()) ?? [];
      if (value.type !== 'Identifier') uses.push({ does: 'body', node: property });
      for (const { identifier } of reads) uses.push({ does: bodyUse(identifier), node: identifier });
    }
    return [{ variable: undefined, pattern: target, uses }];
  }

  /** What one mention of a response does. */
  #useOf(mention: Node, facts: ReplyFacts): ReplyUse {
    const place = wrapped(mention);
    const { parent } = place;
    switch (parent?.type) {
      case 'MemberExpression': {
        if (parent.object !== place) return { does: 'elsewhere', node: parent };
        const name = staticName(parent);
        if (name === undefined) return { does: parent.computed && facts.isStream ? 'body' : 'elsewhere', node: parent };
        if (facts.status.includes(name)) return { does: 'status', node: parent };
        if (facts.body.includes(name)) return { does: bodyUse(parent), node: parent };
        if (facts.isStream && LISTENING.has(name)) return { does: this.#listensToBody(wrapped(parent).parent) ? 'body' : 'nothing', node: parent };
        if (DROPPING.has(name)) return { does: 'dropped', node: parent };
        return { does: BESIDES.has(name) ? 'nothing' : 'elsewhere', node: parent };
      }
      case 'IfStatement':
      case 'ConditionalExpression':
        return { does: parent.test === place ? 'test' : 'elsewhere', node: mention };
      case 'UnaryExpression':
      case 'BinaryExpression':
        return { does: 'test', node: mention };
      case 'LogicalExpression':
        return { does: parent.left === place && parent.operator === '&&' ? 'test' : 'elsewhere', node: mention };
      case 'ForOfStatement':
        return { does: facts.isStream && parent.right === place ? 'body' : 'elsewhere', node: mention };
      case 'CallExpression':
        return { does: facts.isStream && this.#isPipeline(parent) ? 'body' : 'elsewhere', node: mention };
      case 'ExpressionStatement':
        return { does: 'nothing', node: mention };
      default:
        return { does: 'elsewhere', node: mention };
    }
  }

  #isPipeline({ callee }: TSESTree.CallExpression): boolean {
    const origin = this.file.origins.of(callee);
    return origin?.kind === 'library' && /^node:stream(\/promises|\/consumers)?$/.test(origin.library) && origin.path !== 'finished';
  }

  #listensToBody(call: Node | undefined): boolean {
    const event = call?.type === 'CallExpression' && call.arguments[0] ? this.file.options.valueOf(call.arguments[0])?.value : undefined;
    return event === 'data' || event === 'readable';
  }

  #option(call: LibraryCall, option: string): 'absent' | 'present' | 'cannot tell' {
    const facts = call.entry.wait;
    if (!facts) return 'absent';
    const { nodes, opaque } = this.#options.of(call.node, facts);
    if (opaque) return 'cannot tell';
    const states = nodes.map(each => this.file.options.at(each, option).state);
    if (states.includes('present')) return 'present';
    return states.includes('unknown') ? 'cannot tell' : 'absent';
  }

  #valueOf(call: LibraryCall, option: string): unknown {
    const facts = call.entry.wait;
    const [value] = facts ? this.#options.of(call.node, facts).nodes.map(each => this.file.options.at(each, option)).filter(each => each.state === 'present') : [];
    return value?.state === 'present' ? this.file.options.valueOf(value.value)?.value : undefined;
  }

  /** Where the option that makes statuses of failure reject is switched off, at the call or where its client is made. */
  #switchedOff(call: LibraryCall, option: string): Node | undefined | 'cannot tell' {
    for (let current: LibraryCall | undefined = call; current; current = current.client) {
      const facts = current.entry.wait;
      if (!facts) continue;
      const { nodes, opaque } = this.#options.of(current.node, facts);
      if (opaque) return 'cannot tell';
      for (const each of nodes) {
        const value = this.file.options.at(each, option);
        if (value.state === 'unknown') return 'cannot tell';
        if (value.state === 'present') return this.#acceptsAll(value.value) ? value.property : 'cannot tell';
      }
    }
    return undefined;
  }

  /** `false`, `null`, or a function that always gives `true`. */
  #acceptsAll(value: Node): boolean {
    const fixed = this.file.options.valueOf(value);
    if (fixed) return fixed.value === false || fixed.value === null;
    const fn = this.file.origins.functionOf(value);
    if (!fn) return false;
    const only = fn.body.type === 'BlockStatement' ? (fn.body.body.length === 1 && fn.body.body[0]?.type === 'ReturnStatement' ? fn.body.body[0].argument : undefined) : fn.body;
    return only?.type === 'Literal' && only.value === true;
  }
}

/** `body.cancel()`, `res.body?.dump()` give the body up; `if (!res.body)` only asks for it. */
function bodyUse(mention: Node): ReplyUse['does'] {
  const place = wrapped(mention);
  const { parent } = place;
  if (parent?.type === 'MemberExpression' && parent.object === place && DROPPING.has(staticName(parent) ?? '')) return 'dropped';
  if (parent?.type === 'UnaryExpression' || parent?.type === 'BinaryExpression' || (parent?.type === 'IfStatement' && parent.test === place)) return 'test';
  return parent?.type === 'LogicalExpression' && parent.operator === '&&' && parent.left === place ? 'test' : 'body';
}

/** Data, files and what a page has: no server gives them a status. */
function isLocal(address: Node | undefined): boolean {
  const text = address && leadingText(address);
  return text !== undefined && /^(data:|blob:|file:|\/)/.test(text);
}
