import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from './log-calls.js';
import { isMadeWith, setUpOf, type LoggerSetUp } from './logger-set-up.js';

/** Something handed to a logger that it does not print, or not where it belongs. */
export interface LostValue {
  readonly call: LogCall;
  readonly value: Node;
  /**
   * `extra`: behind the message with no placeholder; `placeholder`: its placeholder prints no error; `field`: an error under a key
   * that has no serializer; `text`: text behind the fields that a message-first logger drops; `error`: an error where the logger
   * reads something else; `fields`: an object where it reads the message; `context`: the text of an error where it reads the context.
   */
  readonly why: 'extra' | 'placeholder' | 'field' | 'text' | 'error' | 'fields' | 'context';
  /** What is printed as the message, where there is one. */
  readonly message?: Node | undefined;
  /** For placeholders: the letter. */
  readonly placeholder?: string;
  /** For fields: the key under which it stands, and the one that is serialized; that one only where the logger has one and it is free. */
  readonly key?: TSESTree.Property;
  readonly rename?: string | undefined;
  /** For errors: whether their text is printed. */
  readonly keepsText?: boolean;
}

type Found = Omit<LostValue, 'call'>;

const PLACEHOLDER = /%(?:%|[sdifjoOc])/g;

/** Finds the values that the file's loggers drop, by proof. */
export class LostValues {
  constructor(private readonly file: FileModel) {}

  get all(): readonly LostValue[] {
    return this.file.logs.all.flatMap(call => this.#lostIn(call).map(found => ({ call, ...found })));
  }

  #lostIn(call: LogCall): readonly Found[] {
    const { facts, open } = call;
    // A call without an object or a second value has nothing to lose but an error.
    if (open || call.node.arguments.length === 0) return [];
    switch (facts.order) {
      case 'fields-first':
        return this.#lostByFieldsFirst(call);
      case 'message-first':
        return this.#lostByMessageFirst(call);
      case 'variadic':
        return this.#lostToFormat(call, this.#messageOf(call));
      case 'nest':
        return this.#lostToContext(call);
    }
  }

  #lostByFieldsFirst(call: LogCall): readonly Found[] {
    const { facts, values } = call;
    const message = this.#messageOf(call);
    const lost: Found[] = [];
    const [first, second] = values;
    if (facts.extraValues && !isMadeWith(call, facts.reorderedBy ?? [], this.file)) {
      lost.push(...this.#lostExtras(call, message));
      if (first && second && (!message || !this.#placeholdersOf(message))) lost.push(...this.#instead(first, second));
    }
    if (facts.firstErrorLost && first && this.#isError(first)) lost.push({ value: first, why: 'error', message });
    lost.push(...this.#lostToFormat(call, message));
    return [...lost, ...this.#lostFields(call, [first])];
  }

  #lostByMessageFirst(call: LogCall): readonly Found[] {
    const { facts, values } = call;
    // An entry as one object stands where `log` has its level.
    const entry = facts.levelArgument === undefined ? values[0] : call.node.arguments[facts.levelArgument];
    const [first, second] = values;
    const setUp = facts.formattedBy ? setUpOf(call, this.file) : undefined;
    // The text of the error is put behind the text of the object, `[object Object]`, before any format sees the entry.
    if (facts.extraValues && first && second && this.#isError(second) && unwrap(first).type === 'ObjectExpression' && !this.#isEntry(first)) return [{ value: first, why: 'fields' }];
    if (facts.formattedBy && !setUp) return [];
    const lost: Found[] = [];
    const isObject = first !== undefined && unwrap(first).type === 'ObjectExpression';
    if (setUp && first && second && this.#isText(second) && (isObject || this.#isError(first))) lost.push({ value: second, why: 'text' });
    else if (facts.firstErrorLost && first && this.#isError(first) && !setUp?.formats.has('errors') && !(setUp?.isChild && !second)) {
      lost.push({ value: first, why: 'error', keepsText: facts.firstErrorLost.keeps === 'text' || setUp?.formats.has('text') === true });
    }
    const extras = setUp ? this.#lostBehindMessage(call, setUp) : [];
    lost.push(...extras);
    return [...lost, ...this.#lostFields(call, extras.some(each => each.value === second) ? [] : [second, this.#isEntry(entry) ? entry : undefined], setUp)];
  }

  /** An object with a `message`, which is a whole entry. */
  #isEntry(node: Node | undefined): boolean {
    const object = node && unwrap(node);
    return object?.type === 'ObjectExpression' && object.properties.some(each => each.type === 'Property' && staticName(each) === 'message');
  }

  /** Values behind the message of a fields-first logger, beyond its placeholders. */
  #lostExtras(call: LogCall, message: Node | undefined): Found[] {
    const keptBy = call.facts.extraValues?.errorKeptBy ?? [];
    const placeholders = message && this.#placeholdersOf(message);
    if (!message || !placeholders) return [];
    return call.values.slice(call.values.indexOf(message) + 1).flatMap((value, i): Found[] => {
      if (isUndefined(value)) return [];
      const placeholder = placeholders[i];
      if (placeholder === undefined) return [{ value, why: 'extra', message }];
      return !keptBy.includes(placeholder) && this.#isOrHoldsError(value) ? [{ value, why: 'placeholder', placeholder, message }] : [];
    });
  }

  /** An error or an object in the place of the message, behind fields or an error. */
  #instead(first: Node, second: Node): Found[] {
    // Whatever stands first, an error behind it keeps no stack; its text it keeps where that is a text with a placeholder.
    if (this.#isError(second)) return [{ value: second, why: 'error', keepsText: unwrap(first).type !== 'ObjectExpression' && !this.#isError(first), ...(this.#isText(first) && { message: first }) }];
    return unwrap(second).type === 'ObjectExpression' && this.#isError(first) ? [{ value: second, why: 'fields' }] : [];
  }

  /** Values behind the message of a logger that takes one object there: text, and all that comes after the first. */
  #lostBehindMessage({ facts, values }: LogCall, { formats }: LoggerSetUp): Found[] {
    const [message, ...extras] = values;
    const placeholders = facts.extraValues && message && this.#isText(message) ? this.#placeholdersOf(message) : undefined;
    if (!message || !placeholders) return [];
    const isFilled = formats.has('placeholders');
    const count = placeholders.length;
    return extras.flatMap((value, i): Found[] => {
      const placeholder = isFilled ? placeholders[i] : undefined;
      if (isUndefined(value)) return [];
      if (placeholder !== undefined) return !facts.extraValues!.errorKeptBy.includes(placeholder) && this.#isOrHoldsError(value) ? [{ value, why: 'placeholder', placeholder, message }] : [];
      // Only the very first value is read as it is, and only where no placeholder asks for it.
      const isFirst = i === 0 && count === 0;
      const isLost = this.#isPlain(value) || (!isFirst && (!isFilled || this.#isError(value)));
      return isLost ? [{ value, why: 'extra', message }] : [];
    });
  }

  /** Errors that the placeholders of a message print as `{}` or `NaN`. */
  #lostToFormat({ facts, values }: LogCall, message: Node | undefined): Found[] {
    const lostTo = facts.errorLostTo;
    const placeholders = lostTo && message && this.#placeholdersOf(message);
    if (!message || !placeholders) return [];
    return values.slice(values.indexOf(message) + 1).flatMap((value, i): Found[] => {
      const placeholder = placeholders[i];
      return placeholder !== undefined && lostTo.includes(placeholder) && this.#isOrHoldsError(value) ? [{ value, why: 'placeholder', placeholder, message }] : [];
    });
  }

  /** The text of an error in the last place, where a class that logs reads the context from; stacks have a place of their own at the level of errors. */
  #lostToContext(call: LogCall): Found[] {
    const { values, level } = call;
    const last = values.at(-1);
    const value = last && unwrap(last);
    if (values.length < 2 || value?.type !== 'MemberExpression' || !this.#isError(value.object) || this.file.logs.isInstance(call)) return [];
    const name = staticName(value);
    const isLost = name === 'message' || (name === 'stack' && level !== 'error' && level !== 'fatal');
    return isLost ? [{ value: last!, why: 'context', message: values[0] }] : [];
  }

  /** Errors among the fields that are printed as `{}`. */
  #lostFields(call: LogCall, holders: readonly (Node | undefined)[], known?: LoggerSetUp): Found[] {
    if (!call.facts.errorFieldsLost) return [];
    const objects = holders.flatMap(each => this.file.options.objectOf(each) ?? []);
    const found = objects.flatMap(object => this.#errorsIn(object).map(each => ({ ...each, object })));
    if (found.length === 0) return [];
    const setUp = known ?? setUpOf(call, this.file);
    return found.flatMap(({ name, key, object }): Found[] => {
      if (!setUp || setUp.serialized.has(name) || this.#hasStackOf(key.value, object)) return [];
      const { errorKey } = setUp;
      const isTop = key.parent === object;
      const isFree = errorKey !== undefined && setUp.serialized.has(errorKey) && !object.properties.some(each => each.type !== 'Property' || staticName(each) === errorKey);
      return [{ value: key.value, why: 'field', key, rename: isTop && isFree ? errorKey : undefined }];
    });
  }

  /** The errors in an object literal and in those that it holds, each with the outermost key. */
  #errorsIn(object: TSESTree.ObjectExpression, outer?: string, depth = 0): { readonly name: string; readonly key: TSESTree.Property }[] {
    return object.properties.flatMap(key => {
      const name = key.type === 'Property' ? (outer ?? staticName(key)) : undefined;
      if (key.type !== 'Property' || name === undefined) return [];
      if (this.#isError(key.value)) return [{ name, key }];
      const inner = unwrap(key.value);
      return inner.type === 'ObjectExpression' && depth < 4 ? this.#errorsIn(inner, name, depth + 1) : [];
    });
  }

  /** `{ error, stack: error.stack }`: nothing is lost. */
  #hasStackOf(error: Node, object: TSESTree.ObjectExpression): boolean {
    const text = this.file.sourceCode.getText(unwrap(error) as never);
    return this.file.index.within(object, 'MemberExpression').some(each => staticName(each) === 'stack' && this.file.sourceCode.getText(unwrap(each.object) as never) === text);
  }

  /** The argument that is printed as the message: text that is written, or text by proof. */
  #messageOf(call: LogCall): Node | undefined {
    const [first, second] = call.values;
    if (!first) return undefined;
    if (this.#isText(first)) return first;
    return call.facts.order === 'fields-first' && second && this.#isText(second) ? second : undefined;
  }

  /** Written text, the message of an error, and what `String` gives. */
  #isText(node: Node): boolean {
    const value = unwrap(node);
    if (this.file.logs.isText(value)) return true;
    if (value.type === 'MemberExpression') return ['message', 'stack'].includes(staticName(value) ?? '') && this.#isError(value.object);
    if (value.type === 'CallExpression') return this.file.bindings.isGlobal(unwrap(value.callee), 'String');
    if (value.type === 'ConditionalExpression') return this.#isText(value.consequent) && this.#isText(value.alternate);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    return variable?.identifiers[0]?.typeAnnotation?.typeAnnotation.type === 'TSStringKeyword';
  }

  /** Text, or a number or a truth value that is written. */
  #isPlain(node: Node): boolean {
    const value = this.file.options.valueOf(node)?.value;
    return this.#isText(node) || typeof value === 'number' || typeof value === 'boolean';
  }

  #isError(node: Node): boolean {
    return this.file.logs.isError(node);
  }

  #isOrHoldsError(node: Node): boolean {
    const value = unwrap(node);
    return this.#isError(value) || (value.type === 'ObjectExpression' && this.#errorsIn(value).length > 0);
  }

  /** The placeholders of a message, by letter; undefined where a part that cannot be seen may hold some by design. */
  #placeholdersOf(message: Node): string[] | undefined {
    const text = this.#staticTextOf(message);
    return text === undefined ? undefined : (text.match(PLACEHOLDER) ?? []).filter(each => each !== '%%').map(each => each.slice(1));
  }

  /** The written part of a text: what its expressions give is data, no format. */
  #staticTextOf(node: Node): string | undefined {
    const value = unwrap(node);
    if (value.type === 'TemplateLiteral') {
      const parts = value.expressions.map(each => this.file.options.valueOf(each)?.value);
      return value.quasis.map((each, i) => each.value.cooked + String(parts[i] ?? '')).join('');
    }
    if (value.type === 'BinaryExpression') return `${this.#staticTextOf(value.left) ?? ''}${this.#staticTextOf(value.right) ?? ''}`;
    if (value.type === 'ConditionalExpression') {
      const a = this.#staticTextOf(value.consequent);
      return a === this.#staticTextOf(value.alternate) ? a : undefined;
    }
    const text = this.file.options.valueOf(value)?.value;
    if (typeof text === 'string') return text;
    // What an error says is data.
    return value.type === 'MemberExpression' || value.type === 'CallExpression' ? '' : undefined;
  }
}

function isUndefined(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Identifier' && value.name === 'undefined';
}
