import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings, Variable } from '../values/bindings.js';

/**
 * One use of a caught error.
 * `whole`: the error itself, its stack or its cause goes somewhere: it is kept.
 * `text`: only what it says (or one of its fields) goes into the new value `into`; its stack and cause are lost.
 * `test`: it is looked at, to decide.
 */
export interface ErrorUse {
  readonly kind: 'whole' | 'text' | 'test';
  readonly at: Node;
  readonly into: Node | undefined;
  /** Only a part of the error (what it says, a field) arrives there. */
  readonly isPart: boolean;
  /** The fields of the error that are read on the way: `message` of `String(error.message)`. */
  readonly fields: readonly string[];
}

const TEXT_METHODS = new Set(['toString', 'toLocaleString', 'trim', 'slice', 'replace', 'replaceAll', 'substring', 'toLowerCase', 'split', 'join']);

/** How a caught error's variable is used, through the constants that are made from it. */
export function usesOfError(variable: Variable, bindings: Bindings): readonly ErrorUse[] {
  const uses: ErrorUse[] = [];
  const seen = new Set<Variable>();
  const collect = (each: Variable, isPart: boolean, fields: readonly string[]): void => {
    if (seen.has(each)) return;
    seen.add(each);
    for (const { identifier, init } of each.references) if (!init) follow(identifier, isPart, fields);
  };
  const follow = (identifier: Node, isPart: boolean, fields: readonly string[]): void => {
    const end = destinationOf(identifier, isPart, fields, bindings);
    if (end.kind !== 'alias') uses.push({ kind: end.kind, at: identifier, into: end.into, isPart: end.isPart, fields: end.fields });
    else for (const alias of end.variables) collect(alias, end.isPart, end.fields);
  };
  collect(variable, false, []);
  return uses;
}

type Destination = Omit<ErrorUse, 'at'> | { readonly kind: 'alias'; readonly variables: readonly Variable[]; readonly isPart: boolean; readonly fields: readonly string[] };

/** Follows a use upwards to where its value ends. */
function destinationOf(identifier: Node, startsAsPart: boolean, read: readonly string[], bindings: Bindings): Destination {
  let node = identifier;
  let isPart = startsAsPart;
  let fields = read;
  const end = (kind: ErrorUse['kind'], into?: Node): Destination => ({ kind, into, isPart, fields });
  for (let parent = node.parent; parent; node = parent, parent = node.parent) {
    if (unwrap(parent) !== parent) continue;
    switch (parent.type) {
      case 'MemberExpression': {
        if (parent.object !== node) return end('test');
        const name = staticName(parent);
        if (name === undefined || name === 'stack' || name === 'cause') return end('whole');
        // Methods of a text, such as those of `error.message`, read no field of the error.
        if (!isPart) fields = [...fields, name];
        isPart = true;
        continue;
      }
      case 'TemplateLiteral':
        isPart = true;
        continue;
      case 'BinaryExpression':
        if (parent.operator !== '+') return end('test');
        isPart = true;
        continue;
      case 'UnaryExpression':
        return end('test');
      case 'ConditionalExpression':
        if (parent.test === node) return end('test');
        // `error instanceof Error ? error.message : error`: what is left is no error.
        if (parent.alternate === node && parent.test.type === 'BinaryExpression' && parent.test.operator === 'instanceof' && isNameOf(parent.test.left, node)) isPart = true;
        continue;
      case 'LogicalExpression':
        if (parent.operator === '&&' && parent.left === node) return end('test');
        // `error.message || error`: what has no message is no error.
        if (parent.right === node && parent.left.type === 'MemberExpression' && isNameOf(parent.left.object, node)) isPart = true;
        continue;
      case 'IfStatement':
      case 'SwitchStatement':
      case 'WhileStatement':
      case 'SwitchCase':
      case 'ThrowStatement':
        return end('test');
      case 'CallExpression':
      case 'NewExpression': {
        const callee = unwrap(parent.callee);
        if (parent.callee === node) {
          if (callee.type === 'MemberExpression' && TEXT_METHODS.has(staticName(callee) ?? '')) continue;
          return end('whole');
        }
        if (parent.type === 'CallExpression' && makesText(callee, bindings)) {
          isPart = true;
          continue;
        }
        // A question about the error: `isAxiosError(err)` as a condition.
        if (isCondition(parent)) return end('test');
        return isPart ? end('text', parent) : end('whole');
      }
      case 'Property':
      case 'ObjectExpression':
      case 'ArrayExpression':
        if (!isPart) return end('whole');
        continue;
      case 'VariableDeclarator': {
        const variables = bindings.declaredBy(parent);
        if (parent.init !== node || variables.length === 0) return end('whole');
        const isStack = variables.some(each => each.name === 'stack' || each.name === 'cause');
        if (parent.id.type === 'Identifier') return { kind: 'alias', variables, isPart, fields };
        return isStack ? end('whole') : { kind: 'alias', variables, isPart: true, fields: [...fields, ...variables.map(each => each.name)] };
      }
      default:
        return end('whole');
    }
  }
  return end('whole');
}

function isNameOf(name: Node, node: Node): boolean {
  const value = unwrap(node);
  return name.type === 'Identifier' && value.type === 'Identifier' && name.name === value.name;
}

function makesText(callee: Node, bindings: Bindings): boolean {
  if (bindings.isGlobal(callee, 'String')) return true;
  return callee.type === 'MemberExpression' && bindings.isGlobal(callee.object, 'JSON') && staticName(callee) === 'stringify';
}

/** Whether an expression only decides: the test of an `if` or `?:`, negated or combined with others. */
export function isCondition(node: Node): boolean {
  for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
    if (unwrap(parent) !== parent || parent.type === 'LogicalExpression') continue;
    if (parent.type === 'UnaryExpression') return parent.operator === '!';
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression' || parent.type === 'WhileStatement' || parent.type === 'DoWhileStatement') {
      return parent.test === current;
    }
    return false;
  }
  return false;
}

/** Whether the value of a variable decides something at this reference: a condition, a comparison, a fallback, `?.`. */
export function decidesAt(identifier: Node): boolean {
  let node = identifier;
  for (let parent = node.parent; parent; node = parent, parent = node.parent) {
    switch (parent.type) {
      case 'LogicalExpression':
      case 'SwitchStatement':
        return true;
      case 'UnaryExpression':
        return parent.operator === '!' || parent.operator === 'typeof';
      case 'BinaryExpression':
        return parent.operator !== '+';
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'WhileStatement':
        return parent.test === node;
      case 'MemberExpression':
        if (parent.object !== node) return false;
        if (parent.optional) return true;
        continue;
      case 'CallExpression':
        // A question about the value: `Number.isNaN(value)`, `value.includes(x)`.
        if (parent.optional || isCondition(parent)) return true;
        return false;
      default:
        if (unwrap(parent) === parent) return false;
    }
  }
  return false;
}

