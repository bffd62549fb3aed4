import { isConstAssertion, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Declared } from '../values/declared-types.js';

/** `(list as string[]).push(…)`, where `list` is declared `readonly string[]`. */
export function isOpenedByCast(target: Node, file: FileModel): boolean {
  for (let current: Node = target; ; ) {
    if (current.type === 'TSAsExpression' || current.type === 'TSTypeAssertion') {
      const inner = unwrap(current);
      const declared = file.origins.declared.of(inner);
      if ((declared && isReadonly(declared)) || isConst(inner, file)) return true;
      current = current.expression;
    } else if (current.type === 'TSNonNullExpression' || current.type === 'ChainExpression') current = current.expression;
    else if (current.type === 'MemberExpression') current = current.object;
    else return false;
  }
}

/** `const ROLES = ['admin'] as const` */
function isConst(name: Node, { bindings }: FileModel): boolean {
  const variable = name.type === 'Identifier' ? bindings.variableOf(name) : undefined;
  const definition = variable && bindings.definitionOf(variable);
  const init = definition?.type === 'Variable' && definition.node.id.type === 'Identifier' ? definition.node.init : undefined;
  return init?.type === 'TSAsExpression' && isConstAssertion(init.typeAnnotation);
}

/** `readonly T[]`, `Readonly<T>`, `ReadonlyMap<K, V>` and `as const`. */
function isReadonly(declared: Declared): boolean {
  if (declared.type === 'TSTypeOperator') return declared.operator === 'readonly';
  return declared.type === 'TSTypeReference' && declared.typeName.type === 'Identifier' && /^Readonly(Array|Map|Set)?$/.test(declared.typeName.name);
}
