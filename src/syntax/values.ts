import { unwrap } from './nodes.js';
import type { Node } from './walk.js';

export type StaticValue = string | number | bigint | boolean | null | undefined | RegExp;

/** Follows a name to the expression that it always holds; gives undefined where that cannot be seen. */
export type Lookup = (node: Node) => Node | undefined;

/**
 * The value of an expression that needs no running: literals, `5 * 60_000`, templates, `-1`, `Infinity`.
 * Boxed, so that `undefined` is a value and no box means "cannot tell".
 */
export function staticValue(node: Node | null | undefined, lookup: Lookup = () => undefined, depth = 0): { readonly value: StaticValue } | undefined {
  if (!node || depth > 20) return undefined;
  const expression = unwrap(node);
  const next = (each: Node): { readonly value: StaticValue } | undefined => staticValue(each, lookup, depth + 1);
  switch (expression.type) {
    case 'Literal':
      return { value: expression.value };
    case 'TemplateLiteral': {
      let text = expression.quasis[0]?.value.cooked ?? '';
      for (const [i, part] of expression.expressions.entries()) {
        const value = next(part);
        if (!value) return undefined;
        text += String(value.value) + (expression.quasis[i + 1]?.value.cooked ?? '');
      }
      return { value: text };
    }
    case 'Identifier': {
      const target = lookup(expression);
      if (target && target !== expression) return next(target);
      // Shadowing these is legal and unheard of; a lookup that finds a variable has answered already.
      if (expression.name === 'undefined') return { value: undefined };
      if (expression.name === 'Infinity') return { value: Infinity };
      if (expression.name === 'NaN') return { value: NaN };
      return undefined;
    }
    case 'MemberExpression': {
      const target = lookup(expression);
      return target && target !== expression ? next(target) : undefined;
    }
    case 'UnaryExpression': {
      if (expression.operator === 'void') return { value: undefined };
      const value = next(expression.argument);
      if (!value) return undefined;
      if (expression.operator === '!') return { value: !value.value };
      if (typeof value.value !== 'number') return undefined;
      if (expression.operator === '-') return { value: -value.value };
      return expression.operator === '+' ? value : undefined;
    }
    case 'BinaryExpression': {
      if (expression.left.type === 'PrivateIdentifier') return undefined;
      const left = next(expression.left)?.value;
      const right = next(expression.right)?.value;
      if (typeof left === 'number' && typeof right === 'number') return arithmetic(expression.operator, left, right);
      if (expression.operator === '+' && isText(left) && isText(right)) return { value: String(left) + String(right) };
      return undefined;
    }
    default:
      return undefined;
  }
}

function arithmetic(operator: string, left: number, right: number): { readonly value: number } | undefined {
  switch (operator) {
    case '+':
      return { value: left + right };
    case '-':
      return { value: left - right };
    case '*':
      return { value: left * right };
    case '/':
      return { value: left / right };
    case '%':
      return { value: left % right };
    case '**':
      return { value: left ** right };
    default:
      return undefined;
  }
}

function isText(value: StaticValue): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
