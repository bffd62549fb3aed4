import type { UncallableErrorMiddleware } from '../../analysis/requests/error-middleware.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'valid-error-middleware',
  standard: 'failures',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require error middleware to have the parameters, the place and the answer without which errors pass it by or requests hang',
  references: ['https://expressjs.com/en/guide/error-handling.html', 'nodebestpractices 2.10', 'ASVS 16.5.4'],
  messages: {
    uncallable:
      '{{framework}} knows error middleware by its {{wanted}} parameters, and this function has {{counted}} that count: errors pass it by, and requests that reach it find the wrong values in their places. Declare exactly `({{parameters}})`, with no default values.',
    wrapped:
      '{{framework}} knows error middleware by its {{wanted}} parameters, and `{{wrapper}}` makes a function with {{counted}} of it, so errors pass it by. Register the function itself, and hand what fails in it to `next`.',
    tooEarly:
      '{{framework}} hands an error only to error middleware that was registered after what failed, so this one never sees an error of line {{line}} and what follows. Register it after the last route.',
    tooLate:
      'Nothing is registered after this middleware, so its `next()` cannot fail, and errors of line {{line}} and what follows never reach its `catch`. Register it before the routes.',
    silent: 'On this path the error middleware neither answers nor calls `{{next}}`, so the client waits until it gives up. Answer with a status of 500, or hand the error on with `{{next}}({{error}})`.',
    unsent: 'On this path the error handler neither sends an answer nor returns one, so the client waits until it gives up. Return what is to be sent, or answer with a status of 500.',
    empty: 'On this path the error handler ends without an answer, and {{framework}} sends an empty one with status 200, as if nothing had failed. Return what is to be sent, after setting a status of 500.',
    forgotten: '`{{next}}()` without the error goes on with the next route as if nothing had failed, so the client gets a 404 or half an answer. Write `{{next}}({{error}})`.',
    unreachable: '{{framework}} hands an Error to `onError` before `next()` comes back, so this `catch` never sees one. Move what it does into `app.onError((error, c) => …)`.',
    addParameter: 'Declare the parameter that is missing.',
    dropDefault: 'Take the default value away, which hides the parameter from its length.',
    addNext: 'Hand the error on at the end.',
    passError: 'Hand the error on.',
  },
  suggests: true,

  check({ file, report, sourceCode }) {
    const { errorMiddleware } = file;
    for (const each of errorMiddleware.uncallable) {
      const data = { framework: nameOf(each.framework), wanted: String(each.wanted), counted: String(each.counted) };
      if (each.wrapper) {
        report(each.wrapper, 'wrapped', { data: { ...data, wrapper: sourceCode.getText(each.wrapper.callee) } });
        continue;
      }
      const names = each.fn.params.map(parameter => (parameter.type === 'Identifier' ? parameter.name : undefined));
      const parameters = ['error', 'req', 'res', 'next'].map((name, i) => names[i] ?? name).join(', ');
      report(headOf(each), 'uncallable', { data: { ...data, parameters }, suggest: [addParameter(each), dropDefault(each)] });
    }
    for (const { kind, framework, call, served } of errorMiddleware.misplaced) {
      const line = String(served.loc.start.line);
      if (kind === 'tooLate') report(call.node, kind, { data: { line } });
      else report(call.node, kind, { data: { framework: nameOf(framework), line } });
    }
    for (const { kind, handler, at, next, error, never } of errorMiddleware.unanswered) {
      const data = { next: next?.name ?? 'next', error: error?.name ?? 'error' };
      const { fn } = handler;
      const end = fn.body.type === 'BlockStatement' ? sourceCode.getLastToken(fn.body) : null;
      const addNext = end && next && error && never && !at ? { messageId: 'addNext' as const, fix: ((fixer => fixer.insertTextBefore(end, `${next.name}(${error.name}); `)) satisfies Fix) } : undefined;
      const place = at ?? { loc: sourceCode.getFirstToken(fn)!.loc };
      if (kind === 'empty') report(place, kind, { data: { framework: nameOf(handler.framework) } });
      else if (kind === 'forgotten') report(place, kind, { data, suggest: [error && { messageId: 'passError', fix: fixer => fixer.insertTextBefore(sourceCode.getLastToken(at!)!, error.name) }] });
      else if (handler.registration?.entry.role === 'error-middleware') report(place, 'unsent');
      else report(place, 'silent', { data, suggest: [addNext] });
    }
    for (const { clause, framework } of errorMiddleware.unreachableCatches) report(sourceCode.getFirstToken(clause)!, 'unreachable', { data: { framework: nameOf(framework) } });

    function headOf({ fn }: UncallableErrorMiddleware): { readonly loc: typeof fn.loc } {
      const first = fn.params[0] ?? fn;
      return { loc: { start: first.loc.start, end: (fn.params.at(-1) ?? fn).loc.end } };
    }

    /** The fourth parameter, typed as the others are. */
    function addParameter({ fn, framework, counted, wanted }: UncallableErrorMiddleware): { messageId: 'addParameter'; fix: Fix } | undefined {
      const last = fn.params.at(-1);
      if (counted !== wanted - 1 || fn.params.length !== counted || last?.type !== 'Identifier') return undefined;
      const used = new Set(file.index.within(fn, 'Identifier').map(each => each.name));
      const name = ['_next', 'next', 'nextHandler'].find(each => !used.has(each));
      const type = last.typeAnnotation ? `: import('${framework}').NextFunction` : '';
      return name === undefined ? undefined : { messageId: 'addParameter', fix: fixer => fixer.insertTextAfter(last, `, ${name}${type}`) };
    }

    function dropDefault({ fn, wanted }: UncallableErrorMiddleware): { messageId: 'dropDefault'; fix: Fix } | undefined {
      const last = fn.params.at(-1);
      if (fn.params.length !== wanted || last?.type !== 'AssignmentPattern' || fn.params.slice(0, -1).some(each => each.type !== 'Identifier')) return undefined;
      return { messageId: 'dropDefault', fix: fixer => fixer.removeRange([last.left.range[1], last.range[1]]) };
    }
  },
});

function nameOf(library: string): string {
  const name = library.replace(/^@.*\//, '');
  return `${name[0]!.toUpperCase()}${name.slice(1)}`;
}
