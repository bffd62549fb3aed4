import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** A part of a text: what is written, or a value that is put into it. */
export type TextPart = string | Node;

const MAX_DEPTH = 8;

/** The parts of a text; undefined where an expression is not seen to be text. */
export function textParts(node: Node, file: FileModel, depth = 0): readonly TextPart[] | undefined {
  const value = unwrap(node);
  const known = file.options.valueOf(value);
  if (known) return typeof known.value === 'string' ? [known.value] : undefined;
  if (depth > MAX_DEPTH) return undefined;
  switch (value.type) {
    case 'TemplateLiteral':
      return value.quasis.flatMap((each, i): readonly TextPart[] => [each.value.cooked ?? each.value.raw, ...partsIn(value.expressions[i], file, depth)]);
    case 'BinaryExpression': {
      if (value.operator !== '+') return undefined;
      const left = textParts(value.left, file, depth + 1);
      const right = textParts(value.right, file, depth + 1);
      return left || right ? [...(left ?? partsIn(value.left, file, depth)), ...(right ?? partsIn(value.right, file, depth))] : undefined;
    }
    case 'CallExpression':
      return partsOfCall(value, file, depth);
    default:
      return undefined;
  }
}

/** The texts that an expression may be, one for each branch, names followed to their constants; undefined where one of them cannot be seen. */
export function textBranches(node: Node, file: FileModel, depth = 0): readonly (readonly TextPart[])[] | undefined {
  const value = unwrap(node);
  if (depth > MAX_DEPTH) return undefined;
  if (value.type === 'ConditionalExpression') {
    const consequent = textBranches(value.consequent, file, depth + 1);
    const alternate = consequent && textBranches(value.alternate, file, depth + 1);
    return alternate && [...consequent, ...alternate];
  }
  if (value.type === 'Identifier') {
    const definition = file.origins.expressionOf(value);
    return definition && definition !== value ? textBranches(definition, file, depth + 1) : undefined;
  }
  const parts = textParts(value, file);
  return parts && [parts];
}

/** What stands between the written parts: a value, or the parts of a text that needs no name. */
function partsIn(node: Node | undefined, file: FileModel, depth: number): readonly TextPart[] {
  if (!node) return [];
  const known = file.options.valueOf(node);
  if (known) return [String(known.value)];
  return textParts(node, file, depth + 1) ?? [node];
}

/** `'order '.concat(id)`, `util.format('order %s', id)`. */
function partsOfCall(call: TSESTree.CallExpression, file: FileModel, depth: number): readonly TextPart[] | undefined {
  if (call.arguments.some(each => each.type === 'SpreadElement')) return undefined;
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression' && staticName(callee) === 'concat') {
    const first = textParts(callee.object, file, depth + 1);
    return first && [...first, ...call.arguments.flatMap(each => partsIn(each, file, depth))];
  }
  if (!file.origins.isFrom(callee, ['node:util'], 'format') && !file.origins.isFrom(callee, ['node:util'], 'default.format')) return undefined;
  const [first, ...values] = call.arguments;
  const format = first && file.options.valueOf(first)?.value;
  return typeof format === 'string' ? formatted(format, values) : undefined;
}

/** The parts of a text with placeholders; values that have none stand at its end. */
function formatted(format: string, values: readonly Node[]): readonly TextPart[] {
  const rest = [...values];
  const parts = format.split(/(%[sdifjoOc%])/).flatMap((each, i): readonly TextPart[] => {
    if (i % 2 === 0) return [each];
    if (each === '%%') return ['%'];
    const value = rest.shift();
    return value ? [value] : [each];
  });
  return [...parts, ...rest.flatMap(each => [' ', each])];
}

/** The values among the parts of a text. */
export function valuesIn(parts: readonly TextPart[]): readonly Node[] {
  return parts.filter(each => typeof each !== 'string');
}
