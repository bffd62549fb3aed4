import type { TSESTree } from '@typescript-eslint/utils';
import type { RegistrationFacts } from '../../catalog/schema.js';
import { decoratorsOf, enclosingClass, enclosingFunction, functionName, functionsAround, isClass, isFunction, isInside, isLoop, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isConstructor, RepeatedUnits, type RepeatedUnit } from '../emitters/repeated-units.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { Fate } from '../waits/clients-per-call.js';

/** Something that the whole process keeps under its name, registered again and again. */
export interface RepeatedMetric {
  readonly call: LibraryCall;
  readonly facts: RegistrationFacts;
  readonly per: RepeatedUnit['per'];
}

/** A function of such a name makes what others keep, or runs at the start. Names may silence. */
const MAKES = /^[_#]*(?:create|make|build|define|declare|new|get|add|expose|publish|export|install|enable|collect|instrument|use|with)(?![a-z])|metrics?$|monitoring$|instrumentation$/i;

/** Metrics, and callbacks of metrics, that are made where they are used. */
export class RepeatedMetrics {
  readonly #units: RepeatedUnits;

  constructor(private readonly file: FileModel) {
    this.#units = new RepeatedUnits(file);
  }

  /** In source order. */
  get all(): readonly RepeatedMetric[] {
    return (this.#all ??= [...this.#find()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #all: readonly RepeatedMetric[] | undefined;

  *#find(): Iterable<RepeatedMetric> {
    for (const call of this.file.calls.having('registers')) {
      const facts = call.entry.registers!;
      const around = enclosingFunction(call.node) ?? instanceFieldAround(call.node);
      if (!around || !this.#isTakenEachTime(call, facts, around) || this.#frees(call.node, facts)) continue;
      const per = this.#times(call, facts);
      if (per) yield { call, facts, per };
    }
  }

  /** Whether it is the same name, in the same registry, each time. */
  #isTakenEachTime({ node }: LibraryCall, { name, registry }: RegistrationFacts, around: Node): boolean {
    const [options] = node.arguments;
    if (options?.type === 'SpreadElement') return false;
    if (name !== undefined) {
      const named = name === '' ? options : this.#option(options, name);
      if (!named || this.#mayVary(named, around)) return false;
    }
    if (registry === undefined || !options) return true;
    const found = this.file.options.at(options, registry);
    if (found.state === 'absent') return true;
    if (found.state === 'unknown') return false;
    const value = this.file.origins.expressionOf(found.value) ?? unwrap(found.value);
    if (value.type === 'Identifier' && value.name === 'undefined') return true;
    if (value.type === 'ArrayExpression' && value.elements.length === 0) return false;
    return this.file.index.within(value, 'NewExpression').length === 0 && !this.#isOfFunction(value) && !this.#mayVary(found.value, around);
  }

  /** A registry that the function has made, or has been given. */
  #isOfFunction(value: Node): boolean {
    const { bindings, index } = this.file;
    return index.within(value, 'Identifier').some(each => {
      const variable = bindings.variableOf(each);
      const definition = variable && bindings.definitionOf(variable);
      return definition !== undefined && (definition.type === 'Parameter' || enclosingFunction(definition.name) !== undefined);
    });
  }

  #option(options: Node | undefined, path: string): Node | undefined {
    const found = this.file.options.at(options, path);
    return found.state === 'present' ? found.value : undefined;
  }

  #mayVary(value: Node, around: Node): boolean {
    if (isFunction(around)) return functionsAround(value).some(fn => isFunction(fn) && this.file.clientsPerCall.dependsOn(value, fn));
    return this.file.index.within(value, 'ThisExpression').length > 0;
  }

  /** Whether the code around it frees the name before, or looks whether it is taken. */
  #frees(node: Node, { freedBy }: RegistrationFacts): boolean {
    const outermost = enclosingClass(node) ?? functionsAround(node).at(-1);
    return freedBy !== undefined && outermost !== undefined && freedBy.some(each => this.#methodsIn(outermost).has(each));
  }

  readonly #methods = new Map<Node, ReadonlySet<string>>();
  #methodsIn(node: Node): ReadonlySet<string> {
    const known = this.#methods.get(node);
    if (known) return known;
    const found = new Set<string>();
    for (const { callee } of this.file.index.within(node, 'CallExpression')) {
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (name !== undefined) found.add(name);
    }
    this.#methods.set(node, found);
    return found;
  }

  #times(call: LibraryCall, facts: RegistrationFacts): RepeatedUnit['per'] | undefined {
    const { node } = call;
    const fn = enclosingFunction(node);
    const field = instanceFieldAround(node);
    if (field && !(fn && isInside(fn, field))) return this.#perInstance(field.parent.parent);
    if (!fn) return undefined;
    if (facts.again === 'throws' && isInLoop(node, fn)) return 'round';
    const unit = this.#unitAround(node, fn);
    if (unit) return this.#isKeptOnce(node, unit.node, facts, fn) ? undefined : unit.per;
    if (isConstructor(fn)) return this.#perInstance(enclosingClass(fn)!);
    return facts.again !== 'stays' && this.#isRecordedPerCall(call, fn) ? 'call' : undefined;
  }

  /** What runs again and again around it; a connection that comes again is a start like the first. */
  #unitAround(node: Node, fn: FunctionNode): RepeatedUnit | undefined {
    for (const unit of this.#units.around(node)) if (unit.per !== 'round' || isInside(unit.node, fn)) return unit;
    return undefined;
  }

  /** Made where nobody has made it before: in a branch, and kept by somebody. */
  #isKeptOnce(node: Node, unit: Node, { again }: RegistrationFacts, fn: FunctionNode): boolean {
    if (again === 'stays') return isConditional(node, unit);
    if (new Fate(this.file, node, fn, 'connections', 'request').value !== 'kept') return isTried(node, unit);
    return fn !== unit || isConditional(node, unit) || leavesBefore(node, unit);
  }

  #perInstance(owner: ClassNode): RepeatedUnit['per'] | undefined {
    for (const { expression } of decoratorsOf(owner)) {
      const call = this.file.calls.at(expression);
      const unless = call?.entry.sharesInstance?.unless;
      const scope = unless === undefined ? undefined : this.#option(call?.node.arguments[0], unless);
      // Scope.REQUEST; Scope.DEFAULT is one for all.
      if (scope?.type === 'MemberExpression' && staticName(scope) === 'REQUEST') return 'request';
    }
    return this.#units.perInstanceOf(owner);
  }

  /** A function that records what has happened with a metric of its own is called each time that it happens. */
  #isRecordedPerCall(call: LibraryCall, fn: FunctionNode): boolean {
    const name = functionName(fn);
    if (name === undefined || MAKES.test(name) || !this.#units.calledFunction(call.node)) return false;
    const records = this.file.calls.of('metric-update').some(each => !each.entry.recordsState && enclosingFunction(each.node) === fn && makerOf(each) === call.node);
    return records && new Fate(this.file, call.node, fn, 'connections', 'call').value === 'used';
  }
}

function makerOf(call: LibraryCall): Node | undefined {
  let maker = call.client;
  for (let i = 0; maker?.client && !maker.entry.registers && i < 5; i += 1) maker = maker.client;
  return maker?.node;
}

/** The field of each instance in whose initialiser a node stands. */
function instanceFieldAround(node: Node): (TSESTree.PropertyDefinition & { readonly parent: TSESTree.ClassBody }) | undefined {
  for (let current: Node | undefined = node; current && !isClass(current); current = current.parent) {
    if (current.type === 'PropertyDefinition') return current.static ? undefined : current;
  }
  return undefined;
}

function isInLoop(node: Node, fn: FunctionNode): boolean {
  for (let current = node.parent; current && current !== fn; current = current.parent) {
    if (isLoop(current)) return !isConditional(node, current);
  }
  return false;
}

/** Whether it may not run each time that the code around it does. */
function isConditional(node: Node, until: Node): boolean {
  for (let current: Node = node; current.parent && current !== until; current = current.parent) {
    const { parent } = current;
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') {
      if (parent.test !== current) return true;
    } else if (parent.type === 'LogicalExpression' ? parent.right === current : parent.type === 'SwitchCase' || (parent.type === 'AssignmentExpression' && parent.operator !== '=')) return true;
  }
  return isTried(node, until);
}

/** Whoever catches what the second one throws knows of it. */
function isTried(node: Node, until: Node): boolean {
  for (let current: Node | undefined = node; current && current !== until; current = current.parent) {
    const { parent } = current as Node;
    if (parent?.type === 'TryStatement' && parent.block === current && parent.handler && parent.block.body.length === 1) return true;
  }
  return false;
}

/** `if (counter) return counter;` before it. */
function leavesBefore(node: Node, unit: Node): boolean {
  let statement = node;
  while (statement.parent && statement.parent.parent !== unit) statement = statement.parent;
  const block = statement.parent;
  return block?.type === 'BlockStatement' && block.body.some(each => each.type === 'IfStatement' && each.range[1] <= node.range[0]);
}
