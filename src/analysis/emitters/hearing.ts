import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { callbackPosition } from '../values/origins.js';

/** Whether somebody hears an emitter's event. `cannot tell`: it is handed to code that may listen. */
export type Heard = 'yes' | 'once' | 'no' | 'cannot tell';

const ADDING = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener']);
const STRENGTH: readonly Heard[] = ['no', 'once', 'cannot tell', 'yes'];

/** Follows an emitter from the expression that makes it, through names, fields and chains, to who listens to it. */
export class Hearing {
  readonly #seen = new Set<Node | Variable | string>();
  /** The first place, after the expression itself, where the emitter has a name. */
  name: string | undefined;
  /** Listeners of other events that were met on the way. */
  readonly listeners: TSESTree.CallExpression[] = [];
  /** Whether code outside the file can get hold of it on the way: it is exported, or in a field that is not private. */
  leaves = false;
  /** Calls of its other methods that were met on the way. */
  readonly uses: TSESTree.CallExpression[] = [];

  constructor(
    private readonly file: FileModel,
    private readonly event: string,
    private readonly handlerFields: readonly string[] = [],
    /** It is only lent: who is called back with it uses it, and adds no listeners. */
    private readonly isLent = false,
    /** Being piped is no reason to be heard. */
    private readonly throughPipes = false,
  ) {}

  /** Whether the emitter that an expression gives is heard. */
  of(expression: Node): Heard {
    const place = wrapped(expression);
    if (this.#seen.has(place)) return 'no';
    this.#seen.add(place);
    const { parent } = place;
    switch (parent?.type) {
      case 'ExportDefaultDeclaration':
      case 'ExportSpecifier':
        return this.#exported();
      case 'ExpressionStatement':
      case 'IfStatement':
      case 'WhileStatement':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'TemplateLiteral':
        return 'no';
      case 'AwaitExpression':
        return this.of(parent);
      case 'ConditionalExpression':
      case 'LogicalExpression':
        return 'test' in parent && parent.test === place ? 'no' : this.of(parent);
      case 'SequenceExpression':
        return parent.expressions.at(-1) === place ? this.of(parent) : 'no';
      case 'VariableDeclarator':
        if (parent.init !== place) return 'cannot tell';
        if (parent.parent.parent.type === 'ExportNamedDeclaration') this.leaves = true;
        return parent.id.type === 'Identifier' ? this.ofVariable(this.file.bindings.variableOf(parent.id)) : 'no';
      case 'AssignmentExpression':
        if (parent.right !== place) return parent.left === place ? 'no' : 'cannot tell';
        return strongest(this.#ofTarget(parent.left), this.of(parent));
      case 'PropertyDefinition':
        return parent.value === place && !parent.computed ? this.#ofField(parent.key) : 'cannot tell';
      case 'ForOfStatement':
        return parent.await && parent.right === place ? 'yes' : 'cannot tell';
      case 'MemberExpression':
        return parent.object === place ? this.#ofMember(parent) : 'no';
      case 'Property':
        return parent.value === place && parent.parent.type === 'ObjectExpression' ? this.#ofArgument(parent.parent) : 'cannot tell';
      case 'CallExpression':
      case 'NewExpression':
        return parent.callee === place ? 'cannot tell' : this.#ofArgument(place);
      default:
        return 'cannot tell';
    }
  }

  ofVariable(variable: Variable | undefined): Heard {
    if (!variable || this.#seen.has(variable)) return variable ? 'no' : 'cannot tell';
    this.#seen.add(variable);
    this.name ??= variable.name;
    let heard: Heard = 'no';
    for (const each of variable.references) {
      if (each.isRead()) heard = strongest(heard, this.of(each.identifier));
      if (heard === 'yes') break;
    }
    return heard;
  }

  #exported(): Heard {
    this.leaves = true;
    return 'no';
  }

  #ofTarget(target: Node): Heard {
    if (target.type === 'Identifier') return this.ofVariable(this.file.bindings.variableOf(target));
    if (target.type !== 'MemberExpression' || target.computed) return 'cannot tell';
    if (isExports(target)) return this.#exported();
    return target.object.type === 'ThisExpression' ? this.#ofField(target.property) : 'cannot tell';
  }

  /** A field: every read of a member of this name in the file may be of it. */
  #ofField(key: Node): Heard {
    const name = key.type === 'Identifier' || key.type === 'PrivateIdentifier' ? key.name : undefined;
    if (name === undefined || this.#seen.has(name)) return name === undefined ? 'cannot tell' : 'no';
    this.#seen.add(name);
    this.name ??= `this.${key.type === 'PrivateIdentifier' ? '#' : ''}${name}`;
    this.leaves ||= key.type === 'Identifier' && !this.file.index.all('PropertyDefinition').some(each => each.accessibility === 'private' && staticName(each) === name);
    let heard: Heard = 'no';
    for (const member of this.file.index.all('MemberExpression')) {
      if (member.property.type === key.type && 'name' in member.property && member.property.name === name && !member.computed) heard = strongest(heard, this.of(member));
      if (heard === 'yes') break;
    }
    return heard;
  }

  #ofMember(member: TSESTree.MemberExpression): Heard {
    const name = staticName(member);
    if (name === undefined) return 'cannot tell';
    const place = wrapped(member);
    const { parent } = place;
    if (parent?.type === 'AssignmentExpression' && parent.left === place) return this.handlerFields.includes(name) && name === `on${this.event}` ? 'yes' : 'no';
    if (parent?.type !== 'CallExpression' || parent.callee !== place) return ADDING.has(name) ? 'cannot tell' : 'no';
    if (ADDING.has(name)) return this.#ofListener(parent, name);
    this.uses.push(parent);
    // A promise of it: what comes out of the chain is the emitter still, what goes into it is a function's.
    if (name === 'catch' || name === 'finally') return this.of(parent);
    if (name === 'then') return this.#ofPromised(parent);
    // A piped stream is the business of whoever looks at both ends.
    if (name === 'pipe' || name === 'compose') return this.throughPipes ? 'no' : 'cannot tell';
    const entry = this.file.calls.at(parent)?.entry;
    if (entry?.gives === 'this' || (entry?.promise === true && this.#isSame(parent))) return this.of(parent);
    if (entry) return entry.takesErrors ? 'cannot tell' : 'no';
    // An unknown method may give the emitter back.
    const after = wrapped(parent).parent;
    return after?.type === 'ExpressionStatement' || after?.type === 'AwaitExpression' || this.#isDropped(after) ? 'no' : 'cannot tell';
  }

  /** `request.on('timeout', () => request.destroy())`: what a listener returns goes nowhere. */
  #isDropped(fn: Node | undefined): boolean {
    const at = fn?.type === 'ArrowFunctionExpression' ? callbackPosition(fn) : undefined;
    return at !== undefined && this.file.calls.at(at.call)?.entry.callbacks?.some(each => !each.awaited) === true;
  }

  #ofPromised({ arguments: [first] }: TSESTree.CallExpression): Heard {
    const fn = first && first.type !== 'SpreadElement' ? this.file.origins.functionOf(first) : undefined;
    return fn ? heardByFunction(this.file, fn, 0, this.event) : 'cannot tell';
  }

  #ofListener(call: TSESTree.CallExpression, method: string): Heard {
    const [event] = call.arguments;
    const name = event && this.file.origins.expressionOf(event);
    if (name?.type !== 'Literal' || typeof name.value !== 'string') return 'cannot tell';
    if (name.value === this.event) return /once/i.test(method) ? strongest('once', this.of(call)) : 'yes';
    this.listeners.push(call);
    return this.of(call);
  }

  /** `await client.connect()` gives the client. */
  #isSame(call: TSESTree.CallExpression): boolean {
    const receiver = call.callee.type === 'MemberExpression' ? this.file.origins.of(call.callee.object) : undefined;
    const given = this.file.origins.of(call);
    return receiver?.kind === 'library' && given?.kind === 'library' && receiver.library === given.library && receiver.path === given.path;
  }

  /** What is handed to a call, or put into an object. */
  #ofArgument(place: Node): Heard {
    const { parent } = wrapped(place);
    if (place.type === 'ObjectExpression') {
      if (parent?.type === 'ExportDefaultDeclaration') return this.#exported();
      if (parent?.type === 'AssignmentExpression') return parent.left.type === 'MemberExpression' && isExports(parent.left) ? this.#exported() : 'cannot tell';
    }
    if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return 'cannot tell';
    // `source.pipe(it)` gives it back.
    if (this.throughPipes && parent.callee.type === 'MemberExpression' && staticName(parent.callee) === 'pipe') return this.of(parent);
    const entry = this.file.calls.at(parent)?.entry;
    if (entry?.role === 'log' || entry?.hearsNoErrors) return 'no';
    // `readline.createInterface({ input })` hands them on.
    if (entry?.takesErrors) return this.of(parent);
    const callee = this.isLent && parent.callee.type === 'Identifier' ? this.file.bindings.variableOf(parent.callee) : undefined;
    return callee?.defs[0]?.type === 'Parameter' ? 'no' : 'cannot tell';
  }
}

export function strongest(...all: readonly Heard[]): Heard {
  return all.reduce((a, b) => (STRENGTH.indexOf(b) > STRENGTH.indexOf(a) ? b : a), 'no');
}

/** `module.exports`, `exports.pool`, `module.exports.pool`. */
function isExports(target: TSESTree.MemberExpression): boolean {
  const object = unwrap(target.object);
  if (object.type === 'MemberExpression') return isExports(object);
  if (object.type !== 'Identifier') return false;
  return object.name === 'exports' || (object.name === 'module' && staticName(target) === 'exports');
}

/** Whether a function hears the `event` of its parameter at `index`. */
export function heardByFunction(file: FileModel, fn: Node, index: number, event: string): Heard {
  const parameter = isFunction(fn) ? fn.params[index] : undefined;
  if (!parameter) return 'no';
  return parameter.type === 'Identifier' ? new Hearing(file, event).ofVariable(file.bindings.variableOf(parameter)) : 'cannot tell';
}
