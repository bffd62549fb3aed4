import rule from '../../../src/rules/waits/no-futile-retry.js';
import { ruleTests } from '../../rule-tests.js';

const blind = { messageId: 'blind' } as const;
const nested = { messageId: 'nested' } as const;
const loop = (work: string, clause: string, before = ''): string => `import { setTimeout as delay } from "node:timers/promises"; ${before} export async function run(url: string) { for (let attempt = 0; attempt < 3; attempt += 1) { try { return await ${work}; } catch (error) { ${clause} } } }`;
const AXIOS = 'import axios from "axios";';

ruleTests(rule, {
  valid: [
    { code: 'import axios from "axios"; import pRetry from "p-retry"; await pRetry(() => axios.get(url), { retries: 3, shouldRetry: isTransient });' },
    { code: 'import axios from "axios"; import pRetry from "p-retry"; await pRetry(() => axios.get(url), { retries: 3, onFailedAttempt: check });' },
    { name: 'opaque options', code: 'import axios from "axios"; import pRetry from "p-retry"; export const get = options => pRetry(() => axios.get(url), { retries: 3, ...options });' },
    { name: 'the task ends it', code: 'import axios from "axios"; import pRetry, { AbortError } from "p-retry"; await pRetry(async () => { const answer = await axios.get(url, { validateStatus: null }); if (answer.status === 404) throw new AbortError("gone"); return answer; });' },
    { name: 'the task bails', code: 'import axios from "axios"; import retry from "async-retry"; await retry(async bail => { try { return await axios.get(url); } catch (error) { bail(error); } });' },
    { name: 'the task says what is tried again', code: 'import axios from "axios"; import promiseRetry from "promise-retry"; await promiseRetry(again => axios.get(url).catch(again));' },
    { name: 'fetch fails when the network does', code: 'import pRetry from "p-retry"; await pRetry(() => fetch(url), { retries: 3 });' },
    { name: 'no request', code: 'import pRetry from "p-retry"; await pRetry(() => work(), { retries: 3 });' },
    { name: 'one more attempt', code: 'import axios from "axios"; import pRetry from "p-retry"; await pRetry(() => axios.get(url), { retries: 1 });' },
    { name: 'the catch looks at the error', code: loop('axios.get(url)', 'if (error.response?.status < 500) throw error; await delay(100);', AXIOS) },
    { name: 'the catch asks a function', code: loop('axios.get(url)', 'if (!isTransient(error)) throw error; await delay(100);', AXIOS) },
    { name: 'a policy for some errors', code: 'import axios from "axios"; import { handleWhen, retry } from "cockatiel"; const policy = retry(handleWhen(isTransient), { maxAttempts: 3 }); await policy.execute(() => axios.get(url));' },
    { name: 'retries in one place', code: 'import got from "got"; import pRetry from "p-retry"; await pRetry(() => got(url, { retry: { limit: 0 } }), { retries: 3, shouldRetry });' },
    { name: 'no retries around', code: 'import got from "got"; await got(url);' },
    { name: 'ky leaves POST alone', code: 'import ky from "ky"; import pRetry from "p-retry"; await pRetry(() => ky.post(url), { retries: 3, shouldRetry });' },
    { name: 'a count that cannot be seen', code: 'import got from "got"; import pRetry from "p-retry"; await pRetry(() => got(url), { retries: config.retries, shouldRetry });' },
    { name: 'a client that does not try again', code: 'import axios from "axios"; import axiosRetry from "axios-retry"; import pRetry from "p-retry"; const a = axios.create(); const b = axios.create(); axiosRetry(a, { retries: 3 }); await pRetry(() => b.get(url), { retries: 3, shouldRetry });' },
    { name: 'tests', code: 'import axios from "axios"; import pRetry from "p-retry"; await pRetry(() => axios.get(url), { retries: 3 });', filename: 'src/get.test.ts' },
  ],
  invalid: [
    { code: 'import axios from "axios"; import pRetry from "p-retry"; await pRetry(() => axios.get(url), { retries: 3 });', errors: [{ messageId: 'blind', column: 64, endColumn: 70, data: { work: 'axios.get', write: 'Pass `shouldRetry`, which answers true for status 408, 429 and 5xx and for network errors only.' } }] },
    { name: 'by default', code: 'import axios from "axios"; import pRetry from "p-retry"; await pRetry(() => axios.get(url));', errors: [blind] },
    { name: 'every status is a failure', code: 'import pRetry from "p-retry"; await pRetry(async () => { const answer = await fetch(url); if (!answer.ok) throw new Error("failed"); return answer.json(); }, { retries: 3 });', errors: [blind] },
    { name: 'a function in view', code: 'import axios from "axios"; import pRetry from "p-retry"; async function load() { return axios.get(url); } await pRetry(() => load(), { retries: 3 });', errors: [blind] },
    { name: 'async-retry', code: 'const axios = require("axios"); const retry = require("async-retry"); exports.get = url => retry(() => axios.get(url), { retries: 3 });', filename: 'lib/get.js', errors: [{ messageId: 'blind', data: { work: 'axios.get', write: 'Throw at once where the status is below 500 and not 408 or 429.' } }] },
    { name: 'exponential-backoff', code: 'import axios from "axios"; import { backOff } from "exponential-backoff"; await backOff(() => axios.get(url));', errors: [blind] },
    { name: 'cockatiel', code: 'import axios from "axios"; import { ExponentialBackoff, handleAll, retry } from "cockatiel"; const policy = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }); await policy.execute(() => axios.get(url));', errors: [blind] },
    { name: 'a loop', code: loop('axios.get(url)', 'await delay(100 * 2 ** attempt);', AXIOS), errors: [{ messageId: 'blind', data: { work: 'axios.get', write: 'Throw at once where the status is below 500 and not 408 or 429.' } }] },
    { name: 'a loop that counts', code: loop('axios.get(url)', 'if (attempt === 2) throw error; await delay(100 * 2 ** attempt);', AXIOS), errors: [blind] },
    { name: 'got in p-retry', code: 'import got from "got"; import pRetry from "p-retry"; await pRetry(() => got("https://a.test"), { retries: 3, shouldRetry });', errors: [{ messageId: 'nested', data: { work: 'got', product: '12' } }] },
    { name: 'ky in a loop', code: loop('ky.get(url)', 'if (error.response.status < 500) throw error; await delay(100);', 'import ky from "ky";'), errors: [{ messageId: 'nested', data: { work: 'ky.get', product: '9' } }] },
    { name: 'a client that axios-retry has', code: 'import axios from "axios"; import axiosRetry from "axios-retry"; import pRetry from "p-retry"; const api = axios.create(); axiosRetry(api, { retries: 3 }); await pRetry(() => api.get("/a"), { retries: 3, shouldRetry });', errors: [{ messageId: 'nested', data: { work: 'api.get', product: '16' } }] },
    { name: 'a client of got', code: 'import got from "got"; import pRetry from "p-retry"; const api = got.extend({ retry: { limit: 4 } }); await pRetry(() => api("a"), { retries: 1, shouldRetry });', errors: [{ messageId: 'nested', data: { work: 'api', product: '10' } }] },
    { name: 'p-retry in p-retry', code: 'import pRetry from "p-retry"; const load = () => pRetry(() => work(), { retries: 2 }); await pRetry(() => load(), { retries: 4, shouldRetry });', errors: [nested] },
  ],
});
