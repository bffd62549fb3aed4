import rule from '../../../src/rules/waits/require-request-timeout.js';
import { ruleTests } from '../../rule-tests.js';

// Remote calls that are no plain HTTP: gRPC's deadlines, requests of NestJS microservices.
const grpc = (line: string): string => `import { Client, Metadata, credentials } from "@grpc/grpc-js"; const client = new Client("a.test:1", credentials.createInsecure()); ${line}`;
const loaded = (line: string): string => `import * as grpc from "@grpc/grpc-js"; import * as loader from "@grpc/proto-loader"; const proto = grpc.loadPackageDefinition(loader.loadSync("users.proto")) as any; const users = new proto.shop.v1.Users(address, grpc.credentials.createInsecure()); ${line}`;
const nest = (line: string): string => `import { ClientProxy } from "@nestjs/microservices"; import { firstValueFrom, lastValueFrom, timeout, map } from "rxjs"; class Orders { constructor(private readonly client: ClientProxy) {} async total(id: string) { ${line} } }`;

ruleTests(rule, {
  valid: [
    grpc('client.makeUnaryRequest("/a/b", write, read, query, new Metadata(), { deadline: Date.now() + 1_000 }, (error, user) => {});'),
    grpc('client.makeUnaryRequest("/a/b", write, read, query, { deadline }, done);'),
    { name: 'the deadline of the request that is being served', code: grpc('client.makeUnaryRequest("/a/b", write, read, query, { parent: call }, done);') },
    { name: 'what may be options', code: grpc('export const get = (options: object) => client.makeUnaryRequest("/a/b", write, read, query, options, done);') },
    grpc('const options = { deadline: soon() }; client.makeUnaryRequest("/a/b", write, read, query, options, done);'),
    { name: 'a stream lasts', code: grpc('client.makeServerStreamRequest("/a/b", write, read, query);') },
    { name: 'an interceptor may give each call a deadline', code: 'import { Client, credentials } from "@grpc/grpc-js"; const client = new Client(address, credentials.createInsecure(), { interceptors: [withDeadline] }); client.makeUnaryRequest("/a/b", write, read, query, done);' },
    { name: 'the configuration of the service may', code: 'import { Client, credentials } from "@grpc/grpc-js"; const client = new Client(address, credentials.createInsecure(), { "grpc.service_config": config }); client.makeUnaryRequest("/a/b", write, read, query, done);' },
    { name: 'channel options that cannot be seen', code: 'import { Client, credentials } from "@grpc/grpc-js"; export const open = (options: object) => { const client = new Client(address, credentials.createInsecure(), options); client.makeUnaryRequest("/a/b", write, read, query, done); };' },
    { name: 'made elsewhere: its interceptors too', code: 'import type { Client } from "@grpc/grpc-js"; export const get = (client: Client) => client.makeUnaryRequest("/a/b", write, read, query, done);' },
    'import { Client } from "./client.js"; const client = new Client(); client.makeUnaryRequest("/a/b", write, read, query, done);',
    loaded('users.getUser({ id }, { deadline: Date.now() + 1_000 }, (error, user) => {});'),
    { name: 'no callback: a stream', code: loaded('const all = users.listUsers({}); all.on("data", read);') },
    { name: 'what may be metadata, or a callback', code: loaded('export const get = (done: unknown) => users.getUser({ id }, done);') },
    loaded('users.close(); users.waitForReady(Date.now() + 1_000, error => {});'),
    { name: 'generated', code: 'import * as grpc from "@grpc/grpc-js"; import { UsersClient } from "./gen/users.js"; const users = new UsersClient(address, grpc.credentials.createInsecure()); users.getUser(query, { deadline }, (error, user) => {});' },
    { name: 'generated, with an interceptor', code: 'import * as grpc from "@grpc/grpc-js"; import { UsersClient } from "./gen/users.js"; const users = new UsersClient(address, grpc.credentials.createInsecure(), { interceptors: [withDeadline] }); users.getUser(query, (error, user) => {});' },
    { name: 'a class in view may do anything', code: 'import * as grpc from "@grpc/grpc-js"; class Users { constructor(address: string, credentials: grpc.ChannelCredentials) {} getUser(query: object, done: () => void) {} } const users = new Users(address, grpc.credentials.createInsecure()); users.getUser(query, () => {});' },
    { name: 'credentials of something else', code: 'import * as grpc from "@grpc/grpc-js"; import { UsersClient } from "./users.js"; const users = new UsersClient(address, key); users.getUser(query, (error, user) => {});' },
    nest('return firstValueFrom(this.client.send("total", { id }).pipe(timeout(5_000)));'),
    nest('return await firstValueFrom(this.client.send("total", { id }).pipe(map(each => each.sum), timeout({ each: 5_000 })));'),
    { name: 'returned, an interceptor may bound it', code: nest('return this.client.send("total", { id });') },
    { name: 'an operator of their own may bound it', code: nest('return firstValueFrom(this.client.send("total", { id }).pipe(bounded()));') },
    nest('return Promise.race([firstValueFrom(this.client.send("total", { id })), stop]);'),
    nest('this.client.emit("paid", { id });'),
    'export const f = (client: { send(a: string): Promise<void> }) => client.send("a");',
    { code: grpc('client.makeUnaryRequest("/a/b", write, read, query, done);'), filename: 'src/users.test.ts' },
  ],
  invalid: [
    {
      code: grpc('client.makeUnaryRequest("/a/b", write, read, query, new Metadata(), (error, user) => {});'),
      errors: [
        {
          messageId: 'unbounded',
          data: { api: '@grpc/grpc-js', write: 'deadline: Date.now() + 10_000', silence: 'for ever' },
          suggestions: [{ messageId: 'write', data: { write: 'deadline: Date.now() + 10_000' }, output: grpc('client.makeUnaryRequest("/a/b", write, read, query, new Metadata(), { deadline: Date.now() + 10_000 }, (error, user) => {});') }],
        },
      ],
    },
    {
      name: 'the last argument is the callback, whatever it is called',
      code: grpc('client.makeUnaryRequest("/a/b", write, read, query, settle);'),
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    { code: grpc('client.makeUnaryRequest("/a/b", write, read, query, { deadline: Infinity }, done);'), errors: [{ messageId: 'switchedOff', suggestions: 1 }] },
    { code: grpc('client.makeClientStreamRequest("/a/b", write, read, (error, sum) => {});'), errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    {
      code: 'const grpc = require("@grpc/grpc-js"); const Users = grpc.makeGenericClientConstructor({}); const client = new Users(address, grpc.credentials.createInsecure()); exports.get = (query, cb) => { client.makeUnaryRequest("/a/b", write, read, query, cb); };',
      filename: 'src/users.js',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      code: loaded('users.getUser({ id }, (error, user) => {});'),
      errors: [{ messageId: 'unbounded', suggestions: [{ messageId: 'write', data: { write: 'deadline: Date.now() + 10_000' }, output: loaded('users.getUser({ id }, { deadline: Date.now() + 10_000 }, (error, user) => {});') }] }],
    },
    { code: loaded('users.getUser({ id }, new grpc.Metadata(), function (error, user) {});'), errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { name: 'promises around callbacks', code: loaded('export const get = (id: string) => new Promise((resolve, reject) => users.getUser({ id }, (error: Error | null, user: unknown) => (error ? reject(error) : resolve(user))));'), errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    {
      name: 'a client in a field',
      code: 'import * as grpc from "@grpc/grpc-js"; class Users { private readonly proto = grpc.loadPackageDefinition(definition); private readonly client = new this.proto.Users(address, grpc.credentials.createInsecure()); get(id: string) { this.client.getUser({ id }, (error, user) => {}); } }',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      code: 'const { loadPackageDefinition, credentials } = require("@grpc/grpc-js"); const { Users } = loadPackageDefinition(definition).shop; const users = new Users(address, credentials.createInsecure()); users.getUser({ id: 1 }, (error, user) => {});',
      filename: 'src/users.js',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      name: 'a generated client',
      code: 'import * as grpc from "@grpc/grpc-js"; import { UsersClient } from "./gen/users_grpc_pb.js"; export class Users { private readonly client = new UsersClient(address, grpc.credentials.createInsecure()); get(id: string) { return new Promise((resolve, reject) => { this.client.getUser({ id }, (error, user) => (error ? reject(error) : resolve(user))); }); } }',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      code: 'const grpc = require("@grpc/grpc-js"); const services = require("./gen/users_grpc_pb"); const client = new services.UsersClient(address, grpc.ChannelCredentials.createSsl()); exports.load = (query, done) => client.getUser(query, new grpc.Metadata(), (error, user) => done(error, user));',
      filename: 'src/users.js',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      code: nest('return firstValueFrom(this.client.send("total", { id }));'),
      errors: [
        {
          messageId: 'unbounded',
          data: { api: '@nestjs/microservices', write: '.pipe(timeout(10_000))', silence: 'for ever' },
          suggestions: [{ messageId: 'write', data: { write: '.pipe(timeout(10_000))' }, output: nest('return firstValueFrom(this.client.send("total", { id }).pipe(timeout(10_000)));') }],
        },
      ],
    },
    { code: nest('const sum = await lastValueFrom(this.client.send("total", { id }).pipe(map(each => each.sum))); return sum;'), errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: 'import { Client, ClientProxy, Transport } from "@nestjs/microservices"; import { firstValueFrom } from "rxjs"; class Orders { @Client({ transport: Transport.TCP }) client: ClientProxy; async total() { return await firstValueFrom(this.client.send({ cmd: "total" }, {})); } }', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: nest('this.client.send("total", { id }).subscribe(total => this.keep(total));'), errors: [{ messageId: 'unbounded', suggestions: 1 }] },
  ],
});
