import type { TSESLint } from '@typescript-eslint/utils';
import type { DroppedError } from '../../analysis/errors/error-handling.js';
import { defineRule } from '../../rule/define-rule.js';
import type { Node } from '../../syntax/walk.js';

export default defineRule({
  name: 'no-swallowed-error',
  standard: 'failures',
  preset: 'recommended',
  harm: 'blind',
  description: 'Disallow error handlers that go on as if nothing had failed',
  references: ['nodebestpractices 2.11', 'CWE-390', 'CWE-391', 'ASVS 16.5.3'],
  messages: {
    ignored: 'When {{work}} fails, this {{handler}} goes on as if it had worked, and nobody can find out. Record the error, rethrow it, or keep a value that says that it failed.',
    defaulted: 'When {{work}} fails, this {{handler}} gives {{given}} as if that were the answer, and the error is gone. Record the error first, rethrow it, or give a value that says that it failed.',
    failsOpen: 'When {{work}} fails, this {{handler}} lets the request pass as if {{work}} had succeeded. Hand the error on with `next(error)`.',
    resumed: 'This handler ends the failure in the middle of the chain, and the next step {{goesOn}}. Rethrow the error here, or move the handler to the end of the chain.',
    uncalled: 'This handler only makes a function with `bind`, which nobody calls, so that the error goes nowhere. Call the function itself.',
    signal: 'The code is null when a signal ended the process, so a process that was killed counts as a success here. Take the second parameter, `signal`, and fail when it is there.',
    committed: 'When {{work}} fails, this {{handler}} lets the transaction around it commit the other half. Rethrow the error, so that everything is rolled back.',
  },
  options: {
    schema: {
      additionalIgnoreMarkers: {
        type: 'array',
        items: { type: 'string' },
        description: 'Words that begin a comment in a handler that drops its error on purpose, such as `expected:`. A reason of three words or more must follow.',
        uniqueItems: true,
      },
    },
    defaults: { additionalIgnoreMarkers: [] as string[] },
  },

  check({ file, options, report, sourceCode }) {
    for (const dropped of file.errorHandling.dropped) {
      const { handler, response, attempt, given, inTransaction, failsOpen } = dropped;
      if (!isFault(dropped)) continue;
      if (givesReason(sourceCode, handler.node, options.additionalIgnoreMarkers)) continue;
      const data = {
        work: attempt.call ? nameOf(attempt.call, sourceCode) : 'this code',
        handler: handler.kind === 'catch' ? 'catch clause' : 'rejection handler',
      };
      const place = handler.node.type === 'CatchClause' ? (sourceCode.getFirstToken(handler.node) ?? handler.node) : handler.node;
      if (inTransaction) report(place, 'committed', { data });
      else if (failsOpen) report(place, 'failsOpen', { data });
      else if (response === 'defaults' && given) report(place, 'defaulted', { data: { ...data, given: shortText(given, sourceCode) } });
      else report(place, 'ignored', { data });
    }
    for (const node of file.errorHandling.uncalled) report(node, 'uncalled');
    for (const node of file.errorHandling.signalsTakenForSuccess) report(node, 'signal');
    for (const { handler, as } of file.errorHandling.resumed) {
      report(handler.node, 'resumed', { data: { goesOn: as === 'value' ? 'reads a value that is not there' : 'runs as if all had gone well' } });
    }
  },
});

/** Probes and clean-up may fail unheard; synchronous code that gives a default may be a parser of somebody's own. */
function isFault({ attempt, response, failsOpen }: DroppedError): boolean {
  if (failsOpen) return attempt.kind !== 'none' && attempt.kind !== 'cleanup';
  return attempt.kind === 'work' || (attempt.kind === 'effect' && response === 'nothing');
}

function givesReason(sourceCode: Readonly<TSESLint.SourceCode>, handler: Node, markers: readonly string[]): boolean {
  if (markers.length === 0) return false;
  return sourceCode.getCommentsInside(handler).some(comment => {
    const text = comment.value.replace(/^[\s*]+/, '');
    const marker = markers.find(each => text.startsWith(each));
    return marker !== undefined && text.slice(marker.length).trim().split(/\s+/).length >= 3;
  });
}

function nameOf(call: Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const callee = call.type === 'CallExpression' || call.type === 'NewExpression' ? call.callee : call;
  const text = sourceCode.getText(callee).replace(/\s*\n\s*/g, '');
  return text.length <= 60 ? `\`${text}\`` : 'this call';
}

function shortText(node: Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  return `\`${sourceCode.getText(node)}\``;
}
