import { classOfThis, isFunction, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import { holdsName } from '../values/origins.js';
import type { FileModel } from '../file-model.js';

/** Where a value is read from: `req` and `body.password` of `password`, after `const { password } = req.body`. */
export interface Place {
  /** The name, call or pattern of a parameter at which the way back ends. */
  readonly root: Node;
  readonly path: readonly string[];
  /** What the root is: a variable, a class for `this`, or the root itself. */
  readonly owner: unknown;
}

/** Follows names, members and patterns back to where a value comes from; undefined through computed members. */
export function placeOf(node: Node, file: FileModel, depth = 0): Place | undefined {
  const value = unwrap(node);
  if (depth > 12) return undefined;
  switch (value.type) {
    case 'Identifier': {
      const variable = file.bindings.variableOf(value);
      return variable ? placeOfVariable(variable, value, file, depth) : { root: value, path: [], owner: value.name };
    }
    case 'MemberExpression': {
      const name = staticName(value);
      const object = name === undefined ? undefined : placeOf(value.object, file, depth + 1);
      return object && name !== undefined ? { ...object, path: [...object.path, name] } : undefined;
    }
    case 'ThisExpression': {
      const owner = classOfThis(value)?.node;
      return { root: value, path: [], owner: owner ?? value };
    }
    case 'AwaitExpression':
      return placeOf(value.argument, file, depth + 1);
    case 'LogicalExpression':
      // `const { password } = req.body ?? {}`
      return value.operator !== '&&' && unwrap(value.right).type === 'ObjectExpression' ? placeOf(value.left, file, depth + 1) : { root: value, path: [], owner: value };
    default:
      return { root: value, path: [], owner: value };
  }
}

function placeOfVariable(variable: Variable, name: Node, file: FileModel, depth: number): Place {
  const itself: Place = { root: name, path: [], owner: variable };
  const definition = file.bindings.definitionOf(variable);
  if (!definition || !file.bindings.isConstant(variable)) return itself;
  if (definition.type === 'Parameter' && isFunction(definition.node)) {
    const parameter = definition.node.params.find(each => holdsName(each, definition.name));
    const pattern = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
    const path = pattern?.type === 'ObjectPattern' ? pathIn(pattern, definition.name) : undefined;
    return pattern && path ? { root: pattern, path, owner: pattern } : itself;
  }
  if (definition.type !== 'Variable' || !definition.node.init) return itself;
  const path = pathIn(definition.node.id, definition.name);
  const from = path && placeOf(definition.node.init, file, depth + 1);
  return from ? { ...from, path: [...from.path, ...path] } : itself;
}

/** The names of properties that lead from what a pattern takes apart to a name in it; undefined through arrays and rests. */
function pathIn(pattern: Node, name: Node): string[] | undefined {
  if (pattern === name) return [];
  if (pattern.type === 'AssignmentPattern') return pathIn(pattern.left, name);
  if (pattern.type !== 'ObjectPattern') return undefined;
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || !holdsName(property.value, name)) continue;
    const key = staticName(property);
    const rest = key === undefined ? undefined : pathIn(property.value, name);
    return key !== undefined && rest ? [key, ...rest] : undefined;
  }
  return undefined;
}
