import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { manifestIn } from '../../project/manifests.js';
import { packageRootOf } from '../../project/package-root.js';
import { rootOf, staticName } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import { isBrowserCode } from '../waits/browser-code.js';

/** Files that are started, or loaded for what they do, by their name. Names may silence. */
const STARTED = /^(?:index|main|server|app|api|worker|cli|www|start|startup|bootstrap|boot|entry|run|runner|daemon|cron|scheduler|setup|init|register|preload|polyfills?|shims?|instrument(?:ation)?|tracing|telemetry|sentry|newrelic|otel|opentelemetry|datadog|env|dotenv|load-?env|patch(?:es)?|monkey-?patch(?:es)?)$|[.\-_](?:worker|server|entry|main|runner|daemon|process|thread|polyfill|shim|patch)$/i;
/** A question about how the file is run, or the other end of a thread: only what is started asks it. */
const ASKS = /\brequire\.main\b|\bimport\.meta\.main\b|\bprocess\.argv\b|\bparentPort\b|\bisMainThread\b|\bmodule\.parent\b|\bprocess\.send\b|\bimport\.meta\.url\s*===?|===?\s*import\.meta\.url\b/;
const SHOWN = /(?:^|[\\/])(?:examples?|playgrounds?|demos?|samples?|templates?|public|static|assets)[\\/]/i;

/** Whether others import the file: it exports values, and nothing says that it is what is started. */
export function isImportable(file: FileModel): boolean {
  const { filename, sourceCode } = file;
  if (sourceCode.text.startsWith('#!') || SHOWN.test(filename) || ASKS.test(sourceCode.text)) return false;
  const exported = exportsOf(file);
  // A platform loads the file of a `handler` once, and calls it: what it makes outside of it is made for all calls.
  if (exported.size === 0 || exported.has('handler')) return false;
  return !STARTED.test(stemOf(filename)) && !isStartedByPackage(filename) && !isBrowserCode(file);
}

function stemOf(filename: string): string {
  return basename(filename).replace(/(?:\.(?:controller|service|module))?\.[cm]?[jt]sx?$/, '');
}

/** A script, a command or `main` of the package names it: `node dist/mailer.js`. */
function isStartedByPackage(filename: string): boolean {
  const root = packageRootOf(filename);
  const commands = root === undefined ? undefined : manifestIn(root)?.commands;
  const stem = stemOf(filename).replaceAll(/[.+^${}()|[\]\\*?]/g, '\\$&');
  return commands !== undefined && new RegExp(`(?:^|[\\s/\\\\"'=])${stem}(?:\\.[cm]?[jt]s)?(?:$|[\\s"'])`, 'm').test(commands);
}

/** Names of the values that a file exports; `*` for those of another. */
function exportsOf({ ast, index, bindings }: FileModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const each of ast.body) {
    if (each.type === 'ExportDefaultDeclaration' && !/^TS(?:Interface|TypeAlias)/.test(each.declaration.type)) names.add('default');
    if (each.type === 'TSExportAssignment') names.add('default');
    if (each.type !== 'ExportNamedDeclaration' || each.exportKind === 'type') continue;
    // What only hands on what others export says nothing about the rest of the file.
    for (const { local, exported, exportKind } of each.specifiers) if (exportKind !== 'type') names.add(exported.type === 'Identifier' ? exported.name : local.type);
    for (const name of declaredNames(each.declaration)) names.add(name);
  }
  for (const { left } of index.all('AssignmentExpression')) {
    if (left.type !== 'MemberExpression') continue;
    const root = rootOf(left);
    if (root.type !== 'Identifier' || bindings.variableOf(root)) continue;
    if (root.name === 'exports' || (root.name === 'module' && /^module\.exports\b/.test(textOf(left)))) names.add(staticName(left) ?? '*');
  }
  return names;
}

function textOf(node: TSESTree.MemberExpression): string {
  const object = node.object.type === 'MemberExpression' ? textOf(node.object) : node.object.type === 'Identifier' ? node.object.name : '';
  return `${object}.${staticName(node) ?? ''}`;
}

function declaredNames(declaration: TSESTree.ExportNamedDeclaration['declaration']): readonly string[] {
  if (declaration?.type === 'VariableDeclaration') return declaration.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : '*'));
  if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration' || declaration?.type === 'TSEnumDeclaration') return [declaration.id?.name ?? '*'];
  return [];
}
