import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbedded, type Embedded } from 'orders-api-bulletproof/embedded/start';

const PORT = '3900';
const BASE_URL = `http://127.0.0.1:${PORT}`;

let embedded: Embedded;
let service: ChildProcess;

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  return await fetch(`${BASE_URL}${path}`, { ...init, signal: AbortSignal.timeout(5_000) });
}

async function isUp(): Promise<boolean> {
  try {
    return (await call('/healthz')).ok;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  }
}

before(async () => {
  embedded = await startEmbedded({});
  service = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    env: { ...process.env, ...embedded.env, PORT, ADMIN_PORT: '3901', WORKER_POLL_MS: '50', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (let attempt = 0; attempt < 200 && !(await isUp()); attempt += 1) await delay(50);
});

after(async () => {
  if (service.exitCode === null) {
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
  await embedded.stop();
});

it('places an order, charges it and fulfils it, on a day when nothing goes wrong', async () => {
  const placed = await call('/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user-id': 'u1' },
    body: JSON.stringify({ customerId: 'c1', items: [{ sku: 'A', quantity: 2, unitPriceCents: 500 }] }),
  });
  assert.equal(placed.status, 201);
  const order = (await placed.json()) as { id: string; totalCents: number };
  assert.equal(order.totalCents, 1_000);

  await delay(500);
  const listed = await call('/orders?customerId=c1');
  assert.deepEqual(await listed.json(), { orders: [{ id: order.id, status: 'fulfilled', total_cents: 1_000 }] });
  assert.equal((await call(`/orders/${order.id}`)).status, 200);
  assert.equal((await call('/stock/A')).status, 200);
});
