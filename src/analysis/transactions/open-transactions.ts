import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Exit } from '../flow/flow-queries.js';
import { undecidedTests } from '../resources/resources.js';
import { ownerOf } from '../syntax-index.js';
import { isSameValue } from '../values/same-value.js';
import type { LibraryCall } from '../values/library-calls.js';
import { libraryTypeOf, pooledFactsOf } from './client-types.js';
import { mayEndTransaction } from './control-statements.js';

/** A transaction that a function begins by itself, by statements or by methods. */
export interface Begun {
  readonly node: TSESTree.CallExpression;
  /** What ends it: the connection, or the transaction itself. */
  readonly client: Node;
  /** The expression after which it is open. */
  readonly from: Node;
  /** How it is rolled back: `client.query('ROLLBACK')`. */
  readonly rollback: string;
  /** The client is the transaction itself, made here. */
  readonly isOwn: boolean;
}

/** A transaction that some path leaves open, or commits although its work has failed. */
export interface OpenTransaction {
  readonly begun: Begun;
  /**
   * `throw`: where its work throws; `return`: on a way out that ends it not; `never`: nothing ends it;
   * `finally`: it is committed in a `finally` block, after failures too.
   */
  readonly kind: 'throw' | 'return' | 'never' | 'finally';
  /** Where the first such path leaves the function or throws; for `finally` the commit. */
  readonly exit: Node | undefined;
  readonly commits: readonly Node[];
}

/** What ends the connection ends its transaction. `release` gives it back as it is, unless it is told of an error. */
const CLOSING = new Set(['end', 'destroy', 'close', 'endSession', 'terminate', 'disconnect', 'dispose', 'kill']);
/** A function of such a name may end the transaction: names only silence. */
const ENDING = /^(?!after|before|on|is|has|did)\w*(?:commit|roll_?back|abort|revert|undo)/i;
const FINISHING = /finish|complete|clean_?up|close|done|end$|^end/i;
const ROLLBACKS = ['rollback', 'rollbackTransaction', 'abortTransaction', 'abort'];

export class OpenTransactions {
  constructor(private readonly file: FileModel) {}

  get all(): readonly OpenTransaction[] {
    return (this.#all ??= this.begun.flatMap(each => this.#judge(each) ?? []));
  }
  #all: readonly OpenTransaction[] | undefined;

  /** Transactions that are begun by hand. */
  get begun(): readonly Begun[] {
    return (this.#begun ??= [...this.#find()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #begun: readonly Begun[] | undefined;

  *#find(): Iterable<Begun> {
    const { file } = this;
    for (const { node, control, client, isHandedOn } of file.controlStatements) {
      if (control !== 'begin' || node.type !== 'CallExpression' || isHandedOn || pooledFactsOf(client, file) || !libraryTypeOf(client, file)) continue;
      const from = this.#awaited(node);
      const text = file.sourceCode.getText(node.callee);
      if (from) yield { node, client, from, rollback: `await ${text}('ROLLBACK')`, isOwn: false };
    }
    for (const call of file.calls.of('transaction')) {
      const { entry, node, receiver } = call;
      if (node.type !== 'CallExpression') continue;
      if (entry.transaction === 'begin' && entry.gives === undefined && receiver) {
        const from = entry.promise ? this.#awaited(node) : node;
        const rollback = this.#rollbackOf(call);
        if (from && rollback !== undefined) yield { node, client: receiver, from, rollback: `await ${file.sourceCode.getText(receiver)}.${rollback}`, isOwn: false };
      } else if (isUnmanaged(call)) {
        const from = this.#awaited(node);
        const name = from && nameGiven(from);
        const rollback = this.#rollbackIn(call.library, `${entry.gives}#`);
        if (from && name && rollback !== undefined) yield { node, client: name, from, rollback: `await ${name.name}.${rollback}`, isOwn: true };
      }
    }
  }

  #awaited(node: Node): Node | undefined {
    const { parent } = wrapped(node);
    return parent?.type === 'AwaitExpression' ? parent : undefined;
  }

  /** The call beside `begin` that rolls back. */
  #rollbackOf({ library, path }: LibraryCall): string | undefined {
    return this.#rollbackIn(library, path.slice(0, path.indexOf('#') + 1));
  }

  /** The call of a type that rolls back: `rollback()`, `abort()`, `rollback().execute()`. */
  #rollbackIn(library: string, type: string): string | undefined {
    const { catalog } = this.file;
    for (const name of ROLLBACKS) {
      const entry = catalog.entry(library, type + name)?.entry;
      if (entry?.transaction !== 'rollback') continue;
      const command = entry.gives !== undefined && catalog.entry(library, `${entry.gives}#execute`);
      return command ? `${name}().execute()` : `${name}()`;
    }
    return undefined;
  }

  #judge(begun: Begun): OpenTransaction | undefined {
    const { file } = this;
    const owner = ownerOf(begun.node);
    if (!isFunction(owner) || owner.generator || this.#isHandedOn(begun, owner)) return undefined;
    const ends: Node[] = [];
    const commits: Node[] = [];
    let isEnded = false;
    for (const call of this.#callsAround(begun, owner)) {
      const end = this.#endOf(call, begun);
      if (!end) continue;
      // Ended in a function in it: nobody can say from here when that runs.
      if (ownerOf(call) !== owner) return undefined;
      ends.push(call);
      if (end === 'commit') commits.push(call);
      isEnded ||= end === 'commit' || end === 'rollback';
    }
    const late = commits.find(each => isInFinally(each, owner, begun.from));
    if (late && !this.#isRolledBackBefore(late, ends)) return { begun, kind: 'finally', exit: late, commits };
    if (!isEnded) return ends.length === 0 && this.#isLocal(begun, owner) ? { begun, kind: 'never', exit: undefined, commits } : undefined;

    const passing = new Set<Node>(ends);
    for (const end of ends) {
      for (const test of undecidedTests(end, begun.from, owner)) {
        if (!test) return undefined;
        passing.add(test);
      }
    }
    const exits = file.flow(owner).exitsWithout(begun.from, node => passing.has(node) || (node.type === 'ChainExpression' && passing.has(node.expression)), {
      kinds: ['return', 'throw'],
      ignoreThrowOf: node => !this.#mayFail(node),
    });
    const first = [...exits].sort((a, b) => (a.node?.range[0] ?? Infinity) - (b.node?.range[0] ?? Infinity));
    const exit = first.find(each => each.kind !== 'throw') ?? first.find(isThrow) ?? first[0];
    return exit && { begun, kind: exit.kind === 'throw' ? 'throw' : 'return', exit: exit.node, commits };
  }

  /** What gave the connection: `pool` of `await pool.connect()`, `db` of `await db.transaction()`. */
  sourceOf({ client, node, isOwn }: Begun): Node | undefined {
    const made = isOwn ? node : this.file.origins.expressionOf(client);
    const call = made?.type === 'AwaitExpression' ? unwrap(made.argument) : made;
    if (call?.type !== 'CallExpression' || !this.file.calls.at(call)) return undefined;
    const callee = unwrap(call.callee);
    return callee.type === 'MemberExpression' ? callee.object : undefined;
  }

  /** The calls of a function that end a transaction, or may. */
  endsOf(begun: Begun, owner: FunctionNode): ReadonlySet<Node> {
    return new Set(this.#callsAround(begun, owner).filter(each => this.#endOf(each, begun)));
  }

  #callsAround(begun: Begun, owner: FunctionNode): readonly TSESTree.CallExpression[] {
    return this.file.index.within(owner, 'CallExpression').filter(each => each !== begun.node && isInside(each, owner));
  }

  /** How a call ends a transaction, if it may. */
  #endOf(call: TSESTree.CallExpression, { client }: Begun): 'commit' | 'rollback' | 'maybe' | undefined {
    const { file } = this;
    const callee = unwrap(call.callee);
    const name = lastName(callee) ?? '';
    const isOnClient = callee.type === 'MemberExpression' && isSameValue(callee.object, client, file.bindings);
    if (isOnClient) {
      const statement = file.controlStatements.find(each => each.node === call);
      if (statement) return statement.control === 'commit' || statement.control === 'rollback' ? statement.control : undefined;
      if (mayEndTransaction(call, file)) return 'maybe';
      const step = file.calls.at(call)?.entry.transaction;
      if (step === 'commit' || step === 'rollback') return step;
      if (CLOSING.has(name) || (name === 'release' && call.arguments.length > 0)) return 'maybe';
      if (libraryTypeOf(client, file)?.facts?.rollsBackBy?.includes(name)) return 'maybe';
    }
    if (ENDING.test(name)) return 'maybe';
    return FINISHING.test(name) && call.arguments.some(each => isSameValue(each, client, file.bindings)) ? 'maybe' : undefined;
  }

  /** Returned, kept or given away whole: others may end it. */
  #isHandedOn({ client, from, isOwn }: Begun, owner: FunctionNode): boolean {
    const { file } = this;
    const value = unwrap(client);
    const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
    return variable?.references.some(({ identifier, init }) => {
      if (init || !isInside(identifier, owner) || identifier.range[0] < from.range[0]) return false;
      const place = wrapped(identifier);
      const { parent } = place;
      if (parent?.type === 'ReturnStatement' || parent?.type === 'ArrayExpression' || parent?.type === 'YieldExpression' || parent?.type === 'ArrowFunctionExpression') return true;
      if (parent?.type === 'NewExpression' && parent.callee !== place) return true;
      if (parent?.type === 'AssignmentExpression' && parent.right === place) return true;
      if (parent?.type === 'VariableDeclarator' && parent.init === place) return true;
      if (parent?.type !== 'Property' || parent.value !== place) return false;
      // `{ transaction }` as an option of a call is used, and in an object that is kept it is handed on.
      const holder = wrapped(parent.parent).parent;
      return holder?.type !== 'CallExpression' || (isOwn && file.calls.at(holder) === undefined && staticName(parent) !== 'transaction');
    }) ?? false;
  }

  /** A local of the function that nothing else is given: nobody else can end it. */
  #isLocal({ client }: Begun, owner: FunctionNode): boolean {
    const value = unwrap(client);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    const [definition] = variable?.defs ?? [];
    if (!variable || definition?.type !== 'Variable' || ownerOf(definition.name) !== owner) return false;
    return variable.references.every(({ identifier, init }) => {
      const { parent } = wrapped(identifier);
      return init || (ownerOf(identifier) === owner && (parent?.type === 'MemberExpression' || parent?.type === 'AssignmentExpression'));
    });
  }

  /** Rolled back where the work fails, so that the commit after it finds nothing. */
  #isRolledBackBefore(commit: Node, ends: readonly Node[]): boolean {
    for (let current = commit; current.parent; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'TryStatement' && parent.finalizer === current) return parent.handler !== null && ends.some(each => isInside(each, parent.handler!));
    }
    return true;
  }

  /** Whether the failure of this step is worth a report: what waits for the outside. */
  #mayFail(node: Node): boolean {
    if (node.type === 'ForOfStatement') return node.await;
    if (node.type !== 'AwaitExpression') return false;
    const call = unwrap(node.argument);
    const role = call.type === 'CallExpression' ? this.file.calls.at(call)?.entry.role : undefined;
    const name = call.type === 'CallExpression' ? lastName(call.callee) : undefined;
    return role !== 'log' && role !== 'metric-update' && role !== 'sleep' && name !== 'release';
  }
}

/** `sequelize.transaction()`, `knex.transaction()`, `producer.transaction()`: with no function to run, they give the transaction. */
function isUnmanaged({ entry, node }: LibraryCall): boolean {
  if (entry.gives === undefined || (entry.transaction !== 'managed' && entry.transaction !== 'begin')) return false;
  return node.arguments.every(each => each.type === 'ObjectExpression') && node.arguments.length < 2;
}

function nameGiven(from: Node): TSESTree.Identifier | undefined {
  const place = wrapped(from);
  const { parent } = place;
  if (parent?.type === 'VariableDeclarator' && parent.init === place && parent.id.type === 'Identifier') {
    return parent.parent.kind === 'using' || parent.parent.kind === 'await using' ? undefined : parent.id;
  }
  return parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.left.type === 'Identifier' ? parent.left : undefined;
}

/** In a `finally` block, in every case. */
function isInFinally(node: Node, owner: FunctionNode, from: Node): boolean {
  for (let current = node; current.parent && current !== owner; current = current.parent) {
    const { parent } = current;
    if (parent.type === 'TryStatement' && parent.finalizer === current) return !isInside(from, parent.finalizer);
    if (/^(?:If|Switch)Statement$|^(?:Conditional|Logical)Expression$|^CatchClause$/.test(parent.type)) return false;
  }
  return false;
}

function isThrow({ node }: Exit): boolean {
  return node?.type === 'ThrowStatement';
}
