import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from './log-calls.js';

/** Something handed to a logger that it does not print. */
export interface LostValue {
  readonly call: LogCall;
  readonly value: Node;
  /** `extra`: behind the message with no placeholder; `placeholder`: its placeholder prints no error; `field`: an error under a key that has no serializer; `text`: text behind the fields that a message-first logger drops. */
  readonly why: 'extra' | 'placeholder' | 'field' | 'text';
  /** For fields: the key under which it stands. */
  readonly key?: TSESTree.Property;
}

const PLACEHOLDER = /%(?:%|[sdifjoOc])/g;

/** Finds the values that the file's loggers drop, by proof. */
export class LostValues {
  constructor(private readonly file: FileModel) {}

  get all(): readonly LostValue[] {
    return this.file.logs.all.flatMap(call => this.#lostIn(call));
  }

  #lostIn(call: LogCall): LostValue[] {
    const { facts, values, open } = call;
    if (open) return [];
    const lost: LostValue[] = [];
    if (facts.order === 'fields-first' && facts.extraValues && !this.#isConfigured(call, facts.reorderedBy ?? [])) {
      lost.push(...this.#lostExtras(call, facts.extraValues.errorKeptBy));
    }
    if (facts.order === 'message-first' && this.#isAsMade(call)) {
      const [first, second] = values;
      if (first && second && this.file.logs.isText(second) && (unwrap(first).type === 'ObjectExpression' || this.file.logs.isError(first))) lost.push({ call, value: second, why: 'text' });
    }
    if (this.#isAsMade(call)) lost.push(...this.#lostFields(call));
    return lost;
  }

  /** Values behind the message of a fields-first logger, beyond its placeholders. */
  #lostExtras(call: LogCall, errorKeptBy: readonly string[]): LostValue[] {
    const message = this.file.logs.messageOf(call);
    if (!message) return [];
    const extras = call.values.slice(call.values.indexOf(message) + 1);
    const placeholders = this.#placeholdersOf(message);
    if (!placeholders) return [];
    return extras.flatMap((value, i): LostValue[] => {
      if (isUndefined(value)) return [];
      const placeholder = placeholders[i];
      if (placeholder === undefined) return [{ call, value, why: 'extra' }];
      return !errorKeptBy.includes(placeholder) && this.file.logs.isError(value) ? [{ call, value, why: 'placeholder' }] : [];
    });
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
    return typeof text === 'string' ? text : undefined;
  }

  /** Errors among the fields that are printed as `{}`. */
  #lostFields(call: LogCall): LostValue[] {
    const { facts, values } = call;
    const rule = facts.errorFieldsLost;
    const fields = rule && this.file.options.objectOf(values[facts.order === 'fields-first' ? 0 : 1]);
    if (!fields) return [];
    return fields.properties.flatMap((key): LostValue[] => {
      if (key.type !== 'Property') return [];
      const name = staticName(key);
      if (name === undefined || (name === facts.errorKey && !rule.evenUnderErrorKey) || !this.file.logs.isError(key.value)) return [];
      return [{ call, value: key.value, why: 'field', key }];
    });
  }

  /** Whether the logger's making is in view, and sets nothing that changes what becomes of errors. */
  #isAsMade(call: LogCall): boolean {
    const rule = call.facts.errorFieldsLost;
    const root = call.makers.at(-1);
    return rule !== undefined && root !== undefined && !root.path.includes('#') && !this.#isConfigured(call, rule.unless);
  }

  /** Whether one of the calls that made the logger sets one of these options, or may do so. */
  #isConfigured({ makers }: LogCall, options: readonly string[]): boolean {
    return makers.some(({ node }) =>
      node.arguments.some((argument, i) => {
        if (argument.type === 'SpreadElement') return true;
        // Streams and destinations are values of another kind: they come second, or alone.
        if (i > 0 && !this.file.options.objectOf(argument)) return false;
        return options.some(option => this.file.options.at(argument, option).state !== 'absent');
      }),
    );
  }
}

function isUndefined(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Identifier' && value.name === 'undefined';
}
