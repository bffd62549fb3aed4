import {
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  SamplingBreaker,
  wrap,
} from 'cockatiel';

export interface PolicyOptions {
  readonly isTransient: (error: Error) => boolean;
  readonly onBreak: () => void;
}

/** One policy per dependency and process: a breaker that is built per call never opens. */
export function createPolicy({ isTransient, onBreak }: PolicyOptions): IPolicy {
  const transient = handleWhen(isTransient);
  const breaker = circuitBreaker(transient, {
    halfOpenAfter: 5_000,
    breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 2 }),
  });
  breaker.onBreak(onBreak);
  return wrap(
    // The default generator of this backoff adds decorrelated jitter.
    retry(transient, { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }) }),
    breaker,
  );
}
