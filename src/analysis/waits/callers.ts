import type { TSESTree } from '@typescript-eslint/utils';
import { functionsAround, isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { parametersOf, type Given } from '../values/option-values.js';

/** A call in view of a function around some expression, and what it gives to the function's parameters. */
export interface Caller {
  readonly node: TSESTree.CallExpression;
  readonly fn: FunctionNode;
  readonly given: Given;
}

const MAX_DEPTH = 3;

/** Calls of the functions of a file, by the name of the method that they call. */
export class Callers {
  #byMethod: Map<string, TSESTree.CallExpression[]> | undefined;

  constructor(private readonly file: FileModel) {}

  /** What calls a function, through callers of its callers where those only hand on; `decides` says which of them does more. */
  of(fn: FunctionNode, decides: (caller: Caller) => boolean): readonly Caller[] {
    return this.#deciding(fn, decides, caller => caller, new Set());
  }

  #deciding(fn: FunctionNode, decides: (caller: Caller) => boolean, within: (caller: Caller) => Caller | undefined, seen: Set<FunctionNode>): Caller[] {
    if (seen.has(fn) || seen.size >= MAX_DEPTH) return [];
    const around = new Set(seen).add(fn);
    return this.#callsOf(fn).flatMap(node => {
      const given = this.file.options.givenTo(fn, node.arguments);
      const caller = given && within({ node, fn, given });
      if (!caller) return [];
      if (decides(caller)) return [caller];
      const outer = functionsAround(node)[0];
      if (!outer || !isFunction(outer)) return [];
      // What the outer function is given decides what it hands on.
      const through = ({ node: site, given: outside }: Caller): Caller | undefined => {
        const inner = this.file.options.givenTo(fn, node.arguments, outside);
        const whole = inner && within({ node, fn, given: inner });
        return whole && { ...whole, node: site, fn: outer };
      };
      return this.#deciding(outer, decides, through, around);
    });
  }

  #callsOf(fn: FunctionNode): readonly TSESTree.CallExpression[] {
    const { origins } = this.file;
    const direct = origins.usesOf(fn).flatMap(use => {
      const place = wrapped(use);
      return place.parent?.type === 'CallExpression' && place.parent.callee === place ? [place.parent] : [];
    });
    const name = methodName(fn);
    if (name === undefined) return direct;
    return [...direct, ...this.#ofMethod(name).filter(each => origins.functionOf(each.callee) === fn)];
  }

  #ofMethod(name: string): readonly TSESTree.CallExpression[] {
    if (!this.#byMethod) {
      this.#byMethod = new Map();
      for (const call of this.file.index.all('CallExpression')) {
        const callee = unwrap(call.callee);
        const called = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
        if (called === undefined) continue;
        const list = this.#byMethod.get(called);
        if (list) list.push(call);
        else this.#byMethod.set(called, [call]);
      }
    }
    return this.#byMethod.get(name) ?? [];
  }
}

/** The index of the parameter that `options` are, or that they are spread from; undefined where they come from none, or from several. */
export function parameterBehind(options: Node | undefined, fn: FunctionNode, { bindings, index }: FileModel): number | undefined {
  if (!options) return undefined;
  const names = index.within(options, 'Identifier');
  const found = new Set<number>();
  for (const name of names) {
    const variable = bindings.variableOf(name);
    if (!variable || !isWhole(name, options)) continue;
    const at = parametersOf(fn).findIndex(each => bindings.variableOf(each.type === 'AssignmentPattern' ? each.left : each) === variable);
    if (at >= 0) found.add(at);
  }
  const [only, ...more] = found;
  return more.length > 0 ? undefined : only;
}

/** True for a name that is handed on itself, not one of its properties. */
function isWhole(name: Node, options: Node): boolean {
  const place = wrapped(name);
  if (place === options || unwrap(options) === name) return true;
  const parent = place.parent?.type === 'LogicalExpression' ? place.parent.parent : place.parent;
  return parent?.type === 'SpreadElement' || (parent?.type === 'CallExpression' && parent.callee !== place);
}

function methodName(fn: FunctionNode): string | undefined {
  const { parent } = fn;
  return parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property' ? staticName(parent) : undefined;
}
