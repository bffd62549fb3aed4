import { isCalledInPlace, isFunction, staticName, unwrap, wrapped, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isForDevelopment } from '../flow/development.js';

/** Calls that run the function which they are given there and then, or as soon as the module has loaded. */
const RUNNING = new Set(['then', 'catch', 'finally', 'forEach', 'map', 'flatMap', 'filter', 'reduce', 'some', 'every']);
/** A question about how, or where, the module is run: what follows is not for each importer. */
const ASKS = /\bprocess\.env\b|\bimport\.meta\b|\brequire\.main\b|\bis_?main|\bisPrimary\b|\bisMaster\b|\bisWorker\b|\bisCli\b/i;
const MAX_DEPTH = 6;

/** What runs while a module is imported: its own statements, static parts of its classes, and what these call. */
export class LoadTime {
  readonly #functions = new Map<FunctionNode, boolean>();
  readonly #classes = new Map<ClassNode, boolean>();

  constructor(private readonly file: FileModel) {}

  runs(node: Node, depth = 0): boolean {
    if (depth > MAX_DEPTH || isForDevelopment(node, this.file)) return false;
    for (let current = node; current.parent; current = current.parent) {
      const { parent }: Node = current;
      if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current && ASKS.test(this.file.sourceCode.getText(parent.test))) return false;
      if (parent.type === 'LogicalExpression' && parent.right === current && parent.operator !== '??' && ASKS.test(this.file.sourceCode.getText(parent.left))) return false;
      // Fields are made with each instance.
      if ((parent.type === 'PropertyDefinition' || parent.type === 'AccessorProperty') && parent.value === current && !parent.static) return this.#isMade(parent.parent.parent, depth);
      if (isFunction(parent)) return this.#isCalled(parent, depth);
    }
    return true;
  }

  #isCalled(fn: FunctionNode, depth: number): boolean {
    let known = this.#functions.get(fn);
    if (known !== undefined) return known;
    this.#functions.set(fn, false);
    this.#functions.set(fn, (known = !fn.generator && this.#isCalledBy(fn, depth)));
    return known;
  }

  #isCalledBy(fn: FunctionNode, depth: number): boolean {
    if (isCalledInPlace(fn)) return this.runs(wrapped(fn).parent!, depth + 1);
    const { parent } = fn;
    if (parent.type === 'MethodDefinition' && parent.kind === 'constructor') return this.#isMade(parent.parent.parent, depth);
    if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property') {
      const name = staticName(parent);
      return this.file.index.all('CallExpression').some(({ callee }) => {
        const called = unwrap(callee);
        return called.type === 'MemberExpression' && name !== undefined && staticName(called) === name && this.file.origins.functionOf(called) === fn && this.runs(called, depth + 1);
      });
    }
    return this.file.origins.usesOf(fn).some(use => {
      const place = wrapped(use);
      const call = place.parent;
      if (call?.type !== 'CallExpression') return false;
      if (call.callee === place) return this.runs(call, depth + 1);
      const called = unwrap(call.callee);
      return called.type === 'MemberExpression' && RUNNING.has(staticName(called) ?? '') && this.runs(call, depth + 1);
    });
  }

  #isMade(node: ClassNode, depth: number): boolean {
    let known = this.#classes.get(node);
    if (known !== undefined) return known;
    this.#classes.set(node, false);
    known = this.file.index.all('NewExpression').some(each => {
      const origin = this.file.origins.of(each.callee);
      return origin?.kind === 'class' && origin.node === node && this.runs(each, depth + 1);
    });
    this.#classes.set(node, known);
    return known;
  }
}
