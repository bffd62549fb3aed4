import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, isFunction, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { childrenOf, type Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** Whether code ends the process: surely, perhaps (it calls what is not in view), or not. `returns`: it goes on, and leaves its function. */
export type Ending = 'ends' | 'may end' | 'returns' | 'goes on';

/** What is known of a condition where the code runs in production, for an error that nobody expected. */
type Answer = boolean | undefined;

const LEVELS = new Set(['trace', 'debug', 'verbose', 'info', 'log', 'warn', 'warning', 'error']);
/** Globals of the language; what a program adds to them is its own. */
const LANGUAGE = [
  'Array', 'BigInt', 'Boolean', 'Buffer', 'Date', 'Error', 'JSON', 'Math', 'Number', 'Object', 'Promise', 'Reflect', 'String', 'Symbol',
  'clearInterval', 'clearTimeout', 'isNaN', 'parseInt', 'structuredClone', 'performance', 'Intl',
] as const;
/** Members of `process` that leave it running. */
const HARMLESS = new Set(['cwd', 'memoryUsage', 'uptime', 'hrtime', 'emitWarning', 'cpuUsage', 'nextTick', 'off', 'on', 'once', 'removeListener', 'removeAllListeners', 'stderr', 'stdout']);

/** Where a file ends the process, and which of its functions do. */
export class Exits {
  readonly #endings = new Map<FunctionNode, Ending>();
  readonly #loggers = new Set<Node>();

  constructor(private readonly file: FileModel) {
    for (const { node } of [...file.logs.all, ...file.logs.alike]) this.#loggers.add(node);
  }

  /** Calls that end the process, in source order. */
  get calls(): readonly LibraryCall[] {
    return this.file.calls.of('exit');
  }

  /** What a function does when it is called with an error that it does not know, in production. */
  endingOf(fn: FunctionNode): Ending {
    const known = this.#endings.get(fn);
    if (known) return known;
    // A function that calls itself ends where its other paths do.
    this.#endings.set(fn, 'goes on');
    const ending = fn.body.type === 'BlockStatement' ? this.#ofStatements(fn.body.body, fn) : this.#ofExpression(fn.body, fn);
    this.#endings.set(fn, ending);
    return ending;
  }

  /** What calling a value does, where it is no function of the file: `console.error`, `logger.warn.bind(logger)`. */
  endingOfValue(node: Node): Ending {
    const value = unwrap(node);
    const bound = value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && staticName(value.callee) === 'bind' ? value.callee.object : value;
    const role = this.file.origins.entryOf(bound)?.entry.role;
    if (role === 'exit') return 'ends';
    return role === 'log' || role === 'error-report' ? 'goes on' : 'may end';
  }

  #ofStatements(statements: readonly Node[], fn: FunctionNode): Ending {
    let may = false;
    for (const statement of statements) {
      const ending = this.#ofStatement(statement, fn);
      if (ending === 'ends') return 'ends';
      if (ending === 'may end') may = true;
      if (ending === 'returns') return may ? 'may end' : 'returns';
    }
    return may ? 'may end' : 'goes on';
  }

  #ofStatement(node: Node, fn: FunctionNode): Ending {
    switch (node.type) {
      case 'BlockStatement':
        return this.#ofStatements(node.body, fn);
      case 'ReturnStatement':
        return node.argument ? first(this.#ofExpression(node.argument, fn), 'returns') : 'returns';
      case 'ThrowStatement':
        // The promise of an async listener rejects, which calls the listener again.
        return fn.async ? 'may end' : 'ends';
      case 'IfStatement': {
        const test = this.#ofExpression(node.test, fn);
        const answer = this.#answerOf(node.test);
        const yes = answer === false ? 'goes on' : this.#ofStatement(node.consequent, fn);
        const no = answer === true || !node.alternate ? 'goes on' : this.#ofStatement(node.alternate, fn);
        return first(test, answer === true ? yes : answer === false ? no : either(yes, no));
      }
      case 'TryStatement': {
        const last = node.finalizer ? this.#ofStatement(node.finalizer, fn) : 'goes on';
        const tried = this.#ofStatement(node.block, fn);
        const caught = node.handler ? this.#ofStatement(node.handler.body, fn) : tried;
        if (last === 'ends') return 'ends';
        return first(tried === 'ends' && caught !== 'ends' ? 'may end' : either(tried, caught), last);
      }
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        return 'goes on';
      case 'ExpressionStatement':
      case 'VariableDeclaration':
        return this.#ofExpression(node, fn);
      default: {
        // Loops, switches and labels: they may be left before they end anything.
        const endings = childrenOf(node, this.file.visitorKeys).map(each => (/Statement$|^SwitchCase$|^VariableDeclaration$/.test(each.type) ? this.#ofStatement(each, fn) : this.#ofExpression(each, fn)));
        return endings.some(each => each === 'ends' || each === 'may end') ? 'may end' : 'goes on';
      }
    }
  }

  /** The strongest of what the calls in an expression do. What gives an argument of another call comes back. */
  #ofExpression(root: Node, fn: FunctionNode): Ending {
    let ending: Ending = 'goes on';
    const work: { readonly node: Node; readonly isArgument: boolean }[] = [{ node: root, isArgument: false }];
    for (let next = work.pop(); next; next = work.pop()) {
      const { node, isArgument } = next;
      if (isClass(node)) continue;
      if (isFunction(node)) {
        // Handed to somebody who may call it: an exit in it is one that is on its way.
        ending = stronger(ending, this.endingOf(node) === 'ends' ? 'ends' : this.#mentionsExit(node));
        continue;
      }
      const isCall = node.type === 'CallExpression' || node.type === 'NewExpression';
      if (isCall) ending = stronger(ending, this.#ofCall(node, isArgument, fn));
      for (const child of childrenOf(node, this.file.visitorKeys)) work.push({ node: child, isArgument: isArgument || (isCall && child !== node.callee) });
    }
    return ending;
  }

  #mentionsExit(fn: FunctionNode): Ending {
    const ending = this.endingOf(fn);
    return ending === 'may end' ? 'may end' : 'goes on';
  }

  #ofCall(node: TSESTree.CallExpression | TSESTree.NewExpression, isArgument: boolean, fn: FunctionNode): Ending {
    const call = this.file.calls.at(node);
    if (call?.entry.role === 'exit') return 'ends';
    const handed = node.arguments.map(each => this.file.origins.entryOf(each)?.entry.role === 'exit');
    if (handed.includes(true)) return 'ends';
    const named = node.arguments.flatMap(each => (each.type === 'Identifier' || each.type === 'MemberExpression' ? (this.file.origins.functionOf(each) ?? []) : []));
    if (named.some(each => this.endingOf(each) === 'ends')) return 'ends';
    if (named.some(each => this.endingOf(each) === 'may end')) return 'may end';
    const callee = unwrap(node.callee);
    const process = callee.type === 'MemberExpression' && this.#isProcess(callee.object) ? staticName(callee) : undefined;
    if (process === 'kill') return this.#isOwnId(node.arguments[0]) ? 'ends' : 'may end';
    if (process !== undefined) return HARMLESS.has(process) ? 'goes on' : 'may end';
    if (call || this.#loggers.has(node) || node.type === 'NewExpression') return 'goes on';
    const called = this.file.origins.functionOf(callee);
    if (called) return this.endingOf(called) === 'returns' ? 'goes on' : this.endingOf(called);
    if (isArgument || this.#goesOn(callee, fn)) return 'goes on';
    return 'may end';
  }

  /** Calls of the language, of Node's modules, of the error itself; and of a method that is named as a level and given something. */
  #goesOn(callee: Node, fn: FunctionNode): boolean {
    const origin = this.file.origins.of(callee);
    if (origin?.kind === 'library' && origin.library.startsWith('node:') && !/^node:(?:process|cluster|child_process|worker_threads)$/.test(origin.library)) return true;
    let root = callee;
    while (root.type === 'MemberExpression' || root.type === 'CallExpression') root = unwrap(root.type === 'MemberExpression' ? root.object : root.callee);
    if (this.file.bindings.isGlobal(root, ...LANGUAGE) || this.#isProcess(root) || root.type === 'Literal' || root.type === 'TemplateLiteral') return true;
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    if (variable && this.file.bindings.declaredBy(fn).includes(variable)) return true;
    if (callee.type !== 'MemberExpression') return false;
    const name = staticName(callee) ?? '';
    // Loggers for people at a terminal may end the program with `fatal`; those of services do not.
    if (name === 'then' || name === 'catch' || name === 'finally') return true;
    return callee.parent.type === 'CallExpression' && callee.parent.arguments.length > 0 && (LEVELS.has(name) || (name === 'fatal' && this.file.role === 'application'));
  }

  #isProcess(node: Node): boolean {
    const origin = this.file.origins.of(node);
    return origin?.kind === 'library' && ((origin.library === 'global' && origin.path === 'process') || (origin.library === 'node:process' && (origin.path === '' || origin.path === 'default')));
  }

  #isOwnId(node: Node | undefined): boolean {
    const value = node && unwrap(node);
    return value?.type === 'MemberExpression' && staticName(value) === 'pid' && this.#isProcess(value.object);
  }

  /** Unexpected errors are of no class that the code asks for, and have none of the codes that it compares; and it runs in production. */
  #answerOf(test: Node): Answer {
    const node = unwrap(test);
    if (node.type === 'UnaryExpression' && node.operator === '!') {
      const answer = this.#answerOf(node.argument);
      return answer === undefined ? undefined : !answer;
    }
    if (node.type === 'LogicalExpression') {
      const left = this.#answerOf(node.left);
      const right = this.#answerOf(node.right);
      if (node.operator === '&&') return left === false || right === false ? false : left === true && right === true ? true : undefined;
      if (node.operator === '||') return left === true || right === true ? true : left === false && right === false ? false : undefined;
      return undefined;
    }
    if (node.type !== 'BinaryExpression') return undefined;
    if (node.operator === 'instanceof') return this.file.bindings.isGlobal(node.right, 'Error') ? true : undefined;
    const isEqual = node.operator === '===' || node.operator === '==';
    if (!isEqual && node.operator !== '!==' && node.operator !== '!=') return undefined;
    const value = this.file.options.valueOf(node.right)?.value;
    if (typeof value !== 'string' || lastName(node.left) !== 'NODE_ENV') return undefined;
    return (value === 'production') === isEqual;
  }
}

function stronger(a: Ending, b: Ending): Ending {
  return a === 'ends' || b === 'ends' ? 'ends' : a === 'may end' || b === 'may end' ? 'may end' : a === 'returns' || b === 'returns' ? 'returns' : 'goes on';
}

/** One thing after another: what comes first and ends is the end. */
function first(a: Ending, b: Ending): Ending {
  if (a === 'ends' || b === 'ends') return 'ends';
  return a === 'may end' || b === 'may end' ? 'may end' : b;
}

/** One of two branches, and nobody can say which. */
function either(a: Ending, b: Ending): Ending {
  if (a === b) return a;
  return a === 'ends' || b === 'ends' || a === 'may end' || b === 'may end' ? 'may end' : 'goes on';
}
