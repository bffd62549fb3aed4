import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { RetriedRegion } from './retried-regions.js';

/** A retry whose further attempts cannot help. */
export interface FutileRetry {
  readonly at: TSESTree.SourceLocation;
  /** Nothing looks at the error: answers such as 400 and 404 are asked for again. Or what it calls tries again by itself. */
  readonly kind: 'blind' | 'nested';
  /** What is tried again, as it is called. */
  readonly work: string;
  /** Requests at most, for nested ones. */
  readonly product: number;
  /** The option that looks at the error, where the library has one. */
  readonly option: string | undefined;
}

/** These fulfill whatever the status: only code that throws for it makes it a failure. */
const FULFILL = ['global', 'undici', 'node-fetch', 'cross-fetch', 'node:http', 'node:https', 'wretch'];
const TESTS_STATUS = /\bstatus(?:Code|Text)?\b|\bcode\b|Abort|isRetr|bail|fatal|permanent/i;

/** Finds attempts that cannot succeed, and attempts that multiply. */
export class FutileRetries {
  constructor(private readonly file: FileModel) {}

  get all(): readonly FutileRetry[] {
    const { regions, library } = this.file.retries;
    // Cheap to refuse: only requests are answered the same, only what tries again by itself multiplies.
    if (library.all.length === 0 && this.file.calls.of('http-request').length === 0) return [];
    return regions.all.flatMap(region => {
      const calls = regions.callsIn(region);
      const known = calls.flatMap(each => this.file.calls.at(each) ?? []);
      const found: FutileRetry[] = [];
      const blind = this.#blind(region, known);
      if (blind) found.push(blind);
      const nested = this.#nested(region, known);
      if (nested) found.push(nested);
      return found;
    });
  }

  #blind(region: RetriedRegion, known: readonly LibraryCall[]): FutileRetry | undefined {
    if (region.looksAtError !== false || (region.attempts !== undefined && region.attempts <= 2)) return undefined;
    const request = known.find(each => each.entry.role === 'http-request');
    if (!request || this.#looksAtStatus(region)) return undefined;
    if (FULFILL.includes(request.library) && !this.#throwsForStatus(request)) return undefined;
    return { at: this.#placeOf(region), kind: 'blind', work: this.#nameOf(request.node.callee), product: 0, option: region.by?.entry.retry?.decides?.options?.[0] };
  }

  #looksAtStatus({ places }: RetriedRegion): boolean {
    return places.some(each => TESTS_STATUS.test(this.file.sourceCode.getText(each)));
  }

  /** `if (!response.ok) throw …` beside the request. */
  #throwsForStatus({ node }: LibraryCall): boolean {
    let fn: Node | undefined = node;
    while (fn?.parent && !/Function/.test(fn.type)) fn = fn.parent;
    return fn !== undefined && this.file.index.within(fn, 'IfStatement').some(each => /\.ok\b/.test(this.file.sourceCode.getText(each.test)) && this.file.index.within(each, 'ThrowStatement').length > 0);
  }

  #nested(region: RetriedRegion, known: readonly LibraryCall[]): FutileRetry | undefined {
    const { attempts } = region;
    if (attempts === undefined || attempts < 2 || attempts === Infinity) return undefined;
    for (const call of known) {
      const inner = this.#attemptsOf(call);
      if (inner === undefined || inner < 2 || inner === Infinity) continue;
      return { at: this.#placeOf(region), kind: 'nested', work: this.#nameOf(call.node.callee), product: attempts * inner, option: undefined };
    }
    return undefined;
  }

  /** Attempts that a call makes by itself: its own, those of its client, or those that the file gives its client. */
  #attemptsOf(call: LibraryCall): number | undefined {
    const { library } = this.file.retries;
    const own = library.all.find(each => each.call === call);
    if (own && call.entry.role === 'http-request') {
      // POST and its like are not tried again by default.
      if (/post|patch/i.test(call.path) || call.node.arguments.some((each, i) => ['present', i > 0 ? 'unknown' : 'present'].includes(this.file.options.at(each, 'method').state))) return undefined;
      if (library.at(call, own.facts, own.facts.count.options).state === 'absent' && call.client) return library.all.find(each => each.call === call.client)?.attempts;
      return call.path.includes('#') && !call.client ? undefined : own.attempts;
    }
    if (own?.task) return own.attempts;
    const { client } = call;
    if (!client) return undefined;
    // `axiosRetry(client)`
    return library.all.find(each => {
      const [given] = each.call.node.arguments;
      const origin = each.facts.posts && given && this.file.origins.of(given);
      return origin && origin.kind === 'library' && origin.created === client.node;
    })?.attempts;
  }

  #placeOf({ retry }: RetriedRegion): TSESTree.SourceLocation {
    if (retry.type === 'CallExpression') return retry.callee.loc;
    const written = this.file.retries.handWritten.find(each => each.kind === 'loop' && each.loop === retry);
    return written ? this.file.retries.headOf(written) : retry.loc;
  }

  #nameOf(callee: Node): string {
    const text = this.file.sourceCode.getText(callee).replaceAll(/\s+/g, ' ');
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  }
}
