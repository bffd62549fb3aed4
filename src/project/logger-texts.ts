import { dirname, isAbsolute, join, resolve } from 'node:path';
import { moduleTextAt } from './module-texts.js';
import { packageRootOf } from './package-root.js';

/** Whoever takes secrets out of an entry says so, in whatever words. */
const REDACTS = /redact|censor|mask|scrub|saniti[sz]e|obfuscat|filterKeys|serializers|omit\b|hide\w*Secret|REMOVED|\*{3,}/i;
const MAKES = /(?:\bfrom\s*|\brequire\(\s*)(['"])(?:winston|pino|bunyan|log4js|loglevel|consola|tslog|roarr)\1/;
/** An editor's server lints for days, and the module may be written meanwhile. */
const REFRESH_AFTER_MS = 5_000;
const REMEMBERED = 2_000;

/** What the text of a module says of the logger that it exports. */
export interface LoggerText {
  /** It makes one with a library that we know. */
  readonly makes: boolean;
  /** It may take something out of what it is given. */
  readonly redacts: boolean;
}

const known = new Map<string, { readonly at: number; readonly answer: LoggerText | undefined }>();

/** What the module that a file imports says of its logger; undefined for one that cannot be found. */
export function loggerTextOf(from: string, request: string): LoggerText | undefined {
  if (!isAbsolute(from)) return undefined;
  for (const path of placesOf(from, request)) {
    const before = known.get(path);
    const fresh = before && Date.now() - before.at < REFRESH_AFTER_MS ? before : { at: Date.now(), answer: answerOf(moduleTextAt(path)) };
    if (known.size > REMEMBERED) known.clear();
    known.set(path, fresh);
    if (fresh.answer) return fresh.answer;
  }
  return undefined;
}

function answerOf(text: string | undefined): LoggerText | undefined {
  return text === undefined ? undefined : { makes: MAKES.test(text), redacts: REDACTS.test(text) || reexports(text) };
}

/** A module that hands on what others make says nothing of how it is made. */
function reexports(text: string): boolean {
  return text.length < 2_000 && /^\s*export\s*(?:\*|\{[^}]*\})\s*from\b/m.test(text);
}

/** Relative requests, and the usual short names for the folder of the sources. */
function placesOf(from: string, request: string): string[] {
  if (request.startsWith('.')) return [resolve(dirname(from), request)];
  const root = packageRootOf(from);
  const short = /^(?:[@~]\/|#\/?|src\/|server\/)(.+)/.exec(request);
  return root === undefined || !short ? [] : [join(root, 'src', short[1]!), join(root, 'app', short[1]!), join(root, short[1]!), join(root, request)];
}
