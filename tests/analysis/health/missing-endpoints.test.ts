import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const SERVER = "import express from 'express';\nimport { orders } from './orders.js';\nconst app = express();\napp.use('/orders', orders);\napp.listen(3000);\n";

let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

function missing(files: Readonly<Record<string, string>>, { code = SERVER, at = 'src/server.ts', requireSplit = false, paths = [] as readonly string[] } = {}): readonly string[] {
  root = mkdtempSync(join(tmpdir(), 'bulletproof-'));
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return modelOf(code, { filename: join(root, at) }).missingEndpoints({ paths, requireSplit }).map(each => each.missing);
}

describe('a service in a package', () => {
  it('has no route of health in any of its files', () => {
    expect(missing({ 'src/orders.ts': "export const orders = Router(); orders.get('/', list); orders.get('/:id/state', state);" })).toEqual(['any']);
  });

  it('has one in another file', () => {
    expect(missing({ 'src/routes/system.ts': "system.get('/healthz', ok);" })).toEqual([]);
    expect(missing({ 'src/routes/system.ts': "router.get('/ping', ok);" })).toEqual([]);
    expect(missing({ 'src/app.controller.ts': "@Controller() export class C { @Get() hello() {} }" })).toEqual([]);
    expect(missing({ 'src/routes/system.ts': "router.get('*', page);" })).toEqual([]);
  });

  it('does not look into its tests', () => {
    expect(missing({ 'test/system.ts': "get('/healthz')", 'src/a.test.ts': "get('/healthz')" })).toEqual(['any']);
  });

  it('may depend on what answers for it', () => {
    expect(missing({ 'package.json': JSON.stringify({ dependencies: { lightship: '9.0.3' } }) })).toEqual([]);
  });

  it('may have one in a package beside it', () => {
    const files = { 'apps/api/package.json': JSON.stringify({ dependencies: { '@acme/web': '^1.0.0' } }), 'packages/web/package.json': '{}' };
    expect(missing({ ...files, 'packages/web/index.ts': "router.get('/livez', ok);" }, { at: 'apps/api/src/server.ts' })).toEqual([]);
    expect(missing({ ...files, 'packages/web/index.ts': 'router.get(path, ok);' }, { at: 'apps/api/src/server.ts' })).toEqual(['any']);
  });

  it('may be handed to what is not in the package', () => {
    expect(missing({}, { code: SERVER.replace('./orders.js', '@acme/orders') })).toEqual([]);
  });

  it('may be a command', () => {
    expect(missing({ 'package.json': JSON.stringify({ bin: './server.js' }) })).toEqual([]);
  });

  it('has an application of another file', () => {
    const code = "import { app } from './app.js';\napp.listen(3000);\n";
    const app = "import express from 'express';\nexport const app = express();\n";
    expect(missing({ 'src/app.ts': app }, { code })).toEqual(['any']);
    expect(missing({ 'src/app.ts': `${app}app.get('/status', ok);\n` }, { code })).toEqual([]);
  });

  it('is one of Nest', () => {
    const code = "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\nconst app = await NestFactory.create(AppModule);\nawait app.listen(3000);\n";
    expect(missing({ 'src/orders.controller.ts': "@Controller('orders') export class C { @Get() list() {} }" }, { code })).toEqual(['any']);
    expect(missing({ 'src/health.controller.ts': "@Controller('health') export class C {}" }, { code })).toEqual([]);
  });

  it('has one half only', () => {
    expect(missing({ 'src/routes/system.ts': "system.get('/livez', ok);" }, { requireSplit: true })).toEqual(['readiness']);
    expect(missing({ 'src/routes/system.ts': "system.get('/livez', ok); system.get('/readyz', ok);" }, { requireSplit: true })).toEqual([]);
  });

  it('calls it otherwise', () => {
    expect(missing({ 'src/routes/system.ts': "system.get('/vitals', ok);" }, { paths: ['/vitals'] })).toEqual([]);
  });
});
