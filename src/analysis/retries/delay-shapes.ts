import type { TSESTree } from '@typescript-eslint/utils';
import { isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** How a time changes from attempt to attempt, and whether chance has a part in it; undefined where that cannot be seen. */
export interface DelayShape {
  readonly grows: boolean | undefined;
  readonly jitter: boolean | undefined;
}

const FIXED: DelayShape = { grows: false, jitter: false };
const UNSEEN: DelayShape = { grows: undefined, jitter: undefined };
const PURE = /^(?:Math\.(?!random)\w+|Number|Number\.\w+|parseInt|parseFloat)$/;

/** Reads how a delay is computed. */
export class DelayShapes {
  constructor(
    private readonly file: FileModel,
    /** Parameters that each attempt is given another value for. */
    private readonly changing: ReadonlySet<Variable> = new Set(),
  ) {}

  /** The shape of a delay that is made of several values. */
  ofAll(times: readonly Node[], place: Node): DelayShape {
    return times.map(each => this.of(each, place)).reduce(both, FIXED);
  }

  /** The shape of a delay that stands inside `place` (a loop, or the function that calls itself). */
  of(time: Node, place: Node, seen: ReadonlySet<Variable> = new Set()): DelayShape {
    const node = unwrap(time);
    if (seen.size > 8) return UNSEEN;
    const next = (each: Node): DelayShape => this.of(each, place, seen);
    switch (node.type) {
      case 'Literal':
        return FIXED;
      case 'TemplateLiteral':
        return node.expressions.map(next).reduce(both, FIXED);
      case 'UnaryExpression':
        return next(node.argument);
      case 'BinaryExpression':
        return node.left.type === 'PrivateIdentifier' ? UNSEEN : both(next(node.left), next(node.right));
      case 'LogicalExpression':
        return both(next(node.left), next(node.right));
      case 'ConditionalExpression':
        return both(next(node.consequent), next(node.alternate));
      case 'AssignmentExpression':
      case 'UpdateExpression':
        return { grows: true, jitter: undefined };
      case 'Identifier':
        return this.#ofName(node, place, seen);
      case 'MemberExpression':
        return this.#ofMember(node, place, seen);
      case 'CallExpression':
        return this.#ofCall(node, place, seen);
      default:
        return UNSEEN;
    }
  }

  #ofName(node: TSESTree.Identifier, place: Node, seen: ReadonlySet<Variable>): DelayShape {
    const variable = this.file.bindings.variableOf(node);
    if (variable && (seen.has(variable) || this.changing.has(variable))) return { grows: true, jitter: false };
    if (!variable) return node.name === 'Infinity' || node.name === 'NaN' || node.name === 'undefined' ? FIXED : UNSEEN;
    const definition = this.file.bindings.definitionOf(variable);
    const declared = variable.identifiers[0];
    const writes = this.file.bindings.assignmentsTo(variable);
    const known = new Set([...seen, variable]);
    if (writes.some(({ identifier }) => isInside(identifier, place))) {
      // It changes; what it is set to says whether by chance.
      const values = [definition?.type === 'Variable' && definition.node.id.type === 'Identifier' ? definition.node.init : undefined, ...writes.map(({ identifier }) => (identifier.parent?.type === 'AssignmentExpression' ? identifier.parent.right : undefined))];
      return { grows: true, jitter: values.map(each => (each ? this.of(each, place, known).jitter : false)).reduce(either, false) };
    }
    if (definition?.type === 'ImportBinding') return FIXED;
    if (definition?.type === 'Parameter') return declared && isInside(declared, place) ? UNSEEN : FIXED;
    if (definition?.type !== 'Variable') return UNSEEN;
    if (definition.node.id.type !== 'Identifier') return declared && isInside(declared, place) ? UNSEEN : FIXED;
    // The variable of a `for … of`: one of the delays of a list.
    if (!definition.node.init) return UNSEEN;
    return this.of(definition.node.init, place, known);
  }

  #ofMember(node: TSESTree.MemberExpression, place: Node, seen: ReadonlySet<Variable>): DelayShape {
    if (node.computed && staticName(node) === undefined) {
      const key = this.of(node.property, place, seen);
      return { grows: key.grows, jitter: key.jitter };
    }
    let root: Node = node;
    while (root.type === 'MemberExpression') root = unwrap(root.object);
    if (root.type === 'ThisExpression') return this.#isWritten(node, place) ? { grows: true, jitter: undefined } : FIXED;
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    if (!variable) return root.type === 'Identifier' && root.name === 'process' ? FIXED : UNSEEN;
    if (this.changing.has(variable)) return UNSEEN;
    const declared = variable.identifiers[0];
    return declared && isInside(declared, place) ? UNSEEN : this.#isWritten(node, place) ? { grows: true, jitter: undefined } : FIXED;
  }

  #isWritten(node: TSESTree.MemberExpression, place: Node): boolean {
    const name = staticName(node);
    const isSame = (target: Node): boolean => target.type === 'MemberExpression' && staticName(target) === name;
    return this.file.index.within(place, 'AssignmentExpression').some(each => isSame(each.left)) || this.file.index.within(place, 'UpdateExpression').some(each => isSame(each.argument));
  }

  #ofCall(node: TSESTree.CallExpression, place: Node, seen: ReadonlySet<Variable>): DelayShape {
    const origin = this.file.origins.of(node.callee);
    if (origin?.kind !== 'library') return UNSEEN;
    if (origin.library === 'global' && origin.path === 'Math.random') return { grows: false, jitter: true };
    if (/^(?:node:)?crypto$/.test(origin.library)) return /randomInt/.test(origin.path) ? { grows: false, jitter: true } : UNSEEN;
    if (origin.library !== 'global' || !PURE.test(origin.path)) return UNSEEN;
    return node.arguments.map(each => this.of(each, place, seen)).reduce(both, FIXED);
  }
}

/** The shape of what is computed from both. */
function both(a: DelayShape, b: DelayShape): DelayShape {
  return { grows: either(a.grows, b.grows), jitter: either(a.jitter, b.jitter) };
}

function either(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}
