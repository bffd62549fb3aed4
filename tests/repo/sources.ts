import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseForESLint } from '@typescript-eslint/parser';
import { walk } from '../../src/syntax/walk.js';

export const ROOT = resolve(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');

export interface Source {
  /** Path below `src`, with forward slashes: `rules/waits/no-inert-timeout.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[];
}

/** Every source file of the package, with what it imports. Read from the syntax: no comment can hide an import. */
export function sources(): readonly Source[] {
  return (read ??= readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => {
      const path = file.replaceAll('\\', '/');
      const text = readFileSync(join(SRC, file), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    }));
}
/** Parsed once: it takes seconds on a busy machine. */
let read: readonly Source[] | undefined;

function importsOf(path: string, text: string): { from: string; typeOnly: boolean }[] {
  const found: { from: string; typeOnly: boolean }[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const from = specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(path), specifier)).replaceAll('\\', '/').replace(/\.js$/, '.ts') : specifier;
    found.push({ from, typeOnly });
  };
  const { ast, visitorKeys } = parseForESLint(text, { sourceType: 'module' });
  walk(ast, visitorKeys, node => {
    if (node.type === 'ImportDeclaration') {
      const types = node.importKind === 'type' || (node.specifiers.length > 0 && node.specifiers.every(each => each.type === 'ImportSpecifier' && each.importKind === 'type'));
      add(node.source.value, types);
    }
    if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.source) add(node.source.value, node.exportKind === 'type');
    if (node.type === 'ImportExpression' && node.source.type === 'Literal') add(String(node.source.value), false);
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require' && node.arguments[0]?.type === 'Literal') add(String(node.arguments[0].value), false);
  });
  return found;
}
