import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';
import { writeOption } from '../../rule/write-option.js';

export default defineRule({
  name: 'require-job-retry-options',
  standard: 'lifetimes',
  preset: 'strict',
  harm: 'leak',
  description: 'Require jobs of a queue to say how often they are tried, and when they are removed',
  references: ['https://docs.bullmq.io/guide/retrying-failing-jobs', 'https://docs.bullmq.io/guide/queues/auto-removal-of-jobs'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    attempts: 'A job of `{{call}}` is tried once, so that its first failure, be it a database that restarts, is final. Pass `{{write}}`{{where}}.',
    removal: 'A job of `{{call}}` stays in Redis for ever once it is over, so that Redis runs out of memory in the end. Pass `{{write}}`{{where}}.',
    write: 'Pass `{{write}}`.',
  },
  options: {
    schema: {
      require: {
        type: 'string',
        enum: ['both', 'attempts', 'removal'],
        description: 'What jobs must say: how often they are tried (`attempts`), when they are removed (`removal`), or `both`.',
      },
    },
    defaults: { require: 'both' },
  },
  suggests: true,

  check({ file, options, report, sourceCode }) {
    for (const { call, lacks, write, argument } of file.carelessJobs) {
      if (options.require !== 'both' && options.require !== lacks) continue;
      const { callee } = call.node;
      const fix = argument === undefined ? undefined : writeOption(call.node, argument, write, sourceCode);
      report(callee.type === 'MemberExpression' ? callee.property : callee, lacks, {
        data: { call: shortText(sourceCode.getText(callee)), write, where: call.entry.job?.where === undefined ? ', here or in the `defaultJobOptions` of the queue' : ` ${call.entry.job.where}` },
        suggest: [fix && { messageId: 'write', data: { write }, fix }],
      });
    }
  },
});
