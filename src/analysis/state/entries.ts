import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, functionsAround, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition } from '../values/origins.js';
import { Callers } from '../waits/callers.js';
import { isExported, isExportsValue, isOfModule } from './shared-places.js';

/**
 * Whether two callers can be inside of a function at once: `surely` where what calls it starts it again without
 * waiting (requests, events, `Promise.all` over a list); `maybe` where it is open to callers that cannot be seen.
 */
export type Entry = 'surely' | 'maybe';

/** By their names these run once, or one after the other. Names may silence. */
export const RUNS_ONCE = /^[_#]*(?:main|run|boot\w*|start\w*|init\w*|set[uU]p\w*|connect\w*|open|listen|configure|register\w*|migrat\w*|seed\w*|stop\w*|close\w*|shut\w*|destroy|dispose|teardown|reset|reload|restart|restore|constructor|build|activate|deactivate|install|onModule\w*|onApplication\w*|before\w*|after\w*)$/;
/** What takes its turn, or runs what it is given one after the other. Names may silence. */
export const TAKES_TURNS = /lock|mutex|semaphore|acquire|exclusive|critical|queue|serial|sequen|atomic|transact|singleflight|dedup|coalesc|once|throttle|debounce|inflight|in_flight|limit/i;
const MAX_DEPTH = 3;

export class Entries {
  readonly #callers: Callers;
  readonly #memo = new Map<FunctionNode, Entry | undefined>();

  constructor(private readonly file: FileModel) {
    this.#callers = new Callers(file);
  }

  of(fn: FunctionNode, depth = 0): Entry | undefined {
    if (this.#memo.has(fn)) return this.#memo.get(fn);
    this.#memo.set(fn, undefined);
    const entry = this.#find(fn, depth);
    this.#memo.set(fn, entry);
    return entry;
  }

  #find(fn: FunctionNode, depth: number): Entry | undefined {
    if (this.isRepeated(fn)) return 'surely';
    const calls = this.#callers.of(fn, () => true).map(each => each.node);
    // Whoever takes turns, or keeps the promise for those who come meanwhile, lets in one at a time.
    if (calls.some(each => this.#isInTurn(each) || isKept(each, this.file))) return undefined;
    const callers = depth < MAX_DEPTH ? calls.map(each => enclosingFunction(each)).filter(each => each !== undefined && each !== fn).map(each => this.of(each!, depth + 1)) : [];
    if (callers.includes('surely')) return 'surely';
    if (callers.includes('maybe')) return 'maybe';
    const name = functionName(fn);
    if (name === undefined || RUNS_ONCE.test(name)) return undefined;
    return isOpen(fn, this.file) ? 'maybe' : undefined;
  }

  /** Requests, messages, events, and lists whose elements are all started at once. */
  isRepeated(fn: FunctionNode): boolean {
    if (this.file.handlers.all.some(each => each.fn === fn)) return true;
    return this.file.origins.usesOf(fn).some(use => this.#isStartedForEach(use) || this.#isListener(use));
  }

  /** `Promise.all(list.map(fn))`, `list.forEach(fn)`. */
  #isStartedForEach(use: Node): boolean {
    const place = wrapped(use);
    const call = place.parent;
    if (call?.type !== 'CallExpression') return false;
    const known = this.file.calls.at(call);
    const at = call.arguments.indexOf(place as TSESTree.CallExpressionArgument);
    if (known?.entry.role === 'iterate') return at === 0;
    if (known?.entry.fansOut?.work === at && at >= 0) return known.entry.fansOut.bounds.every(each => call.arguments.every(argument => argument.type === 'SpreadElement' || this.#allowsMore(argument, each)));
    const callee = unwrap(call.callee);
    if (at !== 0 || callee.type !== 'MemberExpression' || !['map', 'flatMap'].includes(staticName(callee) ?? '')) return false;
    return this.#isCombined(call);
  }

  #allowsMore(options: Node, key: string): boolean {
    const option = this.file.options.objectOf(options) ? this.file.options.at(options, key) : undefined;
    if (option?.state !== 'present') return option?.state !== 'unknown';
    const value = this.file.options.valueOf(option.value)?.value;
    return typeof value === 'number' && value > 1;
  }

  #isCombined(list: Node): boolean {
    const place = wrapped(list);
    const { parent } = place;
    if (parent?.type === 'CallExpression' && parent.arguments[0] === place) return this.file.calls.at(parent)?.entry.role === 'promise-combine';
    if (parent?.type === 'SpreadElement' && parent.parent.type === 'ArrayExpression') return this.#isCombined(parent.parent);
    if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return false;
    const [variable] = this.file.bindings.declaredBy(parent);
    return variable?.references.some(({ identifier }) => identifier.parent.type === 'CallExpression' && identifier.parent.arguments[0] === identifier && this.file.calls.at(identifier.parent)?.entry.role === 'promise-combine') === true;
  }

  #isListener(use: Node): boolean {
    const at = callbackPosition(use);
    const call = at && this.file.calls.at(at.call);
    return call?.entry.role === 'listen' && !/^(?:once|prependOnceListener)$/.test(lastName(at!.call.callee) ?? '');
  }

  /** `lock.runExclusive(() => fn())`, `await mutex.acquire(); … fn()`. */
  #isInTurn(call: Node): boolean {
    for (let current = call.parent; current; current = current.parent) {
      if (current.type === 'CallExpression' && this.takesTurns(current)) return true;
    }
    return functionsAround(call).some(fn => this.waitsForTurn(fn, call));
  }

  takesTurns(call: TSESTree.CallExpression): boolean {
    return TAKES_TURNS.test(this.file.sourceCode.getText(call.callee));
  }

  /** Whether a function takes a lock, or hands itself to something that runs one after the other, before some place in it. */
  waitsForTurn(fn: FunctionNode, before: Node): boolean {
    return this.file.index.inOwn(fn, 'CallExpression').some(each => each.range[0] < before.range[0] && this.takesTurns(each)) || this.file.index.inOwn(fn, 'WhileStatement').some(each => each.range[1] < before.range[0] && this.file.index.within(each, 'AwaitExpression').length > 0);
  }
}

/** Its promise is stored: `this.opening ??= open()`. */
function isKept(call: Node, file: FileModel): boolean {
  let place = wrapped(call);
  // Through the links of a chain: `open().finally(…)`.
  for (let parent = place.parent; parent?.type === 'MemberExpression' && parent.object === place && parent.parent.type === 'CallExpression' && parent.parent.callee === parent; parent = place.parent) place = wrapped(parent.parent);
  const { parent } = place;
  if (parent?.type === 'LogicalExpression' || parent?.type === 'ConditionalExpression') return isKept(parent, file);
  if (parent?.type === 'VariableDeclarator') return parent.init === place && file.bindings.declaredBy(parent).some(each => each.references.some(({ identifier }) => identifier !== parent.id && isKept(identifier, file)));
  if (parent?.type === 'AssignmentExpression') return parent.right === place;
  return parent?.type === 'PropertyDefinition' || (parent?.type === 'CallExpression' && parent.arguments.includes(place as TSESTree.CallExpressionArgument) && lastName(parent.callee) === 'set');
}

/** Whether code that cannot be seen may call it: it is exported, or a method that is not private. */
export function isOpen(fn: FunctionNode, { bindings }: FileModel): boolean {
  const { parent } = fn;
  if (parent.type === 'MethodDefinition') return parent.kind === 'method' && parent.accessibility !== 'private' && parent.key.type !== 'PrivateIdentifier';
  if (parent.type === 'PropertyDefinition') return parent.accessibility !== 'private' && parent.key.type !== 'PrivateIdentifier';
  if (isExportsValue(fn)) return true;
  if (parent.type === 'Property') return parent.parent.type === 'ObjectExpression' && isExportedValue(parent.parent, bindings);
  if (parent.type === 'ExportDefaultDeclaration' || parent.type === 'ExportNamedDeclaration') return true;
  const declarator = fn.type === 'FunctionDeclaration' ? fn : parent.type === 'VariableDeclarator' ? parent : undefined;
  const variable = declarator && bindings.declaredBy(declarator)[0];
  return variable !== undefined && isOfModule(variable) && isExported(variable);
}

/** `export default { … }`, `module.exports = { … }`, `export const service = { … }`. */
function isExportedValue(object: Node, bindings: FileModel['bindings']): boolean {
  const place = wrapped(object);
  if (place.parent?.type === 'ExportDefaultDeclaration' || isExportsValue(place)) return true;
  const [variable] = place.parent?.type === 'VariableDeclarator' ? bindings.declaredBy(place.parent) : [];
  return variable !== undefined && isOfModule(variable) && isExported(variable);
}
