import type { TSESTree } from '@typescript-eslint/utils';
import { isBuiltin } from 'node:module';
import { staticName } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings } from './bindings.js';
import type { SyntaxIndex } from '../syntax-index.js';

/** A value that a module gives: `path` is `''` for its namespace, `default`, or an export's name. */
export interface ImportedValue {
  readonly module: string;
  readonly path: string;
}

/** Which modules a file asks for, and by which binding: ESM, require, dynamic import, process.getBuiltinModule. */
export class Imports {
  readonly modules: ReadonlySet<string>;
  readonly #index: SyntaxIndex;
  readonly #bindings: Bindings;

  constructor(index: SyntaxIndex, bindings: Bindings) {
    this.#index = index;
    this.#bindings = bindings;
    this.modules = this.#find();
  }

  /** What an import declaration binds. `require` and friends are expressions: see `moduleOf`. */
  ofDefinition(specifier: Node): ImportedValue | undefined {
    const declaration = specifier.parent;
    if (specifier.type === 'TSImportEqualsDeclaration') {
      const reference = specifier.moduleReference;
      if (reference.type !== 'TSExternalModuleReference' || reference.expression.type !== 'Literal') return undefined;
      return { module: nameOfModule(String(reference.expression.value)), path: 'default' };
    }
    if (declaration?.type !== 'ImportDeclaration') return undefined;
    const module = nameOfModule(declaration.source.value);
    switch (specifier.type) {
      case 'ImportSpecifier':
        return { module, path: specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value };
      case 'ImportDefaultSpecifier':
        return { module, path: 'default' };
      case 'ImportNamespaceSpecifier':
        return { module, path: '' };
      default:
        return undefined;
    }
  }

  /** The module that an expression gives: `require('x')`, `await import('x')`, `process.getBuiltinModule('x')`. */
  moduleOf(node: Node): ImportedValue | undefined {
    if (node.type === 'AwaitExpression' && node.argument.type === 'ImportExpression') {
      const module = literalOf(node.argument.source);
      return module === undefined ? undefined : { module, path: '' };
    }
    if (node.type !== 'CallExpression') return undefined;
    const gives = node.callee.type === 'MemberExpression' ? staticName(node.callee) === 'getBuiltinModule' && this.#bindings.isGlobal(node.callee.object, 'process') : this.#bindings.isGlobal(node.callee, 'require');
    const module = gives ? literalOf(node.arguments[0]) : undefined;
    return module === undefined ? undefined : { module, path: 'default' };
  }

  #find(): Set<string> {
    const modules = new Set<string>();
    const add = (source: Node | null | undefined): void => {
      const module = literalOf(source);
      if (module !== undefined) modules.add(module);
    };
    for (const node of this.#index.all('ImportDeclaration')) add(node.source);
    for (const node of this.#index.all('ImportExpression')) add(node.source);
    for (const node of this.#index.all('ExportNamedDeclaration')) add(node.source);
    for (const node of this.#index.all('ExportAllDeclaration')) add(node.source);
    for (const node of this.#index.all('TSExternalModuleReference')) add(node.expression);
    for (const node of this.#index.callsNamed('require', 'getBuiltinModule')) {
      const value = this.moduleOf(node);
      if (value) modules.add(value.module);
    }
    return modules;
  }
}

function literalOf(node: Node | TSESTree.SpreadElement | null | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? nameOfModule(node.value) : undefined;
}

/** `fs` and `node:fs` are one module. */
export function nameOfModule(specifier: string): string {
  return !specifier.startsWith('node:') && isBuiltin(specifier) ? `node:${specifier}` : specifier;
}
