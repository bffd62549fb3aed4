import { defineLibrary, type Entry, type Library } from './schema.js';

const BOOM_FAILURES = ['internal', 'badImplementation', 'notImplemented', 'badGateway', 'serverUnavailable', 'gatewayTimeout'];
const boomFailure = (name: string): Entry => ({
  role: 'other',
  cause: { argument: 1 },
  example: `import Boom from '@hapi/boom'; throw Boom.${name}('text');`,
  source: 'lib/index.js, serverError: an Error as its data is boomified, so that it stays the error that it was',
});

const VERROR_FAILURES = ['default', 'VError', 'WError'];
const vError = (name: string): Entry => ({
  role: 'other',
  use: 'either',
  cause: { argument: 0, option: 'cause', inFront: true },
  example: name === 'default' ? `import VError from 'verror'; throw new VError('text');` : `import { ${name} } from 'verror'; throw new ${name}('text');`,
  source: 'lib/verror.js, parseConstructorArguments: an Error, or options, before the text',
});

/** What makes errors, and how it takes the one that they stand for. */
export const thrownErrors: readonly Library[] = [
  defineLibrary({
    modules: ['@trpc/server'],
    verified: '11.25.2',
    entries: {
      TRPCError: {
        role: 'other',
        use: 'new',
        cause: { argument: 0, option: 'cause' },
        example: `import { TRPCError } from '@trpc/server'; throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR' });`,
      },
    },
  }),
  defineLibrary({
    modules: ['hono/http-exception'],
    verified: 'hono 4.13.19',
    entries: {
      HTTPException: {
        role: 'other',
        use: 'new',
        cause: { argument: 1, option: 'cause' },
        example: `import { HTTPException } from 'hono/http-exception'; throw new HTTPException(500);`,
      },
    },
  }),
  defineLibrary({
    modules: ['graphql'],
    verified: '16.15.0',
    entries: {
      GraphQLError: {
        role: 'other',
        use: 'new',
        cause: { argument: 1, option: 'originalError' },
        example: `import { GraphQLError } from 'graphql'; throw new GraphQLError('text');`,
        source: 'error/GraphQLError.js: a `cause` among its options is not read; the stack is that of originalError',
      },
    },
  }),
  defineLibrary({
    modules: ['http-errors'],
    verified: '2.0.1',
    entries: {
      default: {
        role: 'other',
        cause: { argument: 'last', option: 'cause' },
        example: `import createError from 'http-errors'; throw createError(500, 'text');`,
        source: 'index.js, createError: the properties of an object among its arguments are set on the error',
      },
    },
  }),
  defineLibrary({
    modules: ['@hapi/boom'],
    verified: '10.0.1',
    entries: {
      Boom: {
        role: 'other',
        use: 'new',
        cause: { argument: 1, option: 'data' },
        example: `import { Boom } from '@hapi/boom'; throw new Boom('text');`,
        source: 'lib/index.js: its options are statusCode, data, ctor and decorate; a `cause` among them is not read',
      },
      ...Object.fromEntries(BOOM_FAILURES.map(name => [name, boomFailure(name)])),
    },
  }),
  defineLibrary({
    modules: ['verror'],
    verified: '1.10.1',
    entries: Object.fromEntries(VERROR_FAILURES.map(name => [name, vError(name)])),
  }),
];
