import { performance } from 'node:perf_hooks';

export interface Timed {
  readonly status: number;
  readonly body: unknown;
  readonly ms: number;
}

export const DRAFT = { customerId: 'c1', items: [{ sku: 'A', quantity: 2, unitPriceCents: 500 }] };

export async function send(url: string, init: RequestInit = {}, limitMs = 8_000): Promise<Timed> {
  const startedAt = performance.now();
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(limitMs) });
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, body, ms: performance.now() - startedAt };
}

export async function post(url: string, body: unknown, limitMs?: number): Promise<Timed> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return await send(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text }, limitMs);
}

export async function placeOrder(baseUrl: string, limitMs?: number): Promise<Timed> {
  return await post(`${baseUrl}/orders`, DRAFT, limitMs);
}
