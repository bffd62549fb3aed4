import type { FileModel } from '../analysis/file-model.js';
import type { LogLikeCall } from '../analysis/logs/log-like-calls.js';
import { staticName, type Node } from '../syntax/nodes.js';

/** The arguments of a call that logs a failure, by a logger that is known by its use only: as another call of it in the file hands over an error; undefined where none does. */
export function withErrorAsElsewhere(call: LogLikeCall, error: string, file: FileModel): string | undefined {
  const given = call.node.arguments;
  const text = (node: Node): string => file.sourceCode.getText(node);
  const errorKeyOf = (node: Node | undefined): string | undefined => {
    const key = node?.type === 'ObjectExpression' ? node.properties.find(each => each.type === 'Property' && file.logs.isError(each.value)) : undefined;
    return key?.type === 'Property' ? staticName(key) : undefined;
  };
  const asField = (key: string, fields: Node | undefined): string | undefined => {
    const field = key === error ? key : `${key}: ${error}`;
    if (!fields) return `{ ${field} }`;
    if (fields.type !== 'ObjectExpression' || fields.properties.some(each => each.type !== 'Property' || staticName(each) === key)) return undefined;
    return `{ ${[field, ...fields.properties.map(text)].join(', ')} }`;
  };
  const at = given.findIndex(each => file.logs.isText(each));
  const message = given[at];
  if (!message || given.length > 2) return undefined;
  const fields = given.length === 2 ? given[1 - at] : undefined;
  for (const { node } of call.siblings) {
    const [first, second] = node.arguments;
    if (node === call.node || !first || !second || node.arguments.length !== 2) continue;
    if (file.logs.isText(first)) {
      if (file.logs.isError(second)) return given.length === 1 ? `${text(message)}, ${error}` : undefined;
      const key = errorKeyOf(second);
      if (key !== undefined) return at === 0 ? joined(text(message), asField(key, fields)) : undefined;
    } else if (file.logs.isText(second)) {
      if (file.logs.isError(first)) return given.length === 1 ? `${error}, ${text(message)}` : undefined;
      const key = errorKeyOf(first);
      if (key !== undefined) return at === given.length - 1 ? joined(asField(key, fields), text(message)) : undefined;
    }
  }
  return undefined;
}

function joined(first: string | undefined, second: string | undefined): string | undefined {
  return first === undefined || second === undefined ? undefined : `${first}, ${second}`;
}
