import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, type Node } from '../syntax/nodes.js';
import { PLAIN, type Export, type ModuleShape, type Shape, type Signature, type TypeDeclaration } from './shapes.js';
import { addOverload, merged, ofInterface, ofSignature, ofType, partsOf, typeParametersOf } from './type-shapes.js';
import { bindDeclarator, ofClass, ofExpression, ofFunction } from './value-shapes.js';

interface Draft extends ModuleShape {
  readonly values: Map<string, Shape | undefined>;
  readonly types: Map<string, TypeDeclaration>;
  readonly namespaces: Map<string, ModuleShape>;
  readonly exports: Map<string, Export>;
  readonly stars: string[];
  whole: Export | undefined;
}

function draft(path: string, parent: ModuleShape | undefined, exportsAll: boolean): Draft {
  return { path, parent, values: new Map(), types: new Map(), namespaces: new Map(), exports: new Map(), stars: [], whole: undefined, exportsAll };
}

/** What a module declares and exports. Works on the trees of every parser that gives ESTree. */
export function shapeOfModule(program: { readonly body: readonly TSESTree.ProgramStatement[] }, path: string): ModuleShape {
  const module = draft(path, undefined, /\.d\.[cm]?ts$/.test(path));
  for (const statement of program.body) addStatement(module, statement);
  return module;
}

function addStatement(module: Draft, node: TSESTree.ProgramStatement): void {
  switch (node.type) {
    case 'ImportDeclaration':
      for (const specifier of node.specifiers) {
        const name = specifier.type === 'ImportSpecifier' ? exportedName(specifier.imported) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : '';
        addImport(module, specifier.local.name, node.source.value, name);
      }
      return;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference' && node.moduleReference.expression.type === 'Literal') {
        addImport(module, node.id.name, String(node.moduleReference.expression.value), 'require');
      }
      return;
    case 'ExportNamedDeclaration':
      addNamedExports(module, node);
      return;
    case 'ExportDefaultDeclaration':
      addDefaultExport(module, node.declaration);
      return;
    case 'ExportAllDeclaration':
      if (node.exported) module.exports.set(exportedName(node.exported), { kind: 'import', source: node.source.value, name: '' });
      else module.stars.push(node.source.value);
      return;
    case 'TSExportAssignment':
      module.whole = ofExported(node.expression);
      return;
    case 'ExpressionStatement':
      addCommonJs(module, unwrap(node.expression));
      return;
    default:
      addDeclaration(module, node);
  }
}

function addImport(module: Draft, local: string, source: string, name: string): void {
  module.values.set(local, { kind: 'import', source, name });
  module.types.set(local, { kind: 'import', source, name });
}

/** Adds what a statement declares and returns the names. */
function addDeclaration(module: Draft, node: Node): readonly string[] {
  switch (node.type) {
    case 'VariableDeclaration': {
      const names: string[] = [];
      for (const each of node.declarations) {
        bindDeclarator(each, node.kind, (name, shape) => {
          names.push(name);
          module.values.set(name, shape);
        });
      }
      return names;
    }
    case 'FunctionDeclaration':
    case 'TSDeclareFunction': {
      if (!node.id) return [];
      const { name } = node.id;
      const before = module.values.get(name);
      // The body behind overloads is not what callers see.
      if (!(isFunction(node) && before?.kind === 'function')) addOverload(module.values, name, signatureOf(node));
      return [name];
    }
    case 'ClassDeclaration': {
      if (!node.id) return [];
      const declaration = ofClass(node);
      module.values.set(node.id.name, { kind: 'class', declaration });
      module.types.set(node.id.name, { kind: 'class', declaration });
      return [node.id.name];
    }
    case 'TSInterfaceDeclaration': {
      const { name } = node.id;
      const before = module.types.get(name);
      const own = ofInterface(node);
      if (before?.kind === 'interface') module.types.set(name, { kind: 'interface', declaration: merged(before.declaration, own) });
      else if (before?.kind !== 'class') module.types.set(name, { kind: 'interface', declaration: own });
      return [name];
    }
    case 'TSTypeAliasDeclaration':
      module.types.set(node.id.name, { kind: 'alias', typeParameters: typeParametersOf(node.typeParameters), of: ofType(node.typeAnnotation) });
      return [node.id.name];
    case 'TSEnumDeclaration':
      module.types.set(node.id.name, { kind: 'enum' });
      module.values.set(node.id.name, PLAIN);
      return [node.id.name];
    case 'TSModuleDeclaration':
      return addNamespace(module, node);
    default:
      return [];
  }
}

function signatureOf(node: TSESTree.FunctionDeclaration | TSESTree.TSDeclareFunction): Signature {
  return isFunction(node) ? ofFunction(node) : ofSignature(node);
}

function addNamespace(module: Draft, node: TSESTree.TSModuleDeclaration): readonly string[] {
  if (!node.body) return [];
  // `declare module 'x'` speaks of another module; `declare global` of none.
  if (node.kind === 'global' || node.id.type !== 'Identifier') return [];
  const { name } = node.id;
  const before = module.namespaces.get(name) as Draft | undefined;
  const inner = before ?? draft(module.path, module, true);
  for (const statement of node.body.body) addStatement(inner, statement);
  module.namespaces.set(name, inner);
  return [name];
}

function addNamedExports(module: Draft, node: TSESTree.ExportNamedDeclaration): void {
  if (node.declaration) for (const name of addDeclaration(module, node.declaration)) module.exports.set(name, { kind: 'local', name });
  for (const { local, exported } of node.specifiers) {
    const from = exportedName(local);
    module.exports.set(exportedName(exported), node.source ? { kind: 'import', source: node.source.value, name: from } : { kind: 'local', name: from });
  }
}

function addDefaultExport(module: Draft, node: TSESTree.ExportDefaultDeclaration['declaration']): void {
  const names = addDeclaration(module, node);
  if (names[0] !== undefined) module.exports.set('default', { kind: 'local', name: names[0] });
  else if (node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction') module.exports.set('default', { kind: 'value', of: { kind: 'function', signatures: [signatureOf(node)] } });
  else if (node.type === 'ClassDeclaration') module.exports.set('default', { kind: 'value', of: { kind: 'class', declaration: ofClass(node) } });
  else module.exports.set('default', ofExported(node));
}

function ofExported(node: Node): Export {
  return node.type === 'Identifier' ? { kind: 'local', name: node.name } : { kind: 'value', of: ofExpression(node) };
}

/** `module.exports = …`, `exports.name = …`. */
function addCommonJs(module: Draft, node: Node): void {
  if (node.type !== 'AssignmentExpression' || node.operator !== '=' || node.left.type !== 'MemberExpression') return;
  const target = partsOf(node.left).join('.');
  if (target === 'module.exports') {
    module.whole = ofExported(unwrap(node.right));
    return;
  }
  const name = staticName(node.left);
  const owner = partsOf(node.left.object).join('.');
  if (name !== undefined && (owner === 'exports' || owner === 'module.exports')) module.exports.set(name, ofExported(unwrap(node.right)));
  // `Store.prototype.save = …` and the like are seen where they stand, not from here.
}

function exportedName(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
