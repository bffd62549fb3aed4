import type { TSESLint } from '@typescript-eslint/utils';
import type { FileModel } from '../analysis/file-model.js';
import { decoratorsOf, enclosingFunction, isInside, wrapped } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';

/** Moves the declaration whose value an expression is to the module, before what it stands in; `undefined` where it needs something of the function. */
export function moveToModule(expression: Node, file: FileModel): Fix | undefined {
  const declarator = wrapped(expression).parent;
  const declaration = declarator?.type === 'VariableDeclarator' ? declarator.parent : undefined;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || declaration?.kind !== 'const' || declaration.declarations.length > 1) return undefined;
  const { name } = declarator.id;
  if (declaration.parent.type !== 'BlockStatement' || file.bindings.all.filter(each => each.name === name).length > 1) return undefined;
  let top: Node = declaration;
  while (top.parent && top.parent.type !== 'Program') top = top.parent;
  if (!top.parent || !dependsOnModuleOnly(expression, top, file)) return undefined;
  const { sourceCode } = file;
  const [start, end] = declaration.range;
  const space = /[^\S\n]*$/.exec(sourceCode.text.slice(0, start))?.[0].length ?? 0;
  const isAlone = sourceCode.text[start - space - 1] === '\n' && sourceCode.text[end] === '\n';
  const gap = isAlone ? 1 : /^[^\S\n]*/.exec(sourceCode.text.slice(end))![0].length;
  const declared = top.type === 'ExportNamedDeclaration' || top.type === 'ExportDefaultDeclaration' ? top.declaration : top;
  // `@Controller() export class …` begins with its decorators.
  const before = Math.min(top.range[0], ...(declared ? decoratorsOf(declared) : []).map(each => each.range[0]));
  const text = sourceCode.text.slice(start, end).replaceAll(new RegExp(`\\n[^\\S\\n]{0,${String(isAlone ? space : 0)}}`, 'g'), '\n');
  return (fixer: TSESLint.RuleFixer) => [fixer.insertTextBeforeRange([before, before], `${text}\n\n`), fixer.removeRange([isAlone ? start - space : start, end + gap])];
}

/** Whether all that an expression names is there before a statement of the module runs. */
function dependsOnModuleOnly(expression: Node, statement: Node, { bindings, index }: FileModel): boolean {
  if (['ThisExpression', 'AwaitExpression', 'YieldExpression'].some(type => index.within(expression, type as 'ThisExpression').some(each => isInside(each, expression)))) return false;
  return index.within(expression, 'Identifier').every(identifier => {
    const variable = isInside(identifier, expression) ? bindings.variableOf(identifier) : undefined;
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || (definition && isInside(definition.name, expression)) || definition?.type === 'ImportBinding') return true;
    return definition !== undefined && !enclosingFunction(definition.name) && definition.type === 'Variable' && definition.name.range[1] < statement.range[0];
  });
}
