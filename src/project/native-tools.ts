import { createRequire } from 'node:module';
import { threadId } from 'node:worker_threads';
import type { TSESTree } from '@typescript-eslint/utils';

/** The part of oxc-parser that we use: read in the types of 0.159. */
interface OxcParser {
  parseSync(filename: string, text: string, options: { astType: 'ts'; sourceType: 'unambiguous' | 'module' | 'commonjs'; preserveParens: boolean }): {
    readonly program: TSESTree.Program;
    readonly errors: readonly { readonly severity: string }[];
  };
}

interface Resolved {
  readonly path?: string;
  readonly error?: string;
}

/** The part of oxc-resolver that we use: read in the types of 11.24. */
export interface OxcResolver {
  sync(folder: string, request: string): Resolved;
  resolveFileSync(file: string, request: string): Resolved;
  clearCache(): void;
}

export interface NativeTools {
  readonly parse: OxcParser['parseSync'];
  readonly createResolver: (options: object) => OxcResolver;
}

const require = createRequire(import.meta.url);
let tools: NativeTools | undefined | 'unknown' = 'unknown';

/** oxc-parser and oxc-resolver, optional dependencies; undefined, with one notice, where one of them is missing. */
export function nativeTools(load: (name: string) => unknown = require, thread = threadId): NativeTools | undefined {
  if (tools !== 'unknown') return tools;
  try {
    const parser = load('oxc-parser') as OxcParser;
    const resolver = load('oxc-resolver') as { ResolverFactory: new (options: object) => OxcResolver };
    tools = { parse: parser.parseSync, createResolver: options => new resolver.ResolverFactory(options) };
  } catch (cause) {
    tools = undefined;
    notify(cause, thread);
  }
  return tools;
}

/** Starts over; for tests. */
export function forgetNativeTools(): void {
  tools = 'unknown';
}

function notify(cause: unknown, thread: number): void {
  // With --concurrency each worker comes here: the first one speaks for all.
  if (thread > 1) return;
  const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  process.emitWarning(
    `settings.bulletproof.project is on, but oxc-parser and oxc-resolver could not be loaded (${why}). Rules see one file at a time: install both (npm install --save-dev oxc-parser oxc-resolver, Node.js 20.19 or newer), or take the setting out.`,
    { type: 'BulletproofWarning', code: 'BULLETPROOF_PROJECT' },
  );
}
