import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { unwrap, wrapped } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

/**
 * Turns `const keys = await client.keys(pattern);` into a loop that reads the same in batches; `undefined` where the
 * command stands in another place.
 */
export function readInBatches(
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  { read, push }: { readonly read: string; readonly push: string },
  sourceCode: Readonly<TSESLint.SourceCode>,
  isTyped: boolean,
): Fix | undefined {
  const awaited = wrapped(call).parent;
  const declarator = awaited?.type === 'AwaitExpression' ? awaited.parent : undefined;
  const declaration = declarator?.type === 'VariableDeclarator' ? declarator.parent : undefined;
  const [pattern, ...others] = call.arguments;
  const { callee } = call;
  if (declarator?.type !== 'VariableDeclarator' || declaration?.declarations.length !== 1 || declarator.id.type !== 'Identifier' || declaration.parent.type !== 'BlockStatement') return undefined;
  if (!pattern || others.length > 0 || callee.type !== 'MemberExpression' || callee.optional) return undefined;
  const given = sourceCode.getText(pattern);
  if (/\bbatch\b/.test(sourceCode.getText(declaration)) || sourceCode.getCommentsInside(declaration).length > 0) return undefined;
  const { name, typeAnnotation } = declarator.id;
  const type = typeAnnotation ? sourceCode.getText(typeAnnotation) : isTyped ? ': string[]' : '';
  const indent = ' '.repeat(declaration.loc.start.column);
  const client = sourceCode.getText(unwrap(callee.object));
  return fixer =>
    fixer.replaceText(declaration, `const ${name}${type} = [];\n${indent}for await (const batch of ${client}.${read.replace('$', () => given)}) {\n${indent}  ${name}.push(${push});\n${indent}}`);
}
