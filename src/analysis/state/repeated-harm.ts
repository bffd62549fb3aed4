import type { TSESTree } from '@typescript-eslint/utils';
import { EFFECTS } from '../../catalog/effects.js';
import type { Role } from '../../catalog/schema.js';
import { isFunction, isInside, lastName, rootOf, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { StatePlace } from './state-places.js';

/**
 * What becomes of something that two callers do at once: `leak` where each opens one and only the last is kept;
 * `effect` where something outside happens twice; `work` where nobody can see what it does, and it does not only read.
 */
export type RepeatedHarm = 'leak' | 'effect' | 'work';

/** What stands between a look at a place and the write to it. */
export interface Repeated {
  readonly write: Node;
  readonly place: StatePlace;
  readonly value: Node;
  readonly read: Node;
  readonly fn: FunctionNode;
  /** What is written only says that it has been done. */
  readonly isMark: boolean;
}

const OPENED: readonly Role[] = ['http-client', 'database-client', 'cache-client', 'broker-client', 'cloud-client', 'mail-client', 'acquire', 'server', 'child-process'];
const CLOSES = new Set(['close', 'end', 'quit', 'disconnect', '$disconnect', 'destroy', 'terminate', 'release', 'dispose', 'unsubscribe', 'kill', 'shutdown', 'stop']);
/** Effects on files that come to the same when they are done twice. */
const OVERWRITES = new Set(['writeFile', 'outputFile', 'outputJson', 'writeJson', 'copyFile', 'cp', 'truncate', 'emptyDir', 'remove']);
/** Work with such a name only reads, or does nothing the second time: to do it twice costs time. Names may silence. */
const READS = /^[_$#]*(?:read|find|get|load|fetch|list|query|count|select|look|resolve|import|compute|calc|parse|build|render|compile|search|check|has|is|can|should|determine|detect|discover|describe|head|stat|exists|scan|collect|gather|retrieve|pull|download|decode|deserialize|decrypt|hash|sign|generate|format|convert|transform|translate|map|filter|validate|verify|wait|sleep|delay|json|text|exec|all|then|from|to|ensure|upsert|raw|first|one|aggregate|dereference|introspect|probe|measure|sync|where|orWhere|andWhere|order|limit|keys|values|entries|members|s_?members|[mh]get|z_?range|l_?range)/i;
const IDEMPOTENT = /IfNotExists?$|IfNeeded$|OrCreate$/i;
/** A reader that hands out something of which there should be one, or that is limited. */
const HANDS_OUT = /token|session|login|credential|lease/i;
/** Calls that only tell somebody, or fill a container. Names may silence. */
const TELLS = /log|console|debug|info|warn|trace|metric|stat|count|assert|\.(?:push|set|add|delete|assign|record)$|^(?:set|clear)/i;
const MAX_DEPTH = 3;

export class RepeatedHarms {
  constructor(private readonly file: FileModel) {}

  of(item: Repeated): RepeatedHarm | undefined {
    if (!item.isMark && (this.#openedBy(item.value, item.fn, 0) || this.#isClosed(item))) return 'leak';
    const isBetween = (each: Node): boolean => each.range[0] > item.read.range[0] && each.range[0] < item.write.range[1];
    if (this.#hasEffect(item.fn, 0, isBetween) || this.#isTimer(item.value)) return 'effect';
    return this.#works(item.fn, 0, item.isMark, isBetween) || (item.isMark && this.#drops(item.fn, isBetween)) ? 'work' : undefined;
  }

  /** Whether what a value is was opened on the way to it. */
  #openedBy(value: Node, fn: FunctionNode, depth: number): boolean {
    const node = unwrap(value);
    if (depth > MAX_DEPTH) return false;
    const origin = this.file.origins.of(node);
    const created = origin?.kind === 'library' ? origin.created : undefined;
    const call = (created && this.file.calls.at(created)) ?? this.file.calls.at(node.type === 'AwaitExpression' ? node.argument : node);
    if (call && isInside(call.node, fn) && OPENED.includes(call.entry.role)) return true;
    // `connection.createChannel()` of a connection that was opened for it.
    if (call?.receiver && isInside(call.node, fn) && call.entry.role === 'other' && call.entry.gives !== undefined && this.#openedBy(call.receiver, fn, depth + 1) && !this.#isClosedIn(call.receiver, fn)) return true;
    if (node.type === 'AwaitExpression') return this.#openedBy(node.argument, fn, depth);
    if (node.type === 'Identifier') {
      const held = this.file.origins.expressionOf(node);
      return held !== undefined && held !== node && isInside(held, fn) && this.#openedBy(held, fn, depth + 1);
    }
    const called = node.type === 'CallExpression' ? this.file.promises.calledBy(node) : undefined;
    return called !== undefined && this.file.promises.returnsOf(called).some(each => this.#openedBy(each, called, depth + 1));
  }

  /** Whether the function itself closes what a name holds. */
  #isClosedIn(receiver: Node, fn: FunctionNode): boolean {
    const variable = this.file.bindings.variableOf(unwrap(receiver));
    return variable !== undefined && this.file.index.inOwn(fn, 'CallExpression').some(({ callee }) => callee.type === 'MemberExpression' && CLOSES.has(staticName(callee) ?? '') && this.file.bindings.variableOf(callee.object) === variable);
  }

  /** Whether the file closes what the place holds, and the value is made by a call. */
  #isClosed({ place, value, fn }: Repeated): boolean {
    const made = this.#madeBy(value, fn);
    if (!made) return false;
    const container = place.isEntry ? place.path.slice(0, place.path.lastIndexOf('[')) : place.path;
    return (this.#closed ??= this.#findClosed()).has(container);
  }
  #closed: ReadonlySet<string> | undefined;

  #madeBy(value: Node, fn: FunctionNode): boolean {
    const node = unwrap(value);
    if (node.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(node);
      if (!variable) return false;
      const definition = this.file.bindings.definitionOf(variable);
      const values = [
        ...(definition?.type === 'Variable' && definition.node.init ? [definition.node.init] : []),
        ...this.file.bindings.assignmentsTo(variable).flatMap(({ identifier }) => (identifier.parent.type === 'AssignmentExpression' ? [identifier.parent.right] : [])),
      ];
      return values.some(each => isInside(each, fn) && unwrap(each).type !== 'Identifier' && this.#madeBy(each, fn));
    }
    if (node.type === 'ObjectExpression') return node.properties.some(each => each.type === 'Property' && each.value.type === 'Identifier' && this.#madeBy(each.value, fn));
    const call = node.type === 'AwaitExpression' ? unwrap(node.argument) : node;
    return call.type === 'CallExpression' || call.type === 'NewExpression';
  }

  /** The places, in the source's own words, whose values the file closes: `this.client`, `readers` of `for (const each of readers) each.close()`. */
  #findClosed(): ReadonlySet<string> {
    const closed = new Set<string>();
    for (const { callee: called } of this.file.index.all('CallExpression')) {
      const callee = unwrap(called);
      if (callee.type !== 'MemberExpression' || !CLOSES.has(staticName(callee) ?? '')) continue;
      let receiver: Node | undefined = callee.object;
      for (let depth = 0; receiver && depth < 2 * MAX_DEPTH; depth += 1) {
        const node: Node = unwrap(receiver);
        closed.add(this.file.sourceCode.getText(node).replaceAll('?.', '.').replaceAll('!', ''));
        if (node.type === 'MemberExpression') receiver = node.object;
        else if (node.type === 'CallExpression') receiver = node.callee;
        else receiver = node.type === 'Identifier' ? this.#sourceOf(node) : undefined;
      }
    }
    return closed;
  }

  /** What a local name was taken from: its initialiser, the list of its loop, or the list whose callback it is given to. */
  #sourceOf(name: TSESTree.Identifier): Node | undefined {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (definition?.type === 'Variable') {
      const loop = definition.parent.parent;
      return loop?.type === 'ForOfStatement' ? loop.right : (definition.node.init ?? undefined);
    }
    if (definition?.type !== 'Parameter' || !isFunction(definition.node)) return undefined;
    const call = wrapped(definition.node).parent;
    const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    return callee?.type === 'MemberExpression' ? callee.object : undefined;
  }

  #isTimer(value: Node): boolean {
    return this.file.calls.at(value)?.entry.role === 'timer';
  }

  /** Whether something outside is changed, or something that goes on is started. */
  #hasEffect(fn: FunctionNode, depth: number, isAmong: (node: Node) => boolean): boolean {
    if (depth > MAX_DEPTH) return false;
    return [...this.file.index.inOwn(fn, 'CallExpression'), ...this.file.index.inOwn(fn, 'NewExpression')].some(each => {
      if (!isAmong(each)) return false;
      const call = this.file.calls.at(each);
      if (!call) {
        const called = each.type === 'CallExpression' ? this.file.promises.calledBy(each) : undefined;
        return called !== undefined && called !== fn && this.#hasEffect(called, depth + 1, () => true);
      }
      const { role } = call.entry;
      if (role === 'message-consume' || role === 'server') return true;
      if (role === 'timer') return /Interval$/.test(call.path);
      if (role === 'listen') return call.receiver !== undefined && this.#outlives(call.receiver, fn);
      // A function of the project that sends requests of every kind sends this one by its arguments.
      if (role === 'http-request' && depth > 0) return false;
      const effects = EFFECTS[role];
      const name = call.path.split(/[.#]/).at(-1)!;
      return effects === 'all' || (effects?.has(name) === true && !OVERWRITES.has(name));
    });
  }

  /** An object that the function has not made for itself. */
  #outlives(receiver: Node, fn: FunctionNode): boolean {
    const root = rootOf(receiver);
    if (root.type === 'ThisExpression') return true;
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    return variable !== undefined && !isInside(variable.scope.block, fn);
  }

  /** Whether something is called for what it does, since nobody looks at what it gives. */
  #drops(fn: FunctionNode, isAmong: (node: Node) => boolean): boolean {
    return this.file.index.inOwn(fn, 'ExpressionStatement').some(each => {
      const dropped = unwrap(each.expression);
      const call = dropped.type === 'UnaryExpression' && dropped.operator === 'void' ? unwrap(dropped.argument) : dropped;
      return isAmong(each) && call.type === 'CallExpression' && call.arguments.length > 0 && !this.file.calls.at(call) && !TELLS.test(this.file.sourceCode.getText(call.callee)) && !this.file.promises.calledBy(call);
    });
  }

  /** Whether something is waited for that cannot be seen, and that does not call itself a reader; for a mark, nobody looks at what it gives. */
  #works(fn: FunctionNode, depth: number, isMark: boolean, isAmong: (node: Node) => boolean): boolean {
    if (depth > MAX_DEPTH) return false;
    return this.file.index.inOwn(fn, 'AwaitExpression').some(each => isAmong(each) && (!isMark || wrapped(each).parent?.type === 'ExpressionStatement') && this.#startedBy(each.argument).some(call => {
      const name = lastName(call.callee) ?? '';
      if (this.file.calls.at(call) || name === '' || (READS.test(name) && !HANDS_OUT.test(name)) || IDEMPOTENT.test(name)) return false;
      const called = this.file.promises.calledBy(call);
      return !called || called === fn || this.#works(called, depth + 1, isMark, () => true);
    }));
  }

  /** The calls that an awaited expression makes: itself, or those of a list that is waited for together. */
  #startedBy(awaited: Node): readonly TSESTree.CallExpression[] {
    const call = unwrap(awaited);
    if (call.type !== 'CallExpression') return [];
    const [list] = this.file.calls.at(call)?.entry.role === 'promise-combine' ? call.arguments : [];
    if (list?.type !== 'ArrayExpression') return [call];
    return list.elements.flatMap(each => (each && each.type !== 'SpreadElement' && unwrap(each).type === 'CallExpression' ? [unwrap(each) as TSESTree.CallExpression] : []));
  }
}
