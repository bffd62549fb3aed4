import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import type { Node } from '../../src/syntax/walk.js';
import { walk } from '../../src/syntax/walk.js';
import { startNative } from '../../src/types/native/known-versions.js';
import { Session } from '../../src/types/native/session.js';
import { asked, KINDS } from '../../src/types/native/source-nodes.js';
import { GROUPS, QUESTIONS, type Question, type TypeAnswers } from '../../src/types/native/wire.js';

const ROOT = resolve(import.meta.dirname, '../..');
export const TYPED = join(ROOT, 'tests/fixtures/native');
/** Both are installed under names that nothing finds by accident. */
export const VERSIONS = ['7-0', '7-1'].map(minor => {
  const folder = join(ROOT, `node_modules/typescript-${minor}`);
  return { folder, version: (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string }).version };
});

const ALL_GROUPS = Object.values(GROUPS).reduce<number>((all, each) => all | each, 0);

export async function sessionOf(version: (typeof VERSIONS)[number], cwd = TYPED): Promise<Session> {
  return new Session(await startNative(version, cwd));
}

/** The expressions of a file, as typescript-eslint reads them, and what it has to say about types. */
export function parsed(file: string, text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) {
  const { ast, services, visitorKeys } = parser.parseForESLint(text, { filePath: file, projectService: true, tsconfigRootDir: TYPED, range: true, loc: true });
  const expressions: Node[] = [];
  const parents = new Map<Node, Node>();
  walk(ast as Node, visitorKeys, node => {
    for (const key of visitorKeys[node.type] ?? []) for (const each of [(node as unknown as Record<string, unknown>)[key]].flat()) if (each) parents.set(each as Node, node);
    if (KINDS.includes(node.type) && isExpression(node, parents.get(node))) expressions.push(node);
  });
  return { text, services: services as ParserServicesWithTypeInformation, expressions };
}

/** Names of declarations, types and members have no value; methods are functions that nobody can point at. */
function isExpression(node: Node, parent: Node | undefined): boolean {
  if (!parent || /^(?:Import|Export\w*Specifier|Label|Break|Continue|MetaProperty|TS(?!As|NonNull|Satisfies|TypeAssertion))/.test(parent.type)) return false;
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') return parent.type === 'PropertyDefinition' && parent.value === node;
  if (parent.type === 'Property') return (parent.key !== node || parent.computed || parent.shorthand) && !(node.type === 'FunctionExpression' && (parent.method || parent.kind !== 'init'));
  return true;
}

export type Answers = Readonly<Record<Question, boolean | undefined>> & { readonly declaredBy: unknown };

/** All answers about nodes, from TypeScript 7; undefined where it has no type for a node, or no project for the file. */
export function ask(session: Session, file: string, text: string, nodes: readonly Node[], told = new Map<number, TypeAnswers>()): readonly (Answers | undefined)[] | undefined {
  const places = new Int32Array(nodes.flatMap(node => [node.range[0], node.type === 'Identifier' ? node.range[0] + node.name.length : node.range[1], asked(KINDS.indexOf(node.type), ALL_GROUPS)]));
  const { outside, types, answers } = session.answer({ id: 1, file, text, places });
  if (outside) return undefined;
  for (const each of answers) told.set(each.type, each);
  return [...types].map(type => {
    const found = told.get(type);
    return found && { ...(Object.fromEntries(Object.entries(QUESTIONS).map(([name, { shift }]) => [name, [undefined, false, true][(found.bits >> shift) & 3]])) as Record<Question, boolean | undefined>), declaredBy: found.declared };
  });
}
