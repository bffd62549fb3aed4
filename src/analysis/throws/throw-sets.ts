import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ThrowClasses, type ThrowClass } from './throw-classes.js';
import { passes } from './throw-filters.js';
import { throwSourcesOf, type ThrowSource } from './throw-sources.js';

/** A class that can leave a function, and the place in it from which it comes. */
export interface Throwable {
  readonly class: ThrowClass;
  readonly node: Node;
  /** The call that it comes through, for messages: `load()`. */
  readonly through: string | undefined;
  /** The function in view that it comes from. */
  readonly from: FunctionNode | undefined;
}

/** What can leave a function: by throwing, and by the promise that it gives. */
export interface ThrowSet {
  readonly now: ReadonlyMap<string, Throwable>;
  readonly later: ReadonlyMap<string, Throwable>;
  /** Nothing else can leave it. */
  readonly isClosed: boolean;
}

interface Draft {
  readonly now: Map<string, Throwable>;
  readonly later: Map<string, Throwable>;
  isClosed: boolean;
}

/** Which errors can leave the functions of a file: what they throw themselves, and what the functions that they call do. */
export class ThrowSets {
  readonly classes: ThrowClasses;
  readonly #sources = new Map<FunctionNode, readonly ThrowSource[]>();
  readonly #solved = new Map<FunctionNode, Draft>();

  constructor(private readonly file: FileModel) {
    this.classes = new ThrowClasses(file);
  }

  of(fn: FunctionNode): ThrowSet {
    const known = this.#solved.get(fn);
    if (known) return known;
    // Functions may call each other in circles: all that this one reaches are solved together, until nothing is added.
    const group = this.#reachedFrom(fn);
    for (const each of group) this.#solved.set(each, { now: new Map(), later: new Map(), isClosed: true });
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const each of group) if (this.#update(each, this.#solved.get(each)!)) isChanged = true;
    }
    return this.#solved.get(fn)!;
  }

  /** All that can leave a function, in the order of the places from which it comes. */
  leaving(fn: FunctionNode): readonly Throwable[] {
    const { now, later } = this.of(fn);
    const found = [...now.values(), ...[...later].filter(([key]) => !now.has(key)).map(([, each]) => each)];
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #sourcesOf(fn: FunctionNode): readonly ThrowSource[] {
    let sources = this.#sources.get(fn);
    if (!sources) this.#sources.set(fn, (sources = throwSourcesOf(fn, this.file, this.classes)));
    return sources;
  }

  /** Functions not yet solved, the called ones first. */
  #reachedFrom(start: FunctionNode): readonly FunctionNode[] {
    const found = new Set<FunctionNode>([start]);
    // A set also visits what is added while it is walked.
    for (const fn of found) {
      for (const { gives } of this.#sourcesOf(fn)) if (gives.kind === 'call' && !this.#solved.has(gives.fn)) found.add(gives.fn);
    }
    return [...found].reverse();
  }

  /** Whether the set of a function has grown. */
  #update(fn: FunctionNode, draft: Draft): boolean {
    const sources = this.#sourcesOf(fn);
    const before = draft.now.size + draft.later.size;
    const wasClosed = draft.isClosed;
    for (const each of sources) {
      if (each.caughtBy) continue;
      const { throwables, isClosed } = this.#outcomeOf(each, sources);
      const into = each.isRejection || fn.async ? draft.later : draft.now;
      for (const one of throwables) if (!into.has(one.class.key)) into.set(one.class.key, one);
      if (!isClosed) draft.isClosed = false;
    }
    return draft.now.size + draft.later.size > before || draft.isClosed !== wasClosed;
  }

  #outcomeOf({ gives, node }: ThrowSource, sources: readonly ThrowSource[]): { readonly throwables: readonly Throwable[]; readonly isClosed: boolean } {
    switch (gives.kind) {
      case 'class':
        return { throwables: [{ class: gives.class, node, through: gives.through, from: undefined }], isClosed: true };
      case 'call': {
        const draft = this.#solved.get(gives.fn);
        const given = draft?.[gives.part];
        const throwables = [...(given?.values() ?? [])].map((each): Throwable => ({ class: each.class, node, through: gives.through ?? each.through, from: gives.fn }));
        // What a function says of itself counts as well, where its body hides things.
        const isSaid = draft?.isClosed === false && (gives.part === 'later') === gives.fn.async;
        for (const each of isSaid ? this.file.throwContracts.saidBy(gives.fn) : []) if (!given?.has(each.key)) throwables.push({ class: each, node, through: gives.through, from: gives.fn });
        return { throwables, isClosed: draft?.isClosed !== false };
      }
      case 'rethrow': {
        const caught = this.#caughtBy(gives.from, sources);
        let { isClosed } = caught;
        const throwables: Throwable[] = [];
        for (const each of caught.throwables) {
          const answer = passes(gives.filter, each.class);
          if (answer === undefined) isClosed = false;
          if (answer === true) throwables.push(each);
        }
        return { throwables, isClosed };
      }
      case 'lost':
        return { throwables: [], isClosed: !gives.fn.async && this.#solved.get(gives.fn)?.later.size === 0 };
      case 'unknown':
        return { throwables: [], isClosed: false };
    }
  }

  #caughtBy(statement: TSESTree.TryStatement, sources: readonly ThrowSource[]): { readonly throwables: readonly Throwable[]; readonly isClosed: boolean } {
    const outcomes = sources.filter(each => each.caughtBy === statement).map(each => this.#outcomeOf(each, sources));
    return { throwables: outcomes.flatMap(each => each.throwables), isClosed: outcomes.every(each => each.isClosed) };
  }
}
