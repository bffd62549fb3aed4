import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'prefer-stream-pipeline',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow `.pipe()` where nobody hears an error of one of the streams, or closes the source when the client goes away',
  references: ['https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-options'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    crash: '`.pipe()` hands no error on, and nobody hears those of `{{stream}}`: Node ends the process when {{when}}. Write `await pipeline({{streams}})` of `node:stream/promises`, which rejects and closes all of them.',
    deaf: '`.pipe()` hands no error on, so when `{{stream}}` fails, nothing that waits for the end here is ever told. Write `await pipeline({{streams}})` of `node:stream/promises`, which rejects and closes all of them.',
    open: 'When the client goes away early, `.pipe()` lets go of `{{stream}}` without closing it, so that it holds {{kept}} for ever. Write `await pipeline({{streams}})` of `node:stream/promises`, which closes all of them.',
  },
  check({ file, report, sourceCode }) {
    for (const { call, streams, unheard, harm, when } of file.unheardPipes) {
      const data = { stream: shortText(sourceCode.getText(unheard)), streams: shortText(streams.map(each => shortText(sourceCode.getText(each), 30)).join(', '), 80), when: when ?? '', kept: when ?? '' };
      report(call.callee.type === 'MemberExpression' ? call.callee.property : call, harm, { data });
    }
  },
});
