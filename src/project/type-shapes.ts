import type { TSESTree } from '@typescript-eslint/utils';
import { PLAIN, type InterfaceShape, type Parameter, type Shape, type Signature, type TypeParameter } from './shapes.js';

const TRANSPARENT = new Set(['NonNullable', 'NoInfer']);
/** Utility types that have the members of their first argument: one of a promise has `then`, and is none. */
const MAPPED = new Set(['Readonly', 'Required', 'Partial', 'Pick', 'Omit']);
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable', 'IterableIterator', 'Generator']);
const MAPS = new Set(['Map', 'ReadonlyMap', 'WeakMap']);

type Annotation = TSESTree.TSTypeAnnotation | null | undefined;

export function ofAnnotation(annotation: Annotation): Shape | undefined {
  return annotation ? ofType(annotation.typeAnnotation) : undefined;
}

/** The shape of the values of a type. */
export function ofType(node: TSESTree.TypeNode): Shape | undefined {
  switch (node.type) {
    case 'TSVoidKeyword':
    case 'TSUndefinedKeyword':
    case 'TSNullKeyword':
    case 'TSStringKeyword':
    case 'TSNumberKeyword':
    case 'TSBooleanKeyword':
    case 'TSBigIntKeyword':
    case 'TSSymbolKeyword':
    case 'TSNeverKeyword':
    case 'TSTemplateLiteralType':
    case 'TSTypePredicate':
      return PLAIN;
    case 'TSLiteralType': {
      const value = node.literal.type === 'Literal' ? node.literal.value : undefined;
      return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? { kind: 'plain', literal: value } : PLAIN;
    }
    case 'TSThisType':
      return { kind: 'this' };
    case 'TSArrayType':
      return { kind: 'list', of: ofType(node.elementType) };
    case 'TSTupleType':
      return { kind: 'tuple', of: node.elementTypes.map(each => ofType(each.type === 'TSNamedTupleMember' ? each.elementType : each)) };
    case 'TSOptionalType':
    case 'TSRestType':
      return ofType(node.typeAnnotation);
    case 'TSUnionType':
      return { kind: 'union', of: node.types.map(ofType) };
    case 'TSIntersectionType':
      return { kind: 'intersection', of: node.types.map(ofType) };
    case 'TSFunctionType':
      return { kind: 'function', signatures: [ofSignature(node)] };
    case 'TSTypeLiteral': {
      const { members, calls } = ofMembers(node.members);
      return calls.length > 0 ? { kind: 'function', signatures: calls } : { kind: 'object', members, spread: [] };
    }
    case 'TSTypeOperator':
      return node.operator === 'readonly' && node.typeAnnotation ? ofType(node.typeAnnotation) : PLAIN;
    case 'TSTypeQuery':
      return ofQuery(node.exprName);
    case 'TSIndexedAccessType': {
      const of = ofType(node.objectType);
      if (!of) return undefined;
      const { indexType } = node;
      if (indexType.type === 'TSLiteralType' && indexType.literal.type === 'Literal') return { kind: 'member', of, name: String(indexType.literal.value) };
      return indexType.type === 'TSNumberKeyword' ? { kind: 'element', of } : undefined;
    }
    case 'TSTypeReference':
      return ofReference(node);
    case 'TSImportType': {
      const name = node.qualifier ? partsOf(node.qualifier) : [];
      const [first, ...rest] = name;
      return node.source.type === 'Literal' && first !== undefined && rest.length === 0
        ? { kind: 'type', path: [`import:${String(node.source.value)}`, first], args: argumentsOf(node.typeArguments) }
        : undefined;
    }
    default:
      return undefined;
  }
}

export function argumentsOf(given: TSESTree.TSTypeParameterInstantiation | null | undefined): readonly (Shape | undefined)[] {
  return given?.params.map(ofType) ?? [];
}

function ofReference({ typeName, typeArguments }: TSESTree.TSTypeReference): Shape | undefined {
  const path = partsOf(typeName);
  const args = argumentsOf(typeArguments);
  return path.length === 0 ? undefined : { kind: 'type', path, args };
}

/** What a name of the language's own library stands for, where the module has none of that name. */
export function ofGlobalType(name: string, args: readonly (Shape | undefined)[]): Shape | undefined {
  if (name === 'Promise' || name === 'PromiseLike') return { kind: 'promise', of: args[0] };
  if (TRANSPARENT.has(name)) return args[0];
  if (MAPPED.has(name)) return args[0] && { kind: 'mapped', of: args[0] };
  if (LISTS.has(name)) return { kind: 'list', of: args[0] };
  if (MAPS.has(name) || name === 'Record') return { kind: 'dictionary', of: args[1], isMap: name !== 'Record' };
  const [first] = args;
  if (!first) return undefined;
  if (name === 'Awaited') return { kind: 'awaited', of: first };
  if (name === 'ReturnType') return { kind: 'call', of: first, args: [], types: [] };
  if (name === 'InstanceType') return { kind: 'construct', of: first, types: [] };
  return undefined;
}

function ofQuery(name: TSESTree.EntityName | TSESTree.TSImportType): Shape | undefined {
  if (name.type === 'TSImportType') return undefined;
  const [first, ...rest] = partsOf(name);
  if (first === undefined) return undefined;
  return rest.reduce<Shape>((of, each) => ({ kind: 'member', of, name: each }), first === 'this' ? { kind: 'this' } : { kind: 'name', name: first });
}

export function partsOf(name: TSESTree.EntityName | TSESTree.Expression): readonly string[] {
  switch (name.type) {
    case 'Identifier':
      return [name.name];
    case 'ThisExpression':
      return ['this'];
    case 'TSQualifiedName': {
      const left = partsOf(name.left);
      return left.length === 0 ? [] : [...left, name.right.name];
    }
    case 'MemberExpression': {
      const left = partsOf(name.object);
      return left.length === 0 || name.property.type !== 'Identifier' || name.computed ? [] : [...left, name.property.name];
    }
    default:
      return [];
  }
}

type SignatureNode =
  | TSESTree.TSFunctionType
  | TSESTree.TSMethodSignature
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSConstructSignatureDeclaration
  | TSESTree.TSConstructorType
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression;

/** Babel's names for the parts of a signature. */
interface OtherSignature {
  readonly parameters?: TSESTree.Parameter[];
  readonly typeAnnotation?: TSESTree.TSTypeAnnotation;
}

function parametersOf(node: SignatureNode): readonly TSESTree.Parameter[] {
  return (node as { readonly params?: TSESTree.Parameter[] }).params ?? (node as OtherSignature).parameters ?? [];
}

export function ofSignature(node: SignatureNode): Signature {
  return {
    typeParameters: typeParametersOf(node.typeParameters),
    parameters: parametersOf(node).map(ofParameter),
    result: ofAnnotation(node.returnType ?? (node as OtherSignature).typeAnnotation),
  };
}

export function typeParametersOf(declared: TSESTree.TSTypeParameterDeclaration | null | undefined): readonly TypeParameter[] {
  return declared?.params.map(each => ({ name: each.name.name, constraint: each.constraint ? ofType(each.constraint) : undefined })) ?? [];
}

export function ofParameter(node: TSESTree.Parameter): Parameter {
  switch (node.type) {
    case 'TSParameterProperty':
      return ofParameter(node.parameter);
    case 'AssignmentPattern':
      return { ...ofParameter(node.left as TSESTree.Parameter), isOptional: true };
    case 'RestElement':
      return { shape: ofAnnotation(node.typeAnnotation), isOptional: true, isRest: true };
    default:
      return { shape: 'typeAnnotation' in node ? ofAnnotation(node.typeAnnotation) : undefined, isOptional: 'optional' in node && node.optional === true, isRest: false };
  }
}

export function ofInterface(node: TSESTree.TSInterfaceDeclaration): InterfaceShape {
  return {
    typeParameters: typeParametersOf(node.typeParameters),
    extends: node.extends.map(each => ofHeritage(each)),
    ...ofMembers(node.body.body),
  };
}

/** What a class or interface names behind `extends` or `implements`. */
function ofHeritage({ expression, typeArguments }: TSESTree.TSInterfaceHeritage | TSESTree.TSClassImplements): Shape | undefined {
  const path = partsOf(expression);
  return path.length === 0 ? undefined : { kind: 'type', path, args: argumentsOf(typeArguments) };
}

/** The members of an interface, a type literal, or the body of a class in a declaration file. */
export function ofMembers(nodes: readonly TSESTree.TypeElement[]): { members: Map<string, Shape | undefined>; calls: Signature[]; constructs: Signature[] } {
  const members = new Map<string, Shape | undefined>();
  const calls: Signature[] = [];
  const constructs: Signature[] = [];
  for (const node of nodes) {
    if (node.type === 'TSCallSignatureDeclaration') calls.push(ofSignature(node));
    if (node.type === 'TSConstructSignatureDeclaration') constructs.push(ofSignature(node));
    if (node.type !== 'TSMethodSignature' && node.type !== 'TSPropertySignature') continue;
    const name = keyName(node.key, node.computed);
    if (name === undefined) continue;
    if (node.type === 'TSPropertySignature') members.set(name, ofAnnotation(node.typeAnnotation));
    else if (node.kind === 'get') members.set(name, ofAnnotation(node.returnType));
    else if (node.kind === 'method') addOverload(members, name, ofSignature(node));
  }
  return { members, calls, constructs };
}

/** Adds a signature to those that a method has already. */
export function addOverload(members: Map<string, Shape | undefined>, name: string, signature: Signature): void {
  const before = members.get(name);
  members.set(name, { kind: 'function', signatures: before?.kind === 'function' ? [...before.signatures, signature] : [signature] });
}

export function keyName(key: TSESTree.Node, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier') return computed ? undefined : key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

/** Interfaces of one name are one. */
export function merged(a: InterfaceShape, b: InterfaceShape): InterfaceShape {
  const members = new Map(a.members);
  for (const [name, shape] of b.members) {
    const before = members.get(name);
    members.set(name, before?.kind === 'function' && shape?.kind === 'function' ? { kind: 'function', signatures: [...before.signatures, ...shape.signatures] } : shape);
  }
  return {
    typeParameters: a.typeParameters.length > 0 ? a.typeParameters : b.typeParameters,
    extends: [...a.extends, ...b.extends],
    members,
    calls: [...a.calls, ...b.calls],
    constructs: [...a.constructs, ...b.constructs],
  };
}
