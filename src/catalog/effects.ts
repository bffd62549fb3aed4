import type { Role } from './schema.js';

/**
 * Which catalogued calls change something outside of the process, by the last name of their path; the others of these
 * roles only read. Roles that are not here have no such effect, or one that nobody needs to undo.
 */
export const EFFECTS: Partial<Readonly<Record<Role, 'all' | ReadonlySet<string>>>> = {
  'message-send': 'all',
  'database-query': new Set([
    // mongodb, mongoose
    'insertOne', 'insertMany', 'updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany', 'bulkWrite', 'bulkSave', 'findOneAndUpdate', 'findOneAndReplace',
    'findOneAndDelete', 'findByIdAndUpdate', 'findByIdAndDelete',
    // Prisma, TypeORM, Sequelize, drizzle
    'create', 'createMany', 'createManyAndReturn', 'update', 'updateManyAndReturn', 'upsert', 'delete', '$executeRaw', '$executeRawUnsafe', 'insert', 'save', 'softDelete',
    'softRemove', 'remove', 'restore', 'recover', 'increment', 'decrement', 'bulkCreate', 'destroy', 'truncate',
  ]),
  // Setting and deleting can be done again; these cannot.
  'cache-command': new Set(['publish', 'xadd', 'xAdd', 'lpush', 'lPush', 'rpush', 'rPush', 'incr', 'incrby', 'incrBy', 'decr', 'decrby', 'decrBy', 'increment', 'decrement']),
  'http-request': new Set(['post', 'put', 'patch', 'delete', 'del', 'postForm', 'putForm', 'patchForm']),
  'file-access': new Set([
    'writeFile', 'appendFile', 'rm', 'rmdir', 'unlink', 'rename', 'copyFile', 'cp', 'truncate', 'symlink', 'link', 'outputFile', 'outputJson', 'writeJson', 'move', 'remove', 'emptyDir',
  ]),
};

/** Statements that change data, as they begin. */
export const WRITING_SQL = /^\s*(?:insert|update|delete|merge|replace|truncate)\b/i;

/**
 * File accesses that hold a file handle while they wait for more than one step, so that many at once end in EMFILE.
 * Measured on Node 20.20 with 2,000 at once and 256 handles: 1,763 of each fail; `stat`, `access`, `copyFile`, `readdir`
 * and `unlink`, which are one step in a pool of four threads, never do.
 */
export const HOLDS_HANDLE: ReadonlySet<string> = new Set(['readFile', 'writeFile', 'appendFile', 'open', 'readJson', 'writeJson', 'outputFile', 'outputJson']);

/** Commands that read a whole value, in lower case, and those that replace it: by role. */
export const STORES: Readonly<Record<'cache-command' | 'file-access', Readonly<Record<string, readonly string[]>>>> = {
  'cache-command': { get: ['set', 'setex', 'psetex'], hget: ['hset'], hgetall: ['hmset'] },
  'file-access': { readfile: ['writefile', 'outputfile'], readjson: ['writejson', 'outputjson'] },
};
