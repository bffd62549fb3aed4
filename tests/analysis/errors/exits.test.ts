import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const endingOf = (body: string, before = ''): string => {
  const model = modelOf(`${before} const listener = (error: Error) => { ${body} };`);
  return model.exits.endingOf(model.index.all('ArrowFunctionExpression').findLast(each => each.parent.type === 'VariableDeclarator' && each.parent.id.type === 'Identifier' && each.parent.id.name === 'listener')!);
};

describe('whether a function ends the process', () => {
  it.each([
    ['process.exit(1);', 'ends'],
    ['process.abort();', 'ends'],
    ['process.kill(process.pid);', 'ends'],
    ['throw error;', 'ends'],
    ['setTimeout(() => process.exit(1), 10);', 'ends'],
    ['process.nextTick(process.exit, 1);', 'ends'],
    ['try { flush(); } finally { process.exit(1); }', 'ends'],
    ['if (unknown) process.exit(1); else process.abort();', 'ends'],
    ['if (unknown) process.exit(1);', 'may end'],
    ['try { process.exit(1); } catch { print(); }', 'may end'],
    ['for (const each of list) process.exit(1);', 'may end'],
    ['switch (error.name) { case "A": process.exit(1); }', 'may end'],
    ['shutdown();', 'may end'],
    ['app.close();', 'may end'],
    ['if (unknown) return; process.exit(1);', 'ends'],
    ['return;', 'returns'],
    ['', 'goes on'],
    ['console.error(format(error));', 'goes on'],
    ['logger.error(error);', 'goes on'],
    ['error.stack.split("\\n");', 'goes on'],
    ['JSON.stringify(error);', 'goes on'],
    ['if (error instanceof Error) console.error(error); else process.exit(1);', 'goes on'],
    ['if (process.env.NODE_ENV === "test") process.exit(1);', 'goes on'],
    ['if (process.env.NODE_ENV !== "test") process.exit(1);', 'ends'],
  ])('%s %s', (body, expected) => {
    expect(endingOf(body)).toBe(expected);
  });

  it('follows functions in view, and comes to an end where they call each other', () => {
    expect(endingOf('die();', 'function die() { process.exit(1); }')).toBe('ends');
    expect(endingOf('a();', 'function a() { b(); } function b() { a(); }')).toBe('goes on');
  });

  it('knows Node by import', () => {
    expect(endingOf('end(1);', "import { exit as end } from 'node:process';")).toBe('ends');
    expect(endingOf("write('crash.log', error.stack);", "import { writeFileSync as write } from 'node:fs';")).toBe('goes on');
  });
});
