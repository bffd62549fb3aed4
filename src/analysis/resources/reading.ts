import { isFunction, isInside, isNothing, loopAround, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { NodeTest } from '../flow/flow-queries.js';
import type { Variable } from '../values/bindings.js';

/** Names and texts that tell of the end: `done`, `hasEnded`, `'[DONE]'`. */
const END = /done|end|finish|complete|eof/i;
/** What a read gives: where there is none, the end has come. */
const READ = /value|chunk|data|rows|length/i;

/**
 * Whether a step belongs to the time when a reader has given all that there is: after the loop that reads, and under a
 * condition that speaks of the end, or of nothing read.
 */
export function readToItsEnd(file: FileModel, reader: Variable, method: string): NodeTest {
  const loops = reader.references.flatMap(({ identifier }) => {
    const member = wrapped(identifier).parent;
    const loop = member?.type === 'MemberExpression' && staticName(member) === method ? loopAround(identifier) : undefined;
    return loop ?? [];
  });
  return node => loops.some(each => isAfter(node, each)) || isUnderEnd(file, node);
}

/** Whether a name in a function tells that something else may end what it reads: an abort, a signal. */
export function isEndedByOthers(file: FileModel, names: readonly string[], owner: FunctionNode): boolean {
  const isCallWith = (node: Node): boolean => node.parent?.type === 'MemberExpression' && node.parent.parent.type === 'CallExpression' && node.parent.parent.arguments.length > 0;
  return file.index.within(owner, 'Identifier').some(each => isInside(each, owner) && (names.includes(each.name) || (names.includes(`${each.name}(…)`) && isCallWith(each))));
}

/** Behind a loop that has ended; a `catch` or `finally` block around it runs when it has not, too. */
function isAfter(node: Node, loop: Node): boolean {
  if (node.range[0] < loop.range[1]) return false;
  for (let current = node; current.parent && !isFunction(current); current = current.parent) {
    const { parent } = current;
    if (parent.type === 'TryStatement' && parent.block !== current && isInside(loop, parent.block)) return false;
  }
  return true;
}

function isUnderEnd(file: FileModel, node: Node): boolean {
  for (let current = node; current.parent && !isFunction(current); current = current.parent) {
    const { parent } = current;
    if (parent.type === 'IfStatement' && parent.test !== current && tellsOfEnd(file, parent.test, parent.consequent === current)) return true;
  }
  return false;
}

function tellsOfEnd(file: FileModel, test: Node, outcome: boolean): boolean {
  const tells = (node: Node, name: string): boolean => {
    const isTrue = isAsserted(node, test) === outcome;
    return END.test(name) ? isTrue : READ.test(name) && !isTrue;
  };
  return (
    file.index.within(test, 'Identifier').some(each => isInside(each, test) && tells(each, each.name)) ||
    file.index.within(test, 'Literal').some(each => isInside(each, test) && typeof each.value === 'string' && tells(each, each.value))
  );
}

/** False for what a condition denies: `!done`, `value === undefined`, `rows.length === 0`. */
function isAsserted(node: Node, test: Node): boolean {
  let asserted = true;
  for (let current = node; current !== test && current.parent; current = current.parent) {
    const { parent } = current;
    if (parent.type === 'UnaryExpression' && parent.operator === '!') asserted = !asserted;
    if (parent.type === 'BinaryExpression' && /^[=!]==?$/.test(parent.operator)) {
      const other = unwrap(parent.left === current ? parent.right : parent.left);
      const isAbsence = isNothing(other) || (other.type === 'Literal' && (other.value === 0 || other.value === false));
      if (isAbsence === (parent.operator[0] === '=')) asserted = !asserted;
    }
  }
  return asserted;
}
