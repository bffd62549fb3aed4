import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { holdsName, type Origin } from '../values/origins.js';

/** An AbortSignal that a function is given: a parameter, a part of one, or the property of an options object. */
export interface SignalInHand {
  /** The variable that is the signal, or whose property it is. */
  readonly variable: Variable;
  /** The property that holds it; undefined where the variable is the signal. */
  readonly property: string | undefined;
  /** How the code says it: `signal`, `options?.signal`. */
  readonly text: string;
  readonly fn: FunctionNode;
  /** Index of the parameter that is the signal, or brings it. */
  readonly parameter: number;
  /** The option under which callers pass it; undefined where the argument is the signal, null where it lies deeper. */
  readonly option: string | undefined | null;
  /** Whether a type says that it is always there. */
  readonly isSure: boolean;
}

const LISTENS = ['addEventListener', 'removeEventListener'];
/** Options objects carry it under one of these. */
const PROPERTIES = ['signal', 'abortSignal'];

/** Whether a value is proven to be an AbortSignal by its type or by what made it. */
function isSignalValue(node: Node, file: FileModel): boolean {
  return isSignal(file.origins.withoutTypes(node));
}

export function isSignalType(type: TSESTree.TypeNode, file: FileModel): boolean {
  return isSignal(file.origins.ofType(type));
}

function isSignal(origin: Origin | undefined): boolean {
  return origin?.kind === 'library' && !origin.promised && origin.library === 'global' && origin.path === 'AbortSignal#';
}

/** The signals that each function of a file is given, proven by a type or by their use. */
export function signalsInHand(file: FileModel): ReadonlyMap<FunctionNode, readonly SignalInHand[]> {
  const found = new Map<FunctionNode, SignalInHand[]>();
  for (const variable of file.bindings.all) {
    // An underscore says that it is left alone on purpose.
    const type = variable.defs.length === 1 ? variable.defs[0]!.type : undefined;
    if ((type !== 'Parameter' && type !== 'Variable') || variable.name.startsWith('_')) continue;
    const signal = inParameter(variable, file) ?? inDestructured(variable, file);
    if (!signal) continue;
    const list = found.get(signal.fn);
    if (list) list.push(signal);
    else found.set(signal.fn, [signal]);
  }
  // `options.signal`, where `const { signal } = options` is in hand as well, is one signal.
  for (const [fn, list] of found) found.set(fn, list.filter(each => each.property === undefined || !list.some(other => other !== each && other.property === undefined && other.parameter === each.parameter && other.option === each.property)));
  return found;
}

function inParameter(variable: Variable, file: FileModel): SignalInHand | undefined {
  const definition = file.bindings.definitionOf(variable);
  if (definition?.type !== 'Parameter' || !isFunction(definition.node) || !file.bindings.isConstant(variable)) return undefined;
  const { node: fn, name } = definition;
  const parameter = fn.params.findIndex(each => holdsName(each, name));
  if (parameter < 0) return undefined;
  const base = { variable, fn, parameter };
  if (isUsedAsSignal(variable.references.map(each => each.identifier), variable.name, file) || isSignalValue(name, file)) {
    return { ...base, property: undefined, text: variable.name, option: optionOf(name, fn.params[parameter]!), isSure: isSure(name) };
  }
  if (optionOf(name, fn.params[parameter]!) !== undefined) return undefined;
  for (const property of PROPERTIES) {
    const declared = file.origins.declared.memberOf(file.origins.declared.of(name), property);
    const isTyped = (declared?.type === 'TSTypeReference' || declared?.type === 'TSUnionType') && isSignalType(declared, file);
    if (!isTyped && !isUsedAsSignal(readsOf(variable, property), property, file)) continue;
    const isOptional = 'optional' in name && name.optional === true;
    return { ...base, property, text: `${variable.name}${isOptional ? '?' : ''}.${property}`, option: property, isSure: false };
  }
  return undefined;
}

/** `const { signal } = options;`, `const signal = options.signal;` of a parameter. */
function inDestructured(variable: Variable, file: FileModel): SignalInHand | undefined {
  const definition = file.bindings.definitionOf(variable);
  if (definition?.type !== 'Variable' || !file.bindings.isConstant(variable)) return undefined;
  const { id, init } = definition.node;
  const source = init ? rootOf(init) : undefined;
  const owner = source && file.bindings.variableOf(source);
  const from = owner && file.bindings.definitionOf(owner);
  if (from?.type !== 'Parameter' || !isFunction(from.node) || (id.type === 'Identifier' && init && unwrap(init).type === 'Identifier')) return undefined;
  const isSignal = isSignalValue(definition.name, file) || isUsedAsSignal(variable.references.filter(each => each.init !== true).map(each => each.identifier), variable.name, file);
  if (!isSignal) return undefined;
  const { name } = from;
  const fn = from.node;
  const parameter = fn.params.findIndex(each => holdsName(each, name));
  return { variable, property: undefined, text: variable.name, fn, parameter, option: optionOf(name, fn.params[parameter]!) === undefined ? optionIn(definition.name, id, init!) : null, isSure: false };
}

/** `signal: AbortSignal`, as against `signal?: AbortSignal` and what has no type. */
function isSure(name: Node): boolean {
  return name.type === 'Identifier' && !name.optional && name.typeAnnotation?.typeAnnotation.type === 'TSTypeReference';
}

/** The option that a declaration takes out of an options object. */
function optionIn(name: Node, id: Node, init: Node): string | null {
  const source = unwrap(init);
  if (source.type === 'Identifier') return id.type === 'ObjectPattern' ? (optionOf(name, id) ?? null) : null;
  return source.type === 'MemberExpression' && unwrap(source.object).type === 'Identifier' && id.type === 'Identifier' ? (staticName(source) ?? null) : null;
}

function rootOf(node: Node): Node | undefined {
  let current = unwrap(node);
  while (current.type === 'MemberExpression') current = unwrap(current.object);
  return current.type === 'Identifier' ? current : undefined;
}

/** The key under which a pattern takes a name; undefined where the name is the whole pattern, null where it lies deeper. */
function optionOf(name: Node, pattern: Node): string | undefined | null {
  const target = pattern.type === 'TSParameterProperty' ? pattern.parameter : pattern;
  const whole = target.type === 'AssignmentPattern' ? target.left : target;
  if (whole === name) return undefined;
  const place = name.parent?.type === 'AssignmentPattern' && name.parent.left === name ? name.parent : name;
  const { parent } = place;
  return parent?.type === 'Property' && parent.value === place && parent.parent === whole ? (staticName(parent) ?? null) : null;
}

function readsOf(variable: Variable, property: string): Node[] {
  return variable.references.flatMap(({ identifier }) => {
    const { parent } = identifier;
    return parent?.type === 'MemberExpression' && parent.object === identifier && staticName(parent) === property ? [parent] : [];
  });
}

/** Whether some mention of a value does with it what only a signal can take. */
function isUsedAsSignal(mentions: readonly Node[], name: string, file: FileModel): boolean {
  return mentions.some(each => {
    const place = wrapped(each);
    const { parent } = place;
    if (parent?.type === 'MemberExpression' && parent.object === place) {
      const member = staticName(parent);
      const outer = wrapped(parent).parent;
      const call = outer?.type === 'CallExpression' && unwrap(outer.callee) === parent ? outer : undefined;
      if (member === 'throwIfAborted') return call !== undefined;
      if (member !== undefined && LISTENS.includes(member)) return call?.arguments[0]?.type === 'Literal' && call.arguments[0].value === 'abort';
      // Old requests have `aborted` too, and so have tokens of one's own.
      return member === 'aborted' && call === undefined && /signal/i.test(name);
    }
    if (parent?.type === 'ArrayExpression') return parent.parent.type === 'CallExpression' && file.calls.at(parent.parent)?.path === 'AbortSignal.any';
    if (parent?.type !== 'Property' || parent.value !== place || parent.parent.type !== 'ObjectExpression') return false;
    const key = staticName(parent);
    const call = parent.parent.parent;
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
    const entry = file.calls.at(call)?.entry;
    return key !== undefined && PROPERTIES.includes(key) && (entry?.wait?.bounds.includes(key) === true || (entry?.signal !== undefined && (entry.signal.option ?? 'signal') === key));
  });
}
