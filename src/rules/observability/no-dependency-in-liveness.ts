import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-dependency-in-liveness',
  standard: 'observability',
  preset: 'strict',
  harm: 'crash',
  description: 'Disallow checks of liveness that ask a database or another service',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'https://github.com/super-productivity/super-productivity/issues/9599',
  ],
  messages: {
    beside: '`{{path}}` asks {{what}}, so that one fault there makes the orchestrator restart every replica at once, which mends nothing. Answer 200 here from the process alone, and ask in `{{readiness}}`, which only takes a replica out of the load balancer.',
    alone: '`{{path}}` asks {{what}}, so that one fault there makes the orchestrator restart every replica at once, which mends nothing. Answer 200 here from the process alone, and ask in a readiness route such as `/readyz`, which only takes a replica out of the load balancer.',
  },
  options: {
    schema: {
      livenessPaths: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Paths that say whether the process lives; routes whose path ends with one count as well.' },
      readinessPaths: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Paths that say whether it can take requests: where a file has one, its `/health`, `/healthz` and the like are taken for liveness.' },
      requireSplit: { type: 'boolean', description: 'Whether `/health`, `/healthz` and the like are for liveness also where nothing in the file says so.' },
    },
    defaults: {
      livenessPaths: ['/livez', '/live', '/liveness', '/alive', '/_live', '/_liveness', '/-/live', '/-/healthy', '/health/live', '/healthz/live'],
      readinessPaths: ['/readyz', '/ready', '/readiness', '/_ready', '/_readiness', '/-/ready', '/health/ready', '/healthz/ready'],
      requireSplit: false,
    },
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { path, node, what, readiness } of file.dependentLiveness(options)) {
      if (readiness === undefined) report(node, 'alone', { data: { path, what } });
      else report(node, 'beside', { data: { path, what, readiness } });
    }
  },
});
