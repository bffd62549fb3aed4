import type { TSESTree } from '@typescript-eslint/utils';
import type { ChangeFacts } from '../../catalog/schema.js';
import { enclosingFunction, functionName, staticName, unwrap } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { Answers } from './answers.js';
import type { FrozenValues } from './frozen-values.js';
import { frozenFault, inputFault, type MutatedInput } from './input-faults.js';
import { COMMANDS, isToBeChanged } from './input-names.js';
import { isField, type OthersValues } from './others-values.js';
import type { PlainData } from './plain-data.js';
import { isPutBack, isUsed } from './taken-results.js';

const DATE_SETTERS = /^set(UTC)?(Date|FullYear|Month|Hours|Minutes|Seconds|Milliseconds)$/;
const DATE_GETTERS = /^get(UTC)?(Date|FullYear|Month|Hours|Minutes|Seconds|Milliseconds|Day|Time|TimezoneOffset)$/;
/** A function that is told to move a moment. */
const MOVING = /^[_#]*(set|reset|move|advance|mutate|shift)(?![a-z])|InPlace$/;

/** Calls that change what they are given, or what they are called on, and give it back. */
export class ChangingCalls {
  constructor(
    private readonly file: FileModel,
    private readonly values: OthersValues,
    private readonly answers: Answers,
    private readonly frozenValues: FrozenValues,
    private readonly data: PlainData,
  ) {}

  /** `Object.assign` and merges into a value, where a new object is meant. */
  assigned(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const isOfObject = callee.type === 'MemberExpression' && staticName(callee) === 'assign' && this.file.bindings.isGlobal(callee.object, 'Object');
    if (!isOfObject && this.file.calls.at(call)?.entry.changes?.copy !== '{}') return undefined;
    const [first, second] = call.arguments;
    if (!first || !second || first.type === 'SpreadElement') return undefined;
    if (this.frozenValues.isFrozen(first, call)) return frozenFault(call, first, this.file);
    if (!isUsed(call)) return undefined;
    const owner = this.values.of(first);
    if (owner?.holds !== 'whole' || owner.copy || owner.mapped || !this.values.isOthers(owner) || isToBeChanged(first, owner) || isPutBack(call, first, this.file)) return undefined;
    // While the module is evaluated nobody else has what it makes.
    const name = unwrap(first);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!enclosingFunction(call) && definition?.type === 'Variable' && definition.node.init && !this.file.imports.moduleOf(definition.node.init) && !owner.isJson) return undefined;
    // What is imported may be a function, which is given members so.
    if (!owner.fn && !owner.isJson && this.file.origins.of(first)?.kind === 'library' && (!enclosingFunction(call) || !/^([a-z]|[A-Z_]+$)/.test(owner.name))) return undefined;
    if (isField(owner) && !this.answers.isAsked(call)) return undefined;
    if (owner.fn && (COMMANDS.test(functionName(owner.fn) ?? '') || !this.data.isMaybe(first))) return undefined;
    return { ...inputFault(call, 'assigned', first, owner, this.file), call: this.file.sourceCode.getText(unwrap(call.callee)) };
  }

  /** Dates, moments, and what lodash changes in place. */
  moved(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const changes = this.file.calls.at(call)?.entry.changes ?? (callee.type === 'MemberExpression' ? this.#ofDate(callee) : undefined);
    if (!changes || changes.copy === '{}') return undefined;
    const target = changes.what !== 'receiver' ? call.arguments[changes.what] : callee.type === 'MemberExpression' ? callee.object : undefined;
    if (!target || target.type === 'SpreadElement') return undefined;
    const owner = this.values.of(target);
    if (owner?.holds !== 'whole' || owner.mapped || !this.values.isOthers(owner) || isPutBack(call, target, this.file)) return undefined;
    if (isUsed(call) ? changes.what !== 'receiver' && !changes.givesIt : !(this.answers.isGivenBack(target, call, owner) || (changes.what === 'receiver' && this.answers.isAnswer(owner)))) return undefined;
    if (isField(owner) ? !isUsed(call) || !this.answers.isAsked(call) : changes.what !== 'receiver' && isToBeChanged(target, owner)) return undefined;
    // A list of the module that is pulled from is state of the module.
    if (!owner.fn && !owner.cache && !owner.isJson && changes.copy.startsWith('[')) return undefined;
    if (owner.fn && MOVING.test(functionName(owner.fn) ?? '')) return undefined;
    return { ...inputFault(call, owner.copy ? 'shallow' : 'moved', target, owner, this.file), call: this.file.sourceCode.getText(unwrap(call.callee)), copy: changes.copy.replace('{object}', this.file.sourceCode.getText(unwrap(target))) };
  }

  /** Without a type: `date.setDate(date.getDate() + 1)`. */
  #ofDate(callee: TSESTree.MemberExpression): ChangeFacts | undefined {
    const name = unwrap(callee.object);
    if (!DATE_SETTERS.test(staticName(callee) ?? '') || name.type !== 'Identifier' || this.file.origins.of(name) || this.file.origins.declared.of(name)) return undefined;
    const isDate = this.file.bindings.variableOf(name)?.references.some(({ identifier: { parent } }) => parent?.type === 'MemberExpression' && DATE_GETTERS.test(staticName(parent) ?? ''));
    return isDate ? { what: 'receiver', copy: 'new Date({object})' } : undefined;
  }
}
