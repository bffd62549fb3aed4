import type { FileModel } from '../analysis/file-model.js';
import { unwrap, wrapped } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';

/** Writes the pattern of the route for the address of a request, in a handler of a route that its framework tells the request. */
export function writeRoutePattern(address: Node, file: FileModel): { readonly pattern: string; readonly fix: Fix } | undefined {
  const value = unwrap(address);
  if (value.type !== 'MemberExpression' || value.object.type !== 'Identifier' || file.handlers.around(value)?.kind !== 'route') return undefined;
  const pattern = file.handlers.typeOf(value.object)?.routePattern;
  if (pattern === undefined) return undefined;
  const text = `${value.object.name}.${pattern}`;
  const place = wrapped(value);
  return { pattern: text, fix: fixer => fixer.replaceText(place.parent?.type === 'Property' && place.parent.shorthand ? place.parent : place, text) };
}
