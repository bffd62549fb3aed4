import rule from '../../../src/rules/waits/require-request-timeout.js';
import { ruleTests } from '../../rule-tests.js';

const SIGNAL = 'signal: AbortSignal.timeout(10_000)';
const fetchData = { api: '`fetch`', silence: 'for five minutes', write: SIGNAL };
const axiosData = { api: 'axios', silence: 'for ever', write: 'timeout: 10_000' };
const write = (option: string, output: string) => ({ messageId: 'write', data: { write: option }, output });

ruleTests(rule, {
  valid: [
    { name: 'a function of the file bounds it on one of its ways', code: `const http = require('http');\nfunction optionsFor(mail) {\n  const options = { host: 'a.test' };\n  if (mail.slow) options.signal = AbortSignal.timeout(1000);\n  return options;\n}\nfunction scan(mail) {\n  const request = http.request(optionsFor(mail), read);\n  request.on('error', log);\n}` },
    // bounded
    'await fetch(url, { signal: AbortSignal.timeout(5_000) });',
    'const init = { method: "POST", signal: AbortSignal.timeout(5_000) }; await fetch("https://a.test", init);',
    'const init: RequestInit = { method: "POST" }; init.signal = controller.signal; await fetch("https://a.test", init);',
    'const base = { signal: deadline() }; await fetch("https://a.test", { ...base, method: "POST" });',
    'await fetch("https://a.test", { signal: ms > 0 ? AbortSignal.timeout(ms) : undefined });',
    'import axios from "axios"; await axios.get("https://a.test", { timeout: 5_000 });',
    'import axios from "axios"; await axios.post("https://a.test", body, { signal });',
    'import axios from "axios"; const source = axios.CancelToken.source(); await axios.get("https://a.test", { cancelToken: source.token });',
    'import axios from "axios"; axios.defaults.timeout = 5_000; export const load = () => axios.get("https://a.test");',
    'import axios from "axios"; Object.assign(axios.defaults, { timeout: 5_000 }); export const load = () => axios.get("https://a.test");',
    'import axios from "axios"; const api = axios.create({ timeout: 5_000 }); export const load = () => api.get("/a");',
    'import axios from "axios"; const api = axios.create(); api.defaults.timeout = 5_000; export const load = () => api.get("/a");',
    'import axios from "axios"; const api = axios.create({ baseURL }); api.interceptors.request.use(config => ({ ...config, timeout: 5_000 })); export const load = () => api.get("/a");',
    'import axios from "axios"; const api = axios.create({ baseURL }); api.interceptors.request.use(addDefaults); export const load = () => api.get("/a");',
    { name: 'every request of the client brings its own bound', code: 'import axios from "axios"; const api = axios.create({ baseURL }); export const load = (id: string) => api.get(id, { timeout: 5_000 });' },
    'import axios from "axios"; class Api { readonly #http = axios.create({ timeout: 5_000 }); load() { return this.#http({ url: "/a" }); } }',
    'import got from "got"; await got("https://a.test", { timeout: { request: 5_000 } });',
    'import got from "got"; const api = got.extend({ timeout: { request: 5_000 } }); await api.extend({ prefixUrl }).get("a");',
    'import ky from "ky"; await ky.get("https://a.test");',
    'import { ofetch } from "ofetch"; await ofetch("https://a.test", { timeout: 5_000 });',
    'import fetch from "node-fetch"; await fetch("https://a.test", { timeout: 5_000 });',
    'import { request } from "undici"; await request("https://a.test", { headersTimeout: 5_000, bodyTimeout: 5_000 });',
    'import { Agent, request } from "undici"; const dispatcher = new Agent({ headersTimeout: 5_000 }); await request("https://a.test", { dispatcher });',
    'import { Agent, setGlobalDispatcher } from "undici"; setGlobalDispatcher(new Agent({ headersTimeout: 5_000, bodyTimeout: 5_000 })); await fetch("https://a.test");',
    'import superagent from "superagent"; await superagent.get("https://a.test").timeout({ response: 5_000 });',
    'import superagent from "superagent"; const request = superagent.get("https://a.test"); request.timeout(5_000); await request;',
    'import https from "node:https"; https.get("https://a.test", { signal: AbortSignal.timeout(5_000) }, read).on("error", fail);',
    'import https from "node:https"; const request = https.request("https://a.test", read); request.setTimeout(5_000, () => { request.destroy(); }); request.end();',
    'import https from "node:https"; const request = https.request("https://a.test", read); const timer = setTimeout(() => request.destroy(), 5_000); request.end();',
    'import https from "node:https"; export function open() { return https.request("https://a.test"); }',
    'import needle from "needle"; needle.get("https://a.test", { response_timeout: 5_000 }, done);',
    // raced, wrapped, piped
    'await Promise.race([fetch("https://a.test"), rejectAfter(5_000)]);',
    'const pending = fetch("https://a.test"); await Promise.race([pending, rejectAfter(5_000)]);',
    'async function load() { return (await fetch("https://a.test")).json(); } await Promise.race([load(), rejectAfter(5_000)]);',
    'import { limit } from "./limit.js"; await limit(fetch("https://a.test"), 5_000);',
    'import { withTimeout } from "./limit.js"; await withTimeout(() => fetch("https://a.test"), 5_000);',
    'import { HttpService } from "@nestjs/axios"; import { timeout } from "rxjs"; class A { constructor(private readonly http: HttpService) {} load() { return this.http.get("https://a.test").pipe(timeout(5_000)); } }',
    // cannot tell
    'import { fetch } from "./mine.js"; await fetch(url);',
    'export const send = (url: string, init?: RequestInit) => fetch(url, init);',
    'export const send = (url: string, init: RequestInit) => fetch(url, { ...init, method: "POST" });',
    'export const send = (request: Request) => fetch(request);',
    'export const send = (input: RequestInfo | URL) => fetch(input);',
    'export const send = context => fetch(context.req.raw);',
    'await fetch(new Request("https://a.test", { signal }));',
    'export const send = original => fetch(toRequest(original));',
    'export const send = input => fetch(input);',
    'await fetch(...parameters);',
    'import { prepare } from "./prepare.js"; const init = { method: "POST" }; prepare(init); await fetch("https://a.test", init);',
    'import axios from "axios"; export const send = config => axios(config);',
    'import axios, { type AxiosInstance } from "axios"; class A { constructor(private readonly api: AxiosInstance) {} load() { return this.api.get("/a"); } }',
    'import { HttpService } from "@nestjs/axios"; class A { constructor(private readonly http: HttpService) {} load() { return this.http.get("https://a.test"); } }',
    'import http from "node:http"; export const send = (options, done) => http.request(options, done);',
    'import axios from "axios"; export const isHttp = (error: unknown) => axios.isAxiosError(error);',
    // functions of the file that hand their options on
    'const send = (url: string, init: RequestInit) => fetch(url, init); export const load = () => send("https://a.test", { signal: AbortSignal.timeout(1_000) });',
    'const send = (url: string, init: RequestInit) => fetch(url, init); export const load = (init: RequestInit) => send("https://a.test", init);',
    'const send = (url: string, init: RequestInit) => fetch(url, init); export const load = (...all: [string, RequestInit]) => send(...all);',
    'const send = (url: string, init: RequestInit) => fetch(url, { signal: AbortSignal.timeout(1_000), ...init }); export const load = () => send("https://a.test", {});',
    'const send = (url: string, ms = 5_000) => fetch(url, { signal: AbortSignal.timeout(ms) }); export const load = () => send("https://a.test");',
    'const send = (url: string, { timeout = 5_000, ...init }: Options = {}) => fetch(url, { ...init, signal: AbortSignal.timeout(timeout) }); export const load = () => send("https://a.test");',
    'const send = (url: string, { signal = deadline() }: Options = {}) => fetch(url, { signal }); export const load = () => send("https://a.test");',
    'const send = (url: string, options: Options) => fetch(url, { signal: options.signal ?? AbortSignal.timeout(1_000) }); export const load = () => send("https://a.test", {});',
    'const send = (url: string, init: RequestInit) => { init.signal ??= AbortSignal.timeout(1_000); return fetch(url, init); }; export const load = () => send("https://a.test", {});',
    'import { adorn } from "./adorn.js"; const send = (url: string, init: RequestInit) => { adorn(init); return fetch(url, init); }; export const load = () => send("https://a.test", {});',
    'const send = (url: string, init: RequestInit) => { init = adorn(init); return fetch(url, init); }; export const load = () => send("https://a.test", {});',
    'const send = (url: string, init: RequestInit) => fetch(url, init); export const load = () => Promise.race([send("https://a.test", {}), rejectAfter(1_000)]);',
    'import { limit } from "./limit.js"; const send = (url: string, init: RequestInit) => fetch(url, init); export const load = () => limit(send("https://a.test", {}), 1_000);',
    'const send = (url: string, init: RequestInit) => fetch(url, init); export const load = () => send("/api", {});',
    'import { HttpModule } from "@nestjs/axios"; export const http = HttpModule.registerAsync({ useFactory: (config: Config) => ({ timeout: config.get("timeout") }) });',
    'import { HttpModule } from "@nestjs/axios"; export const http = HttpModule.registerAsync({ useFactory: (config: Config) => config.http });',
    'import { HttpModule } from "@nestjs/axios"; export const http = HttpModule.registerAsync({ useClass: HttpConfig });',
    // controllers that something may abort
    'export async function load() { const c = new AbortController(); const timer = setTimeout(() => c.abort(), 1_000); try { return await fetch("https://a.test", { signal: c.signal }); } finally { clearTimeout(timer); } }',
    'export function load(request: Incoming) { const c = new AbortController(); request.on("close", () => { c.abort(); }); return fetch("https://a.test", { signal: c.signal }); }',
    'export function load() { const controller = new AbortController(); return { controller, done: fetch("https://a.test", { signal: controller.signal }) }; }',
    'export const controller = new AbortController(); export const load = () => fetch("https://a.test", { signal: controller.signal });',
    'const controller = new AbortController(); export const load = () => fetch("https://a.test", { signal: controller.signal }); export { controller };',
    'const controller = new AbortController(); export const stop = () => controller.abort(); export const load = () => fetch("https://a.test", { signal: controller.signal });',
    'const controller = new AbortController(); running.set(id, controller); await fetch("https://a.test", { signal: controller.signal });',
    'let controller = new AbortController(); await fetch("https://a.test", { signal: controller.signal }); controller = next();',
    'import { AbortController } from "./mine.js"; const c = new AbortController(); await fetch("https://a.test", { signal: c.signal });',
    'import axios from "axios"; await axios.get("https://a.test", { signal: new AbortController().signal, timeout: 1_000 });',
    // more clients
    'import http2 from "node:http2"; const session = http2.connect("https://a.test"); const stream = session.request({ ":path": "/" }); stream.setTimeout(1_000, () => stream.close()); stream.end();',
    'import http2 from "node:http2"; const session = http2.connect("https://a.test"); session.setTimeout(1_000, () => session.destroy()); const stream = session.request({ ":path": "/" }); stream.end();',
    'import http2 from "node:http2"; export const open = () => http2.connect("https://a.test");',
    'import { Octokit } from "@octokit/rest"; export const github = new Octokit({ auth, request: { fetch: bounded } });',
    'import { Octokit } from "octokit"; const github = new Octokit({ auth }); export const load = () => github.request("GET /user", { request: { signal: AbortSignal.timeout(1_000) } });',
    'import { WebClient } from "@slack/web-api"; export const slack = new WebClient(token, { timeout: 5_000 });',
    'import wretch from "wretch"; import AbortAddon from "wretch/addons/abort"; export const load = () => wretch("https://a.test").addon(AbortAddon()).get().setTimeout(1_000).json();',
    'import wretch from "wretch"; export const load = () => wretch("https://a.test").middlewares([deadline]).get().json();',
    'import superagent from "superagent"; const agent = superagent.agent().timeout(1_000); export const load = () => agent.get("https://a.test");',
    'import superagent from "superagent"; export const load = () => superagent.get("https://a.test").use(limited);',
    'import needle from "needle"; needle.defaults({ response_timeout: 1_000 }); export const load = () => needle("get", "https://a.test");',
    'import { GraphQLClient } from "graphql-request"; export const client = new GraphQLClient("https://a.test", { requestMiddleware: deadline });',
    'import { request } from "graphql-request"; export const load = (url: string) => request({ url, document, signal: AbortSignal.timeout(1_000) });',
    'import { request } from "graphql-request"; export const load = (options: Options) => request(options);',
    'import sgMail from "@sendgrid/mail"; sgMail.setApiKey(process.env.SENDGRID_KEY); sgMail.setTimeout(5_000);',
    'import sgMail from "@sendgrid/mail"; sgMail.setClient(client); sgMail.setApiKey(process.env.SENDGRID_KEY);',
    'import OpenAI from "openai"; export const ai = new OpenAI();',
    'import Stripe from "stripe"; export const stripe = new Stripe(key);',
    // no back end, no server
    { code: '"use client"; export const load = () => fetch("https://a.test");', filename: 'src/page.ts' },
    { code: 'export const Page = () => { void fetch("https://a.test"); return <p />; };', filename: 'src/page.tsx' },
    'export const load = () => fetch(`${window.location.origin}/api`);',
    'export const load = (id: string) => fetch(`/api/${id}`);',
    { name: 'cookies of a page', code: 'export const load = (url: string) => fetch(url, { credentials: "include" });' },
    { code: 'export const load = (url: string) => fetch(`${url}?a=1`);', filename: 'src/components/panel/load.ts' },
    'import { Plugin } from "prosemirror-state"; export class Upload extends Plugin { load(source: string) { void fetch(source); } }',
    'await fetch(new URL("./module.wasm", import.meta.url));',
    'await fetch("data:text/plain,a");',
    { code: 'await fetch("https://a.test");', filename: 'scripts/load.js' },
    { code: 'import { it } from "vitest"; it("loads", () => fetch("https://a.test"));', filename: 'src/load.test.ts' },
  ],
  invalid: [
    {
      name: 'options that another function of the file puts together',
      filename: 'src/x.js',
      code: `const http = require('http');\nfunction optionsFor(mail) {\n  const options = { host: 'a.test', headers: {} };\n  if (mail.user) options.headers.User = mail.user;\n  return options;\n}\nfunction scan(mail) {\n  const options = optionsFor(mail);\n  const request = http.request(options, response => read(response));\n  request.on('error', error => log(error));\n  request.end();\n}`,
      errors: [{ messageId: 'unbounded', line: 9, suggestions: 1 as never }],
    },
    {
      code: 'await fetch(url);',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [write(SIGNAL, `await fetch(url, { ${SIGNAL} });`)] }],
    },
    {
      code: 'export const load = url => fetch(url, { method: "POST", /* all of it */ });',
      filename: 'src/load.js',
      errors: [{ messageId: 'unbounded', data: fetchData, column: 28, endColumn: 33, suggestions: [write(SIGNAL, `export const load = url => fetch(url, { method: "POST", ${SIGNAL}, /* all of it */ });`)] }],
    },
    {
      code: 'await globalThis.fetch("https://a.test", {});',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [write(SIGNAL, `await globalThis.fetch("https://a.test", { ${SIGNAL} });`)] }],
    },
    { code: 'export const load = (config) => fetch(config.webhookUrl);', filename: 'src/load.js', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: 'export const load = (request) => fetch(request.body.address);', filename: 'src/load.js', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    {
      code: 'await fetch("https://a.test", undefined);',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [write(SIGNAL, `await fetch("https://a.test", { ${SIGNAL} });`)] }],
    },
    {
      code: 'await fetch("https://a.test", { signal: undefined, method: "POST" });',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [write(SIGNAL, `await fetch("https://a.test", { ${SIGNAL}, method: "POST" });`)] }],
    },
    {
      name: 'options that are built beside the request are where the bound is missing',
      code: 'export async function load(url: string) {\n  const init: RequestInit = { method: "POST" };\n  init.headers = headers;\n  return await fetch(url, init);\n}',
      errors: [
        {
          messageId: 'unbounded', data: fetchData, line: 2,
          suggestions: [write(SIGNAL, `export async function load(url: string) {\n  const init: RequestInit = { method: "POST" };\n  init.headers = headers;\n  return await fetch(url, { ...init, ${SIGNAL} });\n}`)],
        },
      ],
    },
    {
      code: 'export const load = (urls: string[]) => Promise.all(urls.map(async (url: string) => (await fetch(url)).json()));',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      code: 'const options = () => ({ method: "POST" }); await fetch("https://a.test", options());',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [] }],
    },
    {
      code: 'await fetch("https://a.test", slow ? { method: "POST" } : {});',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [] }],
    },
    {
      code: 'const request = new Request("https://a.test"); await fetch(request);',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [write(SIGNAL, `const request = new Request("https://a.test"); await fetch(request, { ${SIGNAL} });`)] }],
    },
    {
      code: 'import { Agent } from "undici"; const dispatcher = new Agent({ connections: 10 }); await fetch("https://a.test", { dispatcher });',
      errors: [{ messageId: 'unbounded', data: fetchData, suggestions: [write(SIGNAL, `import { Agent } from "undici"; const dispatcher = new Agent({ connections: 10 }); await fetch("https://a.test", { dispatcher, ${SIGNAL} });`)] }],
    },
    {
      code: 'import { request } from "undici"; await request("https://a.test", { headersTimeout: 0, bodyTimeout: 0 });',
      errors: [{ messageId: 'switchedOff', data: { api: 'undici', option: 'headersTimeout: 0', write: SIGNAL }, suggestions: [] }],
    },
    {
      code: 'import { Pool } from "undici"; export const pool = new Pool("https://a.test", { connections: 10 }); export const load = () => pool.request({ path: "/", method: "GET" });',
      errors: [{ messageId: 'unboundedClient', data: { api: 'undici', silence: 'for five minutes', write: 'headersTimeout: 10_000, bodyTimeout: 10_000' }, suggestions: 1 }],
    },
    {
      code: 'import axios from "axios"; await axios.post("https://a.test", body);',
      errors: [{ messageId: 'unbounded', data: axiosData, suggestions: [write('timeout: 10_000', 'import axios from "axios"; await axios.post("https://a.test", body, { timeout: 10_000 });')] }],
    },
    {
      code: 'import axios from "axios"; await axios.post("https://a.test");',
      errors: [{ messageId: 'unbounded', data: axiosData, suggestions: [write('timeout: 10_000', 'import axios from "axios"; await axios.post("https://a.test", undefined, { timeout: 10_000 });')] }],
    },
    {
      code: 'const axios = require("axios"); module.exports = () => axios({ url: "https://a.test", timeout: 0 });',
      filename: 'src/load.js',
      errors: [
        {
          messageId: 'switchedOff', data: { api: 'axios', option: 'timeout: 0', write: 'timeout: 10_000' },
          suggestions: [write('timeout: 10_000', 'const axios = require("axios"); module.exports = () => axios({ url: "https://a.test", timeout: 10_000 });')],
        },
      ],
    },
    {
      code: 'import { get as load } from "axios"; await load?.("https://a.test");',
      errors: [{ messageId: 'unbounded', data: axiosData, suggestions: 1 }],
    },
    {
      code: 'import * as http from "axios"; const client = http.default; await client.get("https://a.test");',
      errors: [{ messageId: 'unbounded', data: axiosData, suggestions: 1 }],
    },
    {
      name: 'one report for a client, none for each of its requests',
      code: 'import axios from "axios"; const api = axios.create({ baseURL: "https://a.test" }); export const a = () => api.get("/a"); export const b = () => api.get("/b", { timeout: 5_000 });',
      errors: [
        {
          messageId: 'unboundedClient', data: axiosData, column: 40,
          suggestions: [write('timeout: 10_000', 'import axios from "axios"; const api = axios.create({ baseURL: "https://a.test", timeout: 10_000 }); export const a = () => api.get("/a"); export const b = () => api.get("/b", { timeout: 5_000 });')],
        },
      ],
    },
    {
      code: 'import axios from "axios"; class Api { readonly #http; constructor() { this.#http = axios.create(); } load() { return this.#http.get("/a"); } }',
      errors: [{ messageId: 'unboundedClient', data: axiosData, suggestions: 1 }],
    },
    {
      code: 'import axios from "axios"; const api = axios.create({}); api.interceptors.request.use(config => { config.headers.set("a", "b"); return config; }); export { api };',
      errors: [{ messageId: 'unboundedClient', data: axiosData, suggestions: 1 }],
    },
    {
      code: 'import { HttpModule } from "@nestjs/axios"; export const http = HttpModule.register({ maxRedirects: 5 });',
      errors: [{ messageId: 'unboundedClient', data: { api: '@nestjs/axios', silence: 'for ever', write: 'timeout: 10_000' }, suggestions: 1 }],
    },
    {
      name: 'includeInjectedClients',
      code: 'import { HttpService } from "@nestjs/axios"; import { map } from "rxjs"; class A { constructor(private readonly http: HttpService) {} load() { return this.http.get("https://a.test").pipe(map(each => each.data)); } }',
      options: [{ includeInjectedClients: true }],
      errors: [{ messageId: 'unbounded', data: { api: '@nestjs/axios', silence: 'for ever', write: 'timeout: 10_000' }, suggestions: 1 }],
    },
    {
      code: 'import got from "got"; await got("https://a.test").text();',
      errors: [{ messageId: 'unbounded', data: { api: 'got', silence: 'for ever', write: 'timeout: { request: 10_000 }' }, suggestions: [write('timeout: { request: 10_000 }', 'import got from "got"; await got("https://a.test", { timeout: { request: 10_000 } }).text();')] }],
    },
    {
      code: 'import got from "got"; await got({ url: "https://a.test" });',
      errors: [{ messageId: 'unbounded', suggestions: [write('timeout: { request: 10_000 }', 'import got from "got"; await got({ url: "https://a.test", timeout: { request: 10_000 } });')] }],
    },
    {
      code: 'import got from "got"; export const api = got.extend({ prefixUrl: "https://a.test" });',
      errors: [{ messageId: 'unboundedClient', suggestions: 1 }],
    },
    {
      code: 'import ky from "ky"; await ky.get("https://a.test", { timeout: false });',
      errors: [{ messageId: 'switchedOff', data: { api: 'ky', option: 'timeout: false', write: 'timeout: 10_000' }, suggestions: [write('timeout: 10_000', 'import ky from "ky"; await ky.get("https://a.test", { timeout: 10_000 });')] }],
    },
    {
      code: 'import { $fetch } from "ofetch"; await $fetch("https://a.test");',
      errors: [{ messageId: 'unbounded', data: { api: 'ofetch', silence: 'for five minutes', write: 'timeout: 10_000' }, suggestions: 1 }],
    },
    {
      code: 'const fetch = require("node-fetch"); fetch("https://a.test").then(read, fail);',
      filename: 'src/load.js',
      errors: [{ messageId: 'unbounded', data: { api: 'node-fetch', silence: 'for ever', write: SIGNAL }, suggestions: 1 }],
    },
    {
      code: 'import superagent from "superagent"; await superagent.get("https://a.test").set("a", "b");',
      errors: [{ messageId: 'unbounded', data: { api: 'superagent', silence: 'for ever', write: '.timeout(10_000)' }, suggestions: [write('.timeout(10_000)', 'import superagent from "superagent"; await superagent.get("https://a.test").timeout(10_000).set("a", "b");')] }],
    },
    {
      code: 'import https from "node:https"; https.get("https://a.test", response => response.resume()).on("error", fail);',
      errors: [{ messageId: 'unbounded', data: { api: 'https', silence: 'for ever', write: SIGNAL }, suggestions: [write(SIGNAL, `import https from "node:https"; https.get("https://a.test", { ${SIGNAL} }, response => response.resume()).on("error", fail);`)] }],
    },
    {
      code: 'import { request } from "http"; const options = { host: "a.test" }; const call = request(options, read); call.on("error", fail); call.end();',
      errors: [{ messageId: 'unbounded', data: { api: 'http', silence: 'for ever', write: SIGNAL }, suggestions: 1 }],
    },
    {
      code: 'import http from "node:http"; import https from "node:https"; export function load(url: URL) { const client = url.protocol === "https:" ? https : http; client.get(url, response => response.resume()).on("error", fail); }',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      code: 'import request from "request"; request({ url: "https://a.test" }, (error, response) => done(error, response));',
      errors: [{ messageId: 'unbounded', suggestions: 1 }],
    },
    {
      name: 'a signal of the client would be one time for all requests together',
      code: 'import { GraphQLClient } from "graphql-request"; export const client = new GraphQLClient("https://a.test");',
      errors: [{ messageId: 'unboundedClient', suggestions: [write('requestMiddleware: request => ({ ...request, signal: AbortSignal.timeout(10_000) })', `import { GraphQLClient } from "graphql-request"; export const client = new GraphQLClient("https://a.test", { requestMiddleware: request => ({ ...request, signal: AbortSignal.timeout(10_000) }) });`)] }],
    },
    { code: 'import { request } from "graphql-request"; export const load = () => request("https://a.test", "{ a }");', errors: [{ messageId: 'unbounded', suggestions: [] }] },
    // functions of the file that hand their options on
    {
      code: 'async function send(url: string, init: RequestInit) { return await fetch(url, init); }\nexport const load = () => send("https://a.test", { method: "POST" });',
      errors: [
        {
          messageId: 'unboundedCall', line: 2, column: 27, endColumn: 31,
          data: { ...fetchData, callee: 'send' },
          suggestions: [write(SIGNAL, `async function send(url: string, init: RequestInit) { return await fetch(url, init); }\nexport const load = () => send("https://a.test", { method: "POST", ${SIGNAL} });`)],
        },
      ],
    },
    {
      name: 'each call decides for itself',
      code: 'const send = (url, init) => fetch(url, { ...init, headers });\nexport const a = () => send("https://a.test");\nexport const b = signal => send("https://b.test", { signal });',
      filename: 'src/load.js',
      errors: [{ messageId: 'unboundedCall', line: 2, suggestions: [write(SIGNAL, `const send = (url, init) => fetch(url, { ...init, headers });\nexport const a = () => send("https://a.test", { ${SIGNAL} });\nexport const b = signal => send("https://b.test", { signal });`)] }],
    },
    {
      name: 'options that a second function adorns',
      code: 'async function send(url: string, options: RequestInit) { try { return await fetch(url, standard(options)); } catch (error) { log(error); } }\nfunction standard(options: RequestInit) { return { ...options, headers: { ...options.headers, a: "b" } }; }\nexport class Api { load() { return send(this.url, { method: "POST" }); } }',
      errors: [{ messageId: 'unboundedCall', line: 3, suggestions: 1 }],
    },
    {
      name: 'methods of a class',
      code: 'class Api {\n  async #send(path: string, options: RequestInit = {}) { return await fetch(`https://a.test/${path}`, { ...options }); }\n  load() { return this.#send("a"); }\n  save() { return this.#send("a", { method: "PUT", signal: AbortSignal.timeout(1_000) }); }\n}\nexport { Api };',
      errors: [{ messageId: 'unboundedCall', line: 3, data: { ...fetchData, callee: 'this.#send' }, suggestions: 1 }],
    },
    {
      name: 'a signal that is taken from the options, where none is given',
      code: 'const send = (url: string, options: { signal?: AbortSignal } = {}) => fetch(url, { method: "POST", signal: options.signal }); export const load = () => send("https://a.test");',
      errors: [{ messageId: 'unboundedInside', suggestions: [] }],
    },
    {
      name: 'a signal of a pattern, where none is given',
      code: 'const send = ({ url, signal }: Job) => fetch(url, { signal }); export const load = () => send({ url: "https://a.test" });',
      errors: [{ messageId: 'unboundedInside', suggestions: [] }],
    },
    {
      name: 'through two functions',
      code: 'const inner = (url: string, init: RequestInit) => fetch(url, init);\nconst outer = (url: string, init: RequestInit) => inner(url, { ...init, method: "POST" });\nexport const load = () => outer("https://a.test", { headers });',
      errors: [{ messageId: 'unboundedInside', line: 3, suggestions: [] }],
    },
    {
      name: 'in the executor of a promise',
      code: 'const https = require("https");\nfunction send(options) { return new Promise((resolve, reject) => { const request = https.request(options, resolve); request.on("error", reject); request.end(); }); }\nmodule.exports = () => send({ host: "a.test" });',
      filename: 'src/load.js',
      errors: [{ messageId: 'unboundedCall', line: 3, suggestions: 1 }],
    },
    { code: 'import axios from "axios"; async function post(body, config) { return (await axios.post("https://a.test", body, config)).data; } export const load = () => post({ a: 1 }, { headers: {} });', filename: 'src/load.js', errors: [{ messageId: 'unboundedCall', suggestions: 1 }] },
    // controllers that nobody aborts
    {
      code: 'export async function load() {\n  const controller = new AbortController();\n  return await fetch("https://a.test", { signal: controller.signal });\n}',
      errors: [
        {
          messageId: 'neverAborted', line: 3, data: { api: '`fetch`', silence: 'for five minutes', controller: 'controller', write: 'signal: AbortSignal.any([controller.signal, AbortSignal.timeout(10_000)])' },
          suggestions: [
            write('signal: AbortSignal.any([controller.signal, AbortSignal.timeout(10_000)])', 'export async function load() {\n  const controller = new AbortController();\n  return await fetch("https://a.test", { signal: AbortSignal.any([controller.signal, AbortSignal.timeout(10_000)]) });\n}'),
          ],
        },
      ],
    },
    { code: 'const { signal } = new AbortController(); await fetch("https://a.test", { signal });', errors: [{ messageId: 'neverAborted', suggestions: [write('signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)])', 'const { signal } = new AbortController(); await fetch("https://a.test", { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });')] }] },
    { code: 'import axios from "axios"; const c = new AbortController(); const { signal } = c; await axios.get("https://a.test", { signal: c.signal });', errors: [{ messageId: 'neverAborted', suggestions: 1 }] },
    { code: 'await fetch("https://a.test", { signal: new AbortController().signal });', errors: [{ messageId: 'neverAborted', data: { api: '`fetch`', silence: 'for five minutes', controller: 'new AbortController()', write: 'signal: AbortSignal.any([new AbortController().signal, AbortSignal.timeout(10_000)])' }, suggestions: 1 }] },
    { name: 'the function that would abort it is never run', code: 'export async function load() { const c = new AbortController(); const stop = () => c.abort(); return await fetch("https://a.test", { signal: c.signal }); }', errors: [{ messageId: 'neverAborted', suggestions: 1 }] },
    // more clients
    { code: 'import { request } from "undici"; await request("https://a.test", { headersTimeout: 0 });', errors: [{ messageId: 'switchedOff', suggestions: 0 }] },
    { code: 'import http2 from "node:http2"; const session = http2.connect("https://a.test"); const stream = session.request({ ":path": "/" }); stream.on("response", read); stream.end();', errors: [{ messageId: 'unbounded', data: { api: 'http2', silence: 'for ever', write: SIGNAL }, suggestions: [write(SIGNAL, `import http2 from "node:http2"; const session = http2.connect("https://a.test"); const stream = session.request({ ":path": "/" }, { ${SIGNAL} }); stream.on("response", read); stream.end();`)] }] },
    { code: 'import { Octokit } from "@octokit/rest"; export const github = new Octokit({ auth });', errors: [{ messageId: 'unboundedClient', suggestions: 1 }] },
    { code: 'import { request } from "@octokit/request"; await request("GET /zen", { owner: "a" });', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: 'import { WebClient } from "@slack/web-api"; export const slack = new WebClient(process.env.SLACK_TOKEN);', errors: [{ messageId: 'unboundedClient', data: { api: '@slack/web-api', silence: 'for five minutes', write: 'timeout: 10_000' }, suggestions: [write('timeout: 10_000', 'import { WebClient } from "@slack/web-api"; export const slack = new WebClient(process.env.SLACK_TOKEN, { timeout: 10_000 });')] }] },
    { code: 'import { IncomingWebhook } from "@slack/webhook"; export const hook = new IncomingWebhook(url);', errors: [{ messageId: 'unboundedClient', suggestions: 1 }] },
    { code: 'import wretch from "wretch"; export const load = () => wretch("https://a.test").auth("a").get().json();', errors: [{ messageId: 'unboundedClient', suggestions: [] }] },
    { code: 'import superagent from "superagent"; const agent = superagent.agent(); export const load = async () => { const { body } = await agent.get("https://a.test").set("a", "b"); return body; };', errors: [{ messageId: 'unboundedClient', suggestions: [write('.timeout(10_000)', 'import superagent from "superagent"; const agent = superagent.agent().timeout(10_000); export const load = async () => { const { body } = await agent.get("https://a.test").set("a", "b"); return body; };')] }] },
    { code: 'const Wreck = require("@hapi/wreck"); module.exports = async () => { const { payload } = await Wreck.get("https://a.test", { json: true }); return payload; };', filename: 'src/load.js', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: 'import { HttpModule } from "@nestjs/axios"; export const http = HttpModule.registerAsync({ useFactory: () => ({ maxRedirects: 5 }) });', errors: [{ messageId: 'unboundedClient', data: { api: '@nestjs/axios', silence: 'for ever', write: 'useFactory: () => ({ timeout: 10_000 })' }, suggestions: [] }] },
    { code: 'import { HttpModule } from "@nestjs/axios"; export const http = HttpModule.registerAsync({ inject: [Config], useFactory: async (config: Config) => { return { baseURL: config.url }; } });', errors: [{ messageId: 'unboundedClient', suggestions: [] }] },
    { code: 'import fetch from "isomorphic-fetch"; await fetch("https://a.test");', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: 'const get = require("simple-get"); get.concat({ url: "https://a.test" }, done);', filename: 'src/load.js', errors: [{ messageId: 'unbounded', suggestions: 1 }] },
    { code: 'import { Gaxios } from "gaxios"; const api = new Gaxios(); export const load = () => api.request({ url: "https://a.test" });', errors: [{ messageId: 'unboundedClient', suggestions: 1 }] },
    { code: 'import sgMail from "@sendgrid/mail"; sgMail.setApiKey(process.env.SENDGRID_KEY); export const send = (message: Message) => sgMail.send(message);', errors: [{ messageId: 'unboundedClient', data: { api: '@sendgrid/mail', silence: 'for ever', write: 'setTimeout(10_000)' }, suggestions: [] }] },
    { code: 'import phin from "phin"; const load = phin.defaults({ parse: "json" }); export const run = () => load({ url: "https://a.test" });', errors: [{ messageId: 'unboundedClient', suggestions: 1 }] },
  ],
});
