import { loggerTextOf } from '../../project/logger-texts.js';
import { rootOf, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { LogCall } from './log-calls.js';
import type { LogLikeCall } from './log-like-calls.js';

/** Loggers that take nothing out of what they are given, and have no option for it. */
const PRINT_ALL = new Set(['console', 'node:console', '@nestjs/common', 'log4js', 'loglevel', 'consola']);
/** Options of a logger's maker that change its fields. */
const CHANGING = ['redact', 'serializers', 'formatters', 'hooks', 'mixin', 'format', 'streams', 'maskValuesOfKeys', 'maskValuesRegEx', 'jsonReplacerFn', 'logFormatter'];

/** What becomes of a credential under a key: `printed` surely, taken out `perhaps`. */
export function redactionOf(call: LogCall | LogLikeCall, path: readonly string[], file: FileModel): 'printed' | 'perhaps' {
  if ('logger' in call && PRINT_ALL.has(call.logger)) return 'printed';
  const makers = 'makers' in call ? call.makers : [];
  const root = makers.at(-1);
  if (root && !root.path.includes('#')) return makers.some(each => mayRedact(each, path, file)) ? 'perhaps' : 'printed';
  const imported = importOf(call.node.callee, file);
  // A text has no key that a logger could know it by.
  if (imported !== undefined) return loggerTextOf(file.filename, imported)?.redacts === false || path.length === 0 ? 'printed' : 'perhaps';
  return path.length === 0 || ('logger' in call && call.logger === 'logger') ? 'printed' : 'perhaps';
}

/** The path under which pino takes a field out, where the call that made the logger is in view and says nothing of it. */
export function redactPathOf(call: LogCall | LogLikeCall, path: readonly string[], file: FileModel): string | undefined {
  const root = 'makers' in call ? call.makers.at(-1) : undefined;
  const [first] = root?.node.arguments ?? [];
  if (root?.library !== 'pino' || root.path.includes('#') || path.length === 0 || (first && file.options.at(first, 'redact').state !== 'absent')) return undefined;
  return path.map((each, i) => (/^[A-Za-z_$][\w$]*$|^\*$/.test(each) ? (i === 0 ? each : `.${each}`) : `["${each}"]`)).join('');
}

/** The module that the logger of a call is imported from, through its children. */
export function importOf(callee: Node, file: FileModel): string | undefined {
  let current = unwrap(callee);
  for (let i = 0; i < 6; i += 1) {
    const root = rootOf(current);
    if (root.type === 'CallExpression') {
      current = unwrap(root.callee);
      continue;
    }
    const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
    const definition = variable && file.bindings.definitionOf(variable);
    if (definition?.type === 'ImportBinding') return file.imports.ofDefinition(definition.node)?.module;
    const init = definition?.type === 'Variable' ? definition.node.init : undefined;
    if (!init) return undefined;
    const module = file.imports.moduleOf(unwrap(init));
    if (module) return module.module;
    current = unwrap(init);
  }
  return undefined;
}

function mayRedact({ node }: LibraryCall, path: readonly string[], file: FileModel): boolean {
  return node.arguments.some((argument, i) => {
    if (argument.type === 'SpreadElement') return true;
    // Streams and destinations are values of another kind: they come second, or alone.
    if (i > 0 && !file.options.objectOf(argument)) return false;
    return CHANGING.some(option => {
      const found = file.options.at(argument, option);
      if (found.state === 'absent') return false;
      const paths = option === 'redact' && found.state === 'present' ? pathsOf(found.value, file) : undefined;
      return !paths || paths.some(each => covers(each, path));
    });
  });
}

/** The paths of pino's `redact`: a list, or an object with one; undefined where they cannot be seen. */
function pathsOf(value: Node, file: FileModel): readonly string[] | undefined {
  const written = file.origins.expressionOf(value) ?? value;
  const list = written.type === 'ObjectExpression' ? written.properties.find(each => each.type === 'Property' && staticName(each) === 'paths') : undefined;
  const array = list?.type === 'Property' ? (file.origins.expressionOf(list.value) ?? list.value) : written;
  if (array.type !== 'ArrayExpression') return undefined;
  const paths = array.elements.map(each => each && each.type !== 'SpreadElement' ? file.options.valueOf(each)?.value : undefined);
  return paths.every(each => typeof each === 'string') ? paths : undefined;
}

/** Whether a path of `redact` (`req.headers["x-api-key"]`, `*.password`) takes out what stands at this path, or what it stands in. */
function covers(pattern: string, path: readonly string[]): boolean {
  const keys = pattern.replaceAll(/\[(?:"([^"]*)"|'([^']*)'|(\*|\d+))\]/g, (_, a?: string, b?: string, c?: string) => `.${a ?? b ?? c ?? ''}`).replace(/^\./, '').split('.');
  return keys.length <= path.length && keys.every((each, i) => each === '*' || each === path[i]);
}
