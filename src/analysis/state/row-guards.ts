import { functionName, functionsAround, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { ManagedTransaction } from '../transactions/managed-transactions.js';
import type { LibraryCall } from '../values/library-calls.js';
import { RUNS_ONCE, TAKES_TURNS } from './entries.js';

/**
 * What keeps others from a row between its read and its write: nothing (`open`), a transaction that lets both read before
 * either writes (`transacted`), or something else, as far as can be seen (`kept`).
 */
export type RowGuard = 'open' | 'transacted' | 'kept';

/** What lets one in at a time, or refuses what has changed meanwhile. Names may silence. */
const KEEPS = /for\s+(?:no\s+key\s+)?update|for\s+share|for_?update|for_?share|\.for\(|lock|mutex|semaphore|serializ|isolation|repeatable|version|optimistic|\bwatch\b|\bmulti\b|\beval|\bscript\b|etag|if-?match|compareAndS/i;
/** A transaction of which nobody can see how it was begun. */
const TRANSACTED = /transact|queryRunner|\btx\b|\btrx\b/i;
const SESSION = /^(?:client|mongo|db)?session$/i;
/** Two transactions at these levels both read a row before either writes it. */
const WEAK = /read.?(?:un)?committed/i;
/** These let one transaction write at a time, or abort the second. */
const ONE_WRITER = /sqlite|libsql|turso|cockroach|\bd1\b/i;

/** Where TypeORM, Sequelize and Prisma take the level of all transactions from. */
const SETTINGS = ['isolationLevel', 'transactionOptions'];

export class RowGuards {
  constructor(private readonly file: FileModel) {}

  of(write: Node, isRow: boolean): RowGuard {
    const functions = functionsAround(write);
    const [fn] = functions;
    const outer = functions.at(-1);
    if (!fn || !outer || functions.some(each => RUNS_ONCE.test(functionName(each) ?? ''))) return 'kept';
    const text = this.file.sourceCode.getText(fn);
    if (KEEPS.test(text)) return 'kept';
    const managed = isRow ? this.file.managedTransactions.around(write) : undefined;
    for (let current = write.parent; current && current !== outer; current = current.parent) {
      if (current.type === 'CallExpression' && current !== managed?.node && (TAKES_TURNS.test(this.file.sourceCode.getText(current.callee)) || this.file.calls.at(current)?.entry.role === 'transaction')) return 'kept';
    }
    if (managed) return this.#isWeak(managed) ? 'transacted' : 'kept';
    if (isRow && this.#beginsPlainly(fn)) return 'transacted';
    return isRow && (TRANSACTED.test(text) || this.#hasSession(fn)) ? 'kept' : 'open';
  }

  /** Whether a transaction is at a level that does not help: a weak one by name, or the database's own. */
  #isWeak({ node, proof, fn }: ManagedTransaction): boolean {
    if (proof.kind !== 'library' || /Session|mongo/i.test(`${proof.call.library} ${proof.call.path}`)) return false;
    let isSaid = false;
    for (const each of node.arguments) {
      if (each === fn || this.file.origins.functionOf(each) === fn) continue;
      const { options } = this.file;
      const level = options.objectOf(each) ? options.at(each, 'isolationLevel') : undefined;
      if (level?.state === 'absent') continue;
      const said = level?.state === 'present' ? level.value : each;
      if (!WEAK.test(this.file.sourceCode.getText(said))) return false;
      isSaid = true;
    }
    return isSaid || (!ONE_WRITER.test(this.file.sourceCode.text) && this.#leavesLevel(proof.call));
  }

  /** Whether the client surely leaves the level to the database: knex and drizzle have no setting for it, others where they are made. */
  #leavesLevel({ library, path, client }: LibraryCall): boolean {
    if (/knex|drizzle|postgres|mysql|^pg/i.test(`${library} ${path}`)) return true;
    return client !== undefined && client.node.arguments.every(each => each.type !== 'SpreadElement' && (isText(each) || (this.file.options.objectOf(each) !== undefined && SETTINGS.every(name => this.file.options.at(each, name).state === 'absent'))));
  }

  /** `BEGIN` by hand, with nothing said of its level: by libraries that speak to PostgreSQL or MySQL. */
  #beginsPlainly(fn: FunctionNode): boolean {
    return this.file.controlStatements.some(each => each.control === 'begin' && functionsAround(each.node).includes(fn)) && !ONE_WRITER.test(this.file.sourceCode.text);
  }

  /** A session of MongoDB, in whose transactions the second writer of a document is refused. */
  #hasSession(fn: FunctionNode): boolean {
    return this.file.index.inOwn(fn, 'Identifier').some(each => SESSION.test(each.name));
  }
}

function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}
