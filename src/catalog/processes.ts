import { defineLibrary, type Entry, type Library } from './schema.js';

const commandWait = (argument: number | readonly number[]): NonNullable<Entry['waits']> => ({
  command: {
    argument,
    // `signal` up to version 8, `cancelSignal` since.
    bounds: ['timeout', 'cancelSignal', 'signal'],
    write: 'timeout: 30_000',
    what: 'the command',
    patient: ['kill'],
    // Mostly a tool of tools.
    whileServing: 'surely',
  },
});

const ASYNC_EXECA: Readonly<Record<string, string>> = { execaSync: 'execa', execaCommandSync: 'execaCommand', sync: 'execa', commandSync: 'execa.command' };

/** Child processes by libraries; those of Node stand in `node.ts`. */
export const processes: readonly Library[] = [
  defineLibrary({
    modules: ['execa'],
    verified: 'execa 9.6.1',
    entries: {
      execa: { role: 'child-process', promise: true, waits: commandWait([2, 1]), example: "import { execa } from 'execa'; await execa('ls');" },
      // Up to version 5.
      default: { role: 'child-process', promise: true, waits: commandWait([2, 1]), example: "import execa from 'execa'; await execa('ls');" },
      execaCommand: { role: 'child-process', promise: true, waits: commandWait(1), example: "import { execaCommand } from 'execa'; await execaCommand('ls -l');" },
      execaNode: { role: 'child-process', promise: true, waits: commandWait([2, 1]), example: "import { execaNode } from 'execa'; await execaNode('job.js');" },
      ...Object.fromEntries(['execaSync', 'execaCommandSync', 'sync', 'commandSync'].map(name => [name, {
        role: 'child-process',
        waits: commandWait(name.includes('ommand') ? 1 : [2, 1]),
        blocks: { holds: 'process', why: 'waits until the command has ended', instead: `\`await ${ASYNC_EXECA[name]!}(…)\`` },
        example: `import { ${name} } from 'execa'; ${name}('ls');`,
        ...(!name.startsWith('execa') && { source: 'up to version 5' }),
      } satisfies Entry])),
    },
  }),
];
