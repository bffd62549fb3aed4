import { unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings } from './bindings.js';

/** Expressions whose types are asked which library they come from. */
export const TYPED = new Set(['Identifier', 'MemberExpression', 'CallExpression', 'AwaitExpression']);

/** The value of a constant without annotation, which gives it its type: that is asked about, not the name. */
export function typedValueOf(name: Node, bindings: Bindings): Node | undefined {
  const variable = bindings.variableOf(name);
  const definition = variable && bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Variable' || !bindings.isConstant(variable)) return undefined;
  const { id, init } = definition.node;
  const value = id.type === 'Identifier' && !id.typeAnnotation && init ? unwrap(init) : undefined;
  return value && TYPED.has(value.type) ? value : undefined;
}
