import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgetNativeTools, nativeTools } from '../../src/project/native-tools.js';

describe('oxc-parser and oxc-resolver', () => {
  afterEach(() => {
    forgetNativeTools();
    vi.restoreAllMocks();
  });

  it('are there, and loaded once', () => {
    forgetNativeTools();
    const tools = nativeTools();
    expect(tools?.parse('a.ts', 'export const a: number = 1', { astType: 'ts', sourceType: 'unambiguous', preserveParens: false }).program.body[0]?.type).toBe('ExportNamedDeclaration');
    expect(nativeTools()).toBe(tools);
  });

  it('give one notice, that says what to install, where one is missing', () => {
    forgetNativeTools();
    const notices = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const missing = (name: string): unknown => {
      throw new Error(`Cannot find module '${name}'`);
    };
    expect(nativeTools(missing, 0)).toBeUndefined();
    expect(nativeTools(missing, 0)).toBeUndefined();
    expect(notices).toHaveBeenCalledTimes(1);
    expect(notices).toHaveBeenCalledWith(expect.stringMatching(/Cannot find module 'oxc-parser'.*npm install --save-dev oxc-parser oxc-resolver/), expect.objectContaining({ code: 'BULLETPROOF_PROJECT' }));
  });

  it('leave the notice to the first worker', () => {
    forgetNativeTools();
    const notices = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const missing = (): unknown => {
      throw new Error('missing');
    };
    expect(nativeTools(missing, 2)).toBeUndefined();
    expect(notices).not.toHaveBeenCalled();
  });
});
