import { defineLibrary, type EffectFacts, type Entry, type Library } from './schema.js';

/** Calls of services that act each time. */
function acts(paths: readonly string[], effect: EffectFacts, example: (path: string) => string): Record<string, Entry> {
  return Object.fromEntries(paths.map(path => [path, { role: 'other', promise: true, effect, example: example(path.split('#')[1]!) }]));
}

const withStripe = (path: string): string => `import Stripe from 'stripe'; const stripe = new Stripe(key); await stripe.${path}({});`;
const withTwilio = (path: string): string => `import twilio from 'twilio'; const client = twilio(sid, token); await client.${path}({});`;

export const payments: readonly Library[] = [
  defineLibrary({
    modules: ['stripe'],
    verified: '23.1.0',
    plainPromises: true,
    entries: {
      // cjs/RequestSender.js: each call has an idempotency key of its own, which holds for the retries that the library makes.
      ...acts(['Stripe#charges.create', 'Stripe#paymentIntents.create'], { does: 'charges the customer', unless: ['idempotencyKey'] }, withStripe),
      ...acts(['Stripe#refunds.create', 'Stripe#transfers.create', 'Stripe#payouts.create'], { does: 'moves the money', unless: ['idempotencyKey'] }, withStripe),
      ...acts(['Stripe#subscriptions.create', 'Stripe#invoices.create', 'Stripe#invoiceItems.create'], { does: 'bills the customer', unless: ['idempotencyKey'] }, withStripe),
    },
    types: { Stripe: { exportedAs: ['Stripe', 'default'] } },
  }),
  defineLibrary({
    modules: ['twilio'],
    verified: '6.2.0',
    plainPromises: true,
    entries: {
      default: { role: 'other', use: 'either', gives: 'Twilio', example: `import twilio from 'twilio'; twilio(sid, token)` },
      ...acts(['Twilio#messages.create'], { does: 'sends the message', unless: [] }, withTwilio),
      ...acts(['Twilio#calls.create'], { does: 'makes the call', unless: [] }, withTwilio),
    },
    types: { Twilio: { exportedAs: ['Twilio'] } },
  }),
];
