import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, classOfThis, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** Variables and private fields that hold a value which nothing reads. */
export class UnusedHolders {
  constructor(private readonly file: FileModel) {}

  /** Whether nothing reads the variable that a declarator declares, or only how long the array in it is. */
  isUnused(node: TSESTree.VariableDeclarator): boolean {
    const { parent } = node;
    if (node.id.type !== 'Identifier' || parent.kind === 'using' || parent.kind === 'await using' || parent.parent.type === 'ExportNamedDeclaration') return false;
    const [variable] = this.file.bindings.declaredBy(node);
    return variable !== undefined && this.#isUnread(variable);
  }

  /** The name of the variable or private field that an assignment sets, where nothing reads it. */
  setInVain({ left, operator }: TSESTree.AssignmentExpression): string | undefined {
    if (operator !== '=') return undefined;
    if (left.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(left);
      const definition = variable && this.file.bindings.definitionOf(variable);
      if (!variable || definition?.type !== 'Variable' || definition.parent.declare || definition.parent.parent.type === 'ExportNamedDeclaration') return undefined;
      return this.#isUnread(variable) ? left.name : undefined;
    }
    if (left.type !== 'MemberExpression' || left.object.type !== 'ThisExpression') return undefined;
    const name = staticName(left);
    const owner = name === undefined ? undefined : classOfThis(left.object);
    const field = owner?.node.body.body.find(each => each.type === 'PropertyDefinition' && staticName(each) === name);
    return field?.type === 'PropertyDefinition' && this.isUnusedField(field) ? name : undefined;
  }

  /** A private field that nothing in the file reads. */
  isUnusedField(node: TSESTree.PropertyDefinition): boolean {
    if (node.key.type !== 'PrivateIdentifier' && node.accessibility !== 'private') return false;
    const name = staticName(node);
    return name !== undefined && decoratorsOf(node).length === 0 && !this.#readMembers.has(name);
  }

  /** An array that is filled, and never read: `jobs.push(…)` and nothing else. */
  isOnlyFilled(array: Node): boolean {
    const variable = array.type === 'Identifier' ? this.file.bindings.variableOf(array) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.init?.type !== 'ArrayExpression' || definition.node.id !== definition.name) return false;
    if (definition.parent.parent.type === 'ExportNamedDeclaration') return false;
    return this.#isUnread(variable, identifier => isFilling(identifier));
  }

  /** Whether a name in statement position is all that becomes of it: `p;`, `on && p;`. */
  isBareStatement(identifier: Node): boolean {
    for (let current = identifier; current.parent; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'ExpressionStatement') return true;
      const passes =
        unwrap(parent) !== parent ||
        (parent.type === 'LogicalExpression' && parent.right === current) ||
        (parent.type === 'ConditionalExpression' && parent.test !== current) ||
        parent.type === 'SequenceExpression';
      if (!passes) return false;
    }
    return false;
  }

  #isUnread(variable: Variable, isNoRead: (identifier: Node) => boolean = () => false): boolean {
    if (variable.scope.type === 'global' || variable.identifiers.length !== 1) return false;
    return variable.references.every(each => !each.isRead() || isLengthOf(each.identifier) || isNoRead(each.identifier) || this.isBareStatement(each.identifier));
  }

  get #readMembers(): ReadonlySet<string> {
    return (this.#members ??= this.#findReadMembers());
  }
  #members: ReadonlySet<string> | undefined;

  #findReadMembers(): Set<string> {
    const names = new Set<string>();
    for (const [name, members] of this.file.index.membersByName) {
      if (members.some(each => !(each.parent.type === 'AssignmentExpression' && each.parent.operator === '=' && each.parent.left === each))) names.add(name);
    }
    for (const pattern of this.file.index.all('ObjectPattern')) {
      for (const each of pattern.properties) {
        const name = each.type === 'Property' ? staticName(each) : undefined;
        if (name !== undefined) names.add(name);
      }
    }
    return names;
  }
}

function isLengthOf(identifier: Node): boolean {
  const { parent } = identifier;
  return parent?.type === 'MemberExpression' && parent.object === identifier && staticName(parent) === 'length';
}

/** `jobs.push(…);` */
function isFilling(identifier: Node): boolean {
  const { parent } = identifier;
  if (parent?.type !== 'MemberExpression' || parent.object !== identifier || staticName(parent) !== 'push') return false;
  return parent.parent.type === 'CallExpression' && parent.parent.callee === parent && parent.parent.parent.type === 'ExpressionStatement';
}
