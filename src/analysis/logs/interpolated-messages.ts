import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LogCall } from './log-calls.js';
import { textBranches, textParts, valuesIn, type TextPart } from './message-texts.js';
import { isSameForProcess } from './process-constants.js';

/** A log call whose message holds values that differ from entry to entry. */
export interface InterpolatedMessage {
  readonly call: LogCall;
  /** What is handed over as the message. */
  readonly message: Node;
  /** The fields' property that holds the message: `{ msg: … }`. */
  readonly property: TSESTree.Property | undefined;
  /** Each text that the message may be; undefined where it is built step by step. */
  readonly branches: readonly MessageBranch[] | undefined;
  readonly varying: readonly Node[];
}

/** One text that a message may be. */
export interface MessageBranch {
  readonly parts: readonly TextPart[];
  /** Values in it that stay the same. */
  readonly constants: ReadonlySet<Node>;
  /** Values in it that do not, each once. */
  readonly varying: readonly Node[];
}

const TEXT = /^(?:message|msg|text)$/i;
const LOGGING = /^_?(?:log|info|warn|warning|error|debug|trace|fatal|verbose|silly|http)(?:[A-Z]\w*)?$/;

interface Message {
  readonly node: Node;
  readonly property?: TSESTree.Property;
}

export class InterpolatedMessages {
  constructor(private readonly file: FileModel) {}

  /** The calls of structured loggers, and of these others, whose message holds values. */
  of(others: readonly string[] = []): readonly InterpolatedMessage[] {
    return this.file.logs.all.flatMap(call => (call.facts.structured || others.includes(call.logger) ? (this.#in(call) ?? []) : []));
  }

  #in(call: LogCall): InterpolatedMessage | undefined {
    for (const { node, property } of messagesOf(call, this.file)) {
      const branches = textBranches(node, this.file)?.map(each => this.#branch(each));
      const varying = distinct(branches ? branches.flatMap(each => each.varying) : this.#varying(builtFrom(node, this.file)), this.file);
      if (!branches && varying.length === 0) continue;
      // Nothing is written but a value: that may be a text which never changes.
      const isBare = varying.length === 1 && branches?.every(({ parts }) => !parts.some(each => typeof each === 'string' && /[a-z]/i.test(each)));
      return varying.length === 0 || isBare || this.#isHandedOn(call, varying) ? undefined : { call, message: node, property, branches, varying };
    }
    return undefined;
  }

  /** A text from elsewhere with something around it, and wrappers that are loggers by their name: who calls them writes the message. Names only silence. */
  #isHandedOn({ node }: LogCall, varying: readonly Node[]): boolean {
    if (varying.every(each => each.type === 'Identifier' && TEXT.test(each.name))) return true;
    const fn = enclosingFunction(node);
    if (!fn || !LOGGING.test(functionName(fn) ?? '')) return false;
    const own = this.file.bindings.declaredBy(fn);
    return varying.every(each => own.some(variable => variable === this.file.bindings.variableOf(unwrap(each))));
  }

  #branch(parts: readonly TextPart[]): MessageBranch {
    const values = valuesIn(parts);
    const varying = this.#varying(values);
    return { parts, constants: new Set(values.filter(each => !varying.includes(each))), varying: distinct(varying, this.file) };
  }

  #varying(values: readonly Node[]): readonly Node[] {
    return values.filter(each => !isSameForProcess(each, this.file));
  }
}

/** What may be the message of an entry, the likeliest first. */
function messagesOf(call: LogCall, file: FileModel): readonly Message[] {
  const { facts, values, node } = call;
  const [first, second] = values;
  const byKey = inFields(first ?? (facts.levelArgument === undefined ? undefined : node.arguments[0]), values.length > 1, facts.messageKey);
  if (byKey) return [byKey];
  if (!first) return [];
  const isFields = unwrap(first).type === 'ObjectExpression' || file.logs.isError(first);
  if (facts.order !== 'fields-first') return [{ node: first }];
  return [...(isFields ? [] : [{ node: first }]), ...(second ? [{ node: second }] : [])];
}

function inFields(node: Node | undefined, hasMore: boolean, key: string | undefined): Message | undefined {
  const fields = node && unwrap(node);
  if (fields?.type !== 'ObjectExpression' || hasMore || key === undefined) return undefined;
  // What is spread behind it may hold another.
  const property = fields.properties.at(-1)?.type === 'SpreadElement' ? undefined : fields.properties.find(each => each.type === 'Property' && staticName(each) === key);
  return property?.type === 'Property' ? { node: property.value, property } : undefined;
}

/** The values in a text that is put together step by step: `let text = '…'; text += …`. */
function builtFrom(node: Node, file: FileModel): readonly Node[] {
  const value = unwrap(node);
  const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Variable' || !definition.node.init) return [];
  const written = file.bindings.assignmentsTo(variable).map(({ identifier: { parent } }) => (parent?.type === 'AssignmentExpression' && ['=', '+='].includes(parent.operator) ? parent.right : undefined));
  if (written.length === 0) return [];
  const texts = [definition.node.init, ...written].map(each => (each ? textParts(each, file) : undefined));
  return texts.every(each => each !== undefined) ? texts.flatMap(valuesIn) : [];
}

/** Values of the same text are one. */
function distinct(values: readonly Node[], file: FileModel): readonly Node[] {
  return [...new Map(values.map(each => [file.sourceCode.getText(each), each])).values()];
}
