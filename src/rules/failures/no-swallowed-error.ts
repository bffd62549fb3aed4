import type { TSESLint } from '@typescript-eslint/utils';
import type { DroppedError, ErrorHandler } from '../../analysis/errors/error-handling.js';
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
    signal: 'The code is null when a signal ended the process, so a process that was killed counts as a success here. Take the second parameter, `signal`, and fail when it is there.',
    exit: 'A process that fails ends with a code other than 0, and here that counts as success. Take the code, and fail unless it is 0.',
    deaf: 'When `{{emitter}}` fails, this `{{event}}` listener does nothing, and no other place is told. Record the error that it is given.',
    guard: 'When {{work}} fails, this guard lets the request in. Return `false` or rethrow the error, so that nobody passes while the check cannot be made.',
    unchecked: 'Whether {{work}} fails or not, the same code runs next, so nothing is checked. Rethrow, return, or answer with the failure here.',
    committed: 'When {{work}} fails, this {{handler}} lets the transaction around it commit the other half. Rethrow the error, so that everything is rolled back.',
  },
  options: {
    schema: {
      additionalIgnoreMarkers: {
        type: 'array',
        items: { type: 'string' },
        description: 'Words, besides `expected:`, that begin a comment in a handler that drops its error on purpose. A reason of three words or more must follow.',
        uniqueItems: true,
      },
    },
    defaults: { additionalIgnoreMarkers: [] as string[] },
  },

  check({ file, options, report, sourceCode }) {
    const { errorHandling } = file;
    const isMeant = (node: Node): boolean => givesReason(sourceCode, node, ['expected:', ...options.additionalIgnoreMarkers]);
    const told = new Set<Node>();
    const tell = ({ node }: ErrorHandler, send: (place: Parameters<typeof report>[0]) => void): void => {
      if (told.has(node) || isMeant(node)) return;
      told.add(node);
      send(node.type === 'CatchClause' ? (sourceCode.getFirstToken(node) ?? node) : node);
    };

    for (const { handler, work } of errorHandling.committed) tell(handler, place => report(place, 'committed', { data: { work: nameOf(work, sourceCode), handler: kindOf(handler) } }));
    for (const { handler, work } of errorHandling.openGuards) tell(handler, place => report(place, 'guard', { data: { work: workOf(work, sourceCode) } }));
    for (const dropped of errorHandling.dropped) {
      const { handler, response, attempt, given, failsOpen, checksNothing } = dropped;
      if (!isFault(dropped)) continue;
      const data = { work: workOf(attempt.call, sourceCode), handler: kindOf(handler) };
      tell(handler, place => {
        if (failsOpen) report(place, 'failsOpen', { data });
        else if (checksNothing) report(place, 'unchecked', { data });
        else if (response === 'defaults' && given) report(place, 'defaulted', { data: { ...data, given: shortText(given, sourceCode) } });
        else report(place, 'ignored', { data });
      });
    }
    for (const { listener, event, emitter } of errorHandling.deafListeners) if (!isMeant(listener)) report(listener, 'deaf', { data: { event, emitter } });
    for (const node of errorHandling.ignoredExits) if (!isMeant(node)) report(node, 'exit');
    for (const node of errorHandling.signalsTakenForSuccess) report(node, 'signal');
    for (const { handler, as } of errorHandling.resumed) {
      report(handler.node, 'resumed', { data: { goesOn: as === 'value' ? 'reads a value that is not there' : 'runs as if all had gone well' } });
    }
  },
});

/** Probes and clean-up may fail unheard; synchronous code that gives a default may be a parser of somebody's own. */
function isFault({ attempt, response, failsOpen, checksNothing }: DroppedError): boolean {
  if (checksNothing) return true;
  if (failsOpen) return attempt.kind !== 'none' && attempt.kind !== 'cleanup';
  return attempt.kind === 'work' || (attempt.kind === 'effect' && response === 'nothing');
}

function givesReason(sourceCode: Readonly<TSESLint.SourceCode>, handler: Node, markers: readonly string[]): boolean {
  return sourceCode.getCommentsInside(handler).some(comment => {
    const text = comment.value.replace(/^[\s*]+/, '');
    const marker = markers.find(each => text.startsWith(each));
    return marker !== undefined && text.slice(marker.length).trim().split(/\s+/).length >= 3;
  });
}

function kindOf({ kind }: ErrorHandler): string {
  return kind === 'catch' ? 'catch clause' : 'rejection handler';
}

function workOf(call: Node | undefined, sourceCode: Readonly<TSESLint.SourceCode>): string {
  return call ? nameOf(call, sourceCode) : 'this code';
}

function nameOf(call: Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const callee = call.type === 'CallExpression' || call.type === 'NewExpression' ? call.callee : call;
  const text = sourceCode.getText(callee).replace(/\s*\n\s*/g, '');
  return text.length <= 60 ? `\`${text}\`` : 'this call';
}

function shortText(node: Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  return `\`${sourceCode.getText(node)}\``;
}
