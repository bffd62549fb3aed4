import { isFunction, staticName, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** What a request brings, as Express, Connect, Next.js and their like call it. */
const DATA = new Set(['body', 'query', 'params', 'headers', 'cookies']);
const REQUEST = new Set([...DATA, 'originalUrl', 'method', 'url', 'path', 'ip', 'protocol', 'get', 'header']);
const RESPONSE = new Set(['status', 'json', 'send', 'sendStatus', 'setHeader', 'writeHead', 'redirect', 'render', 'end']);

/**
 * The function whose parameter an expression such as `req.query` reads, where that parameter is used as a request and the
 * next one as its response: how plain JavaScript shows what it handles. What the parameters are called does not matter.
 */
export function requestDataOf(node: Node, file: FileModel): FunctionNode | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || !DATA.has(staticName(node) ?? '')) return undefined;
  const variable = file.bindings.variableOf(node.object);
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Parameter' || !isFunction(definition.node)) return undefined;
  const fn = definition.node;
  const index = fn.params.findIndex(each => each === definition.name);
  if (index < 0) return undefined;
  const [response, next] = [1, 2].map(offset => parameterOf(fn, index + offset, file));
  if (response && membersOf(response).some(({ name, isCalled }) => isCalled && RESPONSE.has(name))) return fn;
  const asked = new Set(membersOf(variable).flatMap(({ name }) => (REQUEST.has(name) ? [name] : [])));
  return asked.size > 1 && response && next?.references.some(({ identifier: { parent } }) => parent?.type === 'CallExpression' && parent.arguments.length < 2 && parent.callee.type === 'Identifier' && parent.callee.name === next.name) ? fn : undefined;
}

function parameterOf({ params }: FunctionNode, index: number, file: FileModel): Variable | undefined {
  const parameter = params[index];
  return parameter?.type === 'Identifier' ? file.bindings.variableOf(parameter) : undefined;
}

function membersOf({ references }: Variable): { readonly name: string; readonly isCalled: boolean }[] {
  return references.flatMap(({ identifier }) => {
    const member = identifier.parent;
    if (member?.type !== 'MemberExpression' || member.object !== identifier) return [];
    return [{ name: staticName(member) ?? '', isCalled: member.parent.type === 'CallExpression' && member.parent.callee === member }];
  });
}
