import type { TSESTree } from '@typescript-eslint/utils';
import type { LogFacts } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Definition } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';

const LEVELS: Readonly<Record<string, LogFacts['level']>> = {
  fatal: 'fatal', critical: 'fatal', error: 'error', warn: 'warn', warning: 'warn', info: 'info', log: 'info', notice: 'info', http: 'info',
  debug: 'debug', verbose: 'debug', trace: 'trace', silly: 'trace',
};
export const DECLARED_METHODS: readonly string[] = Object.keys(LEVELS);
const OTHER_MEMBERS = new Set(['child', 'level', 'flush', 'silent', 'isLevelEnabled', 'setLevel', 'bindings', 'with']);

/**
 * What a log call reads where the logger's type is written in the file: `declare const log: { error(fields: object, message: string): void }`.
 * A type counts when all of its members are a logger's; the order is the one that its parameters declare.
 */
export function declaredLogFacts(node: TSESTree.CallExpression, file: FileModel): LogFacts | undefined {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const name = staticName(callee);
  const level = name === undefined || !Object.hasOwn(LEVELS, name) ? undefined : LEVELS[name];
  if (!level) return undefined;
  const members = membersOf(typeOf(unwrap(callee.object), file), file);
  if (!members || !members.every(isLoggerMember)) return undefined;
  const method = members.find(each => nameOf(each) === name);
  const parameters = method && parametersOf(method);
  if (!parameters) return undefined;
  const [first, second] = parameters.map(each => kindOf(each, file));
  if ((first === 'fields' || first === 'either') && second === 'text') return { level, order: 'fields-first', structured: true };
  if (first === 'text' && second === 'fields') return { level, order: 'message-first', structured: true };
  return undefined;
}

/** The type annotation of a variable or of a field of `this`. */
function typeOf(object: Node, file: FileModel): TSESTree.TypeNode | undefined {
  if (object.type !== 'Identifier') return undefined;
  const variable = file.bindings.variableOf(object);
  return variable && file.bindings.definitionOf(variable) ? variable.identifiers[0]?.typeAnnotation?.typeAnnotation : undefined;
}

function membersOf(type: TSESTree.TypeNode | undefined, file: FileModel): readonly TSESTree.TypeElement[] | undefined {
  if (type?.type === 'TSTypeLiteral') return type.members.length > 0 ? type.members : undefined;
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined;
  const variable = file.bindings.variableOf(type.typeName);
  const definition: Definition['node'] | undefined = variable && file.bindings.definitionOf(variable)?.node;
  if (definition?.type === 'TSInterfaceDeclaration') return definition.extends.length === 0 && definition.body.body.length > 0 ? definition.body.body : undefined;
  if (definition?.type === 'TSTypeAliasDeclaration' && definition.typeAnnotation.type === 'TSTypeLiteral') return definition.typeAnnotation.members;
  return undefined;
}

function nameOf(member: TSESTree.TypeElement): string | undefined {
  if (member.type !== 'TSMethodSignature' && member.type !== 'TSPropertySignature') return undefined;
  return member.key.type === 'Identifier' && !member.computed ? member.key.name : undefined;
}

function isLoggerMember(member: TSESTree.TypeElement): boolean {
  const name = nameOf(member);
  if (name === undefined) return false;
  if (OTHER_MEMBERS.has(name)) return true;
  const returns = member.type === 'TSMethodSignature' ? member.returnType : member.type === 'TSPropertySignature' ? functionOf(member)?.returnType : undefined;
  return Object.hasOwn(LEVELS, name) && returns?.typeAnnotation.type === 'TSVoidKeyword';
}

function functionOf(member: TSESTree.TSPropertySignature): TSESTree.TSFunctionType | undefined {
  const type = member.typeAnnotation?.typeAnnotation;
  return type?.type === 'TSFunctionType' ? type : undefined;
}

function parametersOf(member: TSESTree.TypeElement): readonly TSESTree.Parameter[] | undefined {
  if (member.type === 'TSMethodSignature') return member.params;
  return member.type === 'TSPropertySignature' ? functionOf(member)?.params : undefined;
}

/** What a parameter takes: the fields of an entry, its text, or either. */
function kindOf(parameter: TSESTree.Parameter, file: FileModel): 'fields' | 'text' | 'either' | undefined {
  const type = parameter.type === 'Identifier' ? parameter.typeAnnotation?.typeAnnotation : undefined;
  if (!type) return undefined;
  const parts = type.type === 'TSUnionType' ? type.types : [type];
  const text = parts.some(each => each.type === 'TSStringKeyword');
  const fields = parts.some(each => isObjectType(each, file));
  return text && fields ? 'either' : text ? 'text' : fields ? 'fields' : undefined;
}

function isObjectType(type: TSESTree.TypeNode, file: FileModel): boolean {
  if (type.type === 'TSObjectKeyword' || type.type === 'TSTypeLiteral' || type.type === 'TSUnknownKeyword') return true;
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && file.bindings.isGlobal(type.typeName, 'Record', 'Error');
}
