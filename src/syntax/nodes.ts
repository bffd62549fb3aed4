import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from './walk.js';

export type { Node } from './walk.js';

export type FunctionNode =
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression;

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'FunctionDeclaration'
  );
}

export function isClass(node: Node | null | undefined): node is ClassNode {
  return node?.type === 'ClassDeclaration' || node?.type === 'ClassExpression';
}

export function isLoop(node: Node | null | undefined): boolean {
  return (
    node?.type === 'ForStatement' ||
    node?.type === 'ForInStatement' ||
    node?.type === 'ForOfStatement' ||
    node?.type === 'WhileStatement' ||
    node?.type === 'DoWhileStatement'
  );
}

/** `node` without what has no run-time effect on its value: parentheses, `as`, `!`, `satisfies`, optional-chain wrappers. */
export function unwrap(node: Node): Node {
  let current = node;
  for (;;) {
    switch (current.type) {
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
        current = current.expression;
        break;
      default: {
        // @babel/eslint-parser and espree drop parentheses, but a parser may keep them.
        const other = current as unknown as { type: string; expression?: Node };
        if (other.type !== 'ParenthesizedExpression' || !other.expression) return current;
        current = other.expression;
      }
    }
  }
}

/** The outermost wrapper that `unwrap` would take off again: what stands in `node`'s place in the tree. */
export function wrapped(node: Node): Node {
  let current = node;
  while (current.parent && unwrap(current.parent) !== current.parent && unwrap(current.parent) === unwrap(node)) {
    current = current.parent;
  }
  return current;
}

/** The nearest function around `node` (not `node` itself), or undefined at module level. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) if (isFunction(current)) return current;
  return undefined;
}

/** The nearest class around `node`. */
export function enclosingClass(node: Node): ClassNode | undefined {
  for (let current = node.parent; current; current = current.parent) if (isClass(current)) return current;
  return undefined;
}

export function isInside(node: Node, ancestor: Node): boolean {
  for (let current: Node | undefined = node; current; current = current.parent) if (current === ancestor) return true;
  return false;
}

/** The nearest loop around a node in the same function. */
export function loopAround(node: Node): Node | undefined {
  for (let current = node.parent; current && !isFunction(current); current = current.parent) if (isLoop(current)) return current;
  return undefined;
}

/** The last name of a name or member access, what a reader would call it: `retry` of `this.queue.retry`. */
export function lastName(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type === 'Identifier') return value.name;
  return value.type === 'MemberExpression' ? staticName(value) : undefined;
}

/** The static name of a member access, property, method or field; undefined where it is computed from a value. */
export function staticName(
  node:
    | TSESTree.MemberExpression
    | TSESTree.MethodDefinition
    | TSESTree.Property
    | TSESTree.PropertyDefinition
    | TSESTree.TSAbstractMethodDefinition
    | TSESTree.TSAbstractPropertyDefinition
    | TSESTree.AccessorProperty
    | TSESTree.TSAbstractAccessorProperty,
): string | undefined {
  const key: Node = node.type === 'MemberExpression' ? node.property : node.key;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (!node.computed && key.type === 'Identifier') return key.name;
  if (key.type === 'Literal') return String(key.value);
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The statement that holds `node` directly or around it. */
export function statementOf(node: Node): Node {
  let current = node;
  while (current.parent && !isStatementPosition(current)) current = current.parent;
  return current;
}

function isStatementPosition(node: Node): boolean {
  const parent = node.parent;
  if (!parent) return true;
  return (
    parent.type === 'Program' ||
    parent.type === 'BlockStatement' ||
    parent.type === 'StaticBlock' ||
    parent.type === 'SwitchCase' ||
    /Statement$/.test(node.type)
  );
}

/** The class whose instance (or, in static members, whose self) `this` is here. */
export function classOfThis(node: Node): { readonly node: ClassNode; readonly isStatic: boolean } | undefined {
  for (let current: Node = node; current.parent; current = current.parent) {
    const parent = current.parent;
    if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'AccessorProperty') {
      if (parent.value !== current) continue;
      return { node: parent.parent.parent, isStatic: parent.static };
    }
    if (parent.type === 'StaticBlock') return { node: parent.parent.parent, isStatic: true };
    // A function of its own has a `this` of its own; a method's function is caught above.
    if (current.type === 'FunctionDeclaration' || current.type === 'FunctionExpression') return undefined;
  }
  return undefined;
}

/** The object literal whose method uses this `this`. */
export function objectOfThis(node: Node): TSESTree.ObjectExpression | undefined {
  for (let current: Node = node; current.parent; current = current.parent) {
    if (current.type === 'FunctionDeclaration') return undefined;
    if (current.type !== 'FunctionExpression') continue;
    const { parent } = current;
    return parent.type === 'Property' && parent.value === current && parent.parent.type === 'ObjectExpression' ? parent.parent : undefined;
  }
  return undefined;
}

/** Whether a type is the `const` of `as const`. */
export function isConstAssertion(type: TSESTree.TypeNode): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const';
}

/** The decorators of a class or member; parsers of plain JavaScript have no such list. */
export function decoratorsOf(node: Node): readonly TSESTree.Decorator[] {
  return 'decorators' in node && Array.isArray(node.decorators) ? node.decorators : [];
}

/** Whether a function is called where it stands: `(() => …)()`. */
export function isCalledInPlace(fn: Node): boolean {
  const place = wrapped(fn);
  return place.parent?.type === 'CallExpression' && place.parent.callee === place;
}

/** The functions around a node, the nearest first; the node itself is not among them. */
export function functionsAround(node: Node): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) found.push(fn);
  return found;
}

/** What a function is called where it stands: its own name, or that of what holds it. */
export function functionName(fn: FunctionNode): string | undefined {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') return staticName(parent.left);
  return parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition' ? staticName(parent) : undefined;
}

/** The value at the start of a chain of members: `req` of `req.query.id`. */
export function rootOf(node: Node): Node {
  let current = unwrap(node);
  while (current.type === 'MemberExpression') current = unwrap(current.object);
  return current;
}

/** The value at the start of a chain of members and calls: `res` of `res.status(400).json`. */
export function rootOfChain(node: Node): Node {
  let current = unwrap(node);
  for (;;) {
    if (current.type === 'MemberExpression') current = unwrap(current.object);
    else if (current.type === 'CallExpression') current = unwrap(current.callee);
    else return current;
  }
}

/** Whether a statement, or the last one of a block, leaves the function: `return` or `throw`. */
export function leavesFunction(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}

/** `null` or `undefined`, as they are written. */
export function isNothing(node: Node): boolean {
  return (node.type === 'Literal' && node.value === null) || (node.type === 'Identifier' && node.name === 'undefined');
}
