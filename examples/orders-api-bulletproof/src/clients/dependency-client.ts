import type { IPolicy } from 'cockatiel';
import { type Dispatcher, request } from 'undici';
import type { ZodType } from 'zod';
import { dependencyCalls } from '../telemetry/metrics.js';
import { DependencyStatusError, toDependencyError } from './failures.js';

export interface DependencyOptions {
  readonly name: 'payments' | 'inventory' | 'warehouse';
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly dispatcher: Dispatcher;
  readonly policy: IPolicy;
}

export interface Call<T> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  /** Sent along on every attempt, so that the other side can tell a retry from a second order. */
  readonly idempotencyKey?: string;
  readonly answer: ZodType<T>;
  readonly signal: AbortSignal;
}

const MAX_DISCARDED_BYTES = 64 * 1024;

export class DependencyClient {
  constructor(private readonly options: DependencyOptions) {}

  async send<T>(call: Call<T>): Promise<T> {
    const stopTimer = dependencyCalls.startTimer({ dependency: this.options.name });
    try {
      const answer = await this.options.policy.execute(({ signal }) => this.attempt(call, signal), call.signal);
      stopTimer({ outcome: 'answered' });
      return answer;
    } catch (error) {
      stopTimer({ outcome: 'failed' });
      throw toDependencyError(this.options.name, error);
    }
  }

  private async attempt<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
    const { baseUrl, dispatcher, timeoutMs } = this.options;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { statusCode, body } = await request(new URL(call.path, baseUrl), {
      dispatcher,
      method: call.method,
      headers: {
        'content-type': 'application/json',
        ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: bounded,
    });
    if (statusCode >= 400) {
      await body.dump({ limit: MAX_DISCARDED_BYTES, signal: bounded });
      throw new DependencyStatusError(statusCode);
    }
    return call.answer.parse(await body.json());
  }
}
