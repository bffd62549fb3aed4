import { dirname } from 'node:path';
import type { Node } from '../../syntax/walk.js';
import { noTypes } from '../no-types.js';
import type { Declaration } from '../questions.js';
import type { TypeFacts } from '../type-facts.js';
import { hasArchives } from './archives.js';
import { bounds } from './bounds.js';
import { CheckerThread, type Answer, type Known } from './checker-thread.js';
import { slashed } from './file-names.js';
import { findTypeScript } from './find-typescript.js';
import { isKnown } from './known-versions.js';
import { notice } from './notice.js';
import { SentAhead, type Candidate, type Uses } from './sent-ahead.js';
import { asked, KINDS } from './source-nodes.js';
import { GROUPS, QUESTIONS, type Question } from './wire.js';

/** A file that is being linted. */
export interface LintedFile {
  /** An absolute path; the file is the one on the disk, and no piece of it. */
  readonly path: string;
  readonly text: string;
  readonly candidates: Candidates;
}

/** Which nodes are probably asked about, so that few round trips serve them all. */
export interface Candidates {
  readonly likely: readonly Candidate[];
  /** What is probably asked about where this node was: those that stand in such a place. */
  alike(node: Node, groups: number): readonly Candidate[];
}

/** The one checker of this thread; null where none can be. */
let thread: CheckerThread | null | undefined;
const uses: Uses = new Map();

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Types from TypeScript 7, where the project of the file has one installed. `wanted`: the user has asked for it by name. */
export function fromNative(file: LintedFile, wanted: boolean): TypeFacts {
  if (!SOURCE.test(file.path) || thread === null || thread?.isOver) return noTypes;
  const typescript = findTypeScript(dirname(file.path));
  if (!typescript) {
    if (wanted) notice.missing(file.path);
    return noTypes;
  }
  if (!isKnown(typescript)) {
    notice.unknown(typescript.version);
    return noTypes;
  }
  if (wanted && hasArchives()) notice.archives(typescript.version);
  try {
    thread ??= new CheckerThread(typescript);
    return new NativeFacts(file, thread);
  } catch (error) {
    thread = null;
    notice.failed(typescript.version, error instanceof Error ? error.message : String(error));
    return noTypes;
  }
}

const PLACES = new Map(KINDS.map((each, i) => [each, i]));

class NativeFacts implements TypeFacts {
  readonly #known = new Map<Node, Known | undefined>();
  readonly #ahead = new SentAhead(uses);
  readonly #first: { readonly id: number; readonly nodes: readonly Node[] } | undefined;
  #isInside: boolean | undefined;

  constructor(
    private readonly file: LintedFile,
    private readonly checker: CheckerThread,
  ) {
    const groups = this.#ahead.choose(file.candidates.likely);
    const nodes = [...groups.keys()];
    // A project is known to have the file, and there is nothing else to ask.
    if (nodes.length === 0 && checker.roots.has(slashed(file.path))) this.#isInside = true;
    else this.#first = { id: this.#send(nodes, node => groups.get(node) ?? 0), nodes };
  }

  get available(): boolean {
    if (this.checker.isOver) return false;
    if (this.#isInside === undefined && this.checker.roots.has(slashed(this.file.path))) return true;
    this.#takeFirst();
    return this.#isInside === true;
  }

  readonly isPromise = (node: Node): boolean | undefined => this.#answer('isPromise', node);
  readonly isOtherThenable = (node: Node): boolean | undefined => this.#answer('isOtherThenable', node);
  readonly holdsPromises = (node: Node): boolean | undefined => this.#answer('holdsPromises', node);
  readonly isCallable = (node: Node): boolean | undefined => this.#answer('isCallable', node);
  readonly isAlwaysPromise = (node: Node): boolean | undefined => this.#answer('isAlwaysPromise', node);
  readonly isErrorLike = (node: Node): boolean | undefined => this.#answer('isErrorLike', node);
  readonly hasToJSON = (node: Node): boolean | undefined => this.#answer('hasToJSON', node);
  readonly declaredBy = (node: Node): Declaration | undefined => this.#ask(node, GROUPS.declared)?.declared;

  #answer(question: Question, node: Node): boolean | undefined {
    const { shift, group } = QUESTIONS[question];
    const known = this.#ask(node, group);
    const bits = known ? (known.bits >> shift) & 3 : 0;
    return bits === 0 ? undefined : bits === 2;
  }

  /** What is known of a node's type, with the answers of one group. */
  #ask(node: Node, group: number): Known | undefined {
    this.#takeFirst();
    const expression = node.type === 'ChainExpression' ? node.expression : node;
    if (this.#isInside !== true || !PLACES.has(expression.type)) return undefined;
    this.#ahead.note(expression);
    const known = this.#known.get(expression);
    if (known ? known.groups & group : this.#known.has(expression)) return known;
    const others = this.#known.has(expression) ? [] : this.file.candidates.alike(expression, group).filter(each => each.node !== expression && !this.#known.has(each.node));
    const nodes = [expression, ...this.#ahead.choose(others).keys()];
    this.#take(this.checker.wait(this.#send(nodes, () => group), bounds.answer), nodes);
    return this.#known.get(expression);
  }

  #takeFirst(): void {
    if (this.#isInside !== undefined || !this.#first) return;
    const answer = this.checker.wait(this.#first.id, bounds.load);
    this.#isInside = answer?.isInside === true;
    this.#take(answer, this.#first.nodes);
  }

  #take(answer: Answer | undefined, nodes: readonly Node[]): void {
    nodes.forEach((node, i) => this.#known.set(node, answer?.known[i]));
  }

  #send(nodes: readonly Node[], groups: (node: Node) => number): number {
    const places = new Int32Array(nodes.length * 3);
    nodes.forEach((node, i) => {
      places[i * 3] = node.range[0];
      // An annotated name has its type within its range.
      places[i * 3 + 1] = node.type === 'Identifier' ? node.range[0] + node.name.length : node.range[1];
      places[i * 3 + 2] = asked(PLACES.get(node.type)!, groups(node));
    });
    return this.checker.send({ file: slashed(this.file.path), text: this.file.text, places });
  }
}
