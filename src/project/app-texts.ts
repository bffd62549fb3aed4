import { dirname, isAbsolute, resolve } from 'node:path';
import { moduleTextAt } from './module-texts.js';

/** Modules whose default export makes an application: `express()`, `new Koa()`. */
const MAKERS = ['express', 'koa', 'fastify', 'connect'];

/**
 * The module whose application another file makes and exports under a name (`default` for what it exports as a whole), by
 * that file's text: `export const app = express();`. For the one file that lets such an application listen.
 */
export function makerOfExport(from: string, request: string, name: string): string | undefined {
  if (!isAbsolute(from) || !request.startsWith('.')) return undefined;
  const text = moduleTextAt(resolve(dirname(from), request));
  return text === undefined ? undefined : makerIn(text, name);
}

/** The same for a text. */
export function makerIn(text: string, name: string): string | undefined {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/[^\n]*/g, '');
  return MAKERS.find(module => {
    const maker = new RegExp(`(?:import\\s+(?:\\*\\s+as\\s+)?([\\w$]+)[^;'"]*from\\s*['"]${module}['"]|([\\w$]+)\\s*=\\s*require\\(\\s*['"]${module}['"]\\s*\\))`).exec(code);
    const called = maker?.[1] ?? maker?.[2];
    if (called === undefined) return false;
    const make = `(?:new\\s+)?${escaped(called)}\\s*(?:<[^>]*>)?\\(`;
    if (name === 'default' && new RegExp(`(?:export\\s+default|module\\.exports\\s*=)\\s*${make}`).test(code)) return true;
    const variable = new RegExp(`(?:const|let|var)\\s+([\\w$]+)\\s*(?::[^=;]+)?=\\s*(?:\\(?module\\.exports\\s*=\\s*)?${make}`).exec(code)?.[1];
    return variable !== undefined && exports(code, escaped(variable), name);
  });
}

function exports(code: string, variable: string, name: string): boolean {
  if (name === 'default') {
    return new RegExp(`export\\s+default\\s+${variable}\\b(?!\\s*[.(])|export\\s*=\\s*${variable}\\b|module\\.exports\\s*=\\s*${variable}\\b(?!\\s*[.(])|\\{[^}]*\\b${variable}\\s+as\\s+default\\b|\\b${variable}\\s*=\\s*\\(?module\\.exports\\s*=`).test(code);
  }
  const named = escaped(name);
  return (
    new RegExp(`exports\\.${named}\\s*=\\s*${variable}\\b|export\\s*\\{[^}]*\\b${variable}\\s+as\\s+${named}\\b|module\\.exports\\s*=\\s*\\{[^}]*\\b${named}\\s*:\\s*${variable}\\b`).test(code) ||
    (name === variable.replaceAll('\\', '') && new RegExp(`export\\s+(?:const|let|var)\\s+${variable}\\b|(?:export|module\\.exports\\s*=)\\s*\\{[^}]*(?<!:\\s*)\\b${variable}\\b(?!\\s*:|\\s+as\\b)`).test(code))
  );
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
