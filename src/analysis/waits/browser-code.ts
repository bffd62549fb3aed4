import { manifestIn } from '../../project/manifests.js';
import { packageRootOf } from '../../project/package-root.js';
import { enclosingFunction, staticName, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';

const BROWSER_GLOBALS = ['window', 'document', 'localStorage', 'sessionStorage', 'navigator', 'XMLHttpRequest', 'indexedDB', 'IDBKeyRange'];
const BROWSER_MODULES = [
  'react', 'react-dom', 'react-native', 'preact', 'preact/hooks', 'vue', 'svelte', 'solid-js', '@angular/core', '@angular/common/http', 'next/navigation',
  'next/router', 'react-router-dom', '@remix-run/react', '@tanstack/react-query', 'swr', 'zustand', 'jquery', 'electron', 'react-i18next', 'i18next-browser-languagedetector', 'prosemirror-view', 'prosemirror-state', '@tiptap/core',
];
/** Databases that only browsers have. */
const BROWSER_STORES = ['idb', 'idb-keyval', 'dexie'];
/** A package that renders to a page, and depends on nothing that answers requests, is the page. */
const PAGES = ['react-dom', 'vue', 'svelte', 'preact', 'solid-js', '@angular/core', '@angular/platform-browser'];
const SERVERS = /^(next|nuxt|astro|gatsby|express|fastify|koa|hono|h3|polka|restify|ws|payload|@medusajs\/medusa|@strapi\/strapi|@nestjs\/core|@hapi\/hapi|@apollo\/server|@trpc\/server|@sveltejs\/kit|@remix-run\/.+|@react-router\/.+|@tanstack\/.*start|aws-lambda|@react-email\/.+)$/;

/** True where something proves that a file runs in a browser (too): its globals, JSX, a user-interface library, `'use client'`, cookies of a page, its package. */
export function isBrowserCode(file: FileModel): boolean {
  let known = browserFiles.get(file);
  if (known === undefined) browserFiles.set(file, (known = showsBrowser(file)));
  return known;
}
const browserFiles = new WeakMap<FileModel, boolean>();

function showsBrowser(file: FileModel): boolean {
  const { imports, index, bindings, ast } = file;
  if ([...BROWSER_MODULES, ...BROWSER_STORES].some(each => imports.modules.has(each))) return true;
  if (index.all('JSXElement').length > 0 || index.all('JSXFragment').length > 0) return true;
  const [first] = ast.body;
  if (first?.type === 'ExpressionStatement' && first.directive === 'use client') return true;
  if (bindings.mentionsGlobal(...BROWSER_GLOBALS) && index.all('Identifier').some(each => BROWSER_GLOBALS.includes(each.name) && isValue(each) && bindings.isGlobal(each, ...BROWSER_GLOBALS))) return true;
  return sendsCookies(file) || isOfPage(file.filename);
}

/** Whether a piece of a file that has both, as pages of Remix and Next do, is the part that runs in a browser: a component, a hook, what uses the globals of a page. */
export function runsInPage(node: Node, file: FileModel): boolean {
  if (!isBrowserCode(file)) return false;
  const [first] = file.ast.body;
  if (first?.type === 'ExpressionStatement' && first.directive === 'use client') return true;
  if (BROWSER_STORES.some(each => file.imports.modules.has(each))) return true;
  const fn = enclosingFunction(node);
  if (!fn) return false;
  let known = pageFunctions.get(fn);
  if (known === undefined) pageFunctions.set(fn, (known = showsPage(fn, file) || runsInPage(fn, file)));
  return known;
}
const pageFunctions = new WeakMap<FunctionNode, boolean>();

function showsPage(fn: FunctionNode, { index, bindings }: FileModel): boolean {
  if (index.inOwn(fn, 'JSXElement').length > 0 || index.inOwn(fn, 'JSXFragment').length > 0) return true;
  if (index.inOwn(fn, 'CallExpression').some(({ callee }) => callee.type === 'Identifier' && /^use[A-Z]/.test(callee.name))) return true;
  return index.inOwn(fn, 'Identifier').some(each => BROWSER_GLOBALS.includes(each.name) && isValue(each) && bindings.isGlobal(each, ...BROWSER_GLOBALS));
}

/** `credentials: 'include'`: Node's fetch keeps no cookies, and has no page to take them from. */
function sendsCookies({ index, sourceCode }: FileModel): boolean {
  return sourceCode.text.includes('credentials') && index.all('Property').some(each => staticName(each) === 'credentials' && each.value.type === 'Literal' && (each.value.value === 'include' || each.value.value === 'same-origin'));
}

/** Beside the components of a page, or in a package that is one. */
function isOfPage(filename: string): boolean {
  if (/[/\\](?:components|client-only)[/\\]|\.svelte\.[jt]s$/.test(filename)) return true;
  const root = packageRootOf(filename);
  const dependencies = root === undefined ? undefined : manifestIn(root)?.dependencies;
  return dependencies?.some(each => PAGES.includes(each)) === true && !dependencies.some(each => SERVERS.test(each));
}

/** A name that is looked up, not the name of a property, key or type member. */
function isValue(node: import('@typescript-eslint/utils').TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node || parent.computed;
  return !/^(TS|MethodDefinition|PropertyDefinition|AccessorProperty|ImportSpecifier|ExportSpecifier|LabeledStatement|MetaProperty)/.test(parent.type) || parent.type === 'TSAsExpression' || parent.type === 'TSNonNullExpression';
}
