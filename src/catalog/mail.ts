import { defineLibrary, type Library } from './schema.js';

/** A transport's waits are bounded by default, and long: connecting 2 min, the greeting 30 s, silence 10 min. */
export const mail: readonly Library[] = [
  defineLibrary({
    modules: ['nodemailer'],
    verified: '10.6.1',
    entries: {
      createTransport: {
        role: 'mail-client',
        gives: 'Transporter',
        keeps: { what: 'a pool of connections', harm: 'the mail server refuses more of them', kind: 'connections', onlyWith: 'pool' },
        wait: {
          argument: 0,
          bounds: ['connectionTimeout', 'greetingTimeout', 'socketTimeout'],
          bounded: 'connect 2 min, greeting 30 s, socket 10 min',
          inert: [
            {
              key: 'timeout',
              why: "is no option of nodemailer's transports, which ignore it",
              instead: '`connectionTimeout`, `greetingTimeout` and `socketTimeout`',
              write: 'connectionTimeout: $, greetingTimeout: $, socketTimeout: $',
            },
            {
              key: 'connectTimeout',
              why: "is no option of nodemailer's transports, which ignore it",
              instead: '`connectionTimeout`',
              write: 'connectionTimeout: $',
            },
          ],
        },
        example: "import nodemailer from 'nodemailer'; nodemailer.createTransport({ host: 'a.test' })",
        source: 'dist/cjs/smtp-connection/index.js',
      },
      'Transporter#sendMail': { role: 'message-send', promise: 'without-callback', callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }], effect: { does: 'sends the mail', unless: [] }, example: "import nodemailer from 'nodemailer'; await nodemailer.createTransport({}).sendMail({})" },
      'Transporter#verify': { role: 'other', promise: 'without-callback', example: "import nodemailer from 'nodemailer'; await nodemailer.createTransport({}).verify()" },
    },
    types: { Transporter: { extends: ['EventEmitter@node:events'] } },
  }),
];
