import { loggerTextOf } from '../../project/logger-texts.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import { LEVELS, type LogLikeCall } from './log-like-calls.js';
import { importOf } from './redaction.js';

/** Calls by the name of a level, as statements, of what another module exports whose text makes a logger. */
export function importedCalls(file: FileModel): readonly LogLikeCall[] {
  const found: LogLikeCall[] = [];
  for (const node of file.index.callsNamed(...LEVELS.keys())) {
    const callee = unwrap(node.callee);
    const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    const level = method === undefined ? undefined : LEVELS.get(method);
    if (!level || method === undefined || node.parent.type !== 'ExpressionStatement' || file.calls.at(node)) continue;
    const module = importOf(callee, file);
    if (module !== undefined && loggerTextOf(file.filename, module)?.makes) found.push({ node, method, level, siblings: [] });
  }
  return found;
}
