import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'require-failure-tests',
  standard: 'failures',
  preset: 'all',
  harm: 'blind',
  severity: 'warn',
  description: 'Require modules that can fail to have a test that makes them fail',
  references: ['nodebestpractices 4.4', 'Yuan et al., OSDI 2014'],
  messages: {
    noFailureTest:
      '`{{name}}` {{how}}{{more}}, and {{count}} this module expects a failure: whether callers get the right error is found out in production. Write a test that makes it fail and says with what: `{{write}}`.',
    noTest:
      '`{{name}}` {{how}}{{more}}, and no test of the project imports this module: whether callers get the right error is found out in production. Write a test that makes it fail and says with what: `{{write}}`.',
  },
  options: {
    schema: {
      allowIndirect: { type: 'boolean', description: 'Whether a test that expects some failure, and reaches the module through other modules only, is enough.' },
      allowUntested: { type: 'boolean', description: 'Whether a module that no test imports is accepted: then only modules with tests must have one that fails.' },
    },
    defaults: { allowIndirect: false, allowUntested: false },
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    const found = file.untestedFailures;
    const path = found?.paths[0];
    if (!found || !path || (options.allowIndirect && found.isReached)) return;
    const { head, name, how, isAsync } = path;
    const call = name.endsWith('()') ? name.replace('()', '(…)') : `${name}(…)`;
    const others = found.paths.length - 1;
    const data = {
      name,
      how,
      more: others === 0 ? '' : ` (as ${others === 1 ? 'one other export does' : `${String(others)} other exports do`})`,
      write: isAsync ? `await expect(${call}).rejects.toThrow(…)` : `expect(() => ${call}).toThrow(…)`,
    };
    if (found.importedBy > 0) report(head, 'noFailureTest', { data: { ...data, count: found.importedBy === 1 ? 'not even the one test file that imports' : `none of the ${String(found.importedBy)} test files that import` } });
    else if (!options.allowUntested) report(head, 'noTest', { data });
  },
});
