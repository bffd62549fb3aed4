import type { TSESTree } from '@typescript-eslint/utils';
import type { BlockFacts } from '../../catalog/schema.js';
import { enclosingFunction, isFunction, isInside, lastName, rootOf, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isForDevelopment } from '../flow/development.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A call that returns when its work is done, where other requests wait for that. */
export interface BlockingCall {
  readonly call: LibraryCall;
  /** Its last name as the library has it: `readFileSync`. */
  readonly name: string;
  readonly facts: BlockFacts;
  /** It runs for each `request`; or it checks a `secret` in a function of which no more is known. */
  readonly when: 'request' | 'secret';
  /** It gives the same each time: all that it is given is written down, or made while the module loads. */
  readonly isConstant: boolean;
}

/** What is handed to such a function runs once, or once for each key. Names may silence. */
const KEEPS = /^(?:memo|memoi[sz]ed?|once|caches?|cached|lazy|remember|wrap|or|preload)$/;
/** A function with such a word in its name runs at the start, or by hand. */
const RUNS_ONCE = /^(?:main|boot|bootstrap|init|initiali[sz]e|setup|set|up|seeds?|seeder|migrat(?:e|ion)|install|admin|cli|command|script|import|fixtures?|defaults?|configure|provision|tests?|mock|demo|start)$/;
const LOADS_CODE = ['vite', 'webpack', 'esbuild'];

/** Finds work that keeps a process from everything else it has to do. */
export class BlockingCalls {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly BlockingCall[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly BlockingCall[] | undefined;

  #find(): readonly BlockingCall[] {
    const { calls, handlers, imports } = this.file;
    const blocking = calls.having('blocks').filter(({ entry }) => entry.blocks?.holds === 'process');
    if (blocking.length === 0 || LOADS_CODE.some(each => imports.modules.has(each))) return [];
    return blocking
      .flatMap((call): BlockingCall[] => {
        const facts = call.entry.blocks!;
        const around = enclosingFunction(call.node);
        if (!around || this.#isShort(call, facts)) return [];
        const when = handlers.runsPerRequest(call.node) === 'yes' ? 'request' : facts.checksSecrets && !this.#mayRunOnce(call.node) ? 'secret' : undefined;
        if (!when || this.#isAlone(call.node) || this.#isKept(call.node, around) || this.#isSeldom(call.node)) return [];
        return [{ call, name: call.path.split(/[.#]/).at(-1)!, facts, when, isConstant: this.#isConstant(call.node) }];
      })
      .sort((a, b) => a.call.node.range[0] - b.call.node.range[0]);
  }

  #isShort({ node }: LibraryCall, { short, only }: BlockFacts): boolean {
    if (only !== undefined && !node.arguments.some(each => each.type === 'ObjectExpression' && this.file.options.at(each, only).state === 'present')) return true;
    if (!short) return false;
    const given = node.arguments.slice(0, short.argument + 1);
    const argument = given[short.argument];
    if (!argument || given.some(each => each.type === 'SpreadElement')) return false;
    const value = this.file.options.valueOf(argument)?.value;
    return typeof value === 'number' ? value <= (short.upTo ?? -1) : typeof value === 'string' && short.values?.includes(value) === true;
  }

  /** A process of AWS Lambda has one request at a time: nobody else waits. */
  #isAlone(node: Node): boolean {
    const { handlers } = this.file;
    const handler = handlers.around(node);
    return handler ? handler.kind === 'lambda' : handlers.all.length > 0 && handlers.all.every(each => each.kind === 'lambda');
  }

  /** A function that its name, or a call of the module's own, shows to run at the start. */
  #mayRunOnce(node: Node): boolean {
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      if (wordsOf(nameOf(fn)).some(each => RUNS_ONCE.test(each) || KEEPS.test(each))) return true;
      if (this.file.origins.usesOf(fn).some(use => use.parent?.type === 'CallExpression' && use.parent.callee === use && !enclosingFunction(use))) return true;
    }
    return false;
  }

  /** Whether what it gives is kept for the requests to come: `cached ??= readFileSync(…)`, `cache.set(path, readFileSync(…))`. */
  #isKept(node: Node, around: FunctionNode): boolean {
    for (let fn: FunctionNode | undefined = around; fn; fn = enclosingFunction(fn)) {
      const { parent } = fn;
      if (parent.type === 'CallExpression' && parent.callee !== fn && wordsOf(lastName(parent.callee)).some(each => KEEPS.test(each))) return true;
    }
    return this.#goesIntoKeep(node, 2) || this.#fillsKeep(around);
  }

  /** A function that looks at a place which outlives it, leaves where that is filled, and fills it otherwise. */
  #fillsKeep(fn: FunctionNode): boolean {
    const filled = this.file.index.within(fn, 'AssignmentExpression').filter(each => isInside(each, fn.body) && this.#outlives(each.left, fn.body));
    if (filled.length === 0) return false;
    const tests = this.file.index.within(fn, 'IfStatement').filter(each => isInside(each, fn.body)).map(each => each.test);
    return filled.some(({ left }) => {
      const name = rootName(left);
      return name !== undefined && tests.some(test => this.file.index.within(test, 'Identifier').some(each => each.name === name && isInside(each, test)));
    });
  }

  #goesIntoKeep(node: Node, depth: number): boolean {
    let value = node;
    for (let parent = value.parent; parent && !isFunction(parent); value = parent, parent = parent.parent) {
      switch (parent.type) {
        case 'AssignmentExpression':
          if (parent.right === value && this.#outlives(parent.left, node)) return true;
          break;
        case 'CallExpression': {
          const callee = unwrap(parent.callee);
          if (value !== parent.callee && callee.type === 'MemberExpression' && ['set', 'put', 'add', 'push'].includes(staticName(callee) ?? '') && this.#outlives(callee.object, node)) return true;
          break;
        }
        case 'VariableDeclarator': {
          const variable = depth > 0 && parent.init === value && parent.id.type === 'Identifier' ? this.file.bindings.variableOf(parent.id) : undefined;
          return variable?.references.some(({ identifier }) => identifier !== parent.id && this.#goesIntoKeep(identifier, depth - 1)) === true;
        }
        default:
          if (parent.type.endsWith('Statement')) return false;
      }
    }
    return false;
  }

  /** Whether a place is there before the function around `node` is called, and after it. */
  #outlives(place: Node, node: Node): boolean {
    const root = rootOf(place);
    if (root.type === 'ThisExpression') return true;
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || !definition) return root.type === 'Identifier';
    if (definition.type === 'Parameter') return false;
    const around = enclosingFunction(node);
    return definition.type === 'ImportBinding' || (around !== undefined && !isInside(definition.node, around));
  }

  /** A file that is made where there is none, and what only runs while somebody works on the code. */
  #isSeldom(node: Node): boolean {
    if (isForDevelopment(node, this.file)) return true;
    let value = node;
    for (let parent = value.parent; parent; value = parent, parent = parent.parent) {
      if ((parent.type !== 'IfStatement' && parent.type !== 'ConditionalExpression') || value === parent.test || !isNegated(parent.test)) continue;
      const names = this.file.index.within(parent.test, 'Identifier').filter(each => isInside(each, parent.test));
      if (names.some(each => /^(?:exists|access|pathExists)(?:Sync)?$/.test(each.name))) return true;
    }
    return false;
  }

  #isConstant({ arguments: given }: LibraryCall['node']): boolean {
    return given.length > 0 && given.every(each => each.type !== 'SpreadElement' && this.#isSettled(each));
  }

  /** Whether a value is made of literals, and of what the module has made while it loaded. */
  #isSettled(node: Node): boolean {
    const value = unwrap(node);
    switch (value.type) {
      case 'Literal':
        return true;
      case 'TemplateLiteral':
        return value.expressions.every(each => this.#isSettled(each));
      case 'BinaryExpression':
        return this.#isSettled(value.left) && this.#isSettled(value.right);
      case 'ObjectExpression':
        return value.properties.every(each => each.type === 'Property' && !each.computed && this.#isSettled(each.value));
      case 'MemberExpression':
        return !value.computed && this.#isSettled(value.object);
      case 'MetaProperty':
        return true;
      case 'Identifier':
        return this.#isSettledName(value);
      case 'CallExpression':
      case 'NewExpression': {
        const callee = unwrap(value.callee);
        const origin = this.file.origins.of(callee);
        const isPure = origin?.kind === 'library' && (/^node:(?:path|url)$/.test(origin.library) || (origin.library === 'global' && /^(?:URL|process\.cwd)$/.test(origin.path)));
        return isPure && value.arguments.every(each => each.type !== 'SpreadElement' && this.#isSettled(each));
      }
      default:
        return false;
    }
  }

  #isSettledName(name: TSESTree.Identifier): boolean {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || !definition) return ['__dirname', '__filename', 'undefined'].includes(name.name);
    if (definition.type === 'ImportBinding') return true;
    if (definition.type !== 'Variable' || !this.file.bindings.isConstant(variable)) return false;
    if (!enclosingFunction(definition.node)) return true;
    const { id, init } = definition.node;
    return id.type === 'Identifier' && init !== null && this.#isSettled(init);
  }
}

function isNegated(test: Node): boolean {
  const value = unwrap(test);
  if (value.type === 'LogicalExpression') return isNegated(value.left) || isNegated(value.right);
  return value.type === 'UnaryExpression' && value.operator === '!';
}

/** `CodeFixes` of `CodeFixes[key]`, `template` of `this.template`. */
function rootName(place: Node): string | undefined {
  let current = unwrap(place);
  while (current.type === 'MemberExpression' && unwrap(current.object).type !== 'ThisExpression') current = unwrap(current.object);
  return lastName(current);
}

/** `set`, `up` of `setUp`, in lower case. */
function wordsOf(name: string | undefined): readonly string[] {
  return (name ?? '').split(/(?<=[a-z\d])(?=[A-Z])|[_$\d]+/).map(each => each.toLowerCase());
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property') return parent.type === 'MethodDefinition' && parent.kind === 'constructor' ? 'main' : staticName(parent);
  return undefined;
}
