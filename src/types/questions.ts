import type { Checker } from './checker.js';

type Answer = boolean | undefined;

/** Where a type is declared. */
export interface Declaration {
  readonly package: string;
  readonly name: string;
}

/** The questions of `TypeFacts`, asked of a type. */
export interface Questions<Type> {
  isPromise(type: Type): Answer;
  isOtherThenable(type: Type): Answer;
  holdsPromises(type: Type): Answer;
  isCallable(type: Type): Answer;
  isAlwaysPromise(type: Type): Answer;
  isErrorLike(type: Type): Answer;
  hasToJSON(type: Type): Answer;
  declaredBy(type: Type): Declaration | undefined;
}

const DEPTH = 10;
const OF_LANGUAGE = /^(?:typescript|@typescript\/(?:typescript-|native).*)$/;

/** Written once, so that every checker gives the same answers. */
export function questionsOf<Type, Symbol>(checker: Checker<Type, Symbol>): Questions<Type> {
  function partsOf(type: Type): readonly Type[] {
    return checker.unionOf(type)?.flatMap(partsOf) ?? [type];
  }

  function quantified(type: Type, test: (part: Type) => boolean, all: boolean): Answer {
    const parts = partsOf(type);
    if (parts.some(part => checker.isOpaque(part))) return undefined;
    return all ? parts.every(test) : parts.some(test);
  }

  /** A promise of the language: `Promise`, what extends it, an intersection with it. */
  function isPromise(type: Type, depth = 0): boolean {
    if (depth > DEPTH) return false;
    const apparent = checker.apparent(type);
    const parts = checker.unionOf(apparent) ?? checker.intersectionOf(apparent);
    if (parts) return parts.some(each => isPromise(each, depth + 1));
    const symbol = checker.symbolOf(apparent);
    if (symbol === undefined) return false;
    if (checker.nameOf(symbol) === 'Promise' && checker.isOfLanguage(symbol)) return true;
    return checker.isClassOrInterface(symbol) && checker.bases(checker.declaredType(symbol)).some(each => isPromise(each, depth + 1));
  }

  function holdsPromise(type: Type): boolean {
    return partsOf(checker.apparent(type)).some(each => elementsOf(checker.apparent(each))?.some(element => partsOf(element).some(part => isPromise(part))));
  }

  function elementsOf(type: Type): readonly Type[] | undefined {
    const symbol = checker.symbolOf(type);
    // Tuples have no symbol.
    return symbol === undefined || /^(?:Readonly)?Array$/.test(checker.nameOf(symbol)) ? checker.elementsOf(type) : undefined;
  }

  function isCallable(type: Type): boolean {
    const apparent = checker.apparent(type);
    if (checker.hasCallSignature(apparent)) return true;
    const symbol = checker.symbolOf(apparent);
    return symbol !== undefined && checker.nameOf(symbol).endsWith('Function') && checker.isOfLanguage(symbol);
  }

  function isThenable(type: Type): boolean {
    return checker.hasProperty(checker.apparent(type), 'then');
  }

  function isError(type: Type, depth = 0): boolean {
    const symbol = checker.symbolOf(type);
    if (symbol !== undefined && checker.nameOf(symbol) === 'Error' && checker.isOfLanguage(symbol)) return true;
    return depth <= DEPTH && checker.bases(type).some(base => isError(base, depth + 1));
  }

  return {
    isPromise: type => (quantified(type, part => isPromise(part), false) ? true : quantified(type, isThenable, false) === false ? false : undefined),
    isOtherThenable: type => quantified(type, part => !isPromise(part) && isThenable(part), false),
    holdsPromises: type => quantified(type, holdsPromise, false),
    isCallable: type => quantified(type, isCallable, true),
    isAlwaysPromise: type => quantified(type, part => isPromise(part) || isThenable(part), true),
    isErrorLike: type => quantified(type, part => isError(part), true),
    hasToJSON: type => quantified(type, part => checker.hasProperty(checker.apparent(part), 'toJSON'), false),
    declaredBy(type) {
      const symbol = checker.symbolOf(type);
      const name = symbol === undefined ? undefined : checker.nameOf(symbol);
      const file = symbol === undefined ? undefined : checker.fileOf(symbol);
      const inModules = file?.split('/node_modules/').at(-1);
      if (!name || inModules === undefined || inModules === file) return undefined;
      const [first = '', second = ''] = inModules.split('/');
      const folder = first.startsWith('@') ? `${first}/${second}` : first;
      // The language is no package, wherever its own declarations are installed.
      if (OF_LANGUAGE.test(folder)) return undefined;
      return { package: folder.replace(/^@types\//, '').replace('__', '/'), name };
    },
  };
}
