import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import type ts from 'typescript';
import type { Node } from '../syntax/walk.js';
import { questionsOf } from './questions.js';
import type { TypeFacts } from './type-facts.js';

// TypeScript's own numbers: its package is no dependency of ours.
const ANY_OR_UNKNOWN = 1 | 2;
const CLASS_OR_INTERFACE = 32 | 64;

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

  const questions = questionsOf<ts.Type, ts.Symbol>({
    isOpaque: type => (type.flags & ANY_OR_UNKNOWN) !== 0,
    unionOf: type => (type.isUnion() ? type.types : undefined),
    intersectionOf: type => (type.isIntersection() ? type.types : undefined),
    apparent: type => checker.getApparentType(type),
    symbolOf: type => type.getSymbol(),
    nameOf: symbol => symbol.getName(),
    fileOf: symbol => symbol.declarations?.[0]?.getSourceFile().fileName,
    isClassOrInterface: symbol => (symbol.flags & CLASS_OR_INTERFACE) !== 0,
    isOfLanguage: symbol => symbol.declarations?.some(each => services.program.isSourceFileDefaultLibrary(each.getSourceFile())) ?? false,
    declaredType: symbol => checker.getDeclaredTypeOfSymbol(symbol),
    bases: type => (type.isClassOrInterface() ? checker.getBaseTypes(type) : []),
    hasProperty: (type, name) => checker.getPropertyOfType(type, name) !== undefined,
    // Arrays and tuples are references to generic types.
    elementsOf: type => (checker.isArrayType(type) || checker.isTupleType(type) ? checker.getTypeArguments(type as ts.TypeReference) : undefined),
    hasCallSignature: type => type.getCallSignatures().length > 0,
  });

  const ask = <Answer>(question: (type: ts.Type) => Answer) => (node: Node): Answer | undefined => {
    const type = typeOf(node);
    return type && question(type);
  };

  return {
    available: true,
    isPromise: ask(questions.isPromise),
    isOtherThenable: ask(questions.isOtherThenable),
    holdsPromises: ask(questions.holdsPromises),
    isCallable: ask(questions.isCallable),
    isAlwaysPromise: ask(questions.isAlwaysPromise),
    isErrorLike: ask(questions.isErrorLike),
    hasToJSON: ask(questions.hasToJSON),
    declaredBy: ask(questions.declaredBy),
  };
}
