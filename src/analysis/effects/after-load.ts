import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, isCalledInPlace, isFunction, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isOpen } from '../state/entries.js';
import { isExported, isOfModule } from '../state/shared-places.js';

/** Call the function that they are given before they return. */
const AT_ONCE = new Set(['forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'some', 'every', 'find', 'sort', 'from', 'replace']);
/** Call it when something has settled: no module has been evaluated by then that does not wait for it. */
const SETTLED = new Set(['then', 'catch', 'finally']);
const MAX_DEPTH = 6;

/** What can run when the module has been evaluated, so that whoever imports it sees the difference. */
export class AfterLoad {
  readonly #functions = new Map<FunctionNode, boolean>();

  constructor(private readonly file: FileModel) {}

  /** Whether some run of a place is proven to come after the module's own statements. */
  runs(node: Node, depth = 0): boolean {
    const fn = enclosingFunction(node);
    if (!fn || depth > MAX_DEPTH) return false;
    return this.#isCalledLater(fn, depth) || (this.#isStartedByModule(fn) && this.#isBehindAwait(node, fn));
  }

  #isCalledLater(fn: FunctionNode, depth: number): boolean {
    let known = this.#functions.get(fn);
    if (known !== undefined) return known;
    // One that calls itself is called by somebody else too.
    this.#functions.set(fn, false);
    this.#functions.set(fn, (known = this.#find(fn, depth)));
    return known;
  }

  #find(fn: FunctionNode, depth: number): boolean {
    const { parent } = fn;
    if (isCalledInPlace(fn)) return this.runs(wrapped(fn).parent!, depth + 1);
    if (parent.type === 'MethodDefinition') return parent.kind === 'constructor' ? this.#isClassExported(parent.parent.parent) : true;
    if (parent.type === 'PropertyDefinition' || parent.type === 'Property') return parent.value === fn;
    if (isOpen(fn, this.file) || parent.type === 'TSExportAssignment') return true;
    // `server.stop = () => …`, `exports.stop = …`, `App.prototype.stop = …`.
    if (parent.type === 'AssignmentExpression' && parent.right === fn && unwrap(parent.left).type === 'MemberExpression') return true;
    return this.file.origins.usesOf(fn).some(use => this.#isUsedLater(use, fn, depth));
  }

  #isUsedLater(use: Node, fn: FunctionNode, depth: number): boolean {
    const place = wrapped(use);
    const { parent } = place;
    if (parent?.type === 'CallExpression' && parent.callee === place) return this.runs(parent, depth + 1);
    // Made, or handed on, by what runs later.
    if (use !== fn || fn.type !== 'FunctionDeclaration') {
      if (this.runs(place, depth + 1)) return true;
    }
    if (parent?.type === 'Property' && parent.value === place) return true;
    if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return false;
    return this.#isCallback(parent, use);
  }

  #isCallback(call: TSESTree.CallExpression | TSESTree.NewExpression, use: Node): boolean {
    const name = lastName(call.callee) ?? '';
    if (AT_ONCE.has(name)) return false;
    if (SETTLED.has(name)) return call.type === 'CallExpression' && unwrap(call.callee).type === 'MemberExpression';
    const role = this.file.calls.at(call)?.entry.role;
    if (role === 'timer' || role === 'listen' || role === 'message-consume' || role === 'route' || role === 'middleware') return true;
    const fn = isFunction(use) ? use : this.file.origins.functionOf(use);
    if (!fn) return false;
    // A node-style callback is called with what has been waited for.
    return this.file.handlers.around(fn)?.fn === fn || this.file.deferredCallbacks.usesOf(fn).some(each => each.facts?.errorFirst === true || each.facts?.runs === 'later' || each.facts?.runs === 'request');
  }

  #isClassExported(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): boolean {
    const { parent } = node;
    if (parent.type === 'ExportNamedDeclaration' || parent.type === 'ExportDefaultDeclaration') return true;
    const [variable] = this.file.bindings.declaredBy(node);
    return variable !== undefined && isOfModule(variable) && isExported(variable);
  }

  /** `main();` and `(async () => …)()` of the module's own, which does not wait for them. */
  #isStartedByModule(fn: FunctionNode): boolean {
    if (!fn.async) return false;
    const calls = isCalledInPlace(fn) ? [wrapped(fn).parent!] : this.file.origins.usesOf(fn).flatMap(each => (isCalledInPlace(each) ? [wrapped(each).parent!] : []));
    return calls.some(call => {
      let place = wrapped(call);
      while (place.parent?.type === 'UnaryExpression' || isLink(place)) place = wrapped(place.parent!.type === 'MemberExpression' ? place.parent!.parent! : place.parent!);
      return place.parent?.type === 'ExpressionStatement' && !enclosingFunction(place);
    });
  }

  #isBehindAwait(node: Node, fn: FunctionNode): boolean {
    const first = this.file.index.inOwn(fn, 'AwaitExpression')[0];
    return first !== undefined && first.range[0] < node.range[1];
  }
}

/** `main().catch(report)`. */
function isLink(place: Node): boolean {
  const { parent } = place;
  return parent?.type === 'MemberExpression' && parent.object === place && SETTLED.has(staticName(parent) ?? '') && parent.parent.type === 'CallExpression' && parent.parent.callee === parent;
}

/** The name of the nearest function around a place that has one. */
export function namedAround(node: Node): string | undefined {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const name = functionName(fn);
    if (name !== undefined) return name;
  }
  return undefined;
}
