import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

// What the catalog says of errors of libraries, asked of the libraries.
const require = createRequire(import.meta.url);
const first = new Error('first');

describe('NestJS', () => {
  const nest = require('@nestjs/common') as Readonly<Record<string, new (...values: readonly unknown[]) => { readonly cause: unknown; getResponse(): unknown }>>;
  const body = (name: string, ...values: readonly unknown[]): string => JSON.stringify(new nest[name]!(...values).getResponse());

  it('reads the cause of HttpException from its third argument', () => {
    expect(new nest.HttpException!('text', 500, { cause: first }).cause).toBe(first);
  });

  it.each([
    ['InternalServerErrorException', 'Internal Server Error'],
    ['NotImplementedException', 'Not Implemented'],
    ['BadGatewayException', 'Bad Gateway'],
    ['ServiceUnavailableException', 'Service Unavailable'],
    ['GatewayTimeoutException', 'Gateway Timeout'],
  ])('%s answers the same with options that describe it, and less without', (name, description) => {
    expect(new nest[name]!('text', { cause: first }).cause).toBe(first);
    expect(body(name, 'text', { cause: first, description })).toBe(body(name, 'text'));
    expect(body(name, 'text', { cause: first })).not.toBe(body(name, 'text'));
  });
});

describe('GraphQL', () => {
  it('keeps originalError, and does not read `cause`', () => {
    const { GraphQLError } = createRequire(require.resolve('graphql-request'))('graphql') as { readonly GraphQLError: new (text: string, options: object) => Error & { readonly originalError?: unknown } };
    expect(new GraphQLError('text', { originalError: first }).originalError).toBe(first);
    expect(new GraphQLError('text', { originalError: first }).stack).toBe(first.stack);
    expect(new GraphQLError('text', { cause: first }).cause).toBeUndefined();
  });
});

describe('http-errors', () => {
  it('gives back the error that it is given, and sets properties', () => {
    const createError = createRequire(require.resolve('express'))('http-errors') as (...values: readonly unknown[]) => Error;
    const error = new Error('own');
    expect(createError(500, error)).toBe(error);
    expect(createError(500, 'text', { cause: first }).cause).toBe(first);
  });
});

describe('async', () => {
  type Task = (...values: readonly ((error: Error) => void)[]) => unknown;
  const async = require('async') as Readonly<Record<string, (...values: readonly unknown[]) => Promise<unknown>>>;
  const fails: Task = () => Promise.reject(new Error('task'));
  const asynchronous = Object.defineProperty(fails, Symbol.toStringTag, { value: 'AsyncFunction' });
  const calls: Task = (...values) => values.at(-1)!(new Error('task'));
  const endless = (done: (error: null, value: boolean) => void): void => done(null, true);

  it.each([asynchronous, calls])('rejects with the error of a task where there is no callback', async task => {
    await expect(async.series!([task])).rejects.toThrow('task');
    await expect(async.waterfall!([task])).rejects.toThrow('task');
    await expect(async.parallel!([task])).rejects.toThrow('task');
    await expect(async.eachSeries!([1], task)).rejects.toThrow('task');
    await expect(async.mapSeries!([1], task)).rejects.toThrow('task');
    await expect(async.whilst!(endless, task)).rejects.toThrow('task');
  });
});
