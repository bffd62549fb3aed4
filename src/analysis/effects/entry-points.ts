import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { manifestIn } from '../../project/manifests.js';
import { packageRootOf } from '../../project/package-root.js';
import { rootOf, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { isBrowserCode } from '../waits/browser-code.js';

/** Files that are started, or loaded for what they do, by their name. Names may silence. */
const STARTED = /^(?:index|main|server|app|api|worker|cli|www|start|startup|bootstrap|boot|entry|run|runner|daemon|cron|scheduler|setup|init|register|preload|polyfills?|shims?|instrument(?:ation)?|tracing|telemetry|sentry|newrelic|otel|opentelemetry|datadog|env|dotenv|load-?env|patch(?:es)?|monkey-?patch(?:es)?|webpack|rollup|vite|esbuild|gatsby-\w+)$|[.\-_](?:worker|server|webpack|entry|main|runner|daemon|process|thread|polyfill|shim|patch)$/i;
/** A question about how the file is run, or the other end of a thread: only what is started asks it. */
const ASKS = /\brequire\.main\b|\bimport\.meta\.main\b|\bprocess\.argv\b|\bparentPort\b|\bisMainThread\b|\bmodule\.parent\b|\bprocess\.send\b|\bimport\.meta\.url\s*===?|===?\s*import\.meta\.url\b/;
const SHOWN = /(?:^|[\\/])(?:examples?|playgrounds?|demos?|samples?|templates?|public|static|assets)[\\/]/i;

/** What a file exports: the variable of its own, or the value, behind each name; undefined where that cannot be seen. */
export type Exports = ReadonlyMap<string, Variable | Node | undefined>;

/** Whether others import the file: it exports values, and nothing says that it is what is started. */
export function isImportable(file: FileModel, exported: Exports): boolean {
  const { filename, sourceCode } = file;
  if (sourceCode.text.startsWith('#!') || SHOWN.test(filename) || ASKS.test(sourceCode.text)) return false;
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

export function exportsOf({ ast, index, bindings }: FileModel): Exports {
  const found = new Map<string, Variable | Node | undefined>();
  const put = (name: string, value: Node | undefined): void => {
    const inner = value && unwrap(value);
    found.set(name, inner?.type === 'Identifier' ? bindings.variableOf(inner) : inner);
  };
  for (const each of ast.body) {
    if (each.type === 'ExportDefaultDeclaration' && !/^TS(?:Interface|TypeAlias)/.test(each.declaration.type)) put('default', each.declaration);
    if (each.type === 'TSExportAssignment') put('default', each.expression);
    if (each.type !== 'ExportNamedDeclaration' || each.exportKind === 'type') continue;
    for (const { local, exported, exportKind } of each.specifiers) if (exportKind !== 'type') put(exported.type === 'Identifier' ? exported.name : exported.value, each.source ? undefined : local);
    const { declaration } = each;
    if (declaration?.type === 'VariableDeclaration') for (const declarator of declaration.declarations) for (const variable of bindings.declaredBy(declarator)) found.set(variable.name, variable);
    else if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration' || declaration?.type === 'TSEnumDeclaration') found.set(declaration.id?.name ?? '*', declaration);
  }
  for (const { left, right } of index.all('AssignmentExpression')) {
    if (left.type !== 'MemberExpression') continue;
    const root = rootOf(left);
    if (root.type !== 'Identifier' || bindings.variableOf(root)) continue;
    const isWhole = /^module\.exports$/.test(textOf(left));
    if (isWhole && right.type === 'ObjectExpression') for (const each of right.properties) put(each.type === 'Property' ? (staticName(each) ?? '*') : '*', each.type === 'Property' ? each.value : undefined);
    else if (root.name === 'exports' || (root.name === 'module' && /^module\.exports\b/.test(textOf(left)))) put(staticName(left) ?? '*', right);
  }
  return found;
}

function textOf(node: TSESTree.MemberExpression): string {
  const object = node.object.type === 'MemberExpression' ? textOf(node.object) : node.object.type === 'Identifier' ? node.object.name : '';
  return `${object}.${staticName(node) ?? ''}`;
}
