import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, rootOf, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isSamePlace } from '../resources/resource-uses.js';
import type { LibraryCall } from '../values/library-calls.js';

const API = '@opentelemetry/api';

type Call = TSESTree.CallExpression;

/**
 * Spans whose tracer comes from another module, and which this file itself shows to be OpenTelemetry's: the tracer is given a
 * context of its API, or the span is put into one, annotated, or told a status of it.
 */
export function spansByUse(file: FileModel): readonly LibraryCall[] {
  if (!file.imports.modules.has(API)) return [];
  const started: Call[] = [];
  const active: Call[] = [];
  for (const node of file.index.all('CallExpression')) {
    const callee = unwrap(node.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if ((name !== 'startSpan' && name !== 'startActiveSpan') || file.calls.at(node)) continue;
    (name === 'startSpan' ? started : active).push(node);
  }
  const proven = started.filter(each => isGivenContext(file, each) || isSpan(file, nameOf(each)));
  const all = started.filter(each => proven.includes(each) || proven.some(other => isSameTracer(file, each, other)));
  return [...all.flatMap(each => callOf(file, each, 'Tracer#startSpan')), ...active.filter(each => isEndedByHand(file, each)).flatMap(each => callOf(file, each, 'Tracer#startActiveSpan'))];
}

function callOf(file: FileModel, node: Call, path: string): LibraryCall[] {
  const found = file.catalog.entry(API, path);
  const callee = unwrap(node.callee);
  const receiver = callee.type === 'MemberExpression' ? callee.object : undefined;
  return found ? [{ node, library: API, path, entry: found.entry, receiver, client: undefined }] : [];
}

function isGivenContext(file: FileModel, call: Call): boolean {
  return call.arguments.some(each => file.calls.at(each)?.library === API && file.calls.at(each)?.entry.gives === 'Context');
}

/** Names only: `this` and imports stand for one object throughout the file. */
function isSameTracer(file: FileModel, one: Call, other: Call): boolean {
  const [left, right] = [unwrap(one.callee), unwrap(other.callee)];
  return left.type === 'MemberExpression' && right.type === 'MemberExpression' && rootOf(left).type === 'Identifier' && isSamePlace(file, left.object, right.object);
}

/** `tracer.startActiveSpan('a', span => { … span.end(); })`: a wrapper that ends it itself would not be told to. */
function isEndedByHand(file: FileModel, call: Call): boolean {
  const callback = call.arguments.at(-1);
  const parameter = isFunction(callback) ? callback.params[0] : undefined;
  if (parameter?.type !== 'Identifier' || !isSpan(file, parameter)) return false;
  return usesOf(file, parameter).some(({ name }) => name === 'end');
}

function nameOf(call: Call): Node | undefined {
  const { parent } = wrapped(call);
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
}

/** Whether a variable is annotated as a span, put into a context, or told a status of the API. */
function isSpan(file: FileModel, name: Node | undefined): boolean {
  if (name?.type !== 'Identifier') return false;
  const declared = name.typeAnnotation && file.origins.ofType(name.typeAnnotation.typeAnnotation);
  if (declared?.kind === 'library' && declared.library === API && declared.path === 'Span#') return true;
  return usesOf(file, name).some(({ name: member, call, at }) => {
    if (!call) return false;
    if (member === undefined) return file.calls.at(call)?.path === 'trace.setSpan' && call.arguments[1] === at;
    return member === 'setStatus' && file.index.within(call, 'Identifier').some(each => each.name === 'SpanStatusCode' && isOfApi(file, each));
  });
}

function isOfApi(file: FileModel, name: Node): boolean {
  const origin = file.origins.of(name);
  return origin?.kind === 'library' && origin.library === API;
}

interface Use {
  readonly at: Node;
  /** The member that is called; undefined where it is an argument. */
  readonly name: string | undefined;
  readonly call: Call | undefined;
}

function usesOf(file: FileModel, name: Node): readonly Use[] {
  return (file.bindings.variableOf(name)?.references ?? []).map(({ identifier }) => {
    const { parent } = wrapped(identifier);
    const member = parent?.type === 'MemberExpression' && parent.object === wrapped(identifier) ? parent : undefined;
    const outer = member ? wrapped(member).parent : parent;
    return { at: identifier, name: member && staticName(member), call: outer?.type === 'CallExpression' ? outer : undefined };
  });
}
