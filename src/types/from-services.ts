import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import type ts from 'typescript';
import type { Node } from '../syntax/walk.js';
import type { TypeFacts } from './type-facts.js';

// TypeScript's own numbers: its package is no dependency of ours.
const ANY_OR_UNKNOWN = 1 | 2;
const CLASS_OR_INTERFACE = 32 | 64;
const DEPTH = 10;

/** Types from typescript-eslint's parser services (`parserOptions.projectService`). */
export function fromServices(services: ParserServicesWithTypeInformation): TypeFacts {
  const checker = services.program.getTypeChecker();

  function typeOf(node: Node): ts.Type | undefined {
    try {
      return services.getTypeAtLocation(node);
    } catch {
      // The checker throws on trees that it has not made: as if there were no types for this node.
      return undefined;
    }
  }

  function partsOf(type: ts.Type): readonly ts.Type[] {
    return type.isUnion() ? type.types.flatMap(partsOf) : [type];
  }

  function every(node: Node, test: (part: ts.Type) => boolean, all: boolean): boolean | undefined {
    const type = typeOf(node);
    if (!type) return undefined;
    const parts = partsOf(type);
    if (parts.some(part => part.flags & ANY_OR_UNKNOWN)) return undefined;
    return all ? parts.every(test) : parts.some(test);
  }

  /** A promise of the language: `Promise`, what extends it, an intersection with it. */
  function isPromise(type: ts.Type, depth = 0): boolean {
    if (depth > DEPTH) return false;
    const apparent = checker.getApparentType(type);
    if (apparent.isUnionOrIntersection()) return apparent.types.some(each => isPromise(each, depth + 1));
    const symbol = apparent.getSymbol();
    if (!symbol) return false;
    if (symbol.getName() === 'Promise' && isFromDefaultLibrary(symbol)) return true;
    if (!(symbol.flags & CLASS_OR_INTERFACE)) return false;
    const declared = checker.getDeclaredTypeOfSymbol(symbol);
    return declared.isClassOrInterface() && checker.getBaseTypes(declared).some(each => isPromise(each, depth + 1));
  }

  function holdsPromise(type: ts.Type): boolean {
    return partsOf(checker.getApparentType(type)).some(each => {
      const part = checker.getApparentType(each);
      if (!checker.isArrayType(part) && !checker.isTupleType(part)) return false;
      // Arrays and tuples are references to generic types.
      return checker.getTypeArguments(part as ts.TypeReference).some(element => partsOf(element).some(each => isPromise(each)));
    });
  }

  function isCallable(type: ts.Type): boolean {
    const apparent = checker.getApparentType(type);
    if (apparent.getCallSignatures().length > 0) return true;
    const symbol = apparent.getSymbol();
    return symbol !== undefined && symbol.getName().endsWith('Function') && isFromDefaultLibrary(symbol);
  }

  function isThenable(type: ts.Type): boolean {
    const then = checker.getPropertyOfType(checker.getApparentType(type), 'then');
    return then !== undefined;
  }

  function isError(type: ts.Type, depth = 0): boolean {
    const symbol = type.getSymbol();
    if (symbol?.getName() === 'Error' && isFromDefaultLibrary(symbol)) return true;
    if (depth > 10 || !type.isClassOrInterface()) return false;
    return checker.getBaseTypes(type).some(base => isError(base, depth + 1));
  }

  function isFromDefaultLibrary(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some(each => services.program.isSourceFileDefaultLibrary(each.getSourceFile()));
  }

  return {
    available: true,
    isPromise: node => (every(node, part => isPromise(part), false) ? true : every(node, isThenable, false) === false ? false : undefined),
    isOtherThenable: node => every(node, part => isThenable(part) && !isPromise(part), false),
    holdsPromises: node => every(node, holdsPromise, false),
    isCallable: node => every(node, isCallable, true),
    isAlwaysPromise: node => every(node, isThenable, true),
    isErrorLike: node => every(node, part => isError(part), true),
    declaredBy(node) {
      const symbol = typeOf(node)?.getSymbol();
      const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
      const name = symbol?.getName();
      const inModules = file?.split('/node_modules/').at(-1);
      if (!name || !file || inModules === undefined || inModules === file) return undefined;
      const [first = '', second = ''] = inModules.split('/');
      const folder = first.startsWith('@') ? `${first}/${second}` : first;
      return { package: folder.replace(/^@types\//, '').replace('__', '/'), name };
    },
    prefetch() {},
  };
}
