import { defineLibrary, type AcquiresFacts, type Entry, type InertOption, type KeepFacts, type Library, type ReplyFacts, type WaitFacts, type RetryFacts } from './schema.js';

const SIGNAL = 'signal: AbortSignal.timeout(10_000)';
/** They reject with the signal's own reason. */
const REASONS = { abort: 'AbortError', timeout: 'TimeoutError' } as const;
const FIVE_MINUTES = 'for five minutes';

/** Keys that others have for a bound, and that an API passes over without a word. */
const ignored = (api: string, ...keys: readonly string[]): InertOption[] =>
  keys.map(key => ({
    key,
    why: `is no option of ${api}, which ignores it`,
    instead: '`signal: AbortSignal.timeout(ms)`',
    write: 'signal: AbortSignal.timeout($)',
  }));
const BORROWED = ['timeout', 'timeoutMs', 'requestTimeout', 'headersTimeout'];

/** Each resolves on every status. Tried with one connection: a body of 64 KB that nobody reads blocks the next request, until the response is collected. */
const fetchReply: ReplyFacts = {
  status: ['ok', 'status', 'statusText'],
  body: ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData', 'buffer', 'textConverted', 'body'],
  failed: '!$.ok',
  code: '$.status',
  unread: { holds: 'until collected', write: 'await $.body?.cancel();' },
};
/** Tried: 100 KB that nobody reads block the next request, also once the response has been collected. `throwOnError` is an option of undici 6; an interceptor of the dispatcher can do the same. */
const undiciReply: ReplyFacts = {
  status: ['statusCode', 'statusText'],
  body: ['body'],
  failed: '$.statusCode >= 400',
  code: '$.statusCode',
  mayRejectWith: ['throwOnError', 'dispatcher'],
  unread: { holds: 'for ever', write: 'await $.body.dump();' },
};
/** lib/core/settle.js: it resolves where `validateStatus` is nothing, or gives something true. */
const axiosReply: ReplyFacts = {
  status: ['status', 'statusText'],
  body: ['data'],
  failed: '$.status >= 400',
  code: '$.status',
  rejectsUnless: 'validateStatus',
  streamedWith: { option: 'responseType', value: 'stream' },
};
const gotReply: ReplyFacts = {
  status: ['ok', 'statusCode', 'statusMessage'],
  body: ['body', 'rawBody', 'json', 'text', 'buffer'],
  failed: '!$.ok',
  code: '$.statusCode',
  rejectsUnless: 'throwHttpErrors',
};
const kyReply: ReplyFacts = { ...fetchReply, rejectsUnless: 'throwHttpErrors' };
/** Tried with Node 20 and an agent of one socket: nothing but reading it frees the socket, be it of 5 bytes, of a HEAD request or a 204. */
const nodeReply: ReplyFacts = {
  status: ['statusCode', 'statusMessage'],
  body: ['pipe', 'read', 'iterator'],
  isStream: true,
  failed: '$.statusCode >= 400',
  code: '$.statusCode',
  unread: { holds: 'for ever', write: '$.resume();' },
};

/** undici waits 300 s for headers and 300 s between two chunks of the body; every byte starts the second time again. */
const fetchWait: WaitFacts = {
  argument: 1,
  bounds: ['signal'],
  request: 0,
  rejects: REASONS,
  carriers: ['dispatcher'],
  globalClients: ['setGlobalDispatcher@undici'],
  silence: FIVE_MINUTES,
  write: SIGNAL,
  inert: ignored('`fetch`', ...BORROWED),
};

/** Its time begins with the headers: tried. */
const undiciBody: InertOption = { key: 'bodyTimeout', why: 'begins with the headers, and does not bound the wait for them', instead: '`headersTimeout` beside it', write: 'bodyTimeout: $, headersTimeout: $' };
const undiciWait = (argument: number): WaitFacts => ({
  argument,
  bounds: ['signal', 'headersTimeout'],
  rejects: REASONS,
  carriers: ['dispatcher'],
  globalClients: ['setGlobalDispatcher@undici'],
  silence: FIVE_MINUTES,
  write: SIGNAL,
  inert: [...ignored("undici's requests", 'timeout', 'timeoutMs'), undiciBody],
});
const undiciClientWait = (argument: number): WaitFacts => ({
  argument,
  bounds: ['headersTimeout'],
  silence: FIVE_MINUTES,
  write: 'headersTimeout: 10_000, bodyTimeout: 10_000',
  inert: [{ key: 'timeout', why: "is no option of undici's clients, which ignore it", instead: '`headersTimeout` and `bodyTimeout`', write: 'headersTimeout: $, bodyTimeout: $' }, undiciBody],
});
const UNDICI_POOL: KeepFacts = { what: 'connections of its own', harm: 'every request pays for a new connection and its TLS handshake, and sockets run out in a burst', kind: 'connections' };
const undiciClient = (type: string, wait: WaitFacts, role: 'http-client' | 'other', example: string): Entry => ({ role, use: 'new', gives: type, wait, keeps: UNDICI_POOL, example: `import { ${type} } from 'undici'; ${example}` });

const AXIOS_OPTIONS = [
  'timeout', 'headers', 'params', 'auth', 'baseURL', 'responseType', 'signal', 'maxRedirects', 'httpAgent', 'httpsAgent', 'validateStatus',
  'withCredentials', 'maxContentLength', 'maxBodyLength', 'decompress', 'proxy', 'paramsSerializer', 'transformResponse',
];
const axiosTimeout = { instead: '`timeout: ms`', write: 'timeout: $' } as const;
/** Axios reads `timeout`, in milliseconds, and passes over these: tried. */
const axiosInert: readonly InertOption[] = [
  ...['timeoutMs', 'requestTimeout', 'responseTimeout', 'connectTimeout', 'connectionTimeout'].map(key => ({ key, why: 'is no option of axios, which ignores it', ...axiosTimeout })),
  { key: 'headers.timeout', why: 'is sent to the server as a header', instead: '`timeout: ms` beside `headers`' },
];
const axiosWait = (argument: WaitFacts['argument']): WaitFacts => ({
  argument,
  rejects: { abort: 'CanceledError', timeout: 'CanceledError' },
  bounds: ['timeout', 'signal', 'cancelToken'],
  // Infinity is refused with ERR_BAD_OPTION_VALUE.
  off: [0, false],
  inert: axiosInert,
  settings: ['defaults.timeout', 'defaults.signal', 'defaults'],
  hooks: ['interceptors.request.use'],
  write: 'timeout: 10_000',
});
const axiosBodyWait: WaitFacts = { ...axiosWait(2), data: { argument: 1, options: AXIOS_OPTIONS } };

/** The methods that axios, its instances and Nest's HttpService share. */
function axiosMethods(prefix: string, example: (call: string) => string, rest: Partial<Entry>, more: Partial<WaitFacts> = {}): Record<string, Entry> {
  const entries: Record<string, Entry> = {
    [`${prefix}request`]: { role: 'http-request', ...rest, wait: { ...axiosWait(0), ...more }, example: example("request({ url: 'https://a.test' })") },
  };
  for (const name of ['get', 'delete', 'head', 'options']) {
    if (name === 'options' && prefix.startsWith('HttpService')) continue;
    const third: InertOption = { key: 'timeout', argument: 2, why: `stands in a third argument, which \`${name}\` does not read`, instead: 'the options as argument 2' };
    entries[prefix + name] = { role: 'http-request', ...rest, wait: { ...axiosWait(1), inert: [...axiosInert, third], ...more }, example: example(`${name}('https://a.test')`) };
  }
  for (const name of ['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm', 'query']) {
    entries[prefix + name] = {
      role: 'http-request', ...rest, wait: { ...axiosBodyWait, ...more },
      // Run with 1.21.1: a refused connection leaves the file open.
      ...(!name.endsWith('Form') && { leavesOpen: { argument: 1 } }),
      example: example(`${name}('https://a.test', body)`),
    };
  }
  return entries;
}

const gotWait: WaitFacts = {
  argument: [1, 0],
  // A number throws since got 12 and was the whole request's time before.
  bounds: ['timeout', 'signal'],
  off: [],
  write: 'timeout: { request: 10_000 }',
  // Each of these ends before the answer begins, or begins with it: tried.
  inert: ['connect', 'lookup', 'secureConnect', 'send', 'read'].map(phase => ({
    key: `timeout.${phase}`,
    why: phase === 'read' ? 'begins with the answer, and does not bound the wait for it' : 'ends when that phase does, and does not bound the answer',
    instead: '`request` beside it',
    unless: ['timeout.request', 'timeout.response', 'timeout.socket'],
    write: `${phase}: $, request: $`,
  })),
};
const kyWait: WaitFacts = { argument: 1, bounds: ['timeout', 'signal'], bounded: '10 s', off: [false], silence: FIVE_MINUTES, write: 'timeout: 10_000' };
const ofetchWait: WaitFacts = {
  argument: 1,
  bounds: ['timeout', 'signal'],
  silence: FIVE_MINUTES,
  write: 'timeout: 10_000',
  // dist/shared, `!context.options.signal && context.options.timeout`; and tried.
  inert: [{ key: 'timeout', beside: ['signal'], why: 'is passed over by ofetch where a `signal` is given too', instead: '`signal: AbortSignal.any([signal, AbortSignal.timeout(ms)])` alone' }],
};
/** 2.x reads `timeout`, 3.x ignores it; both take a signal. */
const nodeFetchWait: WaitFacts = {
  argument: 1,
  bounds: ['signal', 'timeout'],
  request: 0,
  write: SIGNAL,
  inert: [{ key: 'timeout', since: '3', why: 'is no option of node-fetch 3, which ignores it', instead: '`signal: AbortSignal.timeout(ms)`', write: 'signal: AbortSignal.timeout($)' }],
};
/** Both are node-fetch 2 in Node, which reads `timeout`. */
const wrappedNodeFetchWait: WaitFacts = { argument: 1, bounds: ['signal', 'timeout'], request: 0, write: SIGNAL };

/** What these clients do by themselves when a request has failed. */
const gotRetry: RetryFacts = {
  argument: [1, 0],
  count: { options: ['retry.limit'], of: 'retries', default: 2 },
  pause: { options: ['retry.calculateDelay'], default: 'growing' },
  posts: { listedIn: 'retry.methods' },
};
const kyRetry: RetryFacts = {
  argument: [1, 0],
  count: { options: ['retry.limit', 'retry'], of: 'retries', default: 2 },
  pause: { options: ['retry.delay'], default: 'growing' },
  posts: { listedIn: 'retry.methods' },
};
const ofetchRetry: RetryFacts = {
  argument: [1, 0],
  count: { options: ['retry'], of: 'retries', default: 1 },
  pause: { options: ['retryDelay'], number: 'each', default: 'none', write: 'retryDelay: 500' },
  posts: 'counted',
};
const superagentRetry: RetryFacts = {
  argument: 0,
  count: { options: [''], of: 'retries', default: 1 },
  pause: { options: [], default: 'none' },
  decides: { argument: 1 },
  posts: 'always',
};

const HTTP_METHODS = ['get', 'post', 'put', 'patch', 'head', 'delete'];

/** One entry for each of several methods of one shape. */
function methods(names: readonly string[], prefix: string, entry: Omit<Entry, 'example'>, example: (name: string) => string): Record<string, Entry> {
  return Object.fromEntries(names.map(name => [prefix + name, { ...entry, example: example(name) }]));
}

const superagentWait: WaitFacts = { argument: 9, bounds: [], boundedByMethods: ['timeout', 'abort', 'use'], write: '.timeout(10_000)' };
const SUPERAGENT_CHAIN = ['set', 'query', 'send', 'type', 'accept', 'auth', 'redirects', 'ok', 'retry', 'buffer', 'parse', 'attach', 'field', 'responseType'];
/** `.timeout({ … })` reads `response`, `deadline` and `upload`, and warns of others once, on the console: tried. */
const superagentTimeout: WaitFacts = {
  argument: 0,
  bounds: ['response', 'deadline'],
  inert: [
    { key: 'upload', why: 'bounds the sending, not the answer', instead: '`response` or `deadline` beside it', write: 'upload: $, response: $' },
    ...['timeout', 'request', 'connect', 'read'].map(key => ({ key, why: 'is no option of `.timeout()`, which only warns of it', instead: '`response` and `deadline`', write: 'deadline: $' })),
  ],
};
const needleWait: WaitFacts = {
  argument: 'last',
  // `timeout` (alias `open_timeout`) ends with the TCP connection, `read_timeout` begins with the headers.
  bounds: ['response_timeout', 'signal'],
  write: 'response_timeout: 10_000',
  inert: [
    { key: 'timeout', why: 'ends when the connection is open, and does not bound the answer', instead: '`response_timeout` beside it', write: 'timeout: $, response_timeout: $' },
    { key: 'open_timeout', why: 'ends when the connection is open, and does not bound the answer', instead: '`response_timeout` beside it', write: 'open_timeout: $, response_timeout: $' },
    { key: 'read_timeout', why: 'begins with the headers, and does not bound the wait for them', instead: '`response_timeout` beside it', write: 'read_timeout: $, response_timeout: $' },
  ],
  globalClients: ['defaults@needle'],
};
const requestWait = (argument: WaitFacts['argument']): WaitFacts => ({ argument, bounds: ['timeout'], boundedByMethods: ['abort'], write: 'timeout: 10_000' });

const nodeHttpWait: WaitFacts = {
  argument: [0, 1],
  bounds: ['signal', 'timeout'],
  boundedByMethods: ['setTimeout', 'destroy', 'abort', 'on:timeout', 'on:socket'],
  write: SIGNAL,
  inert: [
    {
      key: 'timeout',
      why: "only emits 'timeout', and nobody listens: the request goes on",
      instead: '`signal: AbortSignal.timeout(ms)`, or destroy the request in a `timeout` listener',
      unless: ['signal'],
      unlessListener: 'timeout',
      write: 'signal: AbortSignal.timeout($)',
    },
    ...['requestTimeout', 'headersTimeout'].map(key => ({
      key,
      why: 'is an option of servers, which requests ignore',
      instead: '`signal: AbortSignal.timeout(ms)`',
      unlessListener: 'timeout',
      write: 'signal: AbortSignal.timeout($)',
    })),
  ],
};
const onResponse = [{ argument: -1, parameters: ['ClientResponse@node:http'], awaited: false, runs: 'later', uncaught: true }] as const;

function nodeHttp(module: string): Library {
  return defineLibrary({
    modules: [module],
    verified: 'Node 20.20 and 24.21',
    entries: {
      request: { role: 'http-request', gives: 'ClientRequest@node:http', callbacks: onResponse, wait: nodeHttpWait, reply: nodeReply, example: `import { request } from '${module}'; request('http://a.test')` },
      get: { role: 'http-request', gives: 'ClientRequest@node:http', callbacks: onResponse, wait: nodeHttpWait, reply: nodeReply, example: `import { get } from '${module}'; get('http://a.test')` },
      // Tried: without a listener Node closes the socket; a callback is one.
      'Server#setTimeout': {
        role: 'other',
        gives: 'this',
        wait: { argument: 0, bounds: [], announces: { callback: 1, event: 'timeout', unheard: 'ends' } },
        example: `import { createServer } from '${module}'; createServer(answer).setTimeout(5_000)`,
      },
    },
  });
}

const graphqlInert = ignored('graphql-request', 'timeout');
/** A signal of the client would be one time for all of its requests together. */
const graphqlClientWait: WaitFacts = {
  argument: 1,
  bounds: ['signal', 'fetch', 'requestMiddleware'],
  silence: FIVE_MINUTES,
  write: 'requestMiddleware: request => ({ ...request, signal: AbortSignal.timeout(10_000) })',
  inert: [{ key: 'timeout', why: 'is no option of graphql-request, which ignores it', instead: '`requestMiddleware: request => ({ ...request, signal: AbortSignal.timeout(ms) })`', write: 'requestMiddleware: request => ({ ...request, signal: AbortSignal.timeout($) })' }],
};
/** Options are the form of one argument: `({ document, signal })`. */
const graphqlRequestWait: WaitFacts = { argument: 0, bounds: ['signal'], silence: FIVE_MINUTES, write: '{ document, signal: AbortSignal.timeout(10_000) }', told: true, inert: graphqlInert };

const OCTOKIT_FETCH = 'request: { fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(10_000) }) }';
/** Since @octokit/request 7 it is the global fetch that is called, and gets the signal alone. */
function octokit(module: string, verified: string, since: string): Library {
  const timeout: InertOption = {
    key: 'request.timeout',
    since,
    why: 'was an option of node-fetch, and the fetch that Octokit calls now ignores it',
    instead: '`request: { signal: AbortSignal.timeout(ms) }` at each request, or a `request.fetch` that adds it',
    unless: ['request.fetch', 'request.signal'],
  };
  const wait: WaitFacts = { argument: 0, bounds: ['request.fetch', 'request.signal', 'request.hook'], silence: FIVE_MINUTES, write: OCTOKIT_FETCH, inert: [timeout] };
  return defineLibrary({
    modules: [module],
    verified,
    entries: {
      Octokit: { role: 'http-client', use: 'new', gives: 'Octokit', wait, example: `import { Octokit } from '${module}'; new Octokit({ auth })` },
      'Octokit#request': {
        role: 'http-request',
        promise: true,
        wait: { ...wait, argument: 1, write: 'request: { signal: AbortSignal.timeout(10_000) }' },
        example: `import { Octokit } from '${module}'; await new Octokit({ auth }).request('GET /user')`,
      },
    },
    types: { Octokit: {} },
  });
}
const octokitRequestWait: WaitFacts = { argument: 1, bounds: ['request.fetch', 'request.signal', 'request.hook'], silence: FIVE_MINUTES, write: 'request: { signal: AbortSignal.timeout(10_000) }' };

const wreckWait = (argument: number): WaitFacts => ({ argument, bounds: ['timeout'], write: 'timeout: 10_000' });
const simpleGetWait: WaitFacts = { argument: 0, bounds: ['timeout', 'signal'], write: 'timeout: 10_000' };
const gaxiosWait: WaitFacts = { argument: 0, bounds: ['timeout', 'signal'], silence: FIVE_MINUTES, write: 'timeout: 10_000' };
const slackWait: WaitFacts = { argument: 1, bounds: ['timeout', 'fetch'], silence: FIVE_MINUTES, write: 'timeout: 10_000' };

const WRETCH_CALLS = ['get', 'delete', 'put', 'post', 'patch', 'head', 'opts', 'fetch'];
/** Wretch has no time of its own; what its chain adds may bring one. */
const wretchClientWait: WaitFacts = {
  argument: 1,
  bounds: ['signal'],
  boundedByMethods: ['options', 'signal', 'middlewares', 'polyfills', 'defer', 'resolve', 'setTimeout', 'controller', 'toFetch'],
  silence: FIVE_MINUTES,
  write: 'wretch(url).addon(AbortAddon()).get().setTimeout(10_000)',
  told: true,
  inert: ignored('wretch', 'timeout'),
};

/** Run on Node 20.20: a body that is read in part keeps its connection, even when the lock is released; `cancel` closes it. */
const STREAM_READER: AcquiresFacts = {
  releasedBy: ['cancel', 'releaseLock'],
  what: 'a stream reader',
  harm: 'bodies stay locked and connections open',
  longLived: true,
  readBy: 'read',
  letsGoBy: ['releaseLock'],
  endedBy: ['abort', 'signal'],
};

export const httpClients: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    plainPromises: true,
    entries: {
      fetch: { role: 'http-request', promise: true, gives: 'Response', wait: fetchWait, reply: fetchReply, example: 'await fetch(url)' },
      'globalThis.fetch': { role: 'http-request', promise: true, gives: 'Response', wait: fetchWait, reply: fetchReply, example: 'await globalThis.fetch(url)' },
      Request: { role: 'other', use: 'new', gives: 'Request', wait: { argument: 1, bounds: ['signal'], request: 0, silence: FIVE_MINUTES, write: SIGNAL }, example: 'new Request(url)' },
      'Response#json': { role: 'external-data', promise: true, example: 'await (await fetch(url)).json()' },
      'Response#body.getReader': { role: 'acquire', gives: 'ReadableStreamDefaultReader', acquires: STREAM_READER, example: '(await fetch(url)).body.getReader()' },
      'ReadableStream#getReader': { role: 'acquire', gives: 'ReadableStreamDefaultReader', acquires: STREAM_READER, example: 'async function read(stream: ReadableStream) { stream.getReader(); }' },
      'ReadableStreamDefaultReader#cancel': { role: 'other', promise: true, example: 'await (await fetch(url)).body.getReader().cancel()' },
    },
    types: { Response: {}, Request: {}, ReadableStream: {}, ReadableStreamDefaultReader: {} },
  }),
  defineLibrary({
    modules: ['undici'],
    verified: '7.30.2',
    plainPromises: true,
    entries: {
      fetch: { role: 'http-request', promise: true, gives: 'Response@global', wait: fetchWait, reply: fetchReply, example: "import { fetch } from 'undici'; await fetch(url)" },
      ...methods(['stream', 'upgrade', 'connect'], '', { role: 'http-request', promise: true, wait: undiciWait(1) }, name => `import { ${name} } from 'undici'; await ${name}(url)`),
      request: {
        role: 'http-request',
        promise: true,
        wait: undiciWait(1),
        reply: undiciReply,
        example: "import { request } from 'undici'; await request(url)",
      },
      pipeline: { role: 'http-request', wait: undiciWait(1), example: "import { pipeline } from 'undici'; pipeline(url, {}, handler)" },
      setGlobalDispatcher: { role: 'other', example: "import { setGlobalDispatcher } from 'undici'; setGlobalDispatcher(agent)" },
      'Dispatcher#request': {
        role: 'http-request',
        promise: 'without-callback',
        wait: undiciWait(0),
        reply: undiciReply,
        example: "import { Client } from 'undici'; await new Client('http://a.test').request({ path: '/', method: 'GET' })",
      },
      'Dispatcher#stream': {
        role: 'http-request',
        promise: 'without-callback',
        wait: undiciWait(0),
        example: "import { Client } from 'undici'; await new Client('http://a.test').stream({ path: '/', method: 'GET' })",
      },
      Client: undiciClient('Client', undiciClientWait(1), 'http-client', "new Client('http://a.test')"),
      Pool: undiciClient('Pool', undiciClientWait(1), 'http-client', "new Pool('http://a.test')"),
      BalancedPool: undiciClient('BalancedPool', undiciClientWait(1), 'http-client', "new BalancedPool('http://a.test')"),
      // Agents are made for TLS, proxies and sockets too: the request that uses one is where a missing bound shows.
      Agent: undiciClient('Agent', undiciClientWait(0), 'other', 'new Agent()'),
      ProxyAgent: undiciClient('ProxyAgent', undiciClientWait(0), 'other', "new ProxyAgent('http://a.test')"),
      EnvHttpProxyAgent: undiciClient('EnvHttpProxyAgent', undiciClientWait(0), 'other', 'new EnvHttpProxyAgent()'),
    },
    types: {
      Dispatcher: {},
      Client: { extends: ['Dispatcher'] },
      Pool: { extends: ['Dispatcher'] },
      BalancedPool: { extends: ['Dispatcher'] },
      Agent: { extends: ['Dispatcher'] },
      ProxyAgent: { extends: ['Dispatcher'] },
      EnvHttpProxyAgent: { extends: ['Dispatcher'] },
    },
  }),
  defineLibrary({
    modules: ['axios'],
    verified: '1.21.1',
    errorsHoldRequests: true,
    plainPromises: true,
    errorsKeepText: true,
    entries: {
      default: { role: 'http-request', promise: true, gives: 'AxiosResponse', wait: axiosWait([1, 0]), reply: axiosReply, example: "import axios from 'axios'; await axios({ url: 'https://a.test' })" },
      ...axiosMethods('', call => `import axios from 'axios'; await axios.${call}`, { promise: true, gives: 'AxiosResponse', reply: axiosReply }),
      create: { role: 'http-client', gives: 'AxiosInstance', wait: axiosWait(0), example: "import axios from 'axios'; axios.create({ baseURL: 'https://a.test' })" },
      'AxiosInstance#': { role: 'http-request', promise: true, gives: 'AxiosResponse', wait: axiosWait([1, 0]), reply: axiosReply, example: "import axios from 'axios'; const api = axios.create(); await api({ url: '/a' })" },
      ...axiosMethods('AxiosInstance#', call => `import axios from 'axios'; const api = axios.create(); await api.${call}`, { promise: true, gives: 'AxiosResponse', reply: axiosReply }),
      'AxiosInstance#create': { role: 'http-client', gives: 'AxiosInstance', wait: axiosWait(0), example: "import axios from 'axios'; const api = axios.create(); api.create()" },
    },
    types: { AxiosInstance: { exportedAs: ['AxiosInstance', 'AxiosStatic', 'Axios'] }, AxiosResponse: {} },
  }),
  defineLibrary({
    modules: ['@nestjs/axios'],
    verified: '12.0.1',
    entries: {
      'HttpModule.register': { role: 'http-client', wait: { argument: 0, bounds: ['timeout', 'signal'], write: 'timeout: 10_000' }, example: "import { HttpModule } from '@nestjs/axios'; HttpModule.register({})" },
      'HttpModule.registerAsync': {
        role: 'http-client',
        wait: { argument: 0, factory: 'useFactory', bounds: ['timeout', 'signal'], write: 'useFactory: () => ({ timeout: 10_000 })', told: true },
        example: "import { HttpModule } from '@nestjs/axios'; HttpModule.registerAsync({ useFactory: () => ({}) })",
      },
      ...axiosMethods('HttpService#', call => `import { HttpService } from '@nestjs/axios'; class A { constructor(private readonly http: HttpService) {} run() { return this.http.${call}; } }`, {}, { operators: ['rxjs', 'rxjs/operators'] }),
      'HttpService#axiosRef': { role: 'other', use: 'read', gives: 'AxiosInstance@axios', example: "import { HttpService } from '@nestjs/axios'; class A { constructor(private readonly http: HttpService) {} run() { return this.http.axiosRef; } }" },
    },
    types: { HttpService: {} },
  }),
  defineLibrary({
    modules: ['rxjs', 'rxjs/operators'],
    verified: '7.8.2',
    entries: {
      ...methods(['timeout', 'timeoutWith'], '', { role: 'resilience', wait: { argument: 0, bounds: [], bounded: 'as given' } }, name => `import { ${name} } from 'rxjs'; ${name}(5_000)`),
      ...methods(['firstValueFrom', 'lastValueFrom'], '', { role: 'other', promise: true }, name => `import { ${name} } from 'rxjs'; await ${name}(source)`),
    },
  }),
  defineLibrary({
    modules: ['got'],
    verified: '14.6.6',
    errorsHoldRequests: true,
    retry: gotRetry,
    entries: {
      ...methods(['default', 'got'], '', { role: 'http-request', promise: true, wait: gotWait, reply: gotReply }, name => (name === 'got' ? "import { got } from 'got'; await got('https://a.test')" : "import got from 'got'; await got('https://a.test')")),
      ...methods(HTTP_METHODS, '', { role: 'http-request', promise: true, wait: gotWait, reply: gotReply }, name => `import got from 'got'; await got.${name}('https://a.test')`),
      ...methods(HTTP_METHODS, 'got.', { role: 'http-request', promise: true, wait: gotWait, reply: gotReply }, name => `import { got } from 'got'; await got.${name}('https://a.test')`),
      stream: { role: 'http-request', wait: gotWait, example: "import got from 'got'; got.stream('https://a.test')" },
      ...methods(HTTP_METHODS, 'stream.', { role: 'http-request', wait: gotWait }, name => `import got from 'got'; got.stream.${name}('https://a.test')`),
      extend: { role: 'http-client', gives: 'Got', wait: { ...gotWait, argument: [0, 1, 2] }, example: "import got from 'got'; got.extend({ prefixUrl: 'https://a.test' })" },
      'got.extend': { role: 'http-client', gives: 'Got', wait: { ...gotWait, argument: [0, 1, 2] }, example: "import { got } from 'got'; got.extend({ prefixUrl: 'https://a.test' })" },
      'Got#': { role: 'http-request', promise: true, wait: gotWait, reply: gotReply, example: "import got from 'got'; const api = got.extend({}); await api('a')" },
      ...methods(HTTP_METHODS, 'Got#', { role: 'http-request', promise: true, wait: gotWait, reply: gotReply }, name => `import got from 'got'; const api = got.extend({}); await api.${name}('a')`),
      'Got#stream': { role: 'http-request', wait: gotWait, example: "import got from 'got'; const api = got.extend({}); api.stream('a')" },
      'Got#extend': { role: 'http-client', gives: 'Got', wait: { ...gotWait, argument: [0, 1, 2] }, example: "import got from 'got'; const api = got.extend({}); api.extend({})" },
    },
    types: { Got: {} },
  }),
  defineLibrary({
    modules: ['ky'],
    verified: '1.14.3',
    retry: kyRetry,
    entries: {
      default: { role: 'http-request', promise: true, gives: 'Response@global', wait: kyWait, reply: kyReply, example: "import ky from 'ky'; await ky('https://a.test')" },
      ...methods(HTTP_METHODS, '', { role: 'http-request', promise: true, gives: 'Response@global', wait: kyWait, reply: kyReply }, name => `import ky from 'ky'; await ky.${name}('https://a.test')`),
      ...methods(['create', 'extend'], '', { role: 'http-client', gives: 'KyInstance', wait: { ...kyWait, argument: 0 } }, name => `import ky from 'ky'; ky.${name}({ prefixUrl: 'https://a.test' })`),
      'KyInstance#': { role: 'http-request', promise: true, gives: 'Response@global', wait: kyWait, reply: kyReply, example: "import ky from 'ky'; const api = ky.create(); await api('a')" },
      ...methods(HTTP_METHODS, 'KyInstance#', { role: 'http-request', promise: true, gives: 'Response@global', wait: kyWait, reply: kyReply }, name => `import ky from 'ky'; const api = ky.create(); await api.${name}('a')`),
      ...methods(['create', 'extend'], 'KyInstance#', { role: 'http-client', gives: 'KyInstance', wait: { ...kyWait, argument: 0 } }, name => `import ky from 'ky'; const api = ky.create(); api.${name}({})`),
    },
    types: { KyInstance: {} },
  }),
  defineLibrary({
    modules: ['ofetch'],
    verified: '1.5.1',
    retry: ofetchRetry,
    entries: {
      ...methods(['ofetch', '$fetch'], '', { role: 'http-request', promise: true, wait: ofetchWait }, name => `import { ${name} } from 'ofetch'; await ${name}('https://a.test')`),
      ...methods(['ofetch.raw', '$fetch.raw'], '', { role: 'http-request', promise: true, wait: ofetchWait }, name => `import { ${name.split('.')[0]!} } from 'ofetch'; await ${name}('https://a.test')`),
      ...methods(['ofetch.create', '$fetch.create'], '', { role: 'http-client', gives: '$Fetch', wait: { ...ofetchWait, argument: 0 } }, name => `import { ${name.split('.')[0]!} } from 'ofetch'; ${name}({})`),
      '$Fetch#': { role: 'http-request', promise: true, wait: ofetchWait, example: "import { ofetch } from 'ofetch'; const api = ofetch.create({}); await api('/a')" },
      '$Fetch#raw': { role: 'http-request', promise: true, wait: ofetchWait, example: "import { ofetch } from 'ofetch'; const api = ofetch.create({}); await api.raw('/a')" },
    },
    types: { $Fetch: {} },
  }),
  defineLibrary({
    modules: ['node-fetch'],
    verified: '3.3.2 and 2.7.0',
    plainPromises: true,
    entries: {
      default: { role: 'http-request', promise: true, gives: 'Response@global', wait: nodeFetchWait, reply: fetchReply, example: "import fetch from 'node-fetch'; await fetch('https://a.test')" },
    },
  }),
  defineLibrary({
    modules: ['isomorphic-fetch'],
    verified: '3.0.0',
    plainPromises: true,
    entries: {
      default: { role: 'http-request', promise: true, gives: 'Response@global', wait: wrappedNodeFetchWait, reply: fetchReply, example: "import fetch from 'isomorphic-fetch'; await fetch('https://a.test')" },
    },
  }),
  defineLibrary({
    modules: ['cross-fetch'],
    verified: '4.1.0',
    plainPromises: true,
    entries: {
      ...methods(['default', 'fetch'], '', { role: 'http-request', promise: true, gives: 'Response@global', wait: wrappedNodeFetchWait, reply: fetchReply }, name => (name === 'fetch' ? "import { fetch } from 'cross-fetch'; await fetch('https://a.test')" : "import fetch from 'cross-fetch'; await fetch('https://a.test')")),
    },
  }),
  defineLibrary({
    modules: ['superagent'],
    verified: '10.4.2',
    errorsHoldRequests: true,
    entries: {
      ...methods([...HTTP_METHODS, 'options', 'del'], '', { role: 'http-request', gives: 'Request', wait: superagentWait }, name => `import superagent from 'superagent'; await superagent.${name}('https://a.test')`),
      default: { role: 'http-request', gives: 'Request', wait: superagentWait, example: "import superagent from 'superagent'; await superagent('GET', 'https://a.test')" },
      agent: { role: 'http-client', gives: 'Agent', wait: superagentWait, example: "import superagent from 'superagent'; superagent.agent()" },
      ...methods([...HTTP_METHODS, 'options', 'del'], 'Agent#', { role: 'http-request', gives: 'Request', wait: superagentWait }, name => `import superagent from 'superagent'; await superagent.agent().${name}('https://a.test')`),
      ...methods(SUPERAGENT_CHAIN, 'Agent#', { role: 'other', gives: 'this' }, name => `import superagent from 'superagent'; superagent.agent().${name}('a')`),
      ...methods(SUPERAGENT_CHAIN, 'Request#', { role: 'other', gives: 'this' }, name => `import superagent from 'superagent'; superagent.get('https://a.test').${name}('a')`),
      'Request#retry': {
        role: 'other',
        gives: 'this',
        retry: superagentRetry,
        example: "import superagent from 'superagent'; superagent.get('https://a.test').retry(2)",
        source: 'lib/request-base.js: _shouldRetry asks for no method, _retry waits for nothing',
      },
      ...methods(['Agent#timeout'], '', { role: 'other', gives: 'this', wait: superagentTimeout }, () => "import superagent from 'superagent'; superagent.agent().timeout(10_000)"),
      ...methods(['Request#timeout'], '', { role: 'other', gives: 'this', wait: superagentTimeout }, () => "import superagent from 'superagent'; superagent.get('https://a.test').timeout(10_000)"),
    },
    types: { Request: {}, Agent: {} },
  }),
  defineLibrary({
    modules: ['needle'],
    verified: '3.5.0',
    entries: {
      defaults: { role: 'other', wait: { argument: 0, bounds: ['response_timeout', 'signal'] }, example: "import needle from 'needle'; needle.defaults({ response_timeout: 10_000 })" },
      default: { role: 'http-request', promise: 'without-callback', wait: { ...needleWait, argument: [3, 2] }, example: "import needle from 'needle'; await needle('get', 'https://a.test')" },
      ...methods(['get', 'head'], '', { role: 'http-request', wait: { ...needleWait, argument: 1 } }, name => `import needle from 'needle'; needle.${name}('https://a.test', done)`),
      ...methods(['post', 'put', 'patch', 'delete'], '', { role: 'http-request', wait: { ...needleWait, argument: 2 } }, name => `import needle from 'needle'; needle.${name}('https://a.test', body, done)`),
    },
  }),
  nodeHttp('node:http'),
  nodeHttp('node:https'),
  defineLibrary({
    modules: ['node:http'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      'ClientRequest#setTimeout': {
        role: 'other',
        gives: 'this',
        wait: { argument: 0, bounds: [], announces: { callback: 1, event: 'timeout' } },
        example: "import http from 'node:http'; http.get('http://a.test').setTimeout(5_000, stop)",
      },
      // The request hears the errors of its socket, which the agent gives to the next request.
      ...Object.fromEntries(
        ['on', 'once', 'addListener'].map(name => [
          `ClientRequest#${name}`,
          {
            role: 'listen',
            gives: 'this',
            callbacks: [
              { argument: 1, named: ['socket'], parameters: ['Socket@node:net'], heard: true, awaited: false, runs: 'later' },
              { argument: 1, awaited: false, runs: 'later' },
            ],
            example: `import http from 'node:http'; http.get('http://a.test').${name}('socket', socket => {})`,
          } satisfies Entry,
        ]),
      ),
    },
    types: {
      ClientRequest: { extends: ['Writable@node:stream'], uncaught: true, unheardErrorCrashes: true, failsWhen: 'the connection is refused or reset' },
      // Tried: a connection that breaks amid the answer gives `aborted` and `close`, `error` to those who listen, never `end`; and nothing but `close` of the request.
      ClientResponse: {
        extends: ['Readable@node:stream'],
        exportedAs: [],
        uncaught: true,
        unheardErrorCrashes: false,
        lastEvents: ['aborted', 'close'],
        keepsOpen: 'the connection that it comes from',
      },
    },
  }),
  defineLibrary({
    modules: ['node:http2'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      connect: {
        role: 'other',
        gives: 'ClientHttp2Session',
        // A time of the session counts, where something acts on it.
        wait: {
          argument: 1,
          bounds: [],
          boundedByMethods: ['setTimeout', 'destroy', 'on:timeout'],
          inert: [{ key: 'timeout', why: 'only makes its socket emit, and nobody listens', instead: '`signal: AbortSignal.timeout(ms)` at each request', unlessListener: 'timeout' }],
        },
        example: "import http2 from 'node:http2'; http2.connect('https://a.test')",
      },
      'ClientHttp2Session#request': {
        role: 'http-request',
        gives: 'ClientHttp2Stream',
        wait: { argument: 1, bounds: ['signal'], boundedByMethods: ['setTimeout', 'close', 'destroy', 'on:timeout'], write: SIGNAL },
        example: "import http2 from 'node:http2'; http2.connect('https://a.test').request({ ':path': '/' })",
      },
      ...methods(['ClientHttp2Session#setTimeout'], '', { role: 'other', wait: { argument: 0, bounds: [], announces: { callback: 1, event: 'timeout' } } }, () => "import http2 from 'node:http2'; http2.connect('https://a.test').setTimeout(5_000, stop)"),
      ...methods(['ClientHttp2Stream#setTimeout'], '', { role: 'other', wait: { argument: 0, bounds: [], announces: { callback: 1, event: 'timeout' } } }, () => "import http2 from 'node:http2'; http2.connect('https://a.test').request({}).setTimeout(5_000, stop)"),
    },
    types: {
      ClientHttp2Session: {
        extends: ['EventEmitter@node:events'],
        unheardErrorCrashes: true,
        failsWhen: 'the connection is refused or reset',
      },
      ClientHttp2Stream: { extends: ['Duplex@node:stream'] },
    },
  }),
  defineLibrary({
    modules: ['request', 'request-promise', 'request-promise-native'],
    verified: 'request 2.88.2, request-promise 4.2.6',
    entries: {
      default: { role: 'http-request', wait: requestWait([1, 0]), example: "import request from 'request'; request('https://a.test', done)" },
      ...methods([...HTTP_METHODS, 'del'], '', { role: 'http-request', wait: requestWait([1, 0]) }, name => `import request from 'request'; request.${name}('https://a.test', done)`),
      defaults: { role: 'http-client', gives: 'RequestAPI', wait: requestWait(0), example: "import request from 'request'; request.defaults({ json: true })" },
      'RequestAPI#': { role: 'http-request', wait: requestWait([1, 0]), example: "import request from 'request'; const api = request.defaults({}); api('https://a.test', done)" },
      ...methods([...HTTP_METHODS, 'del'], 'RequestAPI#', { role: 'http-request', wait: requestWait([1, 0]) }, name => `import request from 'request'; const api = request.defaults({}); api.${name}('https://a.test', done)`),
    },
    types: { RequestAPI: {} },
  }),
  defineLibrary({
    modules: ['graphql-request'],
    verified: '7.4.0',
    entries: {
      GraphQLClient: { role: 'http-client', use: 'new', gives: 'GraphQLClient', wait: graphqlClientWait, example: "import { GraphQLClient } from 'graphql-request'; new GraphQLClient('https://a.test')" },
      ...methods(['request', 'rawRequest', 'batchRequests'], 'GraphQLClient#', { role: 'http-request', promise: true, wait: graphqlRequestWait }, name => `import { GraphQLClient } from 'graphql-request'; await new GraphQLClient('https://a.test').${name}({ document })`),
      ...methods(['request', 'rawRequest'], '', { role: 'http-request', promise: true, wait: { ...graphqlRequestWait, write: '{ url, document, signal: AbortSignal.timeout(10_000) }' } }, name => `import { ${name} } from 'graphql-request'; await ${name}('https://a.test', document)`),
    },
    types: { GraphQLClient: {} },
  }),
  defineLibrary({
    modules: ['phin'],
    verified: '3.7.1',
    entries: {
      default: { role: 'http-request', promise: true, wait: { argument: 0, bounds: ['timeout'], write: 'timeout: 10_000' }, example: "import phin from 'phin'; await phin({ url: 'https://a.test' })" },
      defaults: { role: 'http-client', gives: 'PhinDefaults', wait: { argument: 0, bounds: ['timeout'], write: 'timeout: 10_000' }, example: "import phin from 'phin'; phin.defaults({ parse: 'json' })" },
      'PhinDefaults#': { role: 'http-request', promise: true, wait: { argument: 0, bounds: ['timeout'], write: 'timeout: 10_000' }, example: "import phin from 'phin'; const load = phin.defaults({}); await load({ url: 'https://a.test' })" },
    },
    types: { PhinDefaults: {} },
  }),
  octokit('octokit', '5.0.5', '3'),
  octokit('@octokit/rest', '22.0.1', '20'),
  octokit('@octokit/core', '7.0.8', '5'),
  defineLibrary({
    modules: ['@octokit/request'],
    verified: '10.0.16',
    entries: {
      request: { role: 'http-request', promise: true, wait: octokitRequestWait, example: "import { request } from '@octokit/request'; await request('GET /zen')" },
    },
  }),
  defineLibrary({
    modules: ['wretch'],
    verified: '2.11.1',
    entries: {
      default: { role: 'http-client', gives: 'Wretch', wait: wretchClientWait, example: "import wretch from 'wretch'; wretch('https://a.test')" },
      ...methods(['url', 'auth', 'headers', 'accept', 'content', 'addon', 'catcher', 'errorType', 'query', 'json', 'body', 'formUrl', 'formData'], 'Wretch#', { role: 'other', gives: 'this' }, name => `import wretch from 'wretch'; wretch('https://a.test').${name}('a')`),
      ...methods(WRETCH_CALLS, 'Wretch#', { role: 'http-request', wait: { ...wretchClientWait, argument: 9, bounds: [], inert: [] } }, name => `import wretch from 'wretch'; wretch('https://a.test').${name}('/a')`),
    },
    types: { Wretch: {} },
  }),
  defineLibrary({
    modules: ['@slack/web-api'],
    verified: '8.2.0',
    entries: {
      WebClient: { role: 'http-client', use: 'new', gives: 'WebClient', wait: slackWait, example: "import { WebClient } from '@slack/web-api'; new WebClient(token)", source: 'dist/WebClient.js: timeout = 0, then no signal; tenRetriesInAboutThirtyMinutes' },
    },
    types: { WebClient: {} },
  }),
  defineLibrary({
    modules: ['@slack/webhook'],
    verified: '8.0.2',
    entries: {
      IncomingWebhook: { role: 'http-client', use: 'new', gives: 'IncomingWebhook', wait: slackWait, example: "import { IncomingWebhook } from '@slack/webhook'; new IncomingWebhook(url)" },
    },
    types: { IncomingWebhook: {} },
  }),
  defineLibrary({
    modules: ['@hapi/wreck'],
    verified: '18.1.2',
    entries: {
      ...methods(['get', 'post', 'put', 'patch', 'delete'], '', { role: 'http-request', promise: true, wait: wreckWait(1) }, name => `import Wreck from '@hapi/wreck'; await Wreck.${name}('https://a.test')`),
      request: { role: 'http-request', promise: true, wait: wreckWait(2), example: "import Wreck from '@hapi/wreck'; await Wreck.request('GET', 'https://a.test')" },
      defaults: { role: 'http-client', gives: 'WreckClient', wait: wreckWait(0), example: "import Wreck from '@hapi/wreck'; Wreck.defaults({ baseUrl: 'https://a.test' })" },
      ...methods(['get', 'post', 'put', 'patch', 'delete'], 'WreckClient#', { role: 'http-request', promise: true, wait: wreckWait(1) }, name => `import Wreck from '@hapi/wreck'; await Wreck.defaults({}).${name}('/a')`),
      'WreckClient#request': { role: 'http-request', promise: true, wait: wreckWait(2), example: "import Wreck from '@hapi/wreck'; await Wreck.defaults({}).request('GET', '/a')" },
      'WreckClient#defaults': { role: 'http-client', gives: 'WreckClient', wait: wreckWait(0), example: "import Wreck from '@hapi/wreck'; Wreck.defaults({}).defaults({})" },
    },
    types: { WreckClient: {} },
  }),
  defineLibrary({
    modules: ['simple-get'],
    verified: '4.0.1',
    entries: {
      ...methods(['default', 'concat', ...HTTP_METHODS], '', { role: 'http-request', wait: simpleGetWait }, name => (name === 'default' ? "const get = require('simple-get'); get('https://a.test', done)" : `const get = require('simple-get'); get.${name}('https://a.test', done)`)),
    },
  }),
  defineLibrary({
    modules: ['gaxios'],
    verified: '7.3.1',
    entries: {
      request: { role: 'http-request', promise: true, wait: gaxiosWait, example: "import { request } from 'gaxios'; await request({ url: 'https://a.test' })" },
      Gaxios: { role: 'http-client', use: 'new', gives: 'Gaxios', wait: gaxiosWait, example: "import { Gaxios } from 'gaxios'; new Gaxios()" },
      'Gaxios#request': { role: 'http-request', promise: true, wait: gaxiosWait, example: "import { Gaxios } from 'gaxios'; await new Gaxios().request({ url: 'https://a.test' })" },
    },
    types: { Gaxios: {} },
  }),
  defineLibrary({
    modules: ['make-fetch-happen'],
    verified: '15.0.6',
    plainPromises: true,
    entries: {
      default: { role: 'http-request', promise: true, wait: { argument: 1, bounds: ['timeout', 'signal'], request: 0, write: 'timeout: 10_000' }, reply: fetchReply, example: "import fetch from 'make-fetch-happen'; await fetch('https://a.test')" },
    },
  }),
  defineLibrary({
    modules: ['@sendgrid/mail'],
    verified: '8.1.6',
    entries: {
      // One client for all that import it: what is given its key is to be given a time.
      setApiKey: {
        role: 'http-client',
        wait: { argument: 9, bounds: [], globalClients: ['setTimeout@@sendgrid/mail', 'setClient@@sendgrid/mail'], write: 'setTimeout(10_000)', told: true },
        example: "import sgMail from '@sendgrid/mail'; sgMail.setApiKey(key)",
        source: '@sendgrid/client: axios(data), without timeout but for setDefaultRequest',
      },
      setTimeout: { role: 'other', wait: { argument: 0, bounds: [], bounded: 'as given' }, example: "import sgMail from '@sendgrid/mail'; sgMail.setTimeout(10_000)" },
      setClient: { role: 'other', example: "import sgMail from '@sendgrid/mail'; sgMail.setClient(client)" },
    },
  }),
];
