import type { TSESTree } from '@typescript-eslint/utils';
import type { AssertionFacts, Entry } from '../../catalog/schema.js';
import { enclosingFunction, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** A call or chain that asserts something, by a framework that the catalog knows. */
export interface Assertion {
  /** The call that begins it: `expect(value)`, `assert.equal(a, b)`. */
  readonly call: TSESTree.CallExpression;
  readonly facts: AssertionFacts;
  /** The names that follow the call: `rejects`, `toThrow`. */
  readonly chain: readonly string[];
  /** The whole of it: `expect(value).rejects.toThrow()`. */
  readonly whole: Node;
  /** The call at its end; undefined where it ends in a property. */
  readonly last: TSESTree.CallExpression | undefined;
}

/** A function that a test framework runs as one test. */
export interface TestCase {
  readonly fn: FunctionNode;
  readonly call: TSESTree.CallExpression;
}

/** The tests of a file, and what they assert. */
export class TestCases {
  constructor(private readonly file: FileModel) {}

  get assertions(): readonly Assertion[] {
    return (this.#assertions ??= this.file.calls.having('assertion').flatMap(({ node, entry }) => (node.type === 'CallExpression' && entry.assertion ? [assertionOf(node, entry.assertion)] : [])));
  }
  #assertions: readonly Assertion[] | undefined;

  /** The assertions in a node, functions in it included. */
  assertionsIn(node: Node): readonly Assertion[] {
    return this.assertions.filter(({ call }) => call.range[0] >= node.range[0] && call.range[1] <= node.range[1]);
  }

  /** The test of whose own code a node is a part: not what stands in functions in it. */
  ofOwn(node: Node): TestCase | undefined {
    const fn = enclosingFunction(node);
    return fn && this.#all.get(fn);
  }

  /** The test around a node. */
  around(node: Node): TestCase | undefined {
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      const found = this.#all.get(fn);
      if (found) return found;
    }
    return undefined;
  }

  get #all(): ReadonlyMap<FunctionNode, TestCase> {
    if (this.#byFunction) return this.#byFunction;
    const found = new Map<FunctionNode, TestCase>();
    for (const fn of this.file.index.functions) {
      const call = fn.parent;
      if (call.type !== 'CallExpression' || call.callee === (fn as Node) || call.arguments.length < 2) continue;
      const root = rootOf(call.callee);
      if (root.type === 'Identifier' && this.#isCase(root)) found.set(fn, { fn, call });
    }
    return (this.#byFunction = found);
  }
  #byFunction: ReadonlyMap<FunctionNode, TestCase> | undefined;

  #isCase(name: Node): boolean {
    const entry: Entry | undefined = this.file.origins.entryOf(name)?.entry;
    return entry?.test === 'case';
  }
}

/** The name at the start of `it.each(table)`, `test.skipIf(ci)`. */
function rootOf(callee: Node): Node {
  let root = unwrap(callee);
  for (;;) {
    if (root.type === 'MemberExpression') root = unwrap(root.object);
    else if (root.type === 'CallExpression') root = unwrap(root.callee);
    else if (root.type === 'TaggedTemplateExpression') root = unwrap(root.tag);
    else return root;
  }
}

function assertionOf(call: TSESTree.CallExpression, facts: AssertionFacts): Assertion {
  const chain: string[] = [];
  let whole: Node = call;
  let last: TSESTree.CallExpression | undefined = call;
  for (let parent: Node | undefined = call.parent; parent; whole = parent, parent = parent.parent) {
    if (parent.type === 'MemberExpression' && parent.object === whole) {
      chain.push(staticName(parent) ?? '');
      last = undefined;
    } else if (parent.type === 'CallExpression' && parent.callee === whole) {
      last = parent;
    } else if (unwrap(parent) === parent) {
      break;
    }
  }
  return { call, facts, chain, whole, last };
}

const ASSERTS = /^(?:t|sinon|done|cy|never)$|^(?:expect|assert|should|fail)|[sS]hould(?:Have|Not)|unreach|notReach/;

/** Whether something in a node throws, or is named as what makes a test fail is. Such a name only ever silences. */
export function mayAssert(node: Node, { index }: FileModel): boolean {
  if (index.within(node, 'ThrowStatement').length > 0) return true;
  if (index.within(node, 'MemberExpression').some(each => staticName(each) === 'should')) return true;
  return index.within(node, 'CallExpression').some(({ callee }) => {
    const root = rootOf(callee);
    return ASSERTS.test(lastName(callee) ?? '') || (root.type === 'Identifier' && ASSERTS.test(root.name));
  });
}
