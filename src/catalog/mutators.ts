import { defineLibrary, type ChangeFacts, type Entry, type Library } from './schema.js';

/** Merges into their first argument, and give it back: each was run. */
const MERGES = ['assign', 'assignIn', 'assignInWith', 'assignWith', 'defaults', 'defaultsDeep', 'extend', 'extendWith', 'merge', 'mergeWith'];
const WRITES = ['set', 'setWith', 'update', 'updateWith', 'unset'];
const OF_LISTS = ['fill', 'pull', 'pullAll', 'pullAllBy', 'pullAllWith', 'pullAt', 'remove', 'reverse'];
const GIVE_OTHERS = new Set(['unset', 'pullAt', 'remove']);

const merges = (example: string): Entry => ({ role: 'other', changes: { what: 0, copy: '{}', givesIt: true }, example });

const change = (name: string): ChangeFacts => ({
  what: 0,
  copy: MERGES.includes(name) ? '{}' : OF_LISTS.includes(name) ? '[...{object}]' : 'structuredClone({object})',
  ...(!GIVE_OTHERS.has(name) && { givesIt: true }),
});

/** Setters of one method each, which give what they have changed. */
const MOMENT = ['add', 'subtract', 'startOf', 'endOf', 'set', 'utc', 'local', 'utcOffset', 'tz'];
const DATE = ['Date', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'].flatMap(each => [`set${each}`, `setUTC${each}`]).concat('setTime');

/** What changes the value that it is given, or its own object, where one may take it for something that gives a new one. */
export const mutators: readonly Library[] = [
  defineLibrary({
    modules: ['lodash', 'lodash-es'],
    verified: 'lodash 4.18.1',
    entries: Object.fromEntries([...MERGES, ...WRITES, ...OF_LISTS].map(name => [name, { role: 'other', changes: change(name), example: `import { ${name} } from 'lodash'; ${name}(first, second)` }])),
  }),
  ...[...MERGES, ...WRITES, ...OF_LISTS].map(name =>
    defineLibrary({
      modules: [`lodash/${name}`, `lodash-es/${name}`, `lodash.${name.toLowerCase()}`],
      verified: 'lodash 4.18.1',
      entries: { default: { role: 'other', changes: change(name), example: `import ${name} from 'lodash/${name}'; ${name}(first, second)` } },
    }),
  ),
  defineLibrary({
    modules: ['underscore'],
    verified: 'underscore 1.13.8',
    entries: Object.fromEntries(['extend', 'extendOwn', 'assign', 'defaults'].map(name => [name, merges(`import { ${name} } from 'underscore'; ${name}(first, second)`)])),
  }),
  defineLibrary({
    modules: ['es-toolkit'],
    verified: 'es-toolkit 1.53.2',
    entries: { merge: merges("import { merge } from 'es-toolkit'; merge(first, second)") },
  }),
  ...([['deep-extend', '0.6.0'], ['extend', '3.0.2'], ['just-extend', '6.2.0'], ['object-assign', '4.1.1'], ['utils-merge', '1.0.1']] as const).map(([name, version]) =>
    defineLibrary({ modules: [name], verified: `${name} ${version}`, entries: { default: merges(`import extend from '${name}'; extend(first, second)`) } }),
  ),
  defineLibrary({
    modules: ['moment', 'moment-timezone'],
    verified: 'moment 2.31.0',
    entries: {
      default: { role: 'other', gives: 'Moment', example: "import moment from 'moment'; moment()" },
      'Moment#clone': { role: 'other', gives: 'Moment', example: "import moment from 'moment'; moment().clone()" },
      ...Object.fromEntries(MOMENT.map(name => [`Moment#${name}`, { role: 'other', gives: 'this', changes: { what: 'receiver', copy: '{object}.clone()', givesIt: true }, example: `import moment from 'moment'; moment().${name}('day')` } as const])),
    },
    types: { Moment: {} },
  }),
  defineLibrary({
    modules: ['global'],
    verified: 'ECMAScript 2024',
    entries: Object.fromEntries(DATE.map(name => [`Date#${name}`, { role: 'other', changes: { what: 'receiver', copy: 'new Date({object})' }, example: `new Date().${name}(1)`, source: 'gives the time as a number' } as const])),
    types: { Date: {} },
  }),
];
