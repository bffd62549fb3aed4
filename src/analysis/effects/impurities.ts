import type { TSESTree } from '@typescript-eslint/utils';
import { CLOCKS_WITHOUT_ARGUMENTS, IMPURE_ROLES, impurityOf, OUTSIDE, type ImpurityKind } from '../../catalog/impurities.js';
import { rootOf, rootOfChain, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** What a file depends on, or changes, besides what its functions are given and what they answer. */
export interface Impurity {
  readonly node: Node;
  readonly kind: ImpurityKind;
  /** What is called, read or written, as it stands. */
  readonly target: Node;
}

const MAX_DEPTH = 4;

/** In source order. What is handed in (a parameter, a field, a default of either) is none of the file's own. */
export function impurities(file: FileModel): readonly Impurity[] {
  const found = new Map<Node, Impurity>();
  const put = (each: Impurity): void => {
    if (!found.has(each.node) && !isDefault(each.node)) found.set(each.node, each);
  };
  for (const type of ['CallExpression', 'NewExpression'] as const) {
    for (const node of file.index.all(type)) {
      const kind = node.parent.type === 'Decorator' || isGiven(node.callee, file) ? undefined : kindOf(node, file);
      if (kind) put({ node, kind, target: node.callee });
    }
  }
  for (const { node } of file.logs.all) if (!isGiven(node.callee, file)) put({ node, kind: 'log', target: node.callee });
  for (const read of file.calls.reads('external-data')) {
    if (read.entry.data !== 'environment') continue;
    const target = read.node.parent.type === 'MemberExpression' && read.node.parent.object === read.node ? read.node.parent : read.node;
    put({ node: target, kind: 'environment', target });
  }
  for (const { node, target } of file.mutations.inFunctions) put({ node, kind: 'state', target });
  for (const node of file.index.all('ImportDeclaration')) if (isUnusedWay(node, found, file)) put({ node, kind: 'io', target: node.source });
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function kindOf(node: TSESTree.CallExpression | TSESTree.NewExpression, file: FileModel): ImpurityKind | undefined {
  const call = file.calls.at(node);
  if (call?.entry.unique) return 'randomness';
  const byRole = call && IMPURE_ROLES[call.entry.role];
  if (byRole) return byRole;
  const origin = file.origins.of(node.callee);
  if (origin?.kind !== 'library') return undefined;
  const path = origin.path === '' ? 'default' : origin.path.replace(/^(?:globalThis|global)\./, '');
  if (node.arguments.length === 0 && CLOCKS_WITHOUT_ARGUMENTS.has(`${origin.library} ${path.replace(/^default\./, '')}`)) return 'clock';
  if (node.type === 'NewExpression') return undefined;
  if (origin.library === 'global' && path.startsWith('console.')) return 'log';
  return impurityOf(origin.library, path);
}

/** `now = Date.now()` and `clock = () => new Date()` of a parameter: whoever calls can hand in another. */
function isDefault(node: Node): boolean {
  for (let current: Node = node; current.parent && !/Statement$|Declaration$/.test(current.type); current = current.parent) {
    if (current.parent.type === 'AssignmentPattern' && current.parent.right === current) return true;
  }
  return false;
}

/** Whether what is called belongs to a parameter or to a field of the object, names followed. */
function isGiven(callee: Node, file: FileModel, depth = 0): boolean {
  const root = rootOfChain(callee);
  if (root.type === 'ThisExpression') return true;
  if (root.type !== 'Identifier' || depth > MAX_DEPTH) return false;
  const variable = file.bindings.variableOf(root);
  const definition = variable && file.bindings.definitionOf(variable);
  if (definition?.type === 'Parameter') return true;
  const init = definition?.type === 'Variable' ? definition.node.init : undefined;
  return init ? isGiven(unwrap(init).type === 'AwaitExpression' ? (unwrap(init) as TSESTree.AwaitExpression).argument : init, file, depth + 1) : false;
}

/** An import of what is outside, of which values are used and nothing else has been told. */
function isUnusedWay(node: TSESTree.ImportDeclaration, found: ReadonlyMap<Node, Impurity>, file: FileModel): boolean {
  const name = node.source.value.startsWith('node:') ? node.source.value : `node:${node.source.value}`;
  // Libraries of clients have errors and types too: their calls are told.
  if (node.importKind === 'type' || !OUTSIDE.has(name)) return false;
  const variables = file.bindings.declaredBy(node).concat(node.specifiers.flatMap(each => file.bindings.declaredBy(each)));
  const told = new Set([...found.values()].map(each => file.bindings.variableOf(rootOf(each.target))));
  const used = variables.filter(variable => variable.references.some(each => each.isValueReference !== false));
  return used.length > 0 && !used.some(each => told.has(each)) && ![...found.values()].some(each => each.kind === 'io' && each.node.type !== 'ImportDeclaration');
}
