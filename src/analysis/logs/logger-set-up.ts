import type { LogFormatFacts } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from './log-calls.js';

/** What a logger was made with, as far as it changes what becomes of errors and values. */
export interface LoggerSetUp {
  /** The key under which it writes errors that it is handed. */
  readonly errorKey: string | undefined;
  /** The keys whose values something turns into what JSON can hold. */
  readonly serialized: ReadonlySet<string>;
  /** What its formats do, together. */
  readonly formats: ReadonlySet<LogFormatFacts['does']>;
  /** It is a child, made by a method of another logger. */
  readonly isChild: boolean;
}

/** The options with which the loggers of a call were made, the nearest first; undefined where some cannot be seen. */
export function makerOptions({ makers }: LogCall, file: FileModel): readonly Node[] | undefined {
  const options: Node[] = [];
  for (const { node, entry } of makers) {
    const given = node.arguments;
    if (given.some(each => each.type === 'SpreadElement')) return undefined;
    if (entry.ownLogger) {
      const { argument, option, instead } = entry.ownLogger;
      if (instead && file.options.at(given[argument], instead).state !== 'absent') return undefined;
      const own = file.options.at(given[argument], option);
      if (own.state !== 'present') return undefined;
      if (file.options.valueOf(own.value)?.value === true) continue;
      if (!file.options.objectOf(own.value)) return undefined;
      options.push(own.value);
      continue;
    }
    // Streams and destinations are values of another kind: they come second, or alone.
    options.push(...given.filter((each, i) => i === 0 || file.options.objectOf(each)));
  }
  return options;
}

/** Whether one of these options is set where the logger was made, or may be. */
export function isMadeWith(call: LogCall, names: readonly string[], file: FileModel): boolean {
  const options = makerOptions(call, file);
  return !options || options.some(each => names.some(name => file.options.at(each, name).state !== 'absent'));
}

/** The set-up of a logger whose making is in view; undefined where it is not, or where some of it may change what is printed in ways that cannot be seen. */
export function setUpOf(call: LogCall, file: FileModel): LoggerSetUp | undefined {
  const { facts, makers } = call;
  const root = makers.at(-1);
  const options = root && !root.path.includes('#') ? makerOptions(call, file) : undefined;
  if (!root || !options || isMadeWith(call, facts.errorFieldsLost?.unless ?? [], file)) return undefined;

  const serialized = new Set<string>();
  const { key, serializers } = facts.errorFieldsLost ?? {};
  let { errorKey } = facts;
  if (errorKey !== undefined && !facts.errorFieldsLost?.evenUnderErrorKey) serialized.add(errorKey);
  const named = key === undefined ? [] : options.map(each => file.options.at(each, key)).filter(each => each.state !== 'absent');
  for (const each of named) {
    const name = each.state === 'present' ? file.options.valueOf(each.value)?.value : undefined;
    if (typeof name !== 'string') return undefined;
    errorKey = name;
    serialized.add(name);
  }
  for (const each of options) {
    const keys = serializers === undefined ? [] : serializedKeys(each, serializers, file);
    if (!keys) return undefined;
    for (const name of keys) serialized.add(name);
  }
  const formats = formatsIn(options, facts.formattedBy ?? [], file);
  return formats && { errorKey, serialized, formats, isChild: makers.length > 1 };
}

/** The keys of an option that holds a serializer for each; undefined where they cannot be seen. */
function serializedKeys(options: Node, option: string, file: FileModel): readonly string[] | undefined {
  const found = file.options.at(options, option);
  if (found.state === 'absent') return [];
  return found.state === 'present' ? keysOf(found.value, file) : undefined;
}

function keysOf(node: Node, file: FileModel): readonly string[] | undefined {
  const known = file.origins.entryOf(node)?.entry.serializes;
  if (known) return known;
  const object = file.options.objectOf(node);
  if (!object) return undefined;
  const keys: string[] = [];
  for (const each of object.properties) {
    const more = each.type === 'SpreadElement' ? keysOf(each.argument, file) : staticName(each);
    if (more === undefined) return undefined;
    keys.push(...(typeof more === 'string' ? [more] : more));
  }
  return keys;
}

/** What the formats in these options do; undefined where one of them may do anything. */
function formatsIn(options: readonly Node[], names: readonly string[], file: FileModel): ReadonlySet<LogFormatFacts['does']> | undefined {
  const formats = new Set<LogFormatFacts['does']>();
  for (const each of options) {
    for (const name of names) {
      const found = file.options.at(each, name);
      if (found.state === 'absent') continue;
      if (found.state !== 'present' || !addFormat(found.value, formats, file)) return undefined;
    }
  }
  return formats;
}

/** Adds what a format does (or a transport, or a list of either); false where that cannot be seen. */
function addFormat(node: Node, formats: Set<LogFormatFacts['does']>, file: FileModel, depth = 0): boolean {
  const value = file.origins.expressionOf(node) ?? unwrap(node);
  if (depth > 8) return false;
  if (value.type === 'ArrayExpression') return value.elements.every(each => each !== null && each.type !== 'SpreadElement' && addFormat(each, formats, file, depth + 1));
  if (value.type === 'ConditionalExpression') return addFormat(value.consequent, formats, file, depth + 1) && addFormat(value.alternate, formats, file, depth + 1);
  const call = file.calls.at(value);
  const facts = call?.entry.logFormat;
  if (!call || !facts || call.node.arguments.some(each => each.type === 'SpreadElement')) return false;
  formats.add(facts.does);
  if (facts.does === 'all') return call.node.arguments.every(each => addFormat(each, formats, file, depth + 1));
  const [first] = call.node.arguments;
  if (facts.unless !== undefined && file.options.at(first, facts.unless).state !== 'absent') return false;
  const own = facts.format === undefined ? undefined : file.options.at(first, facts.format);
  if (!own || own.state === 'absent') return true;
  return own.state === 'present' && addFormat(own.value, formats, file, depth + 1);
}
