import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const folder = mkdtempSync(join(tmpdir(), 'import-effects-'));
mkdirSync(join(folder, 'src'));
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', main: 'dist/shop.js', scripts: { mail: 'node dist/mailer.js', test: 'vitest' } }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TIMER = 'setInterval(() => tick(), 1000);';
const kindsOf = (code: string, filename?: string): readonly string[] => modelOf(code, filename === undefined ? {} : { filename }).importEffects.map(each => each.kind);

describe('effects of an import', () => {
  it('come in source order, with what is called', () => {
    const { importEffects, sourceCode } = modelOf(`export const a = 1; ${TIMER} process.env.TZ = 'UTC'; process.on('exit', () => {});`);
    expect(importEffects.map(({ kind, target }) => [kind, sourceCode.getText(target)])).toEqual([
      ['timer', 'setInterval'],
      ['environment', 'process.env.TZ'],
      ['listener', 'process.on'],
    ]);
  });

  it('are none of what package.json starts', () => {
    const code = `export const a = 1; ${TIMER}`;
    expect(kindsOf(code, join(folder, 'src/mailer.ts'))).toEqual([]);
    expect(kindsOf(code, join(folder, 'src/shop.ts'))).toEqual([]);
    expect(kindsOf(code, join(folder, 'src/mail.ts'))).toEqual(['timer']);
  });

  it('need an export', () => {
    expect(kindsOf(TIMER)).toEqual([]);
    expect(kindsOf(`${TIMER} export {};`)).toEqual([]);
    expect(kindsOf(`${TIMER} export type A = string;`)).toEqual([]);
    expect(kindsOf(`${TIMER} export class A {}`)).toEqual(['timer']);
    expect(kindsOf(`${TIMER} module.exports = { a: 1 };`, 'src/a.js')).toEqual(['timer']);
    expect(kindsOf(`${TIMER} const exports = {}; exports.a = 1;`, 'src/a.js')).toEqual([]);
    expect(kindsOf(`${TIMER} exports.a = 1;`, 'src/a.js')).toEqual(['timer']);
  });

  it('follow what the file calls, not what it only defines', () => {
    expect(kindsOf(`export function start() { ${TIMER} }`)).toEqual([]);
    expect(kindsOf(`export function start() { ${TIMER} } start();`)).toEqual(['timer']);
    expect(kindsOf(`export function start() { begin(); } function begin() { ${TIMER} }`)).toEqual([]);
    expect(kindsOf(`function a() { b(); } function b() { a(); ${TIMER} } export const c = 1;`)).toEqual([]);
    expect(kindsOf(`export class A { constructor() { ${TIMER} } } export const make = () => new A();`)).toEqual([]);
    expect(kindsOf(`export class A { constructor() { ${TIMER} } } export const a = new A();`)).toEqual(['timer']);
  });
});
