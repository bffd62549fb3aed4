import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** True where an expression is proven to be an address: a string or a URL, and so no options and no request object. */
export function isAddress(node: Node, file: FileModel, depth = 0): boolean {
  const expression = unwrap(node);
  if (depth > 10) return false;
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string';
    case 'TemplateLiteral':
      return true;
    case 'BinaryExpression':
      return expression.operator === '+';
    case 'NewExpression':
      return file.bindings.isGlobal(expression.callee, 'URL') || file.origins.isFrom(expression.callee, ['node:url'], 'URL');
    case 'CallExpression': {
      const callee = unwrap(expression.callee);
      if (callee.type === 'MemberExpression') return staticName(callee) === 'toString' || isTextMethod(callee);
      return file.bindings.isGlobal(callee, 'String', 'encodeURI');
    }
    case 'ConditionalExpression':
      return isAddress(expression.consequent, file, depth + 1) && isAddress(expression.alternate, file, depth + 1);
    case 'LogicalExpression':
      return isAddress(expression.right, file, depth + 1) && (expression.operator === '&&' || isAddress(expression.left, file, depth + 1));
    case 'MemberExpression':
      return staticName(expression) === 'href' || isText(typeOfMember(expression));
    case 'Identifier': {
      const variable = file.bindings.variableOf(expression);
      const definition = variable && file.bindings.definitionOf(variable);
      if (!variable || !definition) return false;
      if (definition.type === 'Parameter') return isText(annotationOf(definition.name));
      if (definition.type !== 'Variable' || definition.node.id.type !== 'Identifier') return false;
      if (isText(annotationOf(definition.node.id))) return true;
      const values = [definition.node.init, ...file.bindings.assignmentsTo(variable).map(each => each.writeExpr)].filter(each => each !== null && each !== undefined);
      return values.length > 0 && values.every(each => isAddress(each, file, depth + 1));
    }
    default:
      return false;
  }
}

/** False where nothing suggests that a value is a request object rather than an address. */
export function mayBeRequest(node: Node, file: FileModel): boolean {
  const expression = unwrap(node);
  if (expression.type === 'Identifier') {
    const variable = file.bindings.variableOf(expression);
    const definition = variable && file.bindings.definitionOf(variable);
    const annotation = definition && annotationOf(definition.type === 'Variable' ? definition.node.id : definition.name);
    // A declared type that is no string may well be a Request.
    if (annotation) return true;
  }
  // Of a member, what it is called itself: `request.body.url` is no request.
  const names = expression.type === 'MemberExpression' ? [staticName(expression) ?? ''] : file.index.within(expression, 'Identifier').map(each => each.name);
  return names.some(each => /^(req|input|info|raw)$|(^r|R)eq(uest)?$/.test(each));
}

/** The constant text with which an address begins. */
export function leadingText(node: Node): string | undefined {
  const expression = unwrap(node);
  if (expression.type === 'Literal') return typeof expression.value === 'string' ? expression.value : undefined;
  if (expression.type === 'TemplateLiteral') return expression.quasis[0]?.value.cooked ?? undefined;
  return expression.type === 'BinaryExpression' ? leadingText(expression.left) : undefined;
}

function isTextMethod(callee: TSESTree.MemberExpression): boolean {
  return ['replace', 'replaceAll', 'concat', 'trim', 'slice', 'join', 'toLowerCase'].includes(staticName(callee) ?? '');
}

/** The annotation of `this.name`: a field, or a parameter that the constructor makes one. */
function typeOfMember(node: TSESTree.MemberExpression): TSESTree.TypeNode | undefined {
  const name = staticName(node);
  if (node.object.type !== 'ThisExpression' || name === undefined) return undefined;
  let owner: Node | undefined = node;
  while (owner && owner.type !== 'ClassBody') owner = owner.parent;
  for (const member of owner?.body ?? []) {
    if (member.type === 'PropertyDefinition' && staticName(member) === name) return member.typeAnnotation?.typeAnnotation;
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const each of member.value.params) {
      if (each.type !== 'TSParameterProperty') continue;
      const target = each.parameter.type === 'AssignmentPattern' ? each.parameter.left : each.parameter;
      if (target.type === 'Identifier' && target.name === name) return target.typeAnnotation?.typeAnnotation;
    }
  }
  return undefined;
}

function annotationOf(name: Node): TSESTree.TypeNode | undefined {
  return name.type === 'Identifier' ? name.typeAnnotation?.typeAnnotation : undefined;
}

function isText(type: TSESTree.TypeNode | undefined): boolean {
  switch (type?.type) {
    case 'TSStringKeyword':
      return true;
    case 'TSTypeReference':
      return type.typeName.type === 'Identifier' && type.typeName.name === 'URL';
    case 'TSUnionType':
      return type.types.every(each => isText(each) || each.type === 'TSUndefinedKeyword' || each.type === 'TSNullKeyword');
    case 'TSLiteralType':
      return type.literal.type === 'Literal' && typeof type.literal.value === 'string';
    case 'TSTemplateLiteralType':
      return true;
    default:
      return false;
  }
}
