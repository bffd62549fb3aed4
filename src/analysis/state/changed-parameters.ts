import { enclosingFunction, functionName, isInside, lastName, rootOf, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Answers } from './answers.js';
import { inputFault, type MutatedInput } from './input-faults.js';
import { ARGUMENTS, COMMANDS, GETTING, isToBeChanged, QUERIES, TAKING } from './input-names.js';
import type { InputWrite } from './input-writes.js';
import type { OthersValues } from './others-values.js';
import type { PlainData } from './plain-data.js';
import { isOpenedByCast } from './readonly-casts.js';
import { isUsed } from './taken-results.js';
import type { Owner } from './value-owners.js';

/** Writes to what a function was given, and to copies of it that do not reach far enough. */
export class ChangedParameters {
  constructor(
    private readonly file: FileModel,
    private readonly values: OthersValues,
    private readonly answers: Answers,
    private readonly data: PlainData,
  ) {}

  of(write: InputWrite, owner: Owner): MutatedInput | undefined {
    const { node, target, method } = write;
    if (owner.copy) return this.#isTold(owner.copy.node, owner) ? inputFault(node, 'shallow', target, owner, this.file) : undefined;
    const { fn } = owner;
    if (!fn) return undefined;
    const instead = this.#sharedDefault(owner, fn);
    // A default that is itself shared and changed is told by no-mutable-shared-state, a part of it that a pattern takes out here.
    if (instead && this.file.mutations.shared.some(each => each.how === 'shared-default' && each.fn === fn)) return undefined;
    if (instead) return { ...inputFault(node, 'shared', target, owner, this.file), source: `\`${this.file.sourceCode.getText(unwrap(instead))}\` where the caller gives nothing` };
    if (!this.values.isOthers(owner)) return undefined;
    if (isOpenedByCast(target, this.file)) return inputFault(node, 'readonly', target, owner, this.file);
    if (!this.answers.givesValue(fn) || isToBeChanged(target, owner) || COMMANDS.test(functionName(fn) ?? '')) return undefined;
    if (owner.mapped) return this.answers.isElementGivenBack(owner.mapped, target) ? inputFault(node, 'mapped', target, owner, this.file) : undefined;
    if (!this.data.isMaybe(rootOf(target)) || this.#isAccumulator(owner, fn)) return undefined;
    const isProven = this.#isMeantAsValue(write, owner, fn);
    const isTaken = isProven && method !== undefined && TAKING.test(method) && isUsed(node);
    return { ...inputFault(node, isTaken ? 'taken' : 'changed', target, owner, this.file), ...(isTaken && { call: method }), isProven };
  }

  /** `options = DEFAULTS`: the object of the module, where the caller gives none. */
  #sharedDefault({ root }: Owner, fn: FunctionNode): Node | undefined {
    const parameter = fn.params.find(each => each.type === 'AssignmentPattern' && 'identifiers' in root && isInside(root.identifiers[0]!, each.left));
    if (parameter?.type !== 'AssignmentPattern') return undefined;
    const given = this.values.of(parameter.right);
    return given?.holds === 'whole' && !given.fn ? parameter.right : undefined;
  }

  /** Made anew where the caller gives none, or passed on to itself: the answer is gathered in it. */
  #isAccumulator({ root }: Owner, fn: FunctionNode): boolean {
    if (!('identifiers' in root)) return false;
    const parameter = fn.params.find(each => each.type === 'AssignmentPattern' && each.left === root.identifiers[0]);
    if (parameter?.type === 'AssignmentPattern' && /^(ObjectExpression|ArrayExpression|NewExpression)$/.test(unwrap(parameter.right).type)) return true;
    return root.references.some(({ identifier }) => {
      const call = wrapped(identifier).parent;
      return call?.type === 'CallExpression' && call.callee !== wrapped(identifier) && this.file.origins.functionOf(call.callee) === fn;
    });
  }

  /** The function gives the parameter back as if it were new, or is named like a question; that it is data must be told by its type, or by both of these. */
  #isMeantAsValue({ node, target, how, method }: InputWrite, owner: Owner, fn: FunctionNode): boolean {
    const root = rootOf(target);
    const isGivenBack = this.answers.isGivenBack(target, node, owner);
    const name = functionName(fn) ?? '';
    const isTaken = TAKING.test(method ?? '') && isUsed(node);
    if (isGivenBack && ((how === 'delete' && unwrap(target) === root) || QUERIES.test(name))) return true;
    const declared = this.file.origins.declared.resolve(this.file.origins.declared.of(root));
    if (!declared || !this.data.is(declared)) return false;
    // What is put into a list that was handed in for it is the answer; what is taken out of it, and answered, is not.
    const isOfWhole = how !== 'put' && how !== 'delete' && unwrap(target).type === 'Identifier';
    if (isOfWhole && !isGivenBack && !isTaken) return false;
    // An object of named arguments is made for the call, and what it holds may be there to be filled.
    const isArguments = declared.type === 'TSTypeLiteral' && ARGUMENTS.test(owner.name);
    return isGivenBack || (!isArguments && (QUERIES.test(name) || (isTaken && GETTING.test(name))));
  }

  /**
   * Whoever copies an object means to leave the original alone. A list may be copied only to walk through it: it has to be given
   * back. What a framework hands in is nobody else's.
   */
  #isTold(copy: Node, { fn }: Owner): boolean {
    if (fn && this.file.handlers.all.some(each => each.fn === fn)) return false;
    if (copy.type === 'ObjectExpression' || (copy.type === 'CallExpression' && lastName(copy.callee) === 'assign')) return true;
    const declarator = wrapped(copy).parent;
    const around = enclosingFunction(copy);
    if (declarator?.type !== 'VariableDeclarator' || !around) return false;
    const [variable] = this.file.bindings.declaredBy(declarator);
    return variable !== undefined && this.answers.of(around).some(each => this.file.bindings.variableOf(unwrap(each)) === variable);
  }
}
