import type { TSESTree } from '@typescript-eslint/utils';
import { splitType, type FoundEntry } from '../../catalog/index.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';

/**
 * What a call of a logger calls that a middleware of the file puts on what handlers are given: `req.log.error(…)` beside
 * `app.use(pinoHttp())`.
 */
export function requestLogEntry(node: TSESTree.CallExpression, file: FileModel): FoundEntry | undefined {
  const callee = unwrap(node.callee);
  const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
  const logger = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
  const name = logger?.type === 'MemberExpression' ? staticName(logger) : undefined;
  if (method === undefined || logger?.type !== 'MemberExpression' || name === undefined || file.calls.at(node)) return undefined;
  const put = file.calls.having('putsLogger').find(each => each.entry.putsLogger?.name === name);
  const origin = put && file.origins.of(logger.object);
  if (!put?.entry.putsLogger || origin?.kind !== 'library' || origin.promised || !origin.path.endsWith('#')) return undefined;
  const part = file.catalog.type(origin.library, origin.path.slice(0, -1))?.part;
  if (part !== 'request' && part !== 'response' && part !== 'context') return undefined;
  const { library, type } = splitType(put.entry.putsLogger.type, put.library);
  const found = file.catalog.entry(library, `${type}#${method}`);
  return found?.entry.role === 'log' ? found : undefined;
}
