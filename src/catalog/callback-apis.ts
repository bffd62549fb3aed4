import { defineLibrary, type CallbackFacts, type Entry, type Library } from './schema.js';

/** Libraries that are known here for one thing: the callbacks that they call with an error first. */
const errorFirst: CallbackFacts = { argument: -1, errorFirst: true, awaited: false, runs: 'later' };
const back: readonly CallbackFacts[] = [errorFirst];
/** What is given up may be gone already. */
const cleanUp: readonly CallbackFacts[] = [{ ...errorFirst, ignorable: true }];

function each(names: string, path: (name: string) => string, example: (name: string) => string, callbacks: readonly CallbackFacts[] = back): Record<string, Entry> {
  return Object.fromEntries(names.split(' ').map(name => [path(name), { role: 'callback-caller', callbacks, example: example(name) } satisfies Entry]));
}

const same = (name: string): string => name;
const ASYNC_TASKS = 'internal/wrapAsync.js, asyncify.js, internal/awaitify.js: work is given its callback last; an async function is given none, and its promise is awaited';
const AWS_SERVICES = ['S3', 'DynamoDB', 'SQS', 'SNS', 'SES', 'Lambda', 'SecretsManager', 'SSM', 'KMS', 'EC2', 'Kinesis', 'CloudWatch', 'CloudWatchLogs', 'Cognito', 'STS', 'StepFunctions', 'EventBridge', 'Route53', 'Rekognition', 'Textract'];
const inSession = (line: string): string => `import express from 'express'; const app = express(); app.get('/', (req, res) => { ${line} });`;

export const callbackApis: readonly Library[] = [
  defineLibrary({
    modules: ['bcrypt', 'bcryptjs'],
    verified: 'bcrypt 6.0.0, bcryptjs 3.0.3',
    entries: each('hash compare genSalt', same, name => `import bcrypt from 'bcrypt'; bcrypt.${name}(password, 10, (error, result) => {})`, [{ ...errorFirst, uncaught: true }]),
  }),
  defineLibrary({
    modules: ['multer'],
    verified: '2.5.0',
    entries: {
      default: {
        role: 'other', gives: 'Multer', keepsOnDisk: { argument: 0, option: 'dest', uploads: true, unless: 'storage' },
        example: "import multer from 'multer'; multer({ dest: 'a' })", source: 'index.js: `storage` goes before `dest`, and without both files stay in memory',
      },
      diskStorage: {
        role: 'other', keepsOnDisk: { argument: 0, option: 'destination', uploads: true },
        example: "import multer from 'multer'; multer.diskStorage({ destination: 'a' })", source: 'storage/disk.js: os.tmpdir() by default',
      },
      ...Object.fromEntries(
        ['single', 'array', 'fields', 'none', 'any'].map(name => [`Multer#${name}`, { role: 'middleware', gives: 'Upload', example: `import multer from 'multer'; multer({}).${name}('file')` } satisfies Entry]),
      ),
      'Upload#': {
        role: 'callback-caller',
        callbacks: [{ argument: 2, errorFirst: true, awaited: false, runs: 'later' }],
        example: "import multer from 'multer'; const upload = multer({}).single('file'); upload(req, res, error => {})",
        source: 'lib/make-middleware.js: `next(err)` is the third argument',
      },
    },
    types: { Multer: {}, Upload: {} },
  }),
  defineLibrary({
    modules: ['sqlite3'],
    verified: '6.0.1',
    entries: {
      Database: { role: 'other', use: 'new', gives: 'Database', callbacks: back, example: "import { Database } from 'sqlite3'; new Database('a.db', error => {})" },
      verbose: { role: 'other', gives: 'Namespace', example: "import sqlite3 from 'sqlite3'; sqlite3.verbose()" },
      'Namespace#Database': { role: 'other', use: 'new', gives: 'Database', callbacks: back, example: "import sqlite3 from 'sqlite3'; new (sqlite3.verbose().Database)('a.db', error => {})" },
      ...each('run get all exec', name => `Database#${name}`, name => `import { Database } from 'sqlite3'; new Database('a.db').${name}('select 1', error => {})`),
      ...each('close', name => `Database#${name}`, name => `import { Database } from 'sqlite3'; new Database('a.db').${name}(error => {})`, cleanUp),
    },
    types: { Database: {}, Namespace: {} },
  }),
  defineLibrary({
    modules: ['xml2js'],
    verified: '0.6.2',
    entries: {
      ...each('parseString', same, name => `import xml2js from 'xml2js'; xml2js.${name}(text, (error, result) => {})`),
      ...each('parseString', name => `Parser#${name}`, name => `import { Parser } from 'xml2js'; new Parser().${name}(text, (error, result) => {})`),
    },
    types: { Parser: {} },
  }),
  defineLibrary({
    modules: ['async'],
    verified: '3.2.6',
    // The final callback is told the first error of all tasks. Without one there is a promise, which rejects with it: so its
    // place counts from the front, or the work itself would be taken for it.
    entries: {
      auto: {
        role: 'callback-caller',
        callbacks: back,
        example: "import async from 'async'; async.auto(tasks, (error, results) => {})",
        source: 'auto.js: the callback is last, behind an optional number',
      },
      ...Object.fromEntries(
        ['series', 'waterfall'].map(name => [
          name,
          {
            role: 'callback-caller',
            callbacks: [{ ...errorFirst, argument: 1 }, { argument: 0, completes: true, awaited: true, runs: 'later' }],
            example: `import async from 'async'; async.${name}(tasks, (error, results) => {})`,
            source: ASYNC_TASKS,
          } satisfies Entry,
        ]),
      ),
      ...Object.fromEntries(
        ['eachSeries', 'mapSeries', 'whilst', 'until'].map(name => [
          name,
          {
            role: 'callback-caller',
            callbacks: [{ ...errorFirst, argument: 2 }, { argument: 1, completes: true, awaited: true, runs: 'later' }],
            example: `import async from 'async'; async.${name}(tasks, work, (error, results) => {})`,
            source: ASYNC_TASKS,
          } satisfies Entry,
        ]),
      ),
    },
  }),
  defineLibrary({
    modules: ['express-session'],
    verified: '1.19.0',
    entries: {
      ...each('save regenerate reload', name => `Session#${name}`, name => inSession(`req.session.${name}(error => {});`)),
      ...each('destroy', name => `Session#${name}`, name => inSession(`req.session.${name}(error => {});`)),
    },
    types: { Session: { exportedAs: ['Session', 'SessionData'] } },
  }),
  defineLibrary({
    modules: ['express'],
    verified: 'express-session 1.19.0, passport 0.7.0',
    entries: {
      'Request#session': { role: 'other', use: 'read', gives: 'Session@express-session', example: inSession('use(req.session);') },
      ...each('logIn login logOut logout', name => `Request#${name}`, name => inSession(`req.${name}(user, error => {});`)),
    },
  }),
  defineLibrary({
    modules: ['glob', 'rimraf', 'mkdirp'],
    verified: 'glob 7.2.3, rimraf 3.0.2, mkdirp 0.5.6; later versions take no callback',
    entries: {
      default: { role: 'callback-caller', callbacks: back, example: "import glob from 'glob'; glob('*.js', (error, files) => {})" },
    },
  }),
  defineLibrary({
    modules: ['aws-sdk'],
    verified: '2.1693.0',
    entries: {
      ...Object.fromEntries(
        AWS_SERVICES.map(name => [`${name}#*`, { role: 'callback-caller', callbacks: back, example: `import AWS from 'aws-sdk'; new AWS.${name}().send(parameters, (error, data) => {})` } satisfies Entry]),
      ),
      'DocumentClient#*': { role: 'callback-caller', callbacks: back, example: "import AWS from 'aws-sdk'; new AWS.DynamoDB.DocumentClient().get(parameters, (error, data) => {})" },
    },
    types: { DocumentClient: { exportedAs: ['DynamoDB.DocumentClient'] }, ...Object.fromEntries(AWS_SERVICES.map(name => [name, {}])) },
  }),
];
