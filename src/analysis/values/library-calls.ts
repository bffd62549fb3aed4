import type { TSESTree } from '@typescript-eslint/utils';
import type { Catalog } from '../../catalog/index.js';
import { ROLES, type Entry, type Role } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Origins } from './origins.js';
import type { SyntaxIndex } from '../syntax-index.js';

/** A call that is proven to be a call of a library (or global) that the catalog knows. */
export interface LibraryCall {
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
  /** The library's name for messages. */
  readonly library: string;
  /** The catalog path, such as `Pool#query`. */
  readonly path: string;
  readonly entry: Entry;
  /** The object whose method is called. */
  readonly receiver: Node | undefined;
  /** The call that made the receiver, where it is in view: `axios.create(…)` for `api.get(…)`. */
  readonly client: LibraryCall | undefined;
}

/** A property of a library's object that is read: `req.body`, `process.env`. */
export interface LibraryRead {
  readonly node: TSESTree.MemberExpression;
  readonly library: string;
  readonly path: string;
  readonly entry: Entry;
}

export class LibraryCalls {
  #byRole: Map<Role, LibraryCall[]> | undefined;
  readonly #readsByRole = new Map<Role, readonly LibraryRead[]>();
  readonly #memo = new Map<Node, LibraryCall | undefined>();

  constructor(
    private readonly index: SyntaxIndex,
    private readonly origins: Origins,
    private readonly catalog: Catalog,
  ) {}

  /** The calls of these roles, in source order within each role. */
  of(...roles: readonly Role[]): readonly LibraryCall[] {
    const byRole = (this.#byRole ??= this.#find());
    return roles.length === 1 ? (byRole.get(roles[0]!) ?? []) : roles.flatMap(role => byRole.get(role) ?? []);
  }

  /** The calls, of any role, whose entries speak of a fact. */
  having(fact: keyof Entry): readonly LibraryCall[] {
    let calls = this.#byFact.get(fact);
    if (!calls) this.#byFact.set(fact, (calls = this.#ofAllRoles.filter(each => each.entry[fact] !== undefined)));
    return calls;
  }
  readonly #byFact = new Map<keyof Entry, readonly LibraryCall[]>();

  get #ofAllRoles(): readonly LibraryCall[] {
    if (this.#everything) return this.#everything;
    const byRole = (this.#byRole ??= this.#find());
    const calls: LibraryCall[] = [];
    for (const role of byRole.size > 0 ? ROLES : []) for (const each of byRole.get(role) ?? []) calls.push(each);
    return (this.#everything = calls);
  }
  #everything: readonly LibraryCall[] | undefined;

  /** What a call is; undefined where it is no proven call of a known library. */
  at(node: Node): LibraryCall | undefined {
    const call = unwrap(node);
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return undefined;
    const known = this.#memo.get(call);
    if (known || this.#memo.has(call)) return known;
    // A receiver made by a call of itself: no client in view.
    this.#memo.set(call, undefined);
    const found = this.#resolve(call);
    this.#memo.set(call, found);
    return found;
  }

  /** Reads of properties that stand in the catalog with `use: 'read'`. */
  reads(role: Role): readonly LibraryRead[] {
    let reads = this.#readsByRole.get(role);
    if (!reads) this.#readsByRole.set(role, (reads = this.#findReads(role)));
    return reads;
  }

  #find(): Map<Role, LibraryCall[]> {
    const byRole = new Map<Role, LibraryCall[]>();
    for (const type of ['CallExpression', 'NewExpression'] as const) {
      for (const node of this.index.all(type)) {
        const call = this.at(node);
        if (!call) continue;
        const list = byRole.get(call.entry.role);
        if (list) list.push(call);
        else byRole.set(call.entry.role, [call]);
      }
    }
    return byRole;
  }

  #findReads(role: Role): LibraryRead[] {
    return this.index.membersNamed(...(this.catalog.readNames.get(role) ?? [])).flatMap(node => {
      const found = this.origins.readEntryOf(node);
      return found?.entry.use === 'read' && found.entry.role === role ? [{ node, library: found.library, path: found.path, entry: found.entry }] : [];
    });
  }

  #resolve(node: TSESTree.CallExpression | TSESTree.NewExpression): LibraryCall | undefined {
    const callee = unwrap(node.callee);
    // Cheap to refuse: a method whose name stands in no entry.
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type === 'MemberExpression' && (name === undefined || !(this.catalog.lastNames.has(name) || this.origins.seesOpenModules))) return undefined;
    const found = this.origins.entryOfCall(node);
    if (!found) return undefined;
    const { entry } = found;
    const use = entry.use ?? 'call';
    if (use === 'read' || (use !== 'either' && (use === 'new') !== (node.type === 'NewExpression'))) return undefined;
    const receiver = callee.type === 'MemberExpression' ? callee.object : undefined;
    const created = this.origins.of(callee);
    const maker = created?.kind === 'library' ? created.created : undefined;
    return { node, library: found.library, path: found.path, entry, receiver, client: maker && maker !== node ? this.at(maker) : undefined };
  }
}
