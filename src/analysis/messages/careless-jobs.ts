import type { TSESTree } from '@typescript-eslint/utils';
import type { JobFacts } from '../../catalog/schema.js';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

type State = 'absent' | 'present' | 'cannot tell';

/** A job that is put into a queue without a word about its failure, or its end. */
export interface CarelessJob {
  readonly call: LibraryCall;
  /** `attempts`: its first failure is final; `removal`: it is kept for ever. */
  readonly lacks: 'attempts' | 'removal';
  /** The option to write. */
  readonly write: string;
  /** The argument into which it can be written; undefined where the options stand deeper. */
  readonly argument: number | undefined;
}

/** In source order, what a job lacks neither given with it nor by the options of its queue. */
export function carelessJobs(file: FileModel): readonly CarelessJob[] {
  return file.calls.having('job').flatMap(call => [...lacksOf(file, call, call.entry.job!)]);
}

function* lacksOf(file: FileModel, call: LibraryCall, facts: JobFacts): Iterable<CarelessJob> {
  // The queue is made elsewhere, and its options with it.
  if (facts.defaults && !call.client) return;
  const given = optionsOf(file, call, facts);
  if (!given) return;
  const state = (option: string): State => strongest([...given.nodes.map(each => file.options.at(each, joined(facts.at, option)).state), ...defaultsOf(call, facts).map(each => file.options.at(each, joined(facts.defaults?.option, option)).state)]);
  const argument = facts.at === undefined && !facts.each ? given.argument : undefined;
  const { attempts, removal } = facts;
  const comesAgain = attempts?.unless?.some(each => state(each) !== 'absent') === true;
  if (attempts && !comesAgain && state(attempts.option) === 'absent') yield { call, lacks: 'attempts', write: attempts.write, argument };
  const worker = removal?.alsoBy;
  if (removal && state(removal.option) === 'absent' && !file.calls.of('message-consume').some(each => each.path === worker && each.library === call.library)) yield { call, lacks: 'removal', write: removal.write, argument };
}

/** The expressions that hold the options of a job: none where it has none; undefined where that cannot be seen. */
function optionsOf(file: FileModel, { node }: LibraryCall, facts: JobFacts): { readonly nodes: readonly Node[]; readonly argument: number } | undefined {
  if (node.arguments.some(each => each.type === 'SpreadElement')) return undefined;
  const [first] = node.arguments;
  let { argument } = facts;
  if (facts.unnamed !== undefined) {
    // With a name in front, everything stands one further.
    const value = first && file.origins.expressionOf(first);
    if (typeof (first && file.options.valueOf(first)?.value) !== 'string' && value?.type !== 'TemplateLiteral') {
      if (value?.type !== 'ObjectExpression') return undefined;
      argument = facts.unnamed;
    }
  }
  if (facts.besides !== undefined && node.arguments[facts.besides]) return undefined;
  const holder = node.arguments[argument];
  if (facts.children !== undefined) {
    const nodes: Node[] = [];
    const jobs = holder && (facts.each ? elementsOf(file, holder) : [holder]);
    return jobs?.every(each => takeTree(file, each, facts.children!, nodes)) ? { nodes, argument } : undefined;
  }
  if (!facts.each) return { nodes: holder ? [holder] : [], argument };
  const nodes = holder && elementsOf(file, holder);
  return nodes && { nodes, argument };
}

/** The elements of a list: each of a literal, or what a function in view makes of each element of another. */
function elementsOf(file: FileModel, node: Node, maps = false): readonly Node[] | undefined {
  const list = file.origins.expressionOf(node);
  if (maps && list?.type === 'CallExpression') {
    const made = madeOfEach(file, list);
    return made && [made];
  }
  if (list?.type !== 'ArrayExpression' || list.elements.length === 0) return undefined;
  const nodes = list.elements.flatMap(each => (each && each.type !== 'SpreadElement' ? [unwrap(each)] : []));
  return nodes.length === list.elements.length ? nodes : undefined;
}

/** `{ … }` of `list.map(each => ({ … }))`. */
function madeOfEach(file: FileModel, call: TSESTree.CallExpression): Node | undefined {
  const callee = unwrap(call.callee);
  const fn = callee.type === 'MemberExpression' && staticName(callee) === 'map' && call.arguments[0] ? file.origins.functionOf(call.arguments[0]) : undefined;
  if (!fn || fn.async || fn.generator) return undefined;
  const returns = fn.body.type === 'BlockStatement' ? file.index.inOwn(fn, 'ReturnStatement').map(each => each.argument) : [fn.body];
  const [made] = returns;
  return returns.length === 1 && made && unwrap(made).type === 'ObjectExpression' ? unwrap(made) : undefined;
}

/** A job and those that belong to it; false where one of them cannot be seen. */
function takeTree(file: FileModel, node: Node, option: string, found: Node[]): boolean {
  const job = file.origins.expressionOf(node);
  if (job?.type !== 'ObjectExpression' || found.length > 100) return false;
  found.push(job);
  const children = file.options.at(job, option);
  if (children.state !== 'present') return children.state === 'absent';
  const list = file.origins.expressionOf(children.value);
  if (list?.type === 'ArrayExpression' && list.elements.length === 0) return true;
  return elementsOf(file, children.value, true)?.every(each => takeTree(file, each, option, found)) === true;
}

function defaultsOf({ client }: LibraryCall, { defaults }: JobFacts): readonly Node[] {
  return defaults && client ? defaults.arguments.flatMap(each => client.node.arguments[each] ?? []) : [];
}

function joined(prefix: string | undefined, option: string): string {
  return prefix === undefined ? option : `${prefix}.${option}`;
}

/** What is said for one job of several, or by the queue, is said. */
function strongest(states: readonly ('absent' | 'present' | 'unknown')[]): State {
  if (states.includes('present')) return 'present';
  return states.includes('unknown') ? 'cannot tell' : 'absent';
}
