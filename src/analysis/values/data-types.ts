import type { Declared, DeclaredTypes } from './declared-types.js';

const MAX_DEPTH = 4;

/** Whether a declared type holds data and nothing else, as far as can be seen: texts, numbers, dates, and lists and objects of these. */
export function isDataType(type: Declared | undefined, declared: DeclaredTypes, depth = 0): boolean {
  const found = declared.resolve(type);
  if (!found || depth > MAX_DEPTH) return false;
  switch (found.type) {
    case 'TSStringKeyword':
    case 'TSNumberKeyword':
    case 'TSBooleanKeyword':
    case 'TSBigIntKeyword':
    case 'TSLiteralType':
    case 'TSNullKeyword':
    case 'TSUndefinedKeyword':
      return true;
    case 'TSArrayType':
      return isDataType(found.elementType, declared, depth + 1);
    case 'TSUnionType':
      return found.types.every(each => isDataType(each, declared, depth + 1));
    case 'TSTypeReference':
      return found.typeName.type === 'Identifier' && found.typeName.name === 'Date';
    case 'TSInterfaceDeclaration':
      return found.extends.length === 0 && holdsData(found.body.body, declared, depth + 1);
    case 'TSTypeLiteral':
      return holdsData(found.members, declared, depth + 1);
    default:
      return false;
  }
}

function holdsData(members: Extract<Declared, { type: 'TSTypeLiteral' }>['members'], declared: DeclaredTypes, depth: number): boolean {
  return members.length > 0 && members.every(each => each.type === 'TSPropertySignature' && isDataType(each.typeAnnotation?.typeAnnotation, declared, depth));
}
