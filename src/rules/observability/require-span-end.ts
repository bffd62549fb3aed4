import type { Leak } from '../../analysis/resources/resources.js';
import { defineRule } from '../../rule/define-rule.js';
import { endBeforeReturn, endInFinally } from '../../rule/end-in-finally.js';
import { enclosingFunction, isFunction } from '../../syntax/nodes.js';

export default defineRule({
  name: 'require-span-end',
  standard: 'observability',
  preset: 'recommended',
  harm: 'blind',
  severity: 'error',
  description: 'Require spans that are started by hand to be ended once, on every path, when their work is over',
  references: ['https://opentelemetry.io/docs/languages/js/instrumentation/#create-spans', 'https://github.com/open-telemetry/opentelemetry-js/issues/5905'],
  messages: {
    never: 'Nothing ends this {{what}}, so that it is never exported: this work is missing from each trace, and what is started in it has no parent. Write `try { … } finally { {{end}} }` around the work.',
    throw: 'This {{what}} is not ended when line {{line}} throws, so that it is never exported: of all traces, those of failures are missing. Move `{{end}}` into a `finally` block around the work.',
    return: 'This {{what}} is not ended on the way out in line {{line}}, so that it is never exported. Write `{{end}}` before that line, or in a `finally` block around the work.',
    handed: 'When line {{line}} throws, nobody ends this {{what}}: the caller is never given it, and it is never exported. Write `try { … } catch (error) { {{end}} throw error; }` around what comes before the `return`.',
    rejection: 'This {{what}} is only ended when the work fulfils, so that it is never exported otherwise: of all traces, those of failures are missing. End it in `.finally(() => {{call}})`.',
    early: 'The promise of line {{line}} is still pending when this {{what}} ends, so that the trace shows no time for it, and what is set on the {{what}} later is lost. End it when that has settled: `await` it before, or write `.finally(() => {{call}})`.',
    unrecorded: 'The failure that is handled here leaves no mark on the {{what}} of line {{line}}, so that the trace shows a success. Tell it of the error: `{{record}}`.',
    wrap: 'End it in a `finally` block.',
    before: 'End it before this `return`.',
  },
  options: {
    schema: { recordErrors: { type: 'boolean', description: 'Whether a `catch` that ends a failure must tell the span of it, too.' } },
    defaults: { recordErrors: false },
  },
  presetOptions: { strict: { recordErrors: true } },
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  check({ file, options, report, sourceCode }) {
    const reported = new Set<unknown>();
    for (const leak of file.spans.leaks) {
      const { call, kind, exit, variable, releases } = leak;
      if (variable && reported.has(variable)) continue;
      reported.add(variable);
      const name = releases[0] ? sourceCode.getText(releases[0]) : endOf(leak);
      const data = { what: nameOf(leak), end: `${name};`, call: name, line: String((exit ?? call.node).loc.start.line) };
      const owner = leak.facts.parameter === undefined ? enclosingFunction(call.node) : call.node.arguments.at(-1);
      const isHere = isFunction(owner) && (variable !== undefined) && releases.every(each => enclosingFunction(each) === owner);
      const inFinally = isHere ? endInFinally({ at: leak.facts.parameter === undefined ? call.node : undefined, owner, release: `${name};`, releases }, sourceCode) : undefined;
      const before = kind === 'return' && !inFinally ? endBeforeReturn(exit, `${name};`, sourceCode) : undefined;
      const suggest = [inFinally && kind !== 'handed' ? { messageId: 'wrap' as const, fix: inFinally } : undefined, before && { messageId: 'before' as const, fix: before }];
      const place = leak.facts.parameter === undefined ? call.node : call.node.callee;
      if (kind === 'never' || kind === 'callback-never') report(place, 'never', { data, suggest });
      else if (kind === 'rejection') report(place, kind, { data });
      else if (kind !== 'callback-path') report(place, kind, { data, suggest });
    }
    for (const { span, end, work } of file.spans.earlyEnds) {
      if (!reported.has(span.variable)) report(end, 'early', { data: { what: span.call.entry.acquires!.what.replace(/^an? /, ''), call: sourceCode.getText(end), line: String(work.loc.start.line) } });
    }
    for (const { span, clause } of options.recordErrors ? file.spans.unrecordedErrors : []) {
      const error = clause.param?.type === 'Identifier' ? clause.param.name : 'error';
      report(clause, 'unrecorded', { data: { what: span.call.entry.acquires!.what.replace(/^an? /, ''), line: String(span.call.node.loc.start.line), record: `${span.variable.name}.recordException(${error})` } });
    }
  },
});

function nameOf({ facts }: Leak): string {
  return facts.what.replace(/^an? /, '');
}

/** How it is ended, where nothing does yet. */
function endOf({ facts, variable }: Leak): string {
  return `${variable?.name ?? nameOf({ facts } as Leak)}.${facts.releasedBy[0]}()`;
}
