import { unwrap } from '../../syntax/nodes.js';
import type { PooledFacts, TypeEntry } from '../../catalog/schema.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** The type of a library that a value is an instance of, also by way of a class in view that extends it. */
export interface LibraryType {
  readonly library: string;
  readonly type: string;
  readonly facts: TypeEntry | undefined;
  /** The call that made it, where exactly one did. */
  readonly created: Node | undefined;
}

export function libraryTypeOf(node: Node, file: FileModel, depth = 0): LibraryType | undefined {
  const origin = file.origins.of(node);
  if (!origin || origin.promised || depth > 5) return undefined;
  if (origin.kind === 'library') {
    if (!origin.path.endsWith('#')) return undefined;
    const type = origin.path.slice(0, -1);
    return { library: origin.library, type, facts: file.catalog.type(origin.library, type), created: origin.created };
  }
  const parent = origin.kind === 'instance' ? origin.node.superClass : undefined;
  const of = parent && file.origins.of(parent);
  if (of?.kind !== 'library' || of.path.includes('#')) return undefined;
  const type = file.catalog.typeNamed(of.library, of.path.replace(/^default\./, ''));
  return type === undefined ? undefined : { library: of.library, type, facts: file.catalog.type(of.library, type), created: undefined };
}

/** What the catalog says of a client whose queries may each run on another connection; undefined where it has one only, or nobody can say. */
export function pooledFactsOf(client: Node, file: FileModel): PooledFacts | undefined {
  const found = libraryTypeOf(client, file);
  const facts = found?.facts?.pooled;
  if (!found || !facts) return undefined;
  const maker = found.created && unwrap(found.created);
  const given = maker?.type === 'CallExpression' || maker?.type === 'NewExpression' ? maker.arguments : undefined;
  if (facts.madeOf !== undefined) {
    const pool = given?.[facts.madeOf];
    return pool && pooledFactsOf(pool, file) ? facts : undefined;
  }
  for (const [option, values] of Object.entries(facts.unless ?? {})) {
    for (const argument of given ?? []) {
      const value = file.options.objectOf(argument) ? file.options.at(argument, option) : undefined;
      const set = value?.state === 'present' ? file.options.valueOf(value.value)?.value : undefined;
      if (value?.state === 'unknown' || values.some(each => each === set)) return undefined;
    }
  }
  return facts;
}

