import type { LogCall } from '../analysis/logs/log-calls.js';
import type { LostValue } from '../analysis/logs/lost-values.js';
import type { FileModel } from '../analysis/file-model.js';
import { unwrap } from '../syntax/nodes.js';
import { errorIn, logArguments } from './log-arguments.js';

/** The message about a lost value, its data, and the arguments that lose nothing, where they can be written. */
export interface LostValueReport {
  readonly messageId: 'lostExtra' | 'lostBehind' | 'lostToPlaceholder' | 'lostField' | 'lostText' | 'lostError' | 'fieldsAsMessage' | 'lostToContext';
  readonly data: Readonly<Record<string, string>>;
  readonly example?: string | undefined;
}

/** How a lost value is reported. */
export function reportOf(lost: LostValue, method: string, file: FileModel): LostValueReport {
  const { call } = lost;
  const { logger } = call;
  const written = inOrder(lost, file);
  // A level stands in front of what is read.
  const leading = call.node.arguments.slice(0, call.node.arguments.length - call.values.length).map(each => file.sourceCode.getText(each));
  const example = written === undefined ? undefined : [...leading, written].join(', ');
  const isMessageFirst = call.facts.order === 'message-first';
  const order = [...leading, isMessageFirst ? 'message, fields' : 'fields, message'].join(', ');
  switch (lost.why) {
    case 'extra':
      return { messageId: isMessageFirst ? 'lostBehind' : 'lostExtra', data: { logger, method, example: example ?? order }, example };
    case 'placeholder':
      return { messageId: 'lostToPlaceholder', data: { logger, placeholder: `%${lost.placeholder ?? ''}`, advice: placeForErrors(call, method) } };
    case 'field': {
      const { errorKey } = call.facts;
      const advice = lost.rename !== undefined ? `Write \`${lost.rename}: …\`.` : errorKey ? 'Make the logger with a serializer for it.' : 'Hand over the error itself behind the message.';
      return { messageId: 'lostField', data: { logger, advice } };
    }
    case 'text':
      return { messageId: 'lostText', data: { logger, method, second: file.logs.isError(unwrap(call.values[0]!)) ? 'error' : 'fields' } };
    case 'error':
      return { messageId: 'lostError', data: { logger, kept: lost.keepsText ? 'at most the text' : 'nothing', lost: lost.keepsText ? 'its stack is' : 'its text and its stack are', advice: placeForErrors(call, method) }, example };
    case 'fields':
      return { messageId: 'fieldsAsMessage', data: { logger, method, example: example ?? order }, example };
    case 'context':
      return { messageId: 'lostToContext', data: { logger, method, example: example ?? 'message, error' }, example };
  }
}

/** Where a logger prints an error with its stack. */
function placeForErrors({ facts }: LogCall, method: string): string {
  if (facts.order === 'variadic') return `Leave the placeholder out: \`${method}(message, err)\`.`;
  if (facts.order === 'message-first') return `Write \`${method}(${facts.levelArgument === undefined ? '' : 'level, '}message, err)\`.`;
  return facts.firstErrorLost ? `Write \`${method}({ message: err.message, stack: err.stack }, message)\`.` : `Hand the error over first: \`${method}(err, message)\`.`;
}

/** The arguments of a call with its one lost value where it belongs. */
function inOrder({ call, value, message, why }: LostValue, file: FileModel): string | undefined {
  const text = (node: Parameters<typeof file.sourceCode.getText>[0]): string => file.sourceCode.getText(node);
  const { order } = call.facts;
  const [first] = call.values;
  const kept = unwrap(value);
  if (why === 'context') {
    const error = kept.type === 'MemberExpression' ? kept.object : undefined;
    return error && call.values.length === 2 ? `${text(first)}, ${text(error)}${call.level === 'error' ? '.stack' : ''}` : undefined;
  }
  if (why === 'error' && order === 'fields-first' && message === first && first && call.values.length === 2) return `${text(value)}, ${text(first)}`;
  if (why === 'error' && order === 'fields-first' && message === undefined && call.values.length === 2 && first && !call.facts.firstErrorLost) return logArguments(call, { message: undefined, fields: [], error: value, existing: first }, file);
  if (why === 'fields') return call.values.length === 2 && first ? logArguments(call, { message: undefined, fields: [], error: first, existing: value }, file) : undefined;
  // Placeholders that nothing fills would keep the fields from being read.
  if (why !== 'extra' || !message || (order === 'message-first' && /%[a-z]/i.test(text(message)))) return undefined;
  const at = call.values.indexOf(message);
  if (call.values.length !== at + 2) return undefined;
  const existing = order === 'fields-first' && at === 1 ? first : undefined;
  const entry = { message: text(message), fields: [], existing } as const;
  const error = order === 'message-first' && !file.logs.isError(kept) ? errorIn(kept, file) : undefined;
  if (error) return logArguments(call, { ...entry, error }, file);
  if (file.logs.isError(value)) return call.facts.firstErrorLost && order === 'fields-first' ? undefined : logArguments(call, { ...entry, error: value }, file);
  if (kept.type === 'ObjectExpression') return existing ? undefined : logArguments(call, { ...entry, existing: value }, file);
  return logArguments(call, { ...entry, fields: [value] }, file);
}
