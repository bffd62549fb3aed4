import { defineRule } from '../../rule/define-rule.js';
import { lockCommand, lockFix } from '../../rule/write-key-lock.js';

const COMPARES = 'if redis.call(\'get\', KEYS[1]) == ARGV[1] then return redis.call(\'del\', KEYS[1]) else return 0 end';

export default defineRule({
  name: 'require-lock-ttl',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require an expiry for locks that are keys of a shared store, and a look at their owner before they are deleted',
  references: ['https://redis.io/docs/latest/commands/set/#patterns', 'https://redis.io/docs/latest/develop/use/patterns/distributed-locks/'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    noExpiry: 'The lock `{{key}}` has no expiry: where the process ends before it deletes the key, nobody gets the lock again until a person deletes it. Write `{{write}}`, with an expiry that is longer than the work.',
    split: 'Where the process ends between this command and `{{expire}}`, the key `{{key}}` stays for ever, and nobody gets it again. Set both at once: `{{write}}`.',
    unowned: 'This deletes the lock `{{key}}` whoever has it: when the work has outlasted the expiry, it is the lock of somebody else, and the next one enters beside them. Store a random token in it, and delete it with a script that compares the two: `{{script}}`.',
    write: 'Write `{{write}}`.',
  },
  suggests: true,
  check({ file, report, sourceCode }) {
    for (const fault of file.keyLocks.faults) {
      const { kind, call, key, expire } = fault;
      const write = lockCommand(fault, sourceCode);
      if (kind === 'unowned') {
        report(call.node, 'unowned', { data: { key, script: COMPARES } });
        continue;
      }
      if (kind === 'split') {
        report(call.node, 'split', { data: { key, write, expire: expire?.path.split('#').at(-1) ?? 'expire' } });
        continue;
      }
      const fix = fault.isDeleted ? undefined : lockFix(fault, sourceCode);
      report(call.node, 'noExpiry', { data: { key, write }, suggest: fix ? [{ messageId: 'write', data: { write }, fix }] : [] });
    }
  },
});
