import rule from '../../../src/rules/failures/no-double-callback.js';
import { ruleTests, type InvalidCase, type ValidCase } from '../../rule-tests.js';

const load = (body: string, head = 'path, done'): string => `export function load(${head}) {\n${body}\n}`;
const CAUGHT = { options: [{ reportCaught: true }] } as const;

const invalid: InvalidCase[] = [
  {
    name: 'goes on after the error',
    code: load(`  read(path, (err, text) => {\n    if (err) done(err);\n    done(null, text.length);\n  });`),
    errors: [{ messageId: 'goesOn', line: 3, data: { name: 'done', line: '4' }, suggestions: [{ messageId: 'insertReturn', output: load(`  read(path, (err, text) => {\n    if (err) { done(err); return; }\n    done(null, text.length);\n  });`) }] }],
  },
  {
    name: 'in a block',
    code: load(`  read(path, (err, text) => {\n    if (err) {\n      done(err);\n    }\n    done(null, text);\n  });`),
    errors: [{ messageId: 'goesOn', line: 4, suggestions: [{ messageId: 'insertReturn', output: load(`  read(path, (err, text) => {\n    if (err) {\n      done(err);\n      return;\n    }\n    done(null, text);\n  });`) }] }],
  },
  { name: 'after the catch', code: load(`  let value;\n  try {\n    value = JSON.parse(path);\n  } catch (error) {\n    done(new Error('bad'), null);\n  }\n  done(null, value);`), errors: [{ messageId: 'goesOn', line: 6, suggestions: 1 as never }] },
  { name: 'success first', code: load(`  if (cache.has(path)) {\n    done(null, cache.get(path));\n  }\n  read(path, done);`), errors: [{ messageId: 'goesOn', line: 3, suggestions: 1 as never }] },
  { name: 'undefined for null', code: load(`  if (!path) done(new Error('no path'));\n  done(undefined, path);`), errors: [{ messageId: 'goesOn', suggestions: 1 as never }] },
  { name: 'no value', code: load(`  if (!path) {\n    done(new TypeError('no path'));\n  }\n  done();`), errors: [{ messageId: 'goesOn', suggestions: 1 as never }] },
  { name: 'a method', code: `export class Store {\n  get(id, callback) {\n    if (!id) {\n      callback(new Error('no id'));\n    }\n    callback(null, this.rows.get(id));\n  }\n}`, errors: [{ messageId: 'goesOn', suggestions: 1 as never }] },
  { name: 'a stream', filename: 'src/lines.js', code: `const { Transform } = require('node:stream');\nmodule.exports = new Transform({\n  transform(chunk, encoding, callback) {\n    if (chunk.length === 0) callback(new Error('empty'));\n    callback(null, chunk);\n  },\n});`, errors: [{ messageId: 'goesOn', suggestions: 1 as never }] },
  { name: 'typed', code: `type Done = (error: Error | null, text?: string) => void;\nexport const load = (path: string, done: Done): void => {\n  if (path === '') {\n    done(new Error('no path'));\n  }\n  done(null, path);\n};`, errors: [{ messageId: 'goesOn', suggestions: 1 as never }] },
  { name: 'caught', code: load(`  try {\n    done(null, JSON.parse(path));\n  } catch (error) {\n    done(error);\n  }`), ...CAUGHT, errors: [{ messageId: 'caught', line: 3, data: { name: 'done', line: '5' } }] },
  { name: 'caught, returned', code: load(`  try {\n    if (!path) return done(null, undefined);\n    return done(null, JSON.parse(path));\n  } catch (error) {\n    return done(error);\n  }`), ...CAUGHT, errors: [{ messageId: 'caught', line: 3 }] },
  { name: 'caught, async', code: `import passport from 'passport';\npassport.use(new Strategy(async (token, profile, done) => {\n  try {\n    const user = await find(profile.id);\n    done(null, user);\n  } catch (error) {\n    log(error);\n    done(error, false);\n  }\n}));`, ...CAUGHT, errors: [{ messageId: 'caught', line: 5 }] },
  { name: 'rejected', code: load(`  find(path).then(row => done(null, row)).catch(done);`), ...CAUGHT, errors: [{ messageId: 'rejected', line: 2, data: { name: 'done', line: '2' } }] },
  { name: 'rejected, once a chain', code: load(`  find(path)\n    .then(row => {\n      if (!row) return done(null, undefined);\n      return done(null, row);\n    })\n    .catch(error => done(error));`), ...CAUGHT, errors: [{ messageId: 'rejected', line: 4 }] },
  { name: 'caught, with a finally', code: load(`  try {\n    done(null, parse(path));\n  } catch (error) {\n    done(error);\n  } finally {\n    close();\n  }`), ...CAUGHT, errors: [{ messageId: 'caught' }] },
];

const valid: ValidCase[] = [
  { code: load(`  read(path, (err, text) => {\n    if (err) return done(err);\n    done(null, text.length);\n  });`) },
  { name: 'else', code: load(`  if (!path) done(new Error('no path'));\n  else done(null, path);`) },
  { name: 'return after it', code: load(`  if (!path) {\n    done(new Error('no path'));\n    return;\n  }\n  done(null, path);`) },
  { name: 'throws after it', code: load(`  if (!path) {\n    done(new Error('no path'));\n    throw new Error('no path');\n  }\n  done(null, path);`) },
  { name: 'caught: not by default', code: load(`  try {\n    done(null, JSON.parse(path));\n  } catch (error) {\n    done(error);\n  }`) },
  { name: 'rejected: not by default', code: load(`  find(path).then(row => done(null, row)).catch(done);`) },
  { name: 'behind the try', code: load(`  let value;\n  try {\n    value = JSON.parse(path);\n  } catch (error) {\n    return done(error);\n  }\n  done(null, value);`), ...CAUGHT },
  { name: 'both handlers in one then', code: load(`  find(path).then(row => done(null, row), done);`), ...CAUGHT },
  { name: 'put off', code: load(`  try {\n    const value = JSON.parse(path);\n    process.nextTick(() => done(null, value));\n  } catch (error) {\n    done(error);\n  }`), ...CAUGHT },
  { name: 'a catch that only logs', code: load(`  try {\n    done(null, JSON.parse(path));\n  } catch (error) {\n    log(error);\n    throw error;\n  }`), ...CAUGHT },
  { name: 'two callbacks', code: load(`  if (!path) fail(new Error('no path'), null);\n  done(null, path);`, 'path, fail, done') },
  { name: 'a guard around it', code: load(`  let called = false;\n  if (!path) {\n    done(new Error('no path'));\n    called = true;\n  }\n  if (!called) done(null, path);`) },
  { name: 'a visitor is called for each', code: load(`  for (const each of path) {\n    if (each.bad) done(null, each);\n  }`) },
  { name: 'not node-style', code: `export function walk(tree, visit) {\n  if (tree.left) visit(tree.left);\n  visit(tree.right);\n}` },
  { name: 'progress', code: `export function copy(files, report) {\n  if (files.length === 0) {\n    report('nothing to do');\n  }\n  report('done');\n}` },
  { name: 'an executor', code: `export const wait = () => new Promise(resolve => {\n  on('error', error => resolve(error));\n  resolve();\n});` },
  { name: 'what a middleware passes on: another rule', code: `import type { NextFunction, Request, Response } from 'express';\nexport function auth(req: Request, res: Response, next: NextFunction) {\n  if (!req.user) next(new Error('no'));\n  next(null, 1);\n}` },
  { name: 'reassigned', code: load(`  done = once(done);\n  if (!path) done(new Error('no path'));\n  done(null, path);`) },
  { name: 'a local function', code: `const done = (error, value) => log(error, value);\nif (a) done(new Error('x'));\ndone(null, 1);` },
  { name: 'test file', filename: 'src/load.test.ts', code: load(`  if (!path) done(new Error('no path'));\n  done(null, path);`) },
];

ruleTests(rule, { valid, invalid });
