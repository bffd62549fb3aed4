import { isFunction, lastName, rootOf, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

const SPELT_AS_CONSTANT = /^[A-Z][A-Z0-9_]+$/;
const SPELT_AS_TYPE = /^[A-Z][A-Za-z0-9]*$/;
/** What is put in front of all entries of a part of the program: it says who speaks, not what happened. */
const PREFIX = /prefix$|^(?:log)?tag$/i;
const SETTINGS = /^(?:env|config|settings|constants)$|(?:Env|Config|Settings|Constants)$/;
const MAX_DEPTH = 5;

/** Whether a value is the same in every entry that a process writes: imported names, constants by their spelling, settings, names of classes. */
export function isSameForProcess(node: Node, file: FileModel, depth = 0): boolean {
  const value = unwrap(node);
  if (depth > MAX_DEPTH) return false;
  const next = (each: Node): boolean => isSameForProcess(each, file, depth + 1);
  switch (value.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return value.expressions.every(next);
    case 'LogicalExpression':
      return next(value.left) && next(value.right);
    case 'Identifier':
      return isConstantName(value.name) || isConstantVariable(value, file, depth);
    case 'MemberExpression':
      return isConstantMember(value, file);
    case 'CallExpression': {
      // `config.get('PORT')`
      const callee = unwrap(value.callee);
      const [key] = value.arguments;
      return callee.type === 'MemberExpression' && /^get\w*$/.test(staticName(callee) ?? '') && /config(?:Service)?$/i.test(lastName(callee.object) ?? '') && key?.type === 'Literal';
    }
    default:
      return false;
  }
}

function isConstantName(name: string): boolean {
  return SPELT_AS_CONSTANT.test(name) || PREFIX.test(name);
}

function isConstantVariable(node: Node, file: FileModel, depth: number): boolean {
  const variable = file.bindings.variableOf(node);
  if (!variable) return file.bindings.isGlobal(node, '__filename', '__dirname');
  const definition = file.bindings.definitionOf(variable);
  if (definition?.type === 'ImportBinding') return true;
  if (definition?.type !== 'Variable' || !file.bindings.isConstant(variable) || definition.node.id.type !== 'Identifier') return false;
  const { init } = definition.node;
  return init !== null && !isFunction(init) && isSameForProcess(init, file, depth + 1);
}

function isConstantMember(member: Extract<Node, { type: 'MemberExpression' }>, file: FileModel): boolean {
  const name = staticName(member);
  if (name === undefined) return false;
  if (isConstantName(name)) return true;
  const owner = unwrap(member.object);
  if (owner.type === 'MemberExpression' && staticName(owner) === 'constructor') return name === 'name';
  const root = rootOf(member);
  if (root.type !== 'Identifier') return false;
  if (file.bindings.isGlobal(root, 'process')) return owner === root ? ['pid', 'version', 'platform', 'arch', 'title'].includes(name) : owner.type === 'MemberExpression' && staticName(owner) === 'env';
  const variable = file.bindings.variableOf(root);
  const definition = variable && file.bindings.definitionOf(variable);
  if (definition?.type === 'TSEnumName') return true;
  if (definition?.type !== 'ImportBinding') return false;
  // `import * as limits`: a member is what the module exports. `Status.Paid`: of an enumeration. `config.host`: read at the start.
  if (owner === root && definition.node.type === 'ImportNamespaceSpecifier') return true;
  return SETTINGS.test(root.name) || (owner === root && SPELT_AS_TYPE.test(root.name) && SPELT_AS_TYPE.test(name));
}
