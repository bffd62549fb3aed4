import type { AcquiresFacts } from '../../catalog/schema.js';
import { lastName, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';

/** Where what a call acquires has gone. `lost`: nobody has it, or what would release it. */
export interface Taken {
  readonly kind: 'kept' | 'lost';
  readonly variable: Variable | undefined;
  /** The facts as they hold for the variable: of `const { cleanup } = await file()`, it is itself the function to call. */
  readonly facts: AcquiresFacts;
}

/** The expression whose value is the resource; undefined where it is still a promise, or handed to a callback. */
export function acquiredValue({ node, entry }: LibraryCall): Node | undefined {
  const opening = entry.acquires?.openedBy;
  if (opening) return openingCall(node, opening);
  const place = wrapped(node);
  if (place.parent?.type === 'AwaitExpression') return place.parent;
  if (entry.promise === true || entry.promise === 'without-callback' || entry.callbacks !== undefined) return undefined;
  return node;
}

/** `client.query(…)` around what it opens. */
function openingCall(node: Node, names: readonly string[]): Node | undefined {
  const place = wrapped(node);
  const call = place.parent;
  if (call?.type !== 'CallExpression' || call.callee === place || !names.includes(lastName(call.callee) ?? '')) return undefined;
  const outer = wrapped(call).parent;
  return outer?.type === 'AwaitExpression' ? outer : call;
}

/** What becomes of the value; undefined where it leaves our sight at once. */
export function takenInto(file: FileModel, call: LibraryCall, facts: AcquiresFacts, value: Node): Taken | undefined {
  const place = wrapped(value);
  const parent = place.parent;
  switch (parent?.type) {
    case 'ExpressionStatement':
      // Taken, and dropped at once: often to see whether the other side is there.
      return { kind: 'lost', variable: undefined, facts };
    case 'MemberExpression': {
      if (parent.object !== place) return undefined;
      const name = staticName(parent);
      // `startSpan(…).setAttribute(…)` is the span again.
      const next = name !== undefined && !facts.releasedBy.includes(name) ? parent.parent : undefined;
      if (next?.type === 'CallExpression' && next.callee === parent && file.calls.at(next)?.entry.gives === 'this') return takenInto(file, call, facts, next);
      const kept = name === undefined || facts.releasedBy.includes(name) || facts.takenOverBy?.includes(name) || call.entry.gives === undefined;
      // Other members may give the resource itself, or something that releases it.
      return kept || !file.calls.at(parent.parent) ? undefined : { kind: 'lost', variable: undefined, facts };
    }
    case 'VariableDeclarator': {
      if (parent.init !== place || parent.parent.kind === 'using' || parent.parent.kind === 'await using') return undefined;
      if (parent.id.type === 'Identifier') return kept(file.bindings.variableOf(parent.id), facts);
      const bound = boundReleaser(parent.id, facts);
      if (bound === 'hidden') return undefined;
      if (!bound) return { kind: 'lost', variable: undefined, facts };
      return kept(file.bindings.variableOf(bound), { ...facts, releasedBy: ['()'] });
    }
    case 'AssignmentExpression':
      if (parent.operator !== '=' || parent.right !== place || parent.left.type !== 'Identifier' || parent.parent.type !== 'ExpressionStatement') return undefined;
      return kept(file.bindings.variableOf(parent.left), facts);
    default:
      return undefined;
  }
}

function kept(variable: Variable | undefined, facts: AcquiresFacts): Taken | undefined {
  return variable && { kind: 'kept', variable, facts };
}

/** The name that a pattern gives to what releases: `cleanup` of `{ path, cleanup }`; undefined where it leaves that out. */
function boundReleaser(pattern: Node, { releasedBy, releasedByPassing }: AcquiresFacts): Node | 'hidden' | undefined {
  // A part of it may be what is released, or handed to what releases.
  if (releasedByPassing || releasedBy.length === 0 || releasedBy.includes('()')) return 'hidden';
  const parts: readonly (readonly [string | undefined, Node | null])[] | undefined =
    pattern.type === 'ArrayPattern' ? pattern.elements.map((each, index) => [each?.type === 'RestElement' ? undefined : String(index), each])
    : pattern.type === 'ObjectPattern' ? pattern.properties.map(each => (each.type === 'Property' ? [staticName(each), each.value] : [undefined, each]))
    : undefined;
  if (!parts || parts.some(([name, node]) => name === undefined && node)) return 'hidden';
  const found = parts.find(([name, node]) => node && releasedBy.includes(name!))?.[1];
  if (!found) return undefined;
  const value = unwrap(found);
  return value.type === 'Identifier' ? value : 'hidden';
}
