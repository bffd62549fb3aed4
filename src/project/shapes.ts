/**
 * What a module says about its values, as far as its text tells: compact, without the tree it came from, and not yet
 * resolved: names are looked up when somebody asks, so that modules may import each other in circles.
 * `undefined` in the place of a shape is "cannot tell".
 */
export type Shape =
  /** Surely no promise, and nothing more is known: strings, numbers, `void`. */
  | { readonly kind: 'plain'; readonly literal?: string | number | boolean }
  | { readonly kind: 'promise'; readonly of: Shape | undefined }
  /** A value that the module names. */
  | { readonly kind: 'name'; readonly name: string }
  /** A type that the module names; `path` has more than one part for `namespace.Type`. */
  | { readonly kind: 'type'; readonly path: readonly string[]; readonly args: readonly (Shape | undefined)[] }
  /** An export of another module: `''` is its namespace, `require` what CommonJS gives. */
  | { readonly kind: 'import'; readonly source: string; readonly name: string }
  | { readonly kind: 'this' }
  | { readonly kind: 'member'; readonly of: Shape; readonly name: string }
  /** What iteration gives. */
  | { readonly kind: 'element'; readonly of: Shape }
  | { readonly kind: 'call'; readonly of: Shape; readonly args: readonly Argument[]; readonly types: readonly (Shape | undefined)[] }
  | { readonly kind: 'construct'; readonly of: Shape; readonly types: readonly (Shape | undefined)[] }
  | { readonly kind: 'awaited'; readonly of: Shape }
  /** `Partial<…>`, `Pick<…>`: the members, another type. */
  | { readonly kind: 'mapped'; readonly of: Shape }
  | { readonly kind: 'function'; readonly signatures: readonly Signature[] }
  | { readonly kind: 'object'; readonly members: Members; readonly spread: readonly (Shape | undefined)[] }
  | { readonly kind: 'class'; readonly declaration: ClassShape }
  | { readonly kind: 'union' | 'intersection'; readonly of: readonly (Shape | undefined)[] }
  /** Arrays, sets. */
  | { readonly kind: 'list'; readonly of: Shape | undefined }
  | { readonly kind: 'tuple'; readonly of: readonly (Shape | undefined)[] }
  | { readonly kind: 'dictionary'; readonly of: Shape | undefined; readonly isMap: boolean };

export type Members = ReadonlyMap<string, Shape | undefined>;

/** An argument of a call: what it is, and whether a function literal stands there. */
export interface Argument {
  readonly shape: Shape | undefined;
  readonly isFunction: boolean;
}

export interface Signature {
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  readonly result: Shape | undefined;
  /** An async function that catches all that it waits for. */
  readonly neverRejects?: boolean;
  /** Classes of which it throws new instances, where no `try` of its own catches them. */
  readonly throws?: readonly Shape[];
}

export interface TypeParameter {
  readonly name: string;
  readonly constraint: Shape | undefined;
}

export interface Parameter {
  readonly shape: Shape | undefined;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

export interface ClassShape {
  readonly name: string | undefined;
  readonly typeParameters: readonly TypeParameter[];
  readonly superClass: Shape | undefined;
  readonly superTypes: readonly (Shape | undefined)[];
  readonly members: Members;
  readonly statics: Members;
}

export interface InterfaceShape {
  readonly typeParameters: readonly TypeParameter[];
  readonly extends: readonly (Shape | undefined)[];
  readonly members: Members;
  readonly calls: readonly Signature[];
  readonly constructs: readonly Signature[];
}

export type TypeDeclaration =
  | { readonly kind: 'class'; readonly declaration: ClassShape }
  | { readonly kind: 'interface'; readonly declaration: InterfaceShape }
  | { readonly kind: 'alias'; readonly typeParameters: readonly TypeParameter[]; readonly of: Shape | undefined }
  | { readonly kind: 'enum' }
  | { readonly kind: 'import'; readonly source: string; readonly name: string };

export type Export =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'value'; readonly of: Shape | undefined }
  | { readonly kind: 'import'; readonly source: string; readonly name: string };

/** A module, or a namespace in one (`parent`). */
export interface ModuleShape {
  /** Absolute path of the file. */
  readonly path: string;
  readonly parent: ModuleShape | undefined;
  readonly values: ReadonlyMap<string, Shape | undefined>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly namespaces: ReadonlyMap<string, ModuleShape>;
  readonly exports: ReadonlyMap<string, Export>;
  /** Modules of `export * from …`. */
  readonly stars: readonly string[];
  /** `module.exports = …`, `export = …`. */
  readonly whole: Export | undefined;
  /** Every top-level declaration of a declaration file is exported, whatever it says. */
  readonly exportsAll: boolean;
}

export const PLAIN: Shape = { kind: 'plain' };
