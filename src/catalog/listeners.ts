import { defineLibrary, type CallbackFacts, type Entry, type Library } from './schema.js';

const listener = { argument: 1, awaited: false, runs: 'later' } as const satisfies CallbackFacts;

/** The methods by which listeners are added to a type, as Node's emitters have them. */
const adding = (type: string, make: string, names: readonly string[]): Record<string, Entry> =>
  Object.fromEntries(names.map(name => [`${type}#${name}`, { role: 'listen', gives: 'this', callbacks: [listener], example: `${make}.${name}('x', () => {})` } satisfies Entry]));

/** Emitters that are not Node's own, and signals that listen to signals. */
export const listeners: readonly Library[] = [
  defineLibrary({
    modules: ['eventemitter3'],
    verified: 'eventemitter3 5.0.4',
    // It never warns about many listeners: it has no setMaxListeners.
    entries: adding('EventEmitter', "import { EventEmitter } from 'eventemitter3'; new EventEmitter()", ['on', 'once', 'addListener']),
    types: { EventEmitter: { exportedAs: ['EventEmitter', 'default'], isShared: true } },
  }),
  defineLibrary({
    modules: ['eventemitter2', '@nestjs/event-emitter'],
    verified: 'eventemitter2 6.4.9, @nestjs/event-emitter 3',
    entries: adding('EventEmitter2', "import { EventEmitter2 } from 'eventemitter2'; new EventEmitter2()", ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']),
    types: { EventEmitter2: { exportedAs: ['EventEmitter2', 'default'], isShared: true } },
  }),
  defineLibrary({
    modules: ['mitt'],
    verified: 'mitt 3.0.1',
    entries: {
      default: { role: 'other', gives: 'Emitter', example: "import mitt from 'mitt'; mitt()" },
      'Emitter#on': { role: 'listen', callbacks: [listener], example: "import mitt from 'mitt'; mitt().on('x', () => {})" },
    },
    types: { Emitter: { isShared: true } },
  }),
  defineLibrary({
    modules: ['tiny-typed-emitter', 'typed-emitter'],
    verified: 'tiny-typed-emitter 2.1.0, typed-emitter 2.1.0',
    entries: {},
    // Node's emitter, or its type, with types for its events.
    types: { TypedEmitter: { extends: ['EventEmitter@node:events'], exportedAs: ['TypedEmitter', 'default'], isShared: true } },
  }),
  defineLibrary({
    modules: ['any-signal'],
    verified: 'any-signal 4.2.0',
    entries: {
      anySignal: {
        role: 'other', gives: 'ClearableSignal', combines: { signals: 0, clearedBy: 'clear' },
        example: "import { anySignal } from 'any-signal'; anySignal([a, b])",
        source: 'src/index.js: adds a listener to each signal, which only `clear()` and an abort remove',
      },
    },
    types: { ClearableSignal: { extends: ['AbortSignal@global'] } },
  }),
];
