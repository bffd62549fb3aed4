import { functionsAround, isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition, isCalledBack } from '../values/origins.js';

/** What a place runs for, once each: proven by who calls the function around it. */
export interface Occasion {
  readonly unit: 'request' | 'connection' | 'message' | 'invocation';
  /** The function that runs once for each. */
  readonly fn: FunctionNode;
}

const GIVEN: ReadonlySet<string | undefined> = new Set(['request', 'context', 'message']);

/** The occasion for which a place runs again and again; nothing where it may run once, or where something lets it through only once. */
export function occasionOf(node: Node, file: FileModel): Occasion | undefined {
  for (const fn of functionsAround(node)) {
    const unit = unitOf(fn, file);
    if (unit) return passesOnce(node, fn, file) ? undefined : { unit, fn };
  }
  const [outer] = functionsAround(node);
  return outer && file.handlers.runsPerRequest(outer) === 'yes' && !passesOnce(node, functionsAround(node).at(-1)!, file) ? { unit: 'request', fn: outer } : undefined;
}

function unitOf(fn: FunctionNode, file: FileModel): Occasion['unit'] | undefined {
  const handler = file.handlers.around(fn);
  if (handler?.fn === fn) return handler.kind === 'consumer' ? 'message' : handler.kind === 'lambda' ? 'invocation' : 'request';
  const at = callbackPosition(fn);
  const call = at && file.calls.at(at.call);
  const callback = call?.entry.callbacks?.find(each => each.runs === 'request' && isCalledBack(each, at!, fn));
  if (callback) {
    if (callback.named?.some(each => each.startsWith('connect')) || /Socket/.test(callback.parameters?.[0] ?? '')) return 'connection';
    return call?.entry.role === 'message-consume' ? 'message' : 'request';
  }
  // `app.ws.use((ctx: Koa.Context) => …)`: what it is given says what it is called for.
  const [first] = fn.params;
  return first?.type === 'Identifier' && first.typeAnnotation && GIVEN.has(file.handlers.partOf(first)) ? 'request' : undefined;
}

/** `if (started) return; started = true;`: a test of something from outside that the function itself sets. */
function passesOnce(node: Node, fn: FunctionNode, file: FileModel): boolean {
  const { index } = file;
  const set = new Set<string>();
  for (const { left } of index.within(fn, 'AssignmentExpression')) {
    const place = unwrap(left);
    const name = place.type === 'MemberExpression' ? staticName(place) : place.type === 'Identifier' && isFromOutside(place, fn, file) ? place.name : undefined;
    if (name !== undefined) set.add(name);
  }
  if (set.size === 0) return false;
  const tests: readonly Node[] = [
    ...index.within(fn, 'IfStatement').map(each => each.test),
    ...index.within(fn, 'ConditionalExpression').map(each => each.test),
    ...index.within(fn, 'LogicalExpression').map(each => each.left),
    ...index.within(fn, 'AssignmentExpression').filter(each => each.operator === '??=' || each.operator === '||=').map(each => each.left),
  ];
  return tests.some(test => test.range[0] <= node.range[0] && index.within(test, 'Identifier').some(each => isInside(each, test) && set.has(each.name)));
}

function isFromOutside(name: Node, fn: FunctionNode, { bindings }: FileModel): boolean {
  return bindings.variableOf(name)?.defs.some(each => isInside(each.name, fn)) === false;
}
