import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const from = (module: string): string => `require(${JSON.stringify(require.resolve(module))})`;
const boom = `() => { throw new Error('boom'); }`;
const serve = (handler: string, then: string): string => `const http = require('http'); const server = http.createServer(${handler}).listen(0, '127.0.0.1', () => { const port = server.address().port; ${then} });`;

/** What ends a thread that runs this code, in which a callback throws: the error, or undefined where something took it. */
async function thrownBy(code: string): Promise<string | undefined> {
  const worker = new Worker(`${code}; setTimeout(() => process.exit(), 1_500);`, { eval: true });
  return new Promise(resolve => {
    worker.once('error', error => resolve((error as Error).message));
    worker.once('exit', () => resolve(undefined));
  });
}

/** What the rules about throws in callbacks say of Node.js and some libraries, run on them. */
describe.concurrent('what a callback throws reaches nobody', () => {
  it.each([
    ['fs.readFile', `require('fs').readFile('package.json', ${boom})`],
    ['setTimeout', `setTimeout(${boom}, 1)`],
    ['process.nextTick', `process.nextTick(${boom})`],
    ['queueMicrotask', `queueMicrotask(${boom})`],
    ['crypto', `require('crypto').randomBytes(4, ${boom})`],
    ['a command', `require('child_process').exec('true', ${boom})`],
    ['the output of a process', `require('child_process').spawn('echo', ['a']).stdout.on('data', ${boom})`],
    ['a read stream', `require('fs').createReadStream('package.json').on('data', ${boom})`],
    ['a message port', `const { port1, port2 } = new MessageChannel(); port1.on('message', ${boom}); port2.postMessage(1)`],
    ['an event target, even inside of try', `const target = new EventTarget(); target.addEventListener('x', ${boom}); try { target.dispatchEvent(new Event('x')) } catch {}`],
    ['a server of Node.js', serve(boom, `http.get({ port, host: '127.0.0.1' }).on('error', () => {})`)],
    ['a response', serve(`(req, res) => res.end('x')`, `http.get({ port, host: '127.0.0.1' }, res => { res.resume(); res.on('end', ${boom}); })`)],
    ['ws', `const { WebSocketServer, WebSocket } = ${from('ws')}; const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => new WebSocket('ws://127.0.0.1:' + server.address().port).on('open', function () { this.send('x'); })); server.on('connection', socket => socket.on('message', ${boom}))`],
  ])('%s', async (_, code) => expect(await thrownBy(code)).toBe('boom'));

  it('jsonwebtoken calls back before it returns, so that its caller can catch', async () => {
    expect(await thrownBy(`try { ${from('jsonwebtoken')}.verify('x', 'key', ${boom}) } catch { process.exit() }`)).toBeUndefined();
  });
});

describe('what parsers of the platform throw on', () => {
  it.each([
    ['a percent sign', () => decodeURIComponent('100%'), 'URIError'],
    ['two slashes, on any base', () => new URL('//', 'http://localhost'), 'TypeError'],
    ['a host with a space, as a base', () => new URL('/', 'http://a b'), 'TypeError'],
    ['an open bracket', () => new RegExp('['), 'SyntaxError'],
    ['letters', () => BigInt('12a'), 'SyntaxError'],
    ['nothing', () => JSON.parse('') as unknown, 'SyntaxError'],
  ])('%s', (_, parse, name) => expect(parse).toThrow(expect.objectContaining({ name })));
});
