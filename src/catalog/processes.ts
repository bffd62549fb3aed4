import { defineLibrary, type Library } from './schema.js';

/** Child processes by libraries; those of Node stand in `node.ts`. */
export const processes: readonly Library[] = [
  defineLibrary({
    modules: ['execa'],
    verified: 'execa 9.6.1',
    entries: {
      execa: { role: 'child-process', promise: true, example: "import { execa } from 'execa'; await execa('ls');" },
      // Up to version 5.
      default: { role: 'child-process', promise: true, example: "import execa from 'execa'; await execa('ls');" },
      execaCommand: { role: 'child-process', promise: true, example: "import { execaCommand } from 'execa'; await execaCommand('ls -l');" },
      execaNode: { role: 'child-process', promise: true, example: "import { execaNode } from 'execa'; await execaNode('job.js');" },
      execaSync: { role: 'child-process', example: "import { execaSync } from 'execa'; execaSync('ls');" },
    },
  }),
];
