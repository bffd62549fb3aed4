import rule from '../../../src/rules/waits/require-outbound-policy.js';
import { ruleTests } from '../../rule-tests.js';

const byName = [{ wrappers: [{ from: 'file', path: 'http/resilient.ts', name: 'callUpstream' }] }] as const;
const byText = [{ wrappers: ['./http/resilient.js:callUpstream', 'p-retry:default'] }] as const;
const byPath = [{ modules: ['src/clients/**', 'src/http/*.ts'] }] as const;
const wrapper = "import { callUpstream } from './http/resilient.js';\n";
const one = [{ messageId: 'unprotected' }];

ruleTests(rule, {
  valid: [
    { name: 'nothing is asked for', code: "await fetch('https://a.test');" },
    { name: 'through the wrapper', options: byName, code: `${wrapper}export const load = id => callUpstream(() => fetch('https://a.test/' + id));`, filename: 'src/orders.js' },
    { name: 'the same, as text', options: byText, code: `${wrapper}export const load = id => callUpstream(async signal => { const r = await fetch('https://a.test/' + id, { signal }); return r.json(); });`, filename: 'src/orders.js' },
    { name: 'a package', options: byText, code: "import pRetry from 'p-retry';\nexport const load = () => pRetry(() => fetch('https://a.test'));" },
    { name: 'a function that is handed to it', options: byName, code: `${wrapper}async function load() { return fetch('https://a.test'); }\nexport const orders = () => callUpstream(load);` },
    { name: 'a function that is called in it', options: byName, code: `${wrapper}async function load(id) { return fetch('https://a.test/' + id); }\nexport const orders = id => callUpstream(() => load(id));`, filename: 'src/x.js' },
    { name: 'a method', options: byName, code: `${wrapper}export class Orders { private async get(id: string) { return fetch('https://a.test/' + id); } load(id: string) { return callUpstream(() => this.get(id)); } }` },
    { name: 'an option of it', options: byName, code: `${wrapper}export const load = () => callUpstream({ name: 'a', run: () => fetch('https://a.test') });` },
    { name: 'itself in its place', options: byName, code: `${wrapper}export const load = () => callUpstream(fetch('https://a.test'));` },
    { name: 'a circuit breaker', options: byName, code: "import CircuitBreaker from 'opossum';\nconst breaker = new CircuitBreaker(load, { timeout: 1000 });\nasync function load(id) { return fetch('https://a.test/' + id); }\nexport const orders = id => breaker.fire(id);", filename: 'src/x.js' },
    { name: 'a circuit breaker in a class', options: byName, code: "import CircuitBreaker from 'opossum';\nimport axios from 'axios';\nexport class Orders { private readonly breaker = new CircuitBreaker(this.load.bind(this)); private async load(id: string) { return axios.get('https://a.test/' + id); } find(id: string) { return this.breaker.fire(id); } }" },
    { name: 'a policy', options: byName, code: "import { circuitBreaker, handleAll, ConsecutiveBreaker } from 'cockatiel';\nconst policy = circuitBreaker(handleAll, { halfOpenAfter: 1000, breaker: new ConsecutiveBreaker(5) });\nexport const load = () => policy.execute(({ signal }) => fetch('https://a.test', { signal }));" },
    { name: 'a decorator', options: [{ wrappers: ['./policies.js:Resilient'] }], code: "import { Resilient } from './policies.js';\nexport class Orders { @Resilient({ timeout: 1000 }) async load() { return fetch('https://a.test'); } }" },
    { name: 'the wrapper itself', options: byName, filename: 'src/http/resilient.ts', code: "export async function callUpstream(url: string) { return fetch(url); }" },
    { name: 'a module that may', options: byPath, filename: 'src/clients/stock/api.ts', code: "export const load = () => fetch('https://a.test');" },
    { name: 'another module that may', options: byPath, filename: 'packages/api/src/http/client.ts', code: "export const load = () => fetch('https://a.test');" },
    { name: 'no request', options: byName, code: "import { api } from './api.js'; export const load = () => api.get('/orders'); export const other = fetch => fetch('https://a.test');", filename: 'src/x.js' },
    { name: 'a query, not asked for', options: byName, code: "import { Pool } from 'pg'; const pool = new Pool(); export const load = () => pool.query('select 1');" },
    { name: 'tests', options: byName, filename: 'src/a.test.ts', code: "await fetch('https://a.test');" },
    { name: 'functions that call each other', options: byName, code: `${wrapper}const a = async n => n ? b(n) : fetch('https://a.test'); const b = async n => a(n - 1); export const run = () => callUpstream(() => b(1));`, filename: 'src/x.js' },
  ],
  invalid: [
    { code: "export const load = () => fetch('https://a.test');", options: byName, errors: [{ messageId: 'unprotected', line: 1, column: 27, endColumn: 32, data: { api: 'fetch', wrapper: '`callUpstream`' } }] },
    { name: 'modules', options: byPath, filename: 'src/orders.ts', code: "export const load = () => fetch('https://a.test');", errors: [{ messageId: 'unprotected', data: { api: 'fetch', wrapper: 'a function of `src/clients/**`' } }] },
    { name: 'a folder deeper than the pattern', options: byPath, filename: 'src/http/a/b.ts', code: "export const load = () => fetch('https://a.test');", errors: one },
    { name: 'text', options: byText, code: "import axios from 'axios'; export const load = () => axios.get('https://a.test');", errors: [{ messageId: 'unprotected', data: { api: 'axios.get', wrapper: '`callUpstream`' } }] },
    { name: 'several names', options: [{ wrappers: [{ from: 'package', package: '@acme/http', name: ['call', 'stream'] }] }], code: "export const load = () => fetch('https://a.test');", errors: [{ messageId: 'unprotected', data: { api: 'fetch', wrapper: '`call` or `stream`' } }] },
    { name: 'a wrapper of that name from elsewhere', options: byName, code: "import { callUpstream } from './other.js'; export const load = () => callUpstream(() => fetch('https://a.test'));", errors: one },
    { name: 'a retry is no breaker', options: byName, code: "import pRetry from 'p-retry'; export const load = () => pRetry(() => fetch('https://a.test'));", errors: one },
    { name: 'beside the wrapper', options: byName, code: `${wrapper}export async function load() { const r = await fetch('https://a.test'); await callUpstream(() => r.json()); }`, errors: one },
    { name: 'a client that is made here', options: byName, code: "import axios from 'axios'; const api = axios.create({ timeout: 1000 }); export const load = () => api.post('/a', {});", errors: one },
    { name: 'require', options: byName, filename: 'src/x.js', code: "const got = require('got'); exports.load = () => got('https://a.test');", errors: one },
    { name: 'a namespace', options: byName, code: "import * as undici from 'undici'; export const load = () => undici.request('https://a.test');", errors: one },
    { name: 'an injected client', options: byName, code: "import { HttpService } from '@nestjs/axios'; export class A { constructor(private readonly http: HttpService) {} run() { return this.http.get('https://a.test'); } }", errors: one },
    { name: 'a method that nobody wraps', options: byName, code: "export class A { async get() { return fetch('https://a.test'); } run() { return this.get(); } }", errors: one },
    { name: 'queries', options: [{ wrappers: ['./db.js:guarded'], additionalRoles: ['database-query'] }], code: "import { Pool } from 'pg'; const pool = new Pool(); export const load = () => pool.query('select 1');", errors: one },
    { name: 'two', options: byName, code: "export const a = () => fetch('https://a.test'); export const b = () => fetch('https://b.test');", errors: [...one, ...one] },
  ],
});
