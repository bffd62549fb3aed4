import { defineLibrary, type Entry, type Library } from './schema.js';

const inNest = (name: string, line: string): string => `import { ${name} } from '@nestjs/terminus'; export class C { constructor(private readonly indicator: ${name}) {} m() { return this.indicator.${line}; } }`;

/** Indicators of @nestjs/terminus that ask another program; those of memory and disk ask the machine. They give promises up to version 11, and a thenable of their own since. */
const ASKING: readonly (readonly [indicator: string, method: string, given: string, asks: string])[] = [
  ...['TypeOrm', 'Mongoose', 'Sequelize', 'MikroOrm'].map(each => [`${each}HealthIndicator`, 'pingCheck', `'database'`, 'the database'] as const),
  ['PrismaHealthIndicator', 'pingCheck', `'database', prisma`, 'the database'],
  ...['pingCheck', 'responseCheck'].map(each => ['HttpHealthIndicator', each, `'api', url`, 'another service'] as const),
  ['MicroserviceHealthIndicator', 'pingCheck', `'tcp', options`, 'another service'],
  ['GRPCHealthIndicator', 'checkService', `'grpc', 'hero'`, 'another service'],
];

const nestTerminus = defineLibrary({
  modules: ['@nestjs/terminus'],
  verified: '@nestjs/terminus 12.1.0',
  entries: Object.fromEntries(
    ASKING.map(([indicator, method, given, asks]): [string, Entry] => [
      `${indicator}#${method}`,
      { role: 'other', asks, example: inNest(indicator, `${method}(${given})`), source: 'dist/health-check/health-check.service.js: one that is down makes the answer a 503' },
    ]),
  ),
  types: Object.fromEntries(ASKING.map(([indicator]) => [indicator, {}])),
});

// lib/terminus.js: what a check throws, or rejects with, makes the answer of its path a 503. It listens to the signals as well.
const godaddyTerminus = defineLibrary({
  modules: ['@godaddy/terminus'],
  verified: '@godaddy/terminus 4.12.1',
  handlesSignals: true,
  entries: {
    createTerminus: {
      role: 'other',
      healthChecks: { argument: 1, option: 'healthChecks' },
      example: `import { createTerminus } from '@godaddy/terminus'; createTerminus(server, { healthChecks: { '/readyz': async () => {} } });`,
    },
  },
});

export const health: readonly Library[] = [nestTerminus, godaddyTerminus];
