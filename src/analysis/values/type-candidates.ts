import { unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Candidates } from '../../types/native/from-native.js';
import type { FileModel } from '../file-model.js';

/** Of these, where one of a kind is asked about, the others of that kind are. */
const NAMES: ReadonlySet<string> = new Set(['Identifier', 'MemberExpression']);
const MANY = 200;

/** The nodes whose types the analyses ask for: in application code nearly all calls, a third of what is called, and some parameters; in tests few. */
export function typeCandidates({ index, role }: FileModel): Candidates {
  if (role === 'test') return { values: [], instances: [], alike: node => chainsLike(node, index.all('CallExpression')) };
  const calls = index.all('CallExpression');
  const instances = new Set<Node>();
  for (const call of calls) {
    const callee = unwrap(call.callee);
    if (NAMES.has(callee.type)) instances.add(callee);
    if (callee.type !== 'MemberExpression') continue;
    const object = unwrap(callee.object);
    if (NAMES.has(object.type)) instances.add(object);
  }
  for (const fn of [...index.all('FunctionExpression'), ...index.all('FunctionDeclaration')]) for (const each of fn.params) if (each.type === 'Identifier') instances.add(each);
  return {
    values: [...calls, ...index.all('NewExpression')],
    instances: [...instances],
    alike(node) {
      if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return [];
      const place = placeOf(node);
      return index.all(node.type).filter(each => placeOf(each) === place).slice(0, MANY);
    },
  };
}

/** `request(app).get('/x').expect(200)`: what is asked about one link of a chain is asked about all of them, and about other chains that begin so. */
function chainsLike(node: Node, calls: readonly Node[]): readonly Node[] {
  const root = nameOf(rootOf(node));
  const chains = new Set(calls.filter(each => each === node || (root !== undefined && nameOf(rootOf(each)) === root)).map(topOf)).add(topOf(node));
  return [...chains].flatMap(linksOf).slice(0, MANY);
}

const nameOf = (node: Node): string | undefined => (node.type === 'Identifier' ? node.name : undefined);

function topOf(node: Node): Node {
  let top = node;
  while (top.parent && linkOf(top.parent) === top) top = top.parent;
  return top;
}

function rootOf(node: Node): Node {
  let root = node;
  for (let next = linkOf(root); next; next = linkOf(root)) root = next;
  return root;
}

function linksOf(top: Node): readonly Node[] {
  const links: Node[] = [];
  for (let link: Node | undefined = top; link; link = linkOf(link)) if (link.type === 'CallExpression' || NAMES.has(link.type)) links.push(link);
  return links;
}

/** What a link of a chain is made from. */
function linkOf(node: Node): Node | undefined {
  if (node.type === 'CallExpression') return node.callee;
  if (node.type === 'MemberExpression') return node.object;
  return node.type === 'ChainExpression' || node.type === 'TSNonNullExpression' ? node.expression : undefined;
}

/** Where a node stands: `AssignmentExpression.right`. */
function placeOf(node: Node): string {
  const { parent } = node;
  if (!parent) return '';
  const fields = Object.entries(parent);
  const [field = ''] = fields.find(([name, value]) => name !== 'parent' && (value === node || (Array.isArray(value) && value.includes(node)))) ?? [];
  return `${parent.type}.${field}`;
}
