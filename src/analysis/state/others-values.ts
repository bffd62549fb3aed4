import { functionName, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isOpen } from './entries.js';
import { ValueOwners, type Owner } from './value-owners.js';

/** Values that somebody else goes on with: a caller, the module, whoever holds the object. */
export class OthersValues {
  readonly #owners: ValueOwners;

  constructor(private readonly file: FileModel) {
    this.#owners = new ValueOwners(file);
  }

  of(node: Node): Owner | undefined {
    return this.#owners.of(node);
  }

  /** Not what a framework hands in, and not a helper that is only ever given what its callers have made. */
  isOthers({ root, fn }: Owner, depth = 0): boolean {
    if (!fn) return true;
    if (this.file.handlers.all.some(each => each.fn === fn)) return false;
    if (isOpen(fn, this.file) && !functionName(fn)?.startsWith('_')) return true;
    if (depth > 2 || !('identifiers' in root)) return false;
    const at = fn.params.findIndex(each => each.range[0] <= root.identifiers[0]!.range[0] && root.identifiers[0]!.range[1] <= each.range[1]);
    return this.file.origins.usesOf(fn).some(use => {
      const call = wrapped(use).parent;
      const given = call?.type === 'CallExpression' && call.callee === wrapped(use) ? call.arguments[at] : undefined;
      if (!given || given.type === 'SpreadElement') return false;
      const owner = this.#owners.of(given);
      return owner?.holds === 'whole' && !owner.copy && owner.fn !== fn && this.isOthers(owner, depth + 1);
    });
  }
}

/** What an object holds. */
export function isField({ root, fn }: Owner): boolean {
  return fn === undefined && !('identifiers' in root);
}
