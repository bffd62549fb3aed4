import { defineLibrary, type Library } from './schema.js';

export const tokens: readonly Library[] = [
  defineLibrary({
    modules: ['jsonwebtoken'],
    verified: '9.0.3',
    entries: {
      verify: {
        role: 'validate',
        callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }],
        example: "import jwt from 'jsonwebtoken'; jwt.verify(token, secret, (error, claims) => {})",
        source: 'verify.js: with a key that is no function the callback runs before it returns, so that its caller catches what it throws',
      },
      sign: {
        role: 'other',
        callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }],
        durations: [
          { argument: 2, option: 'expiresIn', unit: 's', textUnit: 'ms' },
          { argument: 2, option: 'notBefore', unit: 's', textUnit: 'ms' },
          { argument: 0, option: 'exp', unit: 's', moment: true },
          { argument: 0, option: 'nbf', unit: 's', moment: true },
          { argument: 0, option: 'iat', unit: 's', moment: true },
        ],
        example: "import jwt from 'jsonwebtoken'; jwt.sign({ sub }, secret, { expiresIn: 600 })",
        source: 'lib/timespan.js: a number is seconds, a text goes through `ms`, which reads digits alone as milliseconds',
      },
    },
  }),
];
