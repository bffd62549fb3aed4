import type { UnguardedParse } from '../../analysis/errors/external-parses.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'guard-external-parse',
  standard: 'failures',
  preset: 'recommended',
  harm: 'crash',
  description: 'Require a guard around parsers that are given data from outside',
  references: ['CWE-248', 'CWE-20', 'ASVS 2.2.1', 'nodebestpractices 2.8'],
  messages: {
    crash:
      'What `{{caller}}` calls is outside of every `try` and `catch`: one text that {{input}} makes `{{parser}}` throw, and the process ends, with all that it serves. Write `try { … } catch (error) { … }` around it in this function, and drop or answer what cannot be read.',
    request:
      'A client that sends a text that {{input}} makes `{{parser}}` throw, which is answered as 500 and alarms whoever is on call, though the mistake is the client\'s. Write `try { … } catch { … }` around it that answers 400{{or}}.',
    message:
      'One message that {{input}} makes this consumer throw at `{{parser}}`, and is delivered again and again, while those behind it wait. Write `try { … } catch (error) { … }` around it that reports the message and puts it aside.',
    decodedTwice:
      '`{{data}}` is decoded already, so that `{{parser}}` throws on each `%` that a client means as such, which is answered as 500. Use `{{data}}` as it is.',
    environment:
      'When the variable holds a text that {{input}}, `{{parser}}` throws an error that does not say which variable it was. Write `try { … } catch (error) { throw new Error(…, { cause: error }) }` that names it, or parse the environment with a schema.',
    useAsIs: 'Use `{{data}}` as it is.',
  },
  options: {
    schema: { reportEnvironment: { type: 'boolean', description: 'Whether to report parsers of environment variables whose failure does not say which variable it was.' } },
    defaults: { reportEnvironment: false },
  },
  presetOptions: { strict: { reportEnvironment: true } },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const parse of file.externalParses.unguarded) {
      const { call, harm, caller } = parse;
      const input = call.entry.throwsOn?.input ?? 'is malformed';
      const names = { parser: (call.node.type === 'NewExpression' ? 'new ' : '') + shortText(sourceCode.getText(call.node.callee), 40), input };
      const data = shortText(sourceCode.getText(parse.data), 50);
      if (parse.decoded && harm === 'request') {
        report(call.node, 'decodedTwice', { data: { ...names, data }, suggest: [{ messageId: 'useAsIs', data: { data }, fix: unwrapCall(parse, sourceCode.getText(parse.data)) }] });
      } else if (harm === 'crash') {
        report(call.node, 'crash', { data: { ...names, caller: shortText(caller ? sourceCode.getText(caller) : 'the event loop', 40) } });
      } else if (harm === 'request') {
        report(call.node, 'request', { data: { ...names, or: call.entry.throwsOn?.base === undefined ? '' : ', or ask `URL.canParse` first' } });
      } else if (harm === 'message') {
        report(call.node, 'message', { data: names });
      } else if (options.reportEnvironment) {
        report(call.node, 'environment', { data: names });
      }
    }
  },
});

function unwrapCall({ call }: UnguardedParse, text: string): Fix {
  return fixer => fixer.replaceText(call.node, text);
}
