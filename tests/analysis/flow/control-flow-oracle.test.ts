import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tsParser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { Linter, type Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import type { FlowRoot } from '../../../src/analysis/flow/control-flow.js';
import { flowOf, type Flow } from '../../../src/analysis/flow/flow-queries.js';
import { isFunction, isLoop } from '../../../src/syntax/nodes.js';
import { walk, type Node, type VisitorKeys } from '../../../src/syntax/walk.js';

/**
 * ESLint's code path analysis is the oracle: both must agree, statement by statement, on what is reachable.
 *
 * The systematic differences, each with its reason; nothing else may differ:
 *
 * 1. Calls that end the process. ESLint does not know them; here they are switched off (`neverReturns`).
 * 2. Throws without a name in them. ESLint lets only references, calls, member accesses, `new`, `import()` and `yield`
 *    throw, so the `catch` of `try { await 1; return; }` is dead to it.
 * 3. Static blocks run inline when the class is evaluated, so one that never completes ends the code around the class.
 *    ESLint gives each a code path of its own, and does not see what it throws.
 * 4. `break` and `continue` out of a `try` with `finally`. ESLint lets them bypass the `finally` block; we run it. The
 *    generated code has no such jumps, the fixtures do; `flow-queries.test.ts` compares those with what really runs.
 * 5. `try { f(); } catch { return; while (a) b(); }`: in a `catch`, ESLint takes the body of a `while` (or `switch`)
 *    that is never come to for reachable, and what follows from it. After the same `return` elsewhere it does not: a fault of ESLint.
 */
interface Seen {
  readonly root: FlowRoot;
  readonly statements: Map<Node, boolean>;
}

interface Tally {
  functions: number;
  statements: number;
  unreachable: number;
  excused: number;
  differences: string[];
}

const linter = new Linter({ configType: 'flat' });

function isStatement(node: Node): boolean {
  return node.type.endsWith('Statement') || node.type === 'VariableDeclaration' || node.type === 'ClassDeclaration';
}

/** What ESLint says of each statement, by the function, program or static block that it runs in. */
function eslintReachability(code: string, options: Parse): { readonly seen: Seen[]; readonly visitorKeys: VisitorKeys } {
  const seen: Seen[] = [];
  let visitorKeys: VisitorKeys = {};
  const rule: Rule.RuleModule = {
    create(context) {
      visitorKeys = context.sourceCode.visitorKeys as VisitorKeys;
      const paths: { segments: Set<Rule.CodePathSegment>; seen: Seen }[] = [];
      const enter = (segment: Rule.CodePathSegment): void => void paths.at(-1)?.segments.add(segment);
      const leave = (segment: Rule.CodePathSegment): void => void paths.at(-1)?.segments.delete(segment);
      return {
        onCodePathStart(_path: Rule.CodePath, node: Rule.Node) {
          const each = { root: node as unknown as FlowRoot, statements: new Map<Node, boolean>() };
          paths.push({ segments: new Set(), seen: each });
          seen.push(each);
        },
        onCodePathEnd() {
          paths.pop();
        },
        onCodePathSegmentStart: enter,
        onCodePathSegmentEnd: leave,
        onUnreachableCodePathSegmentStart: enter,
        onUnreachableCodePathSegmentEnd: leave,
        '*'(node: Rule.Node) {
          const path = paths.at(-1);
          if (!path || !isStatement(node as unknown as Node)) return;
          path.seen.statements.set(node as unknown as Node, [...path.segments].some(({ reachable }) => reachable));
        },
      };
    },
  };
  const messages = linter.verify(
    code,
    [
      {
        files: ['**/*'],
        plugins: { oracle: { rules: { look: rule } } },
        rules: { 'oracle/look': 'error' },
        languageOptions: {
          sourceType: options.sourceType,
          ...(options.typescript ? { parser: tsParser } : { ecmaVersion: 'latest' as const }),
        },
        linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
      },
    ],
    { filename: options.typescript ? 'file.ts' : 'file.js' },
  );
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(`${fatal.message} at ${fatal.line}:${fatal.column} in\n${code}`);
  return { seen: seen.filter(({ root }) => isRoot(root)), visitorKeys };
}

interface Parse {
  readonly sourceType: 'commonjs' | 'module' | 'script';
  readonly typescript?: boolean;
}

function isRoot(node: Node): boolean {
  return isFunction(node) || node.type === 'Program' || node.type === 'StaticBlock';
}

function compare(name: string, code: string, options: Parse, tally: Tally): void {
  const { seen, visitorKeys } = eslintReachability(code, options);
  for (const { root, statements } of seen) {
    tally.functions += 1;
    const flow = flowOf(root, visitorKeys, () => false);
    const excuses = excusesIn(root, visitorKeys, flow);
    for (const [statement, expected] of statements) {
      tally.statements += 1;
      if (!expected) tally.unreachable += 1;
      const actual = flow.isReachable(statement);
      if (actual === expected) continue;
      if (excuses.jump || (actual ? excuses.namelessThrow : excuses.staticBlock || excuses.deadBranching)) {
        tally.excused += 1;
        continue;
      }
      const { line, column } = statement.loc.start;
      tally.differences.push(`${name}:${line}:${column} ${statement.type}: ESLint ${expected}, ours ${actual}\n${code.slice(0, 800)}`);
    }
  }
}

interface Excuses {
  namelessThrow: boolean;
  staticBlock: boolean;
  jump: boolean;
  deadBranching: boolean;
}

/** Where differences 2 (a `try` block that only throws without a name), 3, 4 and 5 may show. */
function excusesIn(root: Node, visitorKeys: VisitorKeys, flow: Flow): Excuses {
  const excuses: Excuses = { namelessThrow: false, staticBlock: false, jump: false, deadBranching: false };
  walk(root, visitorKeys, (node) => {
    if (node !== root && isRoot(node)) {
      excuses.staticBlock ||= node.type === 'StaticBlock';
      return 'skip';
    }
    if (node.type === 'CatchClause') excuses.deadBranching ||= hasDeadBranching(node, visitorKeys, flow);
    if (node.type !== 'TryStatement') return undefined;
    excuses.namelessThrow ||= isNameless(node.block, visitorKeys);
    if (!node.finalizer) return undefined;
    for (const part of [node.block, node.handler]) if (part) excuses.jump ||= isJumpedOutOf(part, visitorKeys);
    return undefined;
  });
  return excuses;
}

function hasDeadBranching(handler: Node, visitorKeys: VisitorKeys, flow: Flow): boolean {
  let found = false;
  walk(handler, visitorKeys, (node) => {
    if (isRoot(node)) return 'skip';
    found ||= ((isLoop(node) && 'test' in node) || node.type === 'SwitchStatement') && !flow.isReachable(node);
    return undefined;
  });
  return found;
}

function isJumpedOutOf(part: Node, visitorKeys: VisitorKeys): boolean {
  const targets = new Set<Node>();
  const jumps: (TSESTree.BreakStatement | TSESTree.ContinueStatement)[] = [];
  walk(part, visitorKeys, (node) => {
    if (isRoot(node)) return 'skip';
    targets.add(node);
    if (node.type === 'BreakStatement' || node.type === 'ContinueStatement') jumps.push(node);
    return undefined;
  });
  return jumps.some((jump) => {
    let target: Node | undefined = jump.parent;
    while (target && !isTargetOf(jump, target)) target = target.parent;
    return target !== undefined && !targets.has(target);
  });
}

function isTargetOf(jump: TSESTree.BreakStatement | TSESTree.ContinueStatement, node: Node): boolean {
  if (jump.label) return node.type === 'LabeledStatement' && node.label.name === jump.label.name;
  return isLoop(node) || (jump.type === 'BreakStatement' && node.type === 'SwitchStatement');
}

function isNameless(block: Node, visitorKeys: VisitorKeys): boolean {
  let throws = false;
  let names = false;
  walk(block, visitorKeys, (node) => {
    throws ||= node.type === 'StaticBlock';
    if (isRoot(node)) return 'skip';
    if (['ArrayPattern', 'AwaitExpression', 'ForOfStatement', 'ObjectPattern'].includes(node.type)) throws = true;
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && !node.init) return 'skip';
    if (['CallExpression', 'ImportExpression', 'MemberExpression', 'NewExpression', 'ThrowStatement'].includes(node.type)) names = true;
    return undefined;
  });
  return throws && !names;
}

function newTally(): Tally {
  return { functions: 0, statements: 0, unreachable: 0, excused: 0, differences: [] };
}

const FIXTURES: readonly string[] = [
  'a();',
  'return; a();',
  'return a(); b();',
  'throw new Error(); a();',
  'if (a) return; b();',
  'if (a) return; else return; b();',
  'if (a) { return; } else { b(); } c();',
  'if (a) throw 1; else throw 2; b();',
  'if (a) {} else if (b) { return; } else { throw c; } d();',
  'if (a) return; else if (b) return; else if (c) return; d();',
  'if (true) return; a();',
  'if (false) { a(); } b();',
  'while (a) b(); c();',
  'while (true) a(); b();',
  'while (1) { a(); } b();',
  'while (0) { a(); } b();',
  'while (false) { a(); } b();',
  'while (null) { a(); } b();',
  "while ('') { a(); } b();",
  'while (true) { if (a) break; b(); } c();',
  'while (true) { if (a) continue; b(); } c();',
  'while (a) { break; b(); } c();',
  'while (a) { continue; b(); } c();',
  'while (a) { return; b(); } c();',
  'while (a) { if (b) { continue; } else { break; } c(); } d();',
  'while (!0) { a(); } b();',
  'while (true && a) { b(); } c();',
  'while (x = true) { a(); } b();',
  'do { a(); } while (b); c();',
  'do { a(); } while (true); b();',
  'do { a(); } while (false); b();',
  'do { break; } while (true); b();',
  'do { continue; } while (true); b();',
  'do { return; } while (a); b();',
  'do { if (a) continue; return; } while (b); c();',
  'do { throw 1; } while (a); b();',
  'for (;;) { a(); } b();',
  'for (;;) { if (a) break; } b();',
  'for (;;) { return; } b();',
  'for (; true;) { a(); } b();',
  'for (; a;) { b(); } c();',
  'for (let i = 0; i < 9; i++) { a(i); } b();',
  'for (let i = 0; ; i++) { if (i) return; } b();',
  'for (let i = 0; i < 1; i++) { return; } b();',
  'for (a(); b(); c()) { continue; d(); } e();',
  'for (;; a()) { break; b(); } c();',
  'for (let i = 0, n = a(); i < n; i++) if (i) continue; else break; c();',
  'for (const a in b) { c(); } d();',
  'for (const a in b) { return; } d();',
  'for (const a in b) { break; c(); } d();',
  'for (a.b in c) { continue; d(); } e();',
  'for (const a of b) { c(); } d();',
  'for (const a of b) { throw a; } d();',
  'for (const { a = b() } of c) { if (a) continue; d(); } e();',
  'for (const a of b) { for (const c of a) { if (c) break; return; } d(); } e();',
  'for await (const a of b) { c(); } d();',
  'for await (const a of b) { return a; } d();',
  'for await (const a of b) { if (a) break; else continue; c(); } d();',
  'outer: for (;;) { for (;;) { break outer; } a(); } b();',
  'outer: for (;;) { for (;;) { continue outer; } a(); } b();',
  'outer: while (a) { inner: while (true) { if (b) continue outer; if (c) break inner; d(); } e(); } f();',
  'outer: for (const a of b) { switch (a) { case 1: continue outer; case 2: break outer; default: break; } c(); } d();',
  'x: { a(); break x; b(); } c();',
  'x: { if (a) break x; return; } b();',
  'x: { return; } b();',
  'x: if (a) { break x; } else { return; } b();',
  'x: y: for (;;) { if (a) continue x; break y; } b();',
  'x: y: { break x; } a();',
  'x: switch (a) { case 1: break x; default: return; } b();',
  'x: try { break x; } finally { a(); } b();',
  'x: { try { break x; } finally { return; } a(); } b();',
  'switch (a) { case 1: b(); } c();',
  'switch (a) { case 1: return; } c();',
  'switch (a) { case 1: return; default: return; } c();',
  'switch (a) { case 1: return; default: b(); } c();',
  'switch (a) { case 1: return; b(); case 2: c(); break; d(); case 3: throw e; } f();',
  'switch (a) { default: return; case 1: b(); } c();',
  'switch (a) { default: b(); case 1: return; } c();',
  'switch (a) { case 1: default: case 2: return; } c();',
  'switch (a) { case 1: b(); default: c(); break; case 2: return; } d();',
  'switch (a) { case 1: break; default: return; } b();',
  'switch (a) {} b();',
  'switch (a) { default: } b();',
  'switch (a) { default: return; } b();',
  'switch (a) { case b(): case c && d: { return; } default: { throw e; } } f();',
  'switch (a) { case 1: while (true) { break; } return; default: return; } b();',
  'for (;;) { switch (a) { case 1: continue; case 2: break; default: return; } b(); } c();',
  'try { a(); } catch { b(); } c();',
  'try { return; } catch { a(); } b();',
  'try { return a; } catch { b(); } c();',
  'try { return a(); } catch { b(); } c();',
  'try { return a(); } catch { return b(); } c();',
  'try { throw a; } catch (e) { b(e); } c();',
  'try { throw a; } catch (e) { throw e; } c();',
  'try { throw 1; } catch { b(); } c();',
  'try { } catch { a(); } b();',
  'try { 1; } catch { a(); } b();',
  'try { const x = 1; } catch { a(); } b();',
  'try { let x; } catch { a(); } b();',
  'try { x = 1; } catch { a(); } b();',
  'try { x; } catch { return; } b();',
  'try { a(); } finally { b(); } c();',
  'try { return a(); } finally { b(); } c();',
  'try { throw a; } finally { b(); } c();',
  'try { return; } finally { b(); } c();',
  'try { a(); } finally { return; } b();',
  'try { a(); } finally { return; b(); } c();',
  'try { return a(); } finally { return b(); } c();',
  'try { a(); } catch { b(); } finally { c(); } d();',
  'try { return a(); } catch { b(); } finally { c(); } d();',
  'try { return a(); } catch (e) { return b(e); } finally { c(); } d();',
  'try { throw a(); } catch (e) { throw b(e); } finally { c(); } d();',
  'try { a(); } catch (e) { throw e; } finally { return; } d();',
  'try { a(); } catch ({ message = b() }) { c(message); } d();',
  'try { while (true) { a(); } } finally { b(); } c();',
  'try { while (true) { a(); } } catch { b(); } c();',
  'try { while (true) {} } finally { b(); } c();',
  'try { for (;;) { x; } } finally { b(); } c();',
  'while (true) { try { break; } finally { a(); } b(); } c();',
  'while (true) { try { a(); } finally { break; } b(); } c();',
  'while (true) { try { return a(); } finally { continue; } b(); } c();',
  'while (true) { try { if (a) break; } finally { if (b) continue; } c(); } d();',
  'while (a) { try { continue; } finally { b(); } c(); } d();',
  'while (a) { try { continue; } finally { throw b; } c(); } d();',
  'for (const a of b) { try { if (a) continue; if (c) break; return a; } catch { d(); } finally { e(); } f(); } g();',
  'outer: for (;;) { for (;;) { try { break outer; } finally { a(); } } b(); } c();',
  'outer: for (;;) { for (;;) { try { continue outer; } finally { break; } } b(); } c();',
  'try { try { a(); } finally { b(); } c(); } catch { d(); } e();',
  'try { try { throw a; } finally { b(); } c(); } catch { d(); } e();',
  'try { try { return a(); } finally { b(); } c(); } finally { d(); } e();',
  'try { try { throw 1; } catch { a(); } b(); } catch { c(); } d();',
  'try { try { throw 1; } catch (e) { throw e; } finally { a(); } b(); } catch { c(); } d();',
  'try { a(); } catch { try { b(); } catch { return; } c(); } d();',
  'try { a(); } finally { try { b(); } finally { c(); } d(); } e();',
  'try { a(); } finally { try { return b(); } finally { c(); } d(); } e();',
  'try { return a(); } finally { try { throw b; } catch { c(); } d(); } e();',
  'try { a(); } finally { for (;;) { if (b) break; } c(); } d();',
  'try { a(); } finally { for (;;) { b(); } c(); } d();',
  'try { a(); } finally { x: { break x; } b(); } c();',
  'try { await a; } catch { b(); } c();',
  'try { await 1; } catch { b(); } c();',
  'try { return await a(); } catch { b(); } finally { await c(); } d();',
  'try { new A(); return; } catch { a(); } b();',
  'try { a.b; return; } catch { c(); } d();',
  "try { import('a'); return; } catch { b(); } c();",
  'try { return a`b`; } catch { c(); } d();',
  'try { for (const x of []) {} return; } catch { a(); } b();',
  'try { const { a } = b; return; } catch { c(); } d();',
  'try { function g() { a(); } } catch { b(); } c();',
  'try { const f = () => a(); return; } catch { b(); } c();',
  'try { class A { static { a(); } } return; } catch { b(); } c();',
  'const x = a && b(); c();',
  'const y = a ? b() : c(); d();',
  'a?.b; c();',
  'a?.b(c())?.d[e()]; f();',
  '(a?.b).c; d();',
  'delete a?.b; c();',
  'a ||= b(); a &&= c(); a ??= d(); e();',
  'if (a && b || c) return; else throw d; e();',
  'if (!(a && !b)) return; c();',
  'if (a ? b : c) return; d();',
  'if (a?.b) return; else return; c();',
  'if (a ?? b) { return; } c();',
  'while (a && b) { c(); } d();',
  'while ((a || b) && c?.d) { if (e) break; } f();',
  'const { a = b(), ...c } = d; e();',
  'const [a, , b = c(), ...d] = e; f();',
  '({ a: b.c, [d()]: e = f() } = g()); h();',
  '[a, b] = [b, a]; c();',
  'const f = function () { return; a(); }; b();',
  'const f = () => { throw 1; a(); }; b();',
  'const f = () => a(); b();',
  'const f = (a, b = c(), { d = e } = {}, ...g) => { return; h(); }; i();',
  'function g() { return; } return; function h() { a(); }',
  'return; var x = 1; function g() {}',
  'const o = { a() { return; b(); }, get c() { throw 1; d(); }, [e()]: f }; g();',
  'class A { a = b(); static c = d(); [e()]() { return; f(); } static { g(); } } h();',
  'class A extends b() { constructor() { super(); return; c(); } } d();',
  'class A { static { while (true) {} a(); } } b();',
  'class A { static { x: { break x; a(); } b(); } } c();',
  'class A { static { throw a; b(); } }',
  'return; class A { static { a(); } }',
  'const A = class { static x = a; static { try { b(); } catch { c(); } } }; d();',
  'yield a; b();',
  'const x = yield* a(); b();',
  'while (true) { yield a; } b();',
  'try { yield a; } finally { b(); } c();',
  'try { yield 1; return; } catch { a(); } b();',
  'try { while (true) { yield 1; } } finally { a(); } b();',
  'with (a) { b(); } c();',
  'with (a) return; b();',
  '{ { return; } a(); } b();',
  '{ a(); } { return; } { b(); }',
  ';;; a();',
  'debugger; a();',
  'return; { a(); if (b) c(); while (d) e(); }',
  'return; try { a(); } catch { b(); } finally { c(); }',
  'return; switch (a) { case 1: b(); default: c(); }',
  'return; for (const a of b) { c(); }',
  'throw 1; do { a(); } while (b);',
  'for (;;); a();',
  'if (a) for (;;); else return; b();',
  'if (a) { try { return b(); } finally { c(); } } d();',
  'const t = `a${b()}c${await d()}`; e();',
  'const s = (a(), b(), c()); d();',
  'void a(); typeof b; -c; d++; e();',
  "import a from 'a'; a();",
  'export const x = a(); b();',
  'export default function () { return; a(); }',
  'export default class { static { a(); } }',
  "export * from 'a'; export { b } from 'b';",
  'const x = await a(); for await (const y of x) { if (y) break; } export { x };',
];

const TYPESCRIPT_FIXTURES: readonly string[] = [
  'enum E { A = f(), B }\ng();',
  'namespace N { a(); export const x = 1; }\nb();',
  'declare module "x" { const y: number; }\nb();',
  'function f(a: number): asserts a {\n return; a as any; }',
  'class A { constructor(private readonly a = b()) { return; c(); } }',
  'abstract class A { abstract m(): void; n(): void { throw (x as Error); y(); } }',
  'function f(a?: string): void;\nfunction f(a?: any) { while (true) { a!.b; } c(); }',
  'import x = require("x");\nexport = x;',
  'type T = { a: number }; interface I { b(): void }\nfunction f<T>(x: T) { switch (x as unknown) { case 1: return; default: throw <any>x; } z(); }',
  'const f = async <T,>(x: T) => { try { return (await g<T>(x))!; } catch { return h satisfies unknown; } finally { i(); } j(); };',
];

/** A small deterministic source of numbers: a failing seed can be run again. */
function generator(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1013904223) >>> 0;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

function generated(seed: number): string {
  const next = generator(seed);
  const pick = <T>(...items: [T, ...T[]]): T => items[next(items.length)] ?? items[0];
  const isGenerator = seed % 3 === 1;
  const isAsync = seed % 2 === 0;
  let labels = 0;
  let budget = 12;
  interface Scope {
    readonly breakable: boolean;
    readonly loop: boolean;
    readonly labels: readonly string[];
    readonly loopLabels: readonly string[];
  }
  const OUTSIDE: Scope = { breakable: false, loop: false, labels: [], loopLabels: [] };
  const expression = (depth = 0): string => {
    if (depth > 2) return pick('a', 'b.c', 'f()');
    const inner = (): string => expression(depth + 1);
    return pick(
      () => 'a',
      () => `f(${inner()})`,
      () => `(${inner()} && ${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => `(${inner()} ?? ${inner()})`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `a?.b(${inner()})?.c.d`,
      () => `!${inner()}`,
      () => `(x ??= ${inner()})`,
      () => `new A(${inner()})`,
      () => (isAsync ? `(await f(${inner()}))` : 'g()'),
      () => (isGenerator ? `(yield ${inner()})` : '`${a}`'),
    )();
  };
  const sometimes = (jump: string): string => (next(3) ? `if (${expression()}) ${jump}` : jump);
  const block = (scope: Scope): string => `{ ${Array.from({ length: next(4) }, () => statement(scope)).join('\n')} }`;
  const statement = (scope: Scope): string => {
    budget -= 1;
    if (budget < 0) return `${expression()};`;
    const looped = (label?: string): Scope => ({
      breakable: true,
      loop: true,
      labels: label ? [...scope.labels, label] : scope.labels,
      loopLabels: label ? [...scope.loopLabels, label] : scope.loopLabels,
    });
    const loop = (make: (body: string) => string): string => {
      if (next(3) > 0) return make(block(looped()));
      const label = `l${(labels += 1)}`;
      return `${label}: ${make(block(looped(label)))}`;
    };
    return pick(
      () => `${expression()};`,
      () => `const v${budget} = ${expression()};`,
      () => `if (${expression()}) ${block(scope)}`,
      () => `if (${expression()}) ${block(scope)} else ${block(scope)}`,
      () => loop((body) => `while (${expression()}) ${body}`),
      () => loop((body) => `while (true) { if (${expression()}) break; ${body} }`),
      () => (next(4) ? 'f();' : loop((body) => `while (true) ${body}`)),
      () => loop((body) => `do ${body} while (${expression()});`),
      () => loop((body) => `for (${pick('', 'let i = 0')}; ${pick('', expression())}; ${pick('', 'i++')}) ${body}`),
      () => loop((body) => `for (const x of ${expression()}) ${body}`),
      () => loop((body) => `for (const x in ${expression()}) ${body}`),
      () => loop((body) => (isAsync ? `for await (const x of ${expression()}) ${body}` : `for (;;) { f(); ${body} if (a) break; }`)),
      () => {
        const cases = Array.from({ length: next(4) }, () => `case ${expression()}: ${switchBody(scope)}`);
        if (next(2)) cases.splice(next(cases.length + 1), 0, `default: ${switchBody(scope)}`);
        return `switch (${expression()}) { ${cases.join('\n')} }`;
      },
      () => `try { f(); ${block(scope)} } catch ${pick('', '(e)')} ${block(scope)}`,
      () => `try { f(); ${statement(OUTSIDE)} } finally ${block(scope)}`,
      () => `try { f(); ${block(OUTSIDE)} } catch (e) ${block(OUTSIDE)} finally ${block(scope)}`,
      () => {
        const label = `l${(labels += 1)}`;
        return `${label}: ${block({ ...scope, labels: [...scope.labels, label] })}`;
      },
      () => sometimes(`return ${pick('', expression())};`),
      () => sometimes(`throw ${expression()};`),
      () => sometimes(scope.breakable ? 'break;' : 'f();'),
      () => sometimes(scope.loop ? 'continue;' : 'f();'),
      () => sometimes(scope.labels.length ? `break ${scope.labels[next(scope.labels.length)]};` : 'f();'),
      () => sometimes(scope.loopLabels.length ? `continue ${scope.loopLabels[next(scope.loopLabels.length)]};` : 'f();'),
      () => `class C${budget} { static x = ${pick('a', 'f()')}; static { ${pick('f();', 'if (a) throw 1; f();')} } [a]() { return; f(); } }`,
    )();
  };
  const switchBody = (scope: Scope): string =>
    Array.from({ length: next(3) }, () => statement({ ...scope, breakable: true })).join('\n');
  const body = Array.from({ length: 6 }, () => statement(OUTSIDE)).join('\n');
  return `${isAsync ? 'async ' : ''}function${isGenerator ? '*' : ''} f${seed}(p = ${pick('1', 'g()')}) {\n${body}\n}`;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?js$/.test(name) && !/node_modules|\.min\./.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function shortest(differences: readonly string[]): string[] {
  return [...differences].sort((a, b) => a.length - b.length).slice(0, 3);
}

function report(what: string, tally: Tally): void {
  const { functions, statements, unreachable, excused } = tally;
  console.log(`${what}: ${functions} functions, ${statements} statements, ${unreachable} unreachable, ${excused} excused`);
}

// A part in the daily loop, the whole in `npm test`.
const THOROUGH = process.env['THOROUGH'] === '1';
const SEEDS = THOROUGH ? 500 : 120;
const FILES = THOROUGH ? 60 : 15;

describe('agrees with ESLint on what is reachable', () => {
  it('on fixtures of every construct', { timeout: 60_000 }, () => {
    const tally = newTally();
    for (const code of FIXTURES) {
      const body = `async function outer() {\n${code}\n}`;
      const isModule = /(^|\} )(import|export) /.test(code) && !code.startsWith('try');
      const wrapped = isModule ? code : /\byield\b/.test(code) ? body.replace('function', 'function*') : body;
      compare('fixture', wrapped, { sourceType: /\bwith \(/.test(code) ? 'script' : 'module' }, tally);
    }
    for (const code of TYPESCRIPT_FIXTURES) compare('fixture', code, { sourceType: 'module', typescript: true }, tally);
    report('fixtures', tally);
    expect(FIXTURES.length).toBeGreaterThanOrEqual(120);
    expect(tally.differences).toEqual([]);
    expect(tally.statements).toBeGreaterThan(500);
    expect(tally.unreachable).toBeGreaterThan(80);
    expect(tally.excused).toBeLessThanOrEqual(24);
  });

  it(`on ${SEEDS} generated functions`, { timeout: 60_000 }, () => {
    const tally = newTally();
    for (let seed = 1; seed <= SEEDS; seed += 1) compare(`seed ${seed}`, generated(seed), { sourceType: 'module' }, tally);
    report('generated', tally);
    expect(shortest(tally.differences)).toEqual([]);
    expect(tally.functions).toBeGreaterThan(SEEDS * 1.4);
    expect(tally.statements).toBeGreaterThan(SEEDS * 16);
    expect(tally.unreachable).toBeGreaterThan(SEEDS);
    expect(tally.excused).toBeLessThanOrEqual(24);
  });

  it('on source that packages ship', { timeout: 60_000 }, () => {
    const tally = newTally();
    let files = 0;
    for (const folder of ['eslint/lib', 'eslint-8/lib/cli-engine', 'eslint-8/lib/linter', 'espree', 'ajv/lib', 'esquery', 'fastq', 'glob', 'keyv', 'which', 'cross-spawn']) {
      for (const file of filesUnder(join('node_modules', folder))) {
        if (files >= FILES) break;
        const code = readFileSync(file, 'utf8');
        // Bundles and minified files would take the time of a hundred sources.
        if (code.length > 150_000) continue;
        const isModule = /^(import|export)\b/m.test(code);
        compare(file, code, { sourceType: isModule ? 'module' : 'commonjs' }, tally);
        files += 1;
      }
    }
    report(`${files} shipped files`, tally);
    expect(shortest(tally.differences)).toEqual([]);
    expect(files).toBe(FILES);
    expect(tally.functions).toBeGreaterThan(FILES * 5);
    expect(tally.statements).toBeGreaterThan(FILES * 50);
    expect(tally.excused).toBe(0);
  });
});

describe('grows with the source', () => {
  const SNIPPETS: Readonly<Record<string, readonly [statements: number, make: (i: number) => string]>> = {
    'straight code': [1, (i) => `const v${i} = f${i}(a.b, ${i});`],
    'tries': [4, (i) => `try { await f(${i}); } catch (e) { g(e); } finally { h(); }`],
    'returns through one finally': [2, (i) => `if (a${i}) return ${i};`],
    'branches in a loop': [4, (i) => `for (const x of y) { if (x && x.a?.b || ${i}) continue; await z(x); }`],
  };

  it.each(Object.keys(SNIPPETS))('linearly on %s', { timeout: 60_000 }, (name) => {
    const [statements, make] = SNIPPETS[name]!;
    const rootOf = (count: number): readonly [TSESTree.FunctionDeclaration, VisitorKeys] => {
      const lines = Array.from({ length: count / statements }, (_, i) => make(i)).join('\n');
      const code = `async function f() { try {\n${lines}\n} finally { done(); } }`;
      const { ast, visitorKeys } = tsParser.parseForESLint(code, { range: true, loc: true, sourceType: 'module' });
      return [ast.body[0] as TSESTree.FunctionDeclaration, visitorKeys as VisitorKeys];
    };
    const ask = ([root, visitorKeys]: ReturnType<typeof rootOf>): Flow => {
      const flow = flowOf(root, visitorKeys);
      const [first] = flow.graph.suspensions;
      flow.exitsWithout(first?.node ?? root.body, () => false);
      flow.alwaysBefore(root.body, () => false);
      flow.suspensionsBetween(first?.node ?? root.body, root.body);
      return flow;
    };
    // Ten small ones against a large one: the same amount of garbage, so that the collector's share does not decide.
    const time = (root: ReturnType<typeof rootOf>, times: number): number => {
      const kept: Flow[] = [];
      const start = performance.now();
      for (let i = 0; i < times; i += 1) kept.push(ask(root));
      return (performance.now() - start) / times;
    };
    const [small, large] = [rootOf(1_000), rootOf(10_000)];
    const [smallFlow, largeFlow] = [ask(small), ask(large)];
    expect(largeFlow.graph.blocks.length / smallFlow.graph.blocks.length).toBeLessThan(10.5);
    expect(largeFlow.graph.steps.size / smallFlow.graph.steps.size).toBeLessThan(10.5);
    const [smallTime, largeTime] = [Math.min(time(small, 10), time(small, 10)), Math.min(time(large, 1), time(large, 1), time(large, 1))];
    console.log(`${name}: ${smallTime.toFixed(1)} ms for 1,000 statements, ${largeTime.toFixed(1)} ms for 10,000`);
    expect(largeTime / smallTime).toBeLessThan(30);
  });
});
