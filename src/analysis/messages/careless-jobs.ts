import type { JobFacts } from '../../catalog/schema.js';
import { unwrap } from '../../syntax/nodes.js';
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
  const holder = node.arguments[argument];
  if (!facts.each) return { nodes: holder ? [holder] : [], argument };
  const list = holder && file.origins.expressionOf(holder);
  if (list?.type !== 'ArrayExpression' || list.elements.length === 0) return undefined;
  const nodes = list.elements.flatMap(each => (each && each.type !== 'SpreadElement' ? [unwrap(each)] : []));
  return nodes.length === list.elements.length ? { nodes, argument } : undefined;
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
