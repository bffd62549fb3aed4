import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, isInside, staticName, unwrap, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** Which values `Object.freeze` has closed by the time that something is written to them. It closes one level only. */
export class FrozenValues {
  constructor(private readonly file: FileModel) {}

  /** Whether the object or list is surely frozen where `write` happens. */
  isFrozen(target: Node, write: Node): boolean {
    const value = unwrap(target);
    if (value.type === 'ThisExpression') return this.#isClosedThis(value, write);
    return this.#frozen(value) !== undefined || (value.type === 'Identifier' && this.#isClosedLater(value, write));
  }

  /** The literal that a frozen value was made of. */
  #frozen(node: Node, depth = 0): TSESTree.ObjectExpression | TSESTree.ArrayExpression | undefined {
    const made = depth > 6 ? undefined : this.#made(node, depth);
    return made && this.#freezes(made);
  }

  /** The expression that a name, a member of a literal or a field of a class always holds. */
  #made(node: Node, depth: number): Node | undefined {
    const value = unwrap(node);
    if (value.type === 'Identifier') return this.#called(this.file.origins.expressionOf(value));
    if (value.type !== 'MemberExpression') return undefined;
    const name = staticName(value);
    const ofClass = this.#classAt(value.object);
    if (name === undefined) return undefined;
    if (ofClass) return this.#fieldOf(ofClass.node, name, ofClass.isStatic);
    const whole = this.#frozen(value.object, depth + 1);
    const property = whole?.type === 'ObjectExpression' ? whole.properties.findLast(each => each.type === 'SpreadElement' || staticName(each) === name) : undefined;
    return property?.type === 'Property' ? unwrap(property.value) : undefined;
  }

  /** What a function in view gives: `const limits = makeLimits();` */
  #called(value: Node | undefined): Node | undefined {
    const fn = value?.type === 'CallExpression' ? this.file.origins.functionOf(value.callee) : undefined;
    if (!fn || fn.async || fn.generator) return value;
    const returned = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').map(each => each.argument) : [fn.body];
    return returned.length === 1 && returned[0] ? unwrap(returned[0]) : value;
  }

  #freezes(node: Node): TSESTree.ObjectExpression | TSESTree.ArrayExpression | undefined {
    const call = unwrap(node);
    const given = this.#isFreeze(call) ? call.arguments[0] : undefined;
    const value = given && unwrap(given);
    return value?.type === 'ObjectExpression' || value?.type === 'ArrayExpression' ? value : undefined;
  }

  #isFreeze(node: Node): node is TSESTree.CallExpression {
    return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && staticName(node.callee) === 'freeze' && this.file.bindings.isGlobal(node.callee.object, 'Object');
  }

  #classAt(node: Node): { readonly node: ClassNode; readonly isStatic: boolean } | undefined {
    const value = unwrap(node);
    if (value.type === 'ThisExpression') return classOfThis(value);
    const origin = value.type === 'Identifier' ? this.file.origins.of(value) : undefined;
    return origin?.kind === 'class' && !origin.promised ? { node: origin.node, isStatic: true } : undefined;
  }

  /** The value of a field that nothing in the file replaces. */
  #fieldOf(owner: ClassNode, name: string, isStatic: boolean): Node | undefined {
    const field = owner.body.body.find(each => each.type === 'PropertyDefinition' && each.static === isStatic && staticName(each) === name);
    if (field?.type !== 'PropertyDefinition' || !field.value) return undefined;
    const isReplaced = this.file.index.all('AssignmentExpression').some(({ left }) => left.type === 'MemberExpression' && staticName(left) === name && this.#classAt(left.object)?.node === owner);
    return isReplaced ? undefined : unwrap(field.value);
  }

  /** `const limits = { … }; Object.freeze(limits);`, and then a write. */
  #isClosedLater(name: TSESTree.Identifier, write: Node): boolean {
    const variable = this.file.bindings.variableOf(name);
    const freeze = variable && this.#closings.get(variable);
    if (!freeze || !this.file.bindings.isConstant(variable)) return false;
    const around = enclosingFunction(freeze);
    // Whatever stands in a function runs later than the module; in one function, what stands later in the block.
    if (around === undefined && enclosingFunction(write) !== undefined) return this.#isOnlyCalledLater(write, freeze);
    const block = freeze.parent?.parent;
    return around === enclosingFunction(write) && write.range[0] > freeze.range[1] && block !== undefined && block !== null && isInside(write, block);
  }

  /** Functions that the module calls before it freezes anything may still fill it. */
  #isOnlyCalledLater(write: Node, freeze: Node): boolean {
    for (let fn = enclosingFunction(write); fn; fn = enclosingFunction(fn)) {
      const place = fn.parent;
      if (place.type === 'CallExpression' && place.range[0] < freeze.range[0]) return false;
      if (this.file.origins.usesOf(fn).some(use => use !== fn && enclosingFunction(use) === undefined && use.range[0] < freeze.range[0])) return false;
    }
    return true;
  }

  /** Variables that a statement freezes, where it surely runs: directly in the module or in a function. */
  get #closings(): ReadonlyMap<Variable, TSESTree.CallExpression> {
    if (this.#closed) return this.#closed;
    const closed = new Map<Variable, TSESTree.CallExpression>();
    for (const call of this.#freezeStatements) {
      const given = unwrap(call.arguments[0]!);
      const variable = given.type === 'Identifier' ? this.file.bindings.variableOf(given) : undefined;
      const value = given.type === 'Identifier' ? this.file.origins.expressionOf(given) : undefined;
      if (variable && (value?.type === 'ObjectExpression' || value?.type === 'ArrayExpression')) closed.set(variable, call);
    }
    return (this.#closed = closed);
  }
  #closed: ReadonlyMap<Variable, TSESTree.CallExpression> | undefined;

  /** A class that freezes its objects when they are made, and then assigns to a field of them. */
  #isClosedThis(node: Node, write: Node): boolean {
    const owner = classOfThis(node);
    if (!owner || owner.isStatic || owner.node.superClass) return false;
    const left = write.type === 'AssignmentExpression' ? unwrap(write.left) : write.type === 'UpdateExpression' || write.type === 'UnaryExpression' ? unwrap(write.argument) : undefined;
    const name = left?.type === 'MemberExpression' ? staticName(left) : undefined;
    // Private fields stay open, and so does what a setter does.
    if (name === undefined || name.startsWith('#') || owner.node.body.body.some(each => each.type === 'MethodDefinition' && each.kind === 'set' && staticName(each) === name)) return false;
    const freeze = this.#freezeStatements.find(each => {
      const method = enclosingFunction(each)?.parent;
      return unwrap(each.arguments[0]!).type === 'ThisExpression' && method?.type === 'MethodDefinition' && method.kind === 'constructor' && method.parent.parent === owner.node;
    });
    const made = freeze && enclosingFunction(freeze);
    return made !== undefined && (isInside(write, made) ? enclosingFunction(write) === made && write.range[0] > freeze!.range[1] : enclosingFunction(write) !== undefined);
  }

  get #freezeStatements(): readonly TSESTree.CallExpression[] {
    return (this.#statements ??= this.file.index.all('CallExpression').filter(each => {
      const block = each.parent.type === 'ExpressionStatement' ? each.parent.parent : undefined;
      const isPlain = block?.type === 'Program' || (block?.type === 'BlockStatement' && block.parent === enclosingFunction(each));
      return isPlain && each.arguments.length === 1 && each.arguments[0]?.type !== 'SpreadElement' && this.#isFreeze(each);
    }));
  }
  #statements: readonly TSESTree.CallExpression[] | undefined;
}
