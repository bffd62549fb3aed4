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
