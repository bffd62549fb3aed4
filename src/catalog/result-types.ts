import { defineLibrary, type Library } from './schema.js';

/** Types that carry a failure as a value. */
export const resultTypes: readonly Library[] = [
  defineLibrary({
    modules: ['neverthrow'],
    verified: '8.2.0',
    entries: {},
    types: {
      Result: { returnsFailure: 'err(…)' },
      ResultAsync: { returnsFailure: 'errAsync(…)' },
    },
  }),
  defineLibrary({
    modules: ['effect'],
    verified: '3.22.4',
    entries: {},
    types: {
      Effect: { exportedAs: ['Effect.Effect'], returnsFailure: 'Effect.fail(…)' },
      Either: { exportedAs: ['Either.Either'], returnsFailure: 'Either.left(…)' },
    },
  }),
  defineLibrary({
    modules: ['effect/Effect'],
    verified: '3.22.4',
    entries: {},
    types: { Effect: { returnsFailure: 'fail(…)' } },
  }),
  defineLibrary({
    modules: ['effect/Either'],
    verified: '3.22.4',
    entries: {},
    types: { Either: { returnsFailure: 'left(…)' } },
  }),
  defineLibrary({
    modules: ['fp-ts'],
    verified: '2.16.11',
    entries: {},
    types: {
      Either: { exportedAs: ['either.Either'], returnsFailure: 'left(…)' },
      TaskEither: { exportedAs: ['taskEither.TaskEither'], returnsFailure: 'left(…)' },
    },
  }),
  defineLibrary({
    modules: ['fp-ts/Either', 'fp-ts/lib/Either'],
    verified: '2.16.11',
    entries: {},
    types: { Either: { returnsFailure: 'left(…)' } },
  }),
  defineLibrary({
    modules: ['fp-ts/TaskEither', 'fp-ts/lib/TaskEither'],
    verified: '2.16.11',
    entries: {},
    types: { TaskEither: { returnsFailure: 'left(…)' } },
  }),
  defineLibrary({
    modules: ['@badrap/result'],
    verified: '0.2.13',
    entries: {},
    types: { Result: { returnsFailure: 'Result.err(…)' } },
  }),
  defineLibrary({
    modules: ['ts-results', 'ts-results-es'],
    verified: '3.3.0 and 7.1.0',
    entries: {},
    types: {
      Result: { returnsFailure: 'Err(…)' },
      AsyncResult: { returnsFailure: 'Err(…).toAsyncResult()' },
    },
  }),
  defineLibrary({
    modules: ['true-myth', 'true-myth/result'],
    verified: '9.4.0',
    entries: {},
    types: { Result: { exportedAs: ['Result', 'default'], returnsFailure: 'Result.err(…)' } },
  }),
  defineLibrary({
    modules: ['purify-ts', 'purify-ts/Either'],
    verified: '2.1.4',
    entries: {},
    types: {
      Either: { returnsFailure: 'Left(…)' },
      EitherAsync: { returnsFailure: 'EitherAsync.liftEither(Left(…))' },
    },
  }),
];
