import { expect, it } from 'vitest';
import { makerIn } from '../../src/project/app-texts.js';

it.each([
  ["import express from 'express';\nconst app = express();\nexport default app;", 'default', 'express'],
  ["import express, { Express } from 'express';\nconst app: Express = express();\nexport { app };", 'app', 'express'],
  ["import * as express from 'express';\nexport const app = express();", 'app', 'express'],
  ["const Koa = require('koa');\nconst app = new Koa();\nmodule.exports = app;", 'default', 'koa'],
  ["const express = require('express');\nconst app = express();\nmodule.exports = { app, start };", 'app', 'express'],
  ["const express = require('express');\nconst app = express();\nexports.server = app;", 'server', 'express'],
  ["const express = require('express');\nvar app = module.exports = express();", 'default', 'express'],
  ["import Fastify from 'fastify';\nexport default Fastify({ logger: true });", 'default', 'fastify'],
])('finds what makes an exported application: %s', (text, name, module) => {
  expect(makerIn(text, name)).toBe(module);
});

it.each([
  ["import express from 'express';\nconst app = express();\nexport default serverless(app);", 'default'],
  ["import express from 'express';\nconst app = express();\nexport default app.router;", 'default'],
  ["import express from 'express';\nconst app = express();\nexport { app as server };", 'app'],
  ["import express from 'express';\nexport const router = express.Router();", 'router'],
  ["// import express from 'express';\nconst app = express();\nexport default app;", 'default'],
  ["import express from './express';\nconst app = express();\nexport default app;", 'default'],
  ["import express from 'express';\nclass App { app = express(); }\nexport default new App();", 'default'],
])('finds none in: %s', (text, name) => {
  expect(makerIn(text, name)).toBeUndefined();
});
