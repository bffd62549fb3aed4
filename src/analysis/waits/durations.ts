import type { TSESTree } from '@typescript-eslint/utils';
import type { DurationFacts } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A length of time that the platform, or a library, takes for another one. */
export interface InvalidDuration {
  readonly call: LibraryCall;
  readonly node: Node;
  readonly facts: DurationFacts;
  /**
   * `overflow`: longer than a timer can hold; `not-a-number`, `negative`, `missing`: as they say;
   * `moment`: a moment where a length is read; `swapped`: the function stands second; `not-callable`: nothing can be called;
   * `milliseconds`: of a length or a moment that is read as seconds; `bare-text`: digits as a text, read as milliseconds.
   */
  readonly kind: 'overflow' | 'not-a-number' | 'negative' | 'missing' | 'moment' | 'swapped' | 'not-callable' | 'milliseconds' | 'bare-text';
  /** Its value, where that is known. */
  readonly value: number | undefined;
}

/** The longest time that a timer can hold, in milliseconds: 24.8 days. */
const LONGEST = 2 ** 31 - 1;
const MOMENTS = ['getTime', 'valueOf'];

/** Lengths of time that are surely not what they are read as. What the file does not tell is taken to be right. */
export function invalidDurations(file: FileModel): readonly InvalidDuration[] {
  const found: InvalidDuration[] = [];
  for (const call of [...file.calls.having('durations'), ...promisifiedCalls(file)]) {
    if (call.node.arguments.some(each => each.type === 'SpreadElement')) continue;
    for (const facts of call.entry.durations ?? []) {
      const fault = faultOf(call, facts, file);
      if (fault) found.push({ call, facts, value: undefined, ...fault });
    }
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

type Fault = Pick<InvalidDuration, 'kind' | 'node'> & { readonly value?: number | undefined };

/** `const sleep = promisify(setTimeout); await sleep(ms);` */
function promisifiedCalls(file: FileModel): readonly LibraryCall[] {
  if (!file.imports.modules.has('node:util')) return [];
  return file.index.all('CallExpression').flatMap(each => (file.calls.at(each) ? [] : (promisified(each, file) ?? [])));
}

function promisified(node: TSESTree.CallExpression, file: FileModel): LibraryCall | undefined {
  if (node.callee.type !== 'Identifier') return undefined;
  const made = file.origins.expressionOf(node.callee);
  const call = made?.type === 'CallExpression' ? file.calls.at(made) : undefined;
  const of = call?.path === 'promisify' && call.node.arguments[0] ? file.origins.entryOf(call.node.arguments[0]) : undefined;
  const durations = of?.entry.durations?.flatMap(each => (each.argument === 'any' ? [] : { ...each, argument: each.argument - 1 }));
  return of && durations && { node, library: of.library, path: of.path, entry: { ...of.entry, durations }, receiver: undefined, client: undefined };
}

function faultOf(call: LibraryCall, facts: DurationFacts, file: FileModel): Fault | undefined {
  const { node } = call;
  const [first] = node.arguments;
  if (facts.timer && facts.argument === 1 && first) {
    const second = node.arguments[1];
    if (second && typeof file.options.valueOf(first)?.value === 'number' && !file.options.valueOf(second)) return { kind: 'swapped', node: first };
    if (isStarted(first, file)) return { kind: 'not-callable', node: first };
    if (!second && facts.timer === 'repeats' && file.origins.functionOf(first)) return { kind: 'missing', node: node.callee };
  }
  for (const given of givenTo(call, facts, file)) {
    for (const each of alternativesOf(given)) {
      const fault = facts.timer ? faultOfTimer(each, facts, file) : faultOfSeconds(each, facts, file);
      if (fault) return { node: each, ...fault };
    }
  }
  return undefined;
}

/** What stands where a call reads a length of time. */
function givenTo({ node }: LibraryCall, { argument, option, after }: DurationFacts, file: FileModel): readonly Node[] {
  if (argument === 'any') {
    const at = node.arguments.findIndex(each => file.options.valueOf(each)?.value === after);
    return at < 0 || !node.arguments[at + 1] ? [] : [node.arguments[at + 1]!];
  }
  const given = node.arguments[argument];
  if (!given) return [];
  if (option === undefined) return [given];
  const found = file.options.at(given, option);
  return found.state === 'present' ? [found.value] : [];
}

/** Its own value, or those that it can be: `given ?? 5_000`, `on ? 1_000 : 5_000`. */
function alternativesOf(node: Node): readonly Node[] {
  const expression = unwrap(node);
  if (expression.type === 'LogicalExpression' && expression.operator !== '&&') return [...alternativesOf(expression.left), ...alternativesOf(expression.right)];
  if (expression.type === 'ConditionalExpression') return [...alternativesOf(expression.consequent), ...alternativesOf(expression.alternate)];
  return [expression];
}

function faultOfTimer(node: Node, { timer }: DurationFacts, file: FileModel): Omit<Fault, 'node'> | undefined {
  const known = file.options.valueOf(node) ?? hugeNumber(node, file);
  if (!known) return isMoment(node, file) ? { kind: 'moment' } : undefined;
  const { value } = known;
  if (typeof value === 'string') return value.trim() === '' || Number.isNaN(Number(value)) ? { kind: 'not-a-number' } : undefined;
  // Nothing at all is written to say "at once".
  if (value === undefined || value === null) return timer === 'repeats' && value === undefined ? { kind: 'missing' } : undefined;
  if (typeof value !== 'number') return undefined;
  if (Number.isNaN(value)) return { kind: 'not-a-number', value };
  if (value < 0) return { kind: 'negative', value };
  return value > LONGEST ? { kind: 'overflow', value } : undefined;
}

/** `Number.MAX_SAFE_INTEGER`, written to say "never". */
function hugeNumber(node: Node, file: FileModel): { readonly value: number } | undefined {
  const member = file.origins.expressionOf(node) ?? unwrap(node);
  if (member.type !== 'MemberExpression' || !file.bindings.isGlobal(member.object, 'Number')) return undefined;
  const name = staticName(member);
  return name === 'MAX_SAFE_INTEGER' || name === 'MAX_VALUE' || name === 'POSITIVE_INFINITY' ? { value: Number[name] } : undefined;
}

function faultOfSeconds(node: Node, { moment, textUnit, unit }: DurationFacts, file: FileModel): Omit<Fault, 'node'> | undefined {
  if (unit !== 's') return undefined;
  const value = file.options.valueOf(node)?.value;
  if (textUnit && typeof value === 'string') return /^\d+$/.test(value) && Number(value) > 0 ? { kind: 'bare-text', value: Number(value) } : undefined;
  if (moment) return isMoment(node, file) ? { kind: 'milliseconds' } : undefined;
  if (typeof value !== 'number') return undefined;
  const factors = factorsOf(node, file);
  return factors.includes(1000) && factors.some(each => each === 60 || each === 3600 || each === 24) ? { kind: 'milliseconds', value } : undefined;
}

/** The numbers that a product is made of, constants followed. */
function factorsOf(node: Node, file: FileModel, depth = 0): number[] {
  const expression = depth > 10 ? undefined : file.origins.expressionOf(node);
  if (expression?.type === 'Literal' && typeof expression.value === 'number') return [expression.value];
  if (expression?.type !== 'BinaryExpression' || expression.operator !== '*') return [];
  return [...factorsOf(expression.left, file, depth + 1), ...factorsOf(expression.right, file, depth + 1)];
}

/** Whether a value is surely a moment in milliseconds since 1970: `Date.now() + ms`, `new Date(…)`, `date.getTime()` of one. */
export function isMoment(node: Node, file: FileModel, depth = 0): boolean {
  const expression = depth > 10 ? undefined : file.origins.expressionOf(node);
  switch (expression?.type) {
    case 'CallExpression': {
      const callee = unwrap(expression.callee);
      if (callee.type !== 'MemberExpression') return false;
      const name = staticName(callee) ?? '';
      return (name === 'now' && file.bindings.isGlobal(callee.object, 'Date')) || (MOMENTS.includes(name) && isDate(callee.object, file));
    }
    case 'NewExpression':
      return isDate(expression, file);
    case 'UnaryExpression':
      return expression.operator === '+' && isDate(expression.argument, file);
    case 'BinaryExpression':
      // A length added to a moment; the difference of two moments is a length.
      if (expression.operator === '+') return isMoment(expression.left, file, depth + 1) !== isMoment(expression.right, file, depth + 1);
      return expression.operator === '-' && isMoment(expression.left, file, depth + 1) && file.options.valueOf(expression.right) !== undefined;
    default:
      return false;
  }
}

function isDate(node: Node, file: FileModel): boolean {
  const made = file.origins.expressionOf(node);
  return made?.type === 'NewExpression' && file.bindings.isGlobal(made.callee, 'Date');
}

/** Whether a value is a promise, of work that has been started in the place of a function. */
function isStarted(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  return value.type === 'CallExpression' && file.promises.isPromise(value) === true;
}
