import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isInside, staticName, unwrap, wrapped, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** A copy of an error from which its message and its stack are missing. */
export interface LossyCopy {
  /** `json`: `JSON.stringify`. `spread`: `{ ...err }`. `assign`: `Object.assign({}, err)`. `ipc`: `process.send`, whose other end reads JSON. */
  readonly by: 'json' | 'spread' | 'assign' | 'ipc';
  /** The error, where it stands in the copy. */
  readonly error: Node;
  /** `{ err }`: the property that is written with one word. */
  readonly shorthand: TSESTree.Property | undefined;
  /** Whether its parts can be read here with no cast: it is no caught value of a TypeScript file. */
  readonly isTyped: boolean;
}

const TEXT = new Set(['message', 'stack']);

/** Copies of errors by JSON or by their enumerable properties, of which `message` and `stack` are none. */
export class LossyCopies {
  constructor(private readonly file: FileModel) {}

  get all(): readonly LossyCopy[] {
    return (this.#all ??= [...this.#ofCalls(), ...this.#ofSpreads()].sort((a, b) => a.error.range[0] - b.error.range[0]));
  }
  #all: readonly LossyCopy[] | undefined;

  #ofCalls(): LossyCopy[] {
    const found: LossyCopy[] = [];
    for (const call of this.file.index.callsNamed('stringify', 'assign', 'send')) {
      const by = this.#kindOf(call);
      if (!by || this.#isElsewhere(call)) continue;
      if (by === 'assign') {
        const [target, ...sources] = call.arguments;
        if (target?.type !== 'ObjectExpression' || this.#saysText(call)) continue;
        for (const each of sources) this.#add(found, 'assign', each, undefined, call);
        continue;
      }
      const value = call.arguments[0];
      const written = value && (this.file.origins.expressionOf(value) ?? value);
      if (written && !this.#isElsewhere(written)) this.#inValue(found, by, written, written, 0);
    }
    return found;
  }

  #kindOf(call: TSESTree.CallExpression): 'json' | 'assign' | 'ipc' | undefined {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') return undefined;
    const name = staticName(callee);
    if (name === 'stringify') return this.file.bindings.isGlobal(callee.object, 'JSON') && !this.#hasReplacer(call) ? 'json' : undefined;
    if (name === 'assign') return this.file.bindings.isGlobal(callee.object, 'Object') ? 'assign' : undefined;
    return name === 'send' && this.file.bindings.isGlobal(unwrap(callee.object), 'process') ? 'ipc' : undefined;
  }

  #hasReplacer({ arguments: given }: TSESTree.CallExpression): boolean {
    const replacer = given[1];
    if (given[0]?.type === 'SpreadElement') return true;
    return replacer !== undefined && !(replacer.type === 'Literal' && replacer.value === null) && !this.file.bindings.isGlobal(replacer, 'undefined');
  }

  /** The errors in a value that is written as JSON; spreads in it are found by themselves. */
  #inValue(found: LossyCopy[], by: LossyCopy['by'], node: Node, container: Node, depth: number): void {
    const value = unwrap(node);
    if (depth > 4) return;
    if (value.type === 'ObjectExpression') {
      for (const each of value.properties) {
        if (each.type !== 'Property' || each.kind !== 'init') continue;
        if (each.value.type === 'Identifier') this.#add(found, by, each.value, each.shorthand ? each : undefined, container);
        else this.#inValue(found, by, each.value, container, depth + 1);
      }
    } else if (value.type === 'ArrayExpression') {
      for (const each of value.elements) if (each && each.type !== 'SpreadElement') this.#inValue(found, by, each, container, depth + 1);
    } else if (value.type === 'LogicalExpression') {
      if (value.operator !== '&&') this.#inValue(found, by, value.left, container, depth + 1);
      this.#inValue(found, by, value.right, container, depth + 1);
    } else if (value.type === 'ConditionalExpression') {
      this.#inValue(found, by, value.consequent, container, depth + 1);
      this.#inValue(found, by, value.alternate, container, depth + 1);
    } else {
      this.#add(found, by, value, undefined, container);
    }
  }

  #ofSpreads(): LossyCopy[] {
    const found: LossyCopy[] = [];
    for (const spread of this.file.index.all('SpreadElement')) {
      if (spread.parent.type !== 'ObjectExpression' || spread.argument.type !== 'Identifier' || this.#saysText(spread.parent) || this.#isElsewhere(spread.parent)) continue;
      this.#add(found, 'spread', spread.argument, undefined, spread.parent);
    }
    return found;
  }

  #add(found: LossyCopy[], by: LossyCopy['by'], node: Node, shorthand: TSESTree.Property | undefined, container: Node): void {
    const error = unwrap(node);
    const value = this.file.errorValues.of(error);
    if (!value || this.#keepsText(error) || this.#isReadFor(error, container)) return;
    // The class of another file may write itself; its copies by `...` do not.
    if (value.source === 'typed' && (by === 'json' || by === 'ipc') && this.file.types.hasToJSON(error) === true) return;
    const { attempted, call } = value.handler ?? {};
    if (attempted && this.#mayComeFromKeeper(attempted)) return;
    // Of a file's error, JSON has the code, the call and the path: all that its message says.
    if (value.source === 'callback' && call && this.file.calls.at(call)?.entry.role === 'file-access') return;
    if (value.variable && this.#isLoggedTwice(error, value.variable)) return;
    const isCaught = value.source === 'caught' && /\.[mc]?tsx?$/.test(this.file.filename);
    found.push({ by, error, shorthand, isTyped: !isCaught || this.#isAny(value.variable?.identifiers[0]) });
  }

  /** In a log, beside another entry that has the error or its text, nothing is lost. */
  #isLoggedTwice(error: Node, variable: Variable): boolean {
    const own = this.#logAround(error);
    return own !== undefined && variable.references.some(({ identifier }) => {
      const { parent } = identifier;
      const value = parent?.type === 'MemberExpression' && TEXT.has(staticName(parent) ?? '') ? parent : identifier;
      const other = value.parent;
      return other?.type === 'CallExpression' && other !== own && other.callee !== value && this.#logCalls.has(other) && enclosingFunction(other) === enclosingFunction(own);
    });
  }

  #logAround(node: Node): Node | undefined {
    for (let current: Node | undefined = node.parent; current && !/Statement$|Function/.test(current.type); current = current.parent) if (this.#logCalls.has(current)) return current;
    return undefined;
  }

  get #logCalls(): ReadonlySet<Node> {
    return (this.#logs ??= new Set(this.file.logs.all.map(each => each.node)));
  }
  #logs: ReadonlySet<Node> | undefined;

  #isAny(name: Node | undefined): boolean {
    return name?.type === 'Identifier' && name.typeAnnotation?.typeAnnotation.type === 'TSAnyKeyword';
  }

  /** Where another rule speaks: in the body of a response, in a new error that already loses its cause. */
  #isElsewhere(node: Node): boolean {
    for (let current = node, parent = node.parent; parent && !/Statement$|Declaration$|Function/.test(parent.type); current = parent, parent = parent.parent) {
      if (parent.type === 'NewExpression' && (this.file.bindings.isGlobal(parent.callee, 'Response') || this.#isLostCause(parent))) return true;
      if (parent.type !== 'CallExpression' || parent.callee === current) continue;
      if (this.file.calls.at(parent)?.entry.role === 'respond' || this.#isLostCause(parent)) return true;
      const callee = unwrap(parent.callee);
      if (callee.type === 'MemberExpression' && staticName(callee) === 'json' && this.file.bindings.isGlobal(callee.object, 'Response')) return true;
    }
    return this.#isBody(node);
  }

  #isLostCause(node: Node): boolean {
    this.#lostCauses ??= new Set(this.file.errorHandling.lostCauses.map(each => each.node));
    return this.#lostCauses.has(node);
  }
  #lostCauses: ReadonlySet<Node> | undefined;

  /** `{ statusCode: 500, body: JSON.stringify(…) }`, `ctx.body = …`: what a client is answered. */
  #isBody(node: Node): boolean {
    const { parent } = wrapped(node);
    if (parent?.type === 'AssignmentExpression') return parent.left.type === 'MemberExpression' && staticName(parent.left) === 'body';
    return parent?.type === 'Property' && staticName(parent) === 'body' && parent.parent.type === 'ObjectExpression' &&
      parent.parent.properties.some(each => each.type === 'Property' && /^status(?:Code)?$/.test(staticName(each) ?? ''));
  }

  /** Whether an object says `message` or `stack` itself, there or by an assignment after it. */
  #saysText(node: Node): boolean {
    if (this.file.index.within(node, 'Property').some(each => TEXT.has(staticName(each) ?? ''))) return true;
    const { parent } = wrapped(node);
    const [variable] = parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? this.file.bindings.declaredBy(parent) : [];
    return variable?.references.some(({ identifier: { parent: member } }) => member?.type === 'MemberExpression' && TEXT.has(staticName(member) ?? '') && member.parent.type === 'AssignmentExpression' && member.parent.left === member) === true;
  }

  /** Whether the text of the error is written beside it: `{ err, message: err.message }`. */
  #isReadFor(error: Node, container: Node): boolean {
    const variable = error.type === 'Identifier' ? this.file.bindings.variableOf(error) : undefined;
    return variable?.references.some(({ identifier }) => {
      const { parent } = identifier;
      if (identifier === error || !isInside(identifier, container)) return false;
      return parent?.type === 'TemplateLiteral' || parent?.type === 'BinaryExpression' || parent?.type === 'CallExpression' || (parent?.type === 'MemberExpression' && TEXT.has(staticName(parent) ?? 'message'));
    }) === true;
  }

  /** Whether its class brings its text into copies, or is out of view. */
  #keepsText(error: Node): boolean {
    if (this.file.errorValues.testedClassesOf(error).some(each => this.#classKeepsText(each))) return true;
    const origin = error.type === 'NewExpression' ? this.file.origins.of(error.callee) : this.file.origins.of(error);
    return (origin?.kind === 'class' || origin?.kind === 'instance') && this.#inViewKeepsText(origin.node, 0);
  }

  #classKeepsText(node: Node): boolean {
    const origin = this.file.origins.of(node);
    if (origin?.kind === 'class') return this.#inViewKeepsText(origin.node, 0);
    return !this.file.errorValues.isErrorClass(node);
  }

  #inViewKeepsText(node: ClassNode, depth: number): boolean {
    const own = node.body.body.some(each => (each.type === 'PropertyDefinition' || each.type === 'MethodDefinition' || each.type === 'AccessorProperty') && ['toJSON', 'message', 'stack'].includes(staticName(each) ?? ''));
    // Assigned to an instance whose `super()` was given no message, `message` is enumerable.
    const isSet = this.file.index.within(node, 'CallExpression').some(each => each.callee.type === 'Super' && (each.arguments.length === 0 || each.arguments[0]?.type === 'SpreadElement'));
    if (own || isSet || this.file.index.within(node, 'Literal').some(each => each.value === 'message' || each.value === 'toJSON')) return true;
    const base = node.superClass && depth < 8 ? this.file.origins.of(node.superClass) : undefined;
    return base?.kind === 'class' && this.#inViewKeepsText(base.node, depth + 1);
  }

  /** Whether an attempt calls a library whose errors say in JSON what they say. */
  #mayComeFromKeeper(attempted: Node): boolean {
    if (!this.#importsKeeper()) return false;
    return (['CallExpression', 'NewExpression'] as const).some(type => this.file.index.within(attempted, type).some(each => {
      const origin = this.file.origins.of(each.callee);
      return origin?.kind === 'library' && this.file.catalog.keepsErrorText(origin.library);
    }));
  }

  #importsKeeper(): boolean {
    return [...this.file.imports.modules].some(each => this.file.catalog.keepsErrorText(each));
  }
}
