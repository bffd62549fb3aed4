import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, isClass, isConstAssertion, isFunction, staticName, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings, Variable } from './bindings.js';

type Signature =
  | FunctionNode
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression
  | TSESTree.TSMethodSignature
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSFunctionType;

/** What an annotation says: a type as it is written, or what stands for a type: an interface, a class (its instance), a function. */
export type Declared = TSESTree.TypeNode | TSESTree.TSInterfaceDeclaration | ClassNode | Signature;

/** Types that hold another type's members. */
const TRANSPARENT = new Set(['Readonly', 'Required', 'Partial', 'NonNullable', 'Awaited', 'Pick', 'Omit']);
const ELEMENT_CALLBACKS = new Set(['forEach', 'map', 'filter', 'find', 'findLast', 'some', 'every', 'flatMap']);
const NOT_PROMISES = /^TS(Void|String|Number|Boolean|BigInt|Undefined|Null|Never|Symbol)Keyword$|^TS(LiteralType|ArrayType|TupleType|FunctionType|ConstructorType)$/;

/** What the annotations in view say about expressions: parameters, variables, fields, interfaces, declared functions. */
export class DeclaredTypes {
  readonly #memo = new Map<Node, Declared | undefined>();

  constructor(private readonly bindings: Bindings) {}

  /** The declared type of an expression; undefined where no annotation in view speaks of it. */
  of(node: Node): Declared | undefined {
    if (this.#memo.has(node)) return this.#memo.get(node);
    // A type that depends on itself is none.
    this.#memo.set(node, undefined);
    const declared = this.#find(node);
    this.#memo.set(node, declared);
    return declared;
  }

  /** The type behind aliases, `Readonly<…>` and `| undefined`. */
  resolve(type: Declared | undefined, depth = 0): Declared | undefined {
    if (!type || depth > 10) return undefined;
    switch (type.type) {
      case 'TSTypeReference': {
        if (type.typeName.type !== 'Identifier') return type;
        const variable = this.bindings.variableOf(type.typeName);
        if (!variable) {
          const inner = type.typeArguments?.params[0];
          return inner && TRANSPARENT.has(type.typeName.name) ? this.resolve(inner, depth + 1) : type;
        }
        const definition = this.bindings.definitionOf(variable);
        if (definition?.type === 'ClassName') return definition.node;
        if (definition?.type !== 'Type') return type;
        if (definition.node.type === 'TSTypeAliasDeclaration') return this.resolve(definition.node.typeAnnotation, depth + 1);
        if (definition.node.type === 'TSInterfaceDeclaration') return definition.node;
        return definition.node.type === 'TSTypeParameter' ? this.resolve(definition.node.constraint, depth + 1) : undefined;
      }
      case 'TSUnionType': {
        const parts = type.types.filter(each => each.type !== 'TSNullKeyword' && each.type !== 'TSUndefinedKeyword');
        return parts.length === 1 ? this.resolve(parts[0], depth + 1) : type;
      }
      case 'TSTypeOperator':
        return type.operator === 'readonly' ? this.resolve(type.typeAnnotation, depth + 1) : type;
      case 'TSTypeQuery':
        return type.exprName.type === 'Identifier' ? this.resolve(this.of(type.exprName), depth + 1) : undefined;
      default:
        return type;
    }
  }

  /** Whether a type is a promise: `false` only where it surely is none, `true` where some part of a union is one. */
  isPromise(type: Declared | undefined, depth = 0): boolean | undefined {
    const resolved = this.resolve(type);
    if (!resolved || depth > 10) return undefined;
    if (resolved.type === 'TSTypeReference') {
      const { typeName } = resolved;
      // A `PromiseLike` may be a query or a registration that starts nothing, or fails nowhere: cannot tell.
      return typeName.type === 'Identifier' && typeName.name === 'Promise' && !this.bindings.variableOf(typeName) ? true : undefined;
    }
    if (resolved.type === 'TSUnionType') {
      const answers = resolved.types.map(each => this.isPromise(each, depth + 1));
      return answers.includes(true) ? true : answers.every(each => each === false) ? false : undefined;
    }
    if (resolved.type === 'TSIntersectionType') return resolved.types.some(each => this.isPromise(each, depth + 1)) || undefined;
    if (isClass(resolved)) return this.#extendsPromise(resolved) || undefined;
    return NOT_PROMISES.test(resolved.type) || isFunction(resolved) ? false : undefined;
  }

  /** Whether a type is an array or a tuple of promises. */
  isPromiseArray(type: Declared | undefined, depth = 0): boolean {
    const resolved = depth > 10 ? undefined : this.resolve(type);
    if (resolved?.type === 'TSUnionType') return resolved.types.some(each => this.isPromiseArray(each, depth + 1));
    if (resolved?.type === 'TSTupleType') return resolved.elementTypes.some(each => this.isPromise(each.type === 'TSNamedTupleMember' ? each.elementType : each) === true);
    if (resolved?.type === 'TSArrayType') return this.isPromise(resolved.elementType) === true;
    return resolved?.type === 'TSTypeReference' && this.isArray(resolved) && this.isPromise(resolved.typeArguments?.params[0]) === true;
  }

  /** Whether a type is an array. */
  isArray(type: Declared | undefined): boolean {
    const resolved = this.resolve(type);
    if (resolved?.type === 'TSArrayType' || resolved?.type === 'TSTupleType') return true;
    return resolved?.type === 'TSTypeReference' && resolved.typeName.type === 'Identifier' && /^(Readonly)?Array$/.test(resolved.typeName.name);
  }

  /** The type that calling a value of this type gives. */
  resultOf(type: Declared | undefined): Declared | undefined {
    const resolved = this.resolve(type);
    switch (resolved?.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'TSDeclareFunction':
      case 'TSEmptyBodyFunctionExpression':
      case 'TSMethodSignature':
      case 'TSCallSignatureDeclaration':
      case 'TSFunctionType':
        return resolved.returnType?.typeAnnotation;
      case 'TSTypeLiteral':
        return this.#callOf(resolved.members);
      case 'TSInterfaceDeclaration':
        return this.#callOf(resolved.body.body);
      default:
        return undefined;
    }
  }

  /** The type of a member of a value of this type. */
  memberOf(type: Declared | undefined, name: string, depth = 0): Declared | undefined {
    const resolved = this.resolve(type);
    if (!resolved || depth > 10) return undefined;
    if (isClass(resolved)) return this.#memberOfClass(resolved, name, depth);
    switch (resolved.type) {
      case 'TSTypeLiteral':
        return this.#signatureOf(resolved.members, name);
      case 'TSInterfaceDeclaration': {
        const own = this.#signatureOf(resolved.body.body, name);
        if (own) return own;
        for (const parent of resolved.extends) {
          if (parent.expression.type !== 'Identifier') continue;
          const found = this.memberOf(this.#named(parent.expression), name, depth + 1);
          if (found) return found;
        }
        return undefined;
      }
      case 'TSIntersectionType':
        for (const part of resolved.types) {
          const found = this.memberOf(part, name, depth + 1);
          if (found) return found;
        }
        return undefined;
      case 'TSTypeReference':
        return valueOfRecord(resolved);
      default:
        return undefined;
    }
  }

  #find(node: Node): Declared | undefined {
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSTypeAssertion': {
        const type = node.typeAnnotation;
        return isConstAssertion(type) ? this.of(node.expression) : type;
      }
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'ChainExpression':
        return this.of(node.expression);
      case 'Identifier': {
        const variable = this.bindings.variableOf(node);
        return variable && this.#ofVariable(variable);
      }
      case 'ThisExpression': {
        const owner = classOfThis(node);
        return owner?.isStatic === false ? owner.node : undefined;
      }
      case 'MemberExpression': {
        const name = staticName(node);
        // `jobs[0]`, `jobs[i]`
        if (node.computed && !(node.property.type === 'Literal' && typeof node.property.value === 'string')) return this.#elementOf(this.of(node.object));
        return name === undefined ? undefined : this.memberOf(this.of(node.object), name);
      }
      case 'CallExpression':
        return this.resultOf(this.of(node.callee));
      case 'NewExpression':
        return node.callee.type === 'Identifier' ? this.#named(node.callee) : undefined;
      case 'AwaitExpression':
        return this.#awaited(this.of(node.argument));
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return node;
      default:
        return undefined;
    }
  }

  #ofVariable(variable: Variable): Declared | undefined {
    const [first] = variable.defs;
    if (variable.defs.length > 1) {
      // Overloads: only what holds for all of them, so take one that is no promise, if there is any.
      const functions = variable.defs.map(each => each.node).filter(each => isFunction(each) || each.type === 'TSDeclareFunction');
      if (functions.length < variable.defs.length) return undefined;
      return functions.find(each => !this.isPromise(each.returnType?.typeAnnotation) && each.type === 'TSDeclareFunction') ?? functions[0];
    }
    switch (first?.type) {
      case 'FunctionName':
        return isFunction(first.node) || first.node.type === 'TSDeclareFunction' ? first.node : undefined;
      case 'Parameter': {
        if (!isFunction(first.node)) return undefined;
        const { name } = first;
        const parameter = first.node.params.find(each => each.range[0] <= name.range[0] && name.range[1] <= each.range[1]);
        const target = parameter?.type === 'TSParameterProperty' ? parameter.parameter : parameter;
        return target && this.#inPattern(target, this.#ofElement(first.node, target), name);
      }
      case 'Variable': {
        const { id, init, parent } = first.node;
        if (parent.parent.type === 'ForOfStatement' && parent.parent.left === parent) {
          return this.#inPattern(id, this.#elementOf(this.of(parent.parent.right)), first.name);
        }
        const annotated = this.#inPattern(id, undefined, first.name);
        if (annotated || !init || !this.bindings.isConstant(variable)) return annotated;
        return this.#inPattern(id, this.of(init), first.name);
      }
      default:
        return undefined;
    }
  }

  /** The type of `name` in a pattern that takes a value of type `whole` apart; the pattern's own annotation wins. */
  #inPattern(pattern: Node, whole: Declared | undefined, name: Node): Declared | undefined {
    if (pattern.type === 'AssignmentPattern') return this.#inPattern(pattern.left, whole, name);
    const annotation = 'typeAnnotation' in pattern && pattern.typeAnnotation?.type === 'TSTypeAnnotation' ? pattern.typeAnnotation.typeAnnotation : undefined;
    const type = annotation ?? whole;
    if (pattern === name || (pattern.type === 'RestElement' && pattern.argument === name)) return type;
    if (pattern.type !== 'ObjectPattern' || !type) return undefined;
    for (const property of pattern.properties) {
      if (property.type !== 'Property' || property.value.range[0] > name.range[0] || name.range[1] > property.value.range[1]) continue;
      const key = staticName(property);
      return key === undefined ? undefined : this.#inPattern(property.value, this.memberOf(type, key), name);
    }
    return undefined;
  }

  /** The type of what an array's method hands to its callback first: `jobs.forEach(job => …)`. */
  #ofElement(fn: FunctionNode, parameter: Node): Declared | undefined {
    const { parent } = fn;
    if (fn.params[0] !== parameter || parent.type !== 'CallExpression' || parent.arguments[0] !== fn || parent.callee.type !== 'MemberExpression') return undefined;
    return ELEMENT_CALLBACKS.has(staticName(parent.callee) ?? '') ? this.#elementOf(this.of(parent.callee.object)) : undefined;
  }

  #elementOf(type: Declared | undefined): Declared | undefined {
    const resolved = this.resolve(type);
    switch (resolved?.type) {
      case 'TSArrayType':
        return resolved.elementType;
      case 'TSTypeReference':
        return this.isArray(resolved) ? resolved.typeArguments?.params[0] : valueOfRecord(resolved);
      case 'TSTypeLiteral':
      case 'TSInterfaceDeclaration': {
        const members = resolved.type === 'TSTypeLiteral' ? resolved.members : resolved.body.body;
        return members.length === 1 && members[0]!.type === 'TSIndexSignature' ? members[0]!.typeAnnotation?.typeAnnotation : undefined;
      }
      default:
        return undefined;
    }
  }

  #awaited(type: Declared | undefined): Declared | undefined {
    const resolved = this.resolve(type);
    if (resolved?.type === 'TSTypeReference' && (this.isPromise(resolved) || isPromiseLike(resolved))) return resolved.typeArguments?.params[0];
    return this.isPromise(resolved) === false ? resolved : undefined;
  }

  #extendsPromise(node: ClassNode, depth = 0): boolean {
    const parent = node.superClass;
    if (parent?.type !== 'Identifier' || depth > 10) return false;
    if (this.bindings.isGlobal(parent, 'Promise')) return true;
    const named = this.#named(parent);
    return isClass(named) && this.#extendsPromise(named, depth + 1);
  }

  #named(name: TSESTree.Identifier): Declared | undefined {
    const variable = this.bindings.variableOf(name);
    const definition = variable && this.bindings.definitionOf(variable);
    if (definition?.type === 'ClassName') return definition.node;
    if (definition?.type !== 'Type') return undefined;
    if (definition.node.type === 'TSTypeAliasDeclaration') return definition.node.typeAnnotation;
    return definition.node.type === 'TSInterfaceDeclaration' ? definition.node : undefined;
  }

  #callOf(members: readonly TSESTree.TypeElement[]): Declared | undefined {
    const calls = members.filter(each => each.type === 'TSCallSignatureDeclaration');
    return calls.length === 1 ? calls[0]!.returnType?.typeAnnotation : undefined;
  }

  #signatureOf(members: readonly TSESTree.TypeElement[], name: string): Declared | undefined {
    const found: Declared[] = [];
    for (const member of members) {
      if (member.type !== 'TSMethodSignature' && member.type !== 'TSPropertySignature') continue;
      if (member.computed || keyOf(member.key) !== name) continue;
      if (member.type === 'TSPropertySignature') return member.typeAnnotation?.typeAnnotation;
      if (member.kind !== 'method') return member.returnType?.typeAnnotation;
      found.push(member);
    }
    // Overloads: take one that is no promise, if there is any.
    return found.find(each => !this.isPromise(this.resultOf(each))) ?? found[0];
  }

  #memberOfClass(owner: ClassNode, name: string, depth: number): Declared | undefined {
    for (const member of owner.body.body) {
      if (member.type === 'MethodDefinition' && member.kind === 'constructor') {
        for (const parameter of member.value.params) {
          if (parameter.type !== 'TSParameterProperty') continue;
          const target = parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
          if (target.type === 'Identifier' && target.name === name) return target.typeAnnotation?.typeAnnotation;
        }
        continue;
      }
      if (member.type === 'StaticBlock' || member.type === 'TSIndexSignature' || member.static || staticName(member) !== name) continue;
      if (member.type === 'MethodDefinition' || member.type === 'TSAbstractMethodDefinition') {
        if (member.kind === 'method') return member.value;
        if (member.kind === 'get') return member.value.returnType?.typeAnnotation;
        continue;
      }
      if (member.typeAnnotation) return member.typeAnnotation.typeAnnotation;
      return member.value ? this.of(member.value) : undefined;
    }
    return owner.superClass?.type === 'Identifier' ? this.memberOf(this.#named(owner.superClass), name, depth + 1) : undefined;
  }
}

/** `Record<string, V>`: V. */
function valueOfRecord({ typeName, typeArguments }: TSESTree.TSTypeReference): TSESTree.TypeNode | undefined {
  return typeName.type === 'Identifier' && typeName.name === 'Record' ? typeArguments?.params[1] : undefined;
}

function isPromiseLike({ typeName }: TSESTree.TSTypeReference): boolean {
  return typeName.type === 'Identifier' && typeName.name === 'PromiseLike';
}

function keyOf(key: Node): string | undefined {
  return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
}

/** A function's declaration or signature: no type of a value that calls give. */
export function isSignature(
  declared: Declared,
): declared is TSESTree.TSDeclareFunction | TSESTree.TSEmptyBodyFunctionExpression | TSESTree.TSMethodSignature | TSESTree.TSCallSignatureDeclaration {
  return (
    declared.type === 'TSDeclareFunction' ||
    declared.type === 'TSEmptyBodyFunctionExpression' ||
    declared.type === 'TSMethodSignature' ||
    declared.type === 'TSCallSignatureDeclaration'
  );
}
