import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../src/analysis/values/origins.js';
import { modelOf } from '../../model.js';

/** The origin of the argument of `look(…)`. */
function originOf(code: string): Origin | undefined {
  const file = modelOf(code);
  const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'look');
  return file.origins.of(call!.arguments[0]!);
}

const emitter = { kind: 'library', library: 'node:events', path: 'EventEmitter#' };
const array = { kind: 'library', library: 'global', path: 'Array#' };
const from = "import { EventEmitter } from 'node:events';\n";

describe('emitters', () => {
  it.each([
    `${from}look(new EventEmitter());`,
    `${from}const a = new EventEmitter(); const b = a; look(b);`,
    "import EventEmitter from 'events'; look(new EventEmitter());",
    "const { EventEmitter } = require('node:events'); look(new EventEmitter());",
    "const EventEmitter = require('events'); look(new EventEmitter());",
    "import * as events from 'node:events'; look(new events.EventEmitter());",
    `${from}function f(bus: EventEmitter) { look(bus); }`,
    `${from}function f({ bus }: { bus: EventEmitter }) { look(bus); }`,
    `${from}interface Deps { bus: EventEmitter } function f(deps: Deps) { look(deps.bus); }`,
    `${from}interface Deps { bus(): EventEmitter } function f(deps: Deps) { look(deps.bus()); }`,
    `${from}type Deps = Readonly<{ a?: { bus: EventEmitter } }>; function f({ a }: Deps) { look(a.bus); }`,
    `${from}class A { constructor(private bus: EventEmitter) { look(this.bus); } }`,
    `${from}class A { #bus = new EventEmitter(); f() { look(this.#bus); } }`,
    `${from}class A { f() { this.bus = new EventEmitter(); look(this.bus); } }`,
    `${from}function make() { return new EventEmitter(); } look(make());`,
    `${from}async function make() { return new EventEmitter(); } async function f() { look(await make()); }`,
    `${from}declare function make(): Promise<EventEmitter>; async function f() { look(await make()); }`,
    `${from}function f(list: EventEmitter[]) { for (const bus of list) look(bus); }`,
    `${from}look(new EventEmitter().on('a', b).once('c', d));`,
    `${from}const api = { bus: new EventEmitter(), f() { look(this.bus); } };`,
    `${from}class A { bus = new EventEmitter(); } class B extends A { f() { look(super.bus); } }`,
  ])('%s', code => {
    expect(originOf(code)).toMatchObject(emitter);
  });

  it.each([
    `${from}function f(EventEmitter) { look(new EventEmitter()); }`,
    `${from}let bus = new EventEmitter(); bus = other(); look(bus);`,
    `${from}interface Deps { bus: unknown } function f(deps: Deps) { look(deps.bus); }`,
    "import { EventEmitter } from '../mine.js'; look(new EventEmitter() || x);",
  ])('cannot tell: %s', code => {
    expect(originOf(code)).not.toMatchObject(emitter);
  });
});

describe('arrays', () => {
  it.each([
    'look([1]);',
    'function f(xs: string[]) { look(xs); }',
    'function f(xs: readonly string[]) { look(xs); }',
    'function f(xs: Array<string>) { look(xs); }',
    'function f(xs: ReadonlyArray<string>) { look(xs); }',
    'function f(...xs) { look(xs); }',
    'look(Object.keys(x).filter(y).map(z));',
    'look(Array.from(x));',
    'async function f() { look(await Promise.all(x)); }',
    'interface A { list: string[] } function f(a: A) { look(a.list); }',
  ])('%s', code => {
    expect(originOf(code)).toMatchObject(array);
  });

  it('does not go by names', () => {
    expect(originOf('function f(array) { look(array.filter(x)); }')).toBeUndefined();
  });
});

it('knows what listeners get', () => {
  expect(originOf("import { WebSocketServer } from 'ws'; new WebSocketServer({ port: 1 }).on('connection', socket => { look(socket); });")).toMatchObject({ library: 'ws', path: 'WebSocket#' });
  expect(originOf("import net from 'node:net'; net.createServer().on('connection', socket => { look(socket); });")).toMatchObject({ library: 'node:net', path: 'Socket#' });
  expect(originOf("import net from 'node:net'; net.createServer().on('close', socket => { look(socket); });")).toBeUndefined();
});

it('knows objects that a module exports', () => {
  const port = { library: 'node:worker_threads', path: 'MessagePort#' };
  expect(originOf("import { parentPort } from 'node:worker_threads'; look(parentPort);")).toMatchObject(port);
  expect(originOf("const { parentPort } = require('worker_threads'); look(parentPort);")).toMatchObject(port);
});

it('takes the instance of a class in view', () => {
  expect(originOf('class A {} function f(a: A) { look(a); }')).toMatchObject({ kind: 'instance' });
  expect(originOf('class A {} interface D { a: A } function f(d: D) { look(d.a); }')).toMatchObject({ kind: 'instance' });
  expect(originOf('class A { static f() { look(this); } }')).toMatchObject({ kind: 'class' });
});

describe('functions made of functions', () => {
  it.each([
    "import { exec } from 'node:child_process'; import { promisify } from 'node:util'; const run = promisify(exec); look(run);",
    "const util = require('util'); const run = util.promisify(require('child_process').exec); look(run);",
    "import * as cp from 'node:child_process'; import util from 'node:util'; look(util.promisify(cp.exec));",
  ])('the promise form of a library function: %s', code => {
    expect(originOf(code)).toMatchObject({ kind: 'library', library: 'node:child_process' });
    expect(originOf(code)).toHaveProperty('path', expect.stringMatching(/exec\.__promisify__$/));
  });

  it('no promise form that nobody knows', () => {
    expect(originOf("import { promisify } from 'node:util'; look(promisify(load));")).toBeUndefined();
    expect(originOf("import { spawn } from 'node:child_process'; import { promisify } from 'node:util'; look(promisify(spawn));")).toBeUndefined();
  });
});

describe('classes that their arguments give away', () => {
  const client = { kind: 'library', library: '@grpc/grpc-js', path: 'ServiceClient#' };
  it.each([
    "import * as grpc from '@grpc/grpc-js'; import { Users } from './gen.js'; look(new Users(address, grpc.credentials.createInsecure()));",
    "import { ChannelCredentials } from '@grpc/grpc-js'; import * as gen from './gen.js'; look(new gen.shop.Users(address, ChannelCredentials.createSsl()));",
    "import * as grpc from '@grpc/grpc-js'; import { Users } from './gen.js'; const credentials = secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure(); look(new Users(address, credentials));",
  ])('%s', code => {
    expect(originOf(code)).toMatchObject(client);
  });

  it.each([
    "import * as grpc from '@grpc/grpc-js'; import { Users } from './gen.js'; look(new Users(grpc.credentials.createInsecure()));",
    "import * as grpc from '@grpc/grpc-js'; import { Users } from './gen.js'; look(new Users(address, credentials));",
    "import * as grpc from '@grpc/grpc-js'; import { Users } from './gen.js'; look(Users(address, grpc.credentials.createInsecure()));",
  ])('not %s', code => {
    expect(originOf(code)).not.toMatchObject(client);
  });

  it('a class in view is what it says', () => {
    expect(originOf("import * as grpc from '@grpc/grpc-js'; class Users {} look(new Users(address, grpc.credentials.createInsecure()));")).toMatchObject({ kind: 'instance' });
  });
});
