import type { FastifyBaseLogger, FastifyInstance, FastifySchemaCompiler, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodType, z } from 'zod';

/** What a route's schema accepts is what its handler is given: nothing is cast on the way. */
export interface ZodProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends ZodType ? z.output<this['schema']> : unknown;
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodProvider>;

export const compileZod: FastifySchemaCompiler<ZodType> = ({ schema }) => (data: unknown) => {
  const result = schema.safeParse(data);
  return result.success ? { value: result.data as unknown } : { error: result.error };
};
