import { defineLibrary, type BlockFacts, type Entry, type Library } from './schema.js';

/**
 * Calls that return when their work is done. The times in the texts were measured with Node 20.20 on one core of a server,
 * and are there for their magnitude.
 */
interface Blocks {
  readonly blocks?: BlockFacts;
}

const FILES: Readonly<Record<string, string>> = {
  readFileSync: 'reads the whole file',
  writeFileSync: 'writes the whole file',
  appendFileSync: 'writes to the file',
  copyFileSync: 'copies the whole file',
  cpSync: 'copies every file of the folder',
  rmSync: 'removes every file of the folder',
  readdirSync: 'reads the whole folder',
  fsyncSync: 'waits until the disk has written',
};
/** A single file is quickly removed, and `cpSync` copies only one. */
const RECURSIVE = new Set(['rmSync', 'cpSync']);
const EXTRA_FILES: Readonly<Record<string, string>> = {
  ...FILES,
  copySync: 'copies every file of the folder',
  moveSync: 'may copy every file of the folder',
  removeSync: 'removes every file of the folder',
  emptyDirSync: 'removes every file of the folder',
  emptydirSync: 'removes every file of the folder',
  readJsonSync: 'reads the whole file',
  readJSONSync: 'reads the whole file',
  writeJsonSync: 'writes the whole file',
  writeJSONSync: 'writes the whole file',
  outputFileSync: 'writes the whole file',
  outputJsonSync: 'writes the whole file',
  outputJSONSync: 'writes the whole file',
};
/** Measured: 1 to 30 µs on a local disk. */
const BRIEF =
  'accessSync chmodSync chownSync existsSync lstatSync mkdirSync mkdtempSync opendirSync readlinkSync realpathSync renameSync rmdirSync statSync statfsSync symlinkSync truncateSync unlinkSync utimesSync';
const BRIEF_EXTRA = `${BRIEF} ensureDirSync ensureFileSync ensureLinkSync ensureSymlinkSync mkdirpSync mkdirsSync pathExistsSync createFileSync`;

/** What `fs.promises` has under no such name. */
const WITHOUT_PROMISE: Readonly<Record<string, string>> = {
  existsSync: '`await access(…)` of `node:fs/promises`, or try what is behind it and handle `ENOENT`',
  fsyncSync: '`await handle.sync()` of a `FileHandle`',
};

/** The prefix is that of the names which give promises: fs-extra has none. */
export function blocksInFiles(name: string, prefix: 'promises.' | ''): Blocks {
  const isExtra = prefix === '';
  const what = (isExtra ? EXTRA_FILES : FILES)[name];
  if (what === undefined && !(isExtra ? BRIEF_EXTRA : BRIEF).split(' ').includes(name)) return {};
  const without = isExtra ? undefined : WITHOUT_PROMISE[name];
  const asynchronous = isExtra && name === 'existsSync' ? 'pathExists' : prefix + name.replace('Sync', '');
  return {
    blocks: {
      holds: 'process',
      why: what === undefined ? 'waits for the disk' : `${what} before it returns`,
      instead: without ?? `\`await fs.${asynchronous}(…)\``,
      ...(without === undefined && { asynchronous }),
      ...(what === undefined && { brief: true }),
      ...(RECURSIVE.has(name) && { only: 'recursive' }),
    },
  };
}

const SHELL: Readonly<Record<string, string>> = { execSync: 'exec', execFileSync: 'execFile' };

export function blocksInShell(name: string): Blocks {
  const form = SHELL[name];
  return {
    blocks: {
      holds: 'process',
      why: 'waits until the command has ended',
      instead: form === undefined ? '`spawn(…)`, and wait for its `close` event' : `\`await promisify(${form})(…)\``,
    },
  };
}

const CRYPTO: Readonly<Record<string, Omit<BlockFacts, 'holds' | 'instead'>>> = {
  scryptSync: { why: 'works for about 25 ms with its default cost, as it is meant to', checksSecrets: true },
  // Measured: 0.35 ms for 1,000 rounds of SHA-512.
  pbkdf2Sync: { why: 'works for about 35 ms with 100,000 rounds, as it is meant to', short: { argument: 2, upTo: 2_000 }, checksSecrets: true },
  // Measured: an elliptic curve takes 0.03 ms.
  generateKeyPairSync: { why: 'looks for primes, about 100 ms for 2,048 bits and 1 s for 4,096', short: { argument: 0, values: ['ec', 'ed25519', 'ed448', 'x25519', 'x448'] } },
  generatePrimeSync: { why: 'looks for a prime, about 100 ms for 2,048 bits' },
};

export function blocksInCrypto(name: string): Blocks {
  const facts = CRYPTO[name];
  return facts ? { blocks: { holds: 'process', ...facts, instead: `\`await promisify(${name.replace('Sync', '')})(…)\`` } } : {};
}

export function blocksInZlib(name: string): Blocks {
  const why = name === 'brotliCompressSync' ? 'compresses everything before it returns, about 1 s for 1 MB at its default quality' : /inflate|unzip|gunzip|Decompress/.test(name) ? 'unpacks everything before it returns, however much that is' : 'compresses everything before it returns, about 15 ms for 1 MB';
  return { blocks: { holds: 'process', why, instead: `\`await promisify(${name.replace('Sync', '')})(…)\`` } };
}

const fileEntries = (names: readonly string[], prefix: 'promises.' | '', from: string): Record<string, Entry> =>
  Object.fromEntries(names.map(name => [name, { role: 'file-access', ...blocksInFiles(name, prefix), example: `import fs from '${from}'; fs.${name}(path)` } satisfies Entry]));

const passwords = (from: string, entries: Readonly<Record<string, BlockFacts>>): Record<string, Entry> =>
  Object.fromEntries(Object.entries(entries).map(([name, blocks]) => [name, { role: 'other', blocks, example: `import { ${name} } from '${from}'; ${name}(password, hash)` } satisfies Entry]));

const password = (why: string, asynchronous: string, instead = `\`await ${asynchronous}(…)\``): BlockFacts => ({ holds: 'process', why, instead, asynchronous, checksSecrets: true });
const BCRYPT = 'works for about 45 ms at cost 10 and 170 ms at cost 12, as it is meant to';
const BCRYPT_JS = 'works for about 55 ms at cost 10 and 220 ms at cost 12, as it is meant to';
/** index.js: MAX_EXECUTION_TIME; its promise form was measured to hold up a timer for 101 ms. */
const inSlices = (name: string): string => `\`await bcrypt.${name}(…)\`, best of the package \`bcrypt\`, which works on another thread: that of \`bcryptjs\` still works on this one, in slices of 100 ms`;

/** Libraries that are known here for what they do before they return. */
export const blocking: readonly Library[] = [
  defineLibrary({
    modules: ['fs-extra'],
    verified: '8.1.0, 11.4.1',
    entries: fileEntries([...Object.keys(EXTRA_FILES), ...BRIEF_EXTRA.split(' ')], '', 'fs-extra'),
  }),
  defineLibrary({
    modules: ['graceful-fs'],
    verified: '4.2.12',
    entries: fileEntries([...Object.keys(FILES), ...BRIEF.split(' ')], 'promises.', 'graceful-fs'),
  }),
  defineLibrary({
    modules: ['bcrypt'],
    verified: '6.0.0',
    entries: passwords('bcrypt', { hashSync: password(BCRYPT, 'hash'), compareSync: password(BCRYPT, 'compare') }),
  }),
  defineLibrary({
    modules: ['bcryptjs'],
    verified: '3.0.3',
    entries: passwords('bcryptjs', { hashSync: password(BCRYPT_JS, 'hash', inSlices('hash')), compareSync: password(BCRYPT_JS, 'compare', inSlices('compare')) }),
  }),
  defineLibrary({
    modules: ['@node-rs/bcrypt'],
    verified: '2.0.0',
    entries: passwords('@node-rs/bcrypt', { hashSync: password(BCRYPT, 'hash'), verifySync: password(BCRYPT, 'verify'), compareSync: password(BCRYPT, 'compare') }),
  }),
  defineLibrary({
    modules: ['@node-rs/argon2'],
    verified: '2.2.1',
    entries: passwords('@node-rs/argon2', { hashSync: password('works for about 10 ms with its default cost, as it is meant to', 'hash'), verifySync: password('works for about 10 ms with its default cost, as it is meant to', 'verify') }),
  }),
  defineLibrary({
    modules: ['cross-spawn'],
    verified: '7.0.6',
    entries: { sync: { role: 'child-process', ...blocksInShell('sync'), example: "import spawn from 'cross-spawn'; spawn.sync('ls')" } },
  }),
  defineLibrary({
    modules: ['glob'],
    verified: '14.0.6, 7.2.3',
    entries: Object.fromEntries(['globSync', 'sync'].map(name => [name, { role: 'file-access', blocks: { holds: 'process', why: 'walks through every folder below before it returns', instead: '`await glob(…)`' }, example: `import { ${name} } from 'glob'; ${name}('*')` } satisfies Entry])),
  }),
  defineLibrary({
    modules: ['fast-glob'],
    verified: '3.3.3',
    entries: Object.fromEntries(['globSync', 'sync'].map(name => [name, { role: 'file-access', blocks: { holds: 'process', why: 'walks through every folder below before it returns', instead: '`await fg(…)`' }, example: `import { ${name} } from 'fast-glob'; ${name}('*')` } satisfies Entry])),
  }),
  defineLibrary({
    modules: ['sync-request'],
    verified: '6.1.0',
    entries: { default: { role: 'other', blocks: { holds: 'process', why: 'starts a process that sends the request, and waits until it has the answer', instead: '`await fetch(url, { signal: AbortSignal.timeout(10_000) })`' }, example: "import request from 'sync-request'; request('GET', url)" } },
  }),
];
