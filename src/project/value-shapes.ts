import type { TSESTree } from '@typescript-eslint/utils';
import { isConstAssertion, isFunction, staticName, unwrap, type ClassNode, type FunctionNode, type Node } from '../syntax/nodes.js';
import { isNode } from '../syntax/walk.js';
import { PLAIN, type Argument, type ClassShape, type Shape, type Signature } from './shapes.js';
import { addOverload, argumentsOf, ofAnnotation, ofParameter, ofSignature, ofType, typeParametersOf } from './type-shapes.js';

const MAX_DEPTH = 25;

/** Names of functions around an expression, which hide those of the module. `undefined`: "cannot tell". */
type Scope = ReadonlyMap<string, Shape | undefined>;

const NO_SCOPE: Scope = new Map();

/** The shape of what an expression gives. */
export function ofExpression(given: Node, scope: Scope = NO_SCOPE, depth = 0): Shape | undefined {
  const node = unasserted(given);
  if (depth > MAX_DEPTH) return undefined;
  const inner = (each: Node): Shape | undefined => ofExpression(each, scope, depth + 1);
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      return isConstAssertion(node.typeAnnotation) ? inner(node.expression) : ofType(node.typeAnnotation);
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return PLAIN;
    case 'Identifier':
      if (node.name === 'undefined') return PLAIN;
      return scope.has(node.name) ? scope.get(node.name) : { kind: 'name', name: node.name };
    case 'ThisExpression':
    case 'Super':
      return { kind: 'this' };
    case 'MemberExpression': {
      const of = inner(node.object);
      const name = staticName(node);
      if (!of) return undefined;
      if (name !== undefined) return { kind: 'member', of, name };
      return { kind: 'element', of };
    }
    case 'CallExpression':
      return ofCall(node, scope, depth);
    case 'NewExpression': {
      const of = inner(node.callee);
      return of && { kind: 'construct', of, types: argumentsOf(node.typeArguments) };
    }
    case 'AwaitExpression': {
      const of = inner(node.argument);
      if (node.argument.type === 'ImportExpression') return of?.kind === 'promise' ? of.of : undefined;
      return of && { kind: 'awaited', of };
    }
    case 'ImportExpression':
      return node.source.type === 'Literal' ? { kind: 'promise', of: { kind: 'import', source: String(node.source.value), name: '' } } : { kind: 'promise', of: undefined };
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', signatures: [ofFunction(node, scope, depth + 1)] };
    case 'ClassExpression':
      return { kind: 'class', declaration: ofClass(node, scope, depth + 1) };
    case 'ObjectExpression':
      return ofObject(node, scope, depth);
    case 'ArrayExpression':
      return { kind: 'tuple', of: node.elements.map(each => (each && each.type !== 'SpreadElement' ? inner(each) : undefined)) };
    case 'ConditionalExpression':
      return { kind: 'union', of: [inner(node.consequent), inner(node.alternate)] };
    case 'LogicalExpression':
      return { kind: 'union', of: [inner(node.left), inner(node.right)] };
    case 'AssignmentExpression':
      return node.operator === '=' ? inner(node.right) : node.operator.length === 3 && node.operator !== '**=' ? { kind: 'union', of: [inner(node.left), inner(node.right)] } : PLAIN;
    case 'SequenceExpression':
      return node.expressions.length > 0 ? inner(node.expressions.at(-1)!) : undefined;
    default:
      return undefined;
  }
}

/** `node` without `!`, `satisfies`, parentheses and chains: what leaves the type as it is. */
function unasserted(node: Node): Node {
  return node.type === 'TSAsExpression' || node.type === 'TSTypeAssertion' ? node : node.type === 'TSNonNullExpression' || node.type === 'TSSatisfiesExpression' || node.type === 'ChainExpression' || node.type === 'TSInstantiationExpression' ? unasserted(node.expression) : node;
}

function ofCall(node: TSESTree.CallExpression, scope: Scope, depth: number): Shape | undefined {
  const source = requiredBy(node);
  if (source !== undefined && !scope.has('require')) return { kind: 'import', source, name: 'require' };
  const of = ofExpression(node.callee, scope, depth + 1);
  if (!of) return undefined;
  const args = node.arguments.map((each): Argument => {
    const isOpaque = each.type === 'SpreadElement';
    return { shape: isOpaque ? undefined : ofExpression(each, scope, depth + 1), isFunction: isFunction(each) };
  });
  return { kind: 'call', of, args, types: argumentsOf(node.typeArguments) };
}

/** The module of `require('x')`. */
export function requiredBy(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return undefined;
  const [source] = node.arguments;
  return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
}

function ofObject(node: TSESTree.ObjectExpression, scope: Scope, depth: number): Shape {
  const members = new Map<string, Shape | undefined>();
  const spread: (Shape | undefined)[] = [];
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spread.push(ofExpression(property.argument, scope, depth + 1));
      continue;
    }
    const name = staticName(property);
    // A computed name may be any of those that are asked for.
    if (name === undefined) spread.push(undefined);
    else if (property.kind === 'get' && isFunction(property.value)) members.set(name, ofFunction(property.value, scope, depth + 1).result);
    else if (property.kind === 'init') members.set(name, ofExpression(property.value, scope, depth + 1));
  }
  return { kind: 'object', members, spread };
}

/** What a function takes and gives: by its annotations, or by what it returns. */
export function ofFunction(node: FunctionNode, scope: Scope = NO_SCOPE, depth = 0): Signature {
  const throws = thrownBy(node, scope, depth);
  const signature = { typeParameters: typeParametersOf(node.typeParameters), parameters: node.params.map(ofParameter), ...(catchesAll(node) && { neverRejects: true }), ...(throws.length > 0 && { throws }) };
  if (node.generator) return { ...signature, result: { kind: 'list', of: undefined } };
  const annotated = ofAnnotation(node.returnType);
  if (annotated) return { ...signature, result: node.async && annotated.kind !== 'promise' && annotated.kind !== 'type' ? { kind: 'promise', of: undefined } : annotated };
  const returned = node.returnType ? undefined : returnedBy(node, scope, depth);
  return { ...signature, result: node.async ? { kind: 'promise', of: returned && { kind: 'awaited', of: returned } } : returned };
}

/** Whether an async function does nothing outside of `try … catch` that waits, throws or hands on what may reject; plain calls are taken for harmless. */
function catchesAll({ async, body }: FunctionNode): boolean {
  if (!async || body.type !== 'BlockStatement' || !body.body.some(each => each.type === 'TryStatement')) return false;
  return body.body.every(each => (each.type === 'TryStatement' && each.handler ? !mayFail(each.handler.body) && !(each.finalizer && mayFail(each.finalizer)) && !returnsCall(each.block) : !mayFail(each)));
}

/** `return load()` leaves its `try` before the promise rejects. */
function returnsCall(block: TSESTree.Node): boolean {
  return some(block, each => each.type === 'ReturnStatement' && each.argument !== null && mayBePromise(each.argument));
}

function mayFail(statement: TSESTree.Node): boolean {
  return some(statement, each => each.type === 'AwaitExpression' || each.type === 'ThrowStatement' || (each.type === 'ForOfStatement' && each.await) || (each.type === 'ReturnStatement' && each.argument !== null && mayBePromise(each.argument)));
}

function mayBePromise(value: Node): boolean {
  const given = unwrap(value);
  return given.type !== 'Literal' && given.type !== 'AwaitExpression' && given.type !== 'ObjectExpression' && given.type !== 'ArrayExpression' && given.type !== 'TemplateLiteral' && given.type !== 'UnaryExpression' && given.type !== 'BinaryExpression';
}

/** Whether some node in a tree, functions in it left out, passes the test. */
function some(node: TSESTree.Node, test: (node: TSESTree.Node) => boolean): boolean {
  if (test(node)) return true;
  if (isFunction(node)) return false;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent' || typeof value !== 'object' || value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      if (isNode(each) && some(each, test)) return true;
    }
  }
  return false;
}

/** The classes of `throw new NotFound(…)` among the statements of a function. */
function thrownBy({ body }: FunctionNode, scope: Scope, depth: number): readonly Shape[] {
  if (body.type !== 'BlockStatement' || depth > MAX_DEPTH) return [];
  const found: TSESTree.ThrowStatement[] = [];
  collectThrows(body, found);
  return found.flatMap(({ argument }) => (argument.type === 'NewExpression' ? (ofExpression(argument.callee, scope, depth + 1) ?? []) : []));
}

function collectThrows(node: TSESTree.Node, found: TSESTree.ThrowStatement[]): void {
  switch (node.type) {
    case 'ThrowStatement':
      found.push(node);
      return;
    case 'BlockStatement':
      for (const each of node.body) collectThrows(each, found);
      return;
    case 'IfStatement':
      collectThrows(node.consequent, found);
      if (node.alternate) collectThrows(node.alternate, found);
      return;
    case 'TryStatement':
      if (node.handler) collectThrows(node.handler.body, found);
      else if (!node.finalizer?.body.some(each => each.type === 'ReturnStatement')) collectThrows(node.block, found);
      return;
    case 'SwitchStatement':
      for (const each of node.cases) if (each.test) for (const statement of each.consequent) collectThrows(statement, found);
      return;
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
      collectThrows(node.body, found);
      return;
    default:
  }
}

function returnedBy(node: FunctionNode, outer: Scope, depth: number): Shape | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (node.body.type !== 'BlockStatement') return ofExpression(node.body, scopeOf(node, [], outer, depth), depth + 1);
  const found = { declarations: [] as TSESTree.Node[], returns: [] as (TSESTree.Expression | null)[] };
  collect(node.body, found);
  if (found.returns.length === 0) return PLAIN;
  if (found.returns.every(each => each === null)) return PLAIN;
  const scope = scopeOf(node, found.declarations, outer, depth);
  const shapes = found.returns.map(each => (each ? ofExpression(each, scope, depth + 1) : PLAIN));
  return shapes.length === 1 ? shapes[0] : { kind: 'union', of: shapes };
}

interface Found {
  readonly declarations: TSESTree.Node[];
  readonly returns: (TSESTree.Expression | null)[];
}

/** The declarations and returns of a function's own statements. */
function collect(node: TSESTree.Node, found: Found): void {
  switch (node.type) {
    case 'ReturnStatement':
      found.returns.push(node.argument);
      return;
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      found.declarations.push(node);
      return;
    case 'BlockStatement':
      for (const each of node.body) collect(each, found);
      return;
    case 'IfStatement':
      collect(node.consequent, found);
      if (node.alternate) collect(node.alternate, found);
      return;
    case 'TryStatement':
      collect(node.block, found);
      if (node.handler) collect(node.handler.body, found);
      if (node.finalizer) collect(node.finalizer, found);
      return;
    case 'SwitchStatement':
      for (const each of node.cases) for (const statement of each.consequent) collect(statement, found);
      return;
    case 'ForStatement':
      if (node.init?.type === 'VariableDeclaration') found.declarations.push(node.init);
      collect(node.body, found);
      return;
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type === 'VariableDeclaration') found.declarations.push(node.left);
      collect(node.body, found);
      return;
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
      collect(node.body, found);
      return;
    default:
  }
}

/** The names of a function: its parameters, and what its body declares. */
function scopeOf(node: FunctionNode, declarations: readonly TSESTree.Node[], outer: Scope, depth: number): Scope {
  const scope = new Map(outer);
  const bind = (name: string, shape: Shape | undefined): void => {
    scope.set(name, shape);
  };
  for (const parameter of node.params) {
    const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    const pattern = target.type === 'AssignmentPattern' ? target.left : target;
    bindPattern(pattern, 'typeAnnotation' in pattern ? ofAnnotation(pattern.typeAnnotation) : undefined, bind);
  }
  if (declarations.length === 0) return scope;
  // Functions first: they are there before the statements run.
  for (const each of declarations) {
    if (each.type === 'FunctionDeclaration' && each.id) scope.set(each.id.name, undefined);
    if (each.type === 'VariableDeclaration') for (const { id } of each.declarations) bindPattern(id, undefined, bind);
  }
  const seen = new Set<string>();
  // A name that two blocks declare is one of both: nobody can tell which.
  const bindOnce = (name: string, shape: Shape | undefined): void => {
    scope.set(name, seen.has(name) ? undefined : shape);
    seen.add(name);
  };
  for (const each of declarations) {
    if (each.type === 'VariableDeclaration') for (const one of each.declarations) bindDeclarator(one, each.kind, bindOnce, scope, depth + 1);
    else if (each.type === 'FunctionDeclaration' && each.id) bindOnce(each.id.name, { kind: 'function', signatures: [ofFunction(each, scope, depth + 1)] });
    else if (each.type === 'ClassDeclaration' && each.id) bindOnce(each.id.name, { kind: 'class', declaration: ofClass(each, scope, depth + 1) });
  }
  return scope;
}

type Bind = (name: string, shape: Shape | undefined) => void;

/** Binds the names of `const x = …`, `const { a } = …`. */
export function bindDeclarator({ id, init }: TSESTree.VariableDeclarator, kind: string, bind: Bind, scope: Scope = NO_SCOPE, depth = 0): void {
  const annotated = 'typeAnnotation' in id ? ofAnnotation(id.typeAnnotation) : undefined;
  // `let` may hold something else by the time of the call.
  const value = annotated ?? (init && kind !== 'let' && kind !== 'var' ? ofExpression(init, scope, depth + 1) : init && kind === 'var' ? ofExpression(init, scope, depth + 1) : undefined);
  bindPattern(id, value, bind);
}

function bindPattern(pattern: Node, value: Shape | undefined, bind: Bind): void {
  switch (pattern.type) {
    case 'Identifier':
      bind(pattern.name, value);
      return;
    case 'AssignmentPattern':
      bindPattern(pattern.left, value, bind);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') {
          bindPattern(property.argument, undefined, bind);
          continue;
        }
        const name = staticName(property);
        bindPattern(property.value, value && name !== undefined ? { kind: 'member', of: value, name } : undefined, bind);
      }
      return;
    case 'ArrayPattern':
      for (const [i, element] of pattern.elements.entries()) {
        if (element) bindPattern(element, value && element.type !== 'RestElement' ? { kind: 'member', of: value, name: String(i) } : undefined, bind);
      }
      return;
    case 'RestElement':
      bindPattern(pattern.argument, undefined, bind);
      return;
    default:
  }
}

/** A class: its members by annotation, initialiser, or what the constructor puts there. */
export function ofClass(node: ClassNode, outer: Scope = NO_SCOPE, depth = 0): ClassShape {
  const members = new Map<string, Shape | undefined>();
  const statics = new Map<string, Shape | undefined>();
  const implemented = new Set<string>();
  const constructors: FunctionNode[] = [];
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock' || member.type === 'TSIndexSignature') continue;
    const name = staticName(member);
    if (member.type === 'MethodDefinition' && member.kind === 'constructor') {
      if (isFunction(member.value)) constructors.push(member.value);
      for (const parameter of member.value.params) {
        if (parameter.type !== 'TSParameterProperty') continue;
        const { parameter: target } = parameter;
        const left = target.type === 'AssignmentPattern' ? target.left : target;
        if (left.type === 'Identifier') members.set(left.name, ofAnnotation(left.typeAnnotation) ?? (target.type === 'AssignmentPattern' ? ofExpression(target.right, outer, depth + 1) : undefined));
      }
      continue;
    }
    if (name === undefined) continue;
    const into = member.static ? statics : members;
    switch (member.type) {
      case 'MethodDefinition':
      case 'TSAbstractMethodDefinition': {
        const { value, kind } = member;
        const signature = isFunction(value) ? ofFunction(value, outer, depth + 1) : ofSignature(value);
        if (kind === 'get') into.set(name, signature.result);
        if (kind !== 'method') break;
        // The body behind overloads is not what callers see.
        const isImplementation = isFunction(value);
        if (isImplementation && into.get(name)?.kind === 'function') break;
        addOverload(into, name, signature);
        if (isImplementation) implemented.add(name);
        break;
      }
      default: {
        const annotated = ofAnnotation(member.typeAnnotation);
        into.set(name, annotated ?? ('value' in member && member.value ? ofExpression(member.value, outer, depth + 1) : undefined));
      }
    }
  }
  for (const each of constructors) addAssigned(each, members, outer, depth);
  return {
    name: node.id?.name,
    typeParameters: typeParametersOf(node.typeParameters),
    superClass: node.superClass ? ofExpression(node.superClass, outer, depth + 1) : undefined,
    superTypes: [...argumentsOf(node.superTypeArguments)],
    members,
    statics,
  };
}

/** `this.store = new Store()` in a constructor. */
function addAssigned(constructor: FunctionNode, members: Map<string, Shape | undefined>, outer: Scope, depth: number): void {
  if (constructor.body.type !== 'BlockStatement') return;
  let scope: Scope | undefined;
  for (const statement of constructor.body.body) {
    const assignment = statement.type === 'ExpressionStatement' ? unwrap(statement.expression) : undefined;
    if (assignment?.type !== 'AssignmentExpression' || assignment.operator !== '=' || assignment.left.type !== 'MemberExpression' || assignment.left.object.type !== 'ThisExpression') continue;
    const name = staticName(assignment.left);
    if (name === undefined || members.get(name)) continue;
    if (!scope) {
      const found: Found = { declarations: [], returns: [] };
      collect(constructor.body, found);
      scope = scopeOf(constructor, found.declarations, outer, depth + 1);
    }
    members.set(name, ofExpression(assignment.right, scope, depth + 1));
  }
}
