import rule from '../../../src/rules/waits/require-request-timeout.js';
import { ruleTests } from '../../rule-tests.js';

ruleTests(rule, {
  valid: ['await fetch(url, { signal: AbortSignal.timeout(5_000) });', 'import { fetch } from "./mine.js"; await fetch(url);'],
  invalid: [{ code: 'await fetch(url);', errors: [{ messageId: 'unbounded', data: { library: 'global', bound: 'signal: AbortSignal.timeout(10_000)' } }] }],
});
