import type { API, Project, Snapshot, Symbol, Type } from 'typescript-7-1/sync';
import type { createFileSystemLayer } from 'typescript-7-1/fs';
import type { SourceFile, SyntaxKind } from 'typescript-7-1/ast';
import type { Checker } from '../checker.js';
import { remembered, UnknownShape, type Change, type NativeApi, type NativeProject, type NativeSnapshot, type NativeSource } from './native-api.js';
import { isReadable, type NodeTable } from './source-nodes.js';

/** The modules of TypeScript 7.1 that its API is in. */
export const MODULES_7_1 = ['typescript/sync', 'typescript/ast', 'typescript/fs'] as const;

interface Modules {
  readonly API: typeof API;
  readonly createFileSystemLayer: typeof createFileSystemLayer;
  readonly SyntaxKind: typeof SyntaxKind;
  readonly TypeFlags: { readonly Any: number; readonly Unknown: number; readonly Union: number };
  readonly ObjectFlags: { readonly Mapped: number };
  readonly SymbolFlags: { readonly Class: number; readonly Interface: number };
}

/** TypeScript 7.1, as of its preview of 2026-10-21: `createSnapshot`, and texts as a layer over the disk. */
export function adapter71(modules: object, cwd: string): NativeApi {
  const { API, createFileSystemLayer, SyntaxKind, TypeFlags, ObjectFlags, SymbolFlags } = modules as Modules;
  if (typeof API !== 'function' || typeof createFileSystemLayer !== 'function' || !('createSnapshot' in API.prototype) || typeof SyntaxKind?.CallExpression !== 'number' || typeof TypeFlags?.Union !== 'number' || typeof ObjectFlags?.Mapped !== 'number' || typeof SymbolFlags?.Class !== 'number') throw new UnknownShape();
  const api = new API({ cwd });
  let latest: Snapshot | undefined;

  function snapshot(change: Change): NativeSnapshot {
    const { text, disk } = change;
    const changed = [...(text ? [text.file] : []), ...(disk?.changed ?? [])];
    const params = {
      ensurePrograms: true as const,
      ...(change.project !== undefined && { openProjects: [change.project] }),
      ...(text && { fileSystem: createFileSystemLayer([[text.file, text.text]]) }),
      ...(disk?.everything ? { fileNotifications: { invalidateAll: true } } : (text || disk) && { fileNotifications: { changed, created: disk?.created ?? [], deleted: disk?.deleted ?? [] } }),
    };
    latest = latest ? latest.update(params) : api.createSnapshot(params);
    return snapshotOf(latest);
  }

  function snapshotOf(made: Snapshot): NativeSnapshot {
    return {
      project: configFile => {
        const project = made.getConfiguredProject(configFile);
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
      roots: project.parsedCommandLine.fileNames,
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
