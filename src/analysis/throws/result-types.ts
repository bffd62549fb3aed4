import type { TSESTree } from '@typescript-eslint/utils';
import type { FileModel } from '../file-model.js';

/** A type whose values say that something has failed. */
export interface ResultType {
  /** As it is written: `Result`. */
  readonly name: string;
  /** How a failure is returned: `err(error)`. */
  readonly write: string;
}

const FAILURE_FIELD = /^(?:err(?:or)?s?|reason|message|failure|issues?|code|cause|problem|left)$/i;
const GOOD = new Set<unknown>([true, 'ok', 'success', 'Ok', 'Success', 'Right', 'right', 'some']);
const BAD = new Set<unknown>([false, 'err', 'error', 'failure', 'failed', 'fail', 'Err', 'Error', 'Failure', 'Left', 'left']);
const MAX_DEPTH = 8;

/** Which types are results: those of libraries that are made for it, and unions in view of a success and a failure. */
export class ResultTypes {
  readonly #ofAlias = new Map<TSESTree.Node, ResultType | undefined>();

  constructor(private readonly file: FileModel) {}

  /** The result that a type is, or that its promise gives. */
  of(node: TSESTree.TypeNode, depth = 0): ResultType | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (node.type === 'TSUnionType') return this.#ofUnion(node, depth);
    if (node.type !== 'TSTypeReference') return undefined;
    const { typeName } = node;
    const [first, ...rest] = partsOf(typeName);
    if (first === undefined) return undefined;
    const variable = this.file.bindings.variableOf(first);
    if (!variable) {
      const inner = node.typeArguments?.params[0];
      return inner && rest.length === 0 && (first.name === 'Promise' || first.name === 'Readonly') ? this.of(inner, depth + 1) : undefined;
    }
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type === 'ImportBinding') return this.#ofImport(definition.node, rest.map(each => each.name)) ?? this.#ofProject(node, depth);
    if (definition?.type !== 'Type' || definition.node.type !== 'TSTypeAliasDeclaration' || rest.length > 0) return undefined;
    const alias = definition.node;
    if (!this.#ofAlias.has(alias)) {
      this.#ofAlias.set(alias, undefined);
      const found = this.of(alias.typeAnnotation, depth + 1);
      this.#ofAlias.set(alias, found && { ...found, name: alias.id.name });
    }
    return this.#ofAlias.get(alias);
  }

  #ofImport(specifier: TSESTree.Node, rest: readonly string[]): ResultType | undefined {
    const value = this.file.imports.ofDefinition(specifier);
    if (!value) return undefined;
    const path = [value.path, ...rest].filter((each, i) => each !== '' && !(i === 0 && each === 'default' && rest.length > 0)).join('.');
    const { catalog } = this.file;
    const type = catalog.typeNamed(value.module, path);
    const write = type === undefined ? undefined : catalog.type(value.module, type)?.returnsFailure;
    return write === undefined ? undefined : { name: path === 'default' ? 'Result' : path, write };
  }

  #ofProject(node: TSESTree.TSTypeReference, depth: number): ResultType | undefined {
    const branches = depth > MAX_DEPTH ? undefined : this.file.project?.literalsOf(node);
    const name = node.typeName.type === 'Identifier' ? node.typeName.name : 'Result';
    return branches && resultOf(branches, name);
  }

  /** `{ ok: true; value: T } | { ok: false; error: E }` */
  #ofUnion(union: TSESTree.TSUnionType, depth: number): ResultType | undefined {
    const results = union.types.map(each => (each.type === 'TSTypeReference' ? this.of(each, depth + 1) : undefined));
    // `Result<A, B> | undefined`
    const only = results.filter(each => each !== undefined);
    if (only.length === 1 && union.types.every((each, i) => results[i] !== undefined || each.type === 'TSUndefinedKeyword' || each.type === 'TSNullKeyword')) return only[0];
    const branches = union.types.map(each => this.#fieldsOf(each, 0));
    return branches.some(each => !each) ? undefined : resultOf(branches.flatMap(each => each ?? []), '');
  }

  /** The fields of one branch, with those values that are literals. */
  #fieldsOf(type: TSESTree.TypeNode, depth: number): ReadonlyMap<string, unknown> | undefined {
    if (depth > MAX_DEPTH) return undefined;
    let members: readonly TSESTree.TypeElement[] | undefined = type.type === 'TSTypeLiteral' ? type.members : undefined;
    if (type.type === 'TSTypeReference' && type.typeName.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(type.typeName);
      const declared = variable && this.file.bindings.definitionOf(variable)?.node;
      if (declared?.type === 'TSTypeAliasDeclaration') return this.#fieldsOf(declared.typeAnnotation, depth + 1);
      if (declared?.type === 'TSInterfaceDeclaration' && declared.extends.length === 0) members = declared.body.body;
    }
    if (!members) return undefined;
    const fields = new Map<string, unknown>();
    for (const each of members) {
      if (each.type !== 'TSPropertySignature' || each.key.type !== 'Identifier' || each.computed) continue;
      const literal = each.typeAnnotation?.typeAnnotation.type === 'TSLiteralType' ? each.typeAnnotation.typeAnnotation.literal : undefined;
      fields.set(each.key.name, literal?.type === 'Literal' ? literal.value : undefined);
    }
    return fields;
  }
}

/** A result, where the branches of a union are told apart by a field that says whether it went well, and the bad one says what failed. */
export function resultOf(branches: readonly ReadonlyMap<string, unknown>[], name: string): ResultType | undefined {
  if (branches.length < 2) return undefined;
  for (const field of branches[0]!.keys()) {
    const values = branches.map(each => each.get(field));
    if (!values.every(each => GOOD.has(each) || BAD.has(each)) || !values.some(each => GOOD.has(each))) continue;
    const bad = branches.find(each => BAD.has(each.get(field)));
    const why = bad && [...bad.keys()].find(each => FAILURE_FIELD.test(each));
    if (!bad || why === undefined) continue;
    const value = bad.get(field);
    return { name: name === '' ? 'result' : name, write: `{ ${field}: ${typeof value === 'string' ? `'${value}'` : String(value)}, ${why} }` };
  }
  return undefined;
}

function partsOf(name: TSESTree.EntityName): readonly TSESTree.Identifier[] {
  if (name.type === 'Identifier') return [name];
  return name.type === 'TSQualifiedName' ? [...partsOf(name.left), name.right] : [];
}
