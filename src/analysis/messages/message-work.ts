import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

/** Names of calls that only look at a message, or are about it: they are no work. Silence needs no proof. */
const LOOKING = /parse|decode|deserial|valid|schema|tostring|^ack|nack|reject|heartbeat|^log|^debug$|^info$|^warn$|^error$|^trace$|metric|span|counter|histogram|^inc|^observe|touch|extend|visibility|stringify|format|^is[A-Z]|^has|^get[A-Z]\w*Id$/i;

/** What a function does with the messages that it is given: the variables that hold one, or a part of one, and the calls that work with it. */
export class MessageWork {
  readonly variables: ReadonlySet<Variable>;

  constructor(
    private readonly file: FileModel,
    readonly owner: FunctionNode | TSESTree.Program,
    messages: readonly Variable[],
  ) {
    this.variables = this.#derived(messages);
  }

  /** Calls of the function's own code that are given the message, or a part of it, and whose end is waited for. */
  get awaited(): readonly TSESTree.CallExpression[] {
    return (this.#awaited ??= this.#calls.filter(each => isAwaited(each, this.owner)));
  }
  #awaited: readonly TSESTree.CallExpression[] | undefined;

  /** The same, where nothing waits for the promise that they give. */
  get started(): readonly TSESTree.CallExpression[] {
    return (this.#started ??= this.#calls.filter(each => isDropped(each) && this.file.promises.isPromise(each) === true));
  }
  #started: readonly TSESTree.CallExpression[] | undefined;

  get #calls(): readonly TSESTree.CallExpression[] {
    return (this.#all ??= this.file.index.inOwn(this.owner, 'CallExpression').filter(each => this.#isWork(each)));
  }
  #all: readonly TSESTree.CallExpression[] | undefined;

  #isWork(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
    if (name === undefined || LOOKING.test(name) || name === 'then' || name === 'catch' || name === 'finally') return false;
    const known = this.file.calls.at(call)?.entry;
    if (known && (known.acknowledges !== undefined || ['log', 'metric-update', 'parse', 'validate', 'sleep', 'span', 'listen', 'promise-combine', 'iterate'].includes(known.role))) return false;
    if (call.arguments.some(each => this.file.index.within(each, 'NewExpression').some(inner => isInside(inner, each) && this.file.calls.at(inner)?.entry.acknowledges))) return false;
    return call.arguments.some(each => this.mentions(each)) || (callee.type === 'MemberExpression' && this.mentions(callee.object));
  }

  mentions(node: Node): boolean {
    return this.file.index.within(node, 'Identifier').some(each => {
      const variable = isInside(each, node) ? this.file.bindings.variableOf(each) : undefined;
      return variable !== undefined && this.variables.has(variable);
    });
  }

  /** Constants that are made of a message: `const order = JSON.parse(message.content)`. */
  #derived(messages: readonly Variable[]): ReadonlySet<Variable> {
    const { bindings, index } = this.file;
    const found = new Set(messages);
    for (const declarator of index.inOwn(this.owner, 'VariableDeclarator')) {
      const { parent } = declarator.parent;
      // `for (const line of order.lines)`: a part of it, too.
      const from = declarator.init ?? (parent.type === 'ForOfStatement' && parent.left === declarator.parent ? parent.right : undefined);
      if (!from) continue;
      const comesFrom = index.within(from, 'Identifier').some(each => {
        const variable = isInside(each, from) ? bindings.variableOf(each) : undefined;
        return variable !== undefined && found.has(variable);
      });
      if (comesFrom) for (const each of bindings.declaredBy(declarator)) found.add(each);
    }
    return found;
  }
}

/** The variables of a message that is acknowledged: what the expression names, its siblings in the pattern of a loop, the parameters of the function that is given it. */
export function messagesNamed(expression: Node, owner: Node, file: FileModel): readonly Variable[] {
  const found = new Set<Variable>();
  for (const name of file.index.within(expression, 'Identifier')) {
    if (!isInside(name, expression)) continue;
    const variable = file.bindings.variableOf(name);
    const definition = variable && file.bindings.definitionOf(variable);
    if (!variable || !definition) continue;
    if (definition.type === 'Parameter' && definition.node === owner) found.add(variable);
    if (definition.type !== 'Variable' || ownerOf(definition.node) !== owner) continue;
    const { parent } = definition.node.parent;
    if (parent.type === 'ForOfStatement') for (const each of file.bindings.declaredBy(definition.node)) found.add(each);
    else if (definition.node.init) {
      found.add(variable);
      for (const each of messagesNamed(definition.node.init, owner, file)) found.add(each);
    }
  }
  return [...found];
}

/** Whether the function waits for a call: `await f()`, `return f()`, `await Promise.all([f()])`, `await f().then(…)`. */
function isAwaited(call: Node, owner: Node): boolean {
  for (let current = wrapped(call); ; ) {
    const { parent } = current;
    switch (parent?.type) {
      case 'AwaitExpression':
        return true;
      case 'ReturnStatement':
        return isFunction(owner) && owner.async;
      case 'ArrowFunctionExpression':
        return parent === owner && parent.async;
      case 'MemberExpression':
        if (parent.object !== current || wrapped(parent).parent?.type !== 'CallExpression') return false;
        current = wrapped(wrapped(parent).parent!);
        continue;
      case 'ArrayExpression':
      case 'CallExpression':
        current = wrapped(parent);
        continue;
      default:
        return false;
    }
  }
}

/** Whether nobody waits for it: `f();`, `void f();`, `f().catch(log);`. */
function isDropped(call: Node): boolean {
  for (let current = wrapped(call); ; ) {
    const { parent } = current;
    if (parent?.type === 'ExpressionStatement') return true;
    if (parent?.type === 'UnaryExpression' && parent.operator === 'void') return true;
    if (parent?.type !== 'MemberExpression' || parent.object !== current || staticName(parent) !== 'catch') return false;
    const chained = wrapped(parent).parent;
    if (chained?.type !== 'CallExpression') return false;
    current = wrapped(chained);
  }
}

/** The variables that are parameters of a function, or parts of one. */
export function parametersIn(file: FileModel, fn: FunctionNode): readonly Variable[] {
  return file.bindings.declaredBy(fn).filter(each => each.defs.some(definition => definition.type === 'Parameter'));
}
