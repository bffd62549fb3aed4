import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FileModel } from '../analysis/file-model.js';
import { staticName, unwrap, wrapped, type Node } from '../syntax/nodes.js';
import { canAwait } from './awaiting.js';
import type { Fix } from './define-rule.js';

/** Calls the form of a call that gives a promise, with the same arguments, and awaits it; undefined where no edit is surely right. */
export function writeAsynchronous(call: TSESTree.CallExpression | TSESTree.NewExpression, form: string, file: FileModel, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (call.type !== 'CallExpression' || call.optional || !canAwait(call)) return undefined;
  const callee = unwrap(call.callee);
  const root = form.split('.')[0]!;
  const place = wrapped(call);
  const open = needsParentheses(place) ? '(await ' : 'await ';
  const close = open.startsWith('(') ? ')' : '';
  if (callee.type === 'MemberExpression') {
    if (callee.computed || callee.optional || call.callee !== callee || staticName(callee) === undefined) return undefined;
    return fixer => [fixer.insertTextBefore(call, open), fixer.replaceText(callee.property, form), fixer.insertTextAfter(call, close)];
  }
  const imported = callee.type === 'Identifier' ? listingOf(callee, file) : undefined;
  if (!imported || call.callee !== callee) return undefined;
  const isListed = imported.list.some(each => each.type === imported.node.type && sourceCode.getText(each) === root);
  if (!isListed && file.index.all('Identifier').some(each => each.name === root && !isMemberName(each))) return undefined;
  return fixer => [
    ...(isListed ? [] : [fixer.insertTextAfter(imported.node, `, ${root}`)]),
    fixer.insertTextBefore(call, open),
    fixer.replaceText(callee, form),
    fixer.insertTextAfter(call, close),
  ];
}

/** The list of an import, or of a `require` that is taken apart, in which a name stands. */
function listingOf(name: TSESTree.Identifier, { bindings }: FileModel): { readonly node: Node; readonly list: readonly Node[] } | undefined {
  const variable = bindings.variableOf(name);
  const definition = variable && bindings.definitionOf(variable);
  if (definition?.type === 'ImportBinding') return definition.node.type === 'ImportSpecifier' && definition.parent.type === 'ImportDeclaration' ? { node: definition.node, list: definition.parent.specifiers } : undefined;
  const property = definition?.name.parent;
  const pattern = property?.type === 'Property' ? property.parent : undefined;
  return property && pattern?.type === 'ObjectPattern' && pattern.parent.type === 'VariableDeclarator' ? { node: property, list: pattern.properties } : undefined;
}

/** `value.name`, `{ name: value }`: no variable. */
function isMemberName(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed;
  return parent.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand;
}

function needsParentheses(place: Node): boolean {
  const { parent } = place;
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === place;
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === place;
    case 'BinaryExpression':
      return parent.operator === '**';
    case 'TaggedTemplateExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return true;
    default:
      return false;
  }
}
