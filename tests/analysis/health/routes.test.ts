import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const paths = (code: string): readonly string[] => modelOf(code).routes.all.map(each => each.path);
const EXPRESS = "import express, { Router } from 'express'; const app = express(); const router = Router();";

describe('the paths of routes', () => {
  it('asks nothing of a file without routes', () => {
    expect(paths('export const a = 1;')).toEqual([]);
  });

  it('adds the prefixes that are in view', () => {
    expect(paths(`${EXPRESS} router.get('/live', live); app.use('/health', router);`)).toContain('/health/live');
    expect(paths(`${EXPRESS} const outer = Router(); outer.use('/health', router); app.use('/api/', outer); router.get('live', live);`)).toContain('/api/health/live');
    expect(paths("import fastify from 'fastify'; const app = fastify(); async function routes(instance) { instance.get('/live', live); } app.register(routes, { prefix: '/health' });")).toEqual(['/health/live']);
    expect(paths("import { Hono } from 'hono'; const app = new Hono(); const health = new Hono(); health.get('/live', live).get('/ready', ready); app.route('/health', health);")).toEqual(['/health/live', '/health/ready']);
    expect(paths("import Koa from 'koa'; import Router from '@koa/router'; const router = new Router(); router.get('live', '/live', live); const app = new Router(); app.use('/health', router.routes());")).toContain('/health/live');
  });

  it('adds each prefix of a router that stands under two', () => {
    expect(paths(`${EXPRESS} router.get('/live', live); app.use('/a', router); app.use('/b', router);`)).toEqual(expect.arrayContaining(['/a/live', '/b/live']));
  });

  it('does not go round for ever', () => {
    expect(paths(`${EXPRESS} router.use('/a', router); router.get('/live', live);`).length).toBeGreaterThan(0);
  });

  it('reads methods', () => {
    expect(paths(`${EXPRESS} app.post('/a', a); app.all('/b', b); app.head('/c', c);`)).toEqual(['/b', '/c']);
    expect(paths("import { Hono } from 'hono'; const app = new Hono(); app.on('POST', '/a', a); app.on(['GET', 'POST'], ['/b', '/c'], b);")).toEqual(['/b', '/c']);
    expect(paths("import fastify from 'fastify'; const app = fastify(); app.route({ method: ['POST'], url: '/a', handler: a }); app.route({ url: '/b', method: verb, handler: b });")).toEqual(['/b']);
  });

  it('reads the end of a path that is put together', () => {
    expect(paths(`${EXPRESS} app.get(base + '/live', live); app.get(\`\${base}/ready\`, ready); app.get(base + name, other);`)).toEqual(['/live', '/ready']);
  });

  it('takes a comparison for a route only where the request decides', () => {
    const server = (test: string): string => `import http from 'node:http'; http.createServer((req, res) => { const address = req.url; if (${test}) { res.end(); } });`;
    expect(paths(server("req.url === '/live'"))).toEqual(['/live']);
    expect(paths(server("address == '/live' || req.url === '/healthz'"))).toEqual(['/live', '/healthz']);
    expect(paths(server("config.path === '/live'"))).toEqual([]);
    expect(paths("export function f(url) { if (url === '/live') g(); }")).toEqual([]);
  });

  it('says what each runs', () => {
    const [route] = modelOf(`${EXPRESS} const live = async (req, res) => res.end(); app.get('/live', [authenticate, wrap(live)]);`).routes.all;
    expect(route?.bodies.map(each => each.type)).toEqual(['ArrowFunctionExpression']);
  });
});
