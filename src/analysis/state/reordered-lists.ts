import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, isFunction, isInside, lastName, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Answers } from './answers.js';
import type { FrozenValues } from './frozen-values.js';
import { frozenFault, inputFault, type MutatedInput } from './input-faults.js';
import { COMMANDS, isToBeChanged } from './input-names.js';
import { isField, type OthersValues } from './others-values.js';
import { isPutBack, isUsed, REORDERING } from './taken-results.js';

/** Methods that lists have, and queries and cursors have not. */
const OF_LISTS_ONLY = /^(slice|reduce|some|every|join|flatMap|findIndex|indexOf|at)$/;
const OF_REVERSED = /^(slice|reduce|some|every|join|flatMap|findIndex|indexOf|at|map|filter|find|forEach)$/;

/** `sort` and `reverse` in place, where a new list is meant. */
export class ReorderedLists {
  constructor(
    private readonly file: FileModel,
    private readonly values: OthersValues,
    private readonly answers: Answers,
    private readonly frozenValues: FrozenValues,
  ) {}

  of(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined || !REORDERING.has(name)) return undefined;
    if (this.frozenValues.isFrozen(callee.object, call)) return frozenFault(call, callee.object, this.file);
    if (!this.#isListCall(callee.object, name, call.arguments)) return undefined;
    const owner = this.values.of(callee.object);
    if (owner?.holds !== 'whole' || !this.values.isOthers(owner)) return undefined;
    if (!isUsed(call)) {
      // `values.sort(); return values[middle]`: the author knows, who calls does not.
      if (!owner.fn || !this.answers.givesValue(owner.fn) || COMMANDS.test(functionName(owner.fn) ?? '') || isToBeChanged(callee.object, owner)) return undefined;
    } else if (isPutBack(call, callee.object, this.file) || (isField(owner) && !this.answers.isAsked(call))) return undefined;
    return inputFault(call, owner.copy ? 'shallow' : 'reordered', callee.object, owner, this.file);
  }

  /** Cursors and queries have a `sort` too: they are given a specification, lists a function. */
  #isListCall(list: Node, name: string, given: readonly TSESTree.CallExpressionArgument[]): boolean {
    const declared = this.file.origins.declared.of(unwrap(list));
    const isDeclared = this.file.origins.declared.isArray(declared);
    if (declared && !isDeclared) return false;
    const origin = this.file.origins.of(list);
    const isImported = origin?.kind === 'library' && origin.library.startsWith('.');
    if (origin && !isImported && !(origin.kind === 'library' && /^Array#?$/.test(origin.path))) return false;
    if (/params$/i.test(lastName(list) ?? '')) return false;
    const [first, ...more] = given;
    if (more.length > 0) return false;
    if (first) return name === 'sort' && (isFunction(first) || this.file.origins.functionOf(first) !== undefined);
    return isDeclared || (origin !== undefined && !isImported) || isOrEmptyList(list, this.file) || this.#isUsedAsList(list, name);
  }

  /** Without a type: something else in the file reads it as a list. */
  #isUsedAsList(list: Node, method: string): boolean {
    const name = unwrap(list);
    const fn = enclosingFunction(list);
    // `return []` elsewhere in the function: it answers with lists.
    if (fn && this.answers.of(fn).some(each => unwrap(each).type === 'ArrayExpression') && this.answers.of(fn).some(each => isInside(list, each) && isListChain(each, list))) return true;
    // `list.reverse().map(…)`
    const call = wrapped(name).parent?.parent;
    const next = call?.type === 'CallExpression' ? wrapped(call).parent : undefined;
    if (next?.type === 'MemberExpression' && next.parent.type === 'CallExpression' && (method === 'reverse' ? OF_REVERSED : OF_LISTS_ONLY).test(staticName(next) ?? '')) return true;
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    return variable?.references.some(({ identifier }) => {
      const member = wrapped(identifier).parent;
      if (member?.type === 'ForOfStatement') return member.right === identifier;
      return member?.type === 'MemberExpression' && member.object === identifier && /^(length|map|filter|forEach|slice|push|reduce|some|every)$/.test(staticName(member) ?? '');
    }) === true;
  }
}

/** `cache.get(key) ?? []` */
export function isOrEmptyList(list: Node, { origins }: FileModel): boolean {
  const value = origins.expressionOf(list);
  return value?.type === 'LogicalExpression' && value.operator !== '&&' && unwrap(value.right).type === 'ArrayExpression';
}

/** `list.reverse()` itself, as an answer. */
function isListChain(returned: Node, list: Node): boolean {
  const call = unwrap(returned);
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && unwrap(call.callee.object) === unwrap(list);
}
