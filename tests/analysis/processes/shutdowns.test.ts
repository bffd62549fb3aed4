import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const kinds = (code: string, filename?: string): readonly string[] => modelOf(code, filename === undefined ? {} : { filename }).shutdowns.faults.map(each => each.kind);
const http = "import http from 'node:http';\nconst server = http.createServer(() => {}).listen(3000);\n";

describe('how a program ends', () => {
  it('asks nothing of a file that serves nobody', () => {
    expect(kinds('export const a = 1;')).toEqual([]);
  });

  it('follows the listener into functions of the file', () => {
    expect(kinds(`${http}process.on('SIGTERM', end);\nfunction end() { log('bye'); leave(); }\nfunction leave() { process.exit(0); }\nfunction log(text) { console.log(text); }`)).toEqual(['exits']);
  });

  it('says nothing where a function may have waited', () => {
    expect(kinds(`${http}process.on('SIGTERM', () => { cleanUp(); process.exit(0); });`)).toEqual([]);
  });

  it('knows a wait with no limit', () => {
    expect(kinds(`${http}process.on('SIGTERM', () => { server.close(() => process.exit(0)); });`)).toEqual(['unbounded']);
    expect(kinds(`${http}process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeAllConnections(); });`)).toEqual([]);
  });
});

describe('the package around it', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function packageWith(files: Readonly<Record<string, string>>, manifest: object = {}): string {
    root = mkdtempSync(join(tmpdir(), 'bulletproof-'));
    mkdirSync(join(root, 'src'));
    writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'src', name), text);
    return join(root, 'src', 'server.ts');
  }

  it('may listen to SIGTERM in another file', () => {
    expect(kinds(http, packageWith({ 'end.ts': "process.on('SIGTERM', end);" }))).toEqual([]);
  });

  it('may send the signal to a child, which is no listener', () => {
    expect(kinds(http, packageWith({ 'run.ts': "child.kill('SIGTERM');" }))).toEqual(['none']);
  });

  it('may make the application in another file', () => {
    const listen = "import app from './app.js';\napp.listen(3000);\n";
    expect(kinds(listen, packageWith({ 'app.ts': "import express from 'express';\nconst app = express();\nexport default app;" }))).toEqual(['none']);
    expect(kinds(listen.replace('app from', '{ app } from'), packageWith({ 'app.js': "const express = require('express');\nconst app = express();\nmodule.exports = { app };" }))).toEqual(['none']);
    expect(kinds("const app = require('./app');\napp.listen(3000);\n", packageWith({ 'app.js': "const Koa = require('koa');\nmodule.exports = new Koa();" }))).toEqual(['none']);
    expect(kinds(listen, packageWith({ 'app.ts': 'export default { listen() {} };' }))).toEqual([]);
  });

  it('may call the function that listens, where it is a program', () => {
    const start = "import express from 'express';\nconst app = express();\nexport function start() { return app.listen(3000); }\n";
    expect(kinds(start, packageWith({}, { scripts: { start: 'node .' } }))).toEqual(['none']);
    expect(kinds(start, packageWith({ 'end.ts': "process.once('SIGTERM', end);" }, { scripts: { start: 'node .' } }))).toEqual([]);
    expect(kinds(start, packageWith({}, { scripts: { start: 'node .' }, exports: './index.js' }))).toEqual([]);
    expect(kinds(start, packageWith({}, { scripts: { start: 'node .' }, dependencies: { shared: 'workspace:*' } }))).toEqual([]);
  });

  it('may depend on a library for it', () => {
    expect(kinds(http, packageWith({}, { dependencies: { '@godaddy/terminus': '4.12.1' } }))).toEqual([]);
  });
});
