import * as parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import { SourceCode } from 'eslint';
import { FileModel } from '../src/analysis/file-model.js';
import { readSettings } from '../src/settings.js';

/** The file model of a piece of code, as a rule would see it. */
export function modelOf(code: string, { filename = 'src/service.ts', settings }: { readonly filename?: string; readonly settings?: Record<string, unknown> } = {}): FileModel {
  const { ast, scopeManager, visitorKeys } = parser.parseForESLint(code, { range: true, loc: true, tokens: true, comment: true, sourceType: 'module', filePath: filename, ecmaFeatures: { jsx: /x$/.test(filename) } });
  const eslintCode = new SourceCode({ text: code, ast, scopeManager, visitorKeys, parserServices: {} } as unknown as SourceCode.Config);
  // The linter gives nodes their parents on its way through the tree.
  eslintCode.traverse();
  const sourceCode = eslintCode as unknown as TSESLint.SourceCode;
  return new FileModel({ sourceCode, filename, settings: readSettings(settings && { bulletproof: settings }) });
}
