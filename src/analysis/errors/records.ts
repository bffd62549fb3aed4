import { isFunction } from '../../syntax/nodes.js';
import { walk, type Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** Whether a call writes down that something happened, and comes back: a log entry, a metric, a report to a tracker. */
export function isRecord(node: Node, file: FileModel): boolean {
  const role = file.calls.at(node)?.entry.role;
  return role === 'log' || role === 'error-report' || role === 'metric-update' || file.logs.has(node);
}

/** Whether code does nothing but record, and give something: it changes nothing, waits for nothing and throws nothing. */
export function onlyRecords(body: Node, file: FileModel): boolean {
  let other = false;
  walk(body, file.visitorKeys, node => {
    if (isFunction(node)) return 'skip';
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
        // What is handed to a log is only read there.
        if (isRecord(node, file)) return 'skip';
        other = true;
        return undefined;
      case 'ThrowStatement':
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'AssignmentExpression':
      case 'UpdateExpression':
      case 'TaggedTemplateExpression':
      case 'ImportExpression':
        other = true;
        return undefined;
      default:
        return undefined;
    }
  });
  return !other;
}
