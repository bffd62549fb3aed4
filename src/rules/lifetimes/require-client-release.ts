import type { TSESLint } from '@typescript-eslint/utils';
import type { Leak } from '../../analysis/resources/resources.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { enclosingFunction, isFunction, statementOf } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

export default defineRule({
  name: 'require-client-release',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Require what is taken from a pool, opened or locked to be released on every path, throwing ones included',
  references: ['https://node-postgres.com/features/pooling#checkout-use-and-return'],
  messages: {
    never: 'Nothing here releases this {{what}}, so that {{harm}} after enough calls. Write `try { … } finally { {{release}} }` around its use.',
    throw: 'This {{what}} is not released when line {{line}} throws, so that {{harm}} after enough failures. Move `{{release}}` into a `finally` block that begins right after it was taken.',
    return: 'This {{what}} is not released on the way out in line {{line}}, so that {{harm}} after enough calls. Move `{{release}}` into a `finally` block.',
    rejection: 'This {{what}} is only released when the work fulfils, so that {{harm}} after enough failures. Release it in `.finally(() => {{call}})`.',
    'callback-never': 'Nothing in this callback releases the {{what}}, so that {{harm}} after enough calls. Call `{{call}}` when the work is over, whether it failed or not.',
    'callback-path': 'This path leaves the {{what}} of line {{line}} unreleased, so that {{harm}} after enough calls. Call `{{call}}` here, too.',
    wrap: 'Release it in a `finally` block.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    const reported = new Set<unknown>();
    for (const leak of file.resources.leaksOf('acquire', 'file-access', 'database-client')) {
      const { call, facts, kind, exit, variable, releases } = leak;
      // Taken in one of several ways: one fault.
      if (variable && reported.has(variable)) continue;
      reported.add(variable);
      const what = facts.what.replace(/^an? /, '');
      const harm = facts.harm ?? 'they run out';
      const release = releases[0] ? `${textOf(releases[0], sourceCode)};` : `${leak.isAsync ? 'await ' : ''}${nameOf(leak, sourceCode)};`;
      // What a callback is given is no business of the statement that calls for it.
      const isHere = variable?.defs.every(each => enclosingFunction(each.name) === enclosingFunction(call.node)) === true;
      const fix = isHere && !kind.startsWith('callback') && releases.length < 2 ? wrapping(leak, release, sourceCode) : undefined;
      const suggest = fix ? [{ messageId: 'wrap' as const, fix }] : [];
      const line = String((exit ?? call.node).loc.start.line);
      if (kind === 'throw' || kind === 'return') report(call.node, kind, { data: { what, harm, line, release }, suggest });
      else if (kind === 'never') report(call.node, kind, { data: { what, harm, release }, suggest });
      else if (kind === 'callback-path') report(exit ?? call.node.callee, kind, { data: { what, harm, line: String(call.node.loc.start.line), call: releases[0] ? textOf(releases[0], sourceCode) : nameOf(leak, sourceCode) } });
      else report(kind === 'rejection' ? call.node : call.node.callee, kind, { data: { what, harm, call: nameOf(leak, sourceCode) } });
    }
  },
});

function nameOf({ call, facts, variable }: Leak, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const name = variable?.name ?? 'client';
  const [method] = facts.releasedBy;
  if (method === '()') return `${name}()`;
  if (method === undefined) return `${call.receiver ? `${sourceCode.getText(call.receiver)}.` : ''}${facts.releasedByPassing?.[0] ?? 'release'}(${name})`;
  return `${call.receiver && facts.resource ? (variable?.name ?? name) : name}.${method}()`;
}

function textOf(release: Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  return sourceCode.getText(release.parent?.type === 'AwaitExpression' ? release.parent : release);
}

/** Puts the rest of the block into a `try`, and the one release of that block, if it has one, into its `finally`. */
function wrapping({ call, releases }: Leak, release: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const taken = statementOf(call.node);
  const block = taken.parent;
  if (block?.type !== 'BlockStatement' || !isFunction(block.parent)) return undefined;
  const at = block.body.findIndex(each => each === taken);
  const rest = block.body.slice(at + 1);
  const released = releases[0] && statementOf(releases[0]);
  const last = rest.at(-1);
  if (!last || (released && (!rest.some(each => each === released) || rest.length === 1 || sourceCode.getCommentsInside(released).length > 0))) return undefined;
  const lineStart = sourceCode.text.lastIndexOf('\n', taken.range[0]) + 1;
  const indent = /^\s*/.exec(sourceCode.text.slice(lineStart, taken.range[0]))?.[0] ?? '';
  return fixer => [
    fixer.insertTextAfter(taken, `\n${indent}try {`),
    ...(released ? [fixer.remove(released)] : []),
    fixer.insertTextAfter(last, `\n${indent}} finally {\n${indent}  ${release}\n${indent}}`),
  ];
}
