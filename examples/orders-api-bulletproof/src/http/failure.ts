import type { FastifyError } from 'fastify';
import { AppError } from '../domain/errors.js';

export interface Failure {
  readonly statusCode: number;
  readonly code: string;
}

/** The one place that decides what a caller learns about a failure. */
export function toFailure(error: AppError | FastifyError): Failure {
  if (error instanceof AppError) return { statusCode: error.statusCode, code: error.code };
  if (error.validation !== undefined) return { statusCode: 400, code: 'invalid_request' };
  const statusCode = error.statusCode ?? 500;
  return statusCode >= 400 && statusCode < 500
    ? { statusCode, code: 'invalid_request' }
    : { statusCode: 500, code: 'internal_error' };
}
