import type { FileModel } from '../file-model.js';

const BROWSER_GLOBALS = ['window', 'document', 'localStorage', 'sessionStorage', 'navigator', 'XMLHttpRequest'];
const BROWSER_MODULES = [
  'react', 'react-dom', 'react-native', 'preact', 'preact/hooks', 'vue', 'svelte', 'solid-js', '@angular/core', '@angular/common/http', 'next/navigation',
  'next/router', 'react-router-dom', '@remix-run/react', '@tanstack/react-query', 'swr', 'zustand', 'jquery', 'electron',
];

/** True where something proves that a file runs in a browser (too): its globals, JSX, a user-interface library, `'use client'`. */
export function isBrowserCode({ imports, index, bindings, ast }: FileModel): boolean {
  if (BROWSER_MODULES.some(each => imports.modules.has(each))) return true;
  if (index.all('JSXElement').length > 0 || index.all('JSXFragment').length > 0) return true;
  const [first] = ast.body;
  if (first?.type === 'ExpressionStatement' && first.directive === 'use client') return true;
  return index.all('Identifier').some(each => BROWSER_GLOBALS.includes(each.name) && isValue(each) && bindings.isGlobal(each, ...BROWSER_GLOBALS));
}

/** A name that is looked up, not the name of a property, key or type member. */
function isValue(node: import('@typescript-eslint/utils').TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node || parent.computed;
  return !/^(TS|MethodDefinition|PropertyDefinition|AccessorProperty|ImportSpecifier|ExportSpecifier|LabeledStatement|MetaProperty)/.test(parent.type) || parent.type === 'TSAsExpression' || parent.type === 'TSNonNullExpression';
}
