import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'require-health-endpoint',
  standard: 'observability',
  preset: 'strict',
  harm: 'blind',
  severity: 'warn',
  description: 'Require that a service has a route by which others see whether it is well',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/', 'nodebestpractices 5.3'],
  messages: {
    any: 'This service has no route of health, so that it gets requests before it can answer them, and goes on to get them when it hangs. Add `/livez`, which answers 200 from the process alone, and `/readyz`, which asks the database and whatever else each request needs.',
    liveness: 'This service has no route of liveness, so that nobody starts it anew when it hangs, or its readiness does that as well. Add `/livez`, which answers 200 from the process alone.',
    readiness: 'This service has no route of readiness, so that it gets requests before it can answer them, and while its database is away. Add `/readyz`, which asks the database and whatever else each request needs, and answers 503 when that fails.',
  },
  options: {
    schema: {
      paths: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Paths, or parts of them, that are about health as well, such as `/vitals`.' },
      requireSplit: { type: 'boolean', description: 'Whether a service must have a route of liveness and another one of readiness.' },
    },
    defaults: { paths: [], requireSplit: false },
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { node, missing } of file.missingEndpoints(options)) report(node, missing);
  },
});
