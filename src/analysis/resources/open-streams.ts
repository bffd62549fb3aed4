import { isFunction, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A file that is read for a call which does not close it where it fails, and that nobody else can close. */
export interface OpenStream {
  /** The call that opens the file. */
  readonly opened: Node;
  readonly call: LibraryCall;
}

export function openStreams(file: FileModel): readonly OpenStream[] {
  return file.calls.having('leavesOpen').flatMap(call => {
    const facts = call.entry.leavesOpen;
    const argument = facts && call.node.arguments[facts.argument];
    if (!argument || argument.type === 'SpreadElement' || !isFunction(ownerOf(call.node))) return [];
    const found = facts.option === undefined ? undefined : file.options.at(argument, facts.option);
    const value = facts.option === undefined ? argument : found?.state === 'present' ? found.value : undefined;
    const opened = value && openedBy(file, unwrap(value), call);
    return opened ? [{ opened, call }] : [];
  });
}

/** The call that opens the stream, where no name of it is used for anything but hearing its errors. */
function openedBy(file: FileModel, value: Node, call: LibraryCall): Node | undefined {
  if (value.type !== 'Identifier') return opensFile(file, value) && ownerOf(value) === ownerOf(call.node) ? value : undefined;
  const variable = file.bindings.variableOf(value);
  const definition = variable && file.bindings.isConstant(variable) ? variable.defs[0] : undefined;
  const init = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
  if (!variable || !init || ownerOf(init) !== ownerOf(call.node) || !opensFile(file, init)) return undefined;
  return variable.references.every(({ identifier }) => identifier === value || identifier === definition?.name || isHeard(identifier)) ? init : undefined;
}

function opensFile(file: FileModel, node: Node): boolean {
  const opened = file.calls.at(node);
  return opened?.library === 'node:fs' && opened.entry.gives === 'ReadStream';
}

function isHeard(identifier: Node): boolean {
  const member = wrapped(identifier).parent;
  const call = member?.type === 'MemberExpression' && member.object === wrapped(identifier) ? wrapped(member).parent : undefined;
  const [event, listener] = call?.type === 'CallExpression' && unwrap(call.callee) === member ? call.arguments : [];
  // A listener that sees the stream may close it.
  return event?.type === 'Literal' && event.value === 'error' && listener !== undefined;
}
