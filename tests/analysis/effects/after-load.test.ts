import { describe, expect, it } from 'vitest';
import { AfterLoad } from '../../../src/analysis/effects/after-load.js';
import { modelOf } from '../../model.js';

/** Whether the assignment of `x` can run when the module has been evaluated. */
const isLater = (code: string): boolean => {
  const file = modelOf(code);
  const [node] = file.index.all('AssignmentExpression').filter(({ left }) => left.type === 'Identifier' && left.name === 'x');
  return new AfterLoad(file).runs(node!);
};

describe('what runs when the module has been evaluated', () => {
  it.each([
    ['let x; x = 1;', false],
    ['let x; function f() { x = 1; } f();', false],
    ['let x; function f() { x = 1; }', false],
    ['let x; export function f() { x = 1; }', true],
    ['let x; export const f = () => { x = 1; };', true],
    ['let x; function f() { x = 1; } export { f };', true],
    ['let x; function f() { x = 1; } export default f;', true],
    ['let x; function f() { x = 1; } module.exports = { f };', true],
    ['let x; function f() { x = 1; } server.onClose = () => f();', true],
    ['let x; class A { f() { x = 1; } }', true],
    ['let x; class A { constructor() { x = 1; } } new A();', false],
    ['let x; export class A { constructor() { x = 1; } }', true],
    ['let x; const a = { f() { x = 1; } };', true],
    ['let x; [1].forEach(() => { x = 1; });', false],
    ['let x; export const f = () => [1].forEach(() => { x = 1; });', true],
    ['let x; each([1], () => { x = 1; });', false],
    ['let x; export function f() { each([1], () => { x = 1; }); }', true],
    ['let x; setTimeout(() => { x = 1; }, 5);', true],
    ["let x; process.on('exit', () => { x = 1; });", true],
    ['let x; load().then(value => { x = value; });', true],
    ['let x; async function f() { x = await g(); } f();', true],
    ['let x; async function f() { x = 1; await g(); } f();', false],
    ['let x; async function f() { x = await g(); } await f();', false],
    ['let x; (async () => { x = await g(); })().catch(h);', true],
    ['let x; function f() { f(); x = 1; }', false],
  ])('%s', (code, expected) => expect(isLater(code)).toBe(expected));
});
