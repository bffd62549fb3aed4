import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionsAround, isCalledInPlace, isFunction, isInside, isLoop, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { RetryInputs } from './retry-inputs.js';
import type { RetryWait, RetryWaits } from './retry-waits.js';

/** A function that calls itself, with the same arguments, when its work has failed. */
export interface RetryCall {
  readonly kind: 'call';
  readonly call: TSESTree.CallExpression;
  readonly fn: FunctionNode;
  /** The catch clause, or the callback that is given the failure. */
  readonly clause: Node;
  readonly work: readonly Node[];
  /** How often: as a counter or flag among the arguments says; until it has succeeded; or nobody can tell. */
  readonly ends: 'counted' | 'on success' | 'unknown';
  /** A flag among the arguments lets it happen once. */
  readonly once: boolean;
  readonly wait: RetryWait;
}

/** What the next attempt is given. */
interface Given {
  readonly kinds: readonly Argument[];
  /** Parameters that get another value, or an object with another one. */
  readonly changing: ReadonlySet<Variable>;
}

interface Handler {
  readonly clause: Node;
  /** What has failed: looked for last, since few handlers begin another attempt. */
  readonly work: () => readonly Node[];
}

/** What an argument of the next attempt is to the one of this attempt. */
type Argument = 'same' | 'counter' | 'flag' | 'other';

/** Finds retries that are written as functions that call themselves. */
export class RetryCalls {
  readonly #inputs: RetryInputs;

  constructor(
    private readonly file: FileModel,
    private readonly waits: RetryWaits,
  ) {
    this.#inputs = new RetryInputs(file);
  }

  find(): RetryCall[] {
    return this.#handlers().flatMap(each => this.#in(each));
  }

  #handlers(): Handler[] {
    const { index } = this.file;
    const clauses = index.all('TryStatement').flatMap((each): Handler[] => {
      return each.handler ? [{ clause: each.handler, work: () => this.#workOf(each) }] : [];
    });
    const callbacks = index.callsNamed('catch', 'then').flatMap((each): Handler[] => {
      const name = lastName(each.callee);
      if (each.callee.type !== 'MemberExpression') return [];
      const callback = each.arguments[name === 'catch' ? 0 : 1];
      const work = unwrap(each.callee.object);
      return callback && isFunction(callback) && work.type === 'CallExpression' ? [{ clause: callback, work: () => [work] }] : [];
    });
    return [...clauses, ...callbacks];
  }

  /** What a `try` itself waits for, timers left out. */
  #workOf(statement: TSESTree.TryStatement): Node[] {
    const fn = enclosingFunction(statement);
    const awaited = this.file.index.within(statement.block, 'AwaitExpression').filter(each => enclosingFunction(each) === fn);
    return awaited.map(each => unwrap(each.argument)).filter(each => !this.waits.isSleep(each));
  }

  #in({ clause, work: findWork }: Handler): RetryCall[] {
    const calls = this.file.index.within(clause, 'CallExpression');
    const around = calls.length > 0 ? functionsAround(clause) : [];
    const names = new Set(around.map(ownNameOf));
    if (!calls.some(each => names.has(lastName(each.callee) ?? ''))) return [];
    const work = findWork();
    if (work.length === 0) return [];
    for (const call of calls) {
      const name = lastName(call.callee);
      if (name === undefined || !names.has(name)) continue;
      const fn = this.file.origins.functionOf(call.callee);
      if (!fn || fn.generator || !around.includes(fn) || work.some(each => isInside(call, each)) || isInLoop(clause, fn)) continue;
      const { kinds, changing } = this.#given(call, fn);
      if (kinds.includes('other') || this.#inputs.change(work, fn, changing)) continue;
      const wait = this.#waitOf(call, fn, clause, work, changing);
      const isCounted = kinds.includes('counter') || kinds.includes('flag');
      const ends = isCounted ? 'counted' : call.arguments.length === fn.params.length ? 'on success' : 'unknown';
      return [{ kind: 'call', call, fn, clause, work, ends, once: kinds.includes('flag') && !kinds.includes('counter'), wait }];
    }
    return [];
  }

  #given(call: TSESTree.CallExpression, fn: FunctionNode): Given {
    const changing = new Set<Variable>();
    const kinds = call.arguments.map((each, i) => {
      const parameter = fn.params[i];
      return parameter ? this.#argument(each, parameter, fn, changing) : 'other';
    });
    return { kinds, changing };
  }

  #argument(given: Node, parameter: Node, fn: FunctionNode, changing: Set<Variable>): Argument {
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    const kind = this.#kindOf(unwrap(given), target, fn, changing);
    const variable = target.type === 'Identifier' && kind !== 'same' ? this.file.bindings.declaredBy(fn).find(each => each.identifiers[0] === target) : undefined;
    if (variable) changing.add(variable);
    return kind;
  }

  #kindOf(node: Node, target: Node, fn: FunctionNode, changing: Set<Variable>): Argument {
    if (node.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(node);
      if (variable && variable.identifiers[0] === target) return this.file.bindings.isConstant(variable) ? 'same' : 'counter';
      return this.#countsIn(node, fn) ? 'counter' : 'other';
    }
    if (node.type === 'Literal') return 'flag';
    if (node.type === 'SpreadElement') return 'other';
    if (node.type === 'ObjectExpression') {
      const parts = node.properties.map(each => {
        if (each.type === 'SpreadElement') return this.#isOfParameter(each.argument, fn) ? 'same' : 'other';
        return this.#argument(each.value, patternOf(target, staticName(each)), fn, changing);
      });
      return parts.includes('other') ? 'other' : parts.includes('counter') ? 'counter' : parts.includes('flag') ? 'flag' : 'same';
    }
    if (node.type === 'BinaryExpression' || node.type === 'UpdateExpression') return this.#countsIn(node, fn) ? 'counter' : 'other';
    return 'other';
  }

  /** `attempt + 1`, or a variable that is made of it. */
  #countsIn(node: Node, fn: FunctionNode): boolean {
    const source = node.type === 'Identifier' ? this.file.origins.expressionOf(node) : node;
    if (!source || (source.type !== 'BinaryExpression' && source.type !== 'UpdateExpression')) return false;
    return this.file.index.within(source, 'Identifier').some(each => this.#isOfParameter(each, fn));
  }

  #isOfParameter(node: Node, fn: FunctionNode): boolean {
    let root = unwrap(node);
    while (root.type === 'MemberExpression') root = unwrap(root.object);
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    return variable?.defs.some(each => each.type === 'Parameter' && each.node === fn) === true;
  }

  #waitOf(call: TSESTree.CallExpression, fn: FunctionNode, clause: Node, work: readonly Node[], changing: ReadonlySet<Variable>): RetryWait {
    // A timer may stand around the next attempt, or around this one.
    for (let inner = enclosingFunction(call); inner && inner !== fn; inner = enclosingFunction(inner)) {
      if (inner === clause || isCalledInPlace(inner)) continue;
      const starter = inner.parent.type === 'CallExpression' || inner.parent.type === 'NewExpression' ? inner.parent : undefined;
      const starts = starter && this.file.calls.at(starter);
      if (starter?.type === 'NewExpression' && this.file.bindings.isGlobal(starter.callee, 'Promise')) continue;
      if (starts?.library === 'global' && (starts.path === 'setImmediate' || starts.path === 'process.nextTick' || starts.path === 'queueMicrotask')) continue;
      if (starter?.type === 'CallExpression' && ['then', 'catch', 'finally'].includes(lastName(starter.callee) ?? '')) continue;
      if (starts?.path !== 'setTimeout') return { kind: 'unknown' };
      const time = starter?.arguments[1];
      if (time && this.file.options.valueOf(time)?.value !== 0) return { kind: 'delays', shapes: [this.waits.shapeOf([time], fn, changing)] };
    }
    return this.waits.within(fn.body, work, { owners: [fn, isFunction(clause) ? clause : enclosingFunction(clause)], again: [call], changing });
  }
}

function ownNameOf(fn: FunctionNode): string | undefined {
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') return staticName(parent);
  return parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' ? staticName(parent.left) : undefined;
}

function isInLoop(node: Node, until: Node): boolean {
  for (let current = node.parent; current && current !== until; current = current.parent) if (isLoop(current)) return true;
  return false;
}

/** The name that a parameter's pattern gives to a property. */
function patternOf(pattern: Node, name: string | undefined): Node {
  const property = pattern.type === 'ObjectPattern' ? pattern.properties.find(each => each.type === 'Property' && staticName(each) === name) : undefined;
  const value = property?.type === 'Property' ? property.value : pattern;
  return value.type === 'AssignmentPattern' ? value.left : value;
}
