/** The few things that questions about types ask of a checker. One of TypeScript 5 and 6, or of TypeScript 7, stands behind it. */
export interface Checker<Type, Symbol> {
  /** `any`, `unknown`. */
  isOpaque(type: Type): boolean;
  /** The parts of a union; undefined for every other type. */
  unionOf(type: Type): readonly Type[] | undefined;
  /** The parts of an intersection; undefined for every other type. */
  intersectionOf(type: Type): readonly Type[] | undefined;
  /** What the members of a type are looked up in: the constraint of a type parameter, `String` of a string. */
  apparent(type: Type): Type;
  symbolOf(type: Type): Symbol | undefined;
  nameOf(symbol: Symbol): string;
  /** The file of the first declaration. */
  fileOf(symbol: Symbol): string | undefined;
  isClassOrInterface(symbol: Symbol): boolean;
  /** Whether one of the declarations is the language's own: `lib.es5.d.ts` and its like. */
  isOfLanguage(symbol: Symbol): boolean;
  /** The class or interface itself, of which `type` may be an instance with type arguments. */
  declaredType(symbol: Symbol): Type;
  /** What a class or interface extends; nothing for every other type. */
  bases(type: Type): readonly Type[];
  hasProperty(type: Type, name: string): boolean;
  /** The types of the elements of an array or a tuple; undefined for every other type. */
  elementsOf(type: Type): readonly Type[] | undefined;
  hasCallSignature(type: Type): boolean;
}
