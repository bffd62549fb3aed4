import rule from '../../../src/rules/lifetimes/require-job-retry-options.js';
import { ruleTests } from '../../rule-tests.js';

const QUEUE = "import { Queue } from 'bullmq';\nconst queue = new Queue('mail', { connection });\n";
const BOTH = "attempts: 5, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: 1_000, removeOnFail: 5_000";
const ATTEMPTS = "attempts: 5, backoff: { type: 'exponential', delay: 1_000 }";
const REMOVAL = 'removeOnComplete: 1_000, removeOnFail: 5_000';
const FLOW = "import { FlowProducer } from 'bullmq';\nconst flow = new FlowProducer({ connection });\n";
const WHERE = ' in the `opts` of each of its jobs: the defaults of their queues do not hold for them';
const HERE = ', here or in the `defaultJobOptions` of the queue';

ruleTests(rule, {
  valid: [
    { name: 'at the job', code: `${QUEUE}await queue.add('welcome', data, { ${BOTH} });` },
    { name: 'at the queue', code: `import { Queue } from 'bullmq';\nconst queue = new Queue('mail', { connection, defaultJobOptions: { ${BOTH} } });\nawait queue.add('welcome', data);` },
    { name: 'one here, one there', code: `import { Queue } from 'bullmq';\nconst queue = new Queue('mail', { defaultJobOptions: { removeOnComplete: true } });\nawait queue.add('welcome', data, { attempts: 3 });` },
    { name: 'options in a constant', code: `${QUEUE}const options = { attempts: 3, removeOnComplete: true };\nawait queue.add('welcome', data, options);` },
    { name: 'options that cannot be seen', code: `${QUEUE}export const add = (data, options) => queue.add('welcome', data, options);` },
    { name: 'a spread', code: `${QUEUE}export const add = (data, options) => queue.add('welcome', data, { ...options, priority: 1 });` },
    { name: 'options of the queue that cannot be seen', code: `import { Queue } from 'bullmq';\nimport { options } from './queues.js';\nconst queue = new Queue('mail', options);\nawait queue.add('welcome', data);` },
    { name: 'a queue of another file', code: `import { queue } from './queues.js';\nawait queue.add('welcome', data);` },
    { name: 'an injected queue', code: `import { Queue } from 'bullmq';\nexport class Mails { constructor(private readonly queue: Queue) {} send(data) { return this.queue.add('welcome', data); } }` },
    { name: 'one attempt on purpose', code: `${QUEUE}await queue.add('welcome', data, { attempts: 1, removeOnComplete: true });` },
    { name: 'a repeated job comes again', code: `${QUEUE}await queue.add('daily', data, { repeat: { pattern: '0 3 * * *' }, removeOnComplete: true });` },
    { name: 'a scheduler with a template', code: `${QUEUE}await queue.upsertJobScheduler('daily', { every: 86_400_000 }, { name: 'report', opts: { removeOnComplete: 10 } });` },
    { name: 'a list, each with options', code: `${QUEUE}await queue.addBulk([{ name: 'a', data, opts: { attempts: 3, removeOnComplete: true } }]);` },
    { name: 'a list that cannot be seen', code: `${QUEUE}await queue.addBulk(users.map(each => ({ name: 'a', data: each })));` },
    { name: 'Bull, at the queue', code: `import Queue from 'bull';\nconst queue = new Queue('mail', url, { defaultJobOptions: { attempts: 3, removeOnComplete: true } });\nqueue.add({ to });` },
    { name: 'Bull, with a name', code: `import Queue from 'bull';\nconst queue = new Queue('mail');\nqueue.add('welcome', { to }, { attempts: 3, removeOnComplete: true });` },
    { name: 'Bull, with data that may be a name', code: `import Queue from 'bull';\nconst queue = new Queue('mail');\nexport const send = data => queue.add(data);` },
    { name: 'a worker that removes', code: `import { Queue, Worker } from 'bullmq';\nconst queue = new Queue('mail');\nnew Worker('mail', work, { removeOnComplete: { count: 0 } });\nawait queue.add('welcome', data, { attempts: 3 });` },
    { name: 'only attempts are wanted', code: `${QUEUE}await queue.add('welcome', data, { attempts: 3 });`, options: [{ require: 'attempts' }] },
    { name: 'only removal is wanted', code: `${QUEUE}await queue.add('welcome', data, { removeOnComplete: true });`, options: [{ require: 'removal' }] },
    { name: 'a flow, each of its jobs', code: `${FLOW}await flow.add({ name: 'a', queueName: 'q', opts: { ${BOTH} }, children: [{ name: 'b', queueName: 'q', opts: { ${BOTH} } }] });` },
    { name: 'a flow, one of its jobs', code: `${FLOW}await flow.add({ name: 'a', queueName: 'q', children: [{ name: 'b', queueName: 'q', children: [{ name: 'c', queueName: 'q', opts: { ${BOTH} } }] }] });` },
    { name: 'a flow, options of its queues', code: `${FLOW}await flow.add({ name: 'a', queueName: 'q' }, { queuesOptions: { q: { defaultJobOptions: { ${BOTH} } } } });` },
    { name: 'a flow that cannot be seen', code: `${FLOW}export const add = tree => flow.add(tree);` },
    { name: 'a flow with children that cannot be seen', code: `${FLOW}export const add = children => flow.add({ name: 'a', queueName: 'q', children });` },
    { name: 'a flow with a spread', code: `${FLOW}export const add = base => flow.add({ ...base, name: 'a' });` },
    { name: 'a flow whose children are made by a function', code: `${FLOW}export const add = ids => flow.add({ name: 'a', queueName: 'q', children: ids.map(id => ({ name: 'b', queueName: 'q', data: { id }, opts: { ${BOTH} } })) });` },
    { name: 'flows', code: `${FLOW}await flow.addBulk([{ name: 'a', queueName: 'q', opts: { ${BOTH} } }]);` },
    { name: 'another add', code: `const queue = new Set();\nqueue.add('welcome');` },
    { name: 'a test', code: `${QUEUE}await queue.add('welcome', data);`, filename: 'test/a.ts' },
  ],
  invalid: [
    {
      name: 'nothing is said',
      code: `${QUEUE}await queue.add('welcome', data);`,
      errors: [
        { messageId: 'attempts', data: { call: 'queue.add', write: ATTEMPTS, where: HERE }, line: 3, column: 13, suggestions: [{ messageId: 'write', data: { write: ATTEMPTS }, output: `${QUEUE}await queue.add('welcome', data, { ${ATTEMPTS} });` }] },
        { messageId: 'removal', data: { call: 'queue.add', write: REMOVAL, where: HERE }, suggestions: [{ messageId: 'write', data: { write: REMOVAL }, output: `${QUEUE}await queue.add('welcome', data, { ${REMOVAL} });` }] },
      ],
    },
    { name: 'other options', code: `${QUEUE}await queue.add('welcome', data, { priority: 1, attempts: 3 });`, errors: [{ messageId: 'removal', suggestions: [{ messageId: 'write', output: `${QUEUE}await queue.add('welcome', data, { priority: 1, attempts: 3, ${REMOVAL} });` }] }] },
    { name: 'removed, and tried once', code: `${QUEUE}await queue.add('welcome', data, { removeOnComplete: true });`, errors: [{ messageId: 'attempts', suggestions: 1 }] },
    { name: 'options in a constant', code: `${QUEUE}const options = { delay: 1_000 };\nawait queue.add('welcome', data, options);`, errors: [{ messageId: 'attempts', suggestions: 1 }, { messageId: 'removal', suggestions: 1 }] },
    { name: 'a queue without options', code: `import * as bullmq from 'bullmq';\nconst queue = new bullmq.Queue('mail');\nexport function send(data) { return queue.add('welcome', data); }`, options: [{ require: 'attempts' }], errors: [{ messageId: 'attempts', suggestions: 1 }] },
    { name: 'by require', code: `const { Queue } = require('bullmq');\nconst queue = new Queue('mail', { prefix: 'a' });\nexports.send = data => queue.add('welcome', data);`, filename: 'src/a.js', options: [{ require: 'removal' }], errors: [{ messageId: 'removal', suggestions: 1 }] },
    { name: 'a field', code: `import { Queue } from 'bullmq';\nexport class Mails { private readonly queue = new Queue('mail'); send(data: Data) { return this.queue.add('welcome', data); } }`, errors: [{ messageId: 'attempts', data: { call: 'this.queue.add', write: ATTEMPTS, where: HERE }, suggestions: 1 }, { messageId: 'removal', suggestions: 1 }] },
    { name: 'defaults with half of it', code: `import { Queue } from 'bullmq';\nconst queue = new Queue('mail', { defaultJobOptions: { attempts: 3 } });\nawait queue.add('welcome', data);`, errors: [{ messageId: 'removal', suggestions: 1 }] },
    { name: 'a list without options', code: `${QUEUE}await queue.addBulk([{ name: 'a', data }, { name: 'b', data }]);`, errors: [{ messageId: 'attempts', suggestions: [] }, { messageId: 'removal', suggestions: [] }] },
    { name: 'a scheduler keeps each of its jobs', code: `${QUEUE}await queue.upsertJobScheduler('daily', { every: 86_400_000 });`, errors: [{ messageId: 'removal', suggestions: [] }] },
    { name: 'a repeated job is kept', code: `${QUEUE}await queue.add('daily', data, { repeat: { every: 1_000 } });`, errors: [{ messageId: 'removal', suggestions: 1 }] },
    {
      name: 'a flow',
      code: `${FLOW}await flow.add({ name: 'a', queueName: 'q', data, children: [{ name: 'b', queueName: 'q', data }] });`,
      errors: [
        { messageId: 'attempts', data: { call: 'flow.add', write: ATTEMPTS, where: WHERE }, line: 3, column: 12, suggestions: [] },
        { messageId: 'removal', data: { call: 'flow.add', write: REMOVAL, where: WHERE }, suggestions: [] },
      ],
    },
    { name: 'a flow of one job', code: `${FLOW}await flow.add({ name: 'a', queueName: 'q', opts: { priority: 1, removeOnComplete: true } });`, errors: [{ messageId: 'attempts', suggestions: [] }] },
    { name: 'a flow whose children are made by a function', code: `${FLOW}export const add = ids => flow.add({ name: 'a', queueName: 'q', children: ids.map(id => ({ name: 'b', queueName: 'q', data: { id } })) });`, options: [{ require: 'attempts' }], errors: [{ messageId: 'attempts', suggestions: [] }] },
    { name: 'a flow with no children', code: `${FLOW}await flow.add({ name: 'a', queueName: 'q', children: [] });`, options: [{ require: 'removal' }], errors: [{ messageId: 'removal', suggestions: [] }] },
    { name: 'an injected producer of flows', code: `import { FlowProducer } from 'bullmq';\nexport class Flows { constructor(private readonly flows: FlowProducer) {} start(data: Data) { return this.flows.add({ name: 'a', queueName: 'q', data }); } }`, options: [{ require: 'attempts' }], errors: [{ messageId: 'attempts', suggestions: [] }] },
    { name: 'flows', code: `${FLOW}await flow.addBulk([{ name: 'a', queueName: 'q', children: [{ name: 'b', queueName: 'q' }] }]);`, options: [{ require: 'attempts' }], errors: [{ messageId: 'attempts', suggestions: [] }] },
    { name: 'Bull', code: `import Queue from 'bull';\nconst queue = new Queue('mail');\nqueue.add({ to });`, options: [{ require: 'attempts' }], errors: [{ messageId: 'attempts', suggestions: [{ messageId: 'write', output: `import Queue from 'bull';\nconst queue = new Queue('mail');\nqueue.add({ to }, { ${ATTEMPTS} });` }] }] },
    { name: 'Bull with a name', code: `const Queue = require('bull');\nconst queue = new Queue('mail', 'redis://a.test');\nqueue.add('welcome', { to });`, filename: 'src/a.js', options: [{ require: 'attempts' }], errors: [{ messageId: 'attempts', suggestions: 1 }] },
  ],
});
