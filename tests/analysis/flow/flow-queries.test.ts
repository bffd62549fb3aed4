import { createContext, Script } from 'node:vm';
import * as tsParser from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import type { FlowRoot } from '../../../src/analysis/flow/control-flow.js';
import { flowOf, type Exit, type Flow } from '../../../src/analysis/flow/flow-queries.js';
import { isFunction } from '../../../src/syntax/nodes.js';
import { walk, type Node, type VisitorKeys } from '../../../src/syntax/walk.js';

/** Nodes by their source text, in the flow of an async generator with `body`. */
class Asked {
  readonly flow: Flow;
  readonly root: FlowRoot;
  private readonly nodes: Node[] = [];

  constructor(
    private readonly code: string,
    neverReturns?: Parameters<typeof flowOf>[2],
  ) {
    const { ast, visitorKeys } = tsParser.parseForESLint(code, { range: true, loc: true, sourceType: 'module' });
    let root: FlowRoot = ast;
    walk(ast, visitorKeys as VisitorKeys, (node) => {
      this.nodes.push(node);
      if (root === ast && isFunction(node)) root = node;
    });
    this.root = root;
    this.flow = flowOf(root, visitorKeys as VisitorKeys, neverReturns);
  }

  text(node: Node | undefined): string {
    return node ? this.code.slice(...node.range) : '';
  }

  /** The innermost node with this text; the `occurrence`th, from 1, where it is there more than once. */
  node(text: string, occurrence = 1): Node {
    const found = this.nodes.filter((node) => this.text(node) === text);
    const starts = [...new Set(found.map(({ range }) => range[0]))].sort((a, b) => a - b);
    const node = found.findLast(({ range }) => range[0] === starts[occurrence - 1]);
    if (!node) throw new Error(`No node ${text}`);
    return node;
  }

  is(...texts: string[]): (node: Node) => boolean {
    return (node) => texts.includes(this.text(node));
  }

  exits(exits: readonly Exit[]): string[] {
    return exits.map(({ kind, node }) => (node ? `${kind} ${this.text(node)}` : kind)).sort();
  }

  texts(nodes: readonly Node[]): string[] {
    return nodes.map((node) => this.text(node));
  }
}

function within(body: string): Asked {
  return new Asked(`async function* outer() { ${body} }`);
}

const isCall = (node: Node): boolean => node.type === 'CallExpression';
const never = (): boolean => false;

describe('isReachable', () => {
  it.each([
    ['return; a();', 'a()', false],
    ['if (x) return; a();', 'a()', true],
    ['if (x) return; else throw y; a();', 'a()', false],
    ['while (true) {} a();', 'a()', false],
    ['while (true) { if (x) break; } a();', 'a()', true],
    ['process.exit(1); a();', 'a()', false],
    ['try { throw 1; } catch { a(); }', 'a()', true],
    ['try { return 1; } catch { a(); }', 'a()', false],
    ['try { return 1; } finally { a(); }', 'a()', true],
    ['a(process.exit());', 'a(process.exit())', false],
    ['a(process.exit());', 'a(process.exit());', true],
    ['const f = () => a();', 'a()', false],
  ])('%s asks about %s: %s', (body, text, expected) => {
    const asked = within(body);
    expect(asked.flow.isReachable(asked.node(text))).toBe(expected);
  });

  it('takes a statement for reachable that begins and never completes', () => {
    const asked = within('if (x) { while (true) {} } else return;');
    expect(asked.flow.isReachable(asked.node('if (x) { while (true) {} } else return;'))).toBe(true);
  });
});

describe('reaches', () => {
  const reaches = (body: string, from: string, to: string, avoiding: string[] = [], ignoreBackEdges = false): boolean => {
    const asked = within(body);
    return asked.flow.reaches(asked.node(from), asked.node(to), { avoiding: asked.is(...avoiding), ignoreBackEdges });
  };

  it('follows the order of evaluation', () => {
    expect(reaches('a(); b();', 'a()', 'b()')).toBe(true);
    expect(reaches('a(); b();', 'b()', 'a()')).toBe(false);
    expect(reaches('f(a(), b());', 'a()', 'f(a(), b())')).toBe(true);
    expect(reaches('f(a());', 'f(a())', 'a()')).toBe(false);
    expect(reaches('if (x) a(); else b();', 'a()', 'b()')).toBe(false);
    expect(reaches('a(); return; b();', 'a()', 'b()')).toBe(false);
    expect(reaches('a();', 'a()', 'a()')).toBe(false);
  });

  it('goes round loops, unless told not to', () => {
    const body = 'for (const x of y) { a(x); b(x); }';
    expect(reaches(body, 'b(x)', 'a(x)')).toBe(true);
    expect(reaches(body, 'a(x)', 'a(x)')).toBe(true);
    expect(reaches(body, 'b(x)', 'a(x)', [], true)).toBe(false);
    expect(reaches(body, 'a(x)', 'b(x)', [], true)).toBe(true);
    expect(reaches('do { a(); if (x) continue; b(); } while (y); c();', 'a()', 'c()', ['b()'], true)).toBe(true);
  });

  it('leaves out paths past what is avoided', () => {
    expect(reaches('a(); b(); c();', 'a()', 'c()', ['b()'])).toBe(false);
    expect(reaches('a(); if (x) b(); c();', 'a()', 'c()', ['b()'])).toBe(true);
    expect(reaches('a(); try { b(); } catch {} c();', 'a()', 'c()', ['b()'])).toBe(false);
    expect(reaches('a(); b();', 'a()', 'b()', ['b()'])).toBe(true);
    expect(reaches('for (;;) { a(); b(); }', 'a()', 'a()', ['b()'])).toBe(false);
  });

  it('does not start where `from` threw', () => {
    expect(reaches('try { a(); } catch { b(); }', 'a()', 'b()')).toBe(false);
    expect(reaches('try { a(); c(); } catch { b(); }', 'a()', 'b()')).toBe(true);
    expect(reaches('try { throw x; } catch { b(); }', 'throw x;', 'b()')).toBe(true);
    expect(reaches('try { yield x; } finally { b(); }', 'yield x', 'b()')).toBe(true);
    expect(reaches('try { for (;;) { yield x; break; } return 1; } finally { b(); }', 'yield x', 'b()')).toBe(true);
  });

  it('takes statements from where they have completed, to where they begin', () => {
    const body = 'if (x) { a(); } b(); while (c()) { d(); } e();';
    expect(reaches(body, 'if (x) { a(); }', 'b()')).toBe(true);
    expect(reaches(body, 'if (x) { a(); }', 'a()')).toBe(false);
    expect(reaches(body, 'b()', 'while (c()) { d(); }')).toBe(true);
    expect(reaches(body, 'b()', 'while (c()) { d(); }', ['c()'])).toBe(true);
    expect(reaches(body, 'e()', 'while (c()) { d(); }')).toBe(false);
    expect(reaches('try { a(); } finally { b(); } c();', 'try { a(); } finally { b(); }', 'c()')).toBe(true);
    expect(reaches('for (const x of y) { a(); } b();', 'for (const x of y) { a(); }', 'a()')).toBe(false);
  });

  it('goes through finally by the way it was entered', () => {
    const body = 'try { if (x) { a(); return; } b(); } finally { c(); } d();';
    expect(reaches(body, 'a()', 'c()')).toBe(true);
    expect(reaches(body, 'a()', 'd()')).toBe(false);
    expect(reaches(body, 'b()', 'd()')).toBe(true);
    expect(reaches('for (const x of y) { try { a(); break; } finally { c(); } } d();', 'a()', 'a()')).toBe(false);
    expect(reaches('for (const x of y) { try { a(); continue; } finally { c(); } } d();', 'a()', 'a()')).toBe(true);
    expect(reaches('for (;;) { try { a(); break; } finally { continue; } }', 'a()', 'a()')).toBe(true);
  });

  it('knows that a condition that held was evaluated to the end', () => {
    expect(reaches('a(); if (x && b()) c();', 'a()', 'c()', ['b()'])).toBe(false);
    expect(reaches('a(); if (x || b()) c();', 'a()', 'c()', ['b()'])).toBe(true);
    expect(reaches('a(); if (!(x || b())) c();', 'a()', 'c()', ['b()'])).toBe(false);
    expect(reaches('a(); if (x?.b()) c();', 'a()', 'c()', ['x?.b()', 'b()'])).toBe(false);
  });

  it('finds nothing outside the function', () => {
    const asked = within('a(); const f = () => b();');
    expect(asked.flow.reaches(asked.node('a()'), asked.node('b()'))).toBe(false);
    expect(asked.flow.reaches(asked.node('b()'), asked.node('a()'))).toBe(false);
  });
});

describe('alwaysBefore', () => {
  const before = (body: string, node: string, ...texts: string[]): boolean => {
    const asked = within(body);
    return asked.flow.alwaysBefore(asked.node(node), asked.is(...texts));
  };

  it('asks every path from the start', () => {
    expect(before('a(); b();', 'b()', 'a()')).toBe(true);
    expect(before('if (x) a(); b();', 'b()', 'a()')).toBe(false);
    expect(before('if (x) a(); else c(); b();', 'b()', 'a()')).toBe(false);
    expect(before('if (x) a(); else c(); b();', 'b()', 'a()', 'c()')).toBe(true);
    expect(before('if (x) a(); else return; b();', 'b()', 'a()')).toBe(true);
    expect(before('while (x) { a(); } b();', 'b()', 'a()')).toBe(false);
    expect(before('do { a(); } while (x); b();', 'b()', 'a()')).toBe(true);
    expect(before('b(); a();', 'b()', 'a()')).toBe(false);
    expect(before('for (;;) { b(); a(); }', 'b()', 'a()')).toBe(false);
    expect(before('b();', 'b()', 'b()')).toBe(false);
    expect(before('b(a());', 'b(a())', 'a()')).toBe(true);
    expect(before('if (a() && c()) b();', 'b()', 'c()')).toBe(true);
    expect(before('if (a() || c()) b();', 'b()', 'c()')).toBe(false);
  });

  it('does not count a step that threw', () => {
    expect(before('try { a(); } catch {} b();', 'b()', 'a()')).toBe(false);
    expect(before('try { a(); } finally { b(); }', 'b()', 'a()')).toBe(false);
    expect(before('try { a(); } catch { return; } b();', 'b()', 'a()')).toBe(true);
    expect(before('try { yield a; } finally { b(); }', 'b()', 'yield a')).toBe(false);
  });

  it('holds for what cannot be reached', () => {
    expect(before('return; b();', 'b()', 'a()')).toBe(true);
  });
});

describe('suspensionsBetween', () => {
  const between = (body: string, from: string, to: string): string[] => {
    const asked = within(body);
    return asked.texts(asked.flow.suspensionsBetween(asked.node(from), asked.node(to)));
  };

  it.each([
    ['a(); await x; b();', ['await x']],
    ['a(); b(); await x;', []],
    ['await x; a(); b();', []],
    ['a(); if (x) await y; b();', ['await y']],
    ['a(); if (x) { await y; return; } b();', []],
    ['a(); yield x; await y; b();', ['yield x', 'await y']],
    ['a(); for await (const x of y) c(); b();', ['for await (const x of y) c();']],
    ['a(); for await (const x of y) { b(); }', ['for await (const x of y) { b(); }']],
    ['a(); await using x = y; b();', ['await using x = y;']],
    ['a(); try { await x; } catch { b(); }', ['await x']],
    ['a(); try { c(); } finally { await x; } b();', ['await x']],
    ['a(); x && (await y); b();', ['await y']],
    ['a(); const f = async () => { await x; }; b();', []],
    ['while (x) { a(); b(); await y; }', []],
    ['while (x) { b(); a(); await y; }', ['await y']],
    ['while (x) { await y; a(); b(); }', []],
    ['while (x) { a(); while (z) { await y; } b(); }', ['await y']],
    ['for (;;) { await x; b(); a(); if (y) await z; }', ['await x', 'await z']],
  ])('%s', (body, expected) => {
    expect(between(body, 'a()', 'b()')).toEqual(expected);
  });

  it('leaves out an await of `to`, and `from` and `to` themselves', () => {
    expect(between('a(); await b();', 'a()', 'b()')).toEqual([]);
    expect(between('const p = a(); await c; await p;', 'a()', 'await p')).toEqual(['await c']);
    expect(between('await a(); await b();', 'await a()', 'await b()')).toEqual([]);
  });

  it('counts the awaits among the operands of `to`', () => {
    const asked = within('total = total + (await x);');
    const write = asked.node('total = total + (await x)');
    expect(asked.texts(asked.flow.suspensionsBetween(asked.node('total', 2), write))).toEqual(['await x']);
    expect(between('total += await x;', 'total', 'total += await x')).toEqual(['await x']);
  });

  it('ends a path where the statement `to` begins', () => {
    expect(between('a(); if (await x) c();', 'a()', 'if (await x) c();')).toEqual([]);
    expect(between('a(); await y; if (await x) c();', 'a()', 'if (await x) c();')).toEqual(['await y']);
    expect(between('for (;;) { a(); if (await x) c(); }', 'a()', 'if (await x) c();')).toEqual([]);
  });
});

describe('exitsWithout', () => {
  const exits = (body: string, options: { release?: string[]; kinds?: ('return' | 'terminate' | 'throw')[]; ignore?: string[] } = {}): string[] => {
    const asked = within(body);
    const { release = ['release()'], kinds, ignore } = options;
    return asked.exits(
      asked.flow.exitsWithout(asked.node('acquire()'), asked.is(...release), {
        kinds,
        ignoreThrowOf: ignore && asked.is(...ignore),
      }),
    );
  };

  it.each([
    ['acquire(); release();', []],
    ['acquire();', ['end']],
    ['acquire(); return x;', ['return return x;']],
    ['acquire(); throw x;', ['throw throw x;']],
    ['acquire(); work(); release();', ['throw work()']],
    ['acquire(); await x; release();', ['throw await x']],
    ['acquire(); if (x) return 1; release();', ['return return 1;']],
    ['acquire(); if (x) release();', ['end']],
    ['acquire(); try { work(); } finally { release(); }', []],
    ['acquire(); try { if (x) return 1; work(); } finally { release(); }', []],
    ['acquire(); try { work(); } catch (e) { throw e; } release();', ['throw throw e;']],
    ['acquire(); try { work(); } catch (e) { log(e); } release();', ['throw log(e)']],
    ['acquire(); try { work(); } catch (e) { release(); throw e; } release();', []],
    ['acquire(); try { work(); } finally { if (x) release(); }', ['end', 'throw work()']],
    ['acquire(); try { if (a) return 1; if (b) return 2; } finally { log(); }', ['end', 'return return 1;', 'return return 2;', 'throw log()']],
    ['acquire(); try { try { return 1; } finally { log(); } } finally { if (x) release(); }', ['return return 1;', 'throw log()']],
    ['acquire(); try { work(); } finally { return 3; }', ['return return 3;']],
    ['acquire(); yield x; release();', ['return yield x', 'throw yield x']],
    ['acquire(); try { yield x; } finally { release(); }', []],
    ['acquire(); while (true) { await x; }', ['throw await x']],
    ['acquire(); for (const x of y) { if (z) continue; release(); }', ['end', 'throw for (const x of y) { if (z) continue; release(); }']],
    ['acquire(); process.exit(1);', []],
    ['if (x) return 1; acquire(); release();', []],
    ['for (;;) { acquire(); if (x) break; release(); }', ['end']],
    ['for (;;) { try { acquire(); if (x) continue; return 1; } finally { release(); } }', []],
    ['try { acquire(); } catch { return 1; } release();', []],
  ])('%s', (body, expected) => {
    expect(exits(body)).toEqual(expected);
  });

  it('takes what was released although releasing threw for released', () => {
    expect(exits('acquire(); try { await release(); } catch { log(); }', { release: ['release()'] })).toEqual([]);
  });

  it('answers about the kinds that are asked for', () => {
    const body = 'acquire(); if (x) return 1; if (y) throw z; if (q) process.exit(2); work();';
    expect(exits(body, { kinds: ['return'] })).toEqual(['end', 'return return 1;']);
    expect(exits(body, { kinds: ['throw'] })).toEqual(['throw throw z;', 'throw work()']);
    expect(exits(body, { kinds: ['terminate'] })).toEqual(['terminate process.exit(2)']);
  });

  it('leaves out implicit throws on request, and follows what they would skip', () => {
    expect(exits('acquire(); log(); work(); release();', { ignore: ['log()'] })).toEqual(['throw work()']);
    expect(exits('acquire(); try { log(); } catch { return 1; } release();', { ignore: ['log()'] })).toEqual([]);
    expect(exits('acquire(); try { log(); } finally { x = 1; } release();', { ignore: ['log()'] })).toEqual([]);
    expect(exits('acquire(); throw x;', { ignore: ['throw x;'] })).toEqual(['throw throw x;']);
  });

  it('names all that may be pending where it starts in a finally block', () => {
    const body = 'try { if (x) return 1; if (y) throw z; } finally { acquire(); }';
    expect(exits(body)).toEqual(['end', 'return return 1;', 'throw throw z;']);
  });

  it('starts where a compound statement has completed', () => {
    const asked = within('if (x) { a(); } b();');
    expect(asked.exits(asked.flow.exitsWithout(asked.node('if (x) { a(); }'), never))).toEqual(['end', 'throw b()']);
  });

  it('takes the expression of an arrow for what it returns', () => {
    const asked = new Asked('const f = () => a(b());');
    expect(asked.exits(asked.flow.exitsWithout(asked.node('b()'), never))).toEqual(['return a(b())', 'throw a(b())']);
  });
});

describe('firstOn and laterOnSamePath', () => {
  const first = (body: string, from = 'a()'): string[] => {
    const asked = within(body);
    return asked.texts(asked.flow.firstOn(asked.node(from), isCall)).sort();
  };
  const later = (body: string, avoiding: string[] = []): string[] => {
    const asked = within(body);
    return asked.texts(asked.flow.laterOnSamePath(asked.node('a()'), isCall, { avoiding: asked.is(...avoiding) })).sort();
  };

  it('finds the first on each path', () => {
    expect(first('a(); b(); c();')).toEqual(['b()']);
    expect(first('a(); if (x) b(); c();')).toEqual(['b()', 'c()']);
    expect(first('a(); if (x) b(); else c(); d();')).toEqual(['b()', 'c()']);
    expect(first('while (x) { a(); } b();')).toEqual(['a()', 'b()']);
    expect(first('try { a(); } catch { b(); } c();')).toEqual(['c()']);
    expect(first('try { a(); await x; } catch { b(); } c();')).toEqual(['b()', 'c()']);
    expect(first('a();')).toEqual([]);
  });

  it('finds all that come later, up to what is avoided', () => {
    expect(later('a(); b(); c();')).toEqual(['b()', 'c()']);
    expect(later('a(); return; b();')).toEqual([]);
    expect(later('if (x) a(); else b(); c();')).toEqual(['c()']);
    expect(later('a(); b(); c();', ['b()'])).toEqual(['b()']);
    expect(later('a(); if (x) return b(); c();')).toEqual(['b()', 'c()']);
    expect(later('for (;;) { a(); b(); }')).toEqual(['a()', 'b()']);
    expect(later('try { return a(); } finally { b(); } c();')).toEqual(['b()']);
  });
});

describe('neverReturns', () => {
  it('decides which calls end the process', () => {
    const asked = new Asked('function f() { acquire(); process.exit(); }', never);
    expect(asked.exits(asked.flow.exitsWithout(asked.node('acquire()'), never))).toEqual(['end', 'throw process.exit()']);
  });
});

/**
 * What runs is the truth: each program runs many times, its calls returning or throwing at random. One call following
 * another must be a path of ours, and a way out that was taken must be an exit of ours.
 */
describe('agrees with what really runs', () => {
  function numbers(seed: number): (below: number) => number {
    let state = (seed * 747796405 + 2891336453) >>> 0;
    return (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  function program(next: (below: number) => number): string {
    let calls = 0;
    let budget = 14;
    interface Scope {
      readonly breakable: boolean;
      readonly loop: boolean;
      readonly labels: readonly string[];
    }
    const call = (): string => `t(${(calls += 1)})`;
    const condition = (): string =>
      [call, () => `(${call()} && ${call()})`, () => `(${call()} || !${call()})`, () => `(${call()} ? ${call()} : ${call()})`, () => `n(${(calls += 1)})?.[${call()}]`][next(5)]!();
    const list = (scope: Scope): string => Array.from({ length: 1 + next(3) }, () => statement(scope)).join(' ');
    const statement = (scope: Scope): string => {
      budget -= 1;
      if (budget < 0) return `${call()};`;
      const label = `l${budget}`;
      const inLoop: Scope = { breakable: true, loop: true, labels: [...scope.labels, label] };
      const kinds: (() => string)[] = [
        () => `${call()};`,
        () => `x = ${condition()};`,
        () => `x ??= ${condition()};`,
        () => `var { y = ${call()} } = n(${(calls += 1)}) ?? {};`,
        () => `if (${condition()}) { ${list(scope)} } else { ${list(scope)} }`,
        () => `${label}: while (${condition()}) { ${list(inLoop)} }`,
        () => `${label}: do { ${list(inLoop)} } while (${condition()});`,
        () => `${label}: for (;;) { ${call()}; ${list(inLoop)} if (${call()}) break; }`,
        () => `${label}: for (${call()}; ${call()}; ${call()}) { ${list(inLoop)} }`,
        () => `${label}: for (const z of [1, 2]) { ${list(inLoop)} }`,
        () => `${label}: { ${list({ ...scope, labels: [...scope.labels, label] })} }`,
        () => `switch (n(${(calls += 1)})) { case ${call()}: ${list({ ...scope, breakable: true })} default: ${list({ ...scope, breakable: true })} case ${call()}: ${list({ ...scope, breakable: true })} }`,
        () => `try { ${list(scope)} } catch { ${list(scope)} }`,
        () => `try { ${list(scope)} } finally { ${list(scope)} }`,
        () => `try { ${list(scope)} } catch { ${list(scope)} } finally { ${list(scope)} }`,
        () => `if (${call()}) return ${call()};`,
        () => `if (${call()}) throw ${call()};`,
        () => `(class { static y = ${call()}; static { ${call()}; } });`,
        () => (scope.breakable ? `if (${call()}) break;` : `${call()};`),
        () => (scope.loop ? `if (${call()}) continue;` : `${call()};`),
        () => (scope.labels.length ? `if (${call()}) break ${scope.labels[next(scope.labels.length)]};` : `${call()};`),
      ];
      return kinds[next(kinds.length)]!();
    };
    const scope: Scope = { breakable: false, loop: false, labels: [] };
    return `function f(x) { ${Array.from({ length: 5 }, () => statement(scope)).join(' ')} }`;
  }

  it('on 150 programs', { timeout: 60_000 }, () => {
    const wrong: string[] = [];
    let steps = 0;
    let exits = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      const next = numbers(seed);
      const code = program(next);
      const asked = new Asked(code);
      const calls = new Map<string, Node>();
      for (const { node } of asked.flow.graph.steps.values()) {
        const id = node.type === 'CallExpression' ? node.arguments[0] : undefined;
        if (id?.type === 'Literal') calls.set(String(id.value), node);
      }
      const successors = new Map<string, ReadonlySet<Node>>();
      const exitsOf = new Map<string, ReadonlySet<string>>();
      const isTraced = (node: Node): boolean => node.type === 'CallExpression';
      for (const [id, node] of calls) {
        successors.set(id, new Set(asked.flow.firstOn(node, isTraced)));
        exitsOf.set(id, new Set(asked.flow.exitsWithout(node, isTraced).map(({ kind }) => (kind === 'throw' ? 'throw' : 'return'))));
      }
      const script = new Script(`${code}; f(undefined)`);
      const context = createContext();
      for (let run = 0; run < 20; run += 1) {
        const trace: { id: string; threw: boolean }[] = [];
        const trap = (values: readonly unknown[]) => (id: number) => {
          // A run that goes on for ever is cut off from outside; what it did until then counts.
          const threw = next(8) === 0;
          if (trace.length < 200) trace.push({ id: String(id), threw });
          if (threw) throw new Error('trap');
          return trace.length >= 200 ? next(2) === 0 : values[next(values.length)];
        };
        let end: 'return' | 'throw' | undefined;
        try {
          Object.assign(context, { t: trap([true, false]), n: trap([1, null, undefined, {}]) });
          script.runInContext(context, { timeout: 20 });
          end = 'return';
        } catch (error) {
          if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') end = 'throw';
        }
        for (const [i, { id, threw }] of trace.entries()) {
          const following = trace[i + 1];
          // After a throw, other paths lead on than the ones after completion: only the latter are asked here.
          if (threw) continue;
          if (following) {
            steps += 1;
            if (!successors.get(id)?.has(calls.get(following.id)!)) wrong.push(`seed ${seed}: ${id} then ${following.id} in ${code}`);
          } else if (end && trace.length < 200) {
            exits += 1;
            if (!exitsOf.get(id)?.has(end)) wrong.push(`seed ${seed}: ${id} then ${end} in ${code}`);
          }
        }
      }
    }
    console.log(`${steps} steps from call to call, ${exits} ways out`);
    expect(wrong.sort((a, b) => a.length - b.length).slice(0, 3)).toEqual([]);
    expect(steps).toBeGreaterThan(8_000);
    expect(exits).toBeGreaterThan(500);
  });
});
