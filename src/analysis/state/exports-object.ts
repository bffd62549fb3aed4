import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, rootOf, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { propertyOf } from './container-changes.js';

/** A member of `exports`, and where it occurs. */
export interface ExportsMember {
  readonly name: string;
  /** As it stands in the source, where it is first. */
  readonly text: string;
  /** Where the module's own statements give it its value, and that value. */
  readonly first: Node | undefined;
  readonly value: Node | undefined;
  readonly members: readonly TSESTree.MemberExpression[];
}

/** What a CommonJS module hands out, through `exports`, `module.exports` or a name for them. */
export class ExportsObject {
  constructor(private readonly file: FileModel) {}

  get members(): readonly ExportsMember[] {
    return (this.#members ??= this.#find());
  }
  #members: readonly ExportsMember[] | undefined;

  /** Whether a function of the module puts something into it. */
  get isWrittenLater(): boolean {
    return (this.#isWrittenLater ??= this.#isCommon && this.file.index.all('AssignmentExpression').some(({ left }) => {
      const target = unwrap(left);
      return target.type === 'MemberExpression' && (this.#is(target) || this.#is(target.object)) && enclosingFunction(target) !== undefined;
    }));
  }
  #isWrittenLater: boolean | undefined;

  get #isCommon(): boolean {
    return this.file.sourceCode.text.includes('exports');
  }

  #find(): readonly ExportsMember[] {
    if (!this.#isCommon) return [];
    const byName = new Map<string, TSESTree.MemberExpression[]>();
    for (const member of this.file.index.all('MemberExpression')) {
      const name = staticName(member);
      if (name === undefined || !this.#is(member.object)) continue;
      const list = byName.get(name);
      if (list) list.push(member);
      else byName.set(name, [member]);
    }
    const whole = this.#whole();
    return [...byName].map(([name, members]) => {
      const assignment = members.map(each => [each, wrapped(each).parent] as const).find(([member, parent]) => parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.left === member && !enclosingFunction(parent))?.[1];
      const given = assignment?.type === 'AssignmentExpression' ? assignment : undefined;
      const property = given ? undefined : whole && propertyOf(whole, name);
      return { name, text: this.file.sourceCode.getText(members[0]!), first: given?.left ?? property, value: given?.right ?? property, members };
    });
  }

  /** The literal of `module.exports = { … }`. */
  #whole(): Node | undefined {
    return this.file.index.all('AssignmentExpression').find(({ left, right }) => left.type === 'MemberExpression' && this.#is(left) && right.type === 'ObjectExpression')?.right;
  }

  /** `exports`, `module.exports`, or a constant for one of them. */
  #is(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'MemberExpression') return staticName(value) === 'exports' && this.file.bindings.isGlobal(unwrap(value.object), 'module');
    if (value.type !== 'Identifier') return false;
    const variable = this.file.bindings.variableOf(value);
    if (!variable) return value.name === 'exports';
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'Variable' || !definition.node.init || definition.node.id.type !== 'Identifier' || !this.file.bindings.isConstant(variable)) return false;
    let init = unwrap(definition.node.init);
    while (init.type === 'AssignmentExpression') {
      if (rootOf(init.left) !== value && this.#is(init.left)) return true;
      init = unwrap(init.right);
    }
    return init.type === 'MemberExpression' && this.#is(init);
  }
}
