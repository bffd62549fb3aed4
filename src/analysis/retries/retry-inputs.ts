import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, lastName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** Names of what gives another value each time: the next attempt is another work. Silence needs no proof. */
export const ANOTHER = /random|pick|choose|rotate|shift|^pop|^poll$|^take|^drain|splice|next|generate|nanoid|uuid|dequeue|receive|sample/i;
/** Methods that give the same each time. Silence needs no proof, and these are no reason for it. */
const SAME = /^(?:to[A-Z]\w*|replace(?:All)?|trim\w*|pad\w+|map|filter|flatMap|join|slice|concat|split|at|get|has|includes|find|keys|values|entries|bind|parse|stringify)$/;
/** Methods that change a list, a map or a set: what is read of it is another thing each time. */
const MUTATES = /^(?:push|pop|shift|unshift|splice|delete|clear|add|set|enqueue|dequeue)$/;

/** Tells whether a function that calls itself works on something else each time: `const item = queue.shift();`. */
export class RetryInputs {
  constructor(private readonly file: FileModel) {}

  /** Whether the work of `fn` is given what an attempt takes for itself, or what the next one is given anew (`changing`). */
  change(work: readonly Node[], fn: FunctionNode, changing: ReadonlySet<Variable>): boolean {
    const seen = new Set<Variable>();
    return work.some(each => this.#isAnother(each, { work, fn, changing, seen }));
  }

  #isAnother(value: Node, attempt: Attempt): boolean {
    const { index } = this.file;
    const isWork = attempt.work.includes(value);
    const isOwn = (node: Node): boolean => !isInCallback(node, value);
    // What was waited for before the attempt is what it works on: a job, a message, a page.
    if (!isWork && index.within(value, 'AwaitExpression').some(each => isOwn(each) && !attempt.work.includes(unwrap(each.argument)))) return true;
    if (index.within(value, 'CallExpression').some(each => each !== value && isOwn(each) && ANOTHER.test(lastName(each.callee) ?? ''))) return true;
    if (!isWork && !attempt.work.some(each => isInside(each, value)) && index.within(value, 'CallExpression').some(each => isOwn(each) && this.isTakenAnew(each))) return true;
    if (!isWork && value.type === 'CallExpression' && ANOTHER.test(lastName(value.callee) ?? '')) return true;
    if (index.within(value, 'MemberExpression').some(each => each.computed && isOwn(each) && this.#isMutated(each.object))) return true;
    return index.within(value, 'Identifier').some(each => isOwn(each) && this.#changes(each, attempt));
  }

  #changes(name: Node, attempt: Attempt): boolean {
    const { bindings } = this.file;
    const { work, fn, changing, seen } = attempt;
    const variable = bindings.variableOf(name);
    if (!variable || seen.has(variable)) return false;
    seen.add(variable);
    if (changing.has(variable)) return true;
    const [declared] = variable.identifiers;
    if (!declared || work.some(each => isInside(declared, each))) return false;
    const writes = bindings.assignmentsTo(variable).filter(({ identifier }) => isInside(identifier, fn) && !isInside(identifier, declared));
    const definition = bindings.definitionOf(variable);
    // A variable that outlives the call, and that the function sets.
    if (!isInside(declared, fn.body)) return definition?.type !== 'Parameter' && writes.length > 0;
    if (definition?.type !== 'Variable') return false;
    const values = [definition.node.init, ...writes.map(({ identifier }) => (identifier.parent?.type === 'AssignmentExpression' ? identifier.parent.right : undefined))];
    return values.some(each => each && this.#isAnother(each, attempt));
  }

  /** Whether a call may give another value each time: of a method of what outlives the attempt, or without arguments, and nobody sees how. */
  isTakenAnew(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    if (SAME.test(lastName(call.callee) ?? '') || this.file.calls.at(call)) return false;
    // `const id = makeId();`: told nothing, it may give anything.
    if (callee.type === 'Identifier') return call.arguments.length === 0 && this.#mayDiffer(call);
    if (callee.type !== 'MemberExpression' || this.file.origins.of(callee)?.kind === 'library') return false;
    let root: Node = callee;
    while (root.type === 'MemberExpression') root = unwrap(root.object);
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    if (variable ? this.file.bindings.definitionOf(variable)?.type === 'ImportBinding' : root.type !== 'ThisExpression') return false;
    return this.#mayDiffer(call);
  }

  /** Not where the function is in view, and changes nothing. */
  #mayDiffer(call: TSESTree.CallExpression): boolean {
    const called = this.file.promises.functionsCalledBy(call);
    return called.length === 0 || called.some(fn => this.#changesState(fn));
  }

  #changesState(fn: FunctionNode): boolean {
    const { index } = this.file;
    const changes = index.within(fn, 'UpdateExpression').length > 0 || index.within(fn, 'AssignmentExpression').some(each => each.left.type === 'MemberExpression');
    return changes || index.within(fn, 'CallExpression').some(each => ANOTHER.test(lastName(each.callee) ?? ''));
  }

  /** Whether the file takes things out of a list, or puts them in: `queue[0]` is another one then. */
  #isMutated(list: Node): boolean {
    const text = this.file.sourceCode.getText(unwrap(list));
    return this.file.index.all('CallExpression').some(({ callee }) => {
      const target = unwrap(callee);
      return target.type === 'MemberExpression' && target.property.type === 'Identifier' && MUTATES.test(target.property.name) && this.file.sourceCode.getText(unwrap(target.object)) === text;
    });
  }
}

interface Attempt {
  readonly work: readonly Node[];
  readonly fn: FunctionNode;
  readonly changing: ReadonlySet<Variable>;
  readonly seen: Set<Variable>;
}

/** Inside a function that stands in `value`: it may only tell how the attempt went. */
function isInCallback(node: Node, value: Node): boolean {
  const fn = enclosingFunction(node);
  return fn !== undefined && fn !== value && isInside(fn, value) && isFunction(fn);
}
