import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { dependenciesOf } from '../../project/package-root.js';
import type { FileModel } from '../file-model.js';

/** A value of the environment: `X` of `process.env.X`; no name where it is computed. */
export interface EnvironmentVariable {
  readonly name: string | undefined;
  readonly node: Node;
}

export interface EnvironmentUse {
  readonly kind: 'number' | 'assertion' | 'never-equal';
  readonly variable: EnvironmentVariable;
  /** The conversion, the assertion or the comparison. */
  readonly node: Node;
  /** A default in view: the conversion's input cannot be missing, it can still be malformed. */
  readonly hasDefault: boolean;
}

const CONVERTERS = new Set(['Number', 'parseInt', 'parseFloat', 'Number.parseInt', 'Number.parseFloat']);
const NUMBER_TESTS = new Set(['isNaN', 'isFinite', 'Number.isNaN', 'Number.isFinite', 'Number.isInteger', 'Number.isSafeInteger']);
/** Functions that hand a NaN on. */
const ARITHMETIC = /^(Math\.\w+|Number|parseInt|parseFloat|String)$/;
const COMPARISONS = new Set(['<', '>', '<=', '>=']);

/** What a file takes from the environment, and whether it looks at the value before it trusts it. */
export class Environment {
  constructor(private readonly file: FileModel) {}

  /** Numbers, assertions and comparisons of environment variables that nothing in view checks, in source order. */
  get unchecked(): readonly EnvironmentUse[] {
    return (this.#unchecked ??= this.#find());
  }
  #unchecked: readonly EnvironmentUse[] | undefined;

  /** The environment variable that an expression is, names and destructuring followed. */
  variableAt(node: Node): EnvironmentVariable | undefined {
    const expression = unwrap(node);
    const origin = this.file.origins.withoutTypes(expression);
    if (origin?.kind === 'library') {
      const dot = origin.path.lastIndexOf('.');
      const [owner, name] = dot < 0 ? ['', origin.path] : [origin.path.slice(0, dot), origin.path.slice(dot + 1)];
      if (this.#isEnvironment(origin.library, owner)) return { name, node: expression };
    }
    if (expression.type !== 'MemberExpression' || !expression.computed || !this.isWhole(expression.object)) return undefined;
    return { name: staticName(expression), node: expression };
  }

  /** True for `process.env` itself, under whatever name. */
  isWhole(node: Node): boolean {
    const origin = this.file.origins.withoutTypes(node);
    return origin?.kind === 'library' && this.#isEnvironment(origin.library, origin.path);
  }

  #isEnvironment(library: string, path: string): boolean {
    return this.file.catalog.entry(library, path)?.entry.data === 'environment';
  }

  #find(): EnvironmentUse[] {
    const { index, bindings } = this.file;
    if (!this.#isMentioned() || this.#isValidated()) return [];
    const uses: EnvironmentUse[] = [];
    const add = (kind: EnvironmentUse['kind'], node: Node, input: Node): void => {
      const given = this.#inputOf(input);
      if (given) uses.push({ kind, node, ...given, hasDefault: given.hasDefault || this.#isAlternative(node, given.variable) });
    };
    for (const call of index.all('CallExpression')) {
      const [input] = call.arguments;
      if (input && CONVERTERS.has(globalPath(call.callee, this.file) ?? '')) add('number', call, input);
    }
    for (const node of index.all('UnaryExpression')) if (node.operator === '+') add('number', node, node.argument);
    const numbers = new Set(uses.map(each => each.variable.node));
    for (const node of index.all('TSNonNullExpression')) add('assertion', node, node.expression);
    for (const type of ['TSAsExpression', 'TSTypeAssertion'] as const) {
      for (const node of index.all(type)) if (promisesMore(node.typeAnnotation)) add('assertion', node, node.expression);
    }
    for (const node of index.all('BinaryExpression')) {
      if (node.operator !== '===' && node.operator !== '!==') continue;
      const other = unwrap(node.right);
      if (other.type !== 'Literal' || (typeof other.value !== 'boolean' && typeof other.value !== 'number')) continue;
      if (!bindings.referenceOf(node.left) && node.left.type !== 'MemberExpression') continue;
      const variable = this.variableAt(node.left);
      if (variable) uses.push({ kind: 'never-equal', node, variable, hasDefault: false });
    }
    return uses
      .filter(use => use.kind !== 'assertion' || !numbers.has(use.variable.node))
      .filter(use => (use.kind === 'number' ? !this.#isNumberChecked(use) : use.kind === 'never-equal' || !this.#isAssertionChecked(use)))
      .sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  /** `process.env.X ? Number(process.env.X) : 10` */
  #isAlternative(node: Node, variable: EnvironmentVariable): boolean {
    const place = wrapped(node);
    return place.parent?.type === 'ConditionalExpression' && place.parent.consequent === place && this.variableAt(place.parent.test)?.name === variable.name;
  }

  /** Cheap to refuse: a file that never says `env`. */
  #isMentioned(): boolean {
    return this.file.sourceCode.text.includes('env');
  }

  /** The variable at the bottom of `process.env.X ?? '10'`. */
  #inputOf(node: Node): { readonly variable: EnvironmentVariable; readonly hasDefault: boolean } | undefined {
    const input = unwrap(node);
    if (input.type === 'LogicalExpression' && input.operator !== '&&') {
      const given = this.#inputOf(input.left);
      return given && { ...given, hasDefault: true };
    }
    const variable = this.variableAt(input);
    return variable && { variable, hasDefault: false };
  }

  /** The whole environment goes to something that may check it: `schema.parse(process.env)`, `validate(process.env)`. */
  #isValidated(): boolean {
    const { index, calls } = this.file;
    for (const node of [...index.membersNamed('env'), ...index.all('Identifier').filter(each => each.name === 'env')]) {
      if (!this.isWhole(node)) continue;
      const place = wrapped(node);
      if (place.parent?.type === 'CallExpression' && place.parent.callee !== place && globalPath(place.parent.callee, this.file) === undefined) return true;
      // `createEnv({ runtimeEnv: process.env })`, `schema.parse({ ...defaults, ...process.env })`
      if (climbsIntoCall(place, call => calls.at(call)?.entry.role === 'validate')) return true;
    }
    if (calls.of('validate').some(call => call.entry.data === 'environment')) return true;
    // The package has a library for this, so another file checks before this one is reached.
    const declared = dependenciesOf(this.file.filename);
    return [...this.file.catalog.environmentValidators].some(each => declared.has(each));
  }

  #isNumberChecked({ node, variable }: EnvironmentUse): boolean {
    if (variable.name === undefined && isReturned(node)) return true;
    if (this.#looksAt(variable, 'number')) return true;
    return this.#isChecked(node, new Set());
  }

  /** Follows a number to where it is used: true where somebody looks at it, or may. */
  #isChecked(node: Node, seen: Set<Node>): boolean {
    let current = wrapped(node);
    for (let parent = current.parent; parent; current = wrapped(parent), parent = current.parent) {
      switch (parent.type) {
        case 'LogicalExpression':
          // `??` does not see NaN; `||` and `&&` do.
          if (parent.operator !== '??' && parent.left === current) return true;
          continue;
        case 'ConditionalExpression':
          if (parent.test === current) return true;
          continue;
        case 'BinaryExpression':
          if (/^[<>=!]/.test(parent.operator)) return isLiteral(parent.left === current ? parent.right : parent.left) || isTested(parent);
          continue;
        case 'UnaryExpression':
          if (parent.operator === '!') return true;
          continue;
        case 'IfStatement':
        case 'WhileStatement':
          return true;
        case 'ObjectExpression':
        case 'ArrayExpression':
        case 'Property':
        case 'SpreadElement':
          continue;
        case 'CallExpression':
        case 'NewExpression': {
          if (parent.callee === current) return true;
          const path = globalPath(parent.callee, this.file);
          if (path !== undefined && NUMBER_TESTS.has(path)) return true;
          if (path !== undefined && ARITHMETIC.test(path)) continue;
          return this.#mayCheck(parent);
        }
        case 'VariableDeclarator':
          return parent.init === current && parent.id.type === 'Identifier' && this.#isVariableChecked(parent.id, seen);
        case 'AssignmentExpression':
          return parent.left.type === 'Identifier' ? this.#isVariableChecked(parent.left, seen) : this.#isPlaceChecked(parent.left);
        case 'PropertyDefinition':
          return this.#isPlaceChecked(parent);
        case 'ArrowFunctionExpression':
          return climbsIntoCall(parent, call => this.file.calls.at(call)?.entry.role === 'validate');
        case 'ReturnStatement':
          return climbsIntoCall(functionAround(parent) ?? parent, call => this.file.calls.at(call)?.entry.role === 'validate');
        default:
          return false;
      }
    }
    return false;
  }

  /** A function that we cannot see may check what it is given; libraries do not, unless that is what they are for. */
  #mayCheck(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    const known = this.file.calls.at(call);
    if (known) return known.entry.role === 'validate' || known.entry.role === 'web-app' || known.path.endsWith('listen');
    const origin = this.file.origins.of(call.callee);
    if (origin?.kind !== 'library' || origin.library.startsWith('.')) return true;
    // A listener on no port fails at start-up, at once.
    return origin.path.endsWith('listen');
  }

  #isVariableChecked(name: TSESTree.Identifier, seen: Set<Node>): boolean {
    const variable = this.file.bindings.variableOf(name);
    if (!variable || seen.has(name)) return false;
    seen.add(name);
    return variable.references.some(({ identifier }) => {
      const place = wrapped(identifier);
      const parent = place.parent;
      if (parent?.type === 'AssignmentExpression' && parent.left === place) return false;
      if (parent?.type === 'AssignmentExpression' || parent?.type === 'VariableDeclarator') return seen.size < 5 && this.#isChecked(identifier, seen);
      return this.#isLookedAt(identifier);
    });
  }

  /** Whether this occurrence is itself a check, not only a use. */
  #isLookedAt(node: Node): boolean {
    const place = wrapped(node);
    const parent = place.parent;
    if (!parent) return false;
    if (parent.type === 'BinaryExpression' && /^[<>=!]/.test(parent.operator)) {
      return COMPARISONS.has(parent.operator) ? isLiteral(parent.left === place ? parent.right : parent.left) : true;
    }
    if (parent.type === 'CallExpression' && parent.callee !== place) {
      const path = globalPath(parent.callee, this.file);
      if (path !== undefined && NUMBER_TESTS.has(path)) return true;
      return (path === undefined || !ARITHMETIC.test(path)) && this.#mayCheck(parent);
    }
    return isTested(place);
  }

  /** `this.port = Number(…)`, later `Number.isNaN(this.port)`: by the place's own text or name. */
  #isPlaceChecked(place: Node): boolean {
    const { sourceCode, index } = this.file;
    const name = place.type === 'MemberExpression' || place.type === 'PropertyDefinition' ? staticName(place) : undefined;
    if (name === undefined) return true;
    const text = place.type === 'MemberExpression' ? sourceCode.getText(place) : `this.${name}`;
    return index.all('MemberExpression').some(each => each !== place && staticName(each) === name && sourceCode.getText(each) === text && this.#isLookedAt(each));
  }

  /** Whether the file looks at the variable's text itself: `if (!process.env.X) throw …`, `/^\d+$/.test(process.env.X)`. */
  #looksAt(variable: EnvironmentVariable, as: 'number' | 'assertion'): boolean {
    if (variable.name === undefined) return false;
    return this.#occurrencesOf(variable.name).some(occurrence => {
      if (occurrence === variable.node) return false;
      const place = wrapped(occurrence);
      const parent = place.parent;
      if (parent?.type === 'CallExpression' && parent.callee !== place) {
        const path = globalPath(parent.callee, this.file);
        if (path !== undefined && NUMBER_TESTS.has(path)) return true;
        if (path !== undefined) return false;
        return as === 'assertion' || this.file.calls.at(parent)?.entry.role === 'validate' || staticNameOf(parent.callee) === 'test';
      }
      if (parent?.type === 'AssignmentExpression' && parent.left === place) return true;
      if (parent?.type === 'BinaryExpression') return as === 'assertion';
      return as === 'assertion' ? isTested(place) : isGuardThatLeaves(place);
    });
  }

  #occurrencesOf(name: string): readonly Node[] {
    this.#occurrences ??= this.#collect();
    return this.#occurrences.get(name) ?? [];
  }
  #occurrences: Map<string, Node[]> | undefined;

  #collect(): Map<string, Node[]> {
    const byName = new Map<string, Node[]>();
    const add = (node: Node): void => {
      const variable = this.variableAt(node);
      if (variable?.name === undefined) return;
      const list = byName.get(variable.name);
      if (list) list.push(node);
      else byName.set(variable.name, [node]);
    };
    for (const node of this.file.index.all('MemberExpression')) add(node);
    // Once per variable, not per name: a name that is written often is asked after often.
    for (const { defs, references } of this.file.bindings.all) {
      const [definition] = defs;
      if (defs.length !== 1 || definition?.type !== 'Variable' || !definition.node.init || references.some(each => each.isWrite() && each.init !== true)) continue;
      const first = references.find(each => each.isRead());
      if (first && this.variableAt(first.identifier)) for (const each of references) if (each.isRead()) add(each.identifier);
    }
    return byName;
  }

  #isAssertionChecked({ node, variable }: EnvironmentUse): boolean {
    const place = wrapped(node);
    const parent = place.parent;
    if (parent?.type === 'LogicalExpression' && parent.left === place) return true;
    if (parent?.type === 'BinaryExpression' && /^[=!]/.test(parent.operator)) return true;
    if (parent?.type === 'ChainExpression' || (parent?.type === 'MemberExpression' && parent.optional)) return true;
    if (isTested(place)) return true;
    if (climbsIntoCall(place, call => this.file.calls.at(call)?.entry.role === 'validate')) return true;
    const around = functionAround(node);
    if (around && climbsIntoCall(around, call => this.file.calls.at(call)?.entry.role === 'validate')) return true;
    if (variable.name === undefined) return true;
    if (this.#looksAt(variable, 'assertion')) return true;
    return this.#isRequiredByList(variable.name);
  }

  /** `for (const name of ['A', 'B']) if (!process.env[name]) throw …`: the names stand in a list, and the file looks at each. */
  #isRequiredByList(name: string): boolean {
    const { index } = this.file;
    const looksAtEach = index.all('MemberExpression').some(each => each.computed && staticName(each) === undefined && this.isWhole(each.object));
    return looksAtEach && index.all('ArrayExpression').some(list => list.elements.some(each => each?.type === 'Literal' && each.value === name));
  }
}

/** `Number.isNaN` for the unshadowed global of that path. */
function globalPath(callee: Node, file: FileModel): string | undefined {
  const origin = file.origins.of(callee);
  return origin?.kind === 'library' && origin.library === 'global' && !origin.path.includes('#') ? origin.path : undefined;
}

function staticNameOf(callee: Node): string | undefined {
  const expression = unwrap(callee);
  return expression.type === 'MemberExpression' ? staticName(expression) : undefined;
}

function isLiteral(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Literal' || (value.type === 'UnaryExpression' && value.argument.type === 'Literal');
}

/** Whether a value decides where control goes. */
function isTested(node: Node): boolean {
  let current = node;
  for (let parent = current.parent; parent; current = parent, parent = parent.parent) {
    switch (parent.type) {
      case 'IfStatement':
      case 'WhileStatement':
      case 'ConditionalExpression':
        return parent.test === current;
      case 'LogicalExpression':
        if (parent.left === current) return true;
        continue;
      case 'UnaryExpression':
        if (parent.operator === '!' || parent.operator === 'typeof') return true;
        return false;
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'ChainExpression':
        continue;
      case 'BinaryExpression':
        if (/^[<>=!]|^in$/.test(parent.operator)) continue;
        return false;
      default:
        return false;
    }
  }
  return false;
}

/** `if (!process.env.X) throw …`: what comes behind runs with a value only. */
function isGuardThatLeaves(node: Node): boolean {
  for (let current: Node | undefined = node; current?.parent; current = current.parent) {
    const { parent }: Node = current;
    if (parent?.type !== 'IfStatement') {
      if (parent?.type === 'UnaryExpression' || parent?.type === 'LogicalExpression' || parent?.type === 'BinaryExpression') continue;
      return false;
    }
    if (parent.test !== current) return false;
    const body = parent.consequent.type === 'BlockStatement' ? parent.consequent.body.at(-1) : parent.consequent;
    return body?.type === 'ThrowStatement' || body?.type === 'ReturnStatement';
  }
  return false;
}

/** `as string`, `as Mode`: more than the environment promises. */
function promisesMore(type: TSESTree.TypeNode): boolean {
  switch (type.type) {
    case 'TSAnyKeyword':
    case 'TSUnknownKeyword':
    case 'TSUndefinedKeyword':
    case 'TSNumberKeyword':
      return false;
    case 'TSTypeReference':
      // A named type may hold undefined, and the library that takes it may look.
      return false;
    case 'TSUnionType': {
      // `as string | undefined` is what it is; `as Mode | undefined` is not.
      const rest = type.types.filter(each => each.type !== 'TSUndefinedKeyword' && each.type !== 'TSNullKeyword');
      return rest.length === type.types.length && rest.every(each => each.type === 'TSLiteralType');
    }
    default:
      return true;
  }
}

function isReturned(node: Node): boolean {
  const parent = wrapped(node).parent;
  return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression';
}

function functionAround(node: Node): Node | undefined {
  for (let current = node.parent; current; current = current.parent) if (isFunction(current)) return current;
  return undefined;
}

/** Whether a value is (part of) an argument of a call of this kind. */
function climbsIntoCall(node: Node, isWanted: (call: Node) => boolean): boolean {
  let current = node;
  for (let parent = node.parent; parent; current = parent, parent = parent.parent) {
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return parent.callee !== current && isWanted(parent);
    if (!/^(Property|ObjectExpression|ArrayExpression|SpreadElement|ConditionalExpression|LogicalExpression|TS\w+Expression)$/.test(parent.type)) return false;
  }
  return false;
}
