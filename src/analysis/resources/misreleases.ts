import type { AcquiresFacts } from '../../catalog/schema.js';
import { isFunction, isInside, isLoop, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isDeclaredIn, useOf } from './resource-uses.js';
import { acquiredValue, takenInto } from './taken.js';

/** Something that is released again, or used, after it has been released on the same path. */
export interface Misrelease {
  readonly kind: 'twice' | 'after';
  readonly facts: AcquiresFacts;
  /** The release that comes first, and what follows it. */
  readonly first: Node;
  readonly node: Node;
  /** What follows comes on every path after the first release, which could go. */
  readonly isAlwaysSecond: boolean;
}

/** In source order of what is acquired; one for each resource. */
export function misreleases(file: FileModel, calls: readonly LibraryCall[]): readonly Misrelease[] {
  return calls.flatMap(call => misreleaseOf(file, call) ?? []);
}

function misreleaseOf(file: FileModel, call: LibraryCall): Misrelease | undefined {
  const acquires = call.entry.acquires;
  const owner = ownerOf(call.node);
  const value = acquiredValue(call);
  if (!acquires || acquires.resource === 'receiver' || acquires.longLived || !value || !isFunction(owner)) return undefined;
  const taken = takenInto(file, call, acquires, value);
  if (!taken?.variable || !isDeclaredIn(taken.variable, owner)) return undefined;
  const { facts, variable } = taken;
  const releases: Node[] = [];
  const uses: Node[] = [];
  for (const { identifier } of variable.references.filter(each => each.isRead())) {
    if (ownerOf(identifier) !== owner) continue;
    const { use, node } = useOf(file, identifier, facts);
    if (use === 'release') releases.push(node);
    // Only what is proven to work with the resource: reading a field of it may be all right.
    else if (use === 'use' && node.type === 'MemberExpression' && file.calls.at(node.parent)?.entry.role === 'database-query') uses.push(node.parent);
  }
  if (releases.length === 0 || (releases.length < 2 && uses.length === 0)) return undefined;
  // On every way back to an acquisition there is something new to release.
  const renewals = new Set<Node>(variable.references.filter(each => each.isWrite()).map(each => (each.init ? value : wrapped(each.identifier).parent ?? value)));
  const isRenewed = (node: Node): boolean => node === value || renewals.has(node);
  const flow = file.flow(owner);
  for (const first of releases) {
    const later = flow.laterOnSamePath(first, node => releases.includes(node) || uses.includes(node), {
      avoiding: isRenewed,
      ignoreThrowOf: isNoWait,
    });
    for (const node of later) {
      const isRelease = releases.includes(node);
      if (node === first || isInside(first, node) || isInside(node, first) || (isRelease && !facts.twice) || !isSureAfter(first, node, owner)) continue;
      const isAlwaysSecond = isRelease && flow.exitsWithout(first, step => step === node, { ignoreThrowOf: isNoWait }).length === 0;
      return { kind: isRelease ? 'twice' : 'after', facts, first, node, isAlwaysSecond };
    }
  }
  return undefined;
}

function isNoWait(node: Node): boolean {
  return node.type !== 'AwaitExpression';
}

/** Whether what follows is under no condition that the release is not under, too: such a condition may be what tells the two apart. */
function isSureAfter(first: Node, node: Node, owner: FunctionNode): boolean {
  for (let current = node; current.parent && current !== owner; current = current.parent) {
    const { parent } = current;
    if (isInside(first, parent)) {
      // `if (…) release(); else release()`, or the cases of a `switch`.
      return parent.type !== 'SwitchStatement';
    }
    if (parent.type === 'IfStatement' && parent.test !== current) return false;
    if (parent.type === 'ConditionalExpression' && parent.test !== current) return false;
    if (parent.type === 'LogicalExpression' && parent.right === current) return false;
    if (parent.type === 'ChainExpression' && 'optional' in node && node.optional) return false;
    if (parent.type === 'SwitchCase' || isLoop(parent)) return false;
  }
  return false;
}
