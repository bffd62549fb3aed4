import { staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Candidates } from '../../types/native/from-native.js';
import type { Candidate } from '../../types/native/sent-ahead.js';
import { GROUPS } from '../../types/native/wire.js';
import type { FileModel } from '../file-model.js';
import { groupBy } from '../syntax-index.js';
import { typedValueOf } from './typed-values.js';

const NAMES: ReadonlySet<string> = new Set(['Identifier', 'MemberExpression']);
const MANY = 200;

/** Where a promise is lost, or taken for its value: of half of the calls there, and more, it is asked whether they give one. Of others nearly never. */
const PLACES_OF_PROMISES = new Set([
  'ExpressionStatement.expression',
  'AwaitExpression.argument in ExpressionStatement',
  'VariableDeclarator.init',
  'AssignmentExpression.right',
  'IfStatement.test',
  'ConditionalExpression.test',
  'LogicalExpression.left',
  'LogicalExpression.right',
  'UnaryExpression.argument',
  'BinaryExpression.left',
  'BinaryExpression.right',
  'TemplateLiteral.expressions',
]);

/** The nodes whose types the analyses probably ask for. */
export function typeCandidates(file: FileModel): Candidates {
  const { index, role, catalog, bindings } = file;
  const calls = index.all('CallExpression');
  if (role === 'test') return { likely: [], alike: (node, groups) => chainsLike(node, calls).map(each => ({ node: each, reason: 'chain in a test', groups })) };
  const likely: Candidate[] = [];
  const add = (reason: string, node: Node, groups: number): void => void likely.push({ node, reason, groups });
  for (const call of calls) {
    const place = placeOf(call);
    if (PLACES_OF_PROMISES.has(place)) add(place, call, GROUPS.thenable | GROUPS.declared);
    const callee = unwrap(call.callee);
    if (callee.type === 'Identifier' && isGiven(callee)) add('called', callee, GROUPS.declared);
    if (callee.type !== 'MemberExpression' || !catalog.memberNames.has(staticName(callee) ?? '')) continue;
    const object = unwrap(callee.object);
    if (object.type === 'CallExpression') add('chain', object, GROUPS.declared);
    else if (object.type === 'Identifier' && isGiven(object)) add('receiver', typedValueOf(object, bindings) ?? object, GROUPS.declared);
  }
  for (const fn of [...index.all('FunctionExpression'), ...index.all('FunctionDeclaration')]) {
    for (const each of fn.params) if (each.type === 'Identifier' && each.typeAnnotation?.typeAnnotation.type === 'TSTypeReference') add('parameter', each, GROUPS.declared);
  }
  // `this.pool = pool`
  for (const { right } of index.all('AssignmentExpression')) if (right.type === 'Identifier' && isGiven(right)) add('assigned', typedValueOf(right, bindings) ?? right, GROUPS.declared);
  for (const { argument, parent } of index.all('SpreadElement')) if (parent.type === 'ObjectExpression' && argument.type === 'Identifier' && isGiven(argument)) add('spread', argument, GROUPS.error);
  const byPlace = new Map<Node['type'], ReadonlyMap<string, readonly Node[]>>();
  return {
    likely,
    alike(node, groups) {
      const place = placeOf(node);
      const others = (standing(node.type).get(place) ?? []).slice(0, MANY);
      return others.map(each => ({ node: each, reason: `${each.type} as ${place}`, groups }));
    },
  };

  /** The nodes of a type by where they stand; of names, those for which the file does not say what they are. */
  function standing(type: Node['type']): ReadonlyMap<string, readonly Node[]> {
    let places = byPlace.get(type);
    if (!places) byPlace.set(type, (places = groupBy<Node>(index.all(type), each => (each.type === 'Identifier' && !isGiven(each) ? undefined : placeOf(each)))));
    return places;
  }

  /** Neither imported nor a function or class: what a name is for which the file does not say it. */
  function isGiven(name: Node): boolean {
    const variable = bindings.variableOf(name);
    const definition = variable && bindings.definitionOf(variable);
    return definition?.type === 'Parameter' || definition?.type === 'Variable';
  }

  /** Where a node stands: `AssignmentExpression.right`; of what a member is called of also whether libraries have one of that name. */
  function placeOf(node: Node): string {
    const outer = wrapped(node);
    const { parent } = outer;
    if (!parent) return '';
    if (parent.type === 'AwaitExpression') return `AwaitExpression.argument in ${parent.parent.type}`;
    if (parent.type === 'MemberExpression' && parent.object === outer) {
      const isCalled = parent.parent.type === 'CallExpression' && parent.parent.callee === parent;
      return `${isCalled ? 'CallExpression.callee.object' : 'MemberExpression.object'} ${catalog.memberNames.has(staticName(parent) ?? '')}`;
    }
    for (const field in parent) {
      const value: unknown = field === 'parent' ? undefined : parent[field as keyof Node];
      if (value === outer || (Array.isArray(value) && value.includes(outer))) return `${parent.type}.${field}`;
    }
    return parent.type;
  }
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
