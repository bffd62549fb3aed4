import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../../syntax/walk.js';

export type Variable = TSESLint.Scope.Variable;
export type Reference = TSESLint.Scope.Reference;
export type Definition = TSESLint.Scope.Definition;

/** Which variable a name stands for. A name with no variable, or one without a definition, is a global. */
export class Bindings {
  #references: Map<Node, Reference> | undefined;
  readonly #manager: TSESLint.Scope.ScopeManager | null;

  constructor(manager: TSESLint.Scope.ScopeManager | null) {
    this.#manager = manager;
  }

  /** The reference that `identifier` is, if it reads or writes a variable. */
  referenceOf(identifier: Node): Reference | undefined {
    return this.#all().get(identifier);
  }

  /** The variable that `identifier` reads, writes or declares; undefined for globals and property names. */
  variableOf(identifier: Node): Variable | undefined {
    const reference = this.#all().get(identifier);
    if (!reference) return this.#declared().get(identifier);
    const { resolved } = reference;
    return resolved && resolved.defs.length > 0 ? resolved : undefined;
  }

  /** True when `node` is the global of one of these names, not shadowed and not declared here. */
  isGlobal(node: Node, ...names: readonly string[]): boolean {
    return node.type === 'Identifier' && names.includes(node.name) && this.variableOf(node) === undefined;
  }

  /** Whether a global of one of these names is mentioned at all: in a value or a type. */
  mentionsGlobal(...names: readonly string[]): boolean {
    this.#all();
    return names.some(each => this.#globals.has(each));
  }
  readonly #globals = new Set<string>();

  /** The variables that a declaration, function, class or import declares. */
  declaredBy(node: Node): readonly Variable[] {
    return this.#manager?.getDeclaredVariables(node as TSESTree.Node) ?? [];
  }

  /** The one definition of a variable; undefined where it has none or several. */
  definitionOf(variable: Variable): Definition | undefined {
    return variable.defs.length === 1 ? variable.defs[0] : undefined;
  }

  /** Writes to a variable, its initialiser not among them. */
  assignmentsTo(variable: Variable): readonly Reference[] {
    return variable.references.filter(reference => reference.isWrite() && reference.init !== true);
  }

  /** True for a variable that always holds what its definition gave it. */
  isConstant(variable: Variable): boolean {
    return variable.defs.length === 1 && !variable.references.some(each => each.isWrite() && each.init !== true);
  }

  get all(): readonly Variable[] {
    return (this.#everything ??= this.#manager?.scopes.flatMap(scope => scope.variables) ?? []);
  }
  #everything: readonly Variable[] | undefined;

  /** Variables of the module itself (or of the script). */
  get ofModule(): readonly Variable[] {
    return (this.#ofModule ??= (this.#manager?.scopes ?? [])
      .filter(scope => scope.type === 'module' || scope.type === 'global' || (scope.type === 'function' && scope.block.type === 'Program'))
      .flatMap(scope => scope.variables)
      .filter(variable => variable.defs.length > 0));
  }
  #ofModule: readonly Variable[] | undefined;

  #all(): Map<Node, Reference> {
    if (this.#references) return this.#references;
    const references = new Map<Node, Reference>();
    for (const scope of this.#manager?.scopes ?? []) {
      for (const reference of scope.references) {
        references.set(reference.identifier, reference);
        if (!reference.resolved || reference.resolved.defs.length === 0) this.#globals.add(String(reference.identifier.name));
      }
    }
    return (this.#references = references);
  }

  #declarations: Map<Node, Variable> | undefined;
  #declared(): Map<Node, Variable> {
    if (this.#declarations) return this.#declarations;
    const declarations = new Map<Node, Variable>();
    for (const scope of this.#manager?.scopes ?? []) {
      for (const variable of scope.variables) for (const each of variable.identifiers) declarations.set(each, variable);
    }
    return (this.#declarations = declarations);
  }
}
