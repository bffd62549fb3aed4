import type { TSESTree } from '@typescript-eslint/utils';
import type { CauseFacts } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

export const BUILT_IN_ERRORS = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'] as const;

type MakesError = TSESTree.NewExpression | TSESTree.CallExpression;

/** Where an edit puts the cause: behind an argument, before one, or into an object of options. */
export interface CausePlace {
  readonly where: 'behind' | 'before' | 'inside';
  readonly node: Node;
}

/** How the error that a new one stands for gets into it, as its class reads it. */
export interface CauseWay {
  /** Something else stands there already: a part of the error, or a choice that we do not know. */
  readonly isTaken: boolean;
  /** Absent where we cannot write it. */
  readonly place: CausePlace | undefined;
  /** What an edit writes at the place. */
  written(error: string): string;
  /** What to do, for messages: a sentence without its end. */
  advice(error: string): string;
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const OPTIONS: CauseFacts = { argument: 1, option: 'cause' };

export function causeWayOf(node: MakesError, file: FileModel): CauseWay {
  const callee = unwrap(node.callee);
  if (file.bindings.isGlobal(callee, ...BUILT_IN_ERRORS)) return knownWay(node, OPTIONS);
  const facts = file.calls.at(node)?.entry.cause;
  if (facts) return knownWay(node, facts);
  const name = file.sourceCode.getText(callee);
  const origin = file.origins.of(callee);
  const argument = origin?.kind === 'class' ? optionsOf(origin.node, file) : undefined;
  if (argument !== undefined) return knownWay(node, { argument, option: 'cause' });
  return {
    isTaken: false,
    place: undefined,
    written: () => '',
    advice: error => `Pass \`${bare('cause', error)}\` if \`${name}\` takes it, or throw \`Object.assign(new ${name}(…), ${bare('cause', error)})\``,
  };
}

function knownWay(node: MakesError, facts: CauseFacts): CauseWay {
  const { option, beside } = facts;
  const index = facts.argument === 'last' ? lastOf(node) : facts.argument;
  const present = node.arguments[index];
  if (present?.type === 'ObjectExpression' && option !== undefined) {
    const isTaken = present.properties.some(each => each.type === 'Property' && staticName(each) === option);
    return {
      isTaken,
      place: { where: 'inside', node: present },
      written: error => property(option, error),
      advice: error => `Pass \`${property(option, error)}\` in its options`,
    };
  }
  // What stands there already goes along with it.
  const others = present && beside !== undefined ? beside.replace(/:.*/, ': …') : beside;
  const value = (error: string): string => (option === undefined || facts.inFront ? error : bare(option, error, others));
  return {
    isTaken: false,
    place: placeFor(node, index, facts),
    written: value,
    advice: error => `Pass \`${value(error)}\`${index === 1 && option === 'cause' && !present ? '' : ` as its ${ORDINALS[index] ?? 'last'} argument`}`,
  };
}

function placeFor(node: MakesError, index: number, facts: CauseFacts): CausePlace | undefined {
  if (facts.inFront) return node.arguments[0] ? { where: 'before', node: node.arguments[0] } : undefined;
  const last = node.arguments.at(-1);
  return last && node.arguments.length === index ? { where: 'behind', node: last } : undefined;
}

/** An object at the end holds options; else they would come behind all others. */
function lastOf(node: MakesError): number {
  return node.arguments.at(-1)?.type === 'ObjectExpression' ? node.arguments.length - 1 : node.arguments.length;
}

/** Which parameter of a class's constructor reaches `Error` as its options. */
function optionsOf(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression, file: FileModel): number | undefined {
  if (!node.superClass || !file.bindings.isGlobal(node.superClass, ...BUILT_IN_ERRORS)) return undefined;
  const constructor = node.body.body.find(each => each.type === 'MethodDefinition' && each.kind === 'constructor');
  if (constructor?.type !== 'MethodDefinition') return 1;
  const forwarded = file.index.within(constructor, 'CallExpression').find(each => each.callee.type === 'Super')?.arguments[1];
  if (forwarded?.type !== 'Identifier') return undefined;
  const index = constructor.value.params.findIndex(each => {
    const target = each.type === 'AssignmentPattern' ? each.left : each;
    return target.type === 'Identifier' && target.name === forwarded.name;
  });
  return index < 0 ? undefined : index;
}

function property(option: string, error: string): string {
  return option === error ? option : `${option}: ${error}`;
}

function bare(option: string, error: string, beside?: string): string {
  return `{ ${property(option, error)}${beside === undefined ? '' : `, ${beside}`} }`;
}
