import { defineLibrary, type Entry, type Library } from './schema.js';

const parsesText = (name: string, example: string, input: string): Readonly<Record<string, Entry>> => ({ [name]: { role: 'parse', passes: 0, throwsOn: { arguments: [0], input }, example } });
/** They throw URIError on a `%` that begins no sequence of UTF-8. */
const MALFORMED_PERCENT = { arguments: [0], input: 'has a malformed `%`', decodes: true } as const;

export const externalData: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      'JSON.parse': {
        role: 'parse',
        passes: 0,
        throws: ['SyntaxError'],
        throwsOn: { arguments: [0], input: 'is no JSON' },
        example: 'JSON.parse(text)',
      },
      URL: {
        role: 'parse',
        use: 'new',
        gives: 'URL',
        throws: ['TypeError'],
        throwsOn: { arguments: [0, 1], input: 'is no address', base: 1 },
        example: 'new URL(text)',
      },
      decodeURIComponent: {
        role: 'parse',
        passes: 0,
        throws: ['URIError'],
        throwsOn: MALFORMED_PERCENT,
        example: 'decodeURIComponent(text)',
      },
      decodeURI: {
        role: 'parse',
        passes: 0,
        throws: ['URIError'],
        throwsOn: MALFORMED_PERCENT,
        example: 'decodeURI(text)',
      },
      RegExp: { role: 'other', use: 'either', throwsOn: { arguments: [0], input: 'is no regular expression' }, example: 'new RegExp(text)' },
      BigInt: { role: 'other', throwsOn: { arguments: [0], input: 'is no integer' }, example: 'BigInt(text)' },
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
    entries: parsesText('load', "import { load } from 'js-yaml'; load(text)", 'is no YAML'),
  }),
  defineLibrary({
    modules: ['yaml'],
    verified: '2.9.1',
    entries: parsesText('parse', "import { parse } from 'yaml'; parse(text)", 'is no YAML'),
  }),
  defineLibrary({
    modules: ['@msgpack/msgpack'],
    verified: '3.1.3',
    entries: parsesText('decode', "import { decode } from '@msgpack/msgpack'; decode(bytes)", 'is no MessagePack'),
  }),
  defineLibrary({
    modules: ['json5'],
    verified: '2.2.3',
    entries: { ...parsesText('parse', "import { parse } from 'json5'; parse(text)", 'is no JSON5'), ...parsesText('default.parse', "import JSON5 from 'json5'; JSON5.parse(text)", 'is no JSON5') },
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
