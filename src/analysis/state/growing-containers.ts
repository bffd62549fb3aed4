import { enclosingFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { runsInTestsOnly } from '../flow/development.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { occasionOf, type Occasion } from '../timers/occasions.js';
import { isOpenToCallers, ONCE, nameOf } from './open-functions.js';
import { SharedPlaces, type SharedPlace } from './shared-places.js';
import { isOpenKey } from './unbounded-caches.js';

/** A container that all calls share, that takes something in for each of them, and that nothing is ever taken out of. */
export interface GrowingContainer {
  /** The write. */
  readonly node: Node;
  /** The container as it stands in the source. */
  readonly place: string;
  /** What it grows with; `call` for an exported function that keeps what it has found for its parameters. */
  readonly unit: Occasion['unit'] | 'call';
}

interface Write {
  readonly node: Node;
  readonly container: Node;
  /** What says which entry it is; undefined where each write is a new one. */
  readonly key: Node | undefined;
}

/** What such a name stands for has few values. Silence needs no proof. */
const FEW = /locale|lang|zone|currency|country|region|table|column|collection|model|schema|type|kind|category|format|level|method|status|env|plugin|provider|feature|module|file|path|template|pattern|theme|func/i;
/** What has been warned of: as many as there are warnings in the source. */
const WARNED = /warn|deprecat|once$/i;

/** In source order, one for each container. */
export function growingContainers(file: FileModel): readonly GrowingContainer[] {
  const places = new SharedPlaces(file);
  // Data of one request is told of as such.
  const told = new Set(file.mutations.shared.flatMap(each => (each.how === 'grows' && each.whose === 'request' ? [each.place] : [])));
  const found = new Map<string, GrowingContainer>();
  for (const { node, container, key } of writesIn(file)) {
    const fn = enclosingFunction(node);
    const place = fn && places.of(container);
    if (!fn || !place?.isContainer || found.has(place.text) || told.has(place.text)) continue;
    if (runsInTestsOnly(node, file)) continue;
    const unit = unitOf(node, container, key, fn, place);
    if (unit && places.isBounded(place) === false) found.set(place.text, { node, place: place.text, unit });
  }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);

  function unitOf(node: Node, container: Node, key: Node | undefined, fn: FunctionNode, place: SharedPlace): GrowingContainer['unit'] | undefined {
    const occasion = occasionOf(node, file);
    if (occasion) return !key || isOpenKey(key, file) ? occasion.unit : undefined;
    if (!key || FEW.test(file.sourceCode.getText(key)) || isBrowserCode(file) || !isOpenToCallers(fn, place, file) || ONCE.test(nameOf(fn)) || WARNED.test(nameOf(fn))) return undefined;
    return isOpenKey(key, file) && looksUp(fn, container, file) ? 'call' : undefined;
  }
}

/** Whether a function takes out of the container what it has put in, or asks whether it has: a registration only puts in. */
function looksUp(fn: FunctionNode, container: Node, { index, sourceCode }: FileModel): boolean {
  const text = sourceCode.getText(container);
  return index.within(fn, 'MemberExpression').some(each => {
    if (sourceCode.getText(each.object) !== text) return false;
    const name = staticName(each);
    if (name !== undefined) return name === 'get' || (name === 'has' && index.within(fn, 'MemberExpression').some(other => staticName(other) === 'add' && sourceCode.getText(other.object) === text));
    // `cache[key]`, not where it is written, or only looked at.
    const { parent } = each;
    return !(parent.type === 'AssignmentExpression' && parent.left === each) && parent.type !== 'IfStatement' && parent.type !== 'UnaryExpression';
  });
}

function* writesIn({ index }: FileModel): Iterable<Write> {
  for (const node of index.all('AssignmentExpression')) {
    const left = unwrap(node.left);
    if (left.type === 'MemberExpression' && left.computed && staticName(left) === undefined) yield { node, container: left.object, key: left.property };
  }
  for (const node of index.all('CallExpression')) {
    const callee = unwrap(node.callee);
    const [first, second] = node.arguments;
    if (callee.type !== 'MemberExpression' || !first) continue;
    const name = staticName(callee);
    if ((name === 'set' && second) || name === 'add') yield { node, container: callee.object, key: first };
    else if (name === 'push' || name === 'unshift') yield { node, container: callee.object, key: undefined };
  }
}
