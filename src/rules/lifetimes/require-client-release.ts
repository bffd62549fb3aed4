import type { TSESLint } from '@typescript-eslint/utils';
import type { Leak } from '../../analysis/resources/resources.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { wrapRestInTry } from '../../rule/wrap-in-try.js';
import { enclosingFunction, isFunction, lastName, statementOf } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

export default defineRule({
  name: 'require-client-release',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Require what is taken from a pool, opened or locked to be released once on every path, throwing ones included, and not to be used after that',
  references: ['https://node-postgres.com/features/pooling#checkout-use-and-return'],
  messages: {
    never: 'Nothing here releases this {{what}}, so that {{harm}} after enough calls. Write `try { … } finally { {{release}} }` around its use.',
    throw: 'This {{what}} is not released when line {{line}} throws, so that {{harm}} after enough failures. Move `{{release}}` into a `finally` block that begins right after it was taken.',
    return: 'This {{what}} is not released on the way out in line {{line}}, so that {{harm}} after enough calls. Move `{{release}}` into a `finally` block.',
    open: 'Line {{line}} can throw with this {{what}} in the middle of its work, so that {{harm}} after enough failures. Write `try { … } finally { {{release}} }` around its use: `{{call}}` alone does not end it.',
    handed: 'When line {{line}} throws, nobody has this {{what}} any more: the caller is never given it, and {{harm}} after enough failures. Write `try { … } catch (error) { {{release}} throw error; }` around what comes before the `return`.',
    rejection: 'This {{what}} is only released when the work fulfils, so that {{harm}} after enough failures. Release it in `.finally(() => {{call}})`.',
    'callback-never': 'Nothing in this callback releases the {{what}}, so that {{harm}} after enough calls. Call `{{call}}` when the work is over, whether it failed or not.',
    'callback-path': 'This path leaves the {{what}} of line {{line}} unreleased, so that {{harm}} after enough calls. Call `{{call}}` here, too.',
    twice: 'Line {{line}} has released this {{what}} already on the way here, so that {{twice}}. Release it in one place, a `finally` block around all that uses it.',
    stream: 'When this call of {{library}} fails, the file stays open, since {{library}} does not close the stream that it reads: the process runs out of file descriptors after enough failures. Keep the stream in a variable, and write `try { … } finally { stream.destroy(); }` around the call.',
    after: 'This {{what}} was released in line {{line}}: by now it is closed, or somebody else works with it. Move the release behind its last use, into a `finally` block.',
    wrap: 'Release it in a `finally` block.',
    wrapUntilReturn: 'Release it in a `catch` block, and throw the error on.',
    finally: 'Release it in `.finally`.',
    remove: 'Remove the first release.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    const reported = new Set<unknown>();
    for (const leak of file.resources.leaks) {
      const { call, facts, kind, exit, variable, releases } = leak;
      // Taken in one of several ways: one fault.
      if (variable && reported.has(variable)) continue;
      reported.add(variable);
      const what = nameOf(facts.what);
      const harm = facts.harm ?? 'they run out';
      // What only lets go of it is no way to end it.
      const isLetGo = releases.length > 0 && releases.every(each => isNamed(each, facts.letsGoBy));
      const release = releases[0] && !isLetGo ? `${textOf(releases[0], sourceCode)};` : `${leak.isAsync ? 'await ' : ''}${releaseOf(leak, sourceCode)};`;
      const line = String((exit ?? call.node).loc.start.line);
      const data = { what, harm, line, release, call: releases[0] ? sourceCode.getText(releases[0]) : releaseOf(leak, sourceCode) };
      const fix = fixOf(leak, release, sourceCode);
      const suggest = fix ? [{ messageId: kind === 'handed' ? ('wrapUntilReturn' as const) : kind === 'rejection' ? ('finally' as const) : ('wrap' as const), fix }] : [];
      if (kind === 'callback-path') report(exit ?? call.node.callee, kind, { data: { what, harm, line: String(call.node.loc.start.line), call: data.call } });
      else if (kind === 'callback-never') report(call.node.callee, kind, { data: { what, harm, call: data.call } });
      else if (kind === 'rejection') report(call.node, kind, { data: { what, harm, call: data.call }, suggest });
      else if (kind === 'throw' && isLetGo) report(call.node, 'open', { data, suggest });
      else if (kind === 'never') report(call.node, kind, { data: { what, harm, release }, suggest });
      else report(call.node, kind, { data: { what, harm, line, release }, suggest });
    }
    for (const { opened, call } of file.resources.openStreams) report(opened, 'stream', { data: { library: call.library } });
    for (const { kind, facts, first, node, isAlwaysSecond } of file.resources.misreleases) {
      const data = { what: nameOf(facts.what), line: String(first.loc.start.line) };
      if (kind === 'after') report(node, kind, { data });
      else report(node, kind, { data: { ...data, twice: facts.twice ?? '' }, suggest: isAlwaysSecond && isWholeStatement(first) ? [{ messageId: 'remove', fix: fixer => fixer.remove(statementOf(first)) }] : [] });
    }
  },
});

function nameOf(what: string): string {
  return what.replace(/^an? /, '');
}

function isNamed(release: Node, names: readonly string[] | undefined): boolean {
  return release.type === 'CallExpression' && names?.includes(lastName(release.callee) ?? '') === true;
}

/** How it is released, where nothing does yet. */
function releaseOf({ call, facts, variable }: Leak, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const name = variable?.name ?? facts.what.split(' ').at(-1) ?? 'client';
  const receiver = call.receiver ? `${sourceCode.getText(call.receiver)}.` : '';
  const [method] = facts.releasedBy;
  if (!variable && facts.releasedOn) return `${receiver}${facts.releasedOn[0]}()`;
  if (method === '()') return `${name}()`;
  if (method === undefined) return `${receiver}${facts.releasedByPassing?.[0] ?? 'release'}(${name})`;
  return /^\d/.test(method) ? `${name}[${method}]()` : `${name}.${method}()`;
}

function textOf(release: Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  return sourceCode.getText(release.parent?.type === 'AwaitExpression' ? release.parent : release);
}

function fixOf(leak: Leak, release: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const { call, kind, releases, variable } = leak;
  if (kind === 'rejection') return inFinally(releases);
  // What a callback is given is no business of the statement that calls for it.
  const isHere = variable?.defs.every(each => enclosingFunction(each.name) === enclosingFunction(call.node)) === true;
  if (!isHere || kind.startsWith('callback') || releases.length > (kind === 'handed' ? 0 : 1)) return undefined;
  return wrapping(leak, release, sourceCode);
}

/** `.then(() => client.release())` to `.finally(…)`, where the callback does nothing else. */
function inFinally(releases: readonly Node[]): Fix | undefined {
  const [release] = releases;
  const fn = release && enclosingFunction(release);
  const then = fn?.parent?.type === 'CallExpression' ? fn.parent.callee : undefined;
  if (releases.length !== 1 || !fn || fn.params.length > 0 || then?.type !== 'MemberExpression') return undefined;
  const isAll = fn.body === release || (fn.body?.type === 'BlockStatement' && fn.body.body.length === 1 && fn.body.body[0] === statementOf(release) && isWholeStatement(release));
  return isAll ? fixer => fixer.replaceText(then.property, 'finally') : undefined;
}

function isWholeStatement(release: Node): boolean {
  const statement = statementOf(release);
  if (statement.type !== 'ExpressionStatement' || statement.parent?.type !== 'BlockStatement') return false;
  return statement.expression === release || (statement.expression.type === 'AwaitExpression' && statement.expression.argument === release);
}

/** Puts the rest of the function's block into a `try`, and the one release of that block, if it has one, into its `finally`. */
function wrapping({ call, kind, releases }: Leak, release: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const taken = statementOf(call.node);
  if (!isFunction(taken.parent?.parent)) return undefined;
  const end = kind === 'handed' ? ['} catch (error) {', `  ${release}`, '  throw error;', '}'] : ['} finally {', `  ${release}`, '}'];
  return wrapRestInTry(taken, end, sourceCode, releases[0] && statementOf(releases[0]));
}
