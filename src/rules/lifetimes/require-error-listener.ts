import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'require-error-listener',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'crash',
  description: 'Require a listener for the errors of emitters that end the process when nobody hears them, and the names of events to be right',
  references: ['https://nodejs.org/api/events.html#error-events'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    never: 'Nobody listens to the `error` event of this {{what}}, so that Node ends the process when {{when}}. Add `{{name}}.on(\'error\', error => { … })` that records the error, right where it is made.',
    once: 'Only the first `error` of this {{what}} is heard, and the next one ends the process. Write `on` in place of `once`.',
    held: 'A client that is checked out of this pool has no listener for its own `error` event, which ends the process when {{when}}: what the pool hears is about idle clients only. Add `pool.on(\'connect\', client => { client.on(\'error\', error => { … }); })`.',
    reemitted: 'Nobody listens to the `error` event of this `{{what}}`, whose `emit` in line {{line}} throws when it passes an error on: Node ends the process. Add `{{name}}.on(\'error\', error => { … })` that records the error, right where it is made.',
    listen: 'When `{{server}}` cannot listen (the port is taken), it emits `error`, which nobody hears: Node ends the process, and the {{waiting}} here is never told. Add `{{server}}.once(\'error\', {{tell}})` before this call.',
    misspelt: 'A {{what}} never emits `{{event}}`, so that nothing ever calls this listener. Write `{{meant}}`.',
    rename: "Write `'{{meant}}'`; the listener is called from then on.",
  },
  check({ file, report }) {
    for (const { call, server, waiting, tell } of file.deafListens) report(call, 'listen', { data: { server, waiting, tell } });
    for (const { node, className, name, emit } of file.reemittedErrors) {
      report(node, 'reemitted', { data: { what: className, name: name ?? variableFor(nameOf(className)), line: String(emit.loc.start.line) } });
    }
    for (const { node, event, meant, typeName } of file.misspeltEvents) {
      report(node, 'misspelt', { data: { what: nameOf(typeName), event, meant }, suggest: [{ messageId: 'rename', data: { meant }, fix: fixer => fixer.replaceText(node, node.raw.replace(event, meant)) }] });
    }
    for (const { kind, node, name, type, typeName } of file.unheardErrors.all) {
      const what = nameOf(typeName);
      const when = type.failsWhen ?? 'it fails';
      report(node, kind, { data: { what, when, name: name ?? variableFor(what) } });
    }
  },
});

/** `RedisClient`: `redis client`. */
function nameOf(typeName: string): string {
  return typeName.replace(/(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[A-Z])/g, ' ').toLowerCase();
}

function variableFor(what: string): string {
  // Not the global of that name.
  if (what.endsWith('process')) return 'child';
  return what.split(' ').at(-1) ?? 'emitter';
}
