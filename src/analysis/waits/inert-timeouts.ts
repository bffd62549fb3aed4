import type { InertOption, WaitFacts } from '../../catalog/schema.js';
import { majorOf, mayPrecede } from '../../project/dependency-versions.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { usesOfResult } from '../values/result-uses.js';
import { LISTENS } from './listens.js';
import { OptionArguments } from './option-arguments.js';

/** A timeout that is written down and bounds nothing. */
export interface InertTimeout {
  readonly call: LibraryCall;
  /** The option, or the call that only announces. */
  readonly node: Node;
  readonly key: string;
  readonly why: string;
  readonly instead: string;
  /** What to write in the place of `node`. */
  readonly write: string | undefined;
}

const ENDS = ['destroy', 'abort', 'destroySoon', 'resetAndDestroy', 'close'];

/** Timeouts that are written down and bound nothing: keys that a library passes over, options in a wrong place, events that nobody acts on. */
export function inertTimeouts(file: FileModel): readonly InertTimeout[] {
  const { options, calls, origins, bindings, index, sourceCode } = file;
  const calling = calls.having('wait');
  if (calling.length === 0) return [];
  const optionArguments = new OptionArguments(file);
  const found: InertTimeout[] = [];
  for (const call of calling) {
    const facts = call.entry.wait;
    if (!facts) continue;
    for (const option of facts.inert ?? []) {
      const inert = optionOf(call, facts, option);
      if (!inert) continue;
      found.push(inert);
      break;
    }
    const misplaced = facts.data && inData(call, facts.data);
    if (misplaced) found.push(misplaced);
    const announcement = facts.announces && announcementOf(call, facts.announces);
    if (announcement) found.push(announcement);
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);

  function optionOf(call: LibraryCall, facts: WaitFacts, option: InertOption): InertTimeout | undefined {
    const holders = optionArguments.of(call.node, facts).nodes;
    const elsewhere = option.argument === undefined ? undefined : call.node.arguments[option.argument];
    for (const node of option.argument === undefined ? holders : elsewhere ? [elsewhere] : []) {
      const at = options.at(node, option.key);
      if (at.state !== 'present' || !isMeant(at.value, option)) continue;
      // Only now: versions are read from the disk.
      if (option.since !== undefined && !((majorOf(file.filename, call.library) ?? 0) >= Number(option.since))) return undefined;
      if (option.notBefore !== undefined && mayPrecede(file.filename, call.library, option.notBefore)) return undefined;
      if (option.beside && !option.beside.some(path => isOther(node, path))) continue;
      // Another option that bounds the wait, or may: the inert one does no harm.
      const others = [...facts.bounds.filter(each => option.argument !== undefined || (each !== option.key && !option.key.startsWith(`${each}.`))), ...(option.unless ?? [])];
      if (!option.beside && holders.some(each => others.some(path => isSet(each, path)))) continue;
      if (option.unlessListener !== undefined && mayEnd(call.node, option.unlessListener)) continue;
      const inline = at.property.type === 'Property' && at.property.parent === unwrap(node);
      const value = sourceCode.getText(at.value);
      return {
        call,
        node: at.property,
        key: option.key.slice(option.key.lastIndexOf('.') + 1),
        why: option.why,
        instead: option.instead,
        write: inline || option.key.includes('.') ? option.write?.replaceAll('$', () => value) : undefined,
      };
    }
    return undefined;
  }

  function isSet(node: Node, path: string): boolean {
    const at = options.at(node, path);
    if (at.state !== 'present') return at.state === 'unknown';
    const value = options.valueOf(at.value);
    return !value || Boolean(value.value);
  }

  /** True where another option stands, and is no time limit itself: one made by a call may be. */
  function isOther(node: Node, path: string): boolean {
    const at = options.at(node, path);
    if (at.state !== 'present' || options.valueOf(at.value)) return false;
    return (origins.expressionOf(at.value) ?? unwrap(at.value)).type !== 'CallExpression';
  }

  function isMeant(node: Node, { only, from }: InertOption): boolean {
    const known = options.valueOf(node);
    if (from !== undefined) return typeof known?.value === 'number' && known.value >= from;
    if (only === 'number') return typeof known?.value === 'number';
    // Zero and nothing are written to say that there is no timeout.
    return !known || Boolean(known.value);
  }

  /** An object of nothing but options in the place of the body. */
  function inData(call: LibraryCall, { argument, options: known }: NonNullable<WaitFacts['data']>): InertTimeout | undefined {
    const { arguments: given } = call.node;
    const body = given[argument];
    if (body?.type !== 'ObjectExpression' || given.length > argument + 1) return undefined;
    const names = body.properties.map(each => (each.type === 'Property' ? staticName(each) : undefined));
    if (!names.every(each => each !== undefined && known.includes(each))) return undefined;
    // A signal is nothing to send; a lone number called timeout may well be.
    const signal = body.properties.find(each => each.type === 'Property' && staticName(each) === 'signal' && isSignal(each.value));
    const at = body.properties.length > 1 ? names.indexOf('timeout') : -1;
    const property = signal ?? body.properties[at];
    if (!property) return undefined;
    const key = property === signal ? 'signal' : 'timeout';
    return { call, node: property, key, why: 'stands in the body, and is sent to the server as data', instead: `the options as argument ${argument + 2}`, write: undefined };
  }

  function isSignal(node: Node): boolean {
    const origin = origins.of(node);
    return origin?.kind === 'library' && origin.library === 'global' && origin.path === 'AbortSignal#';
  }

  /** `request.setTimeout(ms)` with nothing that acts on it. */
  function announcementOf(call: LibraryCall, { callback, event, unheard }: NonNullable<WaitFacts['announces']>): InertTimeout | undefined {
    const { node, receiver } = call;
    const origin = receiver && origins.of(receiver);
    if (unheard === 'ends' && node.arguments.length <= callback) return undefined;
    if (node.arguments.length === 0 || origin?.kind !== 'library' || !origin.created) return undefined;
    if (node.arguments.length > callback && !isIdle(node.arguments[callback])) return undefined;
    if (node.arguments.some(each => each.type === 'SpreadElement' || options.valueOf(each)?.value === 0)) return undefined;
    if (unheard === 'ends') {
      const uses = usesOfResult(origin.created, bindings);
      if (uses.escapes || uses.passedTo.length > 0 || uses.methods.some(({ name, call: { arguments: given } }) => LISTENS.includes(name) && given[0] && options.valueOf(given[0])?.value === event)) return undefined;
      const write = `${sourceCode.getText(node.callee)}(${sourceCode.getText(node.arguments[0])})`;
      return { call, node, key: 'setTimeout', why: 'hands the silent socket to its callback, which does not close it; without one Node does', instead: '`setTimeout(ms)` alone, or a callback that destroys the socket', write };
    }
    if (mayEnd(origin.created, event)) return undefined;
    const destroy = `a callback that destroys it: \`setTimeout(ms, () => { ….destroy(new Error('…')); })\``;
    const why = node.arguments.length > callback ? `only makes it emit '${event}', and its callback lets the wait go on` : `only makes it emit '${event}', and nobody listens`;
    return { call, node, key: 'setTimeout', why, instead: destroy, write: undefined };
  }

  /** Whether something acts when a request or socket emits `event`, or ends it in another way, or may. */
  function mayEnd(created: Node, event: string): boolean {
    const uses = usesOfResult(created, bindings);
    if (uses.escapes || uses.passedTo.length > 0) return true;
    return uses.methods.some(({ name, call }) => {
      if (ENDS.includes(name)) return true;
      if (name === 'setTimeout') return call.arguments.length > 1 && !isIdle(call.arguments[1]);
      if (!LISTENS.includes(name)) return name === '';
      const named = call.arguments[0] && options.valueOf(call.arguments[0])?.value;
      if (named === 'socket') return true;
      return named === undefined || (named === event && !isIdle(call.arguments[1]));
    });
  }

  /** True for a listener in view that does nothing but log. */
  function isIdle(listener: Node | undefined): boolean {
    const fn = listener && origins.functionOf(listener);
    if (!fn) return false;
    if (index.within(fn, 'AssignmentExpression').length > 0 || index.within(fn, 'ThrowStatement').length > 0) return false;
    return index.within(fn, 'CallExpression').every(each => calls.at(each)?.entry.role === 'log');
  }
}
