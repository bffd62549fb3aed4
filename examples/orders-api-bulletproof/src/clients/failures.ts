import { isBrokenCircuitError } from 'cockatiel';
import { errors } from 'undici';
import {
  AppError,
  DependencyProtocolError,
  DependencyTimeoutError,
  DependencyUnavailableError,
} from '../domain/errors.js';

/** The dependency understood the request and answered with a status that is no success. */
export class DependencyStatusError extends Error {
  override readonly name = 'DependencyStatusError';
  readonly code = 'DEPENDENCY_STATUS';

  constructor(
    readonly statusCode: number,
    options?: ErrorOptions,
  ) {
    super('the dependency answered with a failure status', options);
  }
}

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH',
]);

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isTimeout(error: Error): boolean {
  return (
    error.name === 'TimeoutError' ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
  );
}

function isNetworkFailure(error: Error): boolean {
  return error instanceof errors.SocketError || NETWORK_CODES.has(codeOf(error));
}

/** Worth another attempt: what a client error status or a malformed answer never is. */
export function isTransient(error: Error): boolean {
  if (error instanceof DependencyStatusError) return error.statusCode >= 500 || error.statusCode === 429;
  return isTimeout(error) || isNetworkFailure(error);
}

export function toDependencyError(dependency: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error)) return new DependencyProtocolError(dependency, { cause: error });
  if (isTimeout(error)) return new DependencyTimeoutError(dependency, { cause: error });
  const unavailable = isBrokenCircuitError(error) || error.name === 'AbortError' || isTransient(error);
  return unavailable
    ? new DependencyUnavailableError(dependency, { cause: error })
    : new DependencyProtocolError(dependency, { cause: error });
}
