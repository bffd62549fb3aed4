import type { TypeFacts } from './type-facts.js';

const nothing = (): undefined => undefined;

/** No checker: every answer is "cannot tell". */
export const noTypes: TypeFacts = {
  available: false,
  isPromise: nothing,
  isOtherThenable: nothing,
  holdsPromises: nothing,
  isCallable: nothing,
  isAlwaysPromise: nothing,
  isErrorLike: nothing,
  hasToJSON: nothing,
  declaredBy: nothing,
};
