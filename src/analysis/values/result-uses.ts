import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, wrapped, type Node } from '../../syntax/nodes.js';
import type { Bindings } from './bindings.js';

/** What is done with what an expression gives, as far as it can be seen. */
export interface ResultUses {
  /** Calls of its methods, along a chain or through the variable that holds it. */
  readonly methods: readonly { readonly name: string; readonly call: TSESTree.CallExpression }[];
  /** Calls that it is handed to as an argument, itself or in an array. */
  readonly passedTo: readonly TSESTree.CallExpression[];
  /** It is returned, stored or passed on: others may do more with it. */
  readonly escapes: boolean;
  readonly awaited: boolean;
}

/** Follows a value through chains (each method is taken to give the value again) and the constant that holds it. */
export function usesOfResult(node: Node, bindings: Bindings): ResultUses {
  const methods: { name: string; call: TSESTree.CallExpression }[] = [];
  const passedTo: TSESTree.CallExpression[] = [];
  let escapes = false;
  let awaited = false;
  const seen = new Set<Node>();

  const follow = (start: Node): void => {
    for (let current = wrapped(start); ; ) {
      if (seen.has(current)) return;
      seen.add(current);
      const { parent } = current;
      if (!parent) return;
      switch (parent.type) {
        case 'MemberExpression': {
          if (parent.object !== current) return;
          const member = wrapped(parent);
          const call = member.parent;
          // Reading a property of it hands nothing on.
          if (call?.type !== 'CallExpression' || call.callee !== member) return;
          methods.push({ name: staticName(parent) ?? '', call });
          current = wrapped(call);
          continue;
        }
        case 'VariableDeclarator':
          if (parent.init !== current) return;
          if (parent.id.type !== 'Identifier') return;
          followName(parent.id);
          return;
        case 'AssignmentExpression':
          if (parent.right !== current) return;
          if (parent.left.type === 'Identifier') followName(parent.left);
          else escapes = true;
          return;
        case 'AwaitExpression':
          awaited = true;
          return;
        case 'ExpressionStatement':
        case 'BinaryExpression':
        case 'IfStatement':
        case 'SwitchStatement':
        case 'TemplateLiteral':
          return;
        case 'ConditionalExpression':
        case 'LogicalExpression':
          if (parent.type === 'ConditionalExpression' && parent.test === current) return;
          current = wrapped(parent);
          continue;
        case 'UnaryExpression':
          return;
        case 'ArrayExpression': {
          const call = wrapped(parent).parent;
          if (call?.type === 'CallExpression') passedTo.push(call);
          else escapes = true;
          return;
        }
        case 'CallExpression':
          passedTo.push(parent);
          return;
        case 'ArrowFunctionExpression':
          // The executor of a promise gives its result to nobody.
          if (parent.parent.type !== 'NewExpression') escapes = true;
          return;
        default:
          escapes = true;
          return;
      }
    }
  };
  const followName = (name: Node): void => {
    const variable = bindings.variableOf(name);
    if (!variable) {
      escapes = true;
      return;
    }
    for (const reference of variable.references) if (reference.isRead()) follow(reference.identifier);
  };

  follow(node);
  return { methods, passedTo, escapes, awaited };
}
