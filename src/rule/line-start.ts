import type { Node } from '../syntax/walk.js';

/** What stands before a node on its line. */
export function textBefore(node: Node, text: string): string {
  return text.slice(text.lastIndexOf('\n', node.range[0]) + 1, node.range[0]);
}

/** The white space that the line of a node begins with. */
export function indentOf(node: Node, text: string): string {
  return /^\s*/.exec(textBefore(node, text))?.[0] ?? '';
}
