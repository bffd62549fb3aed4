import type { Role } from '../../catalog/schema.js';
import { manifestIn } from '../../project/manifests.js';
import { dependenciesOf, packageRootOf } from '../../project/package-root.js';
import { enclosingFunction, lastName, staticName, unwrap, type Node } from '../../syntax/nodes.js';
import { callbackPosition } from '../values/origins.js';
import { isBrowserCode, runsInPage } from '../waits/browser-code.js';
import type { FileModel } from '../file-model.js';
import { isAskedFor, isForPeople, isForwarded, isLastWord, isOfLogger, isProcessListener, isProgramOfItsOwn, speaksForPlatform } from './console-exemptions.js';
import type { LogCall } from './log-calls.js';

/** A use of console in the code of a service. */
export interface ConsoleCall {
  readonly method: string;
  /** The method's name in the code: what is called, or handed over to be called. */
  readonly node: Node;
  /** The `file` has a logger at hand, or its `package` depends on one, or it is part of a `service` by what it does. */
  readonly beside: 'file' | 'package' | 'service';
  /** The logger that the package depends on. */
  readonly logger: string | undefined;
}

const SERVICE_ROLES: readonly Role[] = [
  'web-app', 'route', 'middleware', 'error-middleware', 'respond', 'database-client', 'database-query', 'cache-client', 'cache-command', 'broker-client',
  'message-send', 'message-consume', 'transaction',
];
/** What developers switch on for themselves is no logger of a service. */
const FOR_DEVELOPERS = ['debug', 'console', 'node:console'];

const PAGES = /^(?:react|vue|svelte|preact|solid-js|next|nuxt|@angular\/core)$/;

/** Uses of console in files that prove, by what they import and call, or by their package, that they are part of a service. */
export function consoleCalls(file: FileModel, logs: readonly LogCall[]): readonly ConsoleCall[] {
  const calls = logs.filter(each => each.logger === 'console' || each.logger === 'node:console');
  const handed = handedOver(file);
  if (calls.length === 0 && handed.length === 0) return [];
  const beside = whatStandsBeside(file, logs);
  if (!beside) return [];
  const logger = loggerOfPackage(file);
  const own = beside === 'file' ? calls : calls.filter(({ node }) => !isForPeople(node, file));
  const found = [
    ...own.filter(each => !isForwarded(each, file)).map(({ method, node }) => ({ method, node: node.callee, at: node })),
    ...handed.map(node => ({ method: lastName(node) ?? '', node, at: node })),
  ];
  return (
    found
      // What a module says while it is loaded comes before any logger that another module makes.
      .filter(({ at, node }) => enclosingFunction(at) || (beside === 'file' && at !== node))
      .filter(({ at }) => !isAskedFor(at, file) && !isLastWord(at, file) && !runsInPage(at, file))
      .map(({ method, node }): ConsoleCall => ({ method, node, beside, logger }))
      .sort((a, b) => a.node.range[0] - b.node.range[0])
  );
}

function whatStandsBeside(file: FileModel, logs: readonly LogCall[]): ConsoleCall['beside'] | undefined {
  const { calls } = file;
  if (calls.of('logger').length > 0 || logs.some(each => !FOR_DEVELOPERS.includes(each.logger))) return 'file';
  if (file.logs.alike.some(({ node }) => !isConsole(node.callee, file))) return 'file';
  if (speaksForPlatform(file) || isOfLogger(file) || isProgramOfItsOwn(file, calls.of('web-app', 'route', 'middleware', 'respond', 'message-consume').length > 0)) return undefined;
  const root = packageRootOf(file.filename);
  const manifest = root === undefined ? undefined : manifestIn(root);
  if (calls.of(...SERVICE_ROLES).length > 0) {
    // Those who install a library have a logger of their own, which it does not know.
    if (manifest?.isLibrary && loggerOfPackage(file) === undefined) return undefined;
    return loggerOfPackage(file) === undefined ? 'service' : 'package';
  }
  if (!manifest?.dependencies.some(each => isLogger(each, file)) || isBrowserCode(file)) return undefined;
  // Of a package that also makes pages, only what uses Node is known to be no part of them.
  return !manifest.dependencies.some(each => PAGES.test(each)) || [...file.imports.modules].some(each => each.startsWith('node:')) ? 'package' : undefined;
}

/** `promise.catch(console.error)`, `server.on('error', console.error)`. */
function handedOver(file: FileModel): readonly Node[] {
  return file.index.all('MemberExpression').filter(node => {
    if (!file.bindings.isGlobal(unwrap(node.object), 'console') || staticName(node) === undefined) return false;
    const at = callbackPosition(node);
    return at !== undefined && at.option === undefined && at.call.type === 'CallExpression' && !isProcessListener(node, file);
  });
}

function isConsole(callee: Node, file: FileModel): boolean {
  const method = unwrap(callee);
  return method.type === 'MemberExpression' && file.bindings.isGlobal(unwrap(method.object), 'console');
}

/** The logger that the package, or the workspace around it, needs at run time. */
function loggerOfPackage(file: FileModel): string | undefined {
  for (const each of dependenciesOf(file.filename)) if (isLogger(each, file)) return each;
  return undefined;
}

function isLogger(module: string, file: FileModel): boolean {
  return file.catalog.loggerModules.has(module) && !FOR_DEVELOPERS.includes(module);
}
