import { defineRule, type Fix } from '../../rule/define-rule.js';
import { isFunction, unwrap, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-broken-rejection-handler',
  standard: 'promises',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow rejection handlers and error listeners that cannot work',
  references: ['https://nodejs.org/api/process.html#event-unhandledrejection'],
  suggests: true,
  messages: {
    detached: '`{{method}}` is handed over without its object, so it throws when the failure comes, and that exception ends the process. Write `error => {{method}}(error)`.',
    mute: '`{{method}}` is handed over without its object, so it drops what it is given when the failure comes. Write `error => {{method}}(error)`.',
    bound: '`bind` only makes a function of `{{method}}`, which nobody calls: the failure is dropped. Call `{{method}}(…)` itself.',
    named: '`{{method}}` is only named here and not called: the failure is dropped. Call it, or pass it as the handler itself.',
    called: '`{{method}}(…)` is called at once, whether anything fails or not, and leaves no handler. Pass a function: `error => {{method}}(…)`.',
    started: '`{{method}}(…)` is started at once, and a promise is no handler: the failure goes on unhandled. Pass a function: `error => {{method}}(…)`.',
    value: 'After a failure this gives the error as if it were the result, and `{{member}}` of an error is `undefined`. Let the failure through, or give a result that says what failed.',
    throws: 'Nothing waits for this chain, so what its last handler throws ends the process. Report the error here, or await or return the chain.',
    callIt: 'Call `{{method}}` on its object.',
  },

  check({ file, report, sourceCode }) {
    for (const broken of file.rejectionHandlers.broken) {
      const { node } = broken;
      switch (broken.fault) {
        case 'detached': {
          const { method } = broken;
          const suggest = [{ messageId: 'callIt' as const, data: { method }, fix: calling(node) }];
          report(node, broken.does === 'throws' ? 'detached' : 'mute', { data: { method }, suggest });
          break;
        }
        case 'bound':
        case 'named':
          report(bodyOf(node), broken.fault, { data: { method: broken.method } });
          break;
        case 'called':
          report(node, broken.gives === 'promise' ? 'started' : 'called', { data: { method: broken.method } });
          break;
        case 'value':
          report(node, 'value', { data: { member: broken.member } });
          break;
        case 'throws':
          report(node, 'throws');
          break;
        default:
          broken satisfies never;
      }
    }

    function calling(node: Node): Fix {
      const text = sourceCode.getText(node);
      const name = /\berror\b(?!\s*$)/.test(text.replace(/\.\s*error\s*$/, '')) ? 'reason' : 'error';
      return fixer => [fixer.insertTextBefore(node, `${name} => `), fixer.insertTextAfter(node, `(${name})`)];
    }
  },
});

function bodyOf(node: Node): Node {
  const fn = unwrap(node);
  return isFunction(fn) ? fn.body : node;
}
