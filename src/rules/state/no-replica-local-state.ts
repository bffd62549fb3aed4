import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-replica-local-state',
  standard: 'state',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Disallow sessions, limits, messages and files that only one instance of the service has',
  references: ['https://12factor.net/processes', 'https://expressjs.com/en/resources/middleware/session.html'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    memory: '`{{made}}` keeps {{what}}: where a second instance runs, {{breaks}}. Write {{write}}.',
    file: '`{{path}}` lies on the disk of the instance that answers this request: the others do not have what is written there, and a new deployment starts without it. Put it into storage that all of them share (a bucket of S3, the database), or below `os.tmpdir()` if nothing but this request needs it.',
    uploads: '`{{path}}` lies on the disk of the instance that is sent the upload: the others do not have the file, and a new deployment starts without it. Put it into storage that all of them share (`multer-s3` for a bucket of S3), or below `os.tmpdir()` until it has gone there.',
    job: '`{{call}}` runs in each instance of the service: where a second one runs, this job {{does}} twice. Take a lock that all of them share first (`redlock`, an advisory lock of the database), or let a queue start the job (`queue.upsertJobScheduler(…)` of BullMQ).',
  },
  options: {
    schema: {
      allow: { type: 'array', items: { type: 'string', enum: ['sessions', 'limits', 'messages', 'files'] }, uniqueItems: true, description: 'What each instance may have for itself.' },
      sockets: { type: 'boolean', description: 'Whether a server of socket.io needs an adapter that reaches the clients of other instances.' },
      schedulers: { type: 'boolean', description: 'Whether jobs of timers that send mail or move money need a lock that all instances share.' },
    },
    defaults: { allow: [], sockets: false, schedulers: false },
  },
  check({ file, options, report, sourceCode }) {
    for (const { node, named, facts } of file.processStates) {
      if (facts.kind === 'sockets' ? !options.sockets : options.allow.includes(facts.kind)) continue;
      const made = shortText(node.type === 'NewExpression' ? `new ${sourceCode.getText(named)}(…)` : named === node.callee ? `${sourceCode.getText(named)}(…)` : sourceCode.getText(named));
      report(node, 'memory', { data: { made, what: facts.what, breaks: facts.breaks, write: facts.write } });
    }
    for (const { node, path, uploads } of options.allow.includes('files') ? [] : file.diskStates) report(node, uploads ? 'uploads' : 'file', { data: { path: shortText(sourceCode.getText(path)) } });
    for (const { call, facts } of options.schedulers ? file.instanceJobs : []) report(call.node, 'job', { data: { call: shortText(sourceCode.getText(call.node.callee)), does: facts.does } });
  },
});
