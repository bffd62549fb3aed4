import { existsSync } from 'node:fs';
import type { API, Project, Snapshot, Symbol, Type } from 'typescript-7-0/unstable/sync';
import type { SourceFile, SyntaxKind } from 'typescript-7-0/unstable/ast';
import type { Checker } from '../checker.js';
import { remembered, UnknownShape, type Change, type NativeApi, type NativeProject, type NativeSnapshot, type NativeSource } from './native-api.js';
import { keyOfFiles } from './file-names.js';
import { isReadable, type NodeTable } from './source-nodes.js';

/** The modules of TypeScript 7.0 that its API is in. */
export const MODULES_7_0 = ['typescript/unstable/sync', 'typescript/unstable/ast'] as const;

interface Modules {
  readonly API: typeof API;
  readonly SyntaxKind: typeof SyntaxKind;
  readonly TypeFlags: { readonly Any: number; readonly Unknown: number; readonly Union: number };
  readonly ObjectFlags: { readonly Mapped: number };
  readonly SymbolFlags: { readonly Class: number; readonly Interface: number };
}

/** TypeScript 7.0: `updateSnapshot`, and texts through a callback. */
export function adapter70(modules: object, cwd: string): NativeApi {
  const { API, SyntaxKind, TypeFlags, ObjectFlags, SymbolFlags } = modules as Modules;
  if (typeof API !== 'function' || typeof API.prototype.updateSnapshot !== 'function' || typeof SyntaxKind?.CallExpression !== 'number' || typeof TypeFlags?.Union !== 'number' || typeof ObjectFlags?.Mapped !== 'number' || typeof SymbolFlags?.Class !== 'number') throw new UnknownShape();
  // The checker may have found a file by another spelling than the one that is linted.
  const keyOf = keyOfFiles(process.execPath, existsSync);
  const texts = new Map<string, string>();
  const api = new API({ cwd, fs: { readFile: file => texts.get(keyOf(file)) } });

  function snapshot(change: Change): NativeSnapshot {
    const { text, disk } = change;
    const changed = [...(text ? [text.file] : []), ...(disk?.changed ?? [])];
    if (text) texts.set(keyOf(text.file), text.text);
    const made = api.updateSnapshot({
      ...(change.project !== undefined && { openProjects: [change.project] }),
      ...(disk?.everything ? { fileChanges: { invalidateAll: true } as const } : (text || disk) && { fileChanges: { changed, created: disk?.created ?? [], deleted: disk?.deleted ?? [] } }),
    });
    return snapshotOf(made);
  }

  function snapshotOf(made: Snapshot): NativeSnapshot {
    return {
      project: configFile => {
        const project = made.getProject(configFile);
        return project && projectOf(project, configFile);
      },
      dispose: () => {
        made.dispose();
      },
    };
  }

  function projectOf(project: Project, configFile: string): NativeProject<Type> {
    return {
      configFile,
      roots: project.rootFiles,
      get files() {
        return project.program.getSourceFileNames();
      },
      checker: checkerOf(project),
      source: file => {
        const source = project.program.getSourceFile(file);
        return source && sourceOf(source, project);
      },
    };
  }

  function sourceOf(source: SourceFile, project: Project): NativeSource<Type> {
    // Neither is declared: reading the records costs a tenth of visiting the nodes.
    const { view, nodes, _offsetNodes: offset, getOrCreateNodeAtIndex } = source as unknown as { readonly view: DataView; readonly nodes: readonly unknown[]; readonly _offsetNodes: number; readonly getOrCreateNodeAtIndex: unknown };
    const table: NodeTable = { view, offset, length: nodes?.length };
    if (!(view instanceof DataView) || typeof getOrCreateNodeAtIndex !== 'function' || !isReadable(table, SyntaxKind.SourceFile)) throw new UnknownShape();
    const nodeAt = (place: number): SourceFile => getOrCreateNodeAtIndex.call(source, place) as SourceFile;
    return { text: source.text, nodes: table, typesAt: places => project.checker.getTypeAtLocation(places.map(nodeAt)) };
  }

  function checkerOf({ checker, program }: Project): Checker<Type, Symbol> {
    const symbolOf = remembered((type: Type) => type.getSymbol());
    const partsOf = remembered((type: Type) => (type.isUnionType() || type.isIntersectionType() ? type.getTypes() : []));
    const callSignatures = remembered((type: Type) => checker.getSignaturesOfType(type, 0));
    const then = remembered((type: Type) => checker.getPropertyOfType(type, 'then') !== undefined);
    return {
      isOpaque: type => (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0,
      unionOf: type => (type.isUnionType() ? partsOf(type) : undefined),
      intersectionOf: type => (type.isIntersectionType() ? partsOf(type) : undefined),
      // Of objects and unions it is the type itself.
      apparent: remembered((type: Type) => (type.isUnionType() || (type.isObjectType() && !(type.objectFlags & ObjectFlags.Mapped)) ? type : (checker.getApparentType(type) ?? type))),
      symbolOf,
      nameOf: symbol => symbol.name,
      fileOf: symbol => symbol.declarations[0]?.path,
      isClassOrInterface: symbol => (symbol.flags & (SymbolFlags.Class | SymbolFlags.Interface)) !== 0,
      isOfLanguage: remembered((symbol: Symbol) => symbol.declarations.some(each => program.getSourceFileMetadataByPath(each.path)?.isDefaultLibrary === true)),
      declaredType: remembered((symbol: Symbol) => checker.getDeclaredTypeOfSymbol(symbol)),
      bases: remembered((type: Type) => (type.isClassOrInterface() ? checker.getBaseTypes(type) : [])),
      hasProperty: (type, name) => (name === 'then' ? then(type) : checker.getPropertyOfType(type, name) !== undefined),
      elementsOf: remembered((type: Type) => (type.isTypeReference() && (checker.isArrayType(type) || checker.isTupleType(type)) ? checker.getTypeArguments(type) : undefined)),
      hasCallSignature: type => callSignatures(type).length > 0,
    };
  }

  return {
    kinds: SyntaxKind as unknown as Readonly<Record<string, number | string>>,
    snapshot,
    close: () => {
      api.close();
    },
  };
}
