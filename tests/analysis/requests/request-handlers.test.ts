import { describe, expect, it } from 'vitest';
import type { FileModel } from '../../../src/analysis/file-model.js';
import { modelOf } from '../../model.js';

const summary = (file: FileModel): string[] =>
  file.handlers.all.map(each => `${each.framework} ${each.kind} ${each.by} ${[...each.parameters.keys()].join(',')} ${String(each.awaitsPromises)}`);

const perRequest = (file: FileModel, name: string): string | undefined => {
  const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === name);
  return call && file.handlers.runsPerRequest(call);
};

describe('handlers', () => {
  it.each([
    ['express route', `import express from 'express'; const app = express(); app.get('/', (req, res) => {});`, ['express route call request,response undefined']],
    ['namespace import', `import * as express from 'express'; const app = express(); app.get('/', (req, res) => {});`, ['express route call request,response undefined']],
    ['require', `const express = require('express'); const router = express.Router(); router.post('/', (req, res, next) => {});`, ['express route call request,response,next undefined']],
    ['list of handlers', `import { Router } from 'express'; Router().get('/', [(req, res, next) => next(), (req, res) => {}]);`, ['express route call request,response,next undefined', 'express route call request,response undefined']],
    ['named handler', `import { Router } from 'express'; async function show(req, res) {} Router().get('/', show);`, ['express route call request,response undefined']],
    ['four parameters', `import express from 'express'; const app = express(); app.use((err, req, res, next) => {});`, ['express error-middleware call error,request,response,next undefined']],
    ['wrapper', `import { Router } from 'express'; import { wrap } from '../wrap.js'; Router().get('/', wrap(async (req, res) => {}));`, ['express route wrapper request,response undefined']],
    ['types of parameters', `import type { Request, Response } from 'express'; export async function show(req: Request<{ id: string }>, res: Response) {}`, ['express route types request,response undefined']],
    ['an interface of its own', `import type { Request, Response, NextFunction } from 'express'; interface Authed extends Request { user: string } export const f = (req: Authed, res: Response, next: NextFunction) => {};`, ['express middleware types request,response,next undefined']],
    ['type of the function', `import type { RequestHandler } from 'express'; export const show: RequestHandler = async (req, res) => {};`, ['express route types request,response undefined']],
    ['fastify', `import Fastify from 'fastify'; const app = Fastify(); app.get('/', { preHandler: async (request, reply) => {} }, async (request, reply) => 1);`, ['fastify route call request,response true', 'fastify route call request,response true']],
    ['fastify plugin', `import type { FastifyInstance } from 'fastify'; export default async function routes(app: FastifyInstance) { app.route({ method: 'GET', url: '/', handler: async (request, reply) => 1 }); }`, ['fastify route call request,response true']],
    ['fastify hooks', `import Fastify from 'fastify'; const app = Fastify(); app.addHook('onRequest', async (request, reply) => {}); app.addHook('onClose', async instance => {});`, ['fastify middleware call request,response true']],
    ['koa', `import Koa from 'koa'; new Koa().use(async (ctx, next) => { await next(); });`, ['koa middleware call context,next true']],
    ['hono', `import { Hono } from 'hono'; const app = new Hono(); app.get('/', c => c.text('hi'));`, ['hono route call context true']],
    ['nest', `import { Controller, Get, Injectable } from '@nestjs/common'; @Controller() export class C { @Get(':id') async one(id: string) {} helper() {} }`, ['@nestjs/common route decorator  true']],
    ['nest guard', `import { CanActivate } from '@nestjs/common'; export class G implements CanActivate { canActivate(context) { return true; } }`, ['@nestjs/common middleware class  true']],
  ])('%s', (_, code, expected) => {
    expect(summary(modelOf(code))).toEqual(expected);
  });

  it.each([
    `import { app } from '../app.js'; app.get('/', (req, res) => {});`,
    `import express from 'express'; const app = express(); app.get('title');`,
    `const cache = new Map(); cache.get('/', (req, res) => {});`,
    `export function show(req, res) {}`,
    `import type { Response } from 'express'; export function send(res: Response) {}`,
  ])('none in %s', code => {
    expect(summary(modelOf(code))).toEqual([]);
  });
});

describe('runsPerRequest', () => {
  const head = `import express from 'express'; const app = express();`;

  it.each([
    ['in a handler', `${head} app.get('/', (req, res) => { target(); });`, 'yes'],
    ['in a callback of a handler', `${head} app.get('/', (req, res) => { items.forEach(() => { target(); }); });`, 'yes'],
    ['in a function that a handler calls', `${head} function load() { deeper(); } const deeper = () => { target(); }; app.get('/', (req, res) => { load(); });`, 'yes'],
    ['in a function that a handler hands on', `${head} const each = item => { target(); }; app.get('/', (req, res) => { items.map(each); });`, 'yes'],
    ['in a method that a controller calls', `import { Controller, Get } from '@nestjs/common'; @Controller() class C { @Get() one() { return this.helper(); } helper() { target(); } }`, 'yes'],
    ['while the module loads', `${head} target();`, 'no'],
    ['in a function that nobody here calls', `${head} export function start() { target(); }`, undefined],
    ['in a function called at start only', `${head} function start() { target(); } start();`, undefined],
    ['in a field', `class A { x = target(); }`, undefined],
    ['in a recursive helper', `${head} function a() { b(); } function b() { a(); target(); } app.get('/', (req, res) => { a(); });`, 'yes'],
  ])('%s', (_, code, expected) => {
    expect(perRequest(modelOf(code), 'target')).toBe(expected);
  });
});

it('around names the innermost handler', () => {
  const file = modelOf(`import express from 'express'; const app = express(); app.get('/', (req, res) => { load(() => { target(); }); });`);
  const target = file.index.all('CallExpression').at(-1)!;
  expect(file.handlers.around(target)?.kind).toBe('route');
  expect(file.handlers.around(file.ast)).toBeUndefined();
});
