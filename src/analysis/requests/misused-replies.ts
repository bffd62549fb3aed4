import type { TSESTree } from '@typescript-eslint/utils';
import type { AnsweringFacts } from '../../catalog/schema.js';
import { enclosingFunction, isInside, rootOfChain, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Flow } from '../flow/flow-queries.js';
import { callbackPosition, isCalledBack } from '../values/origins.js';
import { isHarmlessMention, preparedOnly } from './response-uses.js';
import type { Answer, Handler } from './request-handlers.js';

/** A handler that answers in a way that its framework does not take for an answer. */
export type MisusedReply =
  /** A response is awaited, or returned, that nobody has sent or will send. */
  | { readonly kind: 'awaited' | 'returned'; readonly node: Node; readonly call: TSESTree.CallExpression }
  /** An async hook that answers and does not say so: what follows runs. */
  | { readonly kind: 'unsaid'; readonly node: Node; readonly reply: string; readonly leaving: TSESTree.ReturnStatement | undefined }
  /** An async handler is over before this answers. */
  | { readonly kind: 'late'; readonly node: Node; readonly reply: string; readonly fn: FunctionNode }
  /** A value is returned after the response has been sent. */
  | { readonly kind: 'both'; readonly node: Node; readonly returned: Node }
  /** A response is made, and not returned to the framework that would send it. */
  | { readonly kind: 'unreturned'; readonly node: Node; readonly harm: string }
  /** A method that is given the whole of the answer returns a value, which nobody sends. */
  | { readonly kind: 'taken-over'; readonly node: Node; readonly response: string; readonly decorator: TSESTree.CallExpression; readonly unless: string | undefined; readonly isUsed: boolean }
  /** An async hook that takes the callback of a hook that is not. */
  | { readonly kind: 'mixed'; readonly node: Node; readonly done: string };

export function misusedReplies(file: FileModel): readonly MisusedReply[] {
  const handlers = file.handlers.all;
  if (handlers.length === 0) return [];
  return [...handlers.flatMap(each => [...ofHandler(each, file)]), ...unreturned(file)].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function* ofHandler(handler: Handler, file: FileModel): Iterable<MisusedReply> {
  const { fn, by } = handler;
  if (by === 'decorator') yield* takenOver(handler, file);
  const reply = handler.parameters.get('response');
  const facts = reply && file.handlers.typeOf(reply)?.answering;
  const variable = reply && file.bindings.variableOf(reply);
  if (!reply || !variable || !facts?.thenable || !file.bindings.isConstant(variable) || fn.generator) return;
  const mentions = variable.references.map(each => each.identifier as Node).filter(each => !isHarmlessMention(each, file));
  const flow = file.flow(fn);
  yield* prepared(fn, mentions, flow, file);
  if (!fn.async || mentions.some(each => goesItsOwnWay(each, file))) return;
  const answers = file.handlers.answers.filter(each => each.kind === 'response' && each.parameter === variable);
  if (handler.goesOn) yield* unsaid(answers, reply.name, fn, flow, file);
  if (handler.kind === 'middleware') {
    const done = handler.parameters.get('next');
    if (done && by === 'call' && handler.registration?.entry.role === 'web-hook' && handler.registration.node.arguments[1] === fn) yield { kind: 'mixed', node: done, done: done.name };
    return;
  }
  yield* both(answers, fn, flow, file);
  yield* late(answers, reply.name, fn, flow, mentions, file);
}

/** `await reply.status(400)`: the promise of the reply is fulfilled when a response has been sent. */
function* prepared(fn: FunctionNode, mentions: readonly Node[], flow: Flow, file: FileModel): Iterable<MisusedReply> {
  const steps = mentions.map(each => stepOf(each, flow));
  for (const node of [...file.index.inOwn(fn, 'AwaitExpression'), ...file.index.inOwn(fn, 'ReturnStatement')]) {
    const call = preparedOnly(node.argument, file);
    if (!call || !flow.isReachable(node)) continue;
    // Whoever was given the reply before may send in the meantime.
    const isAwaited = node.type === 'AwaitExpression';
    if (steps.some(step => step === undefined || (!isInside(step, node) && flow.reaches(step, node)))) continue;
    yield { kind: isAwaited ? 'awaited' : 'returned', node, call };
  }
}

function* unsaid(answers: readonly Answer[], reply: string, fn: FunctionNode, flow: Flow, file: FileModel): Iterable<MisusedReply> {
  const nodes = new Set<Node>(answers.map(each => each.node));
  for (const { node, owner } of answers) {
    if (owner !== fn || wrapped(node).parent?.type !== 'ExpressionStatement') continue;
    // A second answer is another fault.
    if (flow.firstOn(node, each => nodes.has(each)).length > 0) continue;
    const waits = (each: Node): boolean => each.type === 'AwaitExpression' && file.bindings.variableOf(rootOfChain(each.argument))?.name === reply;
    const exits = flow.exitsWithout(node, waits, { kinds: ['return'], ignoreThrowOf: () => true });
    const silent = exits.filter(each => each.kind === 'end' || (each.node?.type === 'ReturnStatement' && givesNothing(each.node.argument, file)));
    const [first] = silent;
    if (!first) continue;
    yield { kind: 'unsaid', node, reply, leaving: silent.length === 1 && first.node?.type === 'ReturnStatement' ? first.node : undefined };
  }
}

function* both(answers: readonly Answer[], fn: FunctionNode, flow: Flow, file: FileModel): Iterable<MisusedReply> {
  for (const { node, owner } of answers) {
    const statement = wrapped(node).parent;
    if (owner !== fn || (statement?.type !== 'ExpressionStatement' && statement?.type !== 'AwaitExpression')) continue;
    const exits = flow.exitsWithout(node, () => false, { kinds: ['return'], ignoreThrowOf: () => true });
    const values = exits.map(each => (each.node?.type === 'ReturnStatement' && each.node.argument && isPlainValue(each.node.argument, file) ? each.node : undefined));
    if (values.length > 0 && values.every(each => each !== undefined)) yield { kind: 'both', node, returned: values[0]! };
  }
}

function* late(answers: readonly Answer[], reply: string, fn: FunctionNode, flow: Flow, mentions: readonly Node[], file: FileModel): Iterable<MisusedReply> {
  const seen = new Set<Node>();
  for (const { node, owner } of answers) {
    if (seen.has(owner) || enclosingFunction(owner) !== fn) continue;
    const call = lateCaller(owner as FunctionNode, file);
    const statement = call && wrapped(call).parent;
    if (!call || !(statement?.type === 'ExpressionStatement' || (statement?.type === 'UnaryExpression' && statement.operator === 'void'))) continue;
    // Whoever waits for something else may wait for long enough, and whoever has the reply may send before.
    const own = new Set(mentions.flatMap(each => stepOf(each, flow) ?? []).filter(each => !isInside(each, call)));
    if ([...own].some(each => flow.reaches(each, call))) continue;
    const goesOn = (each: Node): boolean => each.type === 'AwaitExpression' || each.type === 'ForOfStatement' || own.has(each);
    const exits = flow.exitsWithout(call, goesOn, { kinds: ['return'], ignoreThrowOf: () => true });
    if (exits.some(each => each.kind === 'end' || (each.node?.type === 'ReturnStatement' && givesNothing(each.node.argument, file)))) {
      seen.add(owner);
      yield { kind: 'late', node, reply, fn };
    }
  }
}

/** The call, with its whole chain, that runs a function when the code around it has gone on. */
function lateCaller(fn: FunctionNode, file: FileModel): TSESTree.CallExpression | undefined {
  const at = callbackPosition(fn);
  if (at?.call.type !== 'CallExpression' || at.option !== undefined) return undefined;
  const isLater = file.calls.at(at.call)?.entry.callbacks?.some(each => each.runs === 'later' && !each.awaited && isCalledBack(each, at, fn));
  if (!isLater && !file.promises.isChain(at.call)) return undefined;
  let call: TSESTree.CallExpression = at.call;
  for (;;) {
    const member = wrapped(call).parent;
    const next = member?.type === 'MemberExpression' && unwrap(member.object) === call ? wrapped(member).parent : undefined;
    if (next?.type !== 'CallExpression' || unwrap(next.callee) !== member) return call;
    call = next;
  }
}

/** `c.json(data);` where the framework sends what the handler returns. */
function* unreturned(file: FileModel): Iterable<MisusedReply> {
  for (const { node, entry } of file.calls.of('respond')) {
    if (entry.response !== 'gives' || node.type !== 'CallExpression') continue;
    const fn = enclosingFunction(node);
    const handler = fn && file.handlers.around(node);
    const facts = handler?.fn === fn ? factsOf(handler, file) : undefined;
    if (!facts || facts.by !== 'return') continue;
    let whole: Node = node;
    for (let link = preparing(whole, file); link; link = preparing(whole, file)) whole = link;
    const { parent } = wrapped(whole);
    const statement = parent?.type === 'AwaitExpression' ? parent.parent : parent;
    if (statement?.type === 'ExpressionStatement') yield { kind: 'unreturned', node: whole, harm: facts.otherwise };
  }
}

function factsOf(handler: Handler | undefined, file: FileModel): AnsweringFacts | undefined {
  const parameter = handler?.parameters.get('context') ?? handler?.parameters.get('response');
  return parameter && file.handlers.typeOf(parameter)?.answering;
}

/** The next link of `h.response(value).code(201)`. */
function preparing(call: Node, file: FileModel): Node | undefined {
  const member = wrapped(call).parent;
  const next = member?.type === 'MemberExpression' && unwrap(member.object) === call ? wrapped(member).parent : undefined;
  const entry = next?.type === 'CallExpression' ? file.calls.at(next)?.entry : undefined;
  return entry?.role === 'respond' && entry.response === 'prepares' ? next : undefined;
}

/** `@Res() res` and `return value`: nobody sends the value. */
function* takenOver({ fn, registration }: Handler, file: FileModel): Iterable<MisusedReply> {
  const taken = file.handlers.takenOver(fn);
  if (!taken || registration?.entry.role !== 'route' || fn.generator) return;
  const { parameter, decorator, injects } = taken;
  const given = fn.params.flatMap(each => (each.type === 'Identifier' ? [file.bindings.variableOf(each)] : []));
  const variable = file.bindings.variableOf(parameter);
  if (!variable) return;
  const flow = file.flow(fn);
  // Whatever else is injected may answer as well.
  const others = given.filter(each => each && each !== variable && file.handlers.partOf(each.identifiers[0]!) !== undefined && file.handlers.partOf(each.identifiers[0]!) !== 'request');
  const mentions = [variable, ...others].flatMap(each => each?.references ?? []).map(each => each.identifier as Node).filter(each => !isHarmlessMention(each, file));
  const steps = new Set(mentions.map(each => stepOf(each, flow)));
  if (steps.has(undefined) || mentions.some(each => enclosingFunction(each) !== fn)) return;
  const exits = flow.exitsWithout(fn, each => steps.has(each), { kinds: ['return'], ignoreThrowOf: () => true });
  const value = exits.find(each => each.node && !givesNothing(each.node.type === 'ReturnStatement' ? each.node.argument : each.node, file))?.node;
  if (!value) return;
  yield { kind: 'taken-over', node: value, response: parameter.name, decorator, unless: injects.unless, isUsed: mentions.length > 0 };
}

/** `reply.hijack()`, `reply.raw`: from there on the framework leaves the answer to the handler. */
function goesItsOwnWay(mention: Node, file: FileModel): boolean {
  const member = wrapped(mention).parent;
  if (member?.type !== 'MemberExpression' || unwrap(member.object) !== mention) return false;
  const call = wrapped(member).parent;
  if (call?.type !== 'CallExpression' || unwrap(call.callee) !== member) return true;
  return file.calls.at(call)?.entry.response === 'starts';
}

/** The step of a function's own flow that a mention is a part of: the call of a method, not the reading of it. */
function stepOf(mention: Node, flow: Flow): Node | undefined {
  for (let current: Node | undefined = mention; current && current !== flow.graph.root; current = current.parent) {
    if (current.type !== 'Identifier' && current.type !== 'MemberExpression' && flow.graph.steps.has(current)) return current;
  }
  return undefined;
}

function givesNothing(argument: Node | null | undefined, { bindings }: FileModel): boolean {
  if (!argument) return true;
  const value = unwrap(argument);
  return bindings.isGlobal(value, 'undefined') || (value.type === 'UnaryExpression' && value.operator === 'void');
}

/** A value that is surely not the reply, and not nothing. */
function isPlainValue(argument: Node, file: FileModel): boolean {
  const value = unwrap(argument);
  if (value.type === 'Literal') return value.value !== null;
  return value.type === 'ObjectExpression' || value.type === 'ArrayExpression' || (value.type === 'TemplateLiteral' && !givesNothing(value, file));
}
