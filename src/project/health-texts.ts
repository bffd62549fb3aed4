import { packageSays } from './package-texts.js';

/** Words that speak of health wherever they stand, and paths that do so as the last part of one. Names may silence. */
const WORDS = String.raw`health|liveness|livez|readyz|readiness|heart-?_?beat|keep-?_?alive-?_?route`;
const LAST_PARTS = '_?(?:ping|status|alive|live|ready|up|pulse|uptime|monitor|probe|lbcheck|ok)';
/** What answers every path, unless that nothing is there, or the root of the service: a probe may ask there. */
const EVERYTHING = String.raw`\.(?:get|all|use)\(\s*['"\x60](?:\*|\/?\(\.\*\)|\/\*\w*|\/?\{\*\w+\}|\*\w+)['"\x60](?![\s\S]{0,200}?(?:404|not.?found|NOT_FOUND|can.?t find))|\b(?:app|server|fastify|express)\.(?:get|all)\(\s*['"\x60]\/(?:api(?:\/v\d)?\/?)?['"\x60]|@Controller\(\s*\)[\s\S]*@Get\(\s*\)`;

const LIVENESS = /livez|liveness|['"`/]_?(?:live|alive)\/?['"`?]|\/-\/healthy/i;
const READINESS = /readyz|readiness|['"`/]_?ready\/?['"`?]/i;

export type Health = 'any' | 'liveness' | 'readiness';

/** The texts by which code shows that it has a route of health, or one of its halves; `paths` are others that count for each. */
export function healthPattern(health: Health, paths: readonly string[]): RegExp {
  const own = paths.map(each => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (health === 'liveness') return LIVENESS;
  if (health === 'readiness') return READINESS;
  return new RegExp([WORDS, String.raw`['"\x60][^'"\x60\s]*\/${LAST_PARTS}\/?['"\x60?]`, String.raw`\b(?:Get|All|Controller|get|all)\(\s*['"\x60]${LAST_PARTS}['"\x60]`, EVERYTHING, ...own].join('|'), 'i');
}

/** The same for all sources of the file's package, and of those beside it that it depends on; undefined where nobody can tell. */
export function packageHasHealth(filename: string, health: Health, paths: readonly string[]): boolean | undefined {
  return packageSays(filename, { pattern: healthPattern(health, paths), of: 'package' });
}
