import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** Data that is called a type which nobody has checked. */
export interface UncheckedClaim {
  /** The assertion, the declaration or the returned value. */
  readonly node: Node;
  /** The expression that gives the data: `req.body`, `response.json()`, `JSON.parse(raw)`. */
  readonly source: Node;
  /** The type that it is said to have. */
  readonly type: TSESTree.TypeNode;
  /** `outside`: proven to come from another process; `unknown`: text of unknown origin was parsed. */
  readonly from: 'outside' | 'unknown';
}

/** Data and its source; `own` is what this program has written itself. */
interface Traced {
  readonly source: Node;
  readonly from: 'outside' | 'unknown' | 'own';
}

/** Methods of text and bytes that give the same data in another form. */
const SAME_DATA = new Set(['toString', 'trim', 'slice', 'substring', 'substr', 'replace', 'replaceAll', 'split', 'at', 'pop', 'normalize']);
/** Silence only: a function of such a name looks at what it is given, wherever it is defined. */
const LOOKS_AT = /valid|assert|check|ensure|parse|schema|guard|verif|sanit|decod|coerce|normali[sz]e|narrow|invariant|^is[A-Z_]|^has[A-Z_]|^to[A-Z]|^expect|^require/i;

/** Data from outside of the process, and whether it is checked before it is believed. */
export class ExternalData {
  constructor(private readonly file: FileModel) {}

  /** Assertions, annotated declarations and returns that claim a type for unchecked data, in source order. */
  get claims(): readonly UncheckedClaim[] {
    return (this.#claims ??= this.#find());
  }
  #claims: readonly UncheckedClaim[] | undefined;

  /** Where data comes from, followed through names, members and parsers; undefined where it cannot be seen. */
  trace(node: Node, depth = 0): Traced | undefined {
    if (depth > 10) return undefined;
    const data = unwrap(node);
    switch (data.type) {
      case 'AwaitExpression':
        return this.trace(data.argument, depth + 1);
      case 'LogicalExpression':
        return data.operator === '&&' ? this.trace(data.right, depth + 1) : this.trace(data.left, depth + 1);
      case 'ConditionalExpression':
        return this.trace(data.consequent, depth + 1) ?? this.trace(data.alternate, depth + 1);
      case 'Identifier':
        return this.#traceName(data, depth);
      case 'MemberExpression': {
        const found = this.file.origins.entryOf(data);
        if (found?.entry.role === 'external-data' && found.entry.use === 'read') return found.entry.data === 'environment' ? undefined : { source: data, from: 'outside' };
        return this.trace(data.object, depth + 1);
      }
      case 'CallExpression':
        return this.#traceCall(data, depth);
      default:
        return undefined;
    }
  }

  #traceCall(call: TSESTree.CallExpression, depth: number): Traced | undefined {
    const entry = this.file.calls.at(call)?.entry;
    if (entry?.role === 'external-data') return { source: call, from: 'outside' };
    if (entry?.passes !== undefined) {
      const input = call.arguments[entry.passes];
      if (!input || input.type === 'SpreadElement') return undefined;
      // What this program turned into text itself: a deep copy, or what it put away before.
      if (this.#writesText(input, depth)) return { source: call, from: 'own' };
      return { source: call, from: this.trace(input, depth + 1)?.from ?? 'unknown' };
    }
    const callee = unwrap(call.callee);
    if (callee.type === 'MemberExpression' && SAME_DATA.has(staticName(callee) ?? '')) return this.trace(callee.object, depth + 1);
    if (this.file.bindings.isGlobal(callee, 'String', 'decodeURIComponent', 'atob') && call.arguments[0]) return this.trace(call.arguments[0], depth + 1);
    return undefined;
  }

  #traceName(name: TSESTree.Identifier, depth: number): Traced | undefined {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || !this.file.bindings.isConstant(variable) || !definition.node.init) return undefined;
    return this.trace(definition.node.init, depth + 1);
  }

  /** Text that a file, a `JSON.stringify` or a constant of this program gives. */
  #writesText(node: Node, depth: number): boolean {
    if (depth > 10) return false;
    const text = this.file.origins.expressionOf(node);
    if (!text) return false;
    if (text.type === 'Literal' || text.type === 'TemplateLiteral') return true;
    if (text.type === 'AwaitExpression') return this.#writesText(text.argument, depth + 1);
    if (text.type === 'MemberExpression') return this.#writesText(text.object, depth + 1);
    if (text.type !== 'CallExpression') return false;
    if (this.file.calls.at(text)?.entry.role === 'file-access') return true;
    const callee = unwrap(text.callee);
    if (callee.type !== 'MemberExpression') return false;
    const name = staticName(callee);
    // Bundled files and the program's own arguments are as trustworthy as its code.
    return name === 'stringify' || /^readFile(Sync)?$/.test(name ?? '') || this.#writesText(callee.object, depth + 1);
  }

  #find(): UncheckedClaim[] {
    const { index } = this.file;
    const claims: UncheckedClaim[] = [];
    const add = (node: Node, data: Node, type: TSESTree.TypeNode | undefined): void => {
      if (!type || !this.#claimsMuch(type)) return;
      const traced = this.trace(data);
      if (!traced || traced.from === 'own' || (traced.from === 'unknown' && this.#stringifies)) return;
      if (this.#isChecked(node, data, traced.source)) return;
      claims.push({ node, source: traced.source, type, from: traced.from });
    };
    for (const kind of ['TSAsExpression', 'TSTypeAssertion'] as const) {
      for (const node of index.all(kind)) {
        // Of `x as unknown as T` only the last claims something.
        if (node.parent.type !== 'TSAsExpression') add(node, node.expression, node.typeAnnotation);
      }
    }
    for (const node of index.all('VariableDeclarator')) {
      if (node.init && node.id.typeAnnotation && !isAssertion(node.init)) add(node, node.init, node.id.typeAnnotation.typeAnnotation);
    }
    for (const node of index.all('ReturnStatement')) if (node.argument) this.#addReturn(node.argument, enclosingFunction(node), add);
    for (const node of index.all('ArrowFunctionExpression')) if (node.body.type !== 'BlockStatement') this.#addReturn(node.body, node, add);
    return claims.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  /** `return response.json()` in a function that says it returns a User. */
  #addReturn(value: Node, fn: Node | undefined, add: (node: Node, data: Node, type: TSESTree.TypeNode | undefined) => void): void {
    if (!isFunction(fn) || !fn.returnType || isAssertion(value)) return;
    const data = unwrap(value);
    // A name may have been checked and narrowed; what is returned at once has not.
    if (data.type !== 'CallExpression' && data.type !== 'AwaitExpression') return;
    const declared = fn.returnType.typeAnnotation;
    const isPromise = declared.type === 'TSTypeReference' && declared.typeName.type === 'Identifier' && declared.typeName.name === 'Promise';
    add(value, data, isPromise ? declared.typeArguments?.params[0] : declared);
  }

  /** Parsed text of unknown origin, in a file that writes such text: it reads what it wrote. */
  get #stringifies(): boolean {
    return (this.#stringify ??= this.file.index.all('CallExpression').some(call => {
      const callee = unwrap(call.callee);
      return callee.type === 'MemberExpression' && staticName(callee) === 'stringify';
    }));
  }
  #stringify: boolean | undefined;

  /** Whether a type says more than "some JSON": a named type, or an object with a member that must be there. */
  #claimsMuch(type: TSESTree.TypeNode, depth = 0): boolean {
    switch (type.type) {
      case 'TSTypeLiteral':
        return type.members.some(each => each.type === 'TSPropertySignature' && !each.optional && !isLoose(each.typeAnnotation?.typeAnnotation));
      case 'TSArrayType':
        return this.#claimsMuch(type.elementType, depth + 1);
      case 'TSIntersectionType':
        return type.types.some(each => this.#claimsMuch(each, depth + 1));
      case 'TSUnionType':
        // `User | undefined` says that somebody looks; `A | B` still claims.
        return depth < 10 && type.types.every(each => this.#claimsMuch(each, depth + 1));
      case 'TSTypeReference':
        return this.#namesMuch(type, depth);
      default:
        return false;
    }
  }

  #namesMuch(type: TSESTree.TSTypeReference, depth: number): boolean {
    if (type.typeName.type !== 'Identifier' || depth > 10) return type.typeName.type === 'TSQualifiedName' && !/json/i.test(type.typeName.right.name);
    const { name } = type.typeName;
    if (name === 'const' || /json|unknown|any$|dict|stream|buffer|^raw|partial/i.test(name)) return false;
    const variable = this.file.bindings.variableOf(type.typeName);
    if (!variable) {
      const [element] = type.typeArguments?.params ?? [];
      return (name === 'Array' || name === 'ReadonlyArray' || name === 'Readonly' || name === 'Required') && element !== undefined && this.#claimsMuch(element, depth + 1);
    }
    const definition = this.file.bindings.definitionOf(variable);
    // A type parameter: the caller claims, not this function.
    if (definition?.node.type === 'TSTypeParameter') return false;
    if (definition?.node.type === 'TSTypeAliasDeclaration') return this.#claimsMuch(definition.node.typeAnnotation, depth + 1);
    if (definition?.node.type === 'TSInterfaceDeclaration' && definition.node.extends.length === 0) {
      return definition.node.body.body.some(each => each.type === 'TSPropertySignature' && !each.optional && !isLoose(each.typeAnnotation?.typeAnnotation));
    }
    return true;
  }

  /** Whether something looks at the data: the claim's own place, the name that holds it, or what stands before the handler. */
  #isChecked(claim: Node, data: Node, source: Node): boolean {
    if (this.#isGuardedByRoute(source)) return true;
    const names = [...this.#namesOf(claim), ...namesIn(data)];
    if (names.some(name => this.#isLookedAt(name))) return true;
    return this.#goesToCheck(claim);
  }

  /** `validate(x as T)`, `schema.parse(x as T)`: the claim is an argument of what checks it. */
  #goesToCheck(node: Node): boolean {
    let place = wrapped(node);
    for (let parent = place.parent; parent; place = wrapped(parent), parent = place.parent) {
      if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return parent.callee !== place && this.#checks(parent);
      if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') return parent.test === place;
      if (parent.type === 'UnaryExpression' && (parent.operator === 'typeof' || parent.operator === '!')) return true;
      if (parent.type === 'MemberExpression' ? parent.object !== place || !parent.optional : !/^(AwaitExpression|Property|ObjectExpression|LogicalExpression|ChainExpression|ArrayExpression)$/.test(parent.type)) return false;
      if (parent.type === 'MemberExpression') return true;
    }
    return false;
  }

  #checks(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    const entry = this.file.calls.at(call)?.entry;
    if (entry?.role === 'validate' || this.file.calls.at(call.callee)?.entry.role === 'validate') return true;
    const origin = this.file.origins.of(call.callee);
    if (origin?.kind === 'library' && origin.path.endsWith('#') && origin.created && this.file.calls.at(origin.created)?.entry.role === 'validate') return true;
    if (origin?.kind === 'function' && origin.node.returnType?.typeAnnotation.type === 'TSTypePredicate') return true;
    const callee = unwrap(call.callee);
    const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (staticName(callee) ?? '') : '';
    return LOOKS_AT.test(name) && entry?.passes === undefined;
  }

  /** The names under which the claimed value is known from here on. */
  *#namesOf(claim: Node): Iterable<Node> {
    const declarator = claim.type === 'VariableDeclarator' ? claim : outerDeclarator(claim);
    if (!declarator) return;
    for (const variable of this.file.bindings.declaredBy(declarator)) yield* variable.identifiers;
  }

  /** Whether any use of a name tests it: `typeof`, `instanceof`, a condition, a function that checks. */
  #isLookedAt(name: Node): boolean {
    const variable = this.file.bindings.variableOf(name);
    return variable?.references.some(({ identifier }) => this.#isTest(identifier)) ?? false;
  }

  #isTest(identifier: Node): boolean {
    let place = wrapped(identifier);
    for (let parent = place.parent; parent; place = wrapped(parent), parent = place.parent) {
      switch (parent.type) {
        case 'MemberExpression':
          if (parent.object !== place) return false;
          // `?.` doubts the type that was claimed.
          if (parent.optional) return true;
          continue;
        case 'LogicalExpression':
          if (parent.left === place) return true;
          continue;
        case 'UnaryExpression':
          return parent.operator === '!' || parent.operator === 'typeof';
        case 'BinaryExpression':
          return /^([=!<>]|in$|instanceof$)/.test(parent.operator);
        case 'IfStatement':
        case 'ConditionalExpression':
        case 'WhileStatement':
        case 'SwitchStatement':
          return ('test' in parent ? parent.test : parent.discriminant) === place;
        case 'CallExpression':
        case 'NewExpression':
          if (parent.callee === place) {
            // `data.map(…)` on what may be no array; the call itself checks nothing.
            return false;
          }
          if (this.#checks(parent)) return true;
          return wrapped(parent).parent?.type === 'IfStatement' || wrapped(parent).parent?.type === 'UnaryExpression';
        case 'Property':
        case 'ObjectExpression':
        case 'SpreadElement':
        case 'AwaitExpression':
          continue;
        default:
          return false;
      }
    }
    return false;
  }

  /**
   * What a request brings may have been checked before the handler runs: by a route schema, or by middleware.
   * Only a handler whose registration is in view, with nothing of the kind, is proven not to be guarded.
   */
  #isGuardedByRoute(source: Node): boolean {
    if (source.type !== 'MemberExpression') return false;
    const handler = this.file.handlers.around(source);
    const call = handler?.registration?.node;
    if (!handler || handler.by === 'wrapper' || handler.by === 'types' || handler.by === 'class' || call?.type !== 'CallExpression') return true;
    if (this.file.calls.of('validate').some(each => each.library === handler.framework)) return true;
    return call.arguments.some(argument => {
      const value = unwrap(argument);
      if (value.type === 'Literal' || value.type === 'TemplateLiteral' || isFunction(value)) return false;
      if (value.type === 'ObjectExpression') {
        const names = value.properties.map(each => (each.type === 'Property' ? staticName(each) : undefined));
        return names.some(each => each === undefined || /schema|valid|config|pre/i.test(each));
      }
      // Middleware that is made by a call, or whose name says so, may check.
      return this.file.origins.functionOf(value) !== handler.fn;
    });
  }
}

function isAssertion(node: Node): boolean {
  const value = node.type === 'AwaitExpression' ? node.argument : node;
  return value.type === 'TSAsExpression' || value.type === 'TSTypeAssertion';
}

function isLoose(type: TSESTree.TypeNode | undefined): boolean {
  return !type || type.type === 'TSUnknownKeyword' || type.type === 'TSAnyKeyword';
}

/** The declarator whose value a claim is, alone or as `x as T` with a default behind it. */
function outerDeclarator(claim: Node): TSESTree.VariableDeclarator | undefined {
  let place = wrapped(claim);
  while (place.parent?.type === 'AwaitExpression' || place.parent?.type === 'LogicalExpression' || place.parent?.type === 'MemberExpression') place = wrapped(place.parent);
  return place.parent?.type === 'VariableDeclarator' && place.parent.init === place ? place.parent : undefined;
}

/** The names in the data itself: `data as User` after `const data = await response.json()`. */
function namesIn(data: Node): Node[] {
  const value = unwrap(data);
  return value.type === 'Identifier' ? [value] : value.type === 'MemberExpression' ? namesIn(value.object) : [];
}
