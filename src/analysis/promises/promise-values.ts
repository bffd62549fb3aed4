import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import { staticValue } from '../../syntax/values.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import type { Declared } from '../values/declared-types.js';
import type { FileModel } from '../file-model.js';

/** What a promise is used as, where the value that it will have is meant. */
export type MistakenUse =
  /** Tested for truth: `if (p())`, `p() && x`, `p() ? a : b`. */
  | 'condition'
  | 'negated'
  /** `p() || x`, `p() ?? x`: x is never taken. */
  | 'fallback'
  | 'compared'
  /** Interpolated, added to text, or a key. */
  | 'text'
  | 'number'
  | 'spread'
  /** `p().rows`, `const { rows } = p()`. */
  | 'property'
  | 'iterated'
  | 'thrown'
  /** Handed to what reads, sends or prints it at once: `JSON.stringify(p())`, `res.json({ user: p() })`. */
  | 'serialized'
  | 'logged'
  /** `req.user = p()` */
  | 'stored'
  /** Assigned to a variable that holds an awaited value on another path. */
  | 'mixed'
  /** An array of promises whose elements are tested, sorted or printed. */
  | 'elements';

export interface PromiseAsValue {
  /** The expression that gives the promise: what must be awaited. */
  readonly promise: Node;
  readonly use: MistakenUse;
  /** The variable through which it is used. */
  readonly name?: string;
  /** The property that is read of it, the request's property that it becomes. */
  readonly member?: string;
}

interface Use {
  readonly use: MistakenUse;
  readonly member?: string;
}

/** A read of a variable. */
interface Read {
  readonly each: Node;
  readonly use: Use | undefined;
}

/** What a promise has itself. */
const OWN_MEMBERS = new Set(['then', 'catch', 'finally', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', '__proto__']);
/** What a variable may legitimately be tested for, since it may hold a promise or nothing. */
const TESTS: ReadonlySet<MistakenUse> = new Set(['condition', 'negated', 'fallback']);
/** Globals that read what they are given at once. */
const READERS = /^(?:JSON\.(?:stringify|parse)|Object\.(?:keys|values|entries|fromEntries)|Array\.from|String|Number|Boolean|parseInt|parseFloat|isNaN|isFinite|Number\.\w+|Math\.\w+|encodeURIComponent|decodeURIComponent|structuredClone)$/;
const ELEMENT_READERS = new Set(['filter', 'find', 'findIndex', 'findLast', 'some', 'every', 'sort', 'toSorted', 'join', 'includes', 'indexOf']);

/** Promises that are used where the value that they will have is meant. */
export class PromiseValues {
  readonly #plain = new Map<Node, boolean>();

  constructor(private readonly file: FileModel) {}

  get all(): readonly PromiseAsValue[] {
    return (this.#all ??= this.file.promises.mayExist ? this.#find() : []);
  }
  #all: readonly PromiseAsValue[] | undefined;

  #find(): PromiseAsValue[] {
    const { index } = this.file;
    const found: PromiseAsValue[] = [];
    for (const type of ['CallExpression', 'NewExpression', 'ImportExpression'] as const) {
      for (const node of index.all(type)) {
        const use = this.#useOf(node);
        if (!use) continue;
        if (this.#isMistaken(node, use)) found.push({ promise: node, ...use });
        else if (type === 'CallExpression') found.push(...this.#ofArray(node, this.#elementUseOf(node, use)));
      }
    }
    const seen = new Set<Variable>();
    for (const node of index.all('VariableDeclarator')) {
      const [variable] = this.file.bindings.declaredBy(node);
      if (node.id.type !== 'Identifier' || !variable || seen.has(variable)) continue;
      seen.add(variable);
      found.push(...this.#ofVariable(node.id, variable, node.init));
    }
    return found.sort((a, b) => a.promise.range[0] - b.promise.range[0]);
  }

  #isMistaken(node: Node, { use }: Use): boolean {
    if (use === 'property' || use === 'iterated' || use === 'spread') return this.isPlain(node);
    if (use === 'elements') return false;
    return this.#isSure(node);
  }

  /** Whether an expression is the language's own promise every time, with no members but its own: query builders are none. */
  isPlain(node: Node): boolean {
    const expression = unwrap(node);
    const known = this.#plain.get(expression);
    if (known !== undefined) return known;
    // A promise by way of itself is no proof.
    this.#plain.set(expression, false);
    const answer = this.#decidePlain(expression);
    this.#plain.set(expression, answer);
    return answer;
  }

  #decidePlain(node: Node): boolean {
    switch (node.type) {
      case 'ImportExpression':
        return true;
      case 'NewExpression':
        return this.file.bindings.isGlobal(node.callee, 'Promise');
      case 'CallExpression': {
        if (this.file.promises.isChain(node) && node.callee.type === 'MemberExpression') return this.isPlain(node.callee.object);
        const call = this.file.calls.at(node);
        if (call) return this.file.catalog.givesPlainPromises(call.library) && this.#isSure(node);
        const fn = this.file.promises.calledBy(node);
        if (fn) return this.#givesPlain(fn);
        const declared = this.#resultOf(node);
        if (declared) return this.#saysPromise(declared);
        // Types say that something is thenable, not that it is nothing more.
        return !this.file.types.available && this.file.origins.of(node)?.promised !== true && this.file.project?.isPlainPromise(node) !== false && this.#isSure(node);
      }
      default:
        return false;
    }
  }

  #givesPlain(fn: FunctionNode): boolean {
    if (fn.generator) return false;
    if (fn.async) return true;
    if (fn.returnType) return this.#saysPromise(fn.returnType.typeAnnotation);
    return this.#alwaysReturns(fn, each => this.isPlain(each));
  }

  /** Whether an expression is a promise each time that it is evaluated, of whichever kind. */
  #isSure(node: Node, depth = 0): boolean {
    const expression = unwrap(node);
    if (depth > 10) return false;
    if (expression.type === 'ConditionalExpression') return this.#isSure(expression.consequent, depth + 1) && this.#isSure(expression.alternate, depth + 1);
    if (expression.type === 'ImportExpression') return true;
    if (expression.type === 'NewExpression') return this.file.bindings.isGlobal(expression.callee, 'Promise');
    if (expression.type !== 'CallExpression') return false;
    if (this.file.promises.isPromise(expression) !== true) return false;
    // Other things than promises have a `then` that takes a function.
    if (this.file.promises.isChain(expression)) return expression.callee.type === 'MemberExpression' && this.#isSureReceiver(expression.callee.object, depth + 1);
    if (this.file.calls.at(expression)) return true;
    // What is in view decides: a union, or a function that returns nothing on some path, is only sometimes a promise.
    const fn = this.file.promises.calledBy(expression);
    if (fn?.async) return true;
    if (fn?.returnType) return this.#saysPromise(fn.returnType.typeAnnotation);
    if (fn) return this.#alwaysReturns(fn, each => this.#isSure(each, depth + 1));
    const declared = this.#resultOf(expression);
    if (declared) return this.#saysPromise(declared);
    return this.file.types.available ? this.file.types.isAlwaysPromise(expression) !== false : this.file.project?.isAlwaysPromise(expression) !== false;
  }

  #isSureReceiver(node: Node, depth: number): boolean {
    const expression = unwrap(node);
    if (expression.type !== 'CallExpression') return this.file.promises.isPromise(expression) === true;
    // What is known by uses like this one, its own `.then(…)` among them, is no proof.
    return this.#isSure(expression, depth) && (this.file.promises.isChain(expression) || !this.file.promises.awaitedCalls.has(expression));
  }

  #resultOf(node: TSESTree.CallExpression): Declared | undefined {
    const { declared } = this.file.origins;
    return declared.resultOf(declared.of(unwrap(node.callee)));
  }

  /** `Promise<…>` itself: no union, no other thenable. */
  #saysPromise(type: Declared | undefined): boolean {
    if (type?.type !== 'TSTypeReference') {
      const resolved = this.file.origins.declared.resolve(type);
      return resolved !== undefined && resolved !== type && resolved.type === 'TSTypeReference' && type?.type !== 'TSUnionType' && this.#saysPromise(resolved);
    }
    if (type.typeName.type !== 'Identifier') return false;
    if (type.typeName.name === 'Promise') return !this.file.bindings.variableOf(type.typeName);
    const resolved = this.file.origins.declared.resolve(type);
    return resolved !== undefined && resolved !== type && this.#saysPromise(resolved);
  }

  /** Whether a function without annotation returns, on each path, what passes the test. */
  #alwaysReturns(fn: FunctionNode, test: (value: Node) => boolean): boolean {
    if (fn.body.type !== 'BlockStatement') return test(fn.body);
    const last = fn.body.body.at(-1);
    if (last?.type !== 'ReturnStatement' && last?.type !== 'ThrowStatement') return false;
    const returns = this.file.index.inOwn(fn, 'ReturnStatement');
    return returns.length > 0 && returns.every(each => each.argument !== null && test(each.argument));
  }

  /** What the place of an expression takes its value for; undefined where a promise may stand there. */
  #useOf(node: Node): Use | undefined {
    let current = wrapped(node);
    let isBranch = false;
    let isPart = false;
    // Each turn goes at least one level up.
    for (;;) {
      const { parent } = current;
      if (!parent) return undefined;
      if (parent.type === 'Property' && parent.value === current && parent.parent.type === 'ObjectExpression') {
        isPart = true;
        current = wrapped(parent.parent);
        continue;
      }
      if (parent.type === 'ArrayExpression') {
        isPart = true;
        current = wrapped(parent);
        continue;
      }
      if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return this.#useAsArgument(parent, current);
      if (isPart) return undefined;
      if ((parent.type === 'LogicalExpression' && parent.right === current) || (parent.type === 'ConditionalExpression' && parent.test !== current)) {
        isBranch = true;
        current = wrapped(parent);
        continue;
      }
      const use = this.#directUse(parent, current);
      // Where it is one of several values, the test of the whole may be meant for the others.
      return use && isBranch && use.use === 'fallback' ? undefined : use;
    }
  }

  #directUse(parent: Node, current: Node): Use | undefined {
    switch (parent.type) {
      case 'IfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
      case 'ConditionalExpression':
        return parent.test === current ? { use: 'condition' } : undefined;
      case 'UnaryExpression':
        if (parent.operator === '!') return { use: 'negated' };
        return parent.operator === '+' || parent.operator === '-' || parent.operator === '~' ? { use: 'number' } : undefined;
      case 'LogicalExpression':
        // As a statement, `p() || q()` drops the promise: that is said elsewhere.
        if (parent.operator === '&&') return { use: 'condition' };
        // `this.next?.load() ?? null` is for the day when there is no `next`.
        return current.type === 'ChainExpression' || wrapped(parent).parent?.type === 'ExpressionStatement' ? undefined : { use: 'fallback' };
      case 'BinaryExpression':
        return useInBinary(parent);
      case 'TemplateLiteral':
        return parent.parent.type === 'TaggedTemplateExpression' ? undefined : { use: 'text' };
      case 'SpreadElement':
        return { use: 'spread' };
      case 'MemberExpression': {
        if (parent.object !== current) return parent.computed ? { use: 'text' } : undefined;
        const name = staticName(parent);
        return name === undefined || OWN_MEMBERS.has(name) ? undefined : { use: 'property', member: name };
      }
      case 'VariableDeclarator':
        return parent.init === current ? useOfPattern(parent.id) : undefined;
      case 'AssignmentExpression':
        return parent.right === current ? this.#useInAssignment(parent) : undefined;
      case 'ForOfStatement':
      case 'ForInStatement':
        return parent.right === current ? { use: 'iterated' } : undefined;
      case 'ThrowStatement':
        return { use: 'thrown' };
      case 'SwitchStatement':
      case 'SwitchCase':
        return ('discriminant' in parent ? parent.discriminant : parent.test) === current ? { use: 'compared' } : undefined;
      default:
        return undefined;
    }
  }

  #useInAssignment({ left, operator }: TSESTree.AssignmentExpression): Use | undefined {
    if (operator === '+=') return { use: 'text' };
    if (operator !== '=') return /^(?:[-*/%&|^]|\*\*|<<|>>>?)=$/.test(operator) ? { use: 'number' } : undefined;
    if (left.type !== 'MemberExpression') return useOfPattern(left);
    const member = staticName(left);
    return member !== undefined && this.#isOfRequest(left.object) && !this.#isAwaitedElsewhere(left) ? { use: 'stored', member } : undefined;
  }

  /** `req`, `ctx.state`, `res.locals` */
  #isOfRequest(node: Node, depth = 0): boolean {
    const object = unwrap(node);
    const part = this.file.handlers.partOf(object);
    if (part === 'request' || part === 'context') return true;
    return object.type === 'MemberExpression' && depth < 3 && (this.file.handlers.partOf(object.object) === 'response' || this.#isOfRequest(object.object, depth + 1));
  }

  #isAwaitedElsewhere(place: Node): boolean {
    const text = this.file.sourceCode.getText(place);
    const isPlace = (node: Node): boolean => this.file.sourceCode.getText(unwrap(node)) === text;
    return (
      this.file.index.all('AwaitExpression').some(each => isPlace(each.argument)) ||
      this.file.index.all('MemberExpression').some(each => OWN_MEMBERS.has(staticName(each) ?? '') && isPlace(each.object))
    );
  }

  #useAsArgument(call: TSESTree.CallExpression | TSESTree.NewExpression, argument: Node): Use | undefined {
    if (call.callee === argument || !call.arguments.includes(argument as TSESTree.CallExpressionArgument)) return undefined;
    const origin = this.file.origins.withoutTypes(call.callee);
    if (origin?.kind === 'library' && origin.library === 'global' && READERS.test(origin.path)) return { use: 'serialized' };
    const known = this.file.calls.at(call);
    if (known?.entry.role === 'log') return { use: 'logged' };
    const sends = known?.entry.role === 'respond' && (known.entry.response === 'ends' || known.entry.response === 'gives');
    return sends ? { use: 'serialized' } : undefined;
  }

  #ofVariable(id: TSESTree.Identifier, variable: Variable, init: Node | null): PromiseAsValue[] {
    const values: Node[] = init ? [init] : [];
    for (const { identifier } of this.file.bindings.assignmentsTo(variable)) {
      const { parent } = identifier;
      if (parent?.type !== 'AssignmentExpression' || parent.operator !== '=' || parent.left !== identifier) return [];
      values.push(parent.right);
    }
    const { name } = id;
    // What a value is, is dear to ask; how it is used, is not.
    const uses = variable.references.filter(each => each.isRead()).map(({ identifier }) => ({ each: identifier, use: this.#useOf(identifier) }));
    // One that is tested may be a promise or nothing, unless nothing but values is made of it.
    const isOnlyValue = init !== null && values.length === 1 && uses.every(each => each.use);
    const mistaken = uses.find(({ each, use }) => {
      if (!use || use.use === 'logged' || use.use === 'stored') return false;
      if (TESTS.has(use.use)) return isOnlyValue;
      if (use.use === 'compared') return isComparedWithValue(each, isOnlyValue);
      return use.use === 'property' || use.use === 'iterated' || use.use === 'spread' ? this.#isPlainVariable(id, values, uses) : true;
    });
    const elements = values.length === 1 ? uses.map(({ each, use }) => this.#elementUseOf(each, use)).find(Boolean) : undefined;
    if (!mistaken && !elements && values.length === 1) return [];
    const promises = values.filter(each => mayBeCall(each) && this.#isSure(each));
    const [promise] = promises;
    if (!promise) return init ? this.#ofArray(init, elements, name) : [];
    if (promises.length < values.length) return this.#ofMixed(promises, values, uses, name);
    return mistaken?.use ? [{ promise: unwrap(promise), name, ...mistaken.use }] : [];
  }

  /** Whether what a variable holds has no members but a promise's own. */
  #isPlainVariable(id: TSESTree.Identifier, values: readonly Node[], uses: readonly Read[]): boolean {
    const type = id.typeAnnotation?.typeAnnotation;
    return (!type || this.#saysPromise(type)) && values.every(each => this.isPlain(each)) && !uses.some(({ each }) => isGivenMembers(each));
  }

  /** One path awaits what another does not, and what reads the variable takes it for the value. */
  #ofMixed(promises: readonly Node[], values: readonly Node[], uses: readonly Read[], name: string): PromiseAsValue[] {
    if (!values.some(each => unwrap(each).type === 'AwaitExpression') || uses.some(({ each }) => isHandled(each))) return [];
    const isRead = uses.some(({ use }) => use && !TESTS.has(use.use) && use.use !== 'logged' && use.use !== 'stored');
    return isRead ? promises.map(each => ({ promise: unwrap(each), use: 'mixed', name })) : [];
  }

  /** Most values are used in no such way: that is cheaper to find out than whether they are promises. */
  #ofArray(promise: Node, use: Use | undefined, name?: string): PromiseAsValue[] {
    return use && this.file.promises.isPromiseArray(promise) ? [{ promise: unwrap(promise), ...use, ...(name !== undefined && { name }) }] : [];
  }

  /** What reads the promises in an array as if they were values. */
  #elementUseOf(node: Node, use: Use | undefined): Use | undefined {
    if (use?.use === 'property') {
      const member = wrapped(node).parent;
      const call = member && wrapped(member).parent;
      const isCalled = call?.type === 'CallExpression' && member !== undefined && call.callee === wrapped(member);
      return isCalled && use.member !== undefined && ELEMENT_READERS.has(use.member) ? { use: 'elements', member: use.member } : undefined;
    }
    return use && (use.use === 'serialized' || use.use === 'text') ? { use: 'elements' } : undefined;
  }
}

function useInBinary({ operator, left, right }: TSESTree.BinaryExpression): Use | undefined {
  if (operator === 'in' || operator === 'instanceof') return undefined;
  if (operator !== '+') return { use: /^[=!<>]=?/.test(operator) && !/^(?:<<|>>)/.test(operator) ? 'compared' : 'number' };
  return { use: isText(left) || isText(right) ? 'text' : 'number' };
}

function isText(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'TemplateLiteral' || typeof staticValue(value)?.value === 'string' || (value.type === 'BinaryExpression' && value.operator === '+' && (isText(value.left) || isText(value.right)));
}

/** `const { rows } = …`, `const [first] = …` */
function useOfPattern(pattern: Node): Use | undefined {
  if (pattern.type === 'ArrayPattern') return { use: 'iterated' };
  if (pattern.type !== 'ObjectPattern') return undefined;
  const names = pattern.properties.map(each => (each.type === 'Property' ? staticName(each) : undefined));
  const member = names.find(each => each !== undefined && !OWN_MEMBERS.has(each));
  return member === undefined ? undefined : { use: 'property', member };
}

/** Whether the other side of a comparison is a written value: nothing that could be the same promise. */
function isComparedWithValue(node: Node, orNothing: boolean): boolean {
  const current = wrapped(node);
  const { parent } = current;
  if (parent?.type !== 'BinaryExpression') return parent?.type === 'SwitchStatement';
  const other = staticValue(parent.left === current ? parent.right : parent.left);
  return other !== undefined && (orNothing || (other.value !== undefined && other.value !== null));
}

/** `work.cancel = …`, `[, work.stdout] = streams`, `Object.assign(work, { cancel })`: more than a promise from then on. */
function isGivenMembers(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'CallExpression') return parent.callee.type === 'MemberExpression' && /^(?:assign|definePropert(?:y|ies))$/.test(staticName(parent.callee) ?? '');
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return false;
  const place = parent.parent;
  if (place.type === 'AssignmentExpression') return place.left === parent;
  return place.type === 'ArrayPattern' || place.type === 'AssignmentPattern' || (place.type === 'Property' && place.parent.type === 'ObjectPattern');
}

/** Awaited, or given a handler. */
function isHandled(node: Node): boolean {
  const { parent } = wrapped(node);
  return parent?.type === 'AwaitExpression' || (parent?.type === 'MemberExpression' && OWN_MEMBERS.has(staticName(parent) ?? ''));
}

function mayBeCall(node: Node): boolean {
  const { type } = unwrap(node);
  return type === 'CallExpression' || type === 'NewExpression' || type === 'ImportExpression' || type === 'ConditionalExpression';
}
