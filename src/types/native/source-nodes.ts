/** The nodes of a file as TypeScript 7 sends them: records of seven 32-bit numbers, of which the first are the kind, where the trivia in front begins, and the end. */
export interface NodeTable {
  readonly length: number;
  readonly view: DataView;
  readonly offset: number;
}

const RECORD = 28;
const POS = 4;
const END = 8;

/** Three numbers for each node that is asked about: its start, its end, and what it is with what is asked. */
export type Places = Int32Array<ArrayBuffer>;

/** The index of its type in `KINDS`, and groups of questions, in one number. */
export const asked = (kind: number, groups: number): number => kind | (groups << 8);
const kindOf = (number: number): number => number & 0xff;
export const groupsOf = (number: number): number => number >> 8;

/** TypeScript's names for the kinds of node that a type of ESTree stands for. */
const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  Identifier: ['Identifier'],
  MemberExpression: ['PropertyAccessExpression', 'ElementAccessExpression'],
  CallExpression: ['CallExpression'],
  NewExpression: ['NewExpression'],
  AwaitExpression: ['AwaitExpression'],
  TaggedTemplateExpression: ['TaggedTemplateExpression'],
  YieldExpression: ['YieldExpression'],
  ImportExpression: ['CallExpression'],
  ThisExpression: ['ThisKeyword'],
  ArrowFunctionExpression: ['ArrowFunction'],
  FunctionExpression: ['FunctionExpression'],
  ClassExpression: ['ClassExpression'],
  ConditionalExpression: ['ConditionalExpression'],
  LogicalExpression: ['BinaryExpression'],
  BinaryExpression: ['BinaryExpression'],
  AssignmentExpression: ['BinaryExpression'],
  UnaryExpression: ['PrefixUnaryExpression', 'TypeOfExpression', 'VoidExpression', 'DeleteExpression'],
  UpdateExpression: ['PrefixUnaryExpression', 'PostfixUnaryExpression'],
  ObjectExpression: ['ObjectLiteralExpression'],
  ArrayExpression: ['ArrayLiteralExpression'],
  TemplateLiteral: ['TemplateExpression', 'NoSubstitutionTemplateLiteral'],
  Literal: ['StringLiteral', 'NumericLiteral', 'BigIntLiteral', 'RegularExpressionLiteral', 'TrueKeyword', 'FalseKeyword', 'NullKeyword'],
  TSAsExpression: ['AsExpression'],
  TSSatisfiesExpression: ['SatisfiesExpression'],
  TSNonNullExpression: ['NonNullExpression'],
  TSTypeAssertion: ['TypeAssertionExpression'],
};
export const KINDS: readonly string[] = Object.keys(KINDS_OF);

/** Finds the records of nodes: of those with the right kind and end, the one that begins last, but not behind the node. */
export class SourceNodes {
  readonly #groups: readonly (readonly number[])[];
  /** The kinds of node that somebody asks for, as a look-up by number. */
  readonly #wanted = new Set<number>();

  constructor(kinds: Readonly<Record<string, number | string>>) {
    this.#groups = KINDS.map(each => KINDS_OF[each]!.flatMap(name => (typeof kinds[name] === 'number' ? [kinds[name]] : [])));
    for (const kind of this.#groups.flat()) this.#wanted.add(kind);
  }

  /** The place of each node in the table; 0 where there is none. */
  find(table: NodeTable, places: Places): number[] {
    const count = places.length / 3;
    const found = new Array<number>(count).fill(0);
    const foundPos = new Array<number>(count).fill(-1);
    const byEnd = new Map<number, number[]>();
    for (let i = 0; i < count; i += 1) {
      const end = places[i * 3 + 1]!;
      const before = byEnd.get(end);
      if (before) before.push(i);
      else byEnd.set(end, [i]);
    }
    const { view, offset, length } = table;
    for (let place = 1; place < length; place += 1) {
      const record = offset + place * RECORD;
      const kind = view.getUint32(record, true);
      if (!this.#wanted.has(kind)) continue;
      const asked = byEnd.get(view.getInt32(record + END, true));
      if (!asked) continue;
      const pos = view.getInt32(record + POS, true);
      for (const i of asked) {
        if (pos > places[i * 3]! || pos < foundPos[i]! || !this.#groups[kindOf(places[i * 3 + 2]!)]!.includes(kind)) continue;
        found[i] = place;
        foundPos[i] = pos;
      }
    }
    return found;
  }
}

/** Whether the records are where we look for them: the first one is the file itself. */
export function isReadable({ view, offset, length }: NodeTable, sourceFileKind: unknown): boolean {
  return length > 1 && offset + length * RECORD <= view.byteLength && view.getUint32(offset + RECORD, true) === sourceFileKind && view.getInt32(offset + RECORD + POS, true) === 0;
}
