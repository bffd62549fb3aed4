import type { SharedWrite } from '../../analysis/state/mutations.js';
import { defineRule } from '../../rule/define-rule.js';

const COPIES = {
  list: (text: string) => `[...${text}]`,
  object: (text: string) => `{ ...${text} }`,
  Map: (text: string) => `new Map(${text})`,
  Set: (text: string) => `new Set(${text})`,
} as const;

export default defineRule({
  name: 'no-mutable-shared-state',
  standard: 'state',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow keeping data of one request where all requests share it',
  references: ['https://12factor.net/processes', 'nodebestpractices 5.12'],
  messages: {
    overwritten:
      '{{writer}} keeps data of one {{whose}} in `{{place}}`, which all of them share: the next {{whose}} overwrites it while this one waits, and one user gets the data of another. Pass it on as a parameter, return it, or keep it in an AsyncLocalStorage.',
    first:
      '{{writer}} takes `{{place}}` from the first {{whose}} and keeps it for all that follow: every later user gets the data of the first one. Pass it on as a parameter, or keep one for each key in a cache with a `max`.',
    grows:
      '{{writer}} adds to `{{place}}` with every {{whose}} and nothing takes anything out again: memory grows until the process ends, and no other instance sees it. Use a cache with a `max`, or hand in a store.',
    sharedDefault:
      '`{{alias}}` is `{{place}}` itself when the caller gives nothing, so {{writer}} changes the default of every later call. Copy it before you change it: `[...list]` or `{ ...object }`.',
    copy: 'Copy the default, so that only this call changes it.',
    changed:
      '{{writer}} changes `{{place}}` while the service runs, so its answers depend on who called before, and no two instances agree. Keep the state in an injected store, or create it per caller.',
  },
  options: {
    schema: { reportAnyWrite: { type: 'boolean', description: 'Whether to report every change of shared state at run time, whosever data it is.' } },
    defaults: { reportAnyWrite: false },
  },
  presetOptions: { strict: { reportAnyWrite: true } },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    const reported = new Set<string>();
    for (const write of file.mutations.shared) {
      if (write.whose === 'nobody' && !options.reportAnyWrite) continue;
      // That it only grows is told by no-unbounded-cache.
      if (write.whose === 'nobody' && file.growingContainers.some(each => each.place === write.place)) continue;
      // That others can write it too is told at the export.
      if (write.whose === 'nobody' && file.exportedMutables.isWrite(write.node)) continue;
      // What is reordered, or assigned into, where a new value is meant is told by no-mutated-input.
      if (write.how === 'changes' && file.mutatedInputs.all.some(each => each.node === write.node)) continue;
      // A write that a wait has made stale is told by no-stale-write.
      if (write.how === 'changes' && file.staleWrites.all.some(each => each.fn === write.fn && each.place === write.place)) continue;
      // Several writes of one function to one place are one fault; mere changes are one for all places.
      const fault = `${write.fn.range[0]} ${write.how === 'changes' ? '' : write.place}`;
      if (reported.has(fault)) continue;
      reported.add(fault);
      tell(write);
    }

    function tell({ node, how, place, writer: name, whose, alias = '', copy }: SharedWrite): void {
      const writer = name.startsWith('this ') ? `T${name.slice(1)}` : `\`${name}\``;
      const one = whose === 'nobody' ? 'call' : whose;
      if (how === 'overwrites') report(node, 'overwritten', { data: { writer, place, whose: one } });
      else if (how === 'keeps-first') report(node, 'first', { data: { writer, place, whose: one } });
      else if (how === 'grows') report(node, 'grows', { data: { writer, place, whose: one } });
      else if (how === 'shared-default') report(node, 'sharedDefault', { data: { writer, place, alias }, suggest: [copy && { messageId: 'copy', fix: fixer => fixer.replaceText(copy.node, COPIES[copy.as](sourceCode.getText(copy.node))) }] });
      else report(node, 'changed', { data: { writer, place } });
    }
  },
});
