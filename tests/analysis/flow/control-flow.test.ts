import * as tsParser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import * as espree from 'espree';
import { describe, expect, it } from 'vitest';
import { buildFlow, endsProcess, type Block, type Edge, type FlowGraph, type FlowRoot } from '../../../src/analysis/flow/control-flow.js';
import { isFunction } from '../../../src/syntax/nodes.js';
import { walk, type Node, type VisitorKeys } from '../../../src/syntax/walk.js';

interface Parsed {
  readonly code: string;
  readonly program: TSESTree.Program;
  readonly visitorKeys: VisitorKeys;
}

function parse(code: string): Parsed {
  const { ast, visitorKeys } = tsParser.parseForESLint(code, { range: true, loc: true, sourceType: 'module' });
  // The engine must not need what only this parser sets.
  walk(ast, visitorKeys as VisitorKeys, (node) => {
    Reflect.deleteProperty(node, 'parent');
  });
  return { code, program: ast, visitorKeys: visitorKeys as VisitorKeys };
}

function firstFunction({ program, visitorKeys }: Parsed): FlowRoot {
  let found: FlowRoot | undefined;
  walk(program, visitorKeys, (node) => {
    if (!found && isFunction(node)) found = node;
  });
  return found ?? program;
}

class Traced {
  readonly graph: FlowGraph;
  constructor(
    private readonly parsed: Parsed,
    root: FlowRoot,
  ) {
    this.graph = buildFlow(root, parsed.visitorKeys);
  }

  text(node: Node | undefined): string {
    return node ? this.parsed.code.slice(...node.range) : '';
  }

  /** All step texts of the reachable blocks, block by block. */
  steps(): string[] {
    return this.graph.blocks.filter(({ reachable }) => reachable).flatMap(({ steps }) => steps.map(({ node }) => this.text(node)));
  }

  /** The steps of one kind, in the order in which they were built, which is evaluation order in straight code. */
  of(...types: string[]): string[] {
    const nodes = this.graph.blocks.flatMap(({ steps }) => steps).filter(({ node }) => types.includes(node.type));
    return nodes.map(({ node }) => this.text(node));
  }

  edges(kind?: Edge['kind']): Edge[] {
    const edges = this.graph.blocks.filter(({ reachable }) => reachable).flatMap(({ successors }) => successors);
    return kind ? edges.filter((edge) => edge.kind === kind) : edges;
  }

  throwers(): string[] {
    return this.edges('throw').map((edge) => (edge.node ? `${edge.cause} ${this.text(edge.node)}` : 'resumed'));
  }

  /** Every way through the function as the names of the calls on it; each back edge taken at most once, throws left out. */
  paths({ throws = false } = {}): string[] {
    const paths = new Set<string>();
    const { exits } = this.graph;
    const go = (block: Block, taken: ReadonlySet<Edge>, trace: readonly string[]): void => {
      if (block === exits.return) return void paths.add([...trace, 'end'].join(' '));
      if (block === exits.throw) return void paths.add([...trace, 'throw'].join(' '));
      if (block === exits.terminate) return void paths.add([...trace, 'exit'].join(' '));
      const calls = block.steps.filter(({ node }) => node.type === 'CallExpression');
      const here = calls.map(({ node }) => (node.type === 'CallExpression' ? this.text(node.callee) : ''));
      for (const edge of block.successors) {
        if (taken.has(edge)) continue;
        const isImplicit = edge.kind === 'throw' && edge.cause !== 'throw' && !edge.resumes;
        if (isImplicit && !throws) continue;
        const passed = isImplicit ? [...here.slice(0, -1), ...here.slice(-1).map((each) => `!${each}`)] : here;
        go(edge.to, edge.kind === 'back' ? new Set([...taken, edge]) : taken, [...trace, ...passed]);
      }
    };
    go(this.graph.entry, new Set(), []);
    return [...paths].sort();
  }
}

/** The flow of the first function in `code`. */
function of(code: string): Traced {
  const parsed = parse(code);
  return new Traced(parsed, firstFunction(parsed));
}

/** The flow of the body of an async function or generator. */
function within(body: string): Traced {
  return of(`async function* outer() { ${body} }`);
}

function moduleOf(code: string): Traced {
  const parsed = parse(code);
  return new Traced(parsed, parsed.program);
}

describe('evaluation order', () => {
  const order = (body: string): string[] => within(body).of('CallExpression');

  it.each([
    ['f(a(), b())', 'a() b() f(a(), b())'],
    ['x = (a(), b())', 'a() b()'],
    ['a()[b()] = c()', 'a() b() c()'],
    ['a()[b()] += c()', 'a() b() c()'],
    ['const { [a()]: x = b() } = c()', 'c() a() b()'],
    ['[a().x, b().y] = c()', 'c() a() b()'],
    ['a().b(c()).d(e())', 'a() c() a().b(c()) e() a().b(c()).d(e())'],
    ['new (a())(b())', 'a() b()'],
    ['a()`${b()}`', 'a() b()'],
    ['({ [a()]: b(), ...c() })', 'a() b() c()'],
    ['for (const x of a()) b()', 'a() b()'],
    ['for (a(); b(); c()) d()', 'a() b() d() c()'],
    ['do a(); while (b())', 'a() b()'],
    ['class A extends a() { static x = c(); [b()]() {} static { d(); } y = never(); }', 'a() b() c() d()'],
    ['@a() class A { @b() m() {} }', 'a() b()'],
  ])('%s', (body, expected) => {
    expect(order(`${body};`).join(' ')).toBe(expected);
  });

  it('completes operands before operations, and targets after values', () => {
    const steps = (body: string): string => within(body).steps().join(' | ');
    expect(steps('x = y')).toBe('y | x | x = y | x = y');
    expect(steps('x += y')).toBe('x | y | x += y | x += y');
    expect(steps('const x = y')).toBe('y | x | x = y | const x = y');
    expect(steps('f(await x)')).toContain('x | await x | f(await x)');
  });

  it('evaluates parameters and their defaults first', () => {
    expect(of('function f(a = b(), { c = d() } = e()) { g(); }').of('CallExpression')).toEqual(['b()', 'e()', 'd()', 'g()']);
  });

  it('does not enter functions, methods or instance fields', () => {
    const calls = within('const f = () => a(); function g() { b(); } class A { x = c(); m() { d(); } } ({ m() { e(); } });').of(
      'CallExpression',
    );
    expect(calls).toEqual([]);
  });

  it('does not evaluate types', () => {
    const flow = within('const x: A<typeof y> = z as B; f<C>(x satisfies D); type E = F; interface G { h: I }');
    expect(flow.of('Identifier')).toEqual(['z', 'x: A<typeof y>', 'f', 'x']);
  });
});

describe('where blocks end', () => {
  it('puts a step that may throw last, so that what it did not do is told apart', () => {
    const flow = within('a(); b.c; await d; new E(); f`g`; import("h"); yield i; for await (const x of y); throw z;');
    for (const block of flow.graph.blocks) {
      for (const step of block.steps.slice(0, -1)) expect(step.throws).toBeUndefined();
    }
    expect(flow.throwers()).toEqual([
      'call a()',
      'await await d',
      'new new E()',
      'tag f`g`',
      'import import("h")',
      'yield yield i',
      'iteration for await (const x of y);',
      'throw throw z;',
    ]);
  });

  it('lets property reads throw only inside try, and only of values that may be null', () => {
    expect(within('a.b; const { c } = d;').throwers()).toEqual([]);
    expect(within('try { a.b; a?.b; this.c; "d".length; [].e; null.f; a.g = 1; delete h.i; } catch {}').throwers()).toEqual([
      'access a.b',
      'access null.f',
      'access a.g',
      'access h.i',
    ]);
    expect(within('try { const { a } = b; [c] = d; } finally { }').throwers().sort()).toEqual([
      'access [c]',
      'access { a }',
      'resumed',
    ]);
  });

  it('counts a method call as one throw, not as a read and a call', () => {
    expect(within('try { a.b(); new c.d(); e.f`g`; h!.i!(); } catch {}').throwers()).toEqual([
      'call a.b()',
      'new new c.d()',
      'tag e.f`g`',
      'call h!.i!()',
    ]);
  });

  it('marks suspension points', () => {
    const flow = within('await a; yield b; yield* c; for await (const d of e); for (const f of g); await using h = i; using j = k;');
    expect(flow.graph.suspensions.map(({ node }) => node.type)).toEqual([
      'AwaitExpression',
      'YieldExpression',
      'YieldExpression',
      'ForOfStatement',
      'VariableDeclaration',
    ]);
  });

  it('lets a generator be ended at a yield', () => {
    const flow = within('try { yield a(); b(); } finally { c(); }');
    expect(flow.edges('return').map(({ node }) => flow.text(node))).toEqual(['yield a()']);
    expect(flow.paths()).toEqual(['a b c end', 'a c end']);
  });

  it('draws one back edge per loop', () => {
    const flow = within(
      'for (;a;) { if (b) continue; c(); } while (d) { continue; } do { continue; } while (e); for (const f of g) continue; for (const h in i);',
    );
    expect(flow.edges('back')).toHaveLength(5);
    expect(within('while (a) { return; }').edges('back')).toHaveLength(0);
  });
});

describe('paths', () => {
  const cases: readonly (readonly [body: string, paths: readonly string[]])[] = [
    ['if (a()) b(); else c(); d();', ['a b d end', 'a c d end']],
    ['if (a() && b()) c(); d();', ['a b c d end', 'a b d end', 'a d end']],
    ['if (a() || b()) c(); else d();', ['a b c end', 'a b d end', 'a c end']],
    ['if (!(a() && b())) c(); else d();', ['a b c end', 'a b d end', 'a c end']],
    ['if (a() ? b() : c()) d();', ['a b d end', 'a b end', 'a c d end', 'a c end']],
    ['if (a?.b()) c(); else d();', ['a?.b c end', 'a?.b d end', 'd end']],
    ['a() && b(); c();', ['a b c end', 'a c end']],
    ['a() ?? b(); c();', ['a b c end', 'a c end']],
    ['x ||= a(); b();', ['a b end', 'b end']],
    ['x &&= a(); b();', ['a b end', 'b end']],
    ['x ??= a(); b();', ['a b end', 'b end']],
    ['a()?.b(c()).d(e()); f();', ['a c a()?.b e a()?.b(c()).d f end', 'a f end']],
    ['(a()?.b).c(d()); e();', ['a d (a()?.b).c e end']],
    ['const { x = a() } = y; b();', ['a b end', 'b end']],
    ['return a(); b();', ['a end']],
    ['throw a(); b();', ['a throw']],
    ['while (a()) b(); c();', ['a b a c end', 'a c end']],
    ['while (true) { if (a()) break; b(); } c();', ['a b a c end', 'a c end']],
    ['for (;;) { a(); }', []],
    ['do { a(); } while (b()); c();', ['a b a b c end', 'a b c end']],
    ['do { if (a()) continue; b(); } while (c()); d();', ['a b c a b c d end', 'a b c a c d end', 'a b c d end', 'a c a b c d end', 'a c a c d end', 'a c d end']],
    ['for (a(); b(); c()) { if (d()) continue; e(); }', ['a b d c b end', 'a b d e c b end', 'a b end']],
    ['for (const x of a()) { if (b()) break; c(); } d();', ['a b c b d end', 'a b c d end', 'a b d end', 'a d end']],
    ['for (const x in a()) return b(); c();', ['a b end', 'a c end']],
    ['x: for (;;) { for (;;) { if (a()) break x; if (b()) continue x; c(); } }', ['a b a b c a end', 'a b a end', 'a b c a b a end', 'a b c a end', 'a end']],
    ['x: { a(); if (b()) break x; c(); } d();', ['a b c d end', 'a b d end']],
    ['switch (a()) { case 1: b(); case 2: c(); break; default: d(); }', ['a b c end', 'a c end', 'a d end']],
    ['switch (a()) { case b(): return; default: c(); case d(): e(); } f();', ['a b d c e f end', 'a b d e f end', 'a b end']],
    ['switch (a()) { case 1: b(); } c();', ['a b c end', 'a c end']],
    ['try { a(); } finally { b(); } c();', ['a b c end']],
    ['try { return a(); } finally { b(); } c();', ['a b end']],
    ['try { throw a(); } finally { b(); } c();', ['a b throw']],
    ['try { throw a(); } catch { b(); } c();', ['a b c end']],
    ['try { throw a(); } catch { throw b(); } finally { c(); } d();', ['a b c throw']],
    ['try { return a(); } finally { return b(); } c();', ['a b end']],
    ['try { throw a(); } finally { return b(); } c();', ['a b end']],
    ['try { if (a()) return; b(); } finally { c(); } d();', ['a b c d end', 'a c end']],
    ['for (;;) { try { if (a()) break; return; } finally { b(); } } c();', ['a b c end', 'a b end']],
    ['for (const x of y) { try { if (a()) continue; b(); } finally { c(); } d(); } e();', ['a b c d e end', 'a c e end', 'e end']],
    ['for (;;) { try { return a(); } finally { break; } } b();', ['a b end']],
    ['x: for (;;) { try { for (;;) { try { break x; } finally { a(); } } } finally { b(); } } c();', ['a b c end']],
    ['x: try { break x; } finally { a(); } b();', ['a b end']],
    ['try { try { return a(); } finally { b(); } } finally { c(); } d();', ['a b c end']],
    ['try { a(); } finally { try { b(); } finally { c(); } d(); } e();', ['a b c d e end']],
    ['try { throw a(); } finally { try { throw b(); } catch { c(); } } d();', ['a b c throw']],
    ['a(); process.exit(b()); c();', ['a b process.exit exit']],
    ['try { a(); process.abort(); } finally { b(); }', ['a process.abort exit']],
    ['if (a()) process["reallyExit"](); b();', ['a b end', 'a process["reallyExit"] exit']],
    ['class A { static { if (a()) throw b(); } static x = c(); } d();', ['a b throw', 'a c d end']],
  ];

  it.each(cases)('%s', (body, expected) => {
    expect(within(body).paths()).toEqual([...expected].sort());
  });

  it('enters catch and finally from every step that can throw, without what it did not do', () => {
    expect(within('try { a(); b(); } catch { c(); }').paths({ throws: true })).toEqual(
      ['!a !c throw', '!a c end', 'a !b !c throw', 'a !b c end', 'a b end'].sort(),
    );
    expect(within('try { a(); } finally { b(); }').paths({ throws: true })).toEqual(
      ['!a !b throw', '!a b throw', 'a !b throw', 'a b end'].sort(),
    );
  });

  it('keeps return and falling off the end apart', () => {
    const flow = within('if (a) return 1; b;');
    const edges = flow.edges().filter(({ to }) => to === flow.graph.exits.return);
    expect(edges.map(({ node }) => flow.text(node)).sort()).toEqual(['', 'return 1;']);
  });

  it('takes the expression of an arrow for what it returns', () => {
    const flow = of('const f = () => a();');
    const [edge] = flow.edges().filter(({ to }) => to === flow.graph.exits.return);
    expect(flow.text(edge?.node)).toBe('a()');
  });
});

describe('infinite loops', () => {
  it.each(['while (true) a();', 'while (1) a();', 'for (;;) a();', 'for (; true;) a();', 'do a(); while (true);', "while ('x') a();"])(
    'never leaves %s',
    (body) => {
      const { graph } = within(body);
      expect(graph.exits.return.reachable).toBe(false);
      expect(graph.exits.throw.reachable).toBe(true);
    },
  );

  it.each(['while (false) a();', 'while (0) a();', 'while (x) a();', 'while (!0) a();', 'for (; "";) a();'])('leaves %s', (body) => {
    expect(within(body).graph.exits.return.reachable).toBe(true);
  });
});

describe('calls that end the process', () => {
  it('asks the predicate it is given', () => {
    const parsed = parse('function f() { quit(); a(); }');
    const graph = buildFlow(firstFunction(parsed), parsed.visitorKeys, (call) => call.callee.type === 'Identifier' && call.callee.name === 'quit');
    expect(graph.exits.terminate.reachable).toBe(true);
    expect(graph.exits.return.reachable).toBe(false);
    expect(graph.exits.throw.reachable).toBe(false);
  });

  it.each([
    ['process.exit()', true],
    ['process?.exit(1)', true],
    ['(process as any).abort()', true],
    ['process["exit"]()', true],
    ['process[exit]()', false],
    ['exit()', false],
    ['process.exitCode()', false],
    ['a.process.exit()', false],
  ])('by name: %s', (code, expected) => {
    const { program, visitorKeys } = parse(code);
    const calls: TSESTree.CallExpression[] = [];
    walk(program, visitorKeys, (node) => void (node.type === 'CallExpression' && calls.push(node)));
    expect(calls.map(endsProcess)).toEqual([expected]);
  });
});

describe('roots', () => {
  it('takes a module', () => {
    expect(moduleOf('import a from "a"; export const b = a(); export default c(); export { d } from "e"; await f();').paths()).toEqual([
      'a c f end',
    ]);
  });

  it('takes a static block and a field', () => {
    const parsed = parse('class A { static { a(); } b = c(); d; }');
    const roots: FlowRoot[] = [];
    walk(parsed.program, parsed.visitorKeys, (node) => {
      if (node.type === 'StaticBlock' || node.type === 'PropertyDefinition') roots.push(node);
    });
    expect(roots.map((root) => new Traced(parsed, root).paths())).toEqual([['a end'], ['c end'], ['end']]);
  });

  it.each([
    ['enum E { A = a(), B = b() } c();', 'a b c end'],
    ['declare enum E { A = 1 } c();', 'c end'],
    ['namespace N { a(); } b();', 'a b end'],
    ['declare namespace N { const a: 1 } b();', 'b end'],
    ['import a = require("a"); b(); export = c();', 'b c end'],
    ['declare function f(): void; type A = B; interface C {} b();', 'b end'],
    ['abstract class A { abstract b: C; abstract [d](): void; static e = f(); accessor g = h(); } i();', 'f i end'],
  ])('evaluates the TypeScript of %s', (code, expected) => {
    expect(moduleOf(code).paths()).toEqual([expected]);
  });
});

describe('never fails', () => {
  it('on node types that it does not know, child by child', () => {
    const call: Node = { type: 'CallExpression', callee: { type: 'Identifier', name: 'a' }, arguments: [], optional: false } as unknown as Node;
    const program = { type: 'Program', body: [{ type: 'Wonder', first: call, second: null, third: [call, null] }] } as unknown as TSESTree.Program;
    const graph = buildFlow(program, { Program: ['body'], Wonder: ['first', 'second', 'third'] });
    expect(graph.blocks.flatMap(({ steps }) => steps.map(({ node }) => node.type as string))).toEqual([
      'Identifier',
      'CallExpression',
      'Identifier',
      'CallExpression',
      'Wonder',
    ]);
    expect(buildFlow(program, {}).exits.return.reachable).toBe(true);
  });

  it('on an optional call without a chain around it', () => {
    const call = { type: 'CallExpression', callee: { type: 'Identifier', name: 'a' }, arguments: [], optional: true };
    const program = { type: 'Program', body: [{ type: 'ExpressionStatement', expression: call }] } as unknown as TSESTree.Program;
    expect(buildFlow(program, { Program: ['body'], ExpressionStatement: ['expression'] }).exits.return.reachable).toBe(true);
  });

  it('on jumps to nowhere', () => {
    const body = [{ type: 'BreakStatement', label: null }, { type: 'ContinueStatement', label: { type: 'Identifier', name: 'x' } }];
    expect(buildFlow({ type: 'Program', body } as unknown as TSESTree.Program, {}).exits.return.reachable).toBe(false);
  });

  it('on a tree of espree, JSX included', () => {
    const ast = espree.parse('with (a) { b(); } const c = <D e={f()}>{g()}</D>;', {
      ecmaVersion: 'latest',
      ecmaFeatures: { jsx: true },
      range: true,
    }) as unknown as TSESTree.Program;
    const graph = buildFlow(ast, espree.VisitorKeys as VisitorKeys);
    expect(graph.blocks.flatMap(({ steps }) => steps).filter(({ node }) => node.type === 'CallExpression')).toHaveLength(3);
  });

  const DEPTH = 5_000;
  /** Built by hand: no parser takes this depth. */
  const nested = (leaf: object, wrap: (inner: object) => object): TSESTree.Program => {
    let node = leaf;
    for (let i = 0; i < DEPTH; i += 1) node = wrap(node);
    return { type: 'Program', body: [node] } as unknown as TSESTree.Program;
  };
  const name = { type: 'Identifier', name: 'a' };
  it.each([
    ['a + b chain', nested(name, (left) => ({ type: 'BinaryExpression', operator: '+', left, right: name }))],
    ['&& chain', nested(name, (left) => ({ type: 'LogicalExpression', operator: '&&', left, right: name }))],
    ['&& condition', nested(name, (left) => ({ type: 'IfStatement', test: left, consequent: { type: 'EmptyStatement' }, alternate: null }))],
    ['?? chain', nested(name, (left) => ({ type: 'LogicalExpression', operator: '??', left, right: name }))],
    ['call chain', nested(name, (object) => ({ type: 'CallExpression', optional: false, arguments: [], callee: { type: 'MemberExpression', object, property: name, computed: false } }))],
    ['else-if chain', nested({ type: 'EmptyStatement' }, (alternate) => ({ type: 'IfStatement', test: name, consequent: { type: 'EmptyStatement' }, alternate }))],
    ['blocks', nested({ type: 'EmptyStatement' }, (inner) => ({ type: 'BlockStatement', body: [inner] }))],
    ['tries', nested({ type: 'BlockStatement', body: [name] }, (inner) => ({ type: 'TryStatement', block: { type: 'BlockStatement', body: [inner] }, handler: null, finalizer: { type: 'BlockStatement', body: [] } }))],
  ])(`on ${DEPTH} deep: %s`, (_what, program) => {
    const visitorKeys: VisitorKeys = { BinaryExpression: ['left', 'right'] };
    expect(buildFlow(program, visitorKeys).exits.return.reachable).toBe(true);
  });

  it('stays small where finally blocks nest in finally blocks', () => {
    const nest = (depth: number): string => (depth === 0 ? 'a();' : `try { if (b()) return; c(); } finally { ${nest(depth - 1)} }`);
    const blocks = (depth: number): number => within(nest(depth)).graph.blocks.length;
    expect(blocks(24)).toBeLessThan(blocks(12) * 2.5);
    expect(within(nest(12)).graph.exits.return.reachable).toBe(true);
  });
});
