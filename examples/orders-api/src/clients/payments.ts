import { PaymentError } from '../domain/errors.js';
import { paymentSeconds } from '../telemetry/metrics.js';

export interface Charge {
  readonly id: string;
  readonly status: 'succeeded' | 'declined';
}

export class PaymentsClient {
  constructor(private readonly baseUrl: string) {}

  async charge(orderId: string, amountCents: number): Promise<Charge> {
    const stopTimer = paymentSeconds.startTimer();
    try {
      const response = await fetch(new URL('/charges', this.baseUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ orderId, amountCents }),
      });
      if (!response.ok) throw new PaymentError(`payment provider answered ${response.status}`);
      return (await response.json()) as Charge;
    } catch (error) {
      throw new PaymentError(`could not charge order ${orderId}`);
    } finally {
      stopTimer();
    }
  }
}
