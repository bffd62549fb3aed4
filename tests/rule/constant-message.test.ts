import { expect, it } from 'vitest';
import { constantMessage } from '../../src/rule/constant-message.js';
import { modelOf } from '../model.js';

/** The constant text of a message that is written as a template. */
function constantOf(template: string): string | undefined {
  const file = modelOf(`import pino from 'pino'; import { PREFIX } from './names'; pino().info(\`${template}\`);`);
  const [branch] = file.interpolatedMessages.of()[0]?.branches ?? [];
  return branch && constantMessage(branch, file);
}

it.each([
  ['user ${userId} finished in ${ms}ms', "'user finished'"],
  ['user ${userId} finished in ${ms} seconds', "'user finished'"],
  ['Found ${rows.length} rows', "'Found rows'"],
  ['dataRoot=${dataRoot}, offset=${offset} found', "'found'"],
  ['connection to ${host} has ended: code=${code}', "'connection has ended'"],
  ["order '${id}' (${state}) failed", "'order failed'"],
  ['Failed to send. Status code: ${status}', "'Failed to send.'"],
  ['Cleaned up WAL for ${name} database', "'Cleaned up WAL for database'"],
  ['Polling after height ${height}...', "'Polling after height'"],
  ['moved from ${a} to ${b}', "'moved'"],
  ['moved ${a} -> ${b}', "'moved'"],
  ['process.on ${type}', "'process.on'"],
  ['Shop v${version} started', "'Shop started'"],
  ['at 95 % of ${limit}', "'at 95 %'"],
  ['Valid From : ${day}', "'Valid From'"],
  ["the user's order ${id}", '"the user\'s order"'],
  ['${PREFIX} user ${id} finished', '`${PREFIX} user finished`'],
  ['${PREFIX} costs \\${5} for ${id}', '`${PREFIX} costs \\${5}`'],
  ['${id}: ${state}', undefined],
  ['to: ${to}\\nsubject: ${subject}', undefined],
])('%s becomes %s', (template, expected) => {
  expect(constantOf(template)).toBe(expected);
});
