import { KNOWN_VERSIONS } from './known-versions.js';

/** Which process has given its notice: the threads of `--concurrency` share their environment, and nothing else. */
const GIVEN = 'BULLETPROOF_TYPES_NOTICE';

/** One warning for a process, on the way that Node's own warnings take: on the standard error, which editors show among their output; `--no-warnings` silences it. */
function warn(text: string): void {
  const id = String(process.pid);
  if (process.env[GIVEN] === id) return;
  process.env[GIVEN] = id;
  process.emitWarning(text, { type: 'BulletproofWarning', code: 'BULLETPROOF_TYPES' });
}

const KNOWN = KNOWN_VERSIONS.join(' and ');

export const notice = {
  missing(file: string): void {
    warn(`settings.bulletproof.types is 'native', but no TypeScript 7 is installed for ${file}: rules run without types. Run \`npm install --save-dev typescript@7\`, or "typescript-7": "npm:typescript@7" beside the TypeScript 6 of your linter.`);
  },
  unknown(version: string): void {
    warn(`Types can come from TypeScript ${KNOWN}, and TypeScript ${version} is installed: rules run without types. Update eslint-plugin-bulletproof, or install "typescript-7": "npm:typescript@${KNOWN_VERSIONS[0]!}" beside it; settings.bulletproof.types: 'none' silences this.`);
  },
  archives(version: string): void {
    warn(`TypeScript ${version} does not read Yarn's archives: rules have the types of the project's own files, and none of what they import from packages. With \`nodeLinker: node-modules\`, or types from typescript-eslint, they have both.`);
  },
  failed(version: string, why: string): void {
    warn(`The checker of TypeScript ${version} could not be used (${why}): rules run without types from here. settings.bulletproof.types: 'none' silences this.`);
  },
  late(version: string, limit: number): void {
    warn(`The checker of TypeScript ${version} gave no answer for ${String(limit / 1000)} s: rules run without types from here. settings.bulletproof.types: 'none' silences this.`);
  },
};
