import type { UnforwardedSignal } from '../../analysis/signals/signals.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { writeOption } from '../../rule/write-option.js';

export default defineRule({
  name: 'require-signal-forwarding',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require that the AbortSignal of a function is passed to the calls that it waits for',
  references: ['https://nodejs.org/api/globals.html#class-abortsignal', 'https://learn.microsoft.com/dotnet/fundamentals/code-analysis/quality-rules/ca2016'],
  messages: {
    unforwarded: 'After `{{signal}}` is aborted this call still goes on, and the function waits for it although its caller has given up. Pass `{{write}}`.',
    replaced: 'This time limit stands where `{{signal}}` is needed, so the call goes on after the caller has given up. Write `{{write}}`.',
    unheard: 'No call is given the signal of this controller, so `{{name}}.abort()` ends nothing and the wait goes on. Pass `signal: {{name}}.signal` to the call that it is meant to end.',
    write: 'Write `{{write}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    for (const { node, name } of file.signals.unheard) report(node, 'unheard', { data: { name } });
    for (const each of file.signals.unforwarded) {
      const { node, signal, option, replaced } = each;
      const value = replaced ? joined(each, sourceCode.getText(replaced)) : signal;
      const write = option === undefined || value === option ? value : `${option}: ${value}`;
      const fix = edit(each, value, write);
      const suggest = [fix && ({ messageId: 'write', data: { write }, fix } as const)];
      if (replaced) report(replaced, 'replaced', { data: { signal, write }, suggest });
      else report(node.callee, 'unforwarded', { data: { signal, write }, suggest });
    }

    /** `AbortSignal.any` throws on a signal that is missing. */
    function joined({ signal, isOptional }: UnforwardedSignal, limit: string): string {
      const any = `AbortSignal.any([${signal.replace('?.', '.')}, ${limit}])`;
      return isOptional ? `${signal} ? ${any} : ${limit}` : any;
    }

    function edit({ node, argument, option, replaced }: UnforwardedSignal, value: string, write: string): Fix | undefined {
      if (replaced) return fixer => fixer.replaceText(replaced, value);
      if (option !== undefined) return writeOption(node, argument, write, sourceCode);
      const last = node.arguments.at(-1);
      const text = `${'undefined, '.repeat(argument - node.arguments.length)}${write}`;
      if (last) return fixer => fixer.insertTextAfter(last, `, ${text}`);
      const close = sourceCode.getLastToken(node);
      return close?.value === ')' ? fixer => fixer.insertTextBefore(close, text) : undefined;
    }
  },
});
