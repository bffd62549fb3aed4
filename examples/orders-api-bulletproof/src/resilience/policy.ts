import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen, type IPolicy, retry, wrap } from 'cockatiel';

export interface PolicyOptions {
  readonly recoveryMs: number;
  readonly isTransient: (error: Error) => boolean;
  readonly onBreak: () => void;
}

/** One policy per dependency and process: a breaker that is built per call never opens. */
export function createPolicy({ recoveryMs, isTransient, onBreak }: PolicyOptions): IPolicy {
  const transient = handleWhen(isTransient);
  const breaker = circuitBreaker(transient, {
    halfOpenAfter: recoveryMs,
    breaker: new ConsecutiveBreaker(5),
  });
  breaker.onBreak(onBreak);
  return wrap(
    // The default generator of this backoff adds decorrelated jitter.
    retry(transient, { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }) }),
    breaker,
  );
}
