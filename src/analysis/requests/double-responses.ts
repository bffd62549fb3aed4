import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, lastName, rootOfChain, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { ownerOf } from '../syntax-index.js';
import type { FileModel } from '../file-model.js';
import type { Answer } from './request-handlers.js';

/** A request that is answered or passed on, after which, since nothing ends the function, every path answers it again. */
export interface DoubleResponse {
  readonly first: Answer;
  /** What comes next: an answer, a call that passes on, or (`header`) one that sets a header of what has been sent. */
  readonly kind: Answer['kind'] | 'header';
  readonly node: Node;
  readonly second: Answer | undefined;
}

/** Names of methods that keep a function for an event that may never come. Names only ever make us silent. */
const LISTENS = /^(?:on|once|addListener|prependListener|addEventListener|subscribe|use|set|hook|addHook)$/;

export function doubleResponses(file: FileModel): readonly DoubleResponse[] {
  const { answers } = file.handlers;
  if (answers.length === 0) return [];
  const byNode = new Map<Node, Answer>(answers.map(each => [each.node, each]));
  const later = answeredLater(answers, file);
  const headers = new Set<Node>(file.calls.of('respond').flatMap(each => (each.entry.throwsOnceSent ? [each.node] : [])));
  if (answers.length + headers.size < 2) return [];
  return answers.flatMap(first => secondOf(first, byNode, later, headers, file) ?? []);
}

function secondOf(first: Answer, byNode: ReadonlyMap<Node, Answer>, later: ReadonlyMap<Node, Answer>, headers: ReadonlySet<Node>, file: FileModel): DoubleResponse | undefined {
  const { owner } = first;
  if (!isFunction(owner)) return undefined;
  const flow = file.flow(owner);
  // `res` and `next` of one handler belong together; two responses do not.
  const answerAt = (node: Node): Answer | undefined => {
    const other = byNode.get(node) ?? later.get(node);
    if (!other || (other.isEmpty && first.kind === 'response')) return undefined;
    return other.of === first.of && (other.parameter === first.parameter || other.kind !== first.kind) ? other : undefined;
  };
  const isHeader = (node: Node): boolean => headers.has(node) && first.kind === 'response' && !first.isSentLater && file.bindings.variableOf(rootOfChain(node)) === first.parameter;
  // Code that is given the response or `next` may answer, throw or end the request: cannot tell.
  const handsOn = (node: Node): boolean =>
    (node.type === 'CallExpression' || node.type === 'NewExpression') && !byNode.has(node) && node.arguments.some(each => isAnswering(file.handlers.partOf(each)));
  const followed = (test: (node: Node) => boolean): readonly Node[] => {
    // A path that leaves without a second answer may be the one that belongs to this condition.
    if (flow.exitsWithout(first.node, test, { kinds: ['return', 'throw', 'terminate'], ignoreThrowOf: () => true }).length > 0) return [];
    if (flow.laterOnSamePath(first.node, handsOn, { avoiding: test }).length > 0) return [];
    return flow.firstOn(first.node, test).filter(each => each.range[0] > first.node.range[0]).sort((a, b) => a.range[0] - b.range[0]);
  };
  const [again] = followed(node => answerAt(node) !== undefined);
  if (again) {
    const second = answerAt(again)!;
    return { first, kind: second.kind, node: second.node, second };
  }
  const [header] = followed(isHeader);
  return header && { first, kind: 'header', node: header, second: undefined };
}

/** Calls that are handed a function of which every path answers: `load(id, (error, row) => res.json(row))`. */
function answeredLater(answers: readonly Answer[], file: FileModel): ReadonlyMap<Node, Answer> {
  const found = new Map<Node, Answer>();
  const seen = new Set<Node>();
  for (const answer of answers) {
    const { owner } = answer;
    if (seen.has(owner) || owner === answer.of || !isFunction(owner) || owner.generator) continue;
    seen.add(owner);
    const call = owner.parent;
    if (call.type !== 'CallExpression' || !call.arguments.includes(owner as TSESTree.CallExpressionArgument) || LISTENS.test(lastName(call.callee) ?? '') || ownerOf(call) === owner) continue;
    // An empty `end()` behind another answer does nothing.
    if (answersOnEveryPath(owner, answer, answers, file)) found.set(call, answers.find(each => each.owner === owner && each.of === answer.of && !each.isEmpty) ?? answer);
  }
  return found;
}

function answersOnEveryPath(fn: FunctionNode, answer: Answer, answers: readonly Answer[], file: FileModel): boolean {
  const own = new Set<Node>(answers.filter(each => each.owner === fn && each.of === answer.of && each.parameter === answer.parameter).map(each => each.node));
  return file.flow(fn).exitsWithout(fn, node => own.has(node), { kinds: ['return', 'throw', 'terminate'], ignoreThrowOf: () => true }).length === 0;
}

function isAnswering(part: string | undefined): boolean {
  return part === 'response' || part === 'next' || part === 'context';
}
