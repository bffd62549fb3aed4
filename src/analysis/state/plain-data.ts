import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Declared } from '../values/declared-types.js';

/** The methods of lists, Maps, Sets and plain objects. */
const OF_DATA: ReadonlySet<string> = new Set([Array.prototype, Map.prototype, Set.prototype, Object.prototype].flatMap(each => Object.getOwnPropertyNames(each)));

/** What only holds values, as opposed to what is at work. */
export class PlainData {
  constructor(private readonly file: FileModel) {}

  /** Instances of classes, of libraries' types, functions and errors change by being used. */
  isMaybe(node: Node): boolean {
    const origin = this.file.origins.of(node);
    // A type of another file of the project may be either.
    const isOfProject = origin?.kind === 'library' && origin.library.startsWith('.');
    if (origin && !isOfProject && origin.kind !== 'object' && !(origin.kind === 'library' && /^(Array|Map|Set)#?$/.test(origin.path))) return false;
    if (this.#isAtWork(unwrap(node))) return false;
    const written = this.file.origins.declared.of(unwrap(node));
    const declared = this.file.origins.declared.resolve(written);
    if (written && this.#isOfGenericClass(written)) return false;
    if (!declared) return true;
    return declared.type === 'TSTypeReference' || declared.type === 'TSTypeLiteral' || declared.type === 'TSInterfaceDeclaration' || this.file.origins.declared.isArray(declared);
  }

  /** `user.save()`: what has methods of its own is no mere data. */
  #isAtWork(name: Node): boolean {
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    return variable?.references.some(({ identifier }) => {
      const member = wrapped(identifier).parent;
      if (member?.type !== 'MemberExpression' || member.object !== wrapped(identifier)) return false;
      const call = wrapped(member).parent;
      const method = staticName(member);
      return call?.type === 'CallExpression' && call.callee === wrapped(member) && method !== undefined && !OF_DATA.has(method);
    }) === true;
  }

  /** `class Repository<Entity>`: what such a class is for are the objects of other classes. */
  #isOfGenericClass(written: Declared): boolean {
    const variable = written.type === 'TSTypeReference' && written.typeName.type === 'Identifier' ? this.file.bindings.variableOf(written.typeName) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Type' && definition.node.type === 'TSTypeParameter' && isClass(definition.node.parent?.parent);
  }

  /** By its type. */
  is(declared: Declared): boolean {
    if (this.file.origins.declared.isArray(declared)) return true;
    if (declared.type === 'TSTypeReference') return declared.typeName.type === 'Identifier' && /^(Map|Set)$/.test(declared.typeName.name) && this.file.bindings.isGlobal(declared.typeName, 'Map', 'Set');
    if (declared.type === 'TSInterfaceDeclaration') return declared.extends.length === 0 && hasOnlyData(declared.body.body);
    return declared.type === 'TSTypeLiteral' && hasOnlyData(declared.members);
  }
}

/** Fields only: methods and functions are what an object that is at work has. */
function hasOnlyData(members: readonly TSESTree.TypeElement[]): boolean {
  return members.every(each => each.type === 'TSIndexSignature' || (each.type === 'TSPropertySignature' && each.typeAnnotation?.typeAnnotation.type !== 'TSFunctionType'));
}
