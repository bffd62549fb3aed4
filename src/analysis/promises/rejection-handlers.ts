import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, classOfThis, isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** Why a handler cannot work. */
export type HandlerFault =
  /** A method taken off its object: `.catch(logger.error)`. `loses`: it throws without its `this`, or does nothing. */
  | { readonly fault: 'detached'; readonly does: 'throws' | 'does-nothing'; readonly method: string }
  /** `bind` makes a function that nobody calls. */
  | { readonly fault: 'bound'; readonly method: string }
  /** `error => report` names a function without calling it. */
  | { readonly fault: 'named'; readonly method: string }
  /** What should handle is called at once, and gives nothing that could be called. */
  | { readonly fault: 'called'; readonly method: string; readonly gives: 'nothing' | 'promise' }
  /** The error becomes the value, of which data is read. */
  | { readonly fault: 'value'; readonly member: string }
  /** Throws again where nothing follows that would handle it. */
  | { readonly fault: 'throws' };

export type BrokenHandler = HandlerFault & {
  /** What is to be changed. */
  readonly node: Node;
  /** Whether it listens to an event (`on('error', …)`) instead of handling a rejection. */
  readonly isListener: boolean;
};

interface Handler {
  readonly node: Node;
  readonly call: TSESTree.CallExpression;
  readonly isListener: boolean;
}

const FAILURE_EVENTS = new Set(['error', 'uncaughtException', 'unhandledRejection', 'clientError', 'tlsClientError', 'failed']);
const LISTENING = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener']);
/** Properties of errors, and of what HTTP clients and databases throw. */
const OF_ERRORS = new Set([
  'message', 'stack', 'name', 'code', 'cause', 'errors', 'error', 'response', 'request', 'status', 'statusCode', 'statusText', 'errno', 'syscall', 'details', 'detail',
  'reason', 'kind', 'isAxiosError', 'constraint', 'meta', 'extensions', 'toString', 'constructor', 'ok', 'success', 'isError', 'stdout', 'stderr', 'exitCode', 'signal', 'type', 'constructor',
  'toJSON', 'output', 'body', 'data', 'config', 'then', 'catch', 'finally',
]);

/** Handlers of rejections, and listeners to failures, that cannot work. */
export class RejectionHandlers {
  constructor(private readonly file: FileModel) {}

  get broken(): readonly BrokenHandler[] {
    return (this.#broken ??= this.#handlers().flatMap(each => this.#faultOf(each) ?? []));
  }
  #broken: readonly BrokenHandler[] | undefined;

  #handlers(): Handler[] {
    const found: Handler[] = [];
    for (const call of this.file.index.callsNamed('catch', 'then', ...LISTENING)) {
      const callee = unwrap(call.callee);
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (name === undefined || callee.type !== 'MemberExpression') continue;
      const [first, second] = call.arguments;
      if (!first) continue;
      if (name === 'catch' && first.type !== 'SpreadElement' && call.arguments.length === 1) found.push({ node: first, call, isListener: false });
      else if (name === 'then' && second && first.type !== 'SpreadElement' && second.type !== 'SpreadElement') found.push({ node: second, call, isListener: false });
      else if (LISTENING.has(name) && second && first.type === 'Literal' && FAILURE_EVENTS.has(String(first.value)) && second.type !== 'SpreadElement') found.push({ node: second, call, isListener: true });
    }
    return found;
  }

  #faultOf(handler: Handler): BrokenHandler | undefined {
    const fault = this.#detached(handler) ?? this.#idle(handler) ?? (handler.isListener ? undefined : (this.#called(handler) ?? this.#throws(handler) ?? this.#asValue(handler)));
    if (!fault) return undefined;
    // A body that only names or binds a function is where the call is missing.
    return { ...fault, node: handler.node, isListener: handler.isListener };
  }

  #detached({ node, isListener }: Handler): HandlerFault | undefined {
    const member = unwrap(node);
    if (member.type !== 'MemberExpression') return undefined;
    const method = this.file.sourceCode.getText(member);
    const known = this.file.origins.entryOf(member)?.entry.detached;
    if (known) return { fault: 'detached', does: known, method };
    const fn = this.file.origins.functionOf(member);
    return fn && this.#needsItsObject(fn, isListener) ? { fault: 'detached', does: 'throws', method } : undefined;
  }

  /** Whether a method in view uses `this`, and nothing binds it. */
  #needsItsObject(fn: FunctionNode, isListener: boolean): boolean {
    const definition = fn.parent;
    if (definition.type !== 'MethodDefinition' || definition.kind !== 'method' || decoratorsOf(definition).length > 0) return false;
    const owner = definition.parent.parent;
    if (decoratorsOf(owner).some(each => each.expression.type === 'Identifier' || this.#takesClass(each)) && isListener) return false;
    const name = staticName(definition);
    const { index } = this.file;
    if (![...index.within(fn.body, 'ThisExpression'), ...index.within(fn.body, 'Super')].some(each => classOfThis(each)?.node === owner)) return false;
    // `this.handle = this.handle.bind(this)`, `autoBind(this)`
    const isReplaced = index.within(owner, 'AssignmentExpression').some(({ left }) => left.type === 'MemberExpression' && unwrap(left.object).type === 'ThisExpression' && (staticName(left) ?? name) === name);
    const isHandedOn = index.within(owner, 'CallExpression').some(call => call.callee.type !== 'MemberExpression' && call.arguments.some(each => each.type === 'ThisExpression'));
    return !isReplaced && !isHandedOn;
  }

  /** A decorator that may bind all methods. */
  #takesClass({ expression }: TSESTree.Decorator): boolean {
    return expression.type === 'CallExpression' && expression.arguments.length === 0;
  }

  /** A function in its place that calls nothing: `error => report.bind(null, error)`, `error => report`, `error => { report; }`. */
  #idle({ node, call, isListener }: Handler): HandlerFault | undefined {
    const fn = unwrap(node);
    if (!isFunction(fn) || fn.generator) return undefined;
    const value = onlyValueOf(fn);
    if (!value) return undefined;
    const isUsed = !isListener && !value.isStatement && this.#isValueUsed(call);
    const expression = unwrap(value.node);
    const text = this.file.sourceCode;
    if (expression.type === 'CallExpression' && expression.callee.type === 'MemberExpression' && staticName(expression.callee) === 'bind') {
      return isUsed ? undefined : { fault: 'bound', method: text.getText(expression.callee.object) };
    }
    if (isUsed || (expression.type !== 'Identifier' && expression.type !== 'MemberExpression') || !this.#isForCalling(expression, fn)) return undefined;
    return { fault: 'named', method: text.getText(expression) };
  }

  /** Whether what a name stands for is a function: in view, known, or called elsewhere in the file. */
  #isForCalling(node: TSESTree.Identifier | TSESTree.MemberExpression, handler: FunctionNode): boolean {
    const { origins, bindings } = this.file;
    if (origins.functionOf(node)) return true;
    if (origins.entryOf(node)?.entry.role === 'log') return true;
    const variable = node.type === 'Identifier' ? bindings.variableOf(node) : undefined;
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Parameter' || definition.node === handler) return false;
    return variable.references.some(({ identifier }) => identifier.parent?.type === 'CallExpression' && identifier.parent.callee === identifier);
  }

  /** Whether what a chain gives is used for something. */
  #isValueUsed(call: TSESTree.CallExpression): boolean {
    const { parent } = wrapped(call);
    if (parent?.type === 'AwaitExpression') return wrapped(parent).parent?.type !== 'ExpressionStatement';
    const handling = this.file.promises.handlingOf(call);
    return handling !== 'dropped' && handling !== 'voided' && handling !== 'handled';
  }

  /** `.catch(report('failed'))`: where nothing waits for the chain, `no-floating-promise` says so. */
  #called({ node, call }: Handler): HandlerFault | undefined {
    const argument = unwrap(node);
    if (argument.type !== 'CallExpression' || !this.file.promises.isChain(call)) return undefined;
    const method = this.file.sourceCode.getText(argument.callee);
    if (this.file.promiseValues.isPlain(argument)) return { fault: 'called', method, gives: 'promise' };
    if (this.file.promises.maybeCallable(argument)) return undefined;
    const handling = this.file.promises.handlingOf(call);
    return handling === 'dropped' || handling === 'voided' ? undefined : { fault: 'called', method, gives: 'nothing' };
  }

  /** Throws again at the end of a chain that nothing waits for. */
  #throws({ node, call }: Handler): HandlerFault | undefined {
    const { promises, index, origins } = this.file;
    const fn = origins.functionOf(node);
    if (!fn || !promises.isChain(call)) return undefined;
    const handling = promises.handlingOf(call);
    // At the top of a module it ends the start of the process, which is what is meant.
    if ((handling !== 'dropped' && handling !== 'voided') || !isInFunction(call)) return undefined;
    const rejects = (each: Node): boolean => {
      const value = unwrap(each);
      return value.type === 'CallExpression' && this.file.calls.at(value)?.path === 'Promise.reject';
    };
    const isLost = promises.rejections.unguardedIn(fn).some(each => (each.type === 'ThrowStatement' ? index.inOwn(fn, 'ThrowStatement').includes(each) : each.type === 'ReturnStatement' ? each.argument !== null && rejects(each.argument) : rejects(each)));
    return isLost ? { fault: 'throws' } : undefined;
  }

  /** `const page = await load().catch(error => error)`, and then `page.rows`. */
  #asValue({ node, call }: Handler): HandlerFault | undefined {
    const fn = unwrap(node);
    const parameter = isFunction(fn) ? fn.params[0] : undefined;
    const value = isFunction(fn) ? onlyValueOf(fn) : undefined;
    if (!value || value.isStatement || parameter?.type !== 'Identifier') return undefined;
    const given = unwrap(value.node);
    if (given.type !== 'Identifier' || this.file.bindings.variableOf(given) !== this.file.bindings.variableOf(parameter)) return undefined;
    const awaited = wrapped(call).parent;
    if (awaited?.type !== 'AwaitExpression') return undefined;
    const member = this.#dataReadOf(awaited);
    return member === undefined ? undefined : { fault: 'value', member };
  }

  /** The first property that is read of a value, where nothing asks whether it is an error. */
  #dataReadOf(value: Node): string | undefined {
    const place = wrapped(value);
    const { parent } = place;
    if (parent?.type === 'MemberExpression') return parent.object === place ? dataName(staticName(parent)) : undefined;
    if (parent?.type !== 'VariableDeclarator' || parent.init !== place) return undefined;
    if (parent.id.type === 'ObjectPattern') return dataNameOf(parent.id);
    const [variable] = this.file.bindings.declaredBy(parent);
    if (parent.id.type !== 'Identifier' || !variable || !this.file.bindings.isConstant(variable)) return undefined;
    let member: string | undefined;
    for (const reference of variable.references) {
      if (!reference.isRead()) continue;
      const use = wrapped(reference.identifier);
      const around = use.parent;
      // Handed on, compared or tested: whoever gets it may look at what it is.
      if (around?.type !== 'MemberExpression' || around.object !== use) return undefined;
      const name = dataName(staticName(around));
      if (name === undefined) return undefined;
      member ??= name;
    }
    return member;
  }
}

function dataName(name: string | undefined): string | undefined {
  return name === undefined || OF_ERRORS.has(name) ? undefined : name;
}

function dataNameOf({ properties }: TSESTree.ObjectPattern): string | undefined {
  const names = properties.map(each => (each.type === 'Property' ? dataName(staticName(each)) : undefined));
  return names.every(each => each !== undefined) ? names[0] : undefined;
}

/** What a function does, where that is no more than one expression. */
function onlyValueOf(fn: FunctionNode): { readonly node: Node; readonly isStatement: boolean } | undefined {
  if (fn.body.type !== 'BlockStatement') return { node: fn.body, isStatement: false };
  const [only] = fn.body.body;
  if (fn.body.body.length !== 1) return undefined;
  if (only?.type === 'ExpressionStatement') return { node: only.expression, isStatement: true };
  return only?.type === 'ReturnStatement' && only.argument ? { node: only.argument, isStatement: false } : undefined;
}

function isInFunction(node: Node): boolean {
  for (let current = node.parent; current; current = current.parent) if (isFunction(current)) return true;
  return false;
}
