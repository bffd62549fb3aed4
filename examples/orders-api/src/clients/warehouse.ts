import http from 'node:http';
import { WarehouseError } from '../domain/errors.js';

export class WarehouseClient {
  constructor(private readonly baseUrl: string) {}

  announce(orderId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        new URL('/shipments', this.baseUrl),
        { method: 'POST', timeout: 3_000, headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          response.on('error', reject);
          response.on('end', () => {
            if (response.statusCode === 200) resolve();
            else reject(new WarehouseError(`warehouse answered ${response.statusCode}`));
          });
        },
      );
      request.on('error', reject);
      request.end(JSON.stringify({ orderId }));
    });
  }
}
