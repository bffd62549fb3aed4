import type { TSESTree } from '@typescript-eslint/utils';
import type { DiskStateFacts } from '../../catalog/schema.js';
import { enclosingFunction, functionsAround, isInside, lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isForDevelopment } from '../flow/development.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A file that stays in the folder of the program, or of its working directory, and that a later request may look for. */
export interface DiskState {
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
  /** The expression that says where. */
  readonly path: Node;
  readonly uploads: boolean;
}

/** What need not last, or is for people to read. Names may silence. */
const PASSING = /(?:^|[^a-z])te?mp(?!lat)|[a-z]Te?mp(?!lat)|cache|\blogs?\b|\.log\b|[a-z]Log(?:File|s?\b)|backup|\.pid\b|\.lock\b|\benv\b|\$RECYCLE/i;
const REMOVES: ReadonlySet<string | undefined> = new Set(['unlink', 'unlinkSync', 'rm', 'rmSync', 'rmdir', 'rmdirSync', 'remove', 'removeSync', 'emptyDir', 'emptyDirSync']);
/** It is made for this answer. */
const SENDS: ReadonlySet<string | undefined> = new Set(['sendFile', 'download']);
const LOOKS: ReadonlySet<string | undefined> = new Set(['existsSync', 'exists', 'pathExists', 'pathExistsSync', 'access', 'accessSync']);

/** In source order; one for each function that writes. */
export function diskStates(file: FileModel): readonly DiskState[] {
  const found = new Map<Node, DiskState>();
  for (const call of file.calls.having('keepsOnDisk')) {
    const facts = call.entry.keepsOnDisk!;
    if (call.node.arguments.some(each => each.type === 'SpreadElement')) continue;
    if (!facts.uploads && (file.handlers.runsPerRequest(call.node) !== 'yes' || isPassing(call, file))) continue;
    const path = pathOf(call, facts, file);
    if (!path || !isOwnFolder(path, file) || isForDevelopment(call.node, file) || (facts.uploads && removesUploads(file))) continue;
    const key = facts.uploads ? call.node : enclosingFunction(call.node)!;
    if (!found.has(key) || found.get(key)!.node.range[0] > call.node.range[0]) found.set(key, { node: call.node, path, uploads: facts.uploads === true });
  }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function pathOf({ node }: LibraryCall, { argument, option, unless }: DiskStateFacts, file: FileModel): Node | undefined {
  const given = node.arguments[argument];
  if (!given || option === undefined) return given;
  if (unless !== undefined && file.options.at(given, unless).state !== 'absent') return undefined;
  const value = file.options.at(given, option);
  if (value.state !== 'present') return undefined;
  const fn = file.origins.functionOf(value.value);
  // `destination: (req, file, done) => done(null, './uploads')`
  const done = fn?.params.at(-1);
  if (!fn || done?.type !== 'Identifier') return value.value;
  const calls = file.index.within(fn, 'CallExpression').filter(each => isInside(each, fn) && each.callee.type === 'Identifier' && each.callee.name === done.name && each.arguments.length === 2);
  const paths = calls.flatMap(each => (each.arguments[1]!.type === 'SpreadElement' ? [] : [each.arguments[1]!]));
  return paths.length === 1 ? paths[0] : undefined;
}

/** Whether the function that writes a file also takes it away, sends it, or makes it only where there is none. */
function isPassing({ node }: LibraryCall, file: FileModel): boolean {
  let value: Node = node;
  for (let parent: Node | undefined = node.parent; parent; value = parent, parent = parent.parent) {
    if (parent.type === 'IfStatement' && value !== parent.test && calls(parent.test, LOOKS, file)) return true;
  }
  return functionsAround(node).some(fn => calls(fn, REMOVES, file) || calls(fn, SENDS, file));
}

function calls(place: Node, names: ReadonlySet<string | undefined>, file: FileModel): boolean {
  return file.index.within(place, 'CallExpression').some(each => isInside(each, place) && names.has(lastName(each.callee)));
}

/** `unlink(req.file.path)`: what was uploaded is taken away again. */
function removesUploads(file: FileModel): boolean {
  return file.index.all('CallExpression').some(each => {
    const [what] = each.arguments;
    return REMOVES.has(lastName(each.callee)) && what !== undefined && /\.(?:file)?path\b(?!\.)|^\w*path$/i.test(file.sourceCode.getText(what));
  });
}

/** Whether a path is proven to begin in the folder of the program: a relative text, `__dirname`, `process.cwd()`. */
function isOwnFolder(path: Node, file: FileModel): boolean {
  const texts: string[] = [];
  return beginsInOwnFolder(path, file, texts, 0) && !PASSING.test(texts.join(' '));
}

function beginsInOwnFolder(path: Node, file: FileModel, texts: string[], depth: number): boolean {
  if (depth > 8) return false;
  const value = unwrap(path);
  texts.push(file.sourceCode.getText(value));
  switch (value.type) {
    case 'Literal':
      return typeof value.value === 'string' && isRelative(value.value);
    case 'TemplateLiteral': {
      const start = value.quasis[0]!.value.raw;
      return start === '' ? value.expressions.length > 0 && beginsInOwnFolder(value.expressions[0]!, file, texts, depth + 1) : isRelative(start);
    }
    case 'BinaryExpression':
      return value.operator === '+' && beginsInOwnFolder(value.left, file, texts, depth + 1);
    case 'CallExpression':
      return isJoined(value, file, texts, depth);
    case 'NewExpression': {
      const base = value.arguments[1];
      return file.bindings.isGlobal(value.callee, 'URL') && base !== undefined && base.type !== 'SpreadElement' && isModule(base);
    }
    case 'Identifier':
      return file.bindings.isGlobal(value, '__dirname', '__filename') || isDirectory(value, file, texts, depth);
    case 'MemberExpression':
      return isModule(value) || isDirectory(value, file, texts, depth);
    default:
      return false;
  }
}

/** A constant that holds such a path. */
function isDirectory(name: Node, file: FileModel, texts: string[], depth: number): boolean {
  const held = file.origins.expressionOf(name);
  return held !== undefined && held !== name && beginsInOwnFolder(held, file, texts, depth + 1);
}

function isJoined(call: TSESTree.CallExpression, file: FileModel, texts: string[], depth: number): boolean {
  const origin = file.origins.of(call.callee);
  if (origin?.kind !== 'library') return false;
  const name = origin.path.split('.').at(-1)!;
  if (origin.library === 'global') return origin.path === 'process.cwd';
  if (origin.library === 'node:process') return name === 'cwd';
  const [first, ...rest] = call.arguments;
  if (!first || first.type === 'SpreadElement') return false;
  if (origin.library === 'node:url' && name === 'fileURLToPath') return beginsInOwnFolder(first, file, texts, depth + 1);
  if (origin.library !== 'node:path' || !/^(?:join|resolve|normalize|dirname)$/.test(name)) return false;
  // What `resolve` is given last begins the path where it is absolute.
  if (name === 'resolve' && rest.some(each => !isRelativeText(each, file))) return false;
  return beginsInOwnFolder(first, file, texts, depth + 1);
}

function isRelativeText(node: Node, file: FileModel): boolean {
  const value = file.options.valueOf(node)?.value;
  if (typeof value === 'string') return isRelative(value);
  const expression = unwrap(node);
  return expression.type === 'TemplateLiteral' && isRelative(expression.quasis[0]!.value.raw);
}

/** `import.meta.dirname`, `import.meta.url` */
function isModule(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'MemberExpression' && value.object.type === 'MetaProperty' && ['dirname', 'filename', 'url'].includes(staticName(value) ?? '');
}

function isRelative(text: string): boolean {
  return /^(?:\.{0,2}[\w-]|\.{1,2}[\\/])/.test(text) && !/^[a-z][a-z\d+.-]*:/i.test(text);
}
