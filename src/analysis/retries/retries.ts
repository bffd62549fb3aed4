import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isInside, lastName } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { FutileRetries, type FutileRetry } from './futile-retries.js';
import { LibraryRetries } from './library-retries.js';
import { RetriedEffects, type RetriedEffect } from './retried-effects.js';
import { ResultRetries, type ResultRetry } from './result-retries.js';
import { RetriedRegions } from './retried-regions.js';
import { RetryBounds } from './retry-bounds.js';
import { RetryCalls, type RetryCall } from './retry-calls.js';
import { RetryLoops, testOf, type RetryLoop } from './retry-loops.js';
import { RetryWaits, type RetryWait } from './retry-waits.js';

export type HandWrittenRetry = RetryLoop | RetryCall;

/** A retry whose attempts follow one another too fast. */
export interface HastyRetry {
  readonly retry: HandWrittenRetry | ResultRetry;
  readonly lacks: 'delay' | 'growth' | 'jitter';
  /** What is done again, as it is called. */
  readonly work: string;
  /** The name of the variable that counts the attempts. */
  readonly counter: string | undefined;
}

/** Errors after which the next attempt may well succeed at once: another writer was first, a name is taken, a token was stale. Silence needs no proof. */
const CONFLICTS =
  /conflict|transaction|unique|duplicate|deadlock|serializ|P2002|P2034|4000?1|40P01|23505|23000|11000|\b251\b|WriteConflict|Transient|version|stale|optimistic|lock|exists|EEXIST|precondition|\b(?:401|403|404|409|412|421)\b|unauthor|expired|token|EADDRINUSE|EINTR|EAGAIN|busy|NOSCRIPT|MOVED|collision|taken|missing|not_?found|ENOENT|pool|challenge|nonce/i;

/** Retries that a file writes out: loops and functions that call themselves when their work has failed. */
export class Retries {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get handWritten(): readonly HandWrittenRetry[] {
    return (this.#handWritten ??= this.#find());
  }
  #handWritten: readonly HandWrittenRetry[] | undefined;

  get withoutBackoff(): readonly HastyRetry[] {
    if (this.#withoutBackoff) return this.#withoutBackoff;
    const hasty = this.handWritten.flatMap((retry): HastyRetry[] => {
      const lacks = this.isUnbounded(retry) ? undefined : this.#lacksOf(retry);
      return lacks ? [{ retry, lacks, work: this.#workOf(retry), counter: counterOf(retry) }] : [];
    });
    const byResult = this.#byResult().map((retry): HastyRetry => ({ retry, lacks: 'delay', work: this.#workOf(retry), counter: counterOf(retry) }));
    return (this.#withoutBackoff = [...hasty, ...byResult].sort((a, b) => placeOf(a.retry).range[0] - placeOf(b.retry).range[0]));
  }
  #withoutBackoff: readonly HastyRetry[] | undefined;

  /** Those that never give up. */
  get unbounded(): readonly { readonly at: TSESTree.SourceLocation; readonly work: string }[] {
    return this.handWritten.filter(each => this.isUnbounded(each)).map(each => ({ at: this.headOf(each), work: this.#workOf(each) }));
  }

  /** Those that libraries make. */
  get library(): LibraryRetries {
    return (this.#library ??= new LibraryRetries(this.file));
  }
  #library: LibraryRetries | undefined;

  /** The code of one attempt, of each of them. */
  get regions(): RetriedRegions {
    return (this.#regions ??= new RetriedRegions(this.file));
  }
  #regions: RetriedRegions | undefined;

  /** What must not be done twice, and is done again with each attempt. */
  get effects(): readonly RetriedEffect[] {
    return (this.#effects ??= new RetriedEffects(this.file).all);
  }
  #effects: readonly RetriedEffect[] | undefined;

  /** Attempts that cannot help. */
  get futile(): readonly FutileRetry[] {
    return (this.#futile ??= new FutileRetries(this.file).all);
  }
  #futile: readonly FutileRetry[] | undefined;

  /** Those that look at the result, and ask again at once. */
  #byResult(): ResultRetry[] {
    const loops = new RetryLoops(this.file, this.#waiting);
    const found = new ResultRetries(this.file, this.#waiting, loops).find();
    const known = this.handWritten.map(each => (each.kind === 'loop' ? each.loop : each.call));
    return found.filter(each => {
      if (known.some(one => isInside(one, each.loop) || isInside(each.loop, one))) return false;
      return (this.attemptsOf(each) ?? 3) > 2 && !this.triesConflictsOnly(each) && !isBrowserCode(this.file);
    });
  }

  #lacksOf(retry: HandWrittenRetry): HastyRetry['lacks'] | undefined {
    const wait = this.waitOf(retry);
    if (wait.kind === 'unknown') return undefined;
    if (wait.kind === 'none') return (this.attemptsOf(retry) ?? 3) <= 2 || this.triesConflictsOnly(retry) ? undefined : 'delay';
    if (wait.shapes.every(each => each.grows === false)) return 'growth';
    return wait.shapes.every(each => each.jitter === false) ? 'jitter' : undefined;
  }

  /** Where a retry is reported: the head of the loop, or the call that begins the next attempt. */
  headOf(retry: HandWrittenRetry | ResultRetry): TSESTree.SourceLocation {
    if (retry.kind === 'call') return retry.call.loc;
    const { loop } = retry;
    const end = loop.type === 'DoWhileStatement' ? this.file.sourceCode.getFirstToken(loop) : this.file.sourceCode.getTokenBefore(loop.body);
    return { start: loop.loc.start, end: (end ?? loop).loc.end };
  }

  #workOf({ work }: HandWrittenRetry | ResultRetry): string {
    // The request, rather than the reading of its answer.
    const last = work.find(each => this.file.calls.at(each)?.entry.role === 'http-request') ?? work.at(-1)!;
    const text = this.file.sourceCode.getText(last.type === 'CallExpression' ? last.callee : last).replaceAll(/\s+/g, ' ');
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  }

  readonly #waits = new Map<HandWrittenRetry, RetryWait>();
  get #waiting(): RetryWaits {
    return (this.#waitingMemo ??= new RetryWaits(this.file));
  }
  #waitingMemo: RetryWaits | undefined;

  /** What happens between two attempts. */
  waitOf(retry: HandWrittenRetry): RetryWait {
    let wait = this.#waits.get(retry);
    if (!wait) this.#waits.set(retry, (wait = this.#findWait(retry)));
    return wait;
  }

  /** Whether a retry never gives up, by proof. */
  isUnbounded(retry: HandWrittenRetry): boolean {
    if (retry.ends !== 'on success') return false;
    let answer = this.#unboundedMemo.get(retry);
    if (answer === undefined) this.#unboundedMemo.set(retry, (answer = new RetryBounds(this.file, this.#waiting).neverGivesUp(retry)));
    return answer;
  }
  readonly #unboundedMemo = new Map<HandWrittenRetry, boolean>();

  /** How many attempts there are at most, where that can be seen. */
  attemptsOf(retry: HandWrittenRetry | ResultRetry): number | undefined {
    if (retry.kind === 'call') return retry.once ? 2 : undefined;
    const { loop } = retry;
    if (loop.type === 'ForOfStatement') {
      const list = this.file.origins.expressionOf(loop.right);
      return list?.type === 'ArrayExpression' && list.elements.every(each => each?.type !== 'SpreadElement') ? list.elements.length : undefined;
    }
    const test = countIn(testOf(loop));
    if (loop.type !== 'ForStatement' || test?.type !== 'BinaryExpression' || loop.init?.type !== 'VariableDeclaration') return undefined;
    const first = this.file.options.valueOf(loop.init.declarations[0]?.init ?? undefined)?.value;
    const last = this.file.options.valueOf(test.right)?.value;
    if (typeof first !== 'number' || typeof last !== 'number') return undefined;
    const count = Math.abs(last - first);
    return test.operator.endsWith('=') ? count + 1 : count;
  }

  /** Whether a handler looks for a failure after which the next attempt may succeed at once. */
  triesConflictsOnly({ clause }: HandWrittenRetry | ResultRetry): boolean {
    const { index, sourceCode } = this.file;
    const tests = [
      ...index.within(clause, 'IfStatement').map(each => each.test),
      ...index.within(clause, 'ConditionalExpression').map(each => each.test),
      ...index.within(clause, 'SwitchStatement'),
    ];
    return tests.some(each => CONFLICTS.test(sourceCode.getText(each)));
  }

  #find(): HandWrittenRetry[] {
    const { index, sourceCode } = this.file;
    if (!sourceCode.text.includes('catch')) return [];
    if (index.all('CatchClause').length === 0 && !index.all('CallExpression').some(each => lastName(each.callee) === 'catch')) return [];
    const loops = new RetryLoops(this.file, this.#waiting).find();
    const calls = new RetryCalls(this.file, this.#waiting).find();
    const all = [...loops, ...calls.filter(call => !loops.some(each => isInside(call.call, each.loop)))];
    if (all.length === 0 || isBrowserCode(this.file)) return [];
    return all.sort((a, b) => placeOf(a).range[0] - placeOf(b).range[0]);
  }

  #findWait(retry: HandWrittenRetry): RetryWait {
    if (retry.kind === 'call') return retry.wait;
    return this.#waiting.within(retry.loop, retry.work, { owners: [enclosingFunction(retry.loop)] });
  }
}

/** The variable that a `for` loop counts with. */
function counterOf(retry: HandWrittenRetry | ResultRetry): string | undefined {
  if (retry.kind === 'call' || retry.loop.type !== 'ForStatement' || retry.loop.init?.type !== 'VariableDeclaration') return undefined;
  const [first] = retry.loop.init.declarations;
  return first?.id.type === 'Identifier' ? first.id.name : undefined;
}

/** The comparison of `i < 3 && !done`. */
function countIn(test: Node | undefined): Node | undefined {
  if (test?.type !== 'LogicalExpression' || test.operator !== '&&') return test;
  return [countIn(test.left), countIn(test.right)].find(each => each?.type === 'BinaryExpression');
}

function placeOf(retry: HandWrittenRetry | ResultRetry): TSESTree.Node {
  return retry.kind === 'call' ? retry.call : retry.loop;
}

