import { defineLibrary, type Entry, type Library } from './schema.js';

const parsesText = (name: string, example: string): Readonly<Record<string, Entry>> => ({ [name]: { role: 'parse', passes: 0, example } });

export const externalData: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      'JSON.parse': {
        role: 'parse',
        passes: 0,
        throws: ['SyntaxError'],
        example: 'JSON.parse(text)',
      },
      URL: {
        role: 'parse',
        use: 'new',
        gives: 'URL',
        throws: ['TypeError'],
        example: 'new URL(text)',
      },
      decodeURIComponent: {
        role: 'parse',
        passes: 0,
        throws: ['URIError'],
        example: 'decodeURIComponent(text)',
      },
      decodeURI: {
        role: 'parse',
        passes: 0,
        throws: ['URIError'],
        example: 'decodeURI(text)',
      },
      'process.env': { role: 'external-data', use: 'read', data: 'environment', example: 'process.env' },
      'Response#text': { role: 'external-data', promise: true, data: 'response', example: 'await (await fetch(url)).text()' },
    },
  }),
  defineLibrary({
    modules: ['node:process'],
    verified: 'Node 20.20 and 24.21',
    entries: { env: { role: 'external-data', use: 'read', data: 'environment', example: "import process from 'node:process'; process.env" } },
  }),
  defineLibrary({
    modules: ['js-yaml'],
    verified: '5.5.0',
    entries: parsesText('load', "import { load } from 'js-yaml'; load(text)"),
  }),
  defineLibrary({
    modules: ['yaml'],
    verified: '2.9.1',
    entries: parsesText('parse', "import { parse } from 'yaml'; parse(text)"),
  }),
  defineLibrary({
    modules: ['@msgpack/msgpack'],
    verified: '3.1.3',
    entries: parsesText('decode', "import { decode } from '@msgpack/msgpack'; decode(bytes)"),
  }),
  defineLibrary({
    modules: ['micro'],
    verified: '10.0.1',
    entries: Object.fromEntries(['json', 'text', 'buffer'].map(name => [name, { role: 'external-data', promise: true, data: 'request', example: `import { ${name} } from 'micro'; await ${name}(request)` } satisfies Entry])),
  }),
  defineLibrary({
    modules: ['co-body'],
    verified: '6.2.0',
    entries: {
      default: { role: 'external-data', promise: true, data: 'request', example: "import parse from 'co-body'; await parse(request)" },
      json: { role: 'external-data', promise: true, data: 'request', example: "import parse from 'co-body'; await parse.json(request)" },
    },
  }),
  defineLibrary({
    modules: ['amqplib', 'amqplib/callback_api'],
    verified: '@types/amqplib 0.10.8',
    entries: {
      'ConsumeMessage#content': { role: 'external-data', use: 'read', data: 'message', example: "import type { ConsumeMessage } from 'amqplib'; const handle = (message: ConsumeMessage) => message.content" },
    },
    types: { ConsumeMessage: { exportedAs: ['ConsumeMessage', 'Message', 'GetMessage'] } },
  }),
];
