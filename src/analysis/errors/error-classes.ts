import type { TSESTree } from '@typescript-eslint/utils';
import { isInside, staticName, unwrap, wrapped, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import { usesOfError } from './error-uses.js';
import type { FileModel } from '../file-model.js';
import { isExported, isExportsValue } from '../state/shared-places.js';
import { BUILT_IN_ERRORS } from './cause-ways.js';
import { ABOUT_THE_CALLER } from './lost-causes.js';

/** A class of errors in view that goes back to a built-in one. */
export interface ErrorClass {
  readonly node: ClassNode;
  readonly name: string;
  /** The `super(…)` of its own constructor, where it has one and calls it once. */
  readonly superCall: TSESTree.CallExpression | undefined;
  readonly constructor: TSESTree.FunctionExpression | undefined;
  /**
   * What becomes of the error that an instance is made for. `kept`: it has a way in. `dropped`: there is none, although
   * whoever makes one says what went wrong. `flattened`: the constructor takes it, and keeps only what it says.
   */
  readonly cause: 'kept' | 'dropped' | 'flattened' | 'cannot tell';
  /** For `flattened`: the parameter that is the error. */
  readonly error: string | undefined;
  /** Where `super` takes its message and its options. */
  readonly messageAt: number | undefined;
  readonly optionsAt: number | undefined;
  /** Whether a handler of this file makes one, for what it has caught. */
  readonly isMadeInHandler: boolean;
  readonly isExported: boolean;
  /** Whether each instance, or the class, says its name: without that `err.name` is the name of the class above. */
  readonly isNamed: boolean;
  readonly hasCode: boolean;
}

// Names withdraw reports, they never make one: an error under any of these names is somewhere in the new one.
const KEEPS_IT = /cause|inner|original|previous|wrapped|nested|underlying|parent|reason|source|^err(?:or)?s?$|error$|exception$/i;

type Base = Pick<ErrorClass, 'cause' | 'messageAt' | 'optionsAt' | 'isNamed' | 'hasCode'>;

/** Classes that extend a built-in error, also through other classes of the file. */
export class ErrorClasses {
  constructor(private readonly file: FileModel) {}

  get all(): readonly ErrorClass[] {
    return (this.#all ??= [...this.file.index.all('ClassDeclaration'), ...this.file.index.all('ClassExpression')]
      .flatMap(node => this.of(node) ?? [])
      .sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly ErrorClass[] | undefined;

  /** What a class in view is as an error; undefined where it is none, or its ancestors are out of view. */
  of(node: ClassNode, depth = 0): ErrorClass | undefined {
    if (this.#known.has(node)) return this.#known.get(node);
    const found = depth < 10 ? this.#read(node, depth) : undefined;
    this.#known.set(node, found);
    return found;
  }
  readonly #known = new Map<ClassNode, ErrorClass | undefined>();

  #read(node: ClassNode, depth: number): ErrorClass | undefined {
    if (!node.superClass) return undefined;
    const base = this.#baseOf(node.superClass, depth);
    if (!base) return undefined;
    const members = node.body.body;
    const method = members.find(each => each.type === 'MethodDefinition' && each.kind === 'constructor' && each.value.type === 'FunctionExpression');
    const constructor = method?.type === 'MethodDefinition' && method.value.type === 'FunctionExpression' ? method.value : undefined;
    const own = {
      node,
      name: node.id?.name ?? nameOfHolder(node) ?? 'this class',
      constructor,
      messageAt: base.messageAt,
      optionsAt: base.optionsAt,
      isMadeInHandler: this.#madeInHandlers.has(node),
      isExported: this.#isExported(node),
      isNamed: base.isNamed || this.#sets(node, constructor, 'name'),
      hasCode: base.hasCode || this.#sets(node, constructor, 'code'),
    };
    if (!constructor) return { ...own, superCall: undefined, error: undefined, cause: base.cause === 'kept' ? 'kept' : 'cannot tell' };
    const supers = this.file.index.within(constructor, 'CallExpression').filter(each => each.callee.type === 'Super');
    const superCall = supers.length === 1 ? supers[0] : undefined;
    return { ...own, superCall, ...this.#causeOf(own.name, node, constructor, superCall, base) };
  }

  #baseOf(superClass: Node, depth: number): Base | undefined {
    const base = unwrap(superClass);
    const isAggregate = this.file.bindings.isGlobal(base, 'AggregateError');
    if (isAggregate || this.file.bindings.isGlobal(base, ...BUILT_IN_ERRORS)) {
      const messageAt = isAggregate ? 1 : 0;
      return { cause: 'kept', messageAt, optionsAt: messageAt + 1, isNamed: false, hasCode: false };
    }
    const origin = this.file.origins.of(base);
    if (origin?.kind !== 'class') return undefined;
    const found = this.of(origin.node, depth + 1);
    return found && { ...found, messageAt: placeOf(found, found.messageAt), optionsAt: placeOf(found, found.optionsAt) };
  }

  #causeOf(name: string, node: ClassNode, constructor: TSESTree.FunctionExpression, superCall: TSESTree.CallExpression | undefined, base: Base): Pick<ErrorClass, 'cause' | 'error'> {
    const unknown = { cause: 'cannot tell', error: undefined } as const;
    if (!superCall || (base.cause !== 'dropped' && (base.cause !== 'kept' || base.optionsAt === undefined))) return unknown;
    if (superCall.arguments.length > (base.optionsAt ?? Infinity)) return { cause: 'kept', error: undefined };
    if (superCall.arguments.some(each => each.type === 'SpreadElement') || constructor.params.some(each => each.type === 'RestElement')) return unknown;
    if (this.#mentionsCause(node) || this.#handsItselfOn(constructor)) return unknown;
    const flattened = this.#flattened(constructor, superCall);
    if (flattened) return { cause: 'flattened', error: flattened.name };
    if (this.#parameters(constructor).some(each => KEEPS_IT.test(each.name) && !each.references.some(({ identifier }) => identifier.parent === superCall))) return unknown;
    return this.#takesItsText(superCall, constructor, base.messageAt) && !ABOUT_THE_CALLER.test(name) ? { cause: 'dropped', error: undefined } : unknown;
  }

  #parameters(constructor: TSESTree.FunctionExpression): readonly Variable[] {
    return this.file.bindings.declaredBy(constructor).filter(each => each.defs[0]?.type === 'Parameter');
  }

  /** A parameter typed as an error of which only the text is used. */
  #flattened(constructor: TSESTree.FunctionExpression, superCall: Node): Variable | undefined {
    for (const parameter of this.#parameters(constructor)) {
      const name = parameter.identifiers[0];
      if (name?.type !== 'Identifier' || name.parent?.type === 'TSParameterProperty' || !this.#isTypedError(name)) continue;
      const uses = usesOfError(parameter, this.file.bindings);
      const isCopied = uses.some(each => each.kind === 'text' && each.into === superCall);
      if (isCopied && uses.every(each => each.kind === 'test' || (each.kind === 'text' && each.into === superCall))) return parameter;
    }
    return undefined;
  }

  #isTypedError(name: TSESTree.Identifier): boolean {
    const type = name.typeAnnotation?.typeAnnotation;
    const parts = type?.type === 'TSUnionType' ? type.types : type ? [type] : [];
    return parts.some(each => each.type === 'TSTypeReference' && this.file.bindings.isGlobal(each.typeName as Node, 'Error'));
  }

  /** Whether the message is what its caller says: only then is it an error that is made for others. */
  #takesItsText(superCall: TSESTree.CallExpression, constructor: TSESTree.FunctionExpression, messageAt: number | undefined): boolean {
    const message = messageAt === undefined ? undefined : superCall.arguments[messageAt];
    if (!message || message.type === 'SpreadElement') return false;
    const value = unwrap(message);
    const text = value.type === 'LogicalExpression' && value.operator !== '&&' ? unwrap(value.left) : value;
    return text.type === 'Identifier' && this.#parameters(constructor).some(each => each === this.file.bindings.variableOf(text));
  }

  /** Whether anything of the class is called `cause`: then it has its own way. */
  #mentionsCause(node: ClassNode): boolean {
    return (
      this.file.index.within(node, 'Identifier').some(each => /cause/i.test(each.name)) ||
      this.file.index.within(node, 'Literal').some(each => each.value === 'cause')
    );
  }

  /** `Object.assign(this, details)`, `arguments`, `init(this, options)`: what becomes of the instance is out of view. */
  #handsItselfOn(constructor: TSESTree.FunctionExpression): boolean {
    if (this.file.index.within(constructor, 'Identifier').some(each => each.name === 'arguments')) return true;
    return this.file.index.within(constructor, 'ThisExpression').some(({ parent }) => {
      if (parent.type !== 'CallExpression') return false;
      const callee = unwrap(parent.callee);
      return !(callee.type === 'MemberExpression' && ['captureStackTrace', 'setPrototypeOf', 'defineProperty'].includes(staticName(callee) ?? ''));
    });
  }

  /** Classes of which a handler makes one in place of what it has caught, or from it. */
  get #madeInHandlers(): ReadonlySet<Node> {
    if (this.#inHandlers) return this.#inHandlers;
    const { handlers, lostCauses } = this.file.errorHandling;
    const made = new Set<Node>();
    const add = (callee: Node): void => {
      const origin = this.file.origins.of(callee);
      if (origin?.kind === 'class') made.add(origin.node);
    };
    for (const { node } of lostCauses) add(node.callee);
    for (const { error } of handlers) {
      for (const { identifier } of error?.references ?? []) {
        const taker = takerOf(identifier);
        if (taker) add(taker.callee);
      }
    }
    return (this.#inHandlers = made);
  }
  #inHandlers: ReadonlySet<Node> | undefined;

  #isExported(node: ClassNode): boolean {
    const { parent } = node;
    if (parent.type === 'ExportNamedDeclaration' || parent.type === 'ExportDefaultDeclaration' || isExportsValue(node)) return true;
    const holder = node.type === 'ClassExpression' && parent.type === 'VariableDeclarator' ? parent : node;
    return this.file.bindings.declaredBy(holder).some(isExported);
  }

  /** Whether a class gives its instances a field: declared with a value, a getter, or set in the constructor. */
  #sets(node: ClassNode, constructor: TSESTree.FunctionExpression | undefined, name: string): boolean {
    const isDeclared = node.body.body.some(each =>
      (each.type === 'PropertyDefinition' || each.type === 'AccessorProperty' || each.type === 'MethodDefinition' || each.type === 'TSAbstractPropertyDefinition') && !each.static && staticName(each) === name);
    if (isDeclared) return true;
    if (!constructor) return false;
    const isParameter = constructor.params.some(each => each.type === 'TSParameterProperty' && this.file.bindings.declaredBy(constructor).some(variable => variable.name === name && isInside(variable.identifiers[0]!, each)));
    return isParameter || this.#handsItselfOn(constructor) || this.file.index.within(constructor, 'MemberExpression').some(each =>
      each.object.type === 'ThisExpression' && staticName(each) === name && each.parent.type === 'AssignmentExpression' && each.parent.left === each) ||
      this.file.index.within(constructor, 'Literal').some(each => each.value === name);
  }
}

/** The `new X(…)` that an error is handed to: itself, or in an object. */
function takerOf(node: Node): TSESTree.NewExpression | undefined {
  let current = wrapped(node);
  while (current.parent?.type === 'Property' || current.parent?.type === 'ObjectExpression') current = wrapped(current.parent);
  const { parent } = current;
  return parent?.type === 'NewExpression' && parent.callee !== current ? parent : undefined;
}

/** The argument of a class's constructor that it hands on as this argument of `super`; the same one where it has no constructor. */
function placeOf({ constructor, superCall }: ErrorClass, argument: number | undefined): number | undefined {
  if (!constructor || argument === undefined) return argument;
  const handed = superCall?.arguments[argument];
  if (handed?.type !== 'Identifier') return undefined;
  const index = constructor.params.findIndex(each => {
    const target = each.type === 'AssignmentPattern' ? each.left : each;
    return target.type === 'Identifier' && target.name === handed.name;
  });
  return index < 0 ? undefined : index;
}

function nameOfHolder(node: Node): string | undefined {
  const { parent } = node;
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : undefined;
}
