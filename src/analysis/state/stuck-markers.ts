import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, isCalledInPlace, isFunction, isInside, statementOf, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Exit, Flow } from '../flow/flow-queries.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

/** A marker of shared state that a failure leaves set, so that the guard that reads it lets nobody in any more. */
export interface StuckMarker {
  /** Where it is set, and where it is reset when all went well. */
  readonly set: Node;
  readonly reset: Node;
  readonly fn: FunctionNode;
  /** What fails: a call that is awaited, or a `throw`. */
  readonly failure: Node;
  /** The marker is reset in one place only. */
  readonly isResetOnce: boolean;
}

type Value = 'true' | 'false' | 'entry' | 'more' | 'less' | 'other';

interface Change {
  readonly node: Node;
  readonly value: Value;
  /** The key of an entry, as it stands in the source. */
  readonly key: string | undefined;
  readonly fn: Node;
}

interface Marker {
  /** The class or the variable at its root. */
  readonly owner: unknown;
  readonly text: string;
  readonly changes: Change[];
}

interface Guard {
  readonly statement: TSESTree.IfStatement | TSESTree.WhileStatement;
  readonly occurrence: Node;
}

const RESETS: Readonly<Partial<Record<Value, Value>>> = { true: 'false', false: 'true', entry: 'less', more: 'less' };
/** Values of entries that only say that there is one: a promise is a value that somebody waits for. */
const PLAIN = new Set(['Literal', 'TemplateLiteral', 'ObjectExpression']);

export class StuckMarkers {
  constructor(private readonly file: FileModel) {}

  get all(): readonly StuckMarker[] {
    return (this.#all ??= this.#markers().flatMap(marker => marker.changes.flatMap(change => this.#stuck(marker, change) ?? [])));
  }
  #all: readonly StuckMarker[] | undefined;

  /** The statements from behind the setting to the reset, where both stand in one list and nothing that they declare is used behind it. */
  regionOf({ set, reset, isResetOnce }: StuckMarker): { readonly first: Node; readonly last: Node } | undefined {
    const first = statementOf(set);
    const last = statementOf(reset);
    if (!isResetOnce || first.parent !== last.parent || first.parent?.type !== 'BlockStatement' || last.type !== 'ExpressionStatement' || unwrap(last.expression) !== reset) return undefined;
    const between = first.parent.body.filter(each => each.range[0] > first.range[1] && each.range[1] < last.range[0]);
    const isUsedBehind = between.some(each => this.file.bindings.declaredBy(each).some(variable => variable.references.some(({ identifier }) => identifier.range[0] > last.range[1])));
    const declares = between.some(each => each.type === 'FunctionDeclaration' || each.type === 'ClassDeclaration');
    return isUsedBehind || declares || between.length === 0 ? undefined : { first, last };
  }

  #stuck(marker: Marker, set: Change): StuckMarker | undefined {
    const opposite = RESETS[set.value];
    const { fn } = set;
    if (!opposite || !isFunction(fn)) return undefined;
    const others = marker.changes.filter(each => each !== set && each.value !== set.value && (set.value !== 'entry' || each.key === undefined || each.key === set.key));
    const later = others.filter(each => each.fn === fn && each.value === opposite && each.node.range[0] > set.node.range[0]);
    // Whoever else resets it may do so after a failure too.
    if (later.length === 0 || others.some(each => each.fn !== fn && !isConstructor(each.fn)) || !this.#isGuarded(marker, set, fn) || this.#endsWithCaller(marker, fn)) return undefined;
    const flow = this.file.flow(fn);
    // One in the other branch of a condition does not reset what this one sets.
    const resets = later.filter(each => flow.reaches(set.node, each.node, { ignoreBackEdges: true }));
    const [reset] = resets;
    if (!reset) return undefined;
    const nodes = new Set(others.filter(each => each.fn === fn).map(each => each.node));
    const exits = (ignoreThrowOf: (node: Node) => boolean): readonly Exit[] => flow.exitsWithout(set.node, node => nodes.has(node), { ignoreThrowOf });
    // Where all goes well and it stays set, it says something else: that the work has been done, that a connection is there.
    if (exits(() => true).some(({ kind }) => kind === 'end')) return undefined;
    const failed = exits(node => !this.#mayFail(node));
    const failure = failed.find(({ kind, node }) => node !== undefined && (kind === 'throw' || isInCatch(node, fn)))?.node ?? (failed.some(({ kind }) => kind === 'end') ? this.#caught(set.node, reset.node, flow) : undefined);
    return failure && { set: set.node, reset: reset.node, fn, failure, isResetOnce: resets.length === 1 };
  }

  /** What fails in front of the reset, and is caught by somebody who goes on to the end without it. */
  #caught(set: Node, reset: Node, flow: Flow): Node | undefined {
    return flow.firstOn(set, node => this.#mayFail(node)).find(each => flow.reaches(each, reset, { ignoreBackEdges: true }));
  }

  /** A variable of the function around, of which each call has its own, where nobody else can call this one. */
  #endsWithCaller({ owner }: Marker, fn: FunctionNode): boolean {
    if (typeof owner !== 'object' || owner === null || !('references' in owner)) return false;
    const around = (owner as Variable).scope.block;
    if (!isFunction(around) || (fn.type !== 'FunctionDeclaration' && fn.parent.type !== 'VariableDeclarator')) return false;
    return this.file.origins.usesOf(fn).every(each => each === fn || (isCalledInPlace(each) && (ownerOf(each) === around || isInside(each, fn))));
  }

  /** What is awaited and can reject, and what reads data of any form. */
  #mayFail(node: Node): boolean {
    if (node.type === 'AwaitExpression') {
      const { promises } = this.file;
      return unwrap(node.argument).type !== 'Identifier' && promises.isPromise(node.argument) !== false && promises.rejections.mayReject(node.argument) !== false;
    }
    return (node.type === 'ForOfStatement' && node.await) || this.file.calls.at(node)?.entry.role === 'parse';
  }

  /** Whether something that turns away while the marker is set stands before it is set, here or in who calls this function. */
  #isGuarded(marker: Marker, set: Change, fn: FunctionNode): boolean {
    return (this.#guards.get(marker.text) ?? []).some(({ statement, occurrence }) => {
      if (this.#ownerOf(occurrence) !== marker.owner || !turnsAway(statement, occurrence, set)) return false;
      const around = ownerOf(statement);
      if (around === fn) return statement.range[0] < set.node.range[0];
      return isFunction(around) && this.#calls(around, fn, statement.range[0]);
    });
  }

  #calls(caller: FunctionNode, fn: FunctionNode, from: number): boolean {
    return this.file.index.inOwn(caller, 'CallExpression').some(call => call.range[0] > from && this.file.origins.functionOf(call.callee) === fn);
  }

  /** What conditions ask for, by its text. */
  get #guards(): ReadonlyMap<string, readonly Guard[]> {
    if (this.#allGuards) return this.#allGuards;
    const { index } = this.file;
    const guards = new Map<string, Guard[]>();
    for (const statement of [...index.all('IfStatement'), ...index.all('WhileStatement')]) {
      for (const occurrence of [...index.within(statement.test, 'MemberExpression'), ...index.within(statement.test, 'Identifier')]) {
        const text = this.file.sourceCode.getText(occurrence);
        const known = guards.get(text);
        if (known) known.push({ statement, occurrence });
        else guards.set(text, [{ statement, occurrence }]);
      }
    }
    return (this.#allGuards = guards);
  }
  #allGuards: ReadonlyMap<string, readonly Guard[]> | undefined;

  /** The places that the file changes in a way that markers are changed. */
  #markers(): readonly Marker[] {
    const { index } = this.file;
    const byOwner = new Map<unknown, Map<string, Marker>>();
    const note = (target: Node, node: Node, value: Value, key?: Node): void => {
      const place = unwrap(target);
      const owner = this.#ownerOf(place);
      if (!owner) return;
      const text = this.file.sourceCode.getText(place);
      const byText = byOwner.get(owner) ?? new Map<string, Marker>();
      byOwner.set(owner, byText);
      const marker = byText.get(text) ?? { owner, text, changes: [] };
      byText.set(text, marker);
      marker.changes.push({ node, value, key: key && this.file.sourceCode.getText(key), fn: ownerOf(node) });
    };
    for (const node of index.all('AssignmentExpression')) {
      const { left, right, operator } = node;
      const step = unwrap(right).type === 'Literal' ? (operator === '+=' ? 'more' : operator === '-=' ? 'less' : undefined) : undefined;
      if (left.type === 'MemberExpression' && left.computed && staticName(left) === undefined && operator === '=') note(left.object, node, valueOf(right) === 'true' ? 'entry' : 'less', left.property);
      else note(left, node, step ?? (operator === '=' ? valueOf(right) : 'other'));
    }
    for (const node of index.all('UpdateExpression')) note(node.argument, node, node.operator === '++' ? 'more' : 'less');
    for (const node of index.all('UnaryExpression')) {
      const place = unwrap(node.argument);
      if (node.operator === 'delete' && place.type === 'MemberExpression' && place.computed) note(place.object, node, 'less', place.property);
    }
    for (const node of index.callsNamed('add', 'set', 'delete', 'clear')) {
      const callee = unwrap(node.callee);
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      const [key, value] = node.arguments;
      if (callee.type !== 'MemberExpression' || name === undefined) continue;
      if (name === 'add' && key && !value) note(callee.object, node, 'entry', key);
      else if (name === 'set' && key && value && PLAIN.has(unwrap(value).type)) note(callee.object, node, 'entry', key);
      else if (name === 'delete' && key) note(callee.object, node, 'less', key);
      else if (name === 'clear' && !key) note(callee.object, node, 'less');
    }
    return [...byOwner.values()].flatMap(each => [...each.values()]).filter(({ changes }) => changes.length >= 2);
  }

  /** What a place belongs to that outlives a call: the class of `this`, or a variable that is no parameter and not made in the function. */
  #ownerOf(node: Node): unknown {
    let root = unwrap(node);
    while (root.type === 'MemberExpression') root = unwrap(root.object);
    if (root.type === 'ThisExpression') return root === node ? undefined : classOfThis(root)?.node;
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    const fn = ownerOf(node);
    if (!variable || variable.defs[0]?.type === 'Parameter' || (isFunction(fn) && isInside(variable.scope.block, fn))) return undefined;
    return variable;
  }
}

function valueOf(node: Node): Value {
  const value = unwrap(node);
  if (value.type === 'Literal' && typeof value.value === 'boolean') return value.value ? 'true' : 'false';
  // `null` and `undefined` reset what was `true`.
  const isNothing = (value.type === 'Literal' && value.value === null) || (value.type === 'Identifier' && value.name === 'undefined');
  return isNothing ? 'false' : 'other';
}

/** Whether a condition leaves, waits, or goes round the setting of the marker, while the marker is set. */
function turnsAway(statement: Guard['statement'], occurrence: Node, { value, node: set }: Change): boolean {
  let isSet = value !== 'false';
  let current = occurrence;
  if (value === 'entry') {
    const call = current.parent;
    const has = call?.type === 'MemberExpression' && call.object === current && staticName(call) === 'has' ? call.parent : undefined;
    const indexed = call?.type === 'MemberExpression' && call.object === current && call.computed ? call : undefined;
    const read = has?.type === 'CallExpression' ? has : indexed;
    if (!read) return false;
    current = read;
  } else if (value === 'more') {
    const compared = current.parent;
    if (compared?.type !== 'BinaryExpression' || compared.left !== current) return false;
    if (compared.operator === '<' || compared.operator === '<=') isSet = false;
    else if (compared.operator !== '>' && compared.operator !== '>=') return false;
    current = compared;
  }
  for (let parent: Node | undefined = current.parent; parent && parent !== statement; current = parent, parent = parent.parent) {
    if (unwrap(parent) !== parent || parent.type === 'LogicalExpression') continue;
    if (parent.type === 'UnaryExpression' && parent.operator === '!') isSet = !isSet;
    else if (parent.type === 'BinaryExpression' && parent.operator === '===' && parent.right.type === 'Literal' && typeof parent.right.value === 'boolean') isSet = parent.right.value === isSet;
    else return false;
  }
  if (statement.type === 'WhileStatement') return isSet;
  return isSet ? leaves(statement.consequent) : isInside(set, statement.consequent);
}

function leaves(statement: Node): boolean {
  if (statement.type === 'BlockStatement') {
    const last = statement.body.at(-1);
    return last !== undefined && leaves(last);
  }
  return statement.type === 'ReturnStatement' || statement.type === 'ThrowStatement' || statement.type === 'ContinueStatement';
}

function isInCatch(node: Node, fn: FunctionNode): boolean {
  for (let current: Node | undefined = node; current && current !== fn; current = current.parent) if (current.type === 'CatchClause') return true;
  return false;
}

function isConstructor(fn: Node): boolean {
  return !isFunction(fn) || (fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor');
}
