import type { TSESTree } from '@typescript-eslint/utils';
import type { SeriesFacts } from '../../catalog/schema.js';
import { lastName, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A value that says to which time series, or to which operation, a call records. */
export interface SeriesValue {
  readonly call: LibraryCall;
  readonly facts: SeriesFacts;
  readonly value: Node;
  readonly is: 'label' | 'name';
  /** The label's name, where it is in view. */
  readonly label: string | undefined;
  /** Where its metric declares it. */
  readonly declared: Node | undefined;
}

type Labels = readonly { readonly label: string | undefined; readonly value: Node }[];

/** The labels, tags and names that a file records with, but those of metrics whose series it also ends. */
export function seriesValues(file: FileModel): readonly SeriesValue[] {
  const calls = file.calls.having('series');
  if (calls.length === 0) return [];
  const ended = calls.filter(each => each.entry.series?.ends).map(metricOf);
  return calls.flatMap(call => {
    const facts = call.entry.series!;
    if (facts.ends || (!facts.isSpan && ended.some(each => each !== undefined && each === metricOf(call)))) return [];
    const declared = declaredLabels(call, facts, file);
    return [
      ...labelsOf(call, facts, declared.map(textOf), file).map((each): SeriesValue => ({ call, facts, ...each, is: 'label', declared: each.label === undefined ? undefined : declared.find(name => textOf(name) === each.label) })),
      ...namesOf(call, facts, file).map((value): SeriesValue => ({ call, facts, value, is: 'name', label: undefined, declared: undefined })),
    ];
  });
}

/** What the metric of a call is called in the file. */
function metricOf(call: LibraryCall): string | undefined {
  let receiver = call.receiver && unwrap(call.receiver);
  while (receiver?.type === 'CallExpression' && receiver.callee.type === 'MemberExpression') receiver = unwrap(receiver.callee.object);
  return receiver && lastName(receiver);
}

function labelsOf(call: LibraryCall, facts: SeriesFacts, names: readonly (string | undefined)[], file: FileModel): Labels {
  const given = call.node.arguments;
  const spread = given.findIndex(each => each.type === 'SpreadElement');
  const seen = spread < 0 ? given : given.slice(0, spread);
  if (facts.tags !== undefined) return seen.slice(facts.tags).flatMap(each => tagsIn(each, facts, file));
  if (facts.labels === undefined) return [];
  const argument = seen[facts.labels];
  const found = argument ? labelsIn(argument, facts.within, file) : [];
  const timed = facts.timer ? timersOf(call.node, file).flatMap(each => (each.arguments[0] ? labelsIn(each.arguments[0], undefined, file) : [])) : [];
  if (!facts.positional || !argument || file.options.objectOf(argument)) return [...found, ...timed];
  return seen.map((value, i) => ({ label: names[i], value }));
}

/** The labels in an object; `within` is the option that holds them where others stand beside. */
function labelsIn(argument: Node, within: string | undefined, file: FileModel, depth = 0): Labels {
  const object = file.options.objectOf(argument);
  if (!object || depth > 3) return [];
  const inner = within === undefined ? undefined : object.properties.find(each => each.type === 'Property' && staticName(each) === within);
  if (inner?.type === 'Property' && file.options.objectOf(inner.value)) return labelsIn(inner.value, undefined, file, depth + 1);
  return object.properties.flatMap((each): Labels => {
    if (each.type === 'SpreadElement') return labelsIn(each.argument, undefined, file, depth + 1);
    const label = staticName(each);
    return label === undefined ? [] : [{ label, value: each.value }];
  });
}

/** `{ user: id }`, or `['user:1']`, where the text before the colon is the name. */
function tagsIn(argument: Node, { within }: SeriesFacts, file: FileModel): Labels {
  const list = file.origins.expressionOf(argument);
  if (list?.type === 'ObjectExpression') {
    const inner = list.properties.find(each => each.type === 'Property' && staticName(each) === within);
    if (inner?.type === 'Property') return tagsIn(inner.value, {} as SeriesFacts, file);
    return labelsIn(list, undefined, file);
  }
  if (list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((each): Labels => (each && each.type !== 'SpreadElement' ? [{ label: tagName(each), value: each }] : []));
}

function tagName(tag: Node): string | undefined {
  const text = unwrap(tag);
  const start = text.type === 'TemplateLiteral' ? text.quasis[0]?.value.cooked : text.type === 'BinaryExpression' && text.left.type === 'Literal' ? String(text.left.value) : undefined;
  return start ? /^([\w.-]+):/.exec(start)?.[1] : undefined;
}

function namesOf({ node }: LibraryCall, { name }: SeriesFacts, file: FileModel): readonly Node[] {
  if (name === undefined) return [];
  const argument = node.arguments[typeof name === 'number' ? name : name.argument];
  if (!argument || argument.type === 'SpreadElement') return [];
  if (typeof name === 'number') return [argument];
  const found = file.options.at(argument, name.option);
  return found.state === 'present' ? [found.value] : [];
}

/** The names of a metric's labels, in the order in which it was made with them. */
function declaredLabels(call: LibraryCall, { declaredBy }: SeriesFacts, file: FileModel): readonly Node[] {
  const made = declaredBy === undefined ? undefined : call.client?.node.arguments[0];
  const found = made && declaredBy !== undefined ? file.options.at(made, declaredBy) : undefined;
  const list = found?.state === 'present' ? file.origins.expressionOf(found.value) : undefined;
  return list?.type === 'ArrayExpression' ? list.elements.flatMap(each => each ?? []) : [];
}

function textOf(node: Node): string | undefined {
  return node.type === 'Literal' ? String(node.value) : undefined;
}

/** The calls of the function that a call gives. */
function timersOf(start: LibraryCall['node'], file: FileModel): readonly TSESTree.CallExpression[] {
  const declarator = wrapped(start).parent;
  const variable = declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' ? file.bindings.variableOf(declarator.id) : undefined;
  if (!variable || !file.bindings.isConstant(variable)) return [];
  return variable.references.flatMap(({ identifier }) => {
    const call = wrapped(identifier).parent;
    return call?.type === 'CallExpression' && unwrap(call.callee) === identifier ? [call] : [];
  });
}
