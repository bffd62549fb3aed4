import type { TSESTree } from '@typescript-eslint/utils';
import { splitType } from '../../catalog/index.js';
import { isFunction, isInside, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { Hearing } from './hearing.js';
import { leftOpen } from './open-pipes.js';

/** Streams that are piped, an error of one of which nobody hears, or of which one stays open: `.pipe()` hands neither errors nor the end of the reader on. */
export interface UnheardPipe {
  /** The last `.pipe(…)` of the chain. */
  readonly call: TSESTree.CallExpression;
  /** The streams of the chain, in the order of the data. */
  readonly streams: readonly Node[];
  /** The first one that nobody hears. */
  readonly unheard: Node;
  /** `crash`: its error ends the process, and when it comes. `deaf`: those who wait for the end of the chain wait for ever. `open`: what it keeps open when the client goes away. */
  readonly harm: 'crash' | 'deaf' | 'open';
  readonly when: string | undefined;
}

/** In source order. */
export function unheardPipes(file: FileModel): readonly UnheardPipe[] {
  const chains = file.index.callsNamed('pipe').flatMap(call => chainOf(call) ?? []);
  if (chains.length === 0 || isBrowserCode(file)) return [];
  // One that several are piped to is one fault.
  const reported = new Set<Node>();
  return chains.flatMap(({ call, streams }) => faultOf(call, streams, file, reported) ?? []);
}

/** `a.pipe(b).pipe(c)`: its last call, and what is piped. */
function chainOf(call: TSESTree.CallExpression): { readonly call: TSESTree.CallExpression; readonly streams: readonly Node[] } | undefined {
  if (!isPipe(call)) return undefined;
  const outer = wrapped(call).parent;
  if (outer?.type === 'MemberExpression' && staticName(outer) === 'pipe' && wrapped(outer).parent?.type === 'CallExpression') return undefined;
  const streams: Node[] = [];
  let current: Node = call;
  while (current.type === 'CallExpression' && isPipe(current)) {
    const [to] = current.arguments;
    if (!to || to.type === 'SpreadElement' || isFunction(to)) return undefined;
    streams.unshift(to);
    current = unwrap((current.callee as TSESTree.MemberExpression).object);
  }
  return { call, streams: [current, ...streams] };
}

function isPipe(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && staticName(callee) === 'pipe' && call.arguments.length > 0 && call.arguments.length < 3;
}

function faultOf(call: TSESTree.CallExpression, streams: readonly Node[], file: FileModel, reported: Set<Node>): UnheardPipe | undefined {
  let waitsForEnd = false;
  for (const stream of streams) {
    const made = madeBy(stream, file);
    if (!made) continue;
    const isHeard = new Hearing(file, 'error', [], false, true).of(made.node);
    if (isHeard === 'no' && reported.has(made.node)) return undefined;
    reported.add(made.node);
    if (isHeard === 'no') return { call, streams, unheard: stream, harm: 'crash', when: made.when };
    if (isHeard === 'yes') waitsForEnd ||= isAwaited(made.node, file);
  }
  const [source] = streams;
  if (source && waitsForEnd && isUnheardSource(source, file)) return { call, streams, unheard: source, harm: 'deaf', when: undefined };
  const kept = source && leftOpen(call, streams, file);
  return source && kept !== undefined ? { call, streams, unheard: source, harm: 'open', when: kept } : undefined;
}

/** Whether somebody waits for the end of what a call makes. */
function isAwaited(made: Node, file: FileModel): boolean {
  // No event of this name: all of its listeners are met.
  const hearing = new Hearing(file, '', [], false, true);
  hearing.of(made);
  return hearing.listeners.some(({ arguments: [event] }) => event?.type === 'Literal' && (event.value === 'finish' || event.value === 'close'));
}

/** The call that makes a stream whose error ends the process, and when that comes. */
function madeBy(stream: Node, file: FileModel): { readonly node: Node; readonly when: string } | undefined {
  const origin = file.origins.of(stream);
  const created = origin?.kind === 'library' && !origin.promised ? origin.created : undefined;
  const made = created && file.calls.at(created);
  if (!made?.entry.gives) return undefined;
  const { library, type } = splitType(made.entry.gives, made.library);
  // `child.stdout`: what was made is the process.
  if (origin?.kind !== 'library' || origin.path !== `${type}#`) return undefined;
  const facts = file.catalog.type(library, type);
  return facts?.unheardErrorCrashes && facts.failsWhen !== undefined ? { node: made.node, when: facts.failsWhen } : undefined;
}

/** A source that is not made here and that nobody here listens to: what a call gives, or what a constant of the function holds. */
function isUnheardSource(source: Node, file: FileModel): boolean {
  if (source.type === 'CallExpression') return !file.index.within(source, 'CallExpression').some(each => isInside(each, source) && isListener(each)) && file.handlers.partOf(source) === undefined;
  const root = source.type === 'MemberExpression' ? unwrap(source.object) : source;
  const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Variable' || !definition.node.init || !file.bindings.isConstant(variable)) return false;
  const made = unwrap(definition.node.init);
  if (made.type !== 'AwaitExpression' && made.type !== 'CallExpression') return false;
  return variable.references.every(({ identifier, init }) => {
    if (init || isInside(identifier, source)) return true;
    const member = wrapped(identifier).parent;
    if (source.type === 'Identifier') return new Hearing(file, 'error', [], false, true).of(identifier) === 'no';
    if (member?.type !== 'MemberExpression' || member.object !== wrapped(identifier)) return false;
    return staticName(member) !== staticName(source as TSESTree.MemberExpression) || new Hearing(file, 'error', [], false, true).of(member) === 'no';
  });
}

function isListener(call: TSESTree.CallExpression): boolean {
  const name = call.callee.type === 'MemberExpression' ? staticName(call.callee) : undefined;
  return name === 'on' || name === 'once' || name === 'addListener';
}
