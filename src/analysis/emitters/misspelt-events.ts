import type { TSESTree } from '@typescript-eslint/utils';
import { rootOfChain, staticName } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { LISTENING } from './listening.js';

/** A listener of an event that its emitter never emits: of a like name, or of what other emitters call it. */
export interface MisspeltEvent {
  /** The name as it is written. */
  readonly node: TSESTree.StringLiteral;
  readonly call: TSESTree.CallExpression;
  readonly event: string;
  /** What was most likely meant. */
  readonly meant: string;
  readonly typeName: string;
}

/** What other emitters call it: the first of these that the emitter does emit was meant. */
const CALLED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  end: ['finish', 'close', 'exit'],
  ended: ['end', 'finish', 'close', 'exit'],
  finish: ['end', 'close', 'exit'],
  finished: ['finish', 'end', 'close', 'exit'],
  close: ['end', 'exit', 'closed', 'finish'],
  closed: ['close', 'end', 'exit'],
  exit: ['close', 'end'],
  disconnect: ['close', 'end', 'exit'],
  disconnected: ['disconnect', 'close', 'end', 'exit'],
  connect: ['connection', 'open'],
  connected: ['connect', 'connection', 'open'],
  connection: ['connect', 'open'],
  open: ['connect', 'listening'],
  opened: ['open', 'connect'],
  err: ['error'],
  errors: ['error'],
  exception: ['error'],
};

/** In source order. */
export function misspeltEvents(file: FileModel): readonly MisspeltEvent[] {
  return file.index.callsNamed(...LISTENING).flatMap(call => misspelt(call, file) ?? []);
}

function misspelt(call: TSESTree.CallExpression, file: FileModel): MisspeltEvent | undefined {
  const { callee, arguments: [node] } = call;
  if (callee.type !== 'MemberExpression' || node?.type !== 'Literal' || typeof node.value !== 'string' || call.arguments.length < 2) return undefined;
  if (!LISTENING.has(staticName(callee) ?? '')) return undefined;
  const origin = file.origins.of(callee.object);
  if (origin?.kind !== 'library' || origin.promised || !origin.path.endsWith('#')) return undefined;
  const typeName = origin.path.slice(0, -1);
  const events = file.catalog.type(origin.library, typeName)?.events;
  if (!events || events.includes(node.value) || isEmitted(node.value, file)) return undefined;
  const meant = CALLED_ELSEWHERE[node.value]?.find(each => events.includes(each)) ?? likeName(node.value, events);
  // Whoever listens to both leaves nothing out.
  return meant === undefined || isHeardToo(meant, callee.object, file) ? undefined : { node, call, event: node.value, meant, typeName };
}

/** Whether something of the same name has a listener of the right event. */
function isHeardToo(event: string, emitter: Node, file: FileModel): boolean {
  const name = nameOf(emitter);
  return file.index.all('CallExpression').some(({ callee, arguments: [heard] }) => {
    return callee.type === 'MemberExpression' && heard?.type === 'Literal' && heard.value === event && LISTENING.has(staticName(callee) ?? '') && nameOf(callee.object) === name;
  });
}

function nameOf(emitter: Node): string | undefined {
  const root = rootOfChain(emitter);
  return root.type === 'Identifier' ? root.name : root.type;
}

/** Whether the file emits the event itself, on whatever. */
function isEmitted(event: string, file: FileModel): boolean {
  return file.index.all('CallExpression').some(({ callee, arguments: [name] }) => callee.type === 'MemberExpression' && staticName(callee) === 'emit' && name?.type === 'Literal' && name.value === event);
}

/** The one event whose name differs in case, in one letter, or in two neighbours that have changed places. */
function likeName(name: string, events: readonly string[]): string | undefined {
  const plain = name.toLowerCase();
  const same = events.filter(each => each.toLowerCase() === plain);
  const alike = same.length > 0 || plain.length < 4 ? same : events.filter(each => isOneSlip(plain, each.toLowerCase()));
  return alike.length === 1 ? alike[0] : undefined;
}

function isOneSlip(from: string, to: string): boolean {
  const [short, long] = from.length <= to.length ? [from, to] : [to, from];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}
