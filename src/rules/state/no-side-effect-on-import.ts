import type { ImportEffect } from '../../analysis/effects/import-effects.js';
import { defineRule } from '../../rule/define-rule.js';
import { shortCallee } from '../../rule/short-text.js';

type Kind = ImportEffect['kind'];

/** What importing does, and what is written instead. */
const EFFECTS: Readonly<Record<Kind, readonly [does: string, write: string]>> = {
  connect: ['opens a connection', 'Export a function that connects (`export async function connect()`), and call it where the program starts'],
  listen: ['takes a port', 'Export what makes the server, and listen in the file that starts the program'],
  consume: ['begins to take messages', 'Export a function that starts the consumer, and call it where the program starts'],
  timer: ['starts a timer', 'Export a function that starts it and gives back what stops it, and call it where the program starts'],
  request: ['sends a request', 'Export a function that sends it, and call it where the program starts'],
  read: ['reads a file', 'Export a function that reads it, or take what it holds as a parameter'],
  write: ['changes the disk', 'Export a function that does it, and call it where the program starts'],
  process: ['starts a process or a thread', 'Export a function that starts it, and call it where the program starts'],
  listener: ['listens to the whole process', 'Export a function that adds the listener, and call it where the program starts'],
  environment: ['changes what the whole process reads', 'Hand the value in as a parameter, or set it where the program starts'],
  patch: ['changes a built-in for all modules', 'Export a function of your own and use that, or change it where the program starts'],
};

export default defineRule({
  name: 'no-side-effect-on-import',
  standard: 'state',
  preset: 'strict',
  harm: 'corrupt',
  severity: 'warn',
  description: 'Disallow connecting, listening, starting timers and touching files while a module is imported',
  references: ['nodebestpractices 1.4', 'https://nodejs.org/api/modules.html#accessing-the-main-module'],
  messages: {
    onImport: '`{{target}}` {{does}} as soon as this module is imported, so every test and command that needs one of its exports does that too, when the order of imports says so, and none of them can handle a failure. {{write}}.',
    client: '`{{target}}` opens a connection as soon as this module is imported, so every test and command that needs one of its exports opens it too, and does not end until somebody closes it. Set `{{lazy}}: true`, which connects with the first command, or export a function that makes the client.',
  },
  options: {
    schema: {
      allow: { type: 'array', items: { type: 'string', enum: Object.keys(EFFECTS) }, uniqueItems: true, description: 'Kinds of effects that modules may have, such as `read`.' },
      clients: { type: 'boolean', description: 'Whether to report clients that connect when they are made, such as `new Redis()`.' },
    },
    defaults: { allow: [], clients: false },
  },
  presetOptions: { functional: { clients: true } },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    const told = new Set<Kind>();
    for (const { node, kind, target, lazy, isPurpose } of file.importEffects) {
      // A client is what most modules of its kind are for: that it is one for all is a decision.
      if (lazy === undefined ? isPurpose : !options.clients) continue;
      // The first of a kind shows what the others are.
      if (told.has(kind) || options.allow.includes(kind)) continue;
      told.add(kind);
      if (lazy !== undefined) {
        report(node, 'client', { data: { target: shortCallee(sourceCode.getText(target)), lazy } });
        continue;
      }
      const [does, write] = EFFECTS[kind];
      report(node, 'onImport', { data: { target: shortCallee(sourceCode.getText(target)), does, write } });
    }
  },
});
