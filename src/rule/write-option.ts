import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/**
 * Writes an option (`timeout: 10_000`) into the argument of a call that holds its options: into the literal, over a value
 * that stands elsewhere, or as a new argument. `undefined` where no place is safe.
 */
export function writeOption(call: Call, target: number, option: string, sourceCode: Readonly<TSESLint.SourceCode>, beforeCallback = false): Fix | undefined {
  const given = call.arguments;
  if (given.some(each => each.type === 'SpreadElement')) return undefined;
  const present = given[target];
  if (present && (beforeCallback || isFunction(present))) return fixer => fixer.insertTextBefore(present, `{ ${option} }, `);
  if (present) {
    const value = unwrap(present);
    if (value.type === 'ObjectExpression') return writeInto(value, option, sourceCode);
    const isNothing = (value.type === 'Identifier' && value.name === 'undefined') || (value.type === 'Literal' && value.value === null);
    if (isNothing) return fixer => fixer.replaceText(present, `{ ${option} }`);
    // Options that stand elsewhere stay as they are for others.
    if (value.type === 'Identifier' || value.type === 'MemberExpression') return fixer => fixer.replaceText(present, `{ ...${sourceCode.getText(present)}, ${option} }`);
    return undefined;
  }
  return append(call, target, option, sourceCode);
}

function append(call: Call, target: number, option: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const last = call.arguments.at(-1);
  const text = `${'undefined, '.repeat(target - call.arguments.length)}{ ${option} }`;
  if (last) return fixer => fixer.insertTextAfter(last, `, ${text}`);
  const close = sourceCode.getLastToken(call);
  // `new Client` without parentheses.
  if (close?.value !== ')') return call.type === 'NewExpression' ? fixer => fixer.insertTextAfter(call, `(${text})`) : undefined;
  return fixer => fixer.insertTextBefore(close, text);
}

function writeInto(options: TSESTree.ObjectExpression, option: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const key = option.slice(0, option.indexOf(':'));
  // `timeout: undefined` and the like are the reader's to replace.
  if (options.properties.some(each => each.type === 'Property' && staticName(each) === key)) return undefined;
  const last = options.properties.at(-1);
  const open = sourceCode.getFirstToken(options)!;
  return fixer => (last ? fixer.insertTextAfter(last, `, ${option}`) : fixer.insertTextAfter(open, ` ${option} `));
}
